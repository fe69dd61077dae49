//! Qualifications as the partner sees them: where each scheme stands, the form, the internal review.

use axum::http::StatusCode;

use crate::{
    access::{
        Actor,
        permission::{FhApply, IncentiveReview, IncentiveSubmit, IncentiveView},
    },
    consents::Given,
    fh::{
        rules::{Scheme, qualification::is_editable},
        store::qualification::Qualification,
        text::{self, qualification::Text},
    },
    lang::Lang,
    requests::{self, DISCARD, EDIT, Event, INTERNAL_REVIEW, PASS, RETURN, REVIEWING, TAKE_BACK, WITHDRAW, WITHDRAWN},
    web::{
        Cell, Column, DetailPage, Face, Frame, Link, Section, Table, Tone,
        form::{Control, Field, FormPage, Group, Panel},
    },
};

/// Where the partner's qualifications are.
pub const PATH: &str = "/incentives/fh/qualifications";

pub fn badge(state: &str, lang: Lang) -> Cell {
    Cell::badge(requests::state_tone(state), requests::state_word("fh_qualification", state, lang))
}

/// Where every scheme stands, what was applied for, and what happened to it.
pub fn overview(
    actor: &Actor<IncentiveView>,
    schemes: &[(&'static Scheme, Option<&Qualification>)],
    (all, events): (&[Qualification], &[Event]),
) -> DetailPage {
    let (face, text) = (actor.face(), Text::of(actor.lang()));
    let names = text::Text::of(face.lang);
    let state = |open: Option<&Qualification>| badge(open.map_or("not_started", |open| &open.state), face.lang);
    let facts = schemes.iter().map(|(scheme, open)| (names.scheme(scheme.code), state(*open))).collect();
    let section = Section { title: text.scheme.to_owned(), facts };
    let mut page = DetailPage::new(Frame::new(actor.visitor(), text.title), vec![section]);
    if schemes.is_empty() {
        page.notices.push((Tone::Idle, text.no_scheme.to_owned()));
    }
    for (scheme, open) in schemes {
        let editable = open.is_none_or(|open| is_editable(&open.state) && open.state != WITHDRAWN);
        if editable && actor.may(FhApply::CODE) {
            let words = if open.is_some() { text.go_on } else { text.apply };
            let words = format!("{words}{}", names.scheme(scheme.code));
            page.actions.push(Link::new(&words, format!("{PATH}/edit?scheme={}", scheme.code)));
        }
        if let Some(open) = open.filter(|open| open.state == INTERNAL_REVIEW && actor.may(IncentiveReview::CODE)) {
            page.actions.push(Link::new(text.review, format!("{PATH}/{}", open.request_id)));
        }
    }
    page.forms = schemes.iter().filter_map(|(_, open)| panel(actor, (*open)?, text)).take(1).collect();
    if !all.is_empty() {
        page.tables = vec![(text.title.to_owned(), table(all, &face))];
    }
    page.timeline = requests::timeline(events, &face);
    page
}

/// What the maker can do about an application.
fn panel(actor: &Actor<IncentiveView>, open: &Qualification, text: &'static Text) -> Option<Panel> {
    let buttons = match open.state.as_str() {
        _ if !actor.may(FhApply::CODE) => return None,
        requests::DRAFT => vec![(DISCARD, text.discard)],
        INTERNAL_REVIEW => vec![(TAKE_BACK, text.take_back)],
        REVIEWING => vec![(WITHDRAW, text.withdraw)],
        WITHDRAWN => vec![(EDIT, text.edit), (DISCARD, text.discard)],
        _ => return None,
    };
    Some(Panel {
        title: format!("{}: {}", text.act, text::Text::of(actor.lang()).scheme(&open.scheme)),
        hint: String::new(),
        action: format!("{PATH}/steps"),
        hidden: vec![("request", open.request_id.to_string()), ("revision", open.revision.to_string())],
        fields: vec![],
        buttons,
    })
}

fn table(all: &[Qualification], face: &Face) -> Table {
    let (text, names) = (Text::of(face.lang), text::Text::of(face.lang));
    let columns = vec![
        Column::new(text.scheme),
        Column::new(text.stage).tight(),
        Column::new(text.contact).wide(),
        Column::new(text.state).tight(),
        Column::new(text.submitted_at).tight(),
        Column::new(text.reason).wide(),
    ];
    let row = |one: &Qualification| {
        vec![
            Cell::text(names.scheme(&one.scheme)),
            Cell::text(text.stage_word(&one.stage)),
            Cell::text(&one.contact),
            badge(&one.state, face.lang),
            Cell::when(one.submitted_at, face),
            Cell::text(&one.reason),
        ]
    };
    Table { caption: text.title.to_owned(), columns, rows: all.iter().map(row).collect() }
}

/// What a qualification says.
pub fn facts(one: &Qualification, face: &Face) -> Section {
    let (text, names) = (Text::of(face.lang), text::Text::of(face.lang));
    let mut facts = vec![
        (text.company, Cell::text(&one.company_name)),
        (text.scheme, Cell::text(names.scheme(&one.scheme))),
        (text.path, Cell::text(text.path_word(&one.path))),
        (text.stage, Cell::text(text.stage_word(&one.stage))),
        (text.contact, Cell::text(&one.contact)),
        (text.state, badge(&one.state, face.lang)),
        (text.submitted_at, Cell::when(one.submitted_at, face)),
    ];
    if !one.reason.is_empty() {
        facts.push((text.reason, Cell::text(&one.reason)));
    }
    Section { title: text.form.to_owned(), facts }
}

/// Which agreement was ticked, in which version.
pub fn agreed(given: &[Given], face: &Face) -> Section {
    let text = Text::of(face.lang);
    let line = |one: &Given| {
        let title = face.lang.pick(&one.title_en, &one.title_zh);
        (text.agreed, Cell::text(format!("{title} ({} v{})", one.code, one.version)))
    };
    Section { title: text.agreed.to_owned(), facts: given.iter().map(line).collect() }
}

/// What the form is drawn from.
pub struct Drawn<'a> {
    pub scheme: &'static Scheme,
    pub path: &'static str,
    pub company: &'a str,
    /// The stage that was reached; none: it does not suffice.
    pub stage: Option<&'a str>,
    pub contact: &'a str,
    pub revision: i32,
    /// The agreement as a tick; none: there is none.
    pub agreement: Option<Field>,
}

/// The form (FH-07).
pub fn form(actor: &Actor<FhApply>, drawn: Drawn<'_>) -> FormPage {
    let (text, names) = (Text::of(actor.lang()), text::Text::of(actor.lang()));
    let mut page =
        FormPage::new(Frame::new(actor.visitor(), text.form), format!("{PATH}/edit"), Link::new(text.back, PATH));
    page.hint = text.form_hint.to_owned();
    let fixed = |name, label: &str, value: &str| Field::new(name, label, Control::Fixed(Cell::text(value)));
    let facts = || Cell::link(text.facts, "/facts?kind=path");
    let stage = drawn.stage.map_or_else(facts, |stage| Cell::text(text.stage_word(stage)));
    let contact = Control::Line { value: drawn.contact.to_owned(), kind: "text", most: 64 };
    let mut fields = vec![
        fixed("company", text.company, drawn.company),
        fixed("scheme_name", text.scheme, names.scheme(drawn.scheme.code)),
        fixed("path", text.path, text.path_word(drawn.path)),
        Field::new("stage", text.stage, Control::Fixed(stage)),
        Field::new("contact", text.contact, contact).help(text.contact_help).required(),
    ];
    let missing = match (drawn.stage, &drawn.agreement) {
        (None, _) => Some(text.no_stage),
        (_, None) => Some(text.no_agreement),
        _ => None,
    };
    page.notice = missing.map(str::to_owned);
    fields.extend(drawn.agreement);
    page.groups = vec![Group { title: String::new(), hint: String::new(), fields }];
    page.hidden = vec![("scheme", drawn.scheme.code.to_owned()), ("revision", drawn.revision.to_string())];
    if missing.is_none() {
        page.buttons = vec![("save", text.save)];
        if actor.may(IncentiveSubmit::CODE) {
            page.buttons.insert(0, ("submit", text.submit));
        }
    }
    page
}

/// The internal review (COM-08).
pub fn review(actor: &Actor<IncentiveReview>, one: &Qualification, given: &[Given], typed: &str) -> FormPage {
    let (face, text) = (actor.face(), Text::of(actor.lang()));
    let path = format!("{PATH}/{}", one.request_id);
    let mut page = FormPage::new(Frame::new(actor.visitor(), text.review), path, Link::new(text.back, "/reviews"));
    page.before = vec![facts(one, &face), agreed(given, &face)];
    page.hidden = vec![("revision", one.revision.to_string())];
    if one.state == INTERNAL_REVIEW {
        page.hint = text.review_hint.to_owned();
        page.groups = vec![Group { title: String::new(), hint: String::new(), fields: vec![reason(text, typed)] }];
        page.buttons = vec![(PASS, text.pass), (RETURN, text.send_back)];
    }
    page
}

/// Why.
pub fn reason(text: &'static Text, typed: &str) -> Field {
    Field::new("reason", text.reason, Control::Area { value: typed.to_owned(), rows: 3, most: 500 })
        .help(text.reason_help)
}

/// The page with the sentence why a step is not taken: at the reason (422), or above all (409).
pub fn told(mut page: FormPage, why: &requests::Refusal) -> FormPage {
    let said = requests::refusal(why, "fh_qualification", page.frame.lang);
    if *why == requests::Refusal::Reason {
        page.fault("reason", said);
        return page;
    }
    page.notice = Some(said);
    page.status = StatusCode::CONFLICT;
    page
}
