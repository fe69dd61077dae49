//! Filters of the inbox, and what was typed about a delegation.

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::text::{Text, facts};
use crate::{
    board::words,
    values::day::{self, NoDay},
    web::{Face, FilterBar, Typed},
};

/// Which approvals are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Those that wait for the reader.
    Decide,
    /// Those he submitted.
    Mine,
    /// All he may see.
    All,
}

impl View {
    /// The word in addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Decide => "decide",
            Self::Mine => "mine",
            Self::All => "all",
        }
    }
}

/// What the list is narrowed to.
#[derive(Debug, Default)]
pub struct Filters {
    /// Kind of command.
    pub kind: Option<String>,
    /// State.
    pub state: Option<String>,
    /// User name of who submitted it.
    pub maker: Option<String>,
    /// Submitted at or after.
    pub from: Option<DateTime<Utc>>,
    /// Submitted before.
    pub before: Option<DateTime<Utc>>,
}

/// Reads view and filters of `/approvals`.
pub fn filters(typed: Typed, face: &Face) -> (View, Filters, FilterBar) {
    let text = Text::of(face.lang);
    let mut bar = FilterBar::new("/approvals", typed, face.lang);
    let view = match bar.keep("view", &["decide", "mine", "all"]) {
        "mine" => View::Mine,
        "all" => View::All,
        _ => View::Decide,
    };
    let kind = bar.choice("kind", text.kind, words::kinds(face.lang));
    let state = if view == View::Decide { None } else { bar.choice("state", text.state, facts::states(face.lang)) };
    let maker = if view == View::Mine { None } else { bar.text("member", text.maker, 64) };
    let (first, last) = bar.days("made", text.made);
    let from = first.map(|day| face.midnight(day));
    let before = last.and_then(|day| day.checked_add_days(Days::new(1))).map(|day| face.midnight(day));
    (view, Filters { kind, state, maker, from, before }, bar)
}

/// A delegation as typed.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// Key of the delegate.
    pub to: Option<i64>,
    /// Codes of permissions.
    pub codes: Vec<String>,
    /// First day, as typed.
    pub starts: String,
    /// Last day, as typed.
    pub ends: String,
    /// Why.
    pub reason: String,
}

impl Draft {
    /// Reads the form.
    pub fn of(typed: &Typed) -> Self {
        Self {
            to: typed.get("to").parse().ok(),
            codes: typed.all("codes").map(str::to_owned).collect(),
            starts: typed.get("starts").to_owned(),
            ends: typed.get("ends").to_owned(),
            reason: typed.get("reason").to_owned(),
        }
    }

    /// First and last day.
    pub fn days(&self) -> (Result<NaiveDate, NoDay>, Result<NaiveDate, NoDay>) {
        (day::read(&self.starts), day::read(&self.ends))
    }
}
