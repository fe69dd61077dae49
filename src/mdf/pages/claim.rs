//! Claims: the form in its four steps (MDF-22), the partner's page, the desk's.

use axum::http::StatusCode;

use super::{
    application::number,
    fields::{self, cell},
    show::reason,
};
use crate::{
    access::{
        Actor, Permission,
        permission::{DeskDecisionRecord, DeskIncentiveReview, IncentiveReview, IncentiveSubmit, MdfApply},
    },
    consents::{self, Given, Statement},
    lang::Lang,
    mdf::{
        APPLICATIONS, CLAIMS, DESK_CLAIMS,
        rules::{
            application::is_editable,
            budget,
            claim::{DECIDED, EXPENSES, FIELDS, INVOICES, MACHINE, PARTS},
            sheet::Sheet,
        },
        store::claims::Claim,
        text::{application, claim::Text, fields::field},
    },
    requests::{
        self, APPROVE, DISCARD, Decision, Event, INTERNAL_REVIEW, PASS, REJECT, RETURN, REVIEWING, Refusal, SUBMIT,
        Side, TAKE_BACK, WITHDRAW, Who, Wish,
    },
    values::decimal::grouped,
    web::{
        Cell, Column, DetailPage, Face, Frame, Link, Section, Table, Tone, Typed,
        form::{Control, Field, FormPage, Group, Panel},
    },
};

/// The state of a claim.
pub fn badge(state: &str, lang: Lang) -> Cell {
    Cell::badge(requests::state_tone(state), requests::state_word(MACHINE.kind, state, lang))
}

/// What the form is drawn from.
#[derive(Debug)]
pub struct Drawn<'a> {
    pub one: &'a Claim,
    pub sheet: &'a Sheet,
    pub part: usize,
    /// Statements to tick, on the last step.
    pub statements: &'a [Statement],
    pub typed: &'a Typed,
}

/// A step of the form.
pub fn form(actor: &Actor<MdfApply>, drawn: &Drawn<'_>) -> FormPage {
    let (lang, text, said) = (actor.lang(), Text::of(actor.lang()), application::Text::of(actor.lang()));
    let path = format!("{CLAIMS}/{}", drawn.one.request_id);
    let colon = actor.lang().pick(": ", "：");
    let title = format!("{} {}/{PARTS}{colon}{}", text.form, drawn.part + 1, text.steps[drawn.part]);
    let mut page =
        FormPage::new(Frame::new(actor.visitor(), title), format!("{path}/edit"), Link::new(said.back, path));
    page.hint = text.part_hints[drawn.part].to_owned();
    let own = FIELDS.iter().filter(|spec| spec.part == drawn.part);
    let own: Vec<Field> = own.map(|spec| fields::draw(spec, drawn.sheet, ("", lang))).collect();
    if !own.is_empty() {
        page.groups = vec![Group { title: text.steps[drawn.part].to_owned(), hint: String::new(), fields: own }];
    }
    if drawn.part == 2 {
        page.groups.extend(expenses(drawn, lang));
    }
    if drawn.part + 1 == PARTS && !drawn.statements.is_empty() {
        let ticks = consents::field(drawn.statements, drawn.typed, lang);
        page.groups.push(Group { title: String::new(), hint: String::new(), fields: vec![ticks] });
    }
    page.hidden = vec![("revision", drawn.one.revision.to_string()), ("part", drawn.part.to_string())];
    match drawn.part + 1 < PARTS {
        true => page.buttons.push(("next", said.next)),
        false if actor.may(IncentiveSubmit::CODE) => page.buttons.push(("submit", said.submit)),
        false => {}
    }
    page.buttons.push(("save", said.save));
    if drawn.part > 0 {
        page.buttons.push(("previous", said.previous));
    }
    page
}

/// A group for each line of the budget, and the invoices.
fn expenses(drawn: &Drawn<'_>, lang: Lang) -> Vec<Group> {
    let (text, sheet) = (Text::of(lang), drawn.sheet);
    let (lines, _) = budget::read(&drawn.one.plan.0);
    let group = |line: &budget::Line| Group {
        title: format!("{}{}: {}", text.line, line.place + 1, line.item),
        hint: format!("{}{}", text.planned, grouped(line.part, 2)),
        fields: EXPENSES[line.place].map(|name| cell(name, "text", sheet, lang).required()).into(),
    };
    let mut groups: Vec<Group> = lines.iter().map(group).collect();
    let used = |names: &[&str; 3]| names.iter().any(|name| !sheet.get(name).is_empty());
    let shown = INVOICES.iter().rposition(used).map_or(1, |last| last + 2).min(INVOICES.len());
    let fields = INVOICES[..shown].iter().flat_map(|[number, day, amount]| {
        [(number, "text"), (day, "date"), (amount, "text")].map(|(name, kind)| cell(name, kind, sheet, lang))
    });
    let (title, hint) = (text.invoices.to_owned(), text.invoices_hint.to_owned());
    groups.push(Group { title, hint, fields: fields.collect() });
    groups
}

