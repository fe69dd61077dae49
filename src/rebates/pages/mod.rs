//! Pages of rebates: the list, one statement, the import, the confirmation of a period, objections.

pub mod confirmation;
pub mod import;
pub mod objections;
pub mod show;

use rust_decimal::Decimal;

use super::{forms::Filters, store::statements::Statement, text::Text};
use crate::{
    access::{
        Actor,
        permission::{IncentiveConfirm, IncentiveSubmit, IncentiveView},
    },
    values::decimal,
    web::{Cell, Column, Empty, FilterBar, Frame, Link, ListPage, Pager, Table, Tone},
};

/// The address of a statement.
pub fn address(id: i64) -> String {
    format!("{}/{id}", super::PATH)
}

/// An amount with its currency.
fn money(amount: Decimal, currency: &str) -> Cell {
    Cell::Amount(format!("{} {currency}", decimal::grouped(amount, 2)))
}

/// Basis points as per cent.
fn per_cent(bp: i32) -> String {
    format!("{} %", (Decimal::from(bp) / Decimal::ONE_HUNDRED).normalize())
}

fn badge(statement: &Statement, text: &Text) -> Cell {
    let tone = match (statement.state.as_str(), statement.disputes) {
        ("to_confirm", 0) => Tone::Waiting,
        ("to_confirm", _) => Tone::Refused,
        ("issuing", _) => Tone::Idle,
        _ => Tone::Done,
    };
    Cell::badge(tone, text.state_word(&statement.state))
}

/// Statements, the latest last day first.
pub fn list(
    actor: &Actor<IncentiveView>,
    (filters, periods): (&Filters, &[(String, bool)]),
    bar: FilterBar,
    (rows, pager): (&[Statement], Pager),
) -> ListPage {
    let text = Text::of(actor.lang());
    let columns = vec![
        Column::new(text.number),
        Column::new(text.period).tight(),
        Column::new(text.plan).wide(),
        Column::new(text.association).wide(),
        Column::number(text.gross),
        Column::number(text.payable).wide(),
        Column::new(text.publish_until).tight(),
        Column::new(text.state).tight(),
    ];
    let row = |row: &Statement| {
        let state = badge(row, text);
        vec![
            Cell::link(&row.number, address(row.id)),
            Cell::text(&row.period),
            Cell::text(&row.plan),
            Cell::text(text.association_word(row.association.as_deref())),
            money(row.gross, &row.currency),
            money(row.payable, &row.currency),
            Cell::text(row.publish_until.to_string()),
            if row.disputes > 0 { state.over(Cell::text(text.disputed)) } else { state },
        ]
    };
    let table = Table { caption: text.title.to_owned(), columns, rows: rows.iter().map(row).collect() };
    let sees_all = actor.scope().managers().is_none();
    let hint = if sees_all { text.empty_hint } else { text.empty_scope };
    let empty = Empty { title: text.empty.to_owned(), hint: hint.to_owned(), action: None };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.title), bar, table, pager, empty);
    page.notice = Some(text.hint.to_owned());
    let period = filters.period.as_ref().or(periods.iter().find(|(_, open)| *open).map(|(period, _)| period));
    if let Some(period) = period.filter(|period| periods.iter().any(|(known, open)| known == *period && *open))
        && actor.may(IncentiveConfirm::CODE)
    {
        let label = format!("{} · {period}", text.confirm);
        page.actions.push(Link::new(label, format!("{}/confirmation?period={period}", super::PATH)).current(true));
    }
    if actor.may(IncentiveSubmit::CODE) {
        page.actions.push(Link::new(text.import, format!("{}/import", super::PATH)));
    }
    page
}
