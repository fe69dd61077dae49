//! Pages of facts: the list of a kind, one fact with its history.

pub mod form;
pub mod import;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{
    forms::Filters,
    rules::{FieldRule, Kind, Shape},
    store::Listed,
    text::Text,
};
use crate::{
    access::{
        Actor,
        permission::{IncentiveSubmit, IncentiveView},
    },
    values::decimal,
    web::{
        Cell, Column, DetailPage, Empty, Face, FilterBar, Frame, Happening, Link, ListPage, Pager, Section, Table, Tone,
    },
};

/// How long before its end a certificate is about to end (SPEC-11).
const SOON: TimeDelta = TimeDelta::days(90);
/// How long a reading holds.
const FRESH: TimeDelta = TimeDelta::hours(24);

/// The address of a kind's list.
pub fn address(kind: &Kind) -> String {
    format!("/facts?kind={}", kind.code)
}

/// When a kind was vouched for, and by whom.
type Reading = Option<(DateTime<Utc>, String)>;

/// The facts of a kind.
pub fn list(
    actor: &Actor<IncentiveView>,
    (kinds, filters, reading): (&[&'static Kind], &Filters, &Reading),
    bar: FilterBar,
    (rows, pager): (&[Listed], Pager),
) -> ListPage {
    let face = actor.face();
    let (text, kind) = (Text::of(face.lang), filters.kind);
    let mut columns = vec![Column::new(text.field(kind.label))];
    let rules = || kind.shown.iter().filter_map(|name| kind.fields.iter().find(|rule| rule.name == *name));
    columns.extend(rules().map(|rule| match rule.shape {
        Shape::Amount => Column::number(text.field(rule.name)),
        Shape::Line(_) => Column::new(text.field(rule.name)),
        _ => Column::new(text.field(rule.name)).tight(),
    }));
    columns.extend([
        Column::new(text.status).tight(),
        Column::new(text.source).wide(),
        Column::new(text.recorded).wide(),
    ]);
    let row = |row: &Listed| {
        let label = text.word(&row.label);
        let mut cells = vec![Cell::link(label, format!("/facts/{}", row.id))];
        cells.extend(rules().map(|rule| value(rule, row, text)));
        cells.push(badge(kind, row, text, &face));
        cells.push(Cell::text(&row.origin).under(text.method_word(&row.method)));
        cells.push(Cell::when(Some(row.recorded_at), &face).under(&row.recorded_by));
        cells
    };
    let table = Table { caption: text.kind(kind.code).to_owned(), columns, rows: rows.iter().map(row).collect() };
    let empty = Empty { title: text.empty.to_owned(), hint: text.empty_hint.to_owned(), action: None };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.title), bar, table, pager, empty);
    let tab = |one: &&'static Kind| Link::new(text.kind(one.code), address(one)).current(one.code == kind.code);
    page.tabs = kinds.iter().map(tab).collect();
    page.notice = Some(format!("{}{}{}", text.hint, face.lang.pick(" ", ""), standing(reading, text, &face)));
    if actor.may(IncentiveSubmit::CODE) {
        let to = |page: &str| format!("/facts/{page}?kind={}", kind.code);
        page.actions = vec![
            Link::new(text.add, to("new")).current(true),
            Link::new(text.import, to("import")),
            Link::new(text.vouch, to("readings")),
        ];
    }
    page
}

/// Whether conditions read these facts, and since when they do not.
fn standing(reading: &Reading, text: &Text, face: &Face) -> String {
    let Some((at, by)) = reading else { return text.never.to_owned() };
    let when = face.when(*at);
    let last = format!("{}{by}{}{}", text.last.0, text.last.1, when.exact);
    let stop = face.lang.pick(".", "。");
    if face.now - *at > FRESH { format!("{last}{stop}{}", text.stale) } else { format!("{last}{stop}") }
}

/// A value in the words of its field.
fn value(rule: &FieldRule, fact: &Listed, text: &Text) -> Cell {
    let Some(value) = fact.fields.get(rule.name) else { return Cell::None };
    match rule.shape {
        Shape::Choice(_) => Cell::text(text.word(value)),
        Shape::Month => Cell::text(value.get(..7).unwrap_or(value)),
        Shape::Amount => {
            Cell::Amount(decimal::parse(value).map_or_else(|_| value.clone(), |it| decimal::grouped(it, 2)))
        }
        _ => Cell::text(value),
    }
}

