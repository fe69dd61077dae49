//! Secrets at rest: sealed with a key that lives outside the database (ChaCha20-Poly1305).
//!
//! The sealed bytes are `version ‖ nonce ‖ ciphertext ‖ tag`. What a secret is for is authenticated with it, so that a
//! sealed value copied into another row or column does not open. Knows neither tables nor accounts.

use std::{
    fs, io,
    io::{Read, Write},
    path::Path,
};

use ring::{
    aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    hmac,
    rand::{SecureRandom, SystemRandom},
};
use secrecy::{ExposeSecret, SecretString};

/// Length of the key in bytes.
const KEY_LENGTH: usize = 32;
/// First byte of everything sealed; another scheme takes another number.
const VERSION: u8 = 1;

/// The deployment key. Whoever holds it and the database holds every secret in it.
#[derive(Clone)]
pub struct Key {
    cipher: LessSafeKey,
    /// Root of the keys that digests are made with.
    digests: hmac::Key,
}

/// Why a secret could not be sealed or opened, or the key not be had.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The key file could not be read or written.
    #[error("the key file cannot be read or written")]
    File(#[source] io::Error),
    /// The key is not 64 hexadecimal digits.
    #[error("the key is not 64 hexadecimal digits")]
    NotKey,
    /// Other users of the machine can read the key file.
    #[error("the key file can be read by other users; its mode must be 0600")]
    Exposed,
    /// The system gave no random bytes.
    #[error("the system gave no random bytes")]
    NoRandom,
    /// The bytes were not sealed with this key for this purpose, or were altered.
    #[error("the secret does not open: another key, another purpose, or altered bytes")]
    NotOpened,
}

impl Key {
    /// The key in `path`; a missing file is created with a new key, in its folder if need be, readable by its
    /// owner only.
    ///
    /// # Errors
    /// When the file cannot be read or made, holds no key, or is readable by others.
    pub fn load_or_create(path: &Path) -> Result<Self, SealError> {
        let mut bytes = [0; KEY_LENGTH];
        SystemRandom::new().fill(&mut bytes).map_err(|_| SealError::NoRandom)?;
        if let Some(folder) = path.parent() {
            make_folder(folder).map_err(SealError::File)?;
        }
        match create(path, &hex::encode(bytes)) {
            Ok(()) => Ok(Self::new(bytes)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Self::load(path),
            Err(error) => Err(SealError::File(error)),
        }
    }

    /// A key from 64 hexadecimal digits; blanks around them are ignored.
    ///
    /// # Errors
    /// When the text is anything else.
    pub fn from_hex(text: &str) -> Result<Self, SealError> {
        let mut bytes = [0; KEY_LENGTH];
        hex::decode_to_slice(text.trim(), &mut bytes).map_err(|_| SealError::NotKey)?;
        Ok(Self::new(bytes))
    }

    /// Seals a secret for one purpose, such as `cloud_accounts.secret_key/7`.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub fn seal(&self, purpose: &str, secret: &SecretString) -> Result<Vec<u8>, SealError> {
        let mut nonce = [0; NONCE_LEN];
        SystemRandom::new().fill(&mut nonce).map_err(|_| SealError::NoRandom)?;
        let mut text = secret.expose_secret().as_bytes().to_vec();
        let tag = self
            .cipher
            .seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), aad(purpose), &mut text)
            .map_err(|_| SealError::NotOpened)?;
        Ok([&[VERSION], &nonce[..], &text, tag.as_ref()].concat())
    }

    /// Opens what [`Key::seal`] sealed for the same purpose.
    ///
    /// # Errors
    /// [`SealError::NotOpened`] for anything else.
    pub fn open(&self, purpose: &str, sealed: &[u8]) -> Result<SecretString, SealError> {
        let rest = sealed.strip_prefix(&[VERSION]).ok_or(SealError::NotOpened)?;
        let (nonce, text) = rest.split_at_checked(NONCE_LEN).ok_or(SealError::NotOpened)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| SealError::NotOpened)?;
        let mut text = text.to_vec();
        let plain = self.cipher.open_in_place(nonce, aad(purpose), &mut text).map_err(|_| SealError::NotOpened)?;
        std::str::from_utf8(plain).map(SecretString::from).map_err(|_| SealError::NotOpened)
    }

    /// A keyed digest (HMAC-SHA-256) of a text for one purpose, in hex: tells equal texts, and gives none away without the key.
    #[must_use]
    pub fn digest(&self, purpose: &str, text: &str) -> String {
        let purpose = hmac::sign(&self.digests, purpose.as_bytes());
        hex::encode(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, purpose.as_ref()), text.as_bytes()))
    }

    fn new(bytes: [u8; KEY_LENGTH]) -> Self {
        let key = UnboundKey::new(&CHACHA20_POLY1305, &bytes);
        let cipher =
            LessSafeKey::new(key.unwrap_or_else(|_| unreachable!("the array has the length of the cipher's key")));
        // A key of its own, so that no digest says anything about the cipher.
        let root = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &bytes), b"portal/digests/1");
        Self { cipher, digests: hmac::Key::new(hmac::HMAC_SHA256, root.as_ref()) }
    }

    /// The key in `path`, which must be there.
    ///
    /// # Errors
    /// When the file cannot be read, holds no key, or is readable by others.
    pub fn load(path: &Path) -> Result<Self, SealError> {
        let mut file = fs::File::open(path).map_err(SealError::File)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            if file.metadata().map_err(SealError::File)?.mode() & 0o077 != 0 {
                return Err(SealError::Exposed);
            }
        }
        let mut text = String::new();
        file.read_to_string(&mut text).map_err(SealError::File)?;
        Self::from_hex(&text)
    }
}

