//! Authenticator apps: RFC 6238 with what every app understands, SHA-1, six digits, steps of 30 seconds. Pure.

use chrono::{DateTime, Utc};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use ring::hmac;
use secrecy::{ExposeSecret, SecretString};

/// Length of a step in seconds.
const STEP: i64 = 30;
/// Bytes of a seed: as long as SHA-1's output (RFC 4226, section 4).
const LENGTH: usize = 20;
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The secret that portal and app share, as the app takes it: base32. Never logged, stored sealed.
#[derive(Debug, Clone)]
pub struct Seed(SecretString);

impl Seed {
    /// A new seed from the operating system's randomness.
    #[must_use]
    pub fn fresh() -> Self {
        let bytes: [u8; LENGTH] = rand::random();
        Self(base32(&bytes).into())
    }

    /// Reads a seed that was stored; nothing for anything else.
    #[must_use]
    pub fn parse(text: SecretString) -> Option<Self> {
        unbase32(text.expose_secret()).filter(|bytes| bytes.len() == LENGTH).map(|_| Self(text))
    }

    /// The seed in base32: what is sealed, and what is typed into an app that cannot see the QR code.
    #[must_use]
    pub fn reveal(&self) -> &SecretString {
        &self.0
    }

    /// The address in the QR code.
    #[must_use]
    pub fn address(&self, issuer: &str, account: &str) -> SecretString {
        let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let (issuer, account) = (encoded(issuer), encoded(account));
        format!("otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}", self.0.expose_secret()).into()
    }

    /// The step of which `typed` is the code, if it is one before, now or one after (RFC 6238, section 5.2) and later than
    /// `last`, the latest step used.
    #[must_use]
    pub fn accepts(&self, typed: &str, now: DateTime<Utc>, last: i64) -> Option<i64> {
        let present = now.timestamp().div_euclid(STEP);
        let right = |step: &i64| constant_time_eq(self.code(*step).as_bytes(), typed.as_bytes());
        (present - 1..=present + 1).filter(|step| *step > last).find(right)
    }

    /// The code at an instant.
    #[cfg(test)]
    pub fn code_at(&self, now: DateTime<Utc>) -> String {
        self.code(now.timestamp().div_euclid(STEP))
    }

    fn code(&self, step: i64) -> String {
        let seed = unbase32(self.0.expose_secret()).unwrap_or_default();
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &seed);
        let tag = hmac::sign(&key, &step.to_be_bytes());
        let tag = tag.as_ref();
        let start = usize::from(tag[tag.len() - 1] & 15);
        let number = tag[start..start + 4].iter().fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
        format!("{:06}", (number & 0x7fff_ffff) % 1_000_000)
    }
}

/// Compares without telling by its time where the difference is.
fn constant_time_eq(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
}

/// RFC 4648 base32 without padding.
#[must_use]
pub fn base32(bytes: &[u8]) -> String {
    let bits: Vec<u8> = bytes.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).collect();
    let letter = |five: &[u8]| {
        let number = five.iter().fold(0, |number, bit| number << 1 | bit) << (5 - five.len());
        char::from(ALPHABET[usize::from(number)])
    };
    bits.chunks(5).map(letter).collect()
}

fn unbase32(text: &str) -> Option<Vec<u8>> {
    let mut bits = Vec::new();
    for letter in text.bytes() {
        let number = ALPHABET.iter().position(|known| *known == letter)?;
        bits.extend((0..5).rev().map(|bit| u8::from(number >> bit & 1 == 1)));
    }
    Some(bits.chunks_exact(8).map(|eight| eight.iter().fold(0, |byte, bit| byte << 1 | bit)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    fn seed() -> Seed {
        Seed::parse(base32(b"12345678901234567890").into()).unwrap()
    }

    #[test]
    fn codes_are_those_of_rfc_6238() {
        for (seconds, want) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(seed().code_at(at(seconds)), want, "{seconds}");
        }
    }

    #[test]
    fn one_step_either_side_and_none_twice() {
        let now = at(1_111_111_111);
        let step = now.timestamp() / 30;
        for (distance, accepted) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let code = seed().code(step + distance);
            assert_eq!(seed().accepts(&code, now, 0), accepted.then_some(step + distance), "{distance} steps away");
        }
        let code = seed().code(step);
        assert_eq!(seed().accepts(&code, now, step), None, "a used code");
        assert_eq!(seed().accepts(&seed().code(step - 1), now, step), None, "a code before the used one");
        for typed in ["", "05047", "0504711", "abcdef", "０５０４７１"] {
            assert_eq!(seed().accepts(typed, now, 0), None, "{typed:?}");
        }
    }

    #[test]
    fn seeds_are_read_back_and_differ() {
        let seed = Seed::fresh();
        assert_eq!(seed.reveal().expose_secret().len(), 32);
        assert!(Seed::parse(seed.reveal().clone()).is_some());
        assert_ne!(Seed::fresh().reveal().expose_secret(), seed.reveal().expose_secret());
        for text in ["", "ABC", "0189", &"a".repeat(32)] {
            assert!(Seed::parse(text.into()).is_none(), "{text:?}");
        }
        assert_eq!(base32(b"foobar"), "MZXW6YTBOI");
    }

    #[test]
    fn the_address_names_issuer_and_account() {
        let address = seed().address("伙伴 门户", "yunhe/admin");
        let want = "otpauth://totp/%E4%BC%99%E4%BC%B4%20%E9%97%A8%E6%88%B7:yunhe%2Fadmin?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%E4%BC%99%E4%BC%B4%20%E9%97%A8%E6%88%B7";
        assert_eq!(address.expose_secret(), want);
    }
}
