//! Pages of deadlines: the board, and the member's calendar feed.

use chrono::NaiveDate;

use super::{
    forms::TABS,
    rules::{Urgency, urgency},
    store::Listed,
    text::Text,
};
use crate::{
    access::{Actor, permission::HomeView},
    requests::{self, Kind},
    web::{Cell, Column, Empty, Face, FilterBar, Frame, Link, ListPage, Pager, Section, Table, Tone, form::FormPage},
};

/// Where the member's feed is looked after.
pub const FEED: &str = "/deadlines/feed";

/// The board.
pub fn list(
    actor: &Actor<HomeView>,
    (bar, state, is_desk): (FilterBar, &str, bool),
    (rows, pager): (&[Listed], Pager),
) -> ListPage {
    let (face, text) = (actor.face(), Text::of(actor.lang()));
    let today = face.date(face.now);
    let columns = vec![
        Column::new(text.what),
        Column::new(text.number).tight().wide(),
        Column::new(if is_desk { text.partner } else { text.side }),
        Column::new(text.rule).tight().wide(),
        Column::new(text.due).tight(),
        Column::new(text.left).tight(),
    ];
    let row = |row: &Listed| {
        let what = Cell::link(requests::kind_word(&row.kind, face.lang), page(row, is_desk));
        vec![
            what.under(requests::state_word(&row.kind, &row.step, face.lang)),
            Cell::text(row.request_id.to_string()),
            Cell::text(if is_desk { row.partner.as_str() } else { requests::side_word(&row.side, face.lang) }),
            Cell::text(&row.rule),
            Cell::text(row.due_on.to_string()),
            left(row, today, text),
        ]
    };
    let table = Table { caption: text.title.to_owned(), columns, rows: rows.iter().map(row).collect() };
    let empty = Empty { title: text.empty.to_owned(), hint: text.empty_hint.to_owned(), action: None };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.title), bar, table, pager, empty);
    let tab = |((word, of), label): (&(&str, &str), &'static str)| {
        let href = if word.is_empty() { "/deadlines".to_owned() } else { format!("/deadlines?state={word}") };
        Link::new(label, href).current(*of == state)
    };
    page.tabs = TABS.iter().zip(text.tabs).map(tab).collect();
    page.actions = vec![Link::new(text.feed, FEED)];
    page
}

/// Where the reader acts.
fn page(row: &Listed, is_desk: bool) -> String {
    Kind::parse(&row.kind).map_or_else(String::new, |kind| match is_desk {
        true => format!("{}{}", kind.desk_path, row.request_id),
        false => kind.page(row.request_id),
    })
}

/// How much time is left, in the colour of its urgency; of a settled one how it ended.
fn left(row: &Listed, today: NaiveDate, text: &Text) -> Cell {
    match (row.state.as_str(), urgency(row.due_on, today)) {
        ("met", _) => Cell::badge(Tone::Done, text.met),
        ("lapsed", _) => Cell::badge(Tone::Refused, text.lapsed),
        (_, (Urgency::Over, _)) => Cell::badge(Tone::Refused, text.over),
        (_, (Urgency::Near, 0)) => Cell::badge(Tone::Waiting, text.last_day),
        (_, (Urgency::Near, days)) => Cell::badge(Tone::Waiting, format!("{days}{}", text.days)),
        (_, (Urgency::Far, days)) => Cell::text(format!("{days}{}", text.days)),
    }
}

/// What an event of the calendar says: benefit and state, no name of a person.
pub fn summary(row: &Listed, face: &Face) -> String {
    let (kind, state) =
        (requests::kind_word(&row.kind, face.lang), requests::state_word(&row.kind, &row.step, face.lang));
    format!("{kind} {} · {state} · {}", row.request_id, row.rule)
}

/// The member's feed; `address` once after it was made.
pub fn feed(actor: &Actor<HomeView>, has: bool, address: Option<String>) -> FormPage {
    let text = Text::of(actor.lang());
    let back = Link::new(text.back, "/deadlines");
    let mut page = FormPage::new(Frame::new(actor.visitor(), text.feed), FEED.to_owned(), back);
    page.hint = text.feed_hint.to_owned();
    page.done = address.is_some().then(|| text.made.to_owned());
    let state = if has { Cell::badge(Tone::Done, text.feed_on) } else { Cell::badge(Tone::Idle, text.feed_off) };
    let mut facts = vec![(text.feed_state, state)];
    facts.extend(address.map(|address| (text.address, Cell::code(address, actor.lang()))));
    page.before = vec![Section { title: String::new(), facts }];
    page.buttons = vec![("make", if has { text.renew } else { text.make })];
    if has {
        page.buttons.push(("revoke", text.revoke));
    }
    page
}
