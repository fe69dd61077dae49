//! What is typed about facts: which list, which fact, an import's text.

use super::{
    rules::{Draft, Kind, Verdict, Wrong, draft, import},
    text::Text,
};
use crate::{
    lang::Lang,
    values::csv::{self, Unreadable},
    web::{FilterBar, Typed},
};

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

/// Most lines of an import.
pub const MOST: usize = 500;
/// Most characters of where facts are from.
pub const ORIGIN: usize = 256;

/// What a list is narrowed to.
#[derive(Debug)]
pub struct Filters {
    /// Kind: the tab.
    pub kind: &'static Kind,
    /// Part of name or number.
    pub text: Option<String>,
    /// State in a word of the kind.
    pub status: Option<String>,
    /// How it came.
    pub method: Option<String>,
    /// Only those that hold no longer.
    pub ended: bool,
}

/// Reads the filters and draws their fields; only tabs of `kinds` exist.
pub fn filters(typed: Typed, kinds: &[&'static Kind], lang: Lang) -> (Filters, FilterBar) {
    let text = Text::of(lang);
    let mut bar = FilterBar::new(super::PATH, typed, lang);
    let codes: Vec<&'static str> = kinds.iter().map(|kind| kind.code).collect();
    let kind = Kind::parse(bar.keep("kind", &codes)).unwrap_or(Kind::ALL[0]);
    let found = bar.text("text", text.filter_text, 128);
    let status = if kind.states.is_empty() {
        bar.know("status");
        None
    } else {
        bar.choice("status", text.status, kind.states.iter().map(|state| (*state, text.word(state))))
    };
    let method = bar.choice("method", text.method, text.methods);
    let held = bar.pick("held", text.held, [("current", text.current), ("ended", text.ended)], "current");
    (Filters { kind, text: found, status, method, ended: held == "ended" }, bar)
}

/// Where facts are from, as typed.
///
/// # Errors
/// What is wrong.
pub fn origin(typed: &Typed) -> Result<&str, draft::Fault> {
    match typed.get("origin") {
        "" => Err(draft::Fault::Required),
        long if long.chars().count() > ORIGIN => Err(draft::Fault::Long(ORIGIN)),
        odd if odd.chars().any(|one| one.is_control() || one == char::REPLACEMENT_CHARACTER) => {
            Err(draft::Fault::Letters)
        }
        origin => Ok(origin),
    }
}

/// A line of an import: its number and the fact, or what is wrong with it.
pub type Line = (usize, Result<Draft, Vec<Wrong>>);
/// A line with what would become of it.
pub type Judged = (usize, Option<Draft>, Verdict);

/// Reads an import.
///
/// # Errors
/// [`Unreadable`].
pub fn lines(kind: &'static Kind, text: &str, today: NaiveDate) -> Result<Vec<Line>, Unreadable> {
    let header = kind.header();
    let records = csv::table(text, &header, MOST)?;
    let line = |record: csv::Record| {
        if record.fields.len() > header.len() {
            return (record.line, Err(vec![Wrong { field: header[0], fault: draft::Fault::Surplus }]));
        }
        let get = |name: &str| {
            let place = header.iter().position(|known| *known == name);
            place.and_then(|place| record.fields.get(place)).cloned().unwrap_or_default()
        };
        (record.line, draft::read(kind, &get, today))
    };
    Ok(records.into_iter().map(line).collect())
}

/// What somebody has seen of an import: another text, or other facts meanwhile, make another one.
pub fn seen(judged: &[Judged]) -> String {
    let mut hash = Sha256::new();
    for (number, draft, verdict) in judged {
        let said = draft.as_ref().map(|draft| &draft.values);
        hash.update(format!("{number} {verdict:?} {said:?}\n"));
    }
    hex::encode(hash.finalize())
}

/// What would become of the lines.
pub fn judged(lines: Vec<Line>, ground: &import::Ground) -> Vec<Judged> {
    let (numbers, drafts): (Vec<usize>, Vec<_>) = lines.into_iter().unzip();
    let judged = import::judge(drafts, ground);
    numbers.into_iter().zip(judged).map(|(number, (draft, verdict))| (number, draft, verdict)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_import_is_told_apart() {
        let kind = Kind::parse("path").unwrap();
        let read = |text: &str| lines(kind, text, "2026-11-23".parse().unwrap());
        let many = format!("path,stage,since,until\n{}", "si,joined,2026-01-01,\n".repeat(501));
        for (text, want) in [
            ("", Unreadable::Header),
            ("path,stage\n", Unreadable::Header),
            ("path,stage,since,until\n", Unreadable::Empty),
            ("path,stage,since,until\n\"x", Unreadable::Csv),
            (many.as_str(), Unreadable::TooMany),
        ] {
            assert_eq!(read(text).unwrap_err(), want, "{text:.40}");
        }
        let found =
            read("\u{feff}Path,Stage,Since,Until\r\nsi,joined,2026-01-01\r\nsi,joined,2026-01-01,,x\r\n").unwrap();
        assert!(found[0].1.is_ok());
        assert_eq!(found[1].1.as_ref().unwrap_err()[0].fault, draft::Fault::Surplus);
        assert_eq!(found[1].0, 3);
    }
}
