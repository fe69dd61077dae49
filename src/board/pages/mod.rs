//! Pages of commands: values ready to show.

pub mod asked;
pub mod list;
pub mod show;

use rust_decimal::Decimal;

use crate::{
    values::decimal,
    web::{Cell, Face, Tone},
};

use super::{rules::Standing, text::words};

/// An amount with its currency; nothing where nothing is counted.
fn money(amount: Option<Decimal>, currency: Option<&str>) -> Cell {
    amount.map_or(Cell::None, |amount| Cell::Amount(shown(amount, currency)))
}

/// An amount with its currency, in words.
fn shown(amount: Decimal, currency: Option<&str>) -> String {
    format!("{} {}", decimal::grouped(amount, 2), currency.unwrap_or_default()).trim().to_owned()
}

/// Where a command stands, as a badge.
fn badge(standing: Standing<'_>, face: &Face) -> Cell {
    let (tone, word) = words::state(standing.word(), face.lang);
    Cell::badge(tone, word)
}

/// The colour of where a command stands.
fn tone(standing: Standing<'_>, face: &Face) -> Tone {
    words::state(standing.word(), face.lang).0
}
