//! Signed texts (JWS, RFC 7515) and the keys they are checked with (JWK, RFC 7517). Pure.
//!
//! Checked with `ring`, as passkeys are. The list of algorithms is closed: no `none`, no HMAC, so that a public key is never
//! taken for a shared secret; a key serves only algorithms of its own kind.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::signature::{self, RsaPublicKeyComponents, UnparsedPublicKey};
use serde::Deserialize;

/// Longest signed text that is read, in bytes.
const LONGEST: usize = 32 * 1024;
/// Most keys of a provider that are looked at.
const MOST_KEYS: usize = 50;
/// What a curve's point begins with when it is written whole (SEC 1).
const WHOLE_POINT: u8 = 4;

/// Why a text is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// It is no signed text.
    #[error("not a JWS")]
    Malformed,
    /// Signed in a way that is not accepted.
    #[error("algorithm not accepted")]
    Algorithm,
    /// Signed with a key that the provider does not list.
    #[error("unknown key")]
    UnknownKey,
    /// The signature does not fit.
    #[error("signature does not fit")]
    Signature,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    #[serde(default)]
    crit: Option<serde_json::Value>,
}

/// One public key of a provider.
#[derive(Debug, Deserialize)]
struct Key {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    used_for: Option<String>,
    alg: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

/// The public keys of a provider.
#[derive(Debug, Default)]
pub struct Keys(Vec<Key>);

impl Keys {
    /// Reads a key set; keys that cannot be read are left out. None when it is no key set or nothing in it can verify.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        #[derive(Deserialize)]
        struct Set {
            keys: Vec<serde_json::Value>,
        }
        let set: Set = serde_json::from_str(text).ok()?;
        let read = |value| serde_json::from_value::<Key>(value).ok();
        let keys: Vec<Key> = set.keys.into_iter().take(MOST_KEYS).filter_map(read).filter(Key::can_verify).collect();
        (!keys.is_empty()).then_some(Self(keys))
    }

    /// The payload of a signed text.
    ///
    /// # Errors
    /// [`Flaw`]: with [`Flaw::UnknownKey`] the provider may have newer keys.
    pub fn open(&self, text: &str) -> Result<Vec<u8>, Flaw> {
        let (message, signature) = text.rsplit_once('.').ok_or(Flaw::Malformed)?;
        let (header, payload) = message.split_once('.').ok_or(Flaw::Malformed)?;
        if text.len() > LONGEST || payload.contains('.') {
            return Err(Flaw::Malformed);
        }
        let header: Header = serde_json::from_slice(&decode(header)?).map_err(|_| Flaw::Malformed)?;
        if header.crit.is_some() || kind_of(&header.alg).is_none() {
            return Err(Flaw::Algorithm);
        }
        let signature = decode(signature)?;
        let mut fitting = self.0.iter().filter(|key| key.serves(&header)).peekable();
        fitting.peek().ok_or(Flaw::UnknownKey)?;
        if fitting.any(|key| key.verifies(&header.alg, message.as_bytes(), &signature)) {
            return decode(payload);
        }
        // Without a name of the key it may be one that has come since.
        Err(if header.kid.is_some() { Flaw::Signature } else { Flaw::UnknownKey })
    }
}

fn decode(part: &str) -> Result<Vec<u8>, Flaw> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| Flaw::Malformed)
}

/// Key type and curve of an accepted algorithm.
fn kind_of(algorithm: &str) -> Option<(&'static str, Option<&'static str>)> {
    match algorithm {
        "RS256" | "RS384" | "RS512" | "PS256" | "PS384" | "PS512" => Some(("RSA", None)),
        "ES256" => Some(("EC", Some("P-256"))),
        "ES384" => Some(("EC", Some("P-384"))),
        "EdDSA" | "Ed25519" => Some(("OKP", Some("Ed25519"))),
        _ => None,
    }
}

impl Key {
    fn can_verify(&self) -> bool {
        let whole = match self.kty.as_str() {
            "RSA" => self.n.is_some() && self.e.is_some(),
            "EC" => self.x.is_some() && self.y.is_some(),
            "OKP" => self.x.is_some(),
            _ => false,
        };
        whole && self.used_for.as_deref().is_none_or(|used| used == "sig")
    }

    fn serves(&self, header: &Header) -> bool {
        let named = header.kid.is_none() || self.kid == header.kid;
        let same = self.alg.as_deref().is_none_or(|algorithm| algorithm == header.alg);
        let kind = kind_of(&header.alg).is_some_and(|(kty, curve)| {
            kty == self.kty && curve.is_none_or(|curve| self.crv.as_deref() == Some(curve))
        });
        named && same && kind
    }

