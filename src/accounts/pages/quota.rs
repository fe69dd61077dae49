//! The page of the consumption quota (ACCT-23): international site.

use rust_decimal::Decimal;

use super::{amount, balances::BalancesPage, tabs};
use crate::{
    access::{Actor, permission::BalanceView},
    accounts::{store::balances::Quota, text::balances::Text},
    values::decimal,
    web::{Cell, Column, Empty, Face, Frame, FreshnessBadge, Table, Tile},
};

/// The present quota and every value it had.
pub fn show(actor: &Actor<BalanceView>, quotas: &[Quota], badge: FreshnessBadge) -> BalancesPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let age = badge.when.as_ref().map(|when| format!(" · {}", when.relative)).unwrap_or_default();
    let mut tables = Vec::new();
    if !quotas.is_empty() {
        tables.push((text.quota_history.to_owned(), history(quotas, text, &face)));
    }
    BalancesPage {
        frame: Frame::new(actor.visitor(), text.title),
        tabs: tabs(actor, "/accounts"),
        tiles: quotas.first().map(|quota| tiles(quota, text, &age)).unwrap_or_default(),
        tables,
        freshness: Some(badge),
        empty: Empty { title: text.empty.to_owned(), hint: text.empty_hint.to_owned(), action: None },
    }
}

fn tiles(quota: &Quota, text: &Text, age: &str) -> Vec<Tile> {
    let used = quota.used_consumption_quota.map(|used| used.max(Decimal::ZERO));
    let left = quota.consumption_quota.zip(used).map(|(whole, used)| whole - used);
    let figures = [
        (text.quota, quota.consumption_quota, text.quota_note),
        (text.used, used, text.quota_used_note),
        (text.left, left, text.snapshot),
        (text.due, quota.due_amount, text.snapshot),
        (text.unbilled, quota.unbilled_amount, text.snapshot),
        (text.amount, quota.amount, text.snapshot),
        (text.coupons, quota.coupon_amount, text.snapshot),
    ];
    let tile = |(label, amount, note): (&str, Option<Decimal>, &str)| Tile {
        label: label.to_owned(),
        value: amount.map_or_else(|| "–".to_owned(), |a| format!("{} {}", decimal::grouped(a, 2), quota.currency)),
        note: format!("{note}{age}"),
        href: None,
    };
    figures.into_iter().map(tile).collect()
}

fn history(quotas: &[Quota], text: &Text, face: &Face) -> Table {
    let row = |quota: &Quota| {
        vec![
            Cell::when(Some(quota.fetched_at), face),
            amount(quota.consumption_quota),
            amount(quota.used_consumption_quota),
            amount(quota.due_amount),
            amount(quota.unbilled_amount),
            amount(quota.amount),
            amount(quota.coupon_amount),
            Cell::text(&quota.currency),
        ]
    };
    let columns = vec![
        Column::new(text.found),
        Column::number(text.quota),
        Column::number(text.used),
        Column::number(text.due).wide(),
        Column::number(text.unbilled).wide(),
        Column::number(text.amount).wide(),
        Column::number(text.coupons).wide(),
        Column::new(text.currency),
    ];
    Table { caption: text.quota_history.to_owned(), columns, rows: quotas.iter().map(row).collect() }
}
