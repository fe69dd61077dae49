//! Pages of quotas, coupons and records: values ready to show. What several of them draw alike is here.

pub mod coupons;
mod holdings;
pub mod issued;
pub mod issues;
pub mod offers;
pub mod own_coupons;
pub mod quotas;
pub mod reclaims;
pub mod records;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde_json::Value;

use super::{
    rules::{limit, quota::days_left},
    text::Text,
};
use crate::{
    lang::Lang,
    values::{Currency, Money, decimal},
    web::{Cell, Column, Empty, Face, FreshnessBadge, Section, Tone, When},
};

/// What is known about the rows a page is to show, when it shows none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// They are read from the vendor.
    Read,
    /// The account's site does not offer the call (API-6).
    NotOffered,
    /// No account is connected yet.
    NotConnected,
}

impl Standing {
    /// The badge of a list, unless there is nothing that could be read.
    pub fn badge(self, badge: FreshnessBadge) -> Option<FreshnessBadge> {
        (self != Self::NotOffered).then_some(badge)
    }

    /// What the empty list says.
    fn empty(self, title: &str, hint: &str, text: &Text) -> Empty {
        let (title, hint) = match self {
            Self::Read => (title, hint),
            Self::NotOffered => (text.words.not_offered, text.words.not_offered_hint),
            Self::NotConnected => (text.words.not_connected, text.words.not_connected_hint),
        };
        Empty { title: title.to_owned(), hint: hint.to_owned(), action: None }
    }
}

/// The columns of amounts: the currency stands in the header when all rows share one, else in each cell.
struct Amounts {
    shared: Option<String>,
}

impl Amounts {
    fn of<'a>(currencies: impl IntoIterator<Item = &'a str>) -> Self {
        let mut currencies = currencies.into_iter();
        let first = currencies.next();
        let shared = first.filter(|first| currencies.all(|other| other == *first)).map(str::to_owned);
        Self { shared }
    }

    fn column(&self, label: &str) -> Column {
        Column::number(match &self.shared {
            Some(currency) => format!("{label} ({currency})"),
            None => label.to_owned(),
        })
    }

    fn cell(&self, amount: Option<Decimal>, currency: &str) -> Cell {
        match amount {
            None => Cell::None,
            Some(amount) if self.shared.is_some() => Cell::amount(amount),
            Some(amount) => Cell::Amount(money(amount, currency)),
        }
    }
}

/// An amount with its currency in one text; a currency that is no ISO code is shown as sent.
fn money(amount: Decimal, currency: &str) -> String {
    Currency::parse(currency).map_or_else(
        || format!("{} {currency}", decimal::grouped(amount, 2)),
        |currency| Money::new(amount, currency).to_string(),
    )
}

/// An amount beside a label.
fn amount(amount: Option<Decimal>, currency: &str) -> Cell {
    amount.map_or(Cell::None, |amount| Cell::Amount(money(amount, currency)))
}

/// The word of a vendor's code, or the code itself where there is none.
fn word(code: Option<i32>, words: &[(&str, &str)], lang: Lang) -> Cell {
    let Some(code) = code.map(|code| code.to_string()) else { return Cell::None };
    let known = words.iter().find(|(known, _)| *known == code);
    known.map_or_else(|| Cell::unknown(&code, lang), |(_, word)| Cell::text(*word))
}

/// The day something expires, over how far away it is; the exact instant on hover.
fn expiry(at: Option<DateTime<Utc>>, text: &Text, face: &Face) -> Cell {
    at.map_or(Cell::None, |at| {
        let day = When { relative: face.date(at).to_string(), ..face.when(at) };
        Cell::When(day).under(remaining(at, text, face))
    })
}

/// `38 days left`, `expires today`, `expired 3 days ago`.
fn remaining(until: DateTime<Utc>, text: &Text, face: &Face) -> String {
    match days_left(until, face.now) {
        0 if until > face.now => text.words.expires_today.to_owned(),
        1 => text.words.day_left.to_owned(),
        days if days > 1 => fill(text.words.days_left, &[&days.to_string()]),
        0 | -1 => text.words.just_expired.to_owned(),
        days => fill(text.words.expired_before, &[&days.abs().to_string()]),
    }
}

/// A number that is also a page, if there is one.
fn number(value: Option<&str>, href: Option<String>, lang: Lang) -> Cell {
    match (value.filter(|value| !value.is_empty()), href) {
        (None, _) => Cell::None,
        (Some(value), Some(href)) => Cell::link(value, href),
        (Some(value), None) => Cell::id(value, lang),
    }
}

