//! Filters of the list of commands.

use chrono::{DateTime, Days, Utc};
use rust_decimal::Decimal;

use super::text::{Text, words};
use crate::{
    values::decimal,
    web::{Face, FilterBar, Typed},
};

/// States that can be asked for.
const STATES: [&str; 10] =
    ["intent", "awaiting", "ready", "sending", "confirmed", "unknown", "person", "proposed", "failed", "reconciled"];

/// What the list is narrowed to.
#[derive(Debug, Default)]
pub struct Filters {
    /// Only what is unresolved: unknown, or confirmed for a day without a record.
    pub unresolved: bool,
    /// Kind of command.
    pub kind: Option<String>,
    /// State, or what is made of it.
    pub state: Option<String>,
    /// User name of who made it.
    pub maker: Option<String>,
    /// Part of the recipient's name, or its whole id.
    pub recipient: Option<String>,
    /// At least this amount.
    pub least: Option<Decimal>,
    /// At most this amount.
    pub most: Option<Decimal>,
    /// Made at or after.
    pub from: Option<DateTime<Utc>>,
    /// Made before.
    pub before: Option<DateTime<Utc>>,
    /// Of this approval.
    pub approval: Option<i64>,
}

/// The last place of a command in its list: it is over.
pub const LAST: i32 = 5;

impl Filters {
    /// The places, from the first to the last, that what passes can have in the list: `command_urgency` of the database.
    pub fn urgencies(&self) -> (i32, i32) {
        let (first, last) = match self.state.as_deref() {
            None => (0, LAST),
            Some("person" | "proposed") => (0, 0),
            Some("unknown") => (0, 1),
            Some("confirmed") => (2, 2),
            Some("sending") => (3, 3),
            Some("intent" | "awaiting" | "ready") => (4, 4),
            Some(_) => (LAST, LAST),
        };
        // What is unresolved is unknown or confirmed.
        if self.unresolved { (first.min(2), last.min(2)) } else { (first, last) }
    }
}

/// Reads the filters of `/commands`.
pub fn filters(typed: Typed, face: &Face) -> (Filters, FilterBar) {
    let text = Text::of(face.lang);
    let mut bar = FilterBar::new("/commands", typed, face.lang);
    let unresolved = bar.keep("view", &["all", "unresolved"]) == "unresolved";
    let kind = bar.choice("kind", text.kind, words::kinds(face.lang));
    let state = bar.choice("state", text.state, STATES.map(|word| (word, words::state(word, face.lang).1)));
    let recipient = bar.text("recipient", text.recipient, 128);
    let maker = bar.text("member", text.maker, 64);
    let least = amount(&mut bar, "amount_from", text.amount_from, text);
    let most = amount(&mut bar, "amount_to", text.amount_to, text);
    let (first, last) = bar.days("made", text.made);
    let approval = bar.text("approval", text.approval_number, 18);
    let number = approval.as_deref().and_then(|digits| digits.parse::<i64>().ok()).filter(|number| *number > 0);
    let from = first.map(|day| face.midnight(day));
    let before = last.and_then(|day| day.checked_add_days(Days::new(1))).map(|day| face.midnight(day));
    // A number that is none is of no approval.
    let approval = approval.map(|_| number.unwrap_or(0));
    (Filters { unresolved, kind, state, maker, recipient, least, most, from, before, approval }, bar)
}

fn amount(bar: &mut FilterBar, name: &str, label: &str, text: &Text) -> Option<Decimal> {
    let typed = bar.text(name, label, 20)?;
    let read = decimal::typed(&typed).ok();
    let read = read.filter(|amount| *amount >= Decimal::ZERO && amount.scale() <= 2);
    if read.is_none() {
        bar.find_fault(name, text.not_an_amount);
    }
    read
}
