//! Pages of the vendor desk: company changes to review, partners and their states. Persons are masked (ORG-2).

use axum::http::StatusCode;

use super::{area, company, comparison, form, group, line};
use crate::{
    access::{
        Actor, Permission,
        permission::{DeskCompanyReview, DeskOnboardingReview, DeskOrgFreeze},
    },
    organization::{
        rules::{
            fields::REASON,
            request::State as Review,
            state::{State, Step, after},
        },
        store::{
            company::Account,
            desk::{Listed, Partner, Submitted, Transition},
        },
        text::{company::Text as Company, desk::Text},
    },
    web::{
        Cell, Column, DetailPage, Empty, Face, FilterBar, Frame, Happening, Link, ListPage, Pager, Section, Table,
        Tone, form::FormPage,
    },
};

/// Who reads about partners.
pub type Reader = Actor<(DeskOrgFreeze, DeskCompanyReview)>;

/// Requests to review.
pub fn requests(actor: &Actor<DeskCompanyReview>, bar: FilterBar, rows: &[Listed], pager: Pager) -> ListPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let words = Company::of(face.lang);
    let columns = vec![
        Column::new(text.company),
        Column::new(text.new_name),
        Column::new(text.state).tight(),
        Column::new(text.submitted_at).tight(),
    ];
    let row = |row: &Listed| {
        vec![
            Cell::link(&row.company, format!("/desk/companies/{}", row.id)),
            Cell::text(&row.name),
            Cell::badge(review_tone(&row.state), words.review_state(&row.state)),
            Cell::when(Some(row.submitted_at), &face),
        ]
    };
    let table = Table { caption: text.title.to_owned(), columns, rows: rows.iter().map(row).collect() };
    let empty = Empty { title: text.empty.to_owned(), hint: text.empty_hint.to_owned(), action: None };
    ListPage::new(Frame::new(actor.visitor(), text.title), bar, table, pager, empty)
}

fn review_tone(state: &str) -> Tone {
    match state {
        "under_review" => Tone::Waiting,
        "approved" => Tone::Done,
        _ => Tone::Refused,
    }
}

/// A request: before and after, the licence, and the decision while there is one to take.
pub fn request(actor: &Actor<DeskCompanyReview>, submitted: &Submitted, reason: &str) -> FormPage {
    let lang = actor.lang();
    let (text, words) = (Text::of(lang), Company::of(lang));
    let path = format!("/desk/companies/{}/review", submitted.id);
    let mut page = form(actor, &submitted.name_before, path, (text.back, "/desk/companies"));
    page.before = vec![standing(actor, submitted)];
    let marked = |cell: Cell, same: bool| {
        let word = if same { text.unchanged } else { text.changed };
        cell.over(Cell::text(word))
    };
    let (before, after) = (&submitted.legal_representative_before, &submitted.legal_representative);
    let rows = vec![
        (
            words.name,
            Cell::text(&submitted.name_before),
            marked(Cell::text(&submitted.name), submitted.name == submitted.name_before),
        ),
        (
            words.representative,
            Cell::masked(Some(before), lang),
            marked(Cell::masked(Some(after), lang), before == after),
        ),
        (
            words.address,
            Cell::text(&submitted.address_before),
            marked(Cell::text(&submitted.address), submitted.address == submitted.address_before),
        ),
    ];
    page.tables =
        vec![(text.comparison.to_owned(), comparison(text.comparison, [text.field, text.before, text.after], rows))];
    page.hidden = vec![("revision", submitted.revision.to_string())];
    if Review::of(Some(&submitted.state)) == Review::UnderReview {
        page.hint = text.review_hint.to_owned();
        page.groups = vec![group(vec![area("reason", text.reason, reason, REASON).help(text.reason_help)])];
        page.buttons = vec![("approve", text.approve), ("reject", text.reject)];
    }
    page
}

/// A request that the desk sees no more: withdrawn or discarded.
pub fn gone(actor: &Actor<DeskCompanyReview>, said: String, status: StatusCode) -> FormPage {
    let text = Text::of(actor.lang());
    let mut page = form(actor, text.review, "", (text.back, "/desk/companies"));
    page.notice = Some(said);
    page.status = status;
    page
}

