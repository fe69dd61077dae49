//! Codes of bank accounts: SWIFT (ISO 9362) and IBAN (ISO 13616) with its check digits. Pure.

/// Whether it is a SWIFT code: 8 or 11 characters, bank and country in letters.
#[must_use]
pub fn is_swift(code: &str) -> bool {
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_uppercase());
    let mixed = |part: &str| part.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    matches!(code.len(), 8 | 11) && code.is_ascii() && letters(&code[..6]) && mixed(&code[6..])
}

/// An IBAN without blanks, in capitals.
#[must_use]
pub fn plain_iban(typed: &str) -> String {
    typed.chars().filter(|letter| !letter.is_whitespace()).collect::<String>().to_uppercase()
}

/// Whether it is an IBAN: 15 to 34 characters whose value modulo 97 is 1.
#[must_use]
pub fn is_iban(code: &str) -> bool {
    let bytes = code.as_bytes();
    if !(15..=34).contains(&bytes.len()) || !bytes.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    {
        return false;
    }
    let country = bytes[..2].iter().all(u8::is_ascii_uppercase);
    let check = bytes[2..4].iter().all(u8::is_ascii_digit);
    let value = bytes[4..].iter().chain(&bytes[..4]).fold(0_u32, |rest, byte| match byte {
        b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
        _ => (rest * 100 + u32::from(byte - b'A') + 10) % 97,
    });
    country && check && value == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swift_codes_have_8_or_11_characters() {
        for (code, want) in [
            ("BKCHCNBJ", true),
            ("BKCHCNBJ300", true),
            ("DEUTDEFF500", true),
            ("BKCHCNB", false),
            ("BKCHCNBJ30", false),
            ("bkchcnbj", false),
            ("BKCH1NBJ", false),
            ("BKCHCN银", false),
            ("", false),
        ] {
            assert_eq!(is_swift(code), want, "{code}");
        }
    }

    #[test]
    fn an_iban_is_1_modulo_97_and_every_misprint_is_found() {
        for code in
            ["GB82WEST12345698765432", "DE89370400440532013000", "NO9386011117947", "FR1420041010050500013M02606"]
        {
            assert!(is_iban(code), "{code}");
            for place in 2..code.len() {
                let mut misprint = code.as_bytes().to_vec();
                misprint[place] = if misprint[place] == b'7' { b'1' } else { b'7' };
                let misprint = String::from_utf8(misprint).unwrap();
                assert!(!is_iban(&misprint), "{misprint}");
            }
        }
        for wrong in ["", "DE", "de89370400440532013000", "89DE370400440532013000", "DE8937040044053201300０"] {
            assert!(!is_iban(wrong), "{wrong}");
        }
        assert_eq!(plain_iban("de89 3704 0044 0532 0130 00"), "DE89370400440532013000");
    }
}
