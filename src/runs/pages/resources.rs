//! `/sync`: every resource with what it is doing. Its rows are also sent one by one as they change.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use chrono::TimeDelta;

use super::{changes, count, duration, evidence, span, step, tabs, told};
use crate::{
    access::{
        Actor, OrganizationState,
        permission::{SyncRun, SyncView},
    },
    lang::Lang,
    runs::{
        rules::{Standing, api_of, fresh_tone, percent, place_of},
        store::Resource,
        text::Text,
    },
    sync::Freshness,
    web::{Cell, Column, Empty, Face, FilterBar, Frame, Link, ListPage, Pager, Table, Typed, html, pager::Paging},
};

/// The page.
#[derive(Template)]
#[template(path = "runs/show.html")]
pub struct SyncPage {
    frame: Frame,
    text: &'static Text,
    tabs: Vec<Link>,
    may_run: bool,
    /// Why nothing is synchronised any more.
    stopped: Option<&'static str>,
    rows: Vec<Row>,
}

impl IntoResponse for SyncPage {
    fn into_response(self) -> Response {
        html(StatusCode::OK, &self)
    }
}

/// A row of the page.
#[derive(Template)]
#[template(path = "runs/row.html")]
pub struct Row {
    /// Tells rows apart, also when two sites are connected.
    pub key: String,
    /// Whether it changes by itself within seconds.
    pub is_moving: bool,
    resource: String,
    text: &'static Text,
    may_run: bool,
    name: String,
    api: String,
    badge: Cell,
    progress: Option<Progress>,
    problem: Option<Told>,
    fresh: Cell,
    last: Cell,
    rows_read: String,
    changes: String,
    calls: String,
    waited: String,
    next: Cell,
}

impl askama::filters::HtmlSafe for Row {}

/// How far a run is.
struct Progress {
    percent: i64,
    words: String,
}

/// Why the latest run did not complete, and what to do.
struct Told {
    sentence: &'static str,
    step: String,
    items: &'static [&'static str],
    evidence: String,
}

/// The page of a partner with connections.
pub fn show(actor: &Actor<SyncView>, resources: &[Resource]) -> SyncPage {
    let text = Text::of(actor.lang());
    SyncPage {
        frame: Frame::new(actor.visitor(), text.title),
        text,
        tabs: tabs(actor, "/sync"),
        may_run: actor.may(SyncRun::CODE),
        stopped: (actor.organization().state == OrganizationState::Exited).then_some(text.stopped),
        rows: rows(actor, resources),
    }
}

/// The rows, in the order of the data rather than the alphabet.
pub fn rows(actor: &Actor<SyncView>, resources: &[Resource]) -> Vec<Row> {
    let face = actor.face();
    let several_sites = resources.iter().any(|resource| resource.site != resources[0].site);
    let mut ordered: Vec<&Resource> = resources.iter().collect();
    ordered.sort_by_key(|resource| place_of(&resource.resource));
    ordered.into_iter().map(|resource| row(actor.may(SyncRun::CODE), resource, several_sites, &face)).collect()
}

fn row(may_run: bool, resource: &Resource, several_sites: bool, face: &Face) -> Row {
    let text = Text::of(face.lang);
    let standing = Standing::of(resource.state.as_deref(), resource.asked_at.is_some());
    let site = text.sites.iter().find(|(code, _)| *code == resource.site).map_or("", |(_, word)| word);
    let api = api_of(&resource.resource);
    let waited = TimeDelta::milliseconds(resource.waited_ms);
    let new = (resource.rows_inserted, resource.rows_updated, resource.rows_gone);
    Row {
        key: format!("{}-{}", resource.site, resource.resource),
        is_moving: standing.is_moving(),
        resource: resource.resource.clone(),
        text,
        may_run,
        name: text.resource(&resource.resource).to_owned(),
        api: if several_sites { format!("{api} · {site}") } else { api.to_owned() },
        badge: badge(standing, text),
        progress: (standing == Standing::Running).then(|| progress(resource, text)).flatten(),
        problem: (!standing.is_moving()).then(|| problem(resource, text, face.lang)).flatten(),
        fresh: fresh(resource, text, face),
        last: last(resource, text, face),
        rows_read: count(resource.rows_read),
        changes: changes(new, text, face.lang),
        calls: count(resource.calls),
        waited: if resource.waited_ms > 0 { format!("{} {}", text.waited, span(waited, text)) } else { String::new() },
        next: next(resource.next_at, standing, text, face),
    }
}

