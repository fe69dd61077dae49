//! Statements and what of them is missing; what a document must have. Pure.

use chrono::NaiveDate;

use crate::{
    values::day::{self, NoDay},
    web::Typed,
};

/// A statement in its version that holds today.
#[derive(Debug, Clone)]
pub struct Statement {
    /// Key of the version.
    pub id: i64,
    /// What stays the same over the versions.
    pub code: String,
    /// Its number.
    pub version: i32,
    /// Title in English.
    pub title_en: String,
    /// Title in Chinese.
    pub title_zh: String,
    /// Text in English.
    pub text_en: String,
    /// Text in Chinese.
    pub text_zh: String,
    /// SHA-256 of both texts, hexadecimal.
    pub text_hash: String,
}

/// Statements that are not ticked (SCN-38). A tick names a version: one of an older text does not count.
#[must_use]
pub fn untold<'a>(statements: &'a [Statement], typed: &Typed) -> Vec<&'a Statement> {
    let ticked = |id: i64| typed.all(super::FIELD).any(|value| value.parse() == Ok(id));
    statements.iter().filter(|statement| !ticked(statement.id)).collect()
}

/// Kinds of document.
pub const KINDS: [&str; 3] = ["statement", "agreement", "policy"];
/// Benefits that documents belong to.
pub const BENEFITS: [&str; 11] = [
    "business_information",
    "fh",
    "mdf",
    "rebate",
    "pce",
    "spif",
    "cii",
    "nre",
    "delivery",
    "migration_all",
    "general",
];
/// Sites; empty: all.
pub const SITES: [&str; 4] = ["", "china", "international", "europe"];
/// Characters of a title.
pub const TITLE: usize = 128;
/// Characters of a text.
pub const TEXT: usize = 20_000;

/// A document as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// Code.
    pub code: String,
    /// One of [`KINDS`].
    pub kind: String,
    /// One of [`BENEFITS`].
    pub benefit: String,
    /// One of [`SITES`].
    pub site: String,
    /// Title in English.
    pub title_en: String,
    /// Title in Chinese.
    pub title_zh: String,
    /// Text in English.
    pub text_en: String,
    /// Text in Chinese.
    pub text_zh: String,
    /// First day, `YYYY-MM-DD`.
    pub valid_from: String,
    /// Last day or empty.
    pub valid_to: String,
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Not 2 to 32 capitals, digits and hyphens.
    Code,
    /// None of the choices.
    Choice,
    /// Missing, or longer than this.
    Length(usize),
    /// Not written as a day.
    Day,
    /// No day of the calendar.
    NoSuchDay,
    /// The last day is before the first.
    Order,
}

/// First day, and the last if there is one.
pub type Days = (NaiveDate, Option<NaiveDate>);

impl Draft {
    /// First and last day, or what is wrong.
    ///
    /// # Errors
    /// Fields with what is wrong with them.
    pub fn days(&self) -> Result<Days, Vec<(&'static str, Fault)>> {
        let mut wrong = Vec::new();
        let mut check = |sound: bool, field, fault| {
            if !sound {
                wrong.push((field, fault));
            }
        };
        let code = self.code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-');
        check(code && (2..=32).contains(&self.code.len()), "code", Fault::Code);
        check(KINDS.contains(&self.kind.as_str()), "kind", Fault::Choice);
        check(BENEFITS.contains(&self.benefit.as_str()), "benefit", Fault::Choice);
        check(SITES.contains(&self.site.as_str()), "site", Fault::Choice);
        for (field, text, most) in [
            ("title_en", &self.title_en, TITLE),
            ("title_zh", &self.title_zh, TITLE),
            ("text_en", &self.text_en, TEXT),
            ("text_zh", &self.text_zh, TEXT),
        ] {
            let sound = !text.trim().is_empty() && text.chars().count() <= most && !text.contains('\0');
            check(sound, field, Fault::Length(most));
        }
        let (from, to) = (day::read(&self.valid_from), day::read(&self.valid_to));
        let fault = |why: Option<NoDay>| if why == Some(NoDay::Absent) { Fault::NoSuchDay } else { Fault::Day };
        check(from.is_ok(), "valid_from", fault(from.err()));
        check(to.is_ok() || self.valid_to.is_empty(), "valid_to", fault(to.err()));
        let (from, to) = (from.ok(), to.ok());
        check(to.is_none() || from.is_none() || to >= from, "valid_to", Fault::Order);
        match from {
            Some(from) if wrong.is_empty() => Ok((from, to)),
            _ => Err(wrong),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(id: i64) -> Statement {
        let text = String::new;
        Statement {
            id,
            code: format!("COMP-FH-{id}"),
            version: 1,
            title_en: text(),
            title_zh: text(),
            text_en: text(),
            text_zh: text(),
            text_hash: text(),
        }
    }

    /// SCN-38, its first half.
    #[test]
    fn scn_38_every_statement_needs_its_own_tick() {
        let statements = [statement(1), statement(2), statement(3)];
        for (typed, want) in [
            ("", vec![1, 2, 3]),
            ("statement=1&statement=3", vec![2]),
            ("statement=1&statement=2&statement=3", vec![]),
            ("statement=all", vec![1, 2, 3]),
            ("statement=1&statement=1&statement=1", vec![2, 3]),
        ] {
            let typed = Typed::parse(typed.as_bytes()).unwrap();
            let missing: Vec<i64> = untold(&statements, &typed).iter().map(|statement| statement.id).collect();
            assert_eq!(missing, want);
        }
    }

    #[test]
    fn a_document_has_both_languages_and_a_first_day() {
        let text = |text: &str| text.to_owned();
        let sound = Draft {
            code: text("COMP-FH-1"),
            kind: text("statement"),
            benefit: text("fh"),
            site: String::new(),
            title_en: text("T"),
            title_zh: text("T"),
            text_en: text("T"),
            text_zh: text("T"),
            valid_from: text("2026-12-01"),
            valid_to: String::new(),
        };
        assert!(sound.days().is_ok());
        let wrong = |change: &dyn Fn(&mut Draft)| {
            let mut draft = sound.clone();
            change(&mut draft);
            draft.days().unwrap_err()
        };
        assert_eq!(wrong(&|of| of.code = text("x y")), [("code", Fault::Code)]);
        assert_eq!(wrong(&|of| of.text_zh = text(" ")), [("text_zh", Fault::Length(TEXT))]);
        assert_eq!(wrong(&|of| of.valid_from = text("2026-13-01")), [("valid_from", Fault::NoSuchDay)]);
        assert_eq!(wrong(&|of| of.valid_from = text("1 December")), [("valid_from", Fault::Day)]);
        assert_eq!(wrong(&|of| of.valid_to = text("2026-12-32")), [("valid_to", Fault::NoSuchDay)]);
        assert_eq!(wrong(&|of| of.valid_to = text("2026-11-30")), [("valid_to", Fault::Order)]);
        assert_eq!(Draft::default().days().unwrap_err().len(), 8);
    }
}
