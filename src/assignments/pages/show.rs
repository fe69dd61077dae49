//! What is known about one customer or reseller: who looked after it, and who sees it (AM-9, AM-10, PERM-7).

use super::account;
use crate::{
    access::{Actor, Permission, permission::AmAssign},
    assignments::{
        rules::{
            Subject, counts_from,
            sight::{Why, sight},
        },
        store::{periods::Period, picked::Row, sight::Seer},
        text::{Text, words::Words},
    },
    lang::Lang,
    web::{Cell, Column, DetailPage, Frame, Link, Section, Table, Text as Shared, Tone},
};

/// Most members that are named; who sees a customer for a reason of his own stands first.
const MOST: usize = 200;

/// A customer's account managers, past and present, and everybody who sees it.
pub fn customer<P: Permission>(actor: &Actor<P>, row: &Row, periods: &[Period], seers: &[Seer]) -> DetailPage {
    let text = Text::of(actor.lang());
    let mut page = page(actor, (Subject::Customer, row), periods, actor.may(AmAssign::CODE));
    page.tables.push((text.seers.to_owned(), seeing(actor, row, seers)));
    page
}

/// A reseller's account managers, past and present.
pub fn reseller<P: Permission>(actor: &Actor<P>, row: &Row, periods: &[Period]) -> DetailPage {
    page(actor, (Subject::Reseller, row), periods, true)
}

fn page<P: Permission>(actor: &Actor<P>, (subject, row): (Subject, &Row), periods: &[Period], may: bool) -> DetailPage {
    let (lang, face) = (actor.lang(), actor.face());
    let (text, words) = (Text::of(lang), Words::of(subject, lang));
    let manager = row.manager.as_ref().map_or_else(|| Cell::badge(Tone::Waiting, text.unassigned), Cell::text);
    let mut facts = vec![
        (words.subject, account(subject, row.id, &row.account_name, (row.customer_type, row.name.as_ref()))),
        (text.present, manager),
        (text.from, Cell::when(row.since, &face)),
    ];
    if let Some(since) = row.since.filter(|_| subject == Subject::Customer) {
        facts.push((text.counts_from, Cell::text(face.when(counts_from(since)).exact)));
    }
    let section = Section { title: words.title.to_owned(), facts };
    let title = format!("{} · {}", text.history, row.account_name);
    let mut page = DetailPage::new(Frame::new(actor.visitor(), title), vec![section]);
    page.tables.push((text.history.to_owned(), history(actor, subject, periods)));
    if may {
        let pick =
            |path: &str| format!("{path}?{}={}&next={}/assignments", subject.field(), row.id, subject.page(row.id));
        page.actions.extend(row.manager_id.map(|_| Link::new(text.withdraw, pick(subject.withdrawal()))));
        page.actions.push(Link::new(text.assign, pick(subject.review())).current(true));
    }
    page
}

fn history<P: Permission>(actor: &Actor<P>, subject: Subject, periods: &[Period]) -> Table {
    let (text, face) = (Text::of(actor.lang()), actor.face());
    let counts = subject == Subject::Customer;
    let mut columns = vec![Column::new(text.manager), Column::new(text.from)];
    columns.extend(counts.then(|| Column::new(text.counts_from)));
    columns.extend([text.assigned_by, text.until, text.ended_by].map(Column::new));
    let cells = |period: &Period| {
        let until =
            period.ended_at.map_or_else(|| Cell::badge(Tone::Done, text.lasting), |at| Cell::text(face.when(at).exact));
        let by = period.ended_by.as_deref().or_else(|| period.ended_at.map(|_| text.portal));
        let mut cells = vec![Cell::text(&period.manager), Cell::text(face.when(period.assigned_at).exact)];
        cells.extend(counts.then(|| Cell::text(face.when(counts_from(period.assigned_at)).exact)));
        cells.extend([Cell::maybe(period.assigned_by.as_deref()), until, Cell::maybe(by)]);
        cells
    };
    let mut rows: Vec<Vec<Cell>> = periods.iter().map(cells).collect();
    if rows.is_empty() {
        rows.push(columns.iter().map(|_| Cell::None).collect());
    }
    Table { caption: text.history.to_owned(), columns, rows }
}

/// Members who see the customer, with the reason: asked of the function that requests ask.
fn seeing<P: Permission>(actor: &Actor<P>, row: &Row, seers: &[Seer]) -> Table {
    let lang = actor.lang();
    let text = Text::of(lang);
    let kind = actor.organization().kind;
    let seen = |seer: &'_ Seer| sight(kind, &seer.member, row.manager_id);
    let mut found: Vec<(Why, &Seer)> = Vec::new();
    for seer in seers {
        found.extend(seen(seer).map(|why| (why, seer)));
    }
    found.sort_by_key(|(why, _)| *why);
    let more = found.len() > MOST;
    found.truncate(MOST);
    let cells = |(why, seer): &(Why, &Seer)| {
        let why = match why {
            Why::Assigned => Cell::badge(Tone::Done, text.why_assigned),
            Why::Director => Cell::badge(Tone::Done, text.why_director),
            Why::Master => Cell::text(text.why_master),
            Why::Roles => Cell::text(text.why_roles),
        };
        vec![Cell::text(&seer.username), Cell::text(roles(seer, lang)), why]
    };
    let mut rows: Vec<Vec<Cell>> = found.iter().map(cells).collect();
    if more {
        rows.push(vec![Cell::text(format!("{} {MOST}", text.seers_note)), Cell::None, Cell::None]);
    }
    Table { caption: text.seers.to_owned(), columns: [text.member, text.roles, text.why].map(Column::new).into(), rows }
}

fn roles(seer: &Seer, lang: Lang) -> String {
    if seer.member.is_master {
        return Shared::of(lang).master.to_owned();
    }
    let presets = seer.member.presets.iter().map(|role| role.name(lang).to_owned());
    presets.chain(seer.custom_names.iter().cloned()).collect::<Vec<_>>().join(lang.pick(", ", "、"))
}
