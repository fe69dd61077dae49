//! Recovery codes: ten of 136 random bits, shown once, kept as hashes, each good for one use. Pure.

use sha2::{Digest, Sha256};

use super::totp::base32;

/// How many are made at once.
pub const COUNT: usize = 10;
/// Letters and digits of a code; those made before 2026-11-24 have 16 and 80 bits, and are good until new ones are made.
const LENGTHS: [usize; 2] = [28, 16];

/// Ten new codes as they are shown: seven groups of four.
#[must_use]
pub fn fresh() -> Vec<String> {
    (0..COUNT).map(|_| grouped(&base32(&rand::random::<[u8; 17]>()))).collect()
}

/// What the table keeps of a code, however it was typed: blanks, hyphens and case do not matter. Nothing for what cannot be
/// a code.
#[must_use]
pub fn hash(typed: &str) -> Option<Vec<u8>> {
    let plain: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let plain = plain.to_ascii_uppercase();
    LENGTHS.contains(&plain.len()).then(|| Sha256::digest(plain.as_bytes()).to_vec())
}

fn grouped(code: &str) -> String {
    let letters: Vec<char> = code.to_ascii_lowercase().chars().collect();
    letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_differ_and_are_read_however_typed() {
        let codes = fresh();
        assert_eq!(codes.len(), COUNT);
        assert_eq!(codes.iter().collect::<std::collections::HashSet<_>>().len(), COUNT);
        let code = &codes[0];
        assert_eq!(code.len(), 34, "28 letters of 5 bits, 136 of them random: {code}");
        let want = hash(code).unwrap();
        assert_eq!(hash(&code.to_uppercase()), Some(want.clone()));
        assert_eq!(hash(&format!(" {} ", code.replace('-', ""))), Some(want));
        assert_eq!(hash("123456"), None);
        assert!(hash("abcd-efgh-ijkl-mnop").is_some(), "one of the short ones that were made before");
    }
}
