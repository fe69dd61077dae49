//! Applications: the list (LST-03) and the form in its three steps (MDF-21).

use axum::http::StatusCode;

use super::fields;
use crate::{
    access::{
        Actor,
        permission::{IncentiveSubmit, IncentiveView, MdfApply},
    },
    consents::{self, Statement},
    lang::Lang,
    mdf::{
        APPLICATIONS,
        rules::{
            application::{FIELDS, FREE, PARTS, SESSIONS},
            budget::{LINES, is_used},
            ledger::available,
            sheet::Sheet,
        },
        store::{applications::Listed, quota::Granted},
        text::{application::Text, claim, quota, words},
    },
    requests::{self, APPROVED, Refusal},
    values::decimal::grouped,
    web::{
        Cell, Column, Empty, FilterBar, Frame, Link, ListPage, Pager, Table, Tile, Typed,
        form::{FormPage, Group},
    },
};

/// How an application is called.
pub fn number(request_id: i64) -> String {
    format!("MDF{request_id:08}")
}

/// The state of an application.
pub fn badge(state: &str, lang: Lang) -> Cell {
    Cell::badge(requests::state_tone(state), requests::state_word("mdf_application", state, lang))
}

/// Tabs of MDF.
pub fn tabs(lang: Lang, applications: bool) -> Vec<Link> {
    let text = Text::of(lang);
    vec![
        Link::new(text.list, APPLICATIONS).current(applications),
        Link::new(text.quotas, "/incentives/mdf").current(!applications),
    ]
}

/// The quota of a year, as a card (MDF-04).
fn tiles(quota: &Granted, lang: Lang) -> Vec<Tile> {
    let (text, held) = (quota::Text::of(lang), quota.held());
    let parts = [held.soft, held.reserved, held.claimed, held.paid, available(quota.total, &held)];
    let figures = [(text.total, quota.total)].into_iter().chain(text.parts.into_iter().zip(parts));
    let tile = |(label, amount): (&str, rust_decimal::Decimal)| Tile {
        label: label.to_owned(),
        value: format!("{} {}", grouped(amount, 2), quota.currency),
        note: format!("{0}-01-01 – {0}-12-31", quota.year),
        href: Some("/incentives/mdf".to_owned()),
    };
    figures.map(tile).collect()
}

/// The applications of a partner.
pub fn list(
    actor: &Actor<IncentiveView>,
    quota: Option<&Granted>,
    bar: FilterBar,
    (rows, pager): (&[Listed], Pager),
) -> ListPage {
    let (lang, text) = (actor.lang(), Text::of(actor.lang()));
    let columns = vec![
        Column::new(text.number).tight(),
        Column::new(text.days).tight().wide(),
        Column::number(text.asked),
        Column::number(claim::Text::of(lang).claimed),
        Column::new(text.state).tight(),
    ];
    let row = |row: &Listed| {
        let days = row.starts_on.zip(row.ends_on).map(|(from, to)| format!("{from} – {to}"));
        let amount = row.amount.map_or(Cell::None, Cell::amount).under(row.currency.clone().unwrap_or_default());
        let named = Cell::link(&row.name, format!("{APPLICATIONS}/{}", row.request_id));
        vec![
            match row.name.is_empty() {
                true => Cell::link(number(row.request_id), format!("{APPLICATIONS}/{}", row.request_id)),
                false => named.under(format!("{} · {}", number(row.request_id), words::kind(&row.kind, lang))),
            },
            Cell::maybe(days.as_deref()).under(row.city.as_str()),
            amount,
            row.claimed.map_or(Cell::None, Cell::amount),
            row.claim_state
                .as_deref()
                .map_or_else(|| badge(&row.state, lang), |state| super::claim::badge(state, lang)),
        ]
    };
    let table = Table { caption: text.list.to_owned(), columns, rows: rows.iter().map(row).collect() };
    let empty = Empty { title: text.none.to_owned(), hint: text.none_hint.to_owned(), action: None };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.list), bar, table, pager, empty);
    page.tabs = tabs(lang, true);
    page.tiles = quota.map(|quota| tiles(quota, lang)).unwrap_or_default();
    if actor.may(MdfApply::CODE) {
        page.actions = vec![Link::new(text.apply, format!("{APPLICATIONS}/new")).current(true)];
    }
    page
}

/// What the form is drawn from.
#[derive(Debug)]
pub struct Drawn<'a> {
    pub id: Option<i64>,
    pub from: Option<i64>,
    pub revision: i32,
    pub state: &'a str,
    pub sheet: &'a Sheet,
    pub part: usize,
    pub site: &'a str,
    /// Statements to tick, on the last step.
    pub statements: &'a [Statement],
    pub typed: &'a Typed,
    /// Whether the business information is not authenticated (GATE-01).
    pub uninformed: bool,
}

