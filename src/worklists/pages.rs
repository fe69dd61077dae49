//! Pages of the worklists.

use super::{forms::Tab, store::Listed, text::Text};
use crate::{
    access::{
        Actor,
        permission::{CompanyEdit, DeskBizinfoReview, DeskDecisionRecord, IncentiveReview},
    },
    requests::{self, Kind},
    web::{
        Cell, Column, Empty, Face, FilterBar, Frame, Link, ListPage, Pager, Table, Tone,
        form::{Choice, Control, Field, FormPage, Group},
    },
};

/// Who of the desk has a worklist.
pub type DeskReader = Actor<(DeskBizinfoReview, DeskDecisionRecord)>;

fn tabs(path: &str, here: Tab, text: &'static Text) -> Vec<Link> {
    let tab = |(tab, words): (Tab, &'static str)| {
        let href = match tab {
            Tab::Waiting => path.to_owned(),
            other => format!("{path}?tab={}", other.word()),
        };
        Link::new(words, href).current(tab == here)
    };
    [Tab::Waiting, Tab::Done, Tab::All].into_iter().zip(text.tabs).map(tab).collect()
}

fn amount(row: &Listed) -> Cell {
    match (row.amount, &row.currency) {
        (Some(amount), Some(currency)) => Cell::amount(amount).under(currency.as_str()),
        _ => Cell::None,
    }
}

fn badges(row: &Listed, face: &Face) -> Cell {
    let state = Cell::badge(requests::state_tone(&row.state), requests::state_word(&row.kind, &row.state, face.lang));
    match row.health.as_str() {
        "active" => state,
        health => state.over(Cell::badge(Tone::Waiting, requests::health_word(health, face.lang))),
    }
}

/// How long it waits, and whether too long.
fn waiting(row: &Listed, face: &Face, text: &'static Text) -> Cell {
    let days = (face.now - row.state_at).num_days();
    let waits = Cell::text(format!("{days}{}", text.days));
    match row.due_at {
        Some(due) if due < face.now => waits.over(Cell::badge(Tone::Refused, text.overdue)),
        Some(due) => waits.over(Cell::when(Some(due), face)),
        None => waits,
    }
}

fn path(row: &Listed, of: impl Fn(&Kind) -> &'static str) -> String {
    Kind::parse(&row.kind).map_or_else(String::new, |kind| format!("{}{}", of(kind), row.id))
}

/// The vendor desk's worklist (LST-11).
pub fn desk(actor: &DeskReader, (tab, bar): (Tab, FilterBar), rows: &[Listed], pager: Pager) -> ListPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let columns = vec![
        Column::new(text.partner),
        Column::new(text.kind).tight(),
        Column::new(text.number).tight().wide(),
        Column::new(text.step).tight(),
        Column::number(text.amount).wide(),
        Column::new(text.submitted_at).tight().wide(),
        Column::new(text.waits).tight(),
    ];
    let row = |row: &Listed| {
        vec![
            Cell::link(&row.partner, path(row, |kind| kind.desk_path)),
            Cell::text(requests::kind_word(&row.kind, face.lang)),
            Cell::text(row.id.to_string()),
            badges(row, &face),
            amount(row),
            Cell::when(row.submitted_at, &face),
            waiting(row, &face, text),
        ]
    };
    let table = Table { caption: text.desk.to_owned(), columns, rows: rows.iter().map(row).collect() };
    let empty = Empty { title: text.empty.to_owned(), hint: text.desk_hint.to_owned(), action: None };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.desk), bar, table, pager, empty);
    page.tabs = tabs("/desk", tab, text);
    page
}

/// The partner's internal review (LST-12).
pub fn internal(
    actor: &Actor<IncentiveReview>,
    (tab, bar): (Tab, FilterBar),
    rows: &[Listed],
    pager: Pager,
) -> ListPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let columns = vec![
        Column::new(text.subject),
        Column::new(text.kind).tight(),
        Column::new(text.maker),
        Column::new(text.step).tight(),
        Column::number(text.amount).wide(),
        Column::new(text.waits).tight(),
    ];
    let row = |row: &Listed| {
        vec![
            Cell::link(&row.title, path(row, |kind| kind.review_path)),
            Cell::text(requests::kind_word(&row.kind, face.lang)),
            Cell::maybe(row.maker.as_deref()),
            badges(row, &face),
            amount(row),
            waiting(row, &face, text),
        ]
    };
    let table = Table { caption: text.internal.to_owned(), columns, rows: rows.iter().map(row).collect() };
    let empty = Empty { title: text.empty.to_owned(), hint: text.internal_hint.to_owned(), action: None };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.internal), bar, table, pager, empty);
    page.tabs = tabs("/reviews", tab, text);
    if actor.may(CompanyEdit::CODE) {
        page.actions = vec![Link::new(text.switches, "/reviews/switches")];
    }
    page
}

/// For which kinds the internal review is off.
pub fn switches(actor: &Actor<CompanyEdit>, off: &[String]) -> FormPage {
    let lang = actor.lang();
    let text = Text::of(lang);
    let back = Link::new(text.back, "/reviews");
    let mut page = FormPage::new(Frame::new(actor.visitor(), text.switches), "/reviews/switches".to_owned(), back);
    page.hint = text.switches_hint.to_owned();
    let choice = |kind: &Kind| {
        Choice::new(kind.code, requests::kind_word(kind.code, lang), off.iter().any(|of| of == kind.code))
    };
    let reason = Control::Area { value: String::new(), rows: 3, most: 500 };
    page.groups = vec![Group {
        title: String::new(),
        hint: String::new(),
        fields: vec![
            Field::new("off", text.off, Control::Ticks(Kind::ALL.into_iter().map(choice).collect())),
            Field::new("reason", text.reason, reason).help(text.reason_help),
        ],
    }];
    page.buttons = vec![("save", text.save)];
    page
}
