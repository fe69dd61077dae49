//! Fields and limits of company, preferences and contacts (ORG-11 to ORG-13). Pure: what is wrong, never the sentence.

use chrono::NaiveTime;
use chrono_tz::Tz;

use crate::members::person::{self, Wrong};

/// Characters of a company's name.
pub const NAME: usize = 128;
/// 法定代表人 and every other person's name.
pub const PERSON: usize = 64;
/// 地址.
pub const ADDRESS: usize = 256;
/// 网址.
pub const WEBSITE: usize = 256;
/// 简介.
pub const INTRODUCTION: usize = 1000;
/// A reason.
pub const REASON: usize = 500;
/// Contacts that customers see (ORG-13).
pub const CONTACTS: i64 = 5;

/// Codes of 行业.
pub const INDUSTRIES: [&str; 12] = [
    "software",
    "internet",
    "finance",
    "manufacturing",
    "retail",
    "education",
    "health",
    "government",
    "media",
    "logistics",
    "energy",
    "other",
];
/// Codes of 规模: employees.
pub const SIZES: [&str; 6] = ["0-49", "50-199", "200-499", "500-999", "1000-4999", "5000+"];

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A limit that members' fields have too.
    Field(Wrong),
    /// Shorter than two characters.
    Short,
    /// Not an address that begins with https.
    Website,
    /// Working hours that end before they begin, or are no times of day.
    Hours,
    /// Not a time zone.
    Zone,
    /// Neither mobile nor mail address.
    Unreachable,
    /// Not a registration code (GB 32100).
    Code,
    /// The same as before: nothing would change.
    Unchanged,
    /// The company's name was not typed as it is (TRAP-14).
    NotTheName,
}

impl From<Wrong> for Fault {
    fn from(wrong: Wrong) -> Self {
        Self::Field(wrong)
    }
}

