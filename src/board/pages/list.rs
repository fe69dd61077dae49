//! The list of commands.

use super::{badge, money};
use crate::{
    access::Actor,
    board::{
        forms::Filters,
        rules::{Concerned, is_late},
        store::list::{Command, MOST, Open},
        text::{Text, words},
    },
    values::decimal,
    web::{Cell, Column, Empty, Face, FilterBar, Frame, Link, ListPage, Pager, Table, Tile},
};

/// Fills the list.
pub fn list(
    actor: &Actor<Concerned>,
    bar: FilterBar,
    (filters, rows, open): (&Filters, &[Command], Open),
    pager: Pager,
) -> ListPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let columns = vec![
        Column::new(text.number).tight(),
        Column::new(text.state).tight(),
        Column::new(text.recipient),
        Column::number(text.amount),
        Column::new(text.maker).wide(),
        Column::new(text.made).wide().tight(),
        Column::new(text.changed).wide().tight(),
    ];
    let rows = rows.iter().map(|row| cells(row, &face)).collect();
    let table = Table { caption: text.title.to_owned(), columns, rows };
    let (title, hint) = if filters.unresolved {
        (text.nothing_unresolved, text.nothing_unresolved_hint)
    } else {
        (text.nothing, text.nothing_hint)
    };
    let empty = Empty { title: title.to_owned(), hint: hint.to_owned(), action: None };
    let frame = Frame::new(actor.visitor(), text.title);
    let mut page = ListPage::new(frame, bar, table, pager, empty);
    page.tabs = vec![
        Link::new(text.all, "/commands").current(!filters.unresolved),
        Link::new(text.unresolved, "/commands?view=unresolved").current(filters.unresolved),
    ];
    page.tiles = tiles(open, text);
    page
}

fn cells(row: &Command, face: &Face) -> Vec<Cell> {
    let text = Text::of(face.lang);
    let late = is_late(&row.state, row.changed_at, face.now);
    let why = match (&row.failure, &row.waits) {
        (Some(failure), _) => words::failure(failure, face.lang),
        (None, Some(waits)) => words::wait(waits, face.lang),
        (None, None) if late => text.tile_late.to_owned(),
        (None, None) => String::new(),
    };
    let recipient = if row.recipient_name.is_empty() { &row.recipient_remote_id } else { &row.recipient_name };
    vec![
        Cell::link(row.id.to_string(), format!("/commands/{}", row.id)).under(words::kind(&row.kind, face.lang)),
        badge(row.standing(), face).under(why),
        Cell::text(recipient),
        money(row.amount, row.currency.as_deref()),
        Cell::text(&row.maker),
        Cell::when(Some(row.made_at), face),
        Cell::when(Some(row.changed_at), face),
    ]
}

fn tiles(open: Open, text: &Text) -> Vec<Tile> {
    let tile = |label: &str, count: i64, note: &str, href: &str| {
        let more = if count > MOST { "+" } else { "" };
        let value = format!("{}{more}", decimal::grouped(count.min(MOST).into(), 0));
        Tile { label: label.to_owned(), value, note: note.to_owned(), href: Some(href.to_owned()) }
    };
    vec![
        tile(text.tile_person, open.person, text.tile_person_note, "/commands?state=person"),
        tile(text.tile_unknown, open.unknown, text.tile_unknown_note, "/commands?state=unknown"),
        tile(text.tile_late, open.late, text.tile_late_note, "/commands?view=unresolved&state=confirmed"),
        tile(text.tile_waiting, open.waiting, text.tile_waiting_note, "/commands?state=intent"),
    ]
}
