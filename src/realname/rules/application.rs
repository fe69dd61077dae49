//! Which application for real-name verification a customer may make, and what it must hold (RN-2 to RN-4, RN-8). Pure.

use super::State;

/// A kind of application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// 个人证件.
    Documents,
    /// 个人银行卡, China.
    Card,
    /// 企业.
    Enterprise,
    /// 个人变更为企业.
    Change,
}

impl Form {
    /// Every kind, in the order of pages.
    pub const ALL: [Self; 4] = [Self::Documents, Self::Card, Self::Enterprise, Self::Change];

    /// The word in addresses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::Card => "card",
            Self::Enterprise => "enterprise",
            Self::Change => "change",
        }
    }

    /// Reads [`Form::as_str`].
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.as_str() == word)
    }

    /// Whether it is about a company.
    #[must_use]
    pub const fn is_enterprise(self) -> bool {
        matches!(self, Self::Enterprise | Self::Change)
    }
}

/// Why no application can be made now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hindrance {
    /// One is in review (CBC.99007188).
    InReview,
    /// The enterprise is verified.
    Verified,
    /// No longer associated, or a reseller's, which does it itself.
    NotYours,
}

/// The kinds a customer may apply by: after a refusal or a failure again, once verified only from individual to enterprise.
///
/// # Errors
/// Why none.
pub fn offered(state: State, customer_type: Option<i32>, in_china: bool) -> Result<Vec<Form>, Hindrance> {
    const ENTERPRISE: i32 = 1;
    match state {
        State::InReview => Err(Hindrance::InReview),
        State::Verified if customer_type == Some(ENTERPRISE) => Err(Hindrance::Verified),
        State::Verified => Ok(vec![Form::Change]),
        _ if in_china => Ok(vec![Form::Documents, Form::Card, Form::Enterprise]),
        _ => Ok(vec![Form::Documents, Form::Enterprise]),
    }
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// Nothing was typed.
    Missing,
    /// None of the choices.
    Choice,
    /// Longer than this many characters.
    TooLong(usize),
    /// Digits, signs and blanks only (RN-4).
    CompanyName,
    /// Not two letters.
    Country,
    /// No relative file name with a known ending (RN-2).
    FileName,
    /// So many pictures are wanted.
    Files(usize),
    /// Not six digits.
    Code,
    /// No mobile number.
    Phone,
    /// Not 12 to 19 digits.
    Card,
}

/// `verified_type` of documents: passport, permits.
pub const DOCUMENTS: [&str; 5] = ["3", "5", "6", "9", "10"];
/// `certificate_type` of a company.
pub const CERTIFICATES: [&str; 6] = ["0", "1", "2", "3", "4", "99"];
/// Endings of files the vendor reads (RN-2).
const ENDINGS: [&str; 6] = ["jpg", "jpeg", "bmp", "png", "gif", "pdf"];
/// Most characters of a file name.
const FILE: usize = 255;

/// A file below `download/` of the partner's bucket: relative, case as it is there, with a known ending (RN-2).
#[must_use]
pub fn is_file(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let parts = || name.split('/');
    let sound = parts().all(|part| !part.is_empty() && part != "." && part != "..");
    let plain = name.chars().all(|letter| !letter.is_control() && letter != '\\' && letter != ':');
    sound && plain && name.chars().count() <= FILE && ENDINGS.contains(&&*ending.to_ascii_lowercase())
}

/// How many pictures an application holds (RN-3, RN-4): documents three, abroad a passport two; a bank card one; a company its
/// document (abroad two sides), and two more of its legal person.
#[must_use]
pub fn files_of(form: Form, has_person: bool, in_china: bool) -> usize {
    match form {
        Form::Documents if in_china => 3,
        Form::Documents => 2,
        Form::Card => 1,
        Form::Enterprise | Form::Change => usize::from(!in_china) + 1 + if has_person { 2 } else { 0 },
    }
}

/// A text that must be there, of at most `most` characters.
///
/// # Errors
/// What is wrong.
pub fn required(typed: &str, most: usize) -> Result<(), Wrong> {
    match typed.chars().count() {
        0 => Err(Wrong::Missing),
        length if length > most => Err(Wrong::TooLong(most)),
        _ => Ok(()),
    }
}

/// `corp_name`: not only digits, special characters and blanks (RN-4).
///
/// # Errors
/// What is wrong.
pub fn company(typed: &str) -> Result<(), Wrong> {
    required(typed, 128)?;
    if typed.chars().any(char::is_alphabetic) { Ok(()) } else { Err(Wrong::CompanyName) }
}

/// So many digits.
///
/// # Errors
/// `wrong`.
pub fn digits(typed: &str, lengths: std::ops::RangeInclusive<usize>, wrong: Wrong) -> Result<(), Wrong> {
    let sound = lengths.contains(&typed.len()) && typed.bytes().all(|byte| byte.is_ascii_digit());
    if sound { Ok(()) } else { Err(wrong) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_applied_for_depends_on_where_it_stands() {
        for (state, kind, in_china, want) in [
            (State::None, None, true, Ok(vec![Form::Documents, Form::Card, Form::Enterprise])),
            (State::None, None, false, Ok(vec![Form::Documents, Form::Enterprise])),
            (State::Refused, Some(0), false, Ok(vec![Form::Documents, Form::Enterprise])),
            (State::Failed, Some(0), false, Ok(vec![Form::Documents, Form::Enterprise])),
            (State::InReview, None, true, Err(Hindrance::InReview)),
            (State::Verified, Some(0), true, Ok(vec![Form::Change])),
            (State::Verified, Some(1), true, Err(Hindrance::Verified)),
        ] {
            assert_eq!(offered(state, kind, in_china), want, "{state:?} {kind:?} {in_china}");
        }
        for form in Form::ALL {
            assert_eq!(Form::parse(form.as_str()), Some(form));
        }
    }

    #[test]
    fn files_are_relative_names_of_pictures() {
        for sound in ["a.jpg", "test/a.JPG", "2026/证件.pdf"] {
            assert!(is_file(sound), "{sound}");
        }
        for wrong in ["", "a", "/a.jpg", "a/../b.jpg", "a//b.jpg", "a.exe", "https://x/a.jpg", "a\\b.jpg"] {
            assert!(!is_file(wrong), "{wrong}");
        }
        for (form, person, china, want) in [
            (Form::Documents, false, true, 3),
            (Form::Documents, false, false, 2),
            (Form::Card, false, true, 1),
            (Form::Enterprise, false, true, 1),
            (Form::Enterprise, true, true, 3),
            (Form::Change, true, false, 4),
        ] {
            assert_eq!(files_of(form, person, china), want, "{form:?} {person} {china}");
        }
    }

    #[test]
    fn names_of_companies_are_words() {
        assert_eq!(company("上海云帆有限公司"), Ok(()));
        for wrong in ["123", "12 -&", "   "] {
            assert_eq!(company(wrong), Err(Wrong::CompanyName), "{wrong}");
        }
        assert_eq!(company(""), Err(Wrong::Missing));
        assert_eq!(digits("123456", 6..=6, Wrong::Code), Ok(()));
        assert_eq!(digits("12345x", 6..=6, Wrong::Code), Err(Wrong::Code));
    }
}