    fn verifies(&self, algorithm: &str, message: &[u8], signature: &[u8]) -> bool {
        self.checked(algorithm, message, signature).unwrap_or(false)
    }

    fn checked(&self, algorithm: &str, message: &[u8], signature: &[u8]) -> Option<bool> {
        let part = |part: &Option<String>| decode(part.as_deref()?).ok();
        let rsa = match algorithm {
            "RS256" => Some(&signature::RSA_PKCS1_2048_8192_SHA256),
            "RS384" => Some(&signature::RSA_PKCS1_2048_8192_SHA384),
            "RS512" => Some(&signature::RSA_PKCS1_2048_8192_SHA512),
            "PS256" => Some(&signature::RSA_PSS_2048_8192_SHA256),
            "PS384" => Some(&signature::RSA_PSS_2048_8192_SHA384),
            "PS512" => Some(&signature::RSA_PSS_2048_8192_SHA512),
            _ => None,
        };
        if let Some(parameters) = rsa {
            let (n, e) = (part(&self.n)?, part(&self.e)?);
            return Some(RsaPublicKeyComponents { n, e }.verify(parameters, message, signature).is_ok());
        }
        let x = part(&self.x)?;
        if self.kty == "OKP" {
            return Some(UnparsedPublicKey::new(&signature::ED25519, x).verify(message, signature).is_ok());
        }
        let curve = if algorithm == "ES384" {
            &signature::ECDSA_P384_SHA384_FIXED
        } else {
            &signature::ECDSA_P256_SHA256_FIXED
        };
        let point = [&[WHOLE_POINT][..], &x, &part(&self.y)?].concat();
        Some(UnparsedPublicKey::new(curve, point).verify(message, signature).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7515, appendix A.2: the key, and what was signed with it.
    const KEY: &str = r#"{"kty":"RSA","kid":"a2","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ","e":"AQAB"}"#;
    const SIGNED: &str = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

    fn keys(key: &str) -> Keys {
        Keys::parse(&format!(r#"{{"keys":[{key}]}}"#)).unwrap()
    }

    #[test]
    fn the_example_of_the_standard_opens() {
        let payload = keys(KEY).open(SIGNED).unwrap();
        assert!(payload.starts_with(br#"{"iss":"joe""#));
    }

    #[test]
    fn nothing_else_opens() {
        let header = |json: &str| URL_SAFE_NO_PAD.encode(json);
        let rest = SIGNED.split_once('.').unwrap().1;
        let (payload, signature) = rest.split_once('.').unwrap();
        let altered = format!("{}.{}.{signature}", header(r#"{"alg":"RS256"}"#), payload.replacen('e', "f", 1));
        for (text, want) in [
            (format!("{}.{payload}.", header(r#"{"alg":"none"}"#)), Flaw::Algorithm),
            (format!("{}.{payload}.", header(r#"{"alg":"NONE"}"#)), Flaw::Algorithm),
            (format!("{}.{rest}", header(r#"{"alg":"HS256"}"#)), Flaw::Algorithm),
            (format!("{}.{rest}", header(r#"{"alg":"RS256","crit":["b64"]}"#)), Flaw::Algorithm),
            (format!("{}.{rest}", header(r#"{"alg":"RS256","kid":"other"}"#)), Flaw::UnknownKey),
            (format!("{}.{rest}", header(r#"{"alg":"RS256","kid":"a2"}"#)), Flaw::Signature),
            (format!("{}.{rest}", header(r#"{"alg":"PS256","kid":"a2"}"#)), Flaw::Signature),
            (format!("{}.{rest}", header(r#"{"alg":"ES256","kid":"a2"}"#)), Flaw::UnknownKey),
            (altered, Flaw::UnknownKey),
            (rest.to_owned(), Flaw::Malformed),
            (format!("{SIGNED}.a"), Flaw::Malformed),
            ("a".repeat(LONGEST + 1), Flaw::Malformed),
            (String::new(), Flaw::Malformed),
        ] {
            assert_eq!(keys(KEY).open(&text), Err(want), "{}", text.chars().take(60).collect::<String>());
        }
    }

    #[test]
    fn keys_for_other_uses_are_no_keys() {
        for key in [
            r#"{"kty":"oct","k":"AAAA"}"#.to_owned(),
            KEY.replace(r#""kty""#, r#""use":"enc","kty""#),
            r#"{"kty":"RSA","n":"AQAB"}"#.to_owned(),
            r#"{"kty":7}"#.to_owned(),
        ] {
            assert!(Keys::parse(&format!(r#"{{"keys":[{key}]}}"#)).is_none(), "{key}");
        }
        assert!(Keys::parse("{}").is_none() && Keys::parse("<html>").is_none());
    }
}