/// Its state: what a day makes of it goes before the word of the database.
fn badge(kind: &Kind, fact: &Listed, text: &Text, face: &Face) -> Cell {
    if fact.ended_at.is_some() {
        let word = if fact.ended_because.is_some() { text.retracted } else { text.corrected };
        return Cell::badge(Tone::Idle, word);
    }
    let today = face.date(face.now);
    let day = |name: &str| fact.fields.get(name).and_then(|day| day.parse::<NaiveDate>().ok());
    match (kind.code, fact.status.as_str()) {
        ("bill", "unpaid") if day("due_on").is_some_and(|due| due < today) => Cell::badge(Tone::Refused, text.overdue),
        ("path", _) if day("until").is_some_and(|until| until < today) => Cell::badge(Tone::Refused, text.lapsed),
        ("certificate", _) => match day("valid_until") {
            Some(until) if until < today => Cell::badge(Tone::Refused, text.lapsed),
            Some(until) if until - SOON <= today => Cell::badge(Tone::Waiting, text.soon),
            _ => Cell::badge(Tone::Done, text.valid),
        },
        (_, status) => {
            let tone = match status {
                "paid" | "settled" | "specialist" | "linked" | "signed" | "delivered" | "validated" => Tone::Done,
                "joined" | "role_certified" | "differentiated" | "cloud_software" | "advanced_software" => Tone::Done,
                "rejected" | "lost" | "disqualified" | "apply_rejected" => Tone::Refused,
                "expired" | "declined" | "withdrawn" | "unlinked" | "cancelled" | "cancel_approved" => Tone::Idle,
                _ => Tone::Waiting,
            };
            Cell::badge(tone, text.word(status))
        }
    }
}

/// One fact, with everything that was ever said about the same.
pub fn show(actor: &Actor<IncentiveView>, kind: &'static Kind, fact: &Listed, history: &[Listed]) -> DetailPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let said = kind.fields.iter().map(|rule| (text.field(rule.name), value(rule, fact, text))).collect();
    let method = text.method_word(&fact.method);
    let mut source = vec![
        (text.origin, Cell::text(&fact.origin)),
        (text.method, Cell::text(method)),
        (text.recorded_by, Cell::text(&fact.recorded_by)),
        (text.recorded, Cell::when(Some(fact.recorded_at), &face)),
    ];
    source.extend(fact.ended_because.as_ref().map(|because| (text.reason, Cell::text(because))));
    let sections = vec![
        Section { title: text.said.to_owned(), facts: said },
        Section { title: text.source.to_owned(), facts: source },
    ];
    let mut page = DetailPage::new(Frame::new(actor.visitor(), text.word(&fact.label)), sections);
    page.badges = vec![badge(kind, fact, text, &face)];
    page.tabs = vec![Link::new(text.kind(kind.code), address(kind))];
    if fact.ended_at.is_none() && actor.may(IncentiveSubmit::CODE) {
        page.actions.push(Link::new(text.correct, format!("/facts/new?corrects={}", fact.id)).current(true));
        page.actions.push(Link::new(text.retract, format!("/facts/{}/retraction", fact.id)));
    }
    if fact.file_id.is_some() || fact.has_content {
        page.actions.push(Link::new(text.download, format!("/facts/{}/source", fact.id)));
    }
    page.tables = vec![(text.held.to_owned(), versions(kind, history, text, &face))];
    page.timeline = timeline(history, text, &face);
    page
}

/// Every version, newest first; what it said stands in its line.
fn versions(kind: &'static Kind, history: &[Listed], text: &Text, face: &Face) -> Table {
    let mut columns = vec![Column::new(text.recorded)];
    columns.extend(kind.fields.iter().map(|rule| match rule.shape {
        Shape::Amount => Column::number(text.field(rule.name)),
        _ => Column::new(text.field(rule.name)),
    }));
    columns.push(Column::new(text.status).tight());
    let row = |fact: &Listed| {
        let mut cells = vec![Cell::link(face.when(fact.recorded_at).exact, format!("/facts/{}", fact.id))];
        cells.extend(kind.fields.iter().map(|rule| value(rule, fact, text)));
        cells.push(badge(kind, fact, text, face));
        cells
    };
    Table { caption: text.held.to_owned(), columns, rows: history.iter().map(row).collect() }
}

fn timeline(history: &[Listed], text: &Text, face: &Face) -> Vec<Happening> {
    let mut events = Vec::new();
    for fact in history {
        let because = fact.ended_because.as_deref();
        if let (Some(at), Some(because)) = (fact.ended_at, because) {
            let note = format!("{} · {because}", fact.ended_by.as_deref().unwrap_or_default());
            events.push((at, text.retracted, note, Tone::Refused));
        }
        let note = format!("{} · {} · {}", fact.recorded_by, text.method_word(&fact.method), fact.origin);
        events.push((fact.recorded_at, text.recorded, note, Tone::Done));
    }
    let happening =
        |(at, what, note, tone): (_, &str, _, _)| Happening { what: what.to_owned(), when: face.when(at), note, tone };
    events.into_iter().map(happening).collect()
}
