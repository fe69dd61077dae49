//! What was not done here, as a list and as figures by month.

use super::money;
use crate::{
    access::{Actor, permission::CouponRecordView},
    lang::Lang,
    ledgers::{
        forms::TRANSFERS,
        store::outside::{Figure, Record},
        text::Text,
    },
    vouchers,
    web::{Cell, Column, Empty, Face, FilterBar, Frame, FreshnessBadge, Link, ListPage, Pager, Table, Tone},
};

/// The page in one of its views.
pub fn list(
    actor: &Actor<CouponRecordView>,
    bar: FilterBar,
    (view, rows, figures): (&str, &[Record], &[Figure]),
    pager: Pager,
    badge: FreshnessBadge,
) -> ListPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let table = if view == "month" { months(figures, text, &face) } else { records(rows, text, &face) };
    let empty = Empty { title: text.outside_none.to_owned(), hint: text.outside_hint.to_owned(), action: None };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.outside), bar, table, pager, empty);
    page.tabs = [("each", "", text.tab_records), ("month", "?view=month", text.tab_month)]
        .map(|(of, query, label)| Link::new(label, format!("/vouchers/outside{query}")).current(of == view))
        .into();
    page.freshness = Some(badge);
    page
}

/// The word of an operation in the list it stands in; one nobody documents is shown raw.
fn operation(place: i32, code: Option<&str>, text: &Text, lang: Lang) -> Cell {
    let Some(code) = code.filter(|code| !code.is_empty()) else { return Cell::None };
    let word = match place {
        0 => vouchers::operation("quota", code, lang),
        1 => vouchers::operation("coupon", code, lang),
        _ => TRANSFERS.iter().zip(text.transfers).find(|(known, _)| **known == code).map(|(_, word)| word),
    };
    word.map_or_else(|| Cell::unknown(code, lang), Cell::text)
}

fn records(rows: &[Record], text: &Text, face: &Face) -> Table {
    let columns = vec![
        Column::new(text.time).tight(),
        Column::new(text.operation),
        Column::new(text.result).tight(),
        Column::number(text.amount),
        Column::new(text.object),
        Column::new(text.counterparty),
    ];
    let row = |one: &Record| {
        let time = face.when(one.operated_at);
        let page = if one.place == 2 { "/accounts/adjustments" } else { "/vouchers/records" };
        let done = if one.succeeded { (Tone::Done, text.done) } else { (Tone::Refused, text.failed) };
        let who = one.operator.as_deref().filter(|name| !name.is_empty());
        let what = operation(one.place, one.operation_type.as_deref(), text, face.lang);
        vec![
            Cell::link(time.exact.get(..16).unwrap_or(&time.exact), format!("{page}/{}", one.id)).under(&time.relative),
            match who {
                Some(name) => what.under(name),
                None => what,
            },
            Cell::badge(done.0, done.1),
            one.amount.map_or(Cell::None, |amount| Cell::Amount(money(amount, &one.currency))),
            one.object.as_deref().map_or(Cell::None, |object| Cell::id(object, face.lang)),
            Cell::maybe(one.counterparty.as_deref()).under(&one.organization),
        ]
    };
    Table { caption: text.outside_hint.to_owned(), columns, rows: rows.iter().map(row).collect() }
}

fn months(figures: &[Figure], text: &Text, face: &Face) -> Table {
    let columns = vec![
        Column::new(text.month).tight(),
        Column::new(text.operation),
        Column::number(text.count),
        Column::number(text.amount),
        Column::number(text.failed_attempts),
    ];
    let row = |one: &Figure| {
        vec![
            Cell::text(one.month.format("%Y-%m").to_string()),
            operation(one.place, one.operation_type.as_deref(), text, face.lang),
            Cell::Amount(one.count.to_string()),
            Cell::Amount(money(one.amount, &one.currency)),
            if one.failed == 0 { Cell::None } else { Cell::Amount(one.failed.to_string()) },
        ]
    };
    Table { caption: text.outside.to_owned(), columns, rows: figures.iter().map(row).collect() }
}
