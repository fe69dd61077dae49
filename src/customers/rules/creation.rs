//! What a new customer account may be called, and how it is reached (CUST-6, CUST-8). Pure.

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// Nothing was typed.
    Missing,
    /// 5–32 letters, digits, `_`, `-`, beginning with none of the digits, `op_`, `shadow_`.
    AccountName,
    /// No mobile number of mainland China.
    Phone,
    /// No mail address.
    Email,
    /// Not six digits.
    Code,
    /// Two classes of characters, 6 to 32, and none of the other fields.
    Password,
    /// Not two letters.
    Country,
    /// None of the choices.
    Choice,
    /// Longer than this many characters.
    TooLong(usize),
}

/// Most characters of `xaccount_type`.
pub const PLATFORM: usize = 64;
/// Most characters of a mail address.
pub const EMAIL: usize = 64;

/// `domain_name`: always sent (CUST-9).
///
/// # Errors
/// What is wrong.
pub fn account_name(typed: &str) -> Result<(), Wrong> {
    let plain = typed.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    let begins = typed.bytes().next().is_some_and(|first| !first.is_ascii_digit());
    let reserved = typed.starts_with("op_") || typed.starts_with("shadow_");
    match typed.len() {
        0 => Err(Wrong::Missing),
        5..=32 if plain && begins && !reserved => Ok(()),
        _ => Err(Wrong::AccountName),
    }
}

/// A mobile number of mainland China as the vendor wants it, `0086-…`; eleven digits alone are taken for one.
///
/// # Errors
/// What is wrong.
pub fn phone(typed: &str) -> Result<String, Wrong> {
    let plain: String = typed.chars().filter(|letter| !letter.is_whitespace()).collect();
    let digits = plain.strip_prefix("0086-").or_else(|| plain.strip_prefix("+86")).unwrap_or(&plain);
    let sound = digits.len() == 11 && digits.starts_with('1') && digits.bytes().all(|byte| byte.is_ascii_digit());
    if sound { Ok(format!("0086-{digits}")) } else { Err(Wrong::Phone) }
}

/// A mail address: one `@`, a local part, a domain with a dot, no blanks.
///
/// # Errors
/// What is wrong.
pub fn email(typed: &str) -> Result<(), Wrong> {
    if typed.chars().count() > EMAIL {
        return Err(Wrong::TooLong(EMAIL));
    }
    let plain = typed.chars().all(|letter| letter.is_ascii_graphic() && !"<>()[],;:\\\"".contains(letter));
    let sound = typed.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty()
            && domain.split('.').count() > 1
            && domain.split('.').all(|part| !part.is_empty())
            && !domain.contains('@')
    });
    if plain && sound { Ok(()) } else { Err(Wrong::Email) }
}

/// `verification_code`: six digits, with phone or mail.
///
/// # Errors
/// What is wrong.
pub fn code(typed: &str) -> Result<(), Wrong> {
    match typed.len() {
        0 => Err(Wrong::Missing),
        6 if typed.bytes().all(|byte| byte.is_ascii_digit()) => Ok(()),
        _ => Err(Wrong::Code),
    }
}

/// `password`: at least two of four classes, none of `others` (account name, phone, mail), nor the account name backwards.
///
/// # Errors
/// What is wrong.
pub fn password(typed: &str, others: &[&str]) -> Result<(), Wrong> {
    let classes: [fn(char) -> bool; 4] = [
        |letter| letter.is_ascii_lowercase(),
        |letter| letter.is_ascii_uppercase(),
        |letter| letter.is_ascii_digit(),
        |letter| letter.is_ascii_punctuation() || letter == ' ',
    ];
    let found = classes.iter().filter(|class| typed.chars().any(class)).count();
    let backwards = |other: &&str| other.chars().rev().eq(typed.chars());
    let guessable = others.contains(&typed) || others.iter().any(backwards);
    let length = (6..=32).contains(&typed.chars().count());
    if found >= 2 && !guessable && length { Ok(()) } else { Err(Wrong::Password) }
}

/// `domain_area`: two letters, ISO 3166.
///
/// # Errors
/// What is wrong.
pub fn country(typed: &str) -> Result<String, Wrong> {
    let sound = typed.len() == 2 && typed.bytes().all(|byte| byte.is_ascii_alphabetic());
    if sound { Ok(typed.to_ascii_uppercase()) } else { Err(Wrong::Country) }
}

