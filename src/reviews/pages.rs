//! Pages of access reviews, and the result as comma-separated text: values ready to show.

use askama::Template;
use axum::{http::StatusCode, response::Response};

use super::{
    rules::{Concern, Outcome, Reader, State, days_left, is_asked, last_day, outcome_of, state_of},
    store::{Item, Review},
    text::Text,
};
use crate::{
    access::{
        Actor, Code,
        permission::{RoleManage, RoleView},
        usage::{self, Used},
    },
    inbox::Eyes,
    members::Unremovable,
    roles,
    values::csv::line,
    web::{Cell, Column, Empty, Face, FilterBar, Frame, Link, ListPage, Pager, Table, Tile, Tone, html},
};

/// A role that could not be asked to be removed, and why.
pub type Refused = (Item, Unremovable);

/// The list.
pub fn list(actor: &Actor<RoleView>, bar: FilterBar, rows: &[Review], pager: Pager) -> ListPage {
    let (lang, face) = (actor.lang(), actor.face());
    let text = Text::of(lang);
    let row = |review: &Review| {
        let state = state_of(review.ends_at, face.now);
        let percent = u8::try_from(review.answered * 100 / review.items.max(1)).unwrap_or(100);
        vec![
            Cell::link(name_of(review, &face), format!("/roles/reviews/{}", review.id))
                .under(review.started_by.clone().unwrap_or_default()),
            badge(state, text),
            Cell::when(Some(review.starts_at), &face),
            Cell::text(last_day(review.ends_at, face.zone).to_string()),
            Cell::share(percent, format!("{} / {}", review.answered, review.items)),
            Cell::Amount(review.removals.to_string()),
        ]
    };
    let columns = vec![
        Column::new(text.review),
        Column::new(text.state).tight(),
        Column::new(text.began).wide(),
        Column::new(text.last_day).tight(),
        Column::new(text.progress),
        Column::number(text.removals).wide(),
    ];
    let table = Table { caption: text.title.to_owned(), columns, rows: rows.iter().map(row).collect() };
    let empty = Empty { title: text.empty.to_owned(), hint: text.hint.to_owned(), action: None };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.title), bar, table, pager, empty);
    page.tabs = roles::tabs(actor, "/roles/reviews");
    if actor.may(RoleManage::CODE) && !rows.iter().any(|review| state_of(review.ends_at, face.now) == State::Running) {
        page.actions.push(Link::new(text.start, "/roles/reviews/new").current(true));
    }
    page
}

/// What a review is called: its quarter, or the day on which somebody began it.
fn name_of(review: &Review, face: &Face) -> String {
    review.quarter.clone().unwrap_or_else(|| face.date(review.starts_at).to_string())
}

fn badge(state: State, text: &Text) -> Cell {
    match state {
        State::Running => Cell::badge(Tone::Waiting, text.running),
        State::Ended => Cell::badge(Tone::Idle, text.ended),
    }
}

#[derive(Debug, Template)]
#[template(path = "reviews/new.html")]
struct NewPage {
    frame: Frame,
    text: &'static Text,
}

/// The question before a review is begun by hand.
pub fn new(actor: &Actor<RoleManage>) -> Response {
    let text = Text::of(actor.lang());
    html(StatusCode::OK, &NewPage { frame: Frame::new(actor.visitor(), text.start), text })
}

