//! The confirmation of a period (REB-10): every statement of it that is to be confirmed, before it is done.

use axum::http::StatusCode;

use super::{address, badge, money};
use crate::{
    access::{Actor, permission::IncentiveConfirm},
    rebates::{PATH, store::statements::Statement, text::Text},
    web::{Cell, Column, Frame, Link, Table, form::FormPage},
};

/// What somebody has seen of a period.
pub fn seen(statements: &[Statement]) -> String {
    let one = |statement: &Statement| format!("{}.{}.{}", statement.id, statement.revision, statement.disputes);
    statements.iter().map(one).collect::<Vec<_>>().join(",")
}

/// The page; without a statement that can be confirmed it has no button. `stale`: something changed since it was shown.
pub fn ask(actor: &Actor<IncentiveConfirm>, period: &str, statements: &[Statement], stale: bool) -> FormPage {
    let text = Text::of(actor.lang());
    let title = format!("{} · {period}", text.confirm);
    let mut page =
        FormPage::new(Frame::new(actor.visitor(), title), format!("{PATH}/confirmation"), Link::new(text.back, PATH));
    let disputed = statements.iter().any(|statement| statement.disputes > 0);
    page.hint = text.confirm_hint.to_owned();
    if disputed {
        page.hint = format!("{}{}{}", text.confirm_hint, actor.lang().pick(" ", ""), text.left_out);
    }
    page.hidden = vec![("period", period.to_owned()), ("seen", seen(statements))];
    let row = |row: &Statement| {
        vec![
            Cell::link(&row.number, address(row.id)),
            Cell::text(&row.plan),
            money(row.gross, &row.currency),
            money(row.payable, &row.currency),
            Cell::text(row.publish_until.to_string()),
            if row.disputes > 0 { badge(row, text).over(Cell::text(text.disputed)) } else { badge(row, text) },
        ]
    };
    let columns = vec![
        Column::new(text.number),
        Column::new(text.plan),
        Column::number(text.gross),
        Column::number(text.payable),
        Column::new(text.publish_until).tight(),
        Column::new(text.state).tight(),
    ];
    let table = Table { caption: period.to_owned(), columns, rows: statements.iter().map(row).collect() };
    page.tables.push((text.title.to_owned(), table));
    if statements.iter().any(|statement| statement.disputes == 0) {
        page.buttons = vec![("confirm", text.confirm)];
    } else {
        page.notice = Some(text.nothing_to_confirm.to_owned());
    }
    if stale {
        page.notice = Some(text.changed_meanwhile.to_owned());
        page.status = StatusCode::CONFLICT;
    }
    page
}
