//! Pages of payouts: the list, the application, one payout, its invoicing list, the desk's.

pub mod application;
pub mod desk;
pub mod invoices;
pub mod show;

use rust_decimal::Decimal;

use super::{PATH, rules::machine::MACHINE, store::Payout, text::Text};
use crate::{
    access::{
        Actor,
        permission::{IncentivePay, IncentiveView},
    },
    lang::Lang,
    rebates, requests,
    values::decimal,
    web::{Cell, Column, Empty, FilterBar, Frame, Link, ListPage, Pager, Table},
};

/// How a payout is called.
pub fn number(request_id: i64) -> String {
    format!("PAY{request_id:08}")
}

/// The state of a payout.
pub fn badge(state: &str, lang: Lang) -> Cell {
    Cell::badge(requests::state_tone(state), requests::state_word(MACHINE.kind, state, lang))
}

/// An amount with its currency.
pub fn money(amount: Option<Decimal>, currency: Option<&str>) -> Cell {
    let amount = amount.map(|amount| format!("{} {}", decimal::grouped(amount, 2), currency.unwrap_or_default()));
    amount.map_or(Cell::None, |amount| Cell::Amount(amount.trim_end().to_owned()))
}

/// Basis points as per cent.
pub fn per_cent(bp: i32) -> String {
    format!("{} %", (Decimal::from(bp) / Decimal::ONE_HUNDRED).normalize())
}

/// The words of a method; one of a newer version is shown as it is.
pub fn method(one: &Payout, lang: Lang) -> &str {
    one.method().map_or(one.method.as_str(), |method| rebates::method_words(method, lang).0)
}

/// Payouts, the newest first.
pub fn list(actor: &Actor<IncentiveView>, bar: FilterBar, (rows, pager): (&[Payout], Pager)) -> ListPage {
    let (face, text) = (actor.face(), Text::of(actor.lang()));
    let columns = vec![
        Column::new(text.number).tight(),
        Column::new(text.periods),
        Column::new(text.method),
        Column::number(text.amount),
        Column::new(text.state).tight(),
        Column::new(text.since).tight(),
        Column::new(text.due).tight(),
    ];
    let row = |row: &Payout| {
        vec![
            Cell::link(number(row.request_id), format!("{PATH}/{}", row.request_id)),
            Cell::text(&row.title),
            Cell::text(method(row, face.lang)),
            money(row.amount, row.currency.as_deref()),
            badge(&row.state, face.lang),
            Cell::when(Some(row.state_at), &face),
            row.invoice_by
                .filter(|_| row.state == "awaiting_invoice")
                .map_or_else(|| Cell::when(row.due_at, &face), |day| Cell::text(day.to_string())),
        ]
    };
    let table = Table { caption: text.title.to_owned(), columns, rows: rows.iter().map(row).collect() };
    let sees_all = actor.scope().managers().is_none();
    let hint = if sees_all { text.empty_hint } else { text.empty_scope };
    let empty = Empty { title: text.empty.to_owned(), hint: hint.to_owned(), action: None };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.title), bar, table, pager, empty);
    page.notice = Some(text.hint.to_owned());
    if sees_all && actor.may(IncentivePay::CODE) {
        page.actions.push(Link::new(text.apply, format!("{PATH}/new")).current(true));
    }
    page
}