#[derive(Debug, Template)]
#[template(path = "reviews/show.html")]
struct ShowPage {
    frame: Frame,
    text: &'static Text,
    tabs: Vec<Link>,
    state: Cell,
    tiles: Vec<Tile>,
    refused: Vec<(String, &'static str)>,
    filters: FilterBar,
    action: String,
    lines: Vec<Line>,
    pager: Pager,
}

impl ShowPage {
    /// Whether the reader can answer anything on this page.
    fn asks(&self) -> bool {
        self.lines.iter().any(|line| line.asks)
    }
}

/// A role of a review as it is drawn.
#[derive(Debug)]
struct Line {
    id: i64,
    username: String,
    member: Cell,
    role: String,
    since: Cell,
    reviewer: String,
    used: Cell,
    unused: Vec<&'static str>,
    asks: bool,
    kept: bool,
    outcome: Cell,
    note: String,
}

/// One review.
pub fn show(
    actor: &Actor<RoleView>,
    review: &Review,
    (items, used): (&[Item], &Used),
    (filters, pager): (FilterBar, Pager),
    refused: &[Refused],
) -> Response {
    let lang = actor.lang();
    let text = Text::of(lang);
    let face = actor.face();
    let state = state_of(review.ends_at, face.now);
    let status = match (filters.is_sound(), refused.is_empty()) {
        (true, true) => StatusCode::OK,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let name = name_of(review, &face);
    let page = ShowPage {
        frame: Frame::new(actor.visitor(), format!("{} · {name}", text.title)),
        text,
        tabs: roles::tabs(actor, "/roles/reviews"),
        state: badge(state, text),
        tiles: tiles(review, text, days_left(review.ends_at, face.now, face.zone)),
        refused: refused.iter().map(|(item, why)| (named(item, actor), text.unremovable(*why))).collect(),
        filters,
        action: format!("/roles/reviews/{}", review.id),
        lines: items.iter().map(|item| drawn(actor, item, used, state)).collect(),
        pager,
    };
    html(status, &page)
}

fn named(item: &Item, actor: &Actor<RoleView>) -> String {
    format!("{} · {}", item.username, role_of(item, actor))
}

fn role_of(item: &Item, actor: &Actor<RoleView>) -> String {
    item.preset().map_or_else(|| item.role_name.clone(), |role| role.name(actor.lang()).to_owned())
}

fn tiles(review: &Review, text: &Text, days: i64) -> Vec<Tile> {
    let tile = |label: &str, value: String| Tile { label: label.to_owned(), value, note: String::new(), href: None };
    vec![
        tile(text.progress, format!("{} / {}", review.answered, review.items)),
        tile(text.removals, review.removals.to_string()),
        tile(text.days_left, days.to_string()),
    ]
}

fn drawn(actor: &Actor<RoleView>, item: &Item, used: &Used, state: State) -> Line {
    let lang = actor.lang();
    let text = Text::of(lang);
    let face = actor.face();
    let eyes = Eyes::of(actor.seat());
    let concern =
        Concern { member_id: item.member_id, reviewer_id: item.reviewer_id, reviewer_works: item.reviewer_works };
    let outcome = outcome_of(item.answered(), state);
    let asked = is_asked(Reader { member_id: eyes.member_id, agrees: eyes.agrees }, concern);
    let held = item.permissions(actor.organization().kind);
    let own: Vec<Code> =
        held.iter().filter(|code| code.facts().held != crate::access::permission::Held::Default).collect();
    let unused = |code: &&Code| usage::is_unused(used.last_by(item.member_id, **code), face.now);
    let last = own.iter().filter_map(|code| used.last_by(item.member_id, *code)).max();
    let reviewer = item.reviewer.clone().filter(|_| item.reviewer_works);
    Line {
        id: item.id,
        username: item.username.clone(),
        member: Cell::link(&item.username, format!("/members/{}", item.member_id)),
        role: role_of(item, actor),
        since: Cell::when(Some(item.granted_at), &face),
        reviewer: reviewer.unwrap_or_else(|| text.admins.to_owned()),
        used: if last.is_some() { Cell::when(last, &face) } else { Cell::badge(Tone::Waiting, text.unused) },
        unused: own.iter().filter(unused).map(|code| code.name(lang)).collect(),
        asks: asked && state == State::Running && outcome.is_open(),
        kept: outcome == Outcome::Kept,
        outcome: told(outcome, item, text),
        note: item.note.clone(),
    }
}

fn told(outcome: Outcome, item: &Item, text: &'static Text) -> Cell {
    let (tone, word) = text.outcome(outcome);
    let badge = Cell::badge(tone, word);
    let page = match outcome {
        Outcome::Waits => format!("/members/{}/role-request", item.member_id),
        _ => return badge.under(item.answered_by.clone().unwrap_or_default()),
    };
    badge.over(Cell::link(text.go_on, page))
}

/// The result as a file, every role a line.
pub fn csv(actor: &Actor<RoleView>, review: &Review, items: &[Item]) -> String {
    let text = Text::of(actor.lang());
    let face = actor.face();
    let state = state_of(review.ends_at, face.now);
    let head = [
        text.member,
        text.role,
        text.since,
        text.reviewer,
        text.outcome,
        text.note,
        text.answered_by,
        text.answered_at,
    ];
    // The mark tells spreadsheets that the file is UTF-8.
    let mut file = format!("\u{feff}{}", line(&head));
    for item in items {
        let outcome = outcome_of(item.answered(), state);
        let at = item.answered_at.map(|at| face.when(at).exact).unwrap_or_default();
        let reviewer = item.reviewer.clone().unwrap_or_else(|| text.admins.to_owned());
        file += &line(&[
            item.username.clone(),
            role_of(item, actor),
            face.when(item.granted_at).exact,
            reviewer,
            text.outcome(outcome).1.to_owned(),
            item.note.clone(),
            item.answered_by.clone().unwrap_or_default(),
            at,
        ]);
    }
    file
}