fn badge(standing: Standing, text: &Text) -> Cell {
    let place = Standing::ALL.iter().position(|known| *known == standing).unwrap_or_default();
    Cell::badge(standing.tone(), text.standings[place])
}

fn progress(resource: &Resource, text: &Text) -> Option<Progress> {
    let rows = (resource.rows_read, resource.rows_expected);
    let percent = percent(rows, (resource.scopes_done, resource.scopes_total))?;
    let of = |done: String, total: String, word: &str| format!("{done} / {total} {word}");
    let parts = of(resource.scopes_done.to_string(), resource.scopes_total.to_string(), text.parts);
    let rows = of(count(rows.0), count(rows.1.max(rows.0)), text.rows);
    Some(Progress { percent, words: format!("{percent}% · {parts} · {rows}") })
}

fn problem(resource: &Resource, text: &Text, lang: Lang) -> Option<Told> {
    let (problem, items) = told(resource.problem.as_deref()?, &resource.resource, text);
    let mut evidence = evidence(resource.problem_code.as_deref(), resource.problem_request_id.as_deref(), text);
    if let (true, Some(on)) = (problem.class == "waits", &resource.problem_scope) {
        evidence = format!("{} {}", text.waits_for, text.resource(on));
    }
    if resource.failures > 1 {
        let often = format!("{} {}", resource.failures, text.in_a_row);
        evidence = if evidence.is_empty() { often } else { format!("{often} · {evidence}") };
    }
    Some(Told { sentence: problem.sentence, step: step(problem, text, lang), items, evidence })
}

fn fresh(resource: &Resource, text: &Text, face: &Face) -> Cell {
    let tone = fresh_tone(resource.completed_at, resource.next_at, resource.problem.is_some(), face.now);
    match resource.completed_at {
        Some(at) => Cell::badge(tone, face.when(at).relative),
        None => Cell::badge(tone, text.never_complete),
    }
}

fn last(resource: &Resource, text: &Text, face: &Face) -> Cell {
    let (Some(id), Some(started)) = (resource.run_id, resource.started_at) else { return Cell::None };
    let took = span(duration(started, resource.finished_at, face.now), text);
    Cell::link(face.when(started).relative, format!("/sync/runs/{id}")).under(format!("{} {took}", text.took))
}

fn next(at: chrono::DateTime<chrono::Utc>, standing: Standing, text: &Text, face: &Face) -> Cell {
    match standing {
        Standing::Running => Cell::None,
        _ if at <= face.now || standing == Standing::Requested => Cell::text(text.due),
        _ if at - face.now < TimeDelta::minutes(1) => Cell::text(text.soon),
        _ => Cell::when(Some(at), face),
    }
}

/// What a reseller sees: how fresh the data is that its distributor's connection brings.
pub fn freshness(actor: &Actor<SyncView>, mut known: Vec<Freshness>) -> ListPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    known.sort_by_key(|row| place_of(&row.resource));
    let columns = vec![Column::new(text.resource), Column::new(text.complete_as_of), Column::new(text.next_run).wide()];
    let cells = |row: &Freshness| {
        let tone = fresh_tone(row.completed_at, row.next_at, row.problem.is_some(), face.now);
        let age = row.completed_at.map(|at| face.when(at).relative);
        vec![
            Cell::text(text.resource(&row.resource)).under(api_of(&row.resource)),
            Cell::badge(tone, age.unwrap_or_else(|| text.never_complete.to_owned())),
            next(row.next_at, Standing::Done, text, &face),
        ]
    };
    let table = Table { caption: text.title.to_owned(), columns, rows: known.iter().map(cells).collect() };
    let bar = FilterBar::new("/sync", Typed::default(), face.lang);
    let pager: Pager = bar.pager(&Paging::<i64>::first(), &mut Vec::<()>::new(), |()| 0);
    let empty = Empty { title: text.no_runs.to_owned(), hint: text.through_distributor.to_owned(), action: None };
    ListPage::new(Frame::new(actor.visitor(), text.title), bar, table, pager, empty)
}