/// `xaccount_type`, which the vendor gives a partner.
///
/// # Errors
/// What is wrong.
pub fn platform(typed: &str) -> Result<(), Wrong> {
    match typed.chars().count() {
        0 => Err(Wrong::Missing),
        1..=PLATFORM => Ok(()),
        _ => Err(Wrong::TooLong(PLATFORM)),
    }
}

/// Where a creation stands (CUST-9), for who reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Not sent yet, or on its way.
    Sending,
    /// The vendor has the account and does not list it as the partner's yet.
    Pending,
    /// The vendor lists it.
    Associated,
    /// Refused: nothing was made.
    Refused,
    /// Whether it was made is being found out.
    Unknown,
}

/// Where a creation stands, by its command's state and outcome and whether the vendor lists the customer.
#[must_use]
pub fn standing_of(state: &str, outcome: Option<&str>, is_listed: bool) -> Standing {
    match (state, outcome) {
        _ if is_listed => Standing::Associated,
        ("failed", _) | ("reconciled", Some("not_applied")) => Standing::Refused,
        ("confirmed" | "reconciled", _) => Standing::Pending,
        ("unknown", _) => Standing::Unknown,
        _ => Standing::Sending,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn account_names_are_as_the_vendor_wants_them() {
        for sound in ["abcde", "_x-y9", "shadow", "A-1_b", &"x".repeat(32)] {
            assert_eq!(account_name(sound), Ok(()), "{sound}");
        }
        for wrong in ["abcd", "1abcd", "12345", "op_abc", "shadow_abc", "名字名字", "a b c d", &"x".repeat(33)] {
            assert_eq!(account_name(wrong), Err(Wrong::AccountName), "{wrong}");
        }
        assert_eq!(account_name(""), Err(Wrong::Missing));
    }

    #[test]
    fn phones_mails_codes_and_countries() {
        for typed in ["13800001234", "0086-13800001234", "+8613800001234", "138 0000 1234"] {
            assert_eq!(phone(typed).as_deref(), Ok("0086-13800001234"), "{typed}");
        }
        for wrong in ["", "1380000123", "0085-13800001234", "23800001234", "1380000123x"] {
            assert_eq!(phone(wrong), Err(Wrong::Phone), "{wrong}");
        }
        assert_eq!(
            (email("li@example.com"), email("li@example"), email("li example@x.cn")),
            (Ok(()), Err(Wrong::Email), Err(Wrong::Email))
        );
        assert_eq!(email(&format!("{}@example.com", "a".repeat(60))), Err(Wrong::TooLong(EMAIL)));
        assert_eq!(
            (code("123456"), code("12345"), code(""), code("12345x")),
            (Ok(()), Err(Wrong::Code), Err(Wrong::Missing), Err(Wrong::Code))
        );
        assert_eq!((country("sg").as_deref(), country("SGP")), (Ok("SG"), Err(Wrong::Country)));
        assert_eq!((platform("WEB"), platform("")), (Ok(()), Err(Wrong::Missing)));
    }

    #[test]
    fn passwords_are_not_guessed_from_the_form() {
        let others = ["li_company", "13800001234"];
        for sound in ["Abcdef1", "abc123", "AB cd!"] {
            assert_eq!(password(sound, &others), Ok(()), "{sound}");
        }
        for wrong in ["abcdef", "ab1", "li_company", "ynapmoc_il", "13800001234", &"aB1".repeat(11)] {
            assert_eq!(password(wrong, &others), Err(Wrong::Password), "{wrong}");
        }
    }

    #[test]
    fn a_creation_is_pending_until_the_customer_is_listed() {
        for (state, outcome, listed, want) in [
            ("intent", None, false, Standing::Sending),
            ("sending", None, false, Standing::Sending),
            ("unknown", None, false, Standing::Unknown),
            ("unknown", None, true, Standing::Associated),
            ("confirmed", None, false, Standing::Pending),
            ("reconciled", Some("applied"), false, Standing::Pending),
            ("reconciled", Some("applied"), true, Standing::Associated),
            ("reconciled", Some("not_applied"), false, Standing::Refused),
            ("failed", None, false, Standing::Refused),
        ] {
            assert_eq!(standing_of(state, outcome, listed), want, "{state} {outcome:?} {listed}");
        }
    }
}
