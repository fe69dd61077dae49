//! An application as the partner sees it: what it says, what happened, what may be done about it and why not (COM-14).

use super::{
    application::{badge, number},
    fields,
};
use crate::{
    access::{
        Actor, Permission,
        permission::{IncentiveReview, MdfApply},
    },
    consents::Given,
    lang::Lang,
    mdf::{
        APPLICATIONS, CLAIMS,
        rules::{
            application::{FIELDS, MACHINE, SESSIONS, is_editable},
            budget,
            claim::holds_application,
        },
        store::applications::Application,
        text::{application::Text, claim::Text as Claimed, fields::field},
    },
    requests::{self, APPROVED, Event, INTERNAL_REVIEW, PASS, RETURN, Refusal, SUBMIT, Side, WITHDRAW, Who, Wish},
    web::{
        Cell, Column, DetailPage, Face, Frame, Link, Section, Table, Tone,
        form::{Control, Field, Panel},
    },
};

/// What an application says: plan, objectives, head of the request, sessions and budget.
pub fn content(one: &Application, given: &[Given], face: &Face) -> (Vec<Section>, Vec<(String, Table)>) {
    let (lang, text, sheet) = (face.lang, Text::of(face.lang), &one.form.0);
    let mut head = vec![
        (text.number, Cell::code(number(one.request_id), lang)),
        (text.state, badge(&one.state, lang)),
        (text.asked, one.amount.map_or(Cell::None, Cell::amount).under(one.currency.clone().unwrap_or_default())),
        (text.submitted_at, Cell::when(one.submitted_at, face)),
        (text.due_at, Cell::when(one.due_at, face)),
        (text.reason, Cell::text(&one.reason)),
    ];
    if let Some(from) = one.from_id {
        head.push((text.from, Cell::link(number(from), format!("{APPLICATIONS}/{from}"))));
    }
    let mut sections = vec![Section { title: text.form.to_owned(), facts: head }];
    for (part, title) in text.steps.iter().enumerate() {
        let facts = fields::facts(FIELDS, part, sheet, lang);
        if !facts.is_empty() {
            sections.push(Section { title: (*title).to_owned(), facts });
        }
    }
    if !given.is_empty() {
        sections.push(agreed(given, lang));
    }
    let (lines, _) = budget::read(sheet);
    let mut tables = vec![(text.budget.to_owned(), fields::table(&lines, text.budget, (text.amount, lang)))];
    tables.extend(sessions(one, lang));
    (sections, tables)
}

/// Which statements were ticked, in which version.
pub fn agreed(given: &[Given], lang: Lang) -> Section {
    let text = Text::of(lang);
    let line = |one: &Given| {
        let title = lang.pick(&one.title_en, &one.title_zh);
        (text.agreed, Cell::text(format!("{title} ({} v{})", one.code, one.version)))
    };
    Section { title: text.agreed.to_owned(), facts: given.iter().map(line).collect() }
}

fn sessions(one: &Application, lang: Lang) -> Option<(String, Table)> {
    let (text, sheet) = (Text::of(lang), &one.form.0);
    let used = SESSIONS.iter().filter(|names| !sheet.get(names[0]).is_empty());
    let rows: Vec<Vec<Cell>> = used.map(|names| names.map(|name| Cell::text(sheet.get(name))).into()).collect();
    let columns = SESSIONS[0].map(|name| Column::new(field(name, lang).0)).into();
    let caption = text.sessions.to_owned();
    (!rows.is_empty()).then(|| (caption.clone(), Table { caption, columns, rows }))
}

/// What a member could do, and why not.
fn acts<P: Permission>(actor: &Actor<P>, one: &Application) -> Vec<(&'static str, Result<(), Refusal>)> {
    let holds = |code| actor.may(code);
    let who = Who { side: Side::Member, member_id: Some(actor.member_id()), holds: &holds };
    let judge = |step: &'static str| {
        let wish = Wish { step, revision: one.revision, ..Wish::default() };
        (step, MACHINE.judge(&one.case(), wish, who).map(drop))
    };
    Text::of(actor.lang()).acts.iter().map(|(step, _)| judge(step)).collect()
}

