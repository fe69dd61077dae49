//! Pages of orders: values ready to show.

mod list;
mod show;

pub use list::list;
pub use show::{codes, show};

use rust_decimal::Decimal;

use super::{rules, text::Text};
use crate::{catalog::Names, lang::Lang, web::Cell};

/// The word of a vendor's number, or the number itself where there is none.
fn word(code: Option<i32>, words: &[(i32, &str)], lang: Lang) -> Cell {
    let Some(code) = code else { return Cell::None };
    let known = words.iter().find(|(known, _)| *known == code);
    known.map_or_else(|| Cell::unknown(&code.to_string(), lang), |(_, word)| Cell::text(*word))
}

fn status(code: Option<i32>, text: &Text, lang: Lang) -> Cell {
    let Some(code) = code else { return Cell::None };
    let known = text.statuses.iter().find(|(known, _)| *known == code);
    known.map_or_else(|| Cell::unknown(&code.to_string(), lang), |(_, word)| Cell::badge(rules::tone(code), *word))
}

fn amount(amount: Option<Decimal>) -> Cell {
    amount.map_or(Cell::None, Cell::amount)
}

/// A service in the words of the dictionaries, else in the vendor's own, else its code (CAT-13, SYNC-B11).
fn service(code: Option<&str>, sent: Option<&str>, names: &Names) -> Cell {
    match (code.and_then(|code| names.known(code)), sent) {
        (Some(name), _) | (None, Some(name)) => Cell::text(name),
        (None, None) => Cell::maybe(code),
    }
}

/// A heading with the currency of the amounts below it.
fn in_currency(label: &str, currency: &str) -> String {
    format!("{label} ({currency})")
}
