//! What is typed about rebates: which list, an import's text, an objection and what follows it.

use chrono::{Datelike, NaiveDate};
use sha2::{Digest, Sha256};

use super::{
    rules::{
        self,
        import::{self, Fault, HEADER, Read, Verdict},
    },
    text::Text,
};
use crate::{
    lang::Lang,
    values::{
        csv::{self, Unreadable},
        day::{self, NoDay},
    },
    web::{FilterBar, Typed},
};

/// Most lines of an import.
pub const MOST: usize = 1000;
/// Most characters of where statements are from.
pub const ORIGIN: usize = 256;
/// How an answer of the vendor comes (COM-07).
pub const CHANNELS: [&str; 4] = ["console", "email", "letter", "phone"];
/// States of a statement (REB-09).
pub const STATES: [&str; 3] = ["to_confirm", "issuing", "issued"];

/// What the list is narrowed to.
#[derive(Debug)]
pub struct Filters {
    /// Period.
    pub period: Option<String>,
    /// State.
    pub state: Option<String>,
    /// Part of plan or number.
    pub text: Option<String>,
    /// Only with an objection that is not closed.
    pub disputed: bool,
}

/// Reads the filters and draws their fields; `periods` are those with statements.
pub fn filters(typed: Typed, periods: &[(String, bool)], lang: Lang) -> (Filters, FilterBar) {
    let text = Text::of(lang);
    let mut bar = FilterBar::new(super::PATH, typed, lang);
    let period =
        bar.choice("period", text.period, periods.iter().map(|(period, _)| (period.as_str(), period.as_str())));
    let state = bar.choice("state", text.state, STATES.map(|state| (state, text.state_word(state))));
    let found = bar.text("text", text.filter_text, 128);
    let disputed = bar.choice("objection", text.objections, [("standing", text.disputed)]);
    (Filters { period, state, text: found, disputed: disputed.is_some() }, bar)
}

/// A line of an import: its number and what was read.
pub type Line = (usize, Read);

/// Reads an import.
///
/// # Errors
/// [`Unreadable`].
pub fn lines(text: &str) -> Result<Vec<Line>, Unreadable> {
    let line = |record: csv::Record| {
        if record.fields.len() > HEADER.len() {
            return (record.line, Err(vec![(HEADER[0], Fault::Surplus)]));
        }
        let get = |name: &str| {
            let place = HEADER.iter().position(|known| *known == name);
            place.and_then(|place| record.fields.get(place)).cloned().unwrap_or_default()
        };
        (record.line, import::read(&get))
    };
    Ok(csv::table(text, &HEADER, MOST)?.into_iter().map(line).collect())
}

/// What somebody has seen of an import: another text, or other statements meanwhile, make another one.
pub fn seen(lines: &[Line], verdicts: &[Verdict]) -> String {
    let mut hash = Sha256::new();
    for ((number, read), verdict) in lines.iter().zip(verdicts) {
        hash.update(format!("{number} {read:?} {verdict:?}\n"));
    }
    hex::encode(hash.finalize())
}

/// What is wrong with words or a day that were typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typo {
    /// Nothing was typed.
    Missing,
    /// More than so many characters.
    Long(usize),
    /// Signs that no keyboard has.
    Letters,
    /// Not written as a day.
    Day,
    /// No day of the calendar.
    NoSuchDay,
    /// Before the objection, or after today.
    OutOfTime,
    /// None of the choices.
    Choice,
}

/// Words of at most so many characters; line breaks are allowed.
///
/// # Errors
/// What is wrong.
pub fn words(typed: &str, most: usize) -> Result<&str, Typo> {
    let odd = |one: char| (one.is_control() && one != '\n' && one != '\r') || one == char::REPLACEMENT_CHARACTER;
    match typed.trim() {
        "" => Err(Typo::Missing),
        long if long.chars().count() > most => Err(Typo::Long(most)),
        text if text.chars().any(odd) => Err(Typo::Letters),
        text => Ok(text),
    }
}

/// An answer of the vendor: day, channel, words.
pub type Answer<'a> = (NaiveDate, &'static str, &'a str);

/// Reads an answer; its day lies between the objection and today.
///
/// # Errors
/// Everything that is wrong, with its field.
pub fn answer(typed: &Typed, (opened, today): (NaiveDate, NaiveDate)) -> Result<Answer<'_>, Vec<(&'static str, Typo)>> {
    let day = match day::read(typed.get("answered_on")) {
        Ok(day) if (2000..=2100).contains(&day.year()) && (opened..=today).contains(&day) => Ok(day),
        Ok(_) => Err(Typo::OutOfTime),
        Err(NoDay::Form) => Err(Typo::Day),
        Err(NoDay::Absent) => Err(Typo::NoSuchDay),
    };
    let channel = CHANNELS.into_iter().find(|known| *known == typed.get("channel")).ok_or(Typo::Choice);
    match (day, channel, words(typed.get("words"), rules::WORDS)) {
        (Ok(day), Ok(channel), Ok(words)) => Ok((day, channel, words)),
        (day, channel, words) => Err([
            day.err().map(|typo| ("answered_on", typo)),
            channel.err().map(|typo| ("channel", typo)),
            words.err().map(|typo| ("words", typo)),
        ]
        .into_iter()
        .flatten()
        .collect()),
    }
}
