//! The list of orders.

use super::{amount, in_currency, service, status, word};
use crate::{
    access::{
        Actor,
        permission::{OrderView, ResellerOrderView},
    },
    catalog::Names,
    orders::{
        rules::{Tab, waits_for_payment},
        store::Listed,
        text::Text,
    },
    values::decimal,
    web::{Cell, Column, Empty, Face, FilterBar, Frame, Link, ListPage, Pager, Table},
};

/// The list, with the words of the services in it.
pub fn list(
    actor: &Actor<OrderView>,
    tab: Tab,
    bar: FilterBar,
    (rows, names): (&[Listed], &Names),
    pager: Pager,
) -> ListPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let currency = one_currency(rows);
    let columns = columns(text, tab, currency);
    let rows = rows.iter().map(|row| cells(row, text, (tab, currency), names, &face)).collect();
    let table = Table { caption: text.title.to_owned(), columns, rows };
    let hint = if actor.scope().managers().is_some() { text.empty_scope } else { text.empty_hint };
    let empty = Empty { title: text.empty.to_owned(), hint: hint.to_owned(), action: None };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.title), bar, table, pager, empty);
    if actor.may(ResellerOrderView::CODE) {
        page.tabs = vec![
            Link::new(text.tab_own, "/orders").current(tab == Tab::Own),
            Link::new(text.tab_resellers, "/orders?tab=resellers").current(tab == Tab::Resellers),
        ];
    }
    page
}

/// The currency all rows share; it stands in the headings. Without one every amount names its own.
fn one_currency(rows: &[Listed]) -> Option<&str> {
    let first = rows.first()?.currency.as_str();
    rows.iter().all(|row| row.currency == first).then_some(first)
}

fn columns(text: &Text, tab: Tab, currency: Option<&str>) -> Vec<Column> {
    let priced = |label: &str| currency.map_or_else(|| label.to_owned(), |currency| in_currency(label, currency));
    let mut columns = vec![
        Column::new(text.order),
        Column::new(text.customer),
        Column::new(text.service_type).wide(),
        Column::new(text.order_type).wide(),
        Column::number(priced(text.after_discount)),
        Column::new(text.status),
        Column::new(text.created).wide().tight(),
        Column::new(text.paid).wide().tight(),
    ];
    if tab == Tab::Resellers {
        columns.insert(1, Column::new(text.reseller));
    }
    columns
}

fn cells(row: &Listed, text: &Text, (tab, currency): (Tab, Option<&str>), names: &Names, face: &Face) -> Vec<Cell> {
    let combined = if row.children > 0 { format!("{} {}", row.children, text.combined) } else { String::new() };
    let listed = row.official_amount.map(|amount| format!("{} {}", text.official_amount, decimal::grouped(amount, 2)));
    let unit = if currency.is_none() { row.currency.as_str() } else { "" };
    let below = [listed.as_deref().unwrap_or_default(), unit].join(" ");
    let mut cells = vec![
        Cell::link(&row.remote_id, format!("/orders/{}", row.id)).under(combined),
        customer(row.customer, row.account_name.as_deref(), row.customer_id.as_deref(), text),
        service(row.service_type_code.as_deref(), row.service_type_name.as_deref(), names),
        word(row.order_type, &text.order_types, face.lang),
        amount(row.amount_after_discount).under(below.trim()),
        state(row, text, face),
        Cell::when(row.created_at, face),
        Cell::when(row.paid_at, face),
    ];
    if tab == Tab::Resellers {
        cells.insert(1, Cell::text(&row.organization));
    }
    cells
}

/// The state, and how long there is left to pay.
fn state(row: &Listed, text: &Text, face: &Face) -> Cell {
    let badge = status(row.status, text, face.lang);
    match row.payment_ends_at.filter(|_| waits_for_payment(row.status)) {
        Some(until) => badge.under(format!("{} {}", text.pay_until, face.when(until).relative)),
        None => badge,
    }
}

/// The customer's account; the vendor's id when the customer list does not know it (any more).
pub(super) fn customer(key: Option<i64>, account_name: Option<&str>, remote_id: Option<&str>, text: &Text) -> Cell {
    match (key, account_name) {
        (Some(key), Some(name)) => Cell::link(name, format!("/customers/{key}")),
        _ => remote_id.map_or(Cell::None, |id| Cell::text(id).under(text.customer_left)),
    }
}