/// The page.
pub fn show<P: Permission>(actor: &Actor<P>, one: &Application, (given, events): (&[Given], &[Event])) -> DetailPage {
    let (face, text) = (actor.face(), Text::of(actor.lang()));
    let path = format!("{APPLICATIONS}/{}", one.request_id);
    let (mut sections, tables) = content(one, given, &face);
    let mut acts = acts(actor, one);
    let holds = one.claim_state.as_deref().is_some_and(holds_application);
    if holds {
        acts.retain(|(step, _)| *step != WITHDRAW);
    }
    let said = |(step, judged): &(&'static str, Result<(), Refusal>)| {
        let cell = match judged {
            Ok(()) if *step == SUBMIT => Cell::link(text.yes, format!("{path}/edit?part=2")),
            Ok(()) => Cell::badge(Tone::Done, text.yes),
            Err(why) => Cell::text(requests::refusal(why, MACHINE.kind, face.lang)),
        };
        (text.act(step), cell)
    };
    let mut can: Vec<(&'static str, Cell)> = acts.iter().map(said).collect();
    if holds {
        can.push((text.act(WITHDRAW), Cell::text(Claimed::of(face.lang).withdrawal_held)));
    }
    can.push((Claimed::of(face.lang).begin, claimable(one, face.lang)));
    sections.push(Section { title: text.can.to_owned(), facts: can });
    let title = match one.form.0.get("name") {
        "" => number(one.request_id),
        name => name.to_owned(),
    };
    let mut page = DetailPage::new(Frame::new(actor.visitor(), title), sections);
    page.badges = vec![badge(&one.state, face.lang)];
    if actor.may(MdfApply::CODE) && (is_editable(&one.state) || one.state == APPROVED) {
        page.actions.push(Link::new(text.edit, format!("{path}/edit")).current(true));
    }
    if actor.may(MdfApply::CODE) {
        page.actions.push(Link::new(text.renew, format!("{APPLICATIONS}/new?from={}", one.request_id)));
    }
    page.actions.push(Link::new(text.evidence, format!("/requests/{}/evidence", one.request_id)));
    if let Some(claim) = one.claim_id {
        page.actions.push(Link::new(Claimed::of(face.lang).open, format!("{CLAIMS}/{claim}")));
    }
    page.forms = panels(actor, one, &acts);
    page.tables = tables;
    page.timeline = requests::timeline(events, &face);
    page
}

/// Whether it can be claimed now, and why not (BET-02).
fn claimable(one: &Application, lang: Lang) -> Cell {
    let text = Claimed::of(lang);
    match one.claim_id {
        Some(claim) => Cell::link(text.claimed_already, format!("{CLAIMS}/{claim}")),
        None if one.state == APPROVED => Cell::badge(Tone::Done, Text::of(lang).yes),
        None => Cell::text(text.not_approved),
    }
}

/// The internal review (COM-08), and what the maker can do.
fn panels<P: Permission>(
    actor: &Actor<P>,
    one: &Application,
    acts: &[(&'static str, Result<(), Refusal>)],
) -> Vec<Panel> {
    let text = Text::of(actor.lang());
    let path = format!("{APPLICATIONS}/{}", one.request_id);
    let panel = |title: &str, hint: &str, action: String, fields, buttons| Panel {
        title: title.to_owned(),
        hint: hint.to_owned(),
        action,
        hidden: vec![("revision", one.revision.to_string())],
        fields,
        buttons,
    };
    let mut panels = Vec::new();
    if one.state == INTERNAL_REVIEW && actor.may(IncentiveReview::CODE) {
        let buttons = vec![(PASS, text.pass), (RETURN, text.send_back)];
        panels.push(panel(text.review, text.review_hint, format!("{path}/review"), vec![reason(text)], buttons));
    }
    if one.state == APPROVED && one.claim_id.is_none() && actor.may(MdfApply::CODE) {
        let words = Claimed::of(actor.lang());
        panels.push(panel(
            words.begin,
            words.begin_hint,
            format!("{path}/claim"),
            vec![],
            vec![("claim", words.begin)],
        ));
    }
    let open = acts.iter().filter(|(step, judged)| judged.is_ok() && *step != SUBMIT);
    let buttons: Vec<_> = open.map(|(step, _)| (*step, text.act(step))).collect();
    if !buttons.is_empty() {
        panels.push(panel(text.can, "", format!("{path}/steps"), vec![], buttons));
    }
    panels
}

/// Why.
pub fn reason(text: &'static Text) -> Field {
    let control = Control::Area { value: String::new(), rows: 3, most: 500 };
    Field::new("reason", text.reason, control).help(text.reason_help)
}
