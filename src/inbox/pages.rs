//! The page of the inbox: values ready to show.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{
    rules::Waiting,
    store::Told,
    text::{Text, said, waits},
};
use crate::{
    access::{Actor, permission::HomeView},
    web::{Cell, Column, FilterBar, Frame, Pager, Table, html},
};

/// The inbox.
#[derive(Debug, Template)]
#[template(path = "inbox/show.html")]
pub struct InboxPage {
    frame: Frame,
    text: &'static Text,
    waiting: Table,
    filters: FilterBar,
    notices: Vec<Line>,
    unread: bool,
    pager: Pager,
}

/// A notice.
#[derive(Debug)]
struct Line {
    id: i64,
    said: Cell,
    when: Cell,
    unread: bool,
}

impl IntoResponse for InboxPage {
    fn into_response(self) -> Response {
        html(if self.filters.is_sound() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &self)
    }
}

/// Fills the page.
pub fn inbox(
    actor: &Actor<HomeView>,
    filters: FilterBar,
    (waiting, told): (&[Waiting], &[Told]),
    pager: Pager,
) -> InboxPage {
    let lang = actor.lang();
    let text = Text::of(lang);
    let face = actor.face();
    let row = |one: &Waiting| vec![Cell::link(waits(one, lang), one.page()), Cell::when(one.at, &face)];
    let line = |told: &Told| Line {
        id: told.id,
        said: match told.notice() {
            Some(notice) => Cell::link(said(&notice, &face), notice.page()),
            None => Cell::text(text.unknown),
        },
        when: Cell::when(Some(told.told_at), &face),
        unread: told.read_at.is_none(),
    };
    InboxPage {
        frame: Frame::new(actor.visitor(), text.title),
        text,
        waiting: Table {
            caption: text.waits.to_owned(),
            columns: vec![Column::new(text.what), Column::new(text.when).tight()],
            rows: waiting.iter().map(row).collect(),
        },
        filters,
        notices: told.iter().map(line).collect(),
        unread: told.iter().any(|one| one.read_at.is_none()),
        pager,
    }
}