fn standing(actor: &Actor<DeskCompanyReview>, submitted: &Submitted) -> Section {
    let face = actor.face();
    let (text, words) = (Text::of(face.lang), Company::of(face.lang));
    let code = submitted.registration_code.as_ref().map_or(Cell::None, |code| Cell::code(code, face.lang));
    let mut facts = vec![
        (text.state, Cell::badge(review_tone(&submitted.state), words.review_state(&submitted.state))),
        (text.submitted_at, Cell::when(Some(submitted.submitted_at), &face)),
        (text.registration_code, code),
        (
            words.licence,
            Cell::link(text.download, format!("/desk/companies/{}/licence", submitted.id)).under(&submitted.licence),
        ),
    ];
    if let Some(by) = &submitted.decided_by {
        facts.push((text.decided_by, Cell::text(by)));
        facts.push((text.decided_at, Cell::when(submitted.decided_at, &face)));
        facts.push((text.reason, Cell::text(&submitted.reason)));
    }
    Section { title: text.review.to_owned(), facts }
}

/// Partners and their states.
pub fn partners(actor: &Reader, bar: FilterBar, rows: &[Partner], pager: Pager) -> ListPage {
    let lang = actor.lang();
    let (text, words) = (Text::of(lang), Company::of(lang));
    let columns = vec![
        Column::new(text.partner),
        Column::new(text.kind).tight(),
        Column::new(text.state).tight(),
        Column::new(text.distributor).wide(),
        Column::new(text.registration_code).wide(),
    ];
    let row = |row: &Partner| {
        vec![
            Cell::link(&row.name, format!("/desk/organizations/{}", row.id)).under(&row.code),
            Cell::text(words.kind_of(&row.kind)),
            state_badge(&row.state, text),
            Cell::maybe(row.parent.as_deref()),
            row.registration_code.as_ref().map_or(Cell::None, |code| Cell::code(code, lang)),
        ]
    };
    let table = Table { caption: text.partners.to_owned(), columns, rows: rows.iter().map(row).collect() };
    let empty = Empty { title: text.no_partners.to_owned(), hint: text.no_partners_hint.to_owned(), action: None };
    ListPage::new(Frame::new(actor.visitor(), text.partners), bar, table, pager, empty)
}

fn state_badge(state: &str, text: &Text) -> Cell {
    let tone = match State::parse(state) {
        Some(State::Active) => Tone::Done,
        Some(State::Pending) => Tone::Waiting,
        Some(State::Frozen) => Tone::Refused,
        _ => Tone::Idle,
    };
    Cell::badge(tone, text.state_of(state))
}

/// One partner: who it is, its states, what the desk can do.
pub fn partner(actor: &Reader, partner: &Partner, (transitions, accounts): (&[Transition], &[Account])) -> DetailPage {
    let face = actor.face();
    let (text, words) = (Text::of(face.lang), Company::of(face.lang));
    let code = partner.registration_code.as_ref().map_or(Cell::None, |code| Cell::code(code, face.lang));
    let facts = vec![
        (text.organization_code, Cell::code(&partner.code, face.lang)),
        (text.kind, Cell::text(words.kind_of(&partner.kind))),
        (text.distributor, Cell::maybe(partner.parent.as_deref())),
        (text.registration_code, code),
    ];
    let section = Section { title: text.partner.to_owned(), facts };
    let mut page = DetailPage::new(Frame::new(actor.visitor(), &partner.name), vec![section]);
    page.badges = vec![state_badge(&partner.state, text)];
    page.actions = actions(actor, partner);
    page.tables = (accounts.len() > 1).then(|| company::siblings(accounts, face.lang)).into_iter().collect();
    page.timeline = transitions.iter().map(|past| happening(past, text, &face)).collect();
    page
}

fn happening(past: &Transition, text: &Text, face: &Face) -> Happening {
    Happening {
        what: text.state_of(&past.to_state).to_owned(),
        when: face.when(past.changed_at),
        note: format!("{} · {}", past.changed_by, past.reason),
        tone: if past.to_state == "active" { Tone::Done } else { Tone::Refused },
    }
}

