//! `/sync/runs`: what every reading brought, and one with its problem.

use chrono::TimeDelta;

use super::{changes, count, duration, span, step, tabs, told};
use crate::{
    access::{Actor, permission::SyncView},
    lang::Lang,
    runs::{
        rules::{Standing, api_of},
        store::Run,
        text::Text,
    },
    web::{Cell, Column, DetailPage, Empty, Face, FilterBar, Frame, Happening, ListPage, Pager, Section, Table},
};

/// The list.
pub fn list(actor: &Actor<SyncView>, bar: FilterBar, rows: &[Run], pager: Pager) -> ListPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let columns = vec![
        Column::new(text.started),
        Column::new(text.resource),
        Column::new(text.state),
        Column::number(text.rows_read).wide(),
        Column::number(text.calls).wide(),
        Column::new(text.cause).wide(),
        Column::new(text.problem).wide(),
    ];
    let cells = rows.iter().map(|run| cells(run, text, &face)).collect();
    let table = Table { caption: text.tab_runs.to_owned(), columns, rows: cells };
    let empty = Empty { title: text.no_runs.to_owned(), hint: text.no_runs_hint.to_owned(), action: None };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.tab_runs), bar, table, pager, empty);
    page.tabs = tabs(actor, "/sync/runs");
    page
}

fn cells(run: &Run, text: &Text, face: &Face) -> Vec<Cell> {
    let took = span(duration(run.started_at, run.finished_at, face.now), text);
    let new = changes((run.rows_inserted, run.rows_updated, run.rows_gone), text, face.lang);
    let read = Cell::Amount(count(run.rows_read));
    vec![
        Cell::link(face.when(run.started_at).relative, format!("/sync/runs/{}", run.id))
            .under(format!("{} {took}", text.took)),
        Cell::text(text.resource(&run.resource)).under(api_of(&run.resource)),
        state(run, text),
        if new.is_empty() { read } else { read.under(new) },
        Cell::Amount(count(run.calls)),
        word(&run.cause, &text.causes, face.lang),
        run.problem.as_deref().map_or(Cell::None, |class| Cell::text(text.problem(class).sentence)),
    ]
}

fn state(run: &Run, text: &Text) -> Cell {
    let standing = Standing::of(Some(&run.state), false);
    let known = text.run_states.iter().find(|(code, _)| *code == run.state);
    Cell::badge(standing.tone(), known.map_or(run.state.as_str(), |(_, word)| word))
}

fn word(code: &str, words: &[(&str, &str)], lang: Lang) -> Cell {
    let known = words.iter().find(|(known, _)| *known == code);
    known.map_or_else(|| Cell::unknown(code, lang), |(_, word)| Cell::text(*word))
}

/// One run.
pub fn show_run(actor: &Actor<SyncView>, run: &Run) -> DetailPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let title = format!("{} {}", text.run, run.id);
    let mut sections = vec![facts(run, text, &face)];
    if let Some(class) = &run.problem {
        sections.push(problem(run, class, text, face.lang));
    }
    sections.push(counts(run, text));
    let mut page = DetailPage::new(Frame::new(actor.visitor(), title), sections);
    page.tabs = tabs(actor, "/sync/runs");
    page.badges.push(state(run, text));
    let happening = |what: &str, at| Happening {
        what: what.to_owned(),
        when: face.when(at),
        note: String::new(),
        tone: Standing::of(Some(&run.state), false).tone(),
    };
    page.timeline.extend(run.finished_at.map(|at| happening(text.finished, at)));
    page.timeline.push(happening(text.started, run.started_at));
    page
}

fn facts(run: &Run, text: &Text, face: &Face) -> Section {
    let took = span(duration(run.started_at, run.finished_at, face.now), text);
    Section {
        title: text.resource(&run.resource).to_owned(),
        facts: vec![
            (text.api, Cell::text(api_of(&run.resource))),
            (text.site, word(&run.site, &text.sites, face.lang)),
            (text.cause, word(&run.cause, &text.causes, face.lang)),
            (text.started, Cell::when(Some(run.started_at), face)),
            (text.finished, Cell::when(run.finished_at, face)),
            (text.duration, Cell::text(took)),
            (text.round_started, Cell::when(Some(run.round_started_at), face)),
        ],
    }
}

fn problem(run: &Run, class: &str, text: &Text, lang: Lang) -> Section {
    let (problem, items) = told(class, &run.resource, text);
    let mut facts =
        vec![(text.problem, Cell::text(problem.sentence)), (text.next_step, Cell::text(step(problem, text, lang)))];
    if !items.is_empty() {
        facts.push((text.items, Cell::Several(items.iter().map(|item| Cell::code(*item, lang)).collect())));
    }
    if class == "waits" {
        facts.push((text.waits_for, Cell::maybe(run.problem_scope.as_deref().map(|name| text.resource(name)))));
    } else {
        let part = run.problem_scope.as_deref().map(|part| if part.is_empty() { text.part_partner } else { part });
        facts.push((text.part, Cell::maybe(part)));
    }
    facts.push((text.code, Cell::maybe(run.problem_code.as_deref())));
    facts.push((text.request_id, run.problem_request_id.as_deref().map_or(Cell::None, |id| Cell::id(id, lang))));
    Section { title: text.problem.to_owned(), facts }
}

fn counts(run: &Run, text: &Text) -> Section {
    let number = |value: i64| Cell::Amount(count(value));
    Section {
        title: text.counts.to_owned(),
        facts: vec![
            (text.parts_done, Cell::text(format!("{} / {}", run.scopes_done, run.scopes_total))),
            (text.rows_expected, number(run.rows_expected)),
            (text.rows_read, number(run.rows_read)),
            (text.rows_inserted, number(run.rows_inserted)),
            (text.rows_updated, number(run.rows_updated)),
            (text.rows_gone, number(run.rows_gone)),
            (text.calls, number(run.calls)),
            (text.throttle_wait, Cell::text(span(TimeDelta::milliseconds(run.waited_ms), text))),
        ],
    }
}
