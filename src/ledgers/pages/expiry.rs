//! The forecast: what expires, each, by month, by holder; and the same as comma-separated text.

use rust_decimal::Decimal;

use super::{joined, money};
use crate::{
    access::{Actor, permission::QuotaView},
    ledgers::{
        forms::{Forecast, KINDS, SPANS},
        rules::{days_until, total},
        store::expiry::{Expiring, Sum},
        text::Text,
    },
    values::{csv::line, month::vendor_date},
    web::{Cell, Column, Empty, Face, FilterBar, Frame, FreshnessBadge, Link, ListPage, Pager, Table, Tile, When},
};

/// What the page shows.
pub struct Shown<'a> {
    /// One page of what expires.
    pub rows: &'a [Expiring],
    /// Sums of every kind.
    pub sums: &'a [Sum],
    /// How fresh quotas are.
    pub badge: FreshnessBadge,
}

/// The page.
pub fn list(
    actor: &Actor<QuotaView>,
    bar: FilterBar,
    (forecast, shown): (&Forecast, Shown<'_>),
    pager: Pager,
) -> ListPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let table = match forecast.view {
        "month" => by(shown.sums, "month", text.month, text),
        "holder" => by(shown.sums, "holder", text.counterparty, text),
        _ => each(shown.rows, text, &face),
    };
    let tabs =
        [("each", text.tab_each), ("month", text.tab_month), ("holder", text.tab_holder)].map(|(view, label)| {
            let href = bar.typed().address("/vouchers/expiry", &["view", "after", "back"], &[("view", view)]);
            Link::new(label, href).current(view == forecast.view)
        });
    let export = bar.typed().address("/vouchers/expiry/export", &["view", "after", "back"], &[]);
    // Neither quotas nor issued coupons exist there: nothing is missing that a reading could bring (API-6).
    let abroad = actor.seat().organization.is_only_abroad();
    let (title, hint) = match abroad {
        true => (text.not_offered, text.not_offered_hint),
        false => (text.nothing_expires, text.nothing_expires_hint),
    };
    let empty = Empty { title: title.to_owned(), hint: hint.to_owned(), action: None };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.expiry), bar, table, pager, empty);
    page.tabs = tabs.into();
    page.tiles = tiles(shown.sums, text);
    page.actions = vec![Link::new(text.export, export)];
    page.freshness = (!abroad).then_some(shown.badge);
    page
}

/// The name of a kind.
fn kind_name(kind: &str, text: &Text) -> &'static str {
    KINDS.iter().zip(text.kinds).find(|(known, _)| **known == kind).map_or("", |(_, name)| name)
}

fn tiles(sums: &[Sum], text: &Text) -> Vec<Tile> {
    let tile = |(span, label): (&str, &str)| {
        let within: Vec<&Sum> = sums.iter().filter(|sum| sum.by == "within" && sum.word == span).collect();
        let mut currencies: Vec<&str> = within.iter().map(|sum| sum.currency.as_str()).collect();
        currencies.sort_unstable();
        currencies.dedup();
        let of = |currency: &str| total(within.iter().filter(|s| s.currency == currency).map(|s| (s.count, s.amount)));
        let amounts: Vec<(Decimal, &str)> = currencies.iter().map(|currency| (of(currency).1, *currency)).collect();
        let count: i64 = within.iter().map(|sum| sum.count).sum();
        Tile {
            label: format!("{} · {label}", text.at_risk),
            value: joined(&amounts),
            note: if count == 0 { text.nothing.to_owned() } else { format!("{count} {}", text.rows) },
            href: Some(format!("/vouchers/expiry?within={span}")),
        }
    };
    SPANS.into_iter().zip(text.spans).map(tile).collect()
}

fn each(rows: &[Expiring], text: &Text, face: &Face) -> Table {
    let columns = vec![
        Column::new(text.expires).tight(),
        Column::new(text.kind).tight(),
        Column::new(text.number),
        Column::new(text.counterparty),
        Column::number(text.at_risk),
    ];
    let row = |one: &Expiring| {
        let days = days_until(vendor_date(one.expires_at), face.now);
        let left = match days {
            0 => text.today.to_owned(),
            1 => text.day_left.to_owned(),
            days => text.days_left.replace("{}", &days.to_string()),
        };
        let day = When { relative: vendor_date(one.expires_at).to_string(), ..face.when(one.expires_at) };
        vec![
            Cell::When(day).under(left),
            Cell::text(kind_name(&one.kind, text)),
            Cell::link(&one.remote_id, format!("/vouchers/{}/{}", folder(&one.kind), one.id)),
            Cell::maybe(one.holder.as_deref()),
            Cell::Amount(money(one.balance, &one.currency)),
        ]
    };
    Table { caption: text.expiry.to_owned(), columns, rows: rows.iter().map(row).collect() }
}

/// Where the page of a row lies.
fn folder(kind: &str) -> &'static str {
    match kind {
        "quota" => "quotas",
        "issued" => "issued",
        _ => "coupons",
    }
}

fn by(sums: &[Sum], by: &str, label: &str, text: &Text) -> Table {
    let columns = vec![
        Column::new(label),
        Column::new(text.kind).tight(),
        Column::number(text.count),
        Column::number(text.at_risk),
    ];
    let row = |sum: &&Sum| {
        vec![
            Cell::text(&sum.word),
            Cell::text(kind_name(&sum.kind, text)),
            Cell::Amount(sum.count.to_string()),
            Cell::Amount(money(sum.amount, &sum.currency)),
        ]
    };
    let mut wanted: Vec<&Sum> = sums.iter().filter(|sum| sum.by == by).collect();
    if by == "month" {
        wanted.sort_by(|one, other| (&one.word, &one.kind).cmp(&(&other.word, &other.kind)));
    }
    Table { caption: text.expiry.to_owned(), columns, rows: wanted.iter().map(row).collect() }
}

/// The rows as comma-separated text; amounts plain, with the currency beside them.
pub fn csv(rows: &[Expiring], text: &Text, face: &Face) -> String {
    let heading =
        [text.expires, text.kind, text.number, text.counterparty, text.at_risk, "currency", "expires_at (UTC)"];
    let mut file = format!("\u{feff}{}", line(&heading));
    for one in rows {
        file.push_str(&line(&[
            face.date(one.expires_at).to_string(),
            kind_name(&one.kind, text).to_owned(),
            one.remote_id.clone(),
            one.holder.clone().unwrap_or_default(),
            one.balance.to_string(),
            one.currency.clone(),
            one.expires_at.to_rfc3339(),
        ]));
    }
    file
}