fn actions(actor: &Reader, partner: &Partner) -> Vec<Link> {
    let text = Text::of(actor.lang());
    let at = |what: &str| format!("/desk/organizations/{}/{what}", partner.id);
    let mut actions = Vec::new();
    if actor.may(DeskCompanyReview::CODE) && partner.company_revision.is_some() {
        actions.push(Link::new(text.change_code, at("code")));
    }
    if actor.may(DeskCompanyReview::CODE) && partner.company_id.is_some() {
        actions.push(Link::new(text.join, at("company")));
    }
    let state = State::parse(&partner.state);
    let steps = [
        (Step::Admit, DeskOnboardingReview::CODE, text.admit, "admission"),
        (Step::Freeze, DeskOrgFreeze::CODE, text.freeze, "freeze"),
        (Step::Unfreeze, DeskOrgFreeze::CODE, text.unfreeze, "unfreeze"),
        (Step::Exit, DeskOrgFreeze::CODE, text.exit, "exit"),
    ];
    let is_possible = |step| state.is_some_and(|state| after(state, step).is_some());
    let possible = steps.into_iter().filter(|(step, code, ..)| actor.may(*code) && is_possible(*step));
    actions.extend(possible.map(|(.., label, path)| Link::new(label, at(path))));
    actions
}

/// Why a partner is frozen, unfrozen or gone; its exit is confirmed by its name (TRAP-14).
pub fn transition<P: Permission>(actor: &Actor<P>, partner: &Partner, step: Step, typed: (&str, &str)) -> FormPage {
    let text = Text::of(actor.lang());
    let (title, hint, path) = match step {
        Step::Unfreeze => (text.unfreeze, text.unfreeze_hint, "unfreeze"),
        Step::Exit => (text.exit, text.exit_hint, "exit"),
        Step::Freeze => (text.freeze, text.freeze_hint, "freeze"),
        Step::Admit => (text.admit, text.admit_hint, "admission"),
    };
    let back = format!("/desk/organizations/{}", partner.id);
    let mut page = form(actor, title, format!("{back}/{path}"), (text.back, &back));
    page.hint = hint.to_owned();
    let facts = vec![
        (text.partner, Cell::text(&partner.name)),
        (text.organization_code, Cell::code(&partner.code, actor.lang())),
        (text.state, state_badge(&partner.state, text)),
    ];
    page.before = vec![Section { title: text.partner.to_owned(), facts }];
    let mut fields = vec![area("reason", text.reason, typed.0, REASON).required()];
    if step == Step::Exit {
        let label = format!("{}{}", text.type_name, partner.name);
        fields.push(line("name", &label, typed.1, 256).required());
    }
    page.groups = vec![group(fields)];
    page.buttons = vec![(path, title)];
    page
}

/// The registration code, with a reason (ORG-8).
pub fn code(actor: &Actor<DeskCompanyReview>, partner: &Partner, typed: (&str, &str)) -> FormPage {
    let text = Text::of(actor.lang());
    let back = format!("/desk/organizations/{}", partner.id);
    let mut page = form(actor, text.change_code, format!("{back}/code"), (text.back, &back));
    page.hint = text.change_code_hint.to_owned();
    page.groups = vec![group(vec![
        line("code", text.registration_code, typed.0, 64).required(),
        area("reason", text.reason, typed.1, REASON).required(),
    ])];
    page.hidden = vec![("revision", partner.company_revision.unwrap_or_default().to_string())];
    page.buttons = vec![("save", text.change_code)];
    page
}

/// The company an organisation stands under (ORG-3).
pub fn join(actor: &Actor<DeskCompanyReview>, partner: &Partner, (code, reason): (&str, &str)) -> FormPage {
    let text = Text::of(actor.lang());
    let back = format!("/desk/organizations/{}", partner.id);
    let mut page = form(actor, text.join, format!("{back}/company"), (text.back, &back));
    page.hint = text.join_hint.to_owned();
    let facts = vec![
        (text.partner, Cell::text(&partner.name)),
        (text.organization_code, Cell::code(&partner.code, actor.lang())),
        (text.registration_code, Cell::maybe(partner.registration_code.as_deref())),
    ];
    page.before = vec![Section { title: text.partner.to_owned(), facts }];
    page.groups = vec![group(vec![
        line("code", text.join_code, code, 63).required(),
        area("reason", text.reason, reason, REASON).required(),
    ])];
    page.hidden = vec![("company", partner.company_id.unwrap_or_default().to_string())];
    page.buttons = vec![("join", text.join)];
    page
}

/// The partner's company as it is, beside what was typed.
pub fn code_now(partner: &Partner, text: &'static Text) -> Section {
    let facts = vec![(text.registration_code, Cell::maybe(partner.registration_code.as_deref()))];
    Section { title: text.partner.to_owned(), facts }
}