/// A field's name with what is wrong with it.
pub type Faults = Vec<(&'static str, Fault)>;

/// Collects what is wrong.
pub fn faults<const N: usize>(checked: [(&'static str, Result<(), Fault>); N]) -> Faults {
    checked.into_iter().filter_map(|(field, found)| Some((field, found.err()?))).collect()
}

/// A text of at most `most` characters.
///
/// # Errors
/// What is wrong.
pub fn text(typed: &str, most: usize) -> Result<(), Fault> {
    Ok(person::text(typed, most)?)
}

/// A text that must be there.
///
/// # Errors
/// What is wrong.
pub fn required(typed: &str, most: usize) -> Result<(), Fault> {
    Ok(person::required(typed, most)?)
}

/// 公司名称: 2 to 128 characters on one line.
///
/// # Errors
/// What is wrong.
pub fn company_name(typed: &str) -> Result<(), Fault> {
    one_line(typed, NAME)?;
    if typed.chars().count() < 2 { Err(Fault::Short) } else { Ok(()) }
}

/// A text that must be there, on one line.
///
/// # Errors
/// What is wrong.
pub fn one_line(typed: &str, most: usize) -> Result<(), Fault> {
    required(typed, most)?;
    if typed.contains(['\n', '\r']) { Err(Wrong::NotText.into()) } else { Ok(()) }
}

/// 网址: empty, or an https address with a host.
///
/// # Errors
/// What is wrong.
pub fn website(typed: &str) -> Result<(), Fault> {
    text(typed, WEBSITE)?;
    let sound = url::Url::parse(typed).is_ok_and(|url| {
        let host = url.host_str().is_some_and(|host| host.contains('.'));
        url.scheme() == "https" && host && url.username().is_empty() && url.password().is_none()
    });
    if typed.is_empty() || sound { Ok(()) } else { Err(Fault::Website) }
}

/// Empty, or one of these codes.
///
/// # Errors
/// What is wrong.
pub fn listed(typed: &str, codes: &[&str]) -> Result<(), Fault> {
    if typed.is_empty() || codes.contains(&typed) { Ok(()) } else { Err(Wrong::Choice.into()) }
}

/// A mail address that must be there.
///
/// # Errors
/// What is wrong.
pub fn email(typed: &str) -> Result<(), Fault> {
    Ok(person::email(typed)?)
}

/// A mobile; `needed` when it must be there.
///
/// # Errors
/// What is wrong.
pub fn phone(typed: &str, needed: bool) -> Result<(), Fault> {
    if needed {
        required(typed, 20)?;
    }
    Ok(person::phone(typed)?)
}

/// A customer contact (ORG-13): name, and one of mobile and mail address.
#[must_use]
pub fn contact(name: &str, phone_typed: &str, email_typed: &str) -> Faults {
    let mail = if email_typed.is_empty() { Ok(()) } else { email(email_typed) };
    let mut found = faults([("name", one_line(name, PERSON)), ("phone", phone(phone_typed, false)), ("email", mail)]);
    if phone_typed.is_empty() && email_typed.is_empty() {
        found.push(("phone", Fault::Unreachable));
    }
    found
}

/// 工作时间: two times of day `HH:MM`, the first before the second.
///
/// # Errors
/// What is wrong.
pub fn hours(from: &str, to: &str) -> Result<(NaiveTime, NaiveTime), Fault> {
    let read = |typed: &str| NaiveTime::parse_from_str(typed, "%H:%M").ok().filter(|_| typed.len() == 5);
    match (read(from), read(to)) {
        (Some(from), Some(to)) if from < to => Ok((from, to)),
        _ => Err(Fault::Hours),
    }
}

/// 时区: a zone of the list.
///
/// # Errors
/// What is wrong.
pub fn zone(typed: &str) -> Result<Tz, Fault> {
    zones().find(|zone| zone.name() == typed).ok_or(Fault::Zone)
}

/// Zones that are offered: places, not abbreviations and old names.
pub fn zones() -> impl Iterator<Item = Tz> {
    const REGIONS: [&str; 8] =
        ["Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/"];
    let offered = |zone: &Tz| zone.name() == "UTC" || REGIONS.iter().any(|region| zone.name().starts_with(region));
    chrono_tz::TZ_VARIANTS.iter().copied().filter(offered)
}

/// 结算币种: empty, or three capitals.
///
/// # Errors
/// What is wrong.
pub fn currency(typed: &str) -> Result<(), Fault> {
    let sound = typed.len() == 3 && typed.bytes().all(|byte| byte.is_ascii_uppercase());
    if typed.is_empty() || sound { Ok(()) } else { Err(Wrong::Choice.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_addresses_of_a_company() {
        for (typed, want) in [
            ("云河科技有限公司", Ok(())),
            ("AB", Ok(())),
            ("A", Err(Fault::Short)),
            ("", Err(Fault::Field(Wrong::Missing))),
            ("A\nB", Err(Fault::Field(Wrong::NotText))),
        ] {
            assert_eq!(company_name(typed), want, "{typed:?}");
        }
        assert_eq!(company_name(&"云".repeat(129)), Err(Fault::Field(Wrong::TooLong(128))));
        for sound in ["", "https://example.com", "https://例子.cn/关于?x=1"] {
            assert_eq!(website(sound), Ok(()), "{sound}");
        }
        for wrong in
            ["http://example.com", "example.com", "https://", "https://localhost", "https://a:b@c.cn", "javascript:1"]
        {
            assert_eq!(website(wrong), Err(Fault::Website), "{wrong}");
        }
        assert_eq!(listed("finance", &INDUSTRIES), Ok(()));
        assert_eq!(listed("magic", &INDUSTRIES), Err(Fault::Field(Wrong::Choice)));
    }

    #[test]
    fn a_contact_can_be_reached() {
        assert_eq!(contact("Li", "0086-13800000000", ""), []);
        assert_eq!(contact("Li", "", "li@example.com"), []);
        assert_eq!(contact("Li", "", ""), [("phone", Fault::Unreachable)]);
        assert_eq!(
            contact("", "138", "li@"),
            [
                ("name", Fault::Field(Wrong::Missing)),
                ("phone", Fault::Field(Wrong::Phone)),
                ("email", Fault::Field(Wrong::Email))
            ]
        );
    }

    #[test]
    fn hours_zones_and_currencies() {
        assert!(hours("09:00", "18:00").is_ok() && hours("00:00", "23:59").is_ok());
        for (from, to) in [("18:00", "09:00"), ("09:00", "09:00"), ("9:00", "18:00"), ("", "18:00"), ("09:00", "24:00")]
        {
            assert_eq!(hours(from, to), Err(Fault::Hours), "{from} {to}");
        }
        for sound in ["Asia/Shanghai", "Europe/Berlin", "UTC"] {
            assert_eq!(zone(sound).map(|zone| zone.name()), Ok(sound));
        }
        for wrong in ["", "CST6CDT", "Etc/GMT+8", "Mars/Olympus", "asia/shanghai"] {
            assert_eq!(zone(wrong), Err(Fault::Zone), "{wrong}");
        }
        for (typed, sound) in [("", true), ("USD", true), ("usd", false), ("US", false), ("USDT", false)] {
            assert_eq!(currency(typed).is_ok(), sound, "{typed}");
        }
    }
}