/// A step of the form; of an approved application only what may still be changed.
pub fn form(actor: &Actor<MdfApply>, drawn: &Drawn<'_>) -> FormPage {
    let (lang, text) = (actor.lang(), Text::of(actor.lang()));
    let path = drawn.id.map_or_else(|| format!("{APPLICATIONS}/new"), |id| format!("{APPLICATIONS}/{id}/edit"));
    let back = drawn.id.map_or_else(|| APPLICATIONS.to_owned(), |id| format!("{APPLICATIONS}/{id}"));
    let colon = actor.lang().pick(": ", "：");
    let title = format!("{} {}/{PARTS}{colon}{}", text.form, drawn.part + 1, text.steps[drawn.part]);
    let mut page = FormPage::new(Frame::new(actor.visitor(), title), path, Link::new(text.back, back));
    page.hint = text.part_hints[drawn.part].to_owned();
    let is_approved = drawn.state == APPROVED;
    if is_approved {
        page.hint = text.change_hint.to_owned();
    } else if drawn.uninformed {
        page.notice = Some(text.no_information.to_owned());
    }
    let own = FIELDS.iter().filter(|spec| spec.part == drawn.part);
    let own = own.filter(|spec| !is_approved || FREE.contains(&spec.name));
    let own = own.map(|spec| fields::draw(spec, drawn.sheet, (drawn.site, lang))).collect();
    page.groups = vec![Group { title: text.steps[drawn.part].to_owned(), hint: String::new(), fields: own }];
    if !is_approved {
        page.groups.extend(rows(drawn, lang));
    }
    let mut hidden = vec![("revision", drawn.revision.to_string()), ("part", drawn.part.to_string())];
    hidden.extend(drawn.from.map(|from| ("from", from.to_string())));
    page.hidden = hidden;
    page.buttons = buttons(actor, drawn, text);
    page
}

fn buttons(actor: &Actor<MdfApply>, drawn: &Drawn<'_>, text: &'static Text) -> Vec<(&'static str, &'static str)> {
    if drawn.state == APPROVED {
        return vec![("change", text.change)];
    }
    let mut buttons = vec![];
    match drawn.part + 1 < PARTS {
        true => buttons.push(("next", text.next)),
        false if actor.may(IncentiveSubmit::CODE) => buttons.push(("submit", text.submit)),
        false => {}
    }
    buttons.push(("save", text.save));
    if drawn.part > 0 {
        buttons.push(("previous", text.previous));
    }
    buttons
}

/// Rows of a step: those in use and one more; and what is ticked at the end.
fn rows(drawn: &Drawn<'_>, lang: Lang) -> Vec<Group> {
    let (text, sheet) = (Text::of(lang), drawn.sheet);
    match drawn.part {
        0 => {
            let used = |names: &[&str; 3]| names.iter().any(|name| !sheet.get(name).is_empty());
            let shown = SESSIONS.iter().rposition(used).map_or(1, |last| last + 2).min(SESSIONS.len());
            let fields = SESSIONS[..shown].iter().flat_map(|[start, end, place]| {
                [(start, "date"), (end, "date"), (place, "text")]
                    .map(|(name, kind)| fields::cell(name, kind, sheet, lang))
            });
            let (title, hint) = (text.sessions.to_owned(), text.sessions_hint.to_owned());
            vec![Group { title, hint, fields: fields.collect() }]
        }
        2 => {
            let last = (0..LINES.len()).rev().find(|place| is_used(sheet, *place));
            let shown = last.map_or(1, |last| last + 2).min(LINES.len());
            let group = |place: usize| Group {
                title: format!("{}{}", text.line, place + 1),
                hint: if place + 1 == shown { text.line_hint.to_owned() } else { String::new() },
                fields: fields::budget(place, sheet, lang),
            };
            let mut groups: Vec<Group> = (0..shown).map(group).collect();
            if !drawn.statements.is_empty() {
                let ticks = consents::field(drawn.statements, drawn.typed, lang);
                groups.push(Group { title: String::new(), hint: String::new(), fields: vec![ticks] });
            }
            groups
        }
        _ => vec![],
    }
}

/// The form with the sentence why a step is not taken (409).
pub fn told(mut page: FormPage, why: &Refusal) -> FormPage {
    page.notice = Some(requests::refusal(why, "mdf_application", page.frame.lang));
    page.status = StatusCode::CONFLICT;
    page
}

/// The form with a sentence above all (422).
pub fn said(mut page: FormPage, sentence: String) -> FormPage {
    page.notice = Some(sentence);
    page.status = StatusCode::UNPROCESSABLE_ENTITY;
    page
}