/// A key prints nothing of itself.
impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key")
    }
}

fn aad(purpose: &str) -> Aad<&[u8]> {
    Aad::from(purpose.as_bytes())
}

/// Writes the whole file under another name first, then links it in place: another process never reads half a key, and
/// of two that start at once one wins.
fn create(path: &Path, text: &str) -> io::Result<()> {
    if path.try_exists()? {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let draft = path.with_extension(format!("{}.new", std::process::id()));
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    linked
}

/// The data directory may not be there yet where a named database server is used.
fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> std::path::PathBuf {
        let path = std::env::temp_dir().join(format!("seal-{}", uuid::Uuid::new_v4()));
        fs::create_dir(&path).unwrap();
        path
    }

    #[test]
    fn a_secret_opens_only_for_its_purpose_and_unaltered() {
        let key = Key::from_hex(&"ab".repeat(32)).unwrap();
        let sealed = key.seal("cloud_accounts.secret_key/7", &"the secret".into()).unwrap();
        assert_eq!(key.open("cloud_accounts.secret_key/7", &sealed).unwrap().expose_secret(), "the secret");
        assert!(!sealed.windows(6).any(|part| part == b"secret"), "nothing of the secret is left in the clear");
        assert_ne!(sealed, key.seal("cloud_accounts.secret_key/7", &"the secret".into()).unwrap(), "never twice alike");
        assert!(matches!(key.open("cloud_accounts.secret_key/8", &sealed), Err(SealError::NotOpened)));
        let other = Key::from_hex(&"cd".repeat(32)).unwrap();
        assert!(matches!(other.open("cloud_accounts.secret_key/7", &sealed), Err(SealError::NotOpened)));
        for index in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[index] ^= 1;
            assert!(key.open("cloud_accounts.secret_key/7", &altered).is_err(), "byte {index}");
            assert!(key.open("cloud_accounts.secret_key/7", &sealed[..index]).is_err(), "cut at {index}");
        }
    }

    #[test]
    fn the_key_file_is_made_once_and_read_again() {
        let folder = folder().join("not/there/yet");
        let path = folder.join("key");
        let sealed = Key::load_or_create(&path).unwrap().seal("p", &"s".into()).unwrap();
        assert_eq!(Key::load_or_create(&path).unwrap().open("p", &sealed).unwrap().expose_secret(), "s");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "no draft is left behind");
        fs::write(&path, "not a key").unwrap();
        assert!(matches!(Key::load_or_create(&path), Err(SealError::NotKey)));
        fs::remove_dir_all(folder).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn a_key_that_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let folder = folder();
        let path = folder.join("key");
        Key::load_or_create(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(Key::load_or_create(&path), Err(SealError::Exposed)));
        fs::remove_dir_all(folder).unwrap();
    }
}
