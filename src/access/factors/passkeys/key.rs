//! Public keys of passkeys: ES256, EdDSA and RS256, which every authenticator has one of. Pure.

use ring::signature::{self, UnparsedPublicKey, VerificationAlgorithm};

/// `SubjectPublicKeyInfo` up to the point of a P-256 key (RFC 5480).
const P256: &[u8] = &[
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce,
    0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];
/// The same up to an Ed25519 key (RFC 8410).
const ED25519: &[u8] = &[0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
/// Algorithm identifier of RSA (RFC 3279): `rsaEncryption` without parameters.
const RSA: &[u8] = &[0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];
/// Longest key that is kept, in bytes: RSA with 8192 bits has less.
const LONGEST: usize = 1100;

/// A public key that can verify.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    algorithm: i32,
    der: Vec<u8>,
}

impl PublicKey {
    /// COSE algorithms in the order they are asked for.
    pub const ALGORITHMS: [i32; 3] = [-7, -8, -257];

    /// Reads a `SubjectPublicKeyInfo` in DER for a COSE algorithm; nothing when it is no key of that algorithm.
    #[must_use]
    pub fn read(algorithm: i32, der: &[u8]) -> Option<Self> {
        let key = Self { algorithm, der: der.to_vec() };
        let raw = (der.len() <= LONGEST).then(|| key.raw()).flatten()?;
        let fits = match algorithm {
            -7 => raw.len() == 65 && raw[0] == 4,
            -8 => raw.len() == 32,
            _ => raw.len() > 256,
        };
        fits.then_some(key)
    }

    /// COSE number of the algorithm.
    #[must_use]
    pub const fn algorithm(&self) -> i32 {
        self.algorithm
    }

    /// `SubjectPublicKeyInfo` in DER.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Whether `signature` is this key's over `message`.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        let algorithm: &'static dyn VerificationAlgorithm = match self.algorithm {
            -7 => &signature::ECDSA_P256_SHA256_ASN1,
            -8 => &signature::ED25519,
            -257 => &signature::RSA_PKCS1_2048_8192_SHA256,
            _ => return false,
        };
        self.raw().is_some_and(|raw| UnparsedPublicKey::new(algorithm, raw).verify(message, signature).is_ok())
    }

    /// The key inside: point, 32 bytes, or `RSAPublicKey`.
    fn raw(&self) -> Option<&[u8]> {
        match self.algorithm {
            -7 => self.der.strip_prefix(P256),
            -8 => self.der.strip_prefix(ED25519),
            -257 => {
                let inner = whole(0x30, &self.der)?;
                whole(0x03, inner.strip_prefix(RSA)?)?.strip_prefix(&[0])
            }
            _ => None,
        }
    }
}

/// Content of the one DER value with this tag that fills `der` to its end.
fn whole(tag: u8, der: &[u8]) -> Option<&[u8]> {
    let rest = der.strip_prefix(&[tag])?;
    let (length, content) = match *rest.first()? {
        short @ 0..=0x7f => (usize::from(short), &rest[1..]),
        0x81 => (usize::from(*rest.get(1)?), rest.get(2..)?),
        0x82 => (usize::from(*rest.get(1)?) << 8 | usize::from(*rest.get(2)?), rest.get(3..)?),
        _ => return None,
    };
    (content.len() == length).then_some(content)
}

#[cfg(test)]
mod tests {
    use ring::signature::{Ed25519KeyPair, KeyPair};

    use super::*;

    #[test]
    fn an_ed25519_key_verifies_its_own_signatures_only() {
        let pair = Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap();
        let der = [ED25519, pair.public_key().as_ref()].concat();
        let key = PublicKey::read(-8, &der).unwrap();
        let signature = pair.sign(b"message");
        assert!(key.verifies(b"message", signature.as_ref()));
        assert!(!key.verifies(b"massage", signature.as_ref()));
        assert!(!key.verifies(b"message", &signature.as_ref()[1..]));
        for algorithm in [-7, -257, 0] {
            assert!(PublicKey::read(algorithm, &der).is_none(), "{algorithm}");
        }
        assert!(PublicKey::read(-8, &der[..40]).is_none());
    }

    #[test]
    fn an_rsa_key_is_taken_out_of_its_envelope() {
        let inner = vec![1_u8; 270];
        let bits = [&[0x03, 0x82, 0x01, 0x0f, 0x00][..], &inner].concat();
        let length = u16::try_from(RSA.len() + bits.len()).unwrap().to_be_bytes();
        let der = [&[0x30, 0x82, length[0], length[1]][..], RSA, &bits].concat();
        assert_eq!(PublicKey::read(-257, &der).unwrap().raw(), Some(&inner[..]));
        for cut in [0, 1, 5, 20, der.len() - 1] {
            assert!(PublicKey::read(-257, &der[..cut]).is_none(), "cut at {cut}");
        }
    }
}
