//! What a browser answers to a challenge, and what must be true of it (WebAuthn level 2, sections 7.1 and 7.2). Pure.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::key::PublicKey;

/// Flags of the authenticator: somebody was there, and was verified by PIN, finger or face; a key comes along.
const PRESENT: u8 = 1;
const VERIFIED: u8 = 4;
const WITH_KEY: u8 = 64;

/// This portal, as browsers know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relying {
    /// Host without port: passkeys belong to it.
    pub id: String,
    /// Scheme, host and port, as a browser sends its origin.
    pub origin: String,
}

impl Relying {
    /// From the `Host` a browser asked. Addresses of numbers have no passkeys; `localhost` has.
    #[must_use]
    pub fn at(host: &str, secure: bool) -> Option<Self> {
        let origin = url::Url::parse(&format!("{}://{host}", if secure { "https" } else { "http" })).ok()?;
        let url::Host::Domain(id) = origin.host()? else { return None };
        Some(Self { id: id.to_owned(), origin: origin.origin().ascii_serialization() })
    }
}

/// The answer to a registration, as `PublicKeyCredential.toJSON()` writes it.
#[derive(Debug, Deserialize)]
pub struct Registration {
    id: String,
    response: NewKey,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct NewKey {
    #[serde(rename = "clientDataJSON")]
    client_data: String,
    authenticator_data: String,
    public_key: String,
    public_key_algorithm: i32,
}

/// The answer to a sign-in or a step-up.
#[derive(Debug, Deserialize)]
pub struct Assertion {
    id: String,
    response: Signed,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Signed {
    #[serde(rename = "clientDataJSON")]
    client_data: String,
    authenticator_data: String,
    signature: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    r#type: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
}

/// A passkey that may be kept.
#[derive(Debug)]
pub struct Registered {
    /// The authenticator's name for it.
    pub credential_id: Vec<u8>,
    /// Its public key.
    pub key: PublicKey,
    /// The authenticator's counter.
    pub sign_count: u32,
}

/// A passkey that was used, with the counter to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asserted {
    /// The authenticator's counter.
    pub sign_count: u32,
}

/// Why an answer is not taken. Readers are told one sentence for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Not what a browser writes.
    Unreadable,
    /// For something else, another site or another challenge.
    Elsewhere,
    /// Nobody was verified.
    Unverified,
    /// The key cannot be used, or the signature is another key's.
    Signature,
    /// The counter did not grow: the passkey was copied.
    Copied,
}

fn bytes(text: &str) -> Result<Vec<u8>, Refusal> {
    URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).map_err(|_| Refusal::Unreadable)
}

fn client_data(encoded: &str) -> Result<(Vec<u8>, ClientData), Refusal> {
    let text = bytes(encoded)?;
    let read = serde_json::from_slice(&text).map_err(|_| Refusal::Unreadable)?;
    Ok((text, read))
}

impl ClientData {
    fn is_for(&self, purpose: &str, challenge: &str, relying: &Relying) -> Result<(), Refusal> {
        let here = self.r#type == purpose && self.origin == relying.origin && !self.cross_origin;
        if here && self.challenge == encode(challenge) { Ok(()) } else { Err(Refusal::Elsewhere) }
    }
}

/// Bytes as browsers take them.
#[must_use]
pub fn encode(challenge: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(challenge)
}

/// The challenge an answer says it answers: which one was given out is in the table.
fn challenge_of(encoded: &str) -> Option<String> {
    let (_, data) = client_data(encoded).ok()?;
    String::from_utf8(bytes(&data.challenge).ok()?).ok()
}

/// Hash of the site, flags, counter, and the rest.
fn authenticator<'a>(data: &'a [u8], relying: &Relying) -> Result<(u8, u32, &'a [u8]), Refusal> {
    let (site, rest) = data.split_at_checked(32).ok_or(Refusal::Unreadable)?;
    let (&[flags, a, b, c, d], rest) = rest.split_first_chunk().ok_or(Refusal::Unreadable)?;
    if site != Sha256::digest(relying.id.as_bytes()).as_slice() {
        return Err(Refusal::Elsewhere);
    }
    if flags & (PRESENT | VERIFIED) != PRESENT | VERIFIED {
        return Err(Refusal::Unverified);
    }
    Ok((flags, u32::from_be_bytes([a, b, c, d]), rest))
}

impl Registration {
    /// The challenge it says it answers.
    #[must_use]
    pub fn challenge(&self) -> Option<String> {
        challenge_of(&self.response.client_data)
    }

    /// Section 7.1, without attestation.
    ///
    /// # Errors
    /// The first thing that is not so.
    pub fn check(&self, challenge: &str, relying: &Relying) -> Result<Registered, Refusal> {
        let (_, data) = client_data(&self.response.client_data)?;
        data.is_for("webauthn.create", challenge, relying)?;
        let raw = bytes(&self.response.authenticator_data)?;
        let (flags, sign_count, rest) = authenticator(&raw, relying)?;
        let (_, named) = rest.split_at_checked(16).filter(|_| flags & WITH_KEY != 0).ok_or(Refusal::Unreadable)?;
        let (length, named) = named.split_first_chunk().ok_or(Refusal::Unreadable)?;
        let credential_id = named.get(..usize::from(u16::from_be_bytes(*length))).ok_or(Refusal::Unreadable)?;
        if credential_id.is_empty() || credential_id.len() > 1023 || credential_id != bytes(&self.id)? {
            return Err(Refusal::Unreadable);
        }
        let key = PublicKey::read(self.response.public_key_algorithm, &bytes(&self.response.public_key)?);
        Ok(Registered { credential_id: credential_id.to_vec(), key: key.ok_or(Refusal::Signature)?, sign_count })
    }
}

impl Assertion {
    /// The passkey that answers, by the authenticator's name.
    #[must_use]
    pub fn credential_id(&self) -> Option<Vec<u8>> {
        bytes(&self.id).ok()
    }

    /// The challenge it says it answers.
    #[must_use]
    pub fn challenge(&self) -> Option<String> {
        challenge_of(&self.response.client_data)
    }

    /// Section 7.2 with the passkey's key and its last counter.
    ///
    /// # Errors
    /// The first thing that is not so.
    pub fn check(
        &self,
        challenge: &str,
        relying: &Relying,
        (key, last): (&PublicKey, u32),
    ) -> Result<Asserted, Refusal> {
        let (text, data) = client_data(&self.response.client_data)?;
        data.is_for("webauthn.get", challenge, relying)?;
        let raw = bytes(&self.response.authenticator_data)?;
        let (_, sign_count, _) = authenticator(&raw, relying)?;
        let message = [&raw[..], Sha256::digest(&text).as_slice()].concat();
        if !key.verifies(&message, &bytes(&self.response.signature)?) {
            return Err(Refusal::Signature);
        }
        let grew = sign_count > last || (sign_count, last) == (0, 0);
        if grew { Ok(Asserted { sign_count }) } else { Err(Refusal::Copied) }
    }
}
