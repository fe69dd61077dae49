//! 统一社会信用代码 (ORG-11): GB 32100-2015 in China, any registration number elsewhere. Pure.

/// Letters and digits in the order of their values: no I, O, S, V, Z.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Whether a registration code can be one: in China 18 characters whose last is the check digit of GB 32100, elsewhere 1 to 64
/// printable characters.
#[must_use]
pub fn is_code(code: &str, china: bool) -> bool {
    if china {
        return check_digit(code).is_some_and(|check| code.len() == 18 && code.as_bytes().last() == Some(&check));
    }
    let printable = code.chars().all(|letter| !letter.is_control() && letter != char::REPLACEMENT_CHARACTER);
    !code.is_empty() && code.chars().count() <= 64 && printable
}

/// The 18th character that belongs to the first 17: weights are powers of 3 modulo 31.
fn check_digit(code: &str) -> Option<u8> {
    let mut sum = 0;
    let mut weight = 1;
    let body = code.as_bytes().get(..17)?;
    for letter in body {
        sum += ALPHABET.iter().position(|known| known == letter)? * weight;
        weight = weight * 3 % 31;
    }
    ALPHABET.get((31 - sum % 31) % 31).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_real_companies_are_valid_and_their_misprints_are_not() {
        for valid in [
            "914403001922038216",
            "9144030071526726XG",
            "91330100799655058B",
            "91440300708461136T",
            "91110108551385082Q",
            "91350100M000100Y43",
        ] {
            assert!(is_code(valid, true), "{valid}");
            for place in 0..17 {
                let mut misprint = valid.as_bytes().to_vec();
                misprint[place] = if misprint[place] == b'1' { b'7' } else { b'1' };
                let misprint = String::from_utf8(misprint).unwrap();
                assert!(!is_code(&misprint, true), "{misprint}: one character wrong at {place}");
            }
        }
        for wrong in [
            "",
            "91440300192203821",
            "9144030019220382166",
            "914403001922038217",
            "914403001292038216",
            "91440300192203821I",
            "9144030071526726xg",
            "9144030071526726XＧ",
            "91440300192203 216",
        ] {
            assert!(!is_code(wrong, true), "{wrong}");
        }
    }

    #[test]
    fn abroad_a_code_is_any_short_text() {
        assert!(is_code("HRB 12345 B", false));
        assert!(is_code(&"9".repeat(64), false));
        for wrong in [String::new(), "9".repeat(65), "a\nb".to_owned()] {
            assert!(!is_code(&wrong, false), "{wrong:?}");
        }
    }
}
