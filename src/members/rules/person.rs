//! Fields and limits of a member (MEM-2). Pure: a form, an import and an edit read the same.

use chrono::NaiveDate;

use crate::values::{
    day::{self, NoDay},
    plain::{is_line, is_plain},
};

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// Nothing was typed.
    Missing,
    /// Longer than this many characters.
    TooLong(usize),
    /// 5–32 letters, digits, `_`, `-`, beginning with a letter.
    Username,
    /// The user name is, or was, another login's.
    Taken,
    /// Not a mail address.
    Email,
    /// The mail address is another member's.
    InUse,
    /// Not like `0086-13800000000`.
    Phone,
    /// Not a day.
    Day,
    /// No day of the calendar.
    NoSuchDay,
    /// Before today.
    Past,
    /// None of the choices.
    Choice,
    /// A character that nobody sees, or a line break where there is one line.
    NotText,
}

/// Characters of the limited fields (MEM-2).
pub const NAME: usize = 64;
/// Mail address.
pub const EMAIL: usize = 128;
/// 部门 and 岗位.
pub const PLACE: usize = 64;
/// 备注.
pub const REMARK: usize = 255;
/// A reason, here and in every dialog of members.
pub const REASON: usize = 500;

/// 账号名 of a new login: 5–32, `^[A-Za-z][A-Za-z0-9_-]+$`.
///
/// # Errors
/// What is wrong.
pub fn username(text: &str) -> Result<(), Wrong> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    match text.len() {
        0 => Err(Wrong::Missing),
        5..=32 if text.as_bytes()[0].is_ascii_alphabetic() && text.bytes().all(plain) => Ok(()),
        _ => Err(Wrong::Username),
    }
}

/// A text of at most `most` characters, without what nobody sees.
///
/// # Errors
/// What is wrong.
pub fn text(text: &str, most: usize) -> Result<(), Wrong> {
    if text.chars().count() > most {
        return Err(Wrong::TooLong(most));
    }
    if is_plain(text) { Ok(()) } else { Err(Wrong::NotText) }
}

/// A text on one line.
///
/// # Errors
/// What is wrong.
pub fn line(typed: &str, most: usize) -> Result<(), Wrong> {
    text(typed, most)?;
    if is_line(typed) { Ok(()) } else { Err(Wrong::NotText) }
}

/// A text that must be there.
///
/// # Errors
/// What is wrong.
pub fn required(typed: &str, most: usize) -> Result<(), Wrong> {
    if typed.is_empty() { Err(Wrong::Missing) } else { text(typed, most) }
}

/// 邮箱: one `@`, a local part, a domain with a dot, no blanks.
///
/// # Errors
/// What is wrong.
pub fn email(typed: &str) -> Result<(), Wrong> {
    required(typed, EMAIL)?;
    let plain = typed.chars().all(|letter| letter.is_ascii_graphic() && !"<>()[],;:\\\"".contains(letter));
    let sound = typed.split_once('@').is_some_and(|(local, domain)| {
        let labels =
            domain.split('.').all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'));
        !local.is_empty() && domain.contains('.') && labels && !domain.contains('@')
    });
    if plain && sound { Ok(()) } else { Err(Wrong::Email) }
}

/// 手机: empty, or `^\d{4}-\d{5,15}$`.
///
/// # Errors
/// What is wrong.
pub fn phone(typed: &str) -> Result<(), Wrong> {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let sound = typed.split_once('-').is_some_and(|(country, number)| {
        country.len() == 4 && (5..=15).contains(&number.len()) && digits(country) && digits(number)
    });
    if typed.is_empty() || sound { Ok(()) } else { Err(Wrong::Phone) }
}

/// 有效期: empty, or a day from today on (in the organisation's zone).
///
/// # Errors
/// What is wrong.
pub fn expiry(typed: &str, today: NaiveDate) -> Result<Option<NaiveDate>, Wrong> {
    if typed.is_empty() {
        return Ok(None);
    }
    match day::read(typed) {
        Err(NoDay::Form) => Err(Wrong::Day),
        Err(NoDay::Absent) => Err(Wrong::NoSuchDay),
        Ok(day) if day < today => Err(Wrong::Past),
        Ok(day) => Ok(Some(day)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_names_are_5_to_32_letters_digits_and_hyphens() {
        for sound in ["abcde", "Li-Wei_9", &"a".repeat(32)] {
            assert_eq!(username(sound), Ok(()), "{sound}");
        }
        assert_eq!(username(""), Err(Wrong::Missing));
        for wrong in ["abcd", "1abcde", "-abcde", "ab cde", "abcdé", "李伟李伟李伟", &"a".repeat(33), "abcde\n"]
        {
            assert_eq!(username(wrong), Err(Wrong::Username), "{wrong}");
        }
    }

    #[test]
    fn mail_phone_and_day() {
        for sound in ["li@example.com", "li.wei+x@a-b.example.cn"] {
            assert_eq!(email(sound), Ok(()), "{sound}");
        }
        for wrong in
            ["li", "li@", "@example.com", "li@example", "li wei@example.com", "a@b@c.com", "li@.com", "li@-a.com"]
        {
            assert_eq!(email(wrong), Err(Wrong::Email), "{wrong}");
        }
        assert_eq!(email(""), Err(Wrong::Missing));
        assert_eq!(email(&format!("{}@example.com", "a".repeat(120))), Err(Wrong::TooLong(128)));
        for sound in ["", "0086-13800000000", "0001-12345"] {
            assert_eq!(phone(sound), Ok(()), "{sound}");
        }
        for wrong in ["13800000000", "86-13800000000", "0086-1234", "0086-1234567890123456", "0086-1380000000x", "0086"]
        {
            assert_eq!(phone(wrong), Err(Wrong::Phone), "{wrong}");
        }
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        assert_eq!(expiry("", today), Ok(None));
        assert_eq!(expiry("2026-11-22", today), Ok(Some(today)));
        assert_eq!(expiry("2026-11-21", today), Err(Wrong::Past));
        for wrong in ["22.11.2026", "9999999-01-01", "1999-01-01"] {
            assert_eq!(expiry(wrong, today), Err(Wrong::Day), "{wrong}");
        }
        for wrong in ["2026-02-30", "2026-13-01"] {
            assert_eq!(expiry(wrong, today), Err(Wrong::NoSuchDay), "{wrong}");
        }
    }

    #[test]
    fn texts_have_lengths_in_characters() {
        assert_eq!(required(&"李".repeat(64), NAME), Ok(()));
        assert_eq!(required(&"李".repeat(65), NAME), Err(Wrong::TooLong(64)));
        assert_eq!(required("", NAME), Err(Wrong::Missing));
        assert_eq!(text("a\u{7}b", NAME), Err(Wrong::NotText));
    }
}
