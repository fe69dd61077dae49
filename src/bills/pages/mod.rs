//! Pages of bills: values ready to show. Here: what all of them say about a cycle.

pub mod changes;
pub mod consumption;
pub mod monthly;
pub mod overview;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

use super::{rules::Finality, text::Text};
use crate::{
    lang::Lang,
    values::{Month, decimal},
    web::{Cell, Face, Tile, Tone},
};

/// What a figure of a cycle carries beside its basis: data set, cycle, finality, time (BILL-02).
pub struct Stamp<'a> {
    pub data_set: &'a str,
    pub cycle: Month,
    pub finality: Option<Finality>,
    pub version: i32,
    pub pulled_at: Option<DateTime<Utc>>,
}

impl Stamp<'_> {
    /// One line under a figure.
    fn note(&self, face: &Face) -> String {
        let text = Text::of(face.lang);
        let time = self.pulled_at.map(|at| face.when(at).relative);
        let parts = [Some(self.data_set.to_owned()), Some(self.cycle.to_string())];
        let finality = Some(text.finality_word(self.finality).to_owned());
        parts.into_iter().chain([finality, time]).flatten().collect::<Vec<_>>().join(" · ")
    }

    /// A figure with its basis as label.
    fn tile(&self, basis: &str, amount: Decimal, currency: &str, face: &Face) -> Tile {
        let value = format!("{} {currency}", decimal::grouped(amount, 2));
        Tile { label: basis.to_owned(), value, note: self.note(face), href: None }
    }

    /// How final the cycle is, and what that means by the vendor's clock.
    fn finality_tile(&self, face: &Face) -> Tile {
        let text = Text::of(face.lang);
        let mut value = text.finality_word(self.finality).to_owned();
        if self.version > 0 {
            value = format!("{value} · {} {}", text.version, self.version);
        }
        let time = self.pulled_at.map(|at| format!(" {} {}", text.as_of, face.when(at).exact)).unwrap_or_default();
        let note = format!("{}{time}", text.finality_hint(self.finality));
        Tile { label: format!("{} {}", text.cycle, self.cycle), value, note, href: None }
    }

    /// The same as a badge.
    fn badge(&self, face: &Face) -> Cell {
        let tone = match self.finality {
            None => Tone::Idle,
            Some(Finality::Open | Finality::Provisional) => Tone::Waiting,
            Some(Finality::Final) => Tone::Done,
            Some(Finality::Restated) => Tone::Refused,
        };
        Cell::badge(tone, format!("{} {}", self.cycle, Text::of(face.lang).finality_word(self.finality)))
    }
}

/// The word of a vendor's code, or the code itself where there is none.
fn word(code: Option<&str>, words: &[(&str, &str)], lang: Lang) -> Cell {
    let Some(code) = code else { return Cell::None };
    let known = words.iter().find(|(known, _)| *known == code);
    known.map_or_else(|| Cell::unknown(code, lang), |(_, word)| Cell::text(*word))
}

/// An amount that may be missing.
fn amount(amount: Option<Decimal>) -> Cell {
    amount.map_or(Cell::None, Cell::amount)
}