/// What a claim says: head, activity, summary, expenses, invoices.
pub fn content(one: &Claim, given: &[Given], face: &Face) -> (Vec<Section>, Vec<(String, Table)>) {
    let (lang, text, said) = (face.lang, Text::of(face.lang), application::Text::of(face.lang));
    let money = |amount: Option<rust_decimal::Decimal>| amount.map_or(Cell::None, Cell::amount);
    let head = vec![
        (said.number, Cell::code(number(one.request_id), lang)),
        (said.state, badge(&one.state, lang)),
        (text.claimed, money(one.amount).under(one.currency.clone().unwrap_or_default())),
        (text.approved, money(one.approved)),
        (said.submitted_at, Cell::when(one.submitted_at, face)),
        (said.due_at, Cell::when(one.due_at, face)),
        (said.reason, Cell::text(&one.reason)),
    ];
    let mut sections = vec![Section { title: text.form.to_owned(), facts: head }];
    for (part, title) in text.steps.iter().enumerate() {
        let facts = fields::facts(FIELDS, part, &one.form.0, lang);
        if !facts.is_empty() {
            sections.push(Section { title: (*title).to_owned(), facts });
        }
    }
    if !given.is_empty() {
        sections.push(super::show::agreed(given, lang));
    }
    (sections, vec![costs(one, lang), invoices(one, lang)])
}

/// Budget, cost, claim and approval of each line.
fn costs(one: &Claim, lang: Lang) -> (String, Table) {
    let (text, caption) = (Text::of(lang), Text::of(lang).steps[2].to_owned());
    let [actual, claim] = EXPENSES[0].map(|name| field(name, lang).0);
    let columns = vec![
        Column::new(field("item", lang).0),
        Column::number(field("part", lang).0),
        Column::number(actual),
        Column::number(claim),
        Column::number(text.approved),
        Column::new(text.why),
    ];
    let money = |name: &str| one.form.0.money(name).map_or(Cell::None, Cell::amount);
    let row = |line: &budget::Line| {
        let decided = one.decided.0.get(&line.place.to_string());
        let approved = decided.and_then(|decided| decided.amount.parse().ok());
        vec![
            Cell::text(&line.item),
            Cell::amount(line.part),
            money(EXPENSES[line.place][0]),
            money(EXPENSES[line.place][1]),
            approved.map_or(Cell::None, Cell::amount),
            Cell::maybe(decided.map(|decided| decided.reason.as_str())),
        ]
    };
    let (lines, _) = budget::read(&one.plan.0);
    (caption.clone(), Table { caption, columns, rows: lines.iter().map(row).collect() })
}

fn invoices(one: &Claim, lang: Lang) -> (String, Table) {
    let (sheet, caption) = (&one.form.0, Text::of(lang).invoices.to_owned());
    let used = INVOICES.iter().filter(|names| !sheet.get(names[0]).is_empty());
    let amount = |name: &str| sheet.money(name).map_or(Cell::None, Cell::amount);
    let rows =
        used.map(|[number, day, sum]| vec![Cell::text(sheet.get(number)), Cell::text(sheet.get(day)), amount(sum)]);
    let [number, day, sum] = INVOICES[0].map(|name| field(name, lang).0);
    let columns = vec![Column::new(number), Column::new(day).tight(), Column::number(sum)];
    (caption.clone(), Table { caption, columns, rows: rows.collect() })
}

/// The page of the partner: what it says, what may be done and why not (COM-14).
pub fn show<P: Permission>(actor: &Actor<P>, one: &Claim, (given, events): (&[Given], &[Event])) -> DetailPage {
    let (face, said) = (actor.face(), application::Text::of(actor.lang()));
    let path = format!("{CLAIMS}/{}", one.request_id);
    let (mut sections, tables) = content(one, given, &face);
    let holds = |code| actor.may(code);
    let who = Who { side: Side::Member, member_id: Some(actor.member_id()), holds: &holds };
    let judge = |step: &'static str| {
        let wish = Wish { step, revision: one.revision, ..Wish::default() };
        (step, MACHINE.judge(&one.case(), wish, who).map(drop))
    };
    let acts = [TAKE_BACK, WITHDRAW, DISCARD, SUBMIT].map(judge);
    let told = |(step, judged): &(&'static str, Result<(), Refusal>)| {
        let cell = match judged {
            Ok(()) if *step == SUBMIT => Cell::link(said.yes, format!("{path}/edit?part=3")),
            Ok(()) => Cell::badge(Tone::Done, said.yes),
            Err(why) => Cell::text(requests::refusal(why, MACHINE.kind, face.lang)),
        };
        (said.act(step), cell)
    };
    sections.push(Section { title: said.can.to_owned(), facts: acts.iter().map(told).collect() });
    let title = format!("{}: {}", Text::of(face.lang).form, one.plan.0.get("name"));
    let mut page = DetailPage::new(Frame::new(actor.visitor(), title), sections);
    page.badges = vec![badge(&one.state, face.lang)];
    if actor.may(MdfApply::CODE) && is_editable(&one.state) {
        page.actions.push(Link::new(said.edit, format!("{path}/edit")).current(true));
    }
    page.actions.push(Link::new(said.evidence, format!("/requests/{}/evidence", one.request_id)));
    page.actions.push(Link::new(Text::of(face.lang).application, format!("{APPLICATIONS}/{}", one.application_id)));
    let open = acts.iter().filter(|(step, judged)| judged.is_ok() && *step != SUBMIT);
    page.forms = panels(actor, one, open.map(|(step, _)| (*step, said.act(step))).collect());
    page.tables = tables;
    page.timeline = requests::timeline(events, &face);
    page
}