/// An optional flag the vendor sends as the text "0" or "1" (SYNC-11).
fn flag(sent: Option<&str>, text: &Text, lang: Lang) -> Cell {
    match sent {
        None | Some("") => Cell::None,
        Some("0") => Cell::text(text.words.no),
        Some("1") => Cell::badge(Tone::Refused, text.words.yes),
        Some(other) => Cell::unknown(other, lang),
    }
}

/// Limits: known keys by name, unknown ones as sent (QUOTA-7). A fact's label is static, so the key stands in the value.
fn limits(sent: &Value, title: &str, none: &str, text: &Text) -> Section {
    let read = limit::read(sent);
    let mut facts: Vec<(&'static str, Cell)> = read.iter().map(|one| limit_fact(one, text)).collect();
    if facts.is_empty() {
        facts.push((text.limit.none, Cell::text(none)));
    }
    Section { title: title.to_owned(), facts }
}

fn limit_fact(one: &limit::Limit, text: &Text) -> (&'static str, Cell) {
    let Some(key) = limit::Key::of(&one.key) else {
        return (text.limit.other, Cell::text(format!("{}: {}", one.key, one.values.join(", "))));
    };
    let shown = |value: &String| match (key, value.as_str()) {
        (key, "1" | "true") if key.is_flag() => text.words.yes.to_owned(),
        (key, "0" | "false") if key.is_flag() => text.words.no.to_owned(),
        (limit::Key::OrderTypes, code) => {
            let known = text.limit.order_types_known.iter().find(|(known, _)| *known == code);
            known.map_or_else(|| code.to_owned(), |(_, word)| (*word).to_owned())
        }
        (_, value) => value.to_owned(),
    };
    let values: Vec<String> = one.values.iter().map(shown).collect();
    (text.limit.name(key), Cell::text(values.join(", ")))
}

/// Where a row comes from.
struct Source {
    api: &'static str,
    run_id: i64,
    fetched_at: DateTime<Utc>,
    first_seen_at: DateTime<Utc>,
    unlisted_at: Option<DateTime<Utc>>,
}

impl Source {
    fn section(&self, text: &Text, face: &Face) -> Section {
        let words = text.words;
        let mut facts = vec![
            (words.api, Cell::text(self.api)),
            (words.fetched, Cell::when(Some(self.fetched_at), face)),
            (words.first_seen, Cell::when(Some(self.first_seen_at), face)),
            (words.run, Cell::text(self.run_id.to_string())),
        ];
        if self.unlisted_at.is_some() {
            facts.push((words.unlisted_at, Cell::when(self.unlisted_at, face).under(words.unlisted_note)));
        }
        Section { title: words.source.to_owned(), facts }
    }
}

/// A pattern with `{}` in place of each value, in order: word order is the language's.
fn fill(pattern: &str, values: &[&str]) -> String {
    values.iter().fold(pattern.to_owned(), |filled, value| filled.replacen("{}", value, 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::Face;

    #[test]
    fn remaining_time_reads_well_in_both_languages() {
        let now: DateTime<Utc> = "2026-11-22T04:00:00Z".parse().unwrap();
        for (until, en, zh) in [
            ("2026-12-31T15:59:59Z", "39 days left", "39 天"),
            ("2026-11-23T15:59:59Z", "1 day left", "1 天"),
            ("2026-11-22T15:59:59Z", "expires today", "今天到期"),
            ("2026-11-21T15:59:59Z", "just expired", "刚刚到期"),
            ("2026-11-19T15:59:59Z", "expired 3 days ago", "3 天前到期"),
        ] {
            for (lang, want) in [(Lang::En, en), (Lang::ZhCn, zh)] {
                let face = Face { now, zone: chrono_tz::Asia::Shanghai, lang };
                assert_eq!(remaining(until.parse().unwrap(), Text::of(lang), &face), want);
            }
        }
    }

    #[test]
    fn a_column_names_its_currency_only_when_all_rows_share_it() {
        assert_eq!(Amounts::of(["CNY", "CNY"]).column("Balance").label, "Balance (CNY)");
        assert_eq!(Amounts::of(["CNY", "USD"]).column("Balance").label, "Balance");
        assert_eq!(Amounts::of([]).column("Balance").label, "Balance");
        let Cell::Amount(mixed) = Amounts::of(["CNY", "USD"]).cell(Some(Decimal::ONE), "USD") else {
            panic!("an amount")
        };
        assert_eq!(mixed, "1.00 USD");
    }

    #[test]
    fn values_fall_into_their_places() {
        assert_eq!(fill("{} of {}", &["1", "2"]), "1 of 2");
    }
}
