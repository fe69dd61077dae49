//! Pages of change-sets: values ready to show.

pub mod list;
pub mod new;
pub mod sheet;
pub mod show;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

use super::{
    rules::{fault::Fault, state::State},
    store::{rows::Row, sets::Set},
    text::{Text, fault},
};
use crate::{
    commands::{Outcome, State as CommandState, refusals, text::Text as CommandText},
    lang::Lang,
    values::{Currency, Money, decimal},
    web::{Cell, Tone},
};

/// An amount with its currency; one that is no ISO code is shown as sent.
fn money(amount: Decimal, currency: &str) -> String {
    Currency::parse(currency).map_or_else(
        || format!("{} {currency}", decimal::grouped(amount, 2)),
        |currency| Money::new(amount, currency).to_string(),
    )
}

/// A state as a badge.
fn badge(state: State, text: &Text) -> Cell {
    let tone = match state {
        State::Draft => Tone::Idle,
        State::Validated | State::AwaitingApproval | State::Running => Tone::Waiting,
        State::Done => Tone::Done,
        State::PartlyFailed | State::Returned => Tone::Refused,
    };
    Cell::badge(tone, text.state_name(state))
}

/// What a set waits for, and until when: somebody who decides, or the vendor.
fn waiting(set: &Set, text: &Text) -> Option<(String, Option<DateTime<Utc>>)> {
    match set.state() {
        State::AwaitingApproval => Some((text.until.to_owned(), set.expires_at)),
        State::Running if set.held > 0 => Some((text.held.replace("{}", &set.held.to_string()), set.next_at)),
        _ => None,
    }
}

/// What is wrong with a row, each column before its sentence.
fn problems(faults: &[Fault], label: impl Fn(&str) -> &'static str, lang: Lang) -> String {
    let said = faults.iter().map(|one| format!("{} {}", label(&one.column), fault(&one.why, lang)));
    said.collect::<Vec<_>>().join(lang.pick(" ", ""))
}

/// What became of a row, with why when nothing did; empty while it is no command.
fn outcome(row: &Row, lang: Lang) -> Option<(Tone, String, String)> {
    let state = CommandState::parse(row.state.as_deref()?)?;
    let outcome = row.outcome.as_deref().and_then(Outcome::parse);
    let word = outcome.map_or_else(|| state.name(lang), |outcome| outcome.name(lang));
    let tone = match (state, outcome) {
        (CommandState::Failed, _) | (_, Some(Outcome::NotApplied)) => Tone::Refused,
        (CommandState::Confirmed, _) | (_, Some(Outcome::Applied)) => Tone::Done,
        _ => Tone::Waiting,
    };
    let why = match (row.code.as_deref(), row.failure.as_deref()) {
        (Some(code), _) if tone == Tone::Refused => refusals::told(code, lang),
        (_, Some(failure)) => CommandText::of(lang).failure(failure).to_owned(),
        _ => String::new(),
    };
    Some((tone, word.to_owned(), why))
}

/// What became of the part that is issued again after a partial reclaim.
fn rest(row: &Row, lang: Lang) -> Option<&'static str> {
    let state = CommandState::parse(row.rest_state.as_deref()?)?;
    let outcome = row.rest_outcome.as_deref().and_then(Outcome::parse);
    Some(outcome.map_or_else(|| state.name(lang), |outcome| outcome.name(lang)))
}