fn panels<P: Permission>(actor: &Actor<P>, one: &Claim, open: Vec<(&'static str, &'static str)>) -> Vec<Panel> {
    let said = application::Text::of(actor.lang());
    let panel = |title: &str, hint: &str, to: &str, fields, buttons| Panel {
        title: title.to_owned(),
        hint: hint.to_owned(),
        action: format!("{CLAIMS}/{}/{to}", one.request_id),
        hidden: vec![("revision", one.revision.to_string())],
        fields,
        buttons,
    };
    let mut panels = Vec::new();
    if one.state == INTERNAL_REVIEW && actor.may(IncentiveReview::CODE) {
        let buttons = vec![(PASS, said.pass), (RETURN, said.send_back)];
        panels.push(panel(said.review, said.review_hint, "review", vec![reason(said)], buttons));
    }
    if !open.is_empty() {
        panels.push(panel(said.can, "", "steps", vec![], open));
    }
    panels
}

/// The claim as the desk sees it, and its decision by line; with `recorded` one that was taken elsewhere (COM-07).
pub fn desk<P: Permission>(
    actor: &Actor<P>,
    one: &Claim,
    (given, events): (&[Given], &[Event]),
    (typed, recorded): (&Typed, bool),
) -> FormPage {
    let (face, text, said) = (actor.face(), Text::of(actor.lang()), application::Text::of(actor.lang()));
    let path = format!("{DESK_CLAIMS}/{}", one.request_id);
    let title = format!("{}: {}", text.form, one.plan.0.get("name"));
    let to = if recorded { "decision" } else { "review" };
    let back = if recorded { Link::new(text.form, path.clone()) } else { Link::new(said.worklist, "/desk") };
    let mut page = FormPage::new(Frame::new(actor.visitor(), title), format!("{path}/{to}"), back);
    (page.before, page.tables) = content(one, given, &face);
    let waits = one.state == REVIEWING;
    if let Some(head) = page.before.first_mut() {
        let files = format!("/desk/requests/{}/evidence", one.request_id);
        head.facts.push((said.evidence, Cell::link(said.evidence, files)));
        if waits && !recorded && actor.may(DeskDecisionRecord::CODE) {
            let words = Decision::of(face.lang).record;
            head.facts.push((words, Cell::link(words, format!("{path}/decision"))));
        }
    }
    if !recorded {
        page.tables.push(requests::history(events, &face));
    }
    page.hidden = vec![("revision", one.revision.to_string())];
    if waits && (recorded || actor.may(DeskIncentiveReview::CODE)) {
        page.hint = text.decide_hint.to_owned();
        let mut own = lines(one, typed, face.lang);
        if recorded {
            own.splice(0..0, requests::decision_fields(typed, face.lang));
        }
        own.push(reason(said));
        page.groups = vec![Group { title: said.decide.to_owned(), hint: String::new(), fields: own }];
        page.buttons = vec![(APPROVE, said.approve), (REJECT, said.reject)];
    }
    page
}

/// What is approved of each line, and why not all.
fn lines(one: &Claim, typed: &Typed, lang: Lang) -> Vec<Field> {
    let text = Text::of(lang);
    let (lines, _) = budget::read(&one.plan.0);
    let pair = |line: &budget::Line| {
        let [amount, why] = DECIDED[line.place];
        let value = match typed.get(amount) {
            "" => one.form.0.get(EXPENSES[line.place][1]).to_owned(),
            typed => typed.to_owned(),
        };
        let money = Control::Line { value, kind: "text", most: 24 };
        let words = Control::Line { value: typed.get(why).to_owned(), kind: "text", most: 500 };
        [
            Field::new(amount, &format!("{}{}", text.approved_line, line.item), money),
            Field::new(why, &format!("{}{}", text.why_line, line.item), words),
        ]
    };
    lines.iter().flat_map(pair).collect()
}

/// The form with the sentence why a step is not taken (409), or at the reason (422).
pub fn told(mut page: FormPage, why: &Refusal) -> FormPage {
    let said = requests::refusal(why, MACHINE.kind, page.frame.lang);
    if *why == Refusal::Reason {
        page.fault("reason", said);
        return page;
    }
    page.notice = Some(said);
    page.status = StatusCode::CONFLICT;
    page
}
