//! Pages of synchronisation: values ready to show.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{
    store::{Run, Standing},
    text::{self, Text},
};
use crate::{
    access::{
        Actor,
        permission::{SyncRun, SyncView},
    },
    sync::Freshness,
    web::{Cell, Column, DetailPage, Face, Frame, Section, Table, Tile, Tone, html},
};

/// What is synchronised and how it goes.
#[derive(Template)]
#[template(path = "runs/list.html")]
pub struct SyncPage {
    frame: Frame,
    text: &'static Text,
    /// What may be run now; empty for who may not.
    choices: Vec<(String, String)>,
    running: bool,
    tiles: Vec<Tile>,
    tables: Vec<(String, Table)>,
}

impl IntoResponse for SyncPage {
    fn into_response(self) -> Response {
        html(StatusCode::OK, &self)
    }
}

/// The page of an organisation with a connection.
pub fn list(actor: &Actor<SyncView>, standings: &[Standing], recent: &[Run]) -> SyncPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let is_running = |row: &Standing| row.state.as_deref() == Some("running");
    let choices = standings.iter().map(|row| (row.resource.clone(), text::resource(&row.resource, face.lang)));
    let problems = standings.iter().filter(|row| row.problem.is_some()).count();
    let running = standings.iter().filter(|row| is_running(row)).count();
    let tile = |label: &str, value: usize| Tile {
        label: label.to_owned(),
        value: value.to_string(),
        note: String::new(),
        href: None,
    };
    SyncPage {
        frame: Frame::new(actor.visitor(), text.title),
        text,
        choices: if actor.may(SyncRun::CODE) { choices.collect() } else { Vec::new() },
        running: running > 0 || standings.iter().any(|row| row.asked),
        tiles: vec![
            tile(text.resources, standings.len()),
            tile(text.running_now, running),
            tile(text.with_problems, problems),
        ],
        tables: vec![
            (text.resources.to_owned(), resources(standings, text, &face)),
            (text.recent.to_owned(), runs(recent, text, &face)),
        ],
    }
}

/// The page of a reseller: how fresh its rows are.
pub fn freshness(actor: &Actor<SyncView>, fresh: &[Freshness]) -> SyncPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let columns = vec![Column::new(text.resource), Column::new(text.completed), Column::new(text.next)];
    let row = |row: &Freshness| {
        vec![
            Cell::text(text::resource(&row.resource, face.lang)),
            Cell::when(row.completed_at, &face),
            Cell::when(Some(row.next_at), &face),
        ]
    };
    let table = Table { caption: text.title.to_owned(), columns, rows: fresh.iter().map(row).collect() };
    let tables = if fresh.is_empty() { vec![] } else { vec![(text.resources.to_owned(), table)] };
    let frame = Frame::new(actor.visitor(), text.title);
    SyncPage { frame, text, choices: vec![], running: false, tiles: vec![], tables }
}

fn resources(standings: &[Standing], text: &'static Text, face: &Face) -> Table {
    let columns = vec![
        Column::new(text.resource),
        Column::new(text.state),
        Column::new(text.completed),
        Column::new(text.next).wide(),
        Column::number(text.read).wide(),
        Column::new(text.changes).wide(),
        Column::new(text.throttled).wide(),
        Column::new(text.what_to_do),
    ];
    let row = |row: &Standing| {
        let name = text::resource(&row.resource, face.lang);
        let label = match row.run_id {
            Some(id) => Cell::link(name, format!("/sync/runs/{id}")),
            None => Cell::text(name),
        };
        vec![
            label,
            standing(row, text),
            Cell::when(row.completed_at, face),
            Cell::when(Some(row.next_at), face),
            row.rows_read.map_or(Cell::None, |rows| Cell::Amount(rows.to_string())),
            changed(row, text),
            row.waited_ms.map_or(Cell::None, |waited| Cell::text(format!("{} {}", waited / 1000, text.seconds))),
            Cell::text(row.problem.as_deref().map(|class| text::problem(class, face.lang)).unwrap_or_default()),
        ]
    };
    Table { caption: text.resources.to_owned(), columns, rows: standings.iter().map(row).collect() }
}

/// The state of the latest run; while it runs, how far it is.
fn standing(row: &Standing, text: &'static Text) -> Cell {
    let badge = match row.state.as_deref() {
        _ if row.asked => Cell::badge(Tone::Waiting, text.waiting),
        Some(state) => state_badge(state, text),
        None => Cell::badge(Tone::Idle, text.never),
    };
    let parts = (i64::from(row.scopes_done.unwrap_or(0)), i64::from(row.scopes_total.unwrap_or(0)));
    let rows = (row.rows_read.unwrap_or(0), row.rows_expected.unwrap_or(0));
    let (done, all) = if parts.1 > 1 { parts } else { rows };
    if row.state.as_deref() != Some("running") || all == 0 {
        return badge;
    }
    let percent = u8::try_from((done * 100 / all).clamp(0, 100)).unwrap_or(100);
    badge.over(Cell::share(percent, format!("{percent} %")))
}

fn changed(row: &Standing, text: &'static Text) -> Cell {
    match (row.rows_inserted, row.rows_updated, row.rows_gone) {
        (Some(new), Some(changed), Some(gone)) => Cell::text((text.changes_of)(new, changed, gone)),
        _ => Cell::None,
    }
}

fn state_badge(state: &str, text: &'static Text) -> Cell {
    match state {
        "running" => Cell::badge(Tone::Waiting, text.running),
        "done" => Cell::badge(Tone::Done, text.done),
        "partly" => Cell::badge(Tone::Waiting, text.partly),
        "failed" => Cell::badge(Tone::Refused, text.failed),
        "abandoned" => Cell::badge(Tone::Idle, text.abandoned),
        other => Cell::badge(Tone::Idle, other),
    }
}

fn runs(runs: &[Run], text: &'static Text, face: &Face) -> Table {
    let columns = vec![
        Column::new(text.started),
        Column::new(text.resource),
        Column::new(text.state),
        Column::number(text.read),
        Column::new(text.changes).wide(),
        Column::new(text.throttled).wide(),
    ];
    let row = |run: &Run| {
        let started = face.when(run.started_at);
        vec![
            Cell::link(started.relative, format!("/sync/runs/{}", run.id)),
            Cell::text(text::resource(&run.resource, face.lang)),
            state_badge(&run.state, text),
            Cell::Amount(run.rows_read.to_string()),
            Cell::text((text.changes_of)(run.rows_inserted, run.rows_updated, run.rows_gone)),
            Cell::text(format!("{} {}", run.waited_ms / 1000, text.seconds)),
        ]
    };
    Table { caption: text.recent.to_owned(), columns, rows: runs.iter().map(row).collect() }
}

/// One run with everything it counted.
pub fn show(actor: &Actor<SyncView>, run: &Run, others: &[Run]) -> DetailPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let title = format!("{} {}", text.run, run.id);
    let mut sections = vec![facts(run, text, &face), counters(run, text)];
    sections.extend(failure(run, text, &face));
    let frame = Frame::new(actor.visitor(), title);
    let mut page = DetailPage::new(frame, sections);
    page.badges = vec![state_badge(&run.state, text)];
    page.tables = vec![(text.others.to_owned(), runs(others, text, &face))];
    page
}

fn facts(run: &Run, text: &'static Text, face: &Face) -> Section {
    let cause = match run.cause.as_str() {
        "schedule" => text.by_schedule,
        "person" => text.by_person,
        "command_line" => text.by_command_line,
        "demo" => text.by_demo,
        other => other,
    };
    let facts = vec![
        (text.resource, Cell::text(text::resource(&run.resource, face.lang))),
        (text.cause, Cell::text(cause)),
        (text.round, Cell::when(Some(run.round_started_at), face)),
        (text.started, Cell::when(Some(run.started_at), face)),
        (text.finished, Cell::when(run.finished_at, face)),
    ];
    Section { title: text.run.to_owned(), facts }
}

fn counters(run: &Run, text: &'static Text) -> Section {
    let facts = vec![
        (text.parts, Cell::text(format!("{} / {}", run.scopes_done, run.scopes_total))),
        (text.calls, Cell::text(run.calls.to_string())),
        (text.throttled, Cell::text(format!("{} {}", run.waited_ms / 1000, text.seconds))),
        (text.expected, Cell::text(run.rows_expected.to_string())),
        (text.read, Cell::text(run.rows_read.to_string())),
        (text.changes, Cell::text((text.changes_of)(run.rows_inserted, run.rows_updated, run.rows_gone))),
    ];
    Section { title: text.counters.to_owned(), facts }
}

fn failure(run: &Run, text: &'static Text, face: &Face) -> Option<Section> {
    let class = run.problem.as_deref()?;
    let facts = vec![
        (text.what_to_do, Cell::text(text::problem(class, face.lang))),
        (text.code, Cell::maybe(run.problem_code.as_deref())),
        (text.part, Cell::maybe(run.problem_scope.as_deref())),
        (text.request_id, run.problem_request_id.as_deref().map_or(Cell::None, |id| Cell::id(id, face.lang))),
    ];
    Some(Section { title: text.failure.to_owned(), facts })
}
