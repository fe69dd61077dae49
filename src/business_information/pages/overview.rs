//! `/business-info`: where the partner stands, the version in force, the one under way, and what can be done.

use super::{badge, sections, standing};
use crate::business_information::rules::{
    details::Details,
    machine::{IN_PROGRESS, MANUAL_REVIEW},
};
use crate::{
    access::{
        Actor, Permission,
        permission::{BizinfoEdit, BizinfoView, IncentiveReview},
    },
    business_information::{
        rules::{
            machine::{AWAITING_AMOUNT, is_editable, is_under_way},
            standing::Standing,
        },
        store::{Contact, Head, Version},
        text::Text,
    },
    requests::{self, DISCARD, DRAFT, EDIT, Event, INTERNAL_REVIEW, REJECTED, TAKE_BACK, WITHDRAW, WITHDRAWN},
    values::Masked,
    web::{Cell, Column, DetailPage, Face, Frame, Link, Section, Table, form::Panel},
};

/// What the page shows.
pub struct Seen<'a> {
    pub head: &'a Head,
    pub standing: &'a Standing,
    pub versions: &'a [Version],
    /// What the version in force says.
    pub force: Option<(&'a Version, Details)>,
    /// What the open version says.
    pub open: Option<(&'a Version, Details)>,
    pub events: &'a [Event],
}

/// The page.
pub fn show(actor: &Actor<BizinfoView>, seen: &Seen<'_>) -> DetailPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let mut shown = Vec::new();
    if let Some((version, details)) = &seen.open {
        shown.push(standing(version, &face));
        if seen.force.is_none() {
            shown.extend(sections(details, &version.company_name, face.lang));
        }
    }
    if let Some((version, details)) = &seen.force {
        let mut own = sections(details, &version.company_name, face.lang);
        if let Some(first) = own.first_mut() {
            first.title = format!("{} · {}", text.in_force, first.title);
        }
        shown.extend(own);
    }
    shown.push(contact(&seen.head.contact, actor));
    let mut page = DetailPage::new(Frame::new(actor.visitor(), text.title), shown);
    page.badges = vec![badge(&seen.standing.state, face.lang)];
    let hint = text.hint(&seen.standing.state);
    if !hint.is_empty() {
        page.notices.push((requests::state_tone(&seen.standing.state), hint.to_owned()));
    }
    page.actions = actions(actor, seen);
    page.forms = panel(actor, seen, text).into_iter().collect();
    page.tables = vec![(text.versions.to_owned(), table(seen.versions, &face))];
    page.timeline = requests::timeline(seen.events, &face);
    page
}

fn actions(actor: &Actor<BizinfoView>, seen: &Seen<'_>) -> Vec<Link> {
    let text = Text::of(actor.lang());
    let mut actions = Vec::new();
    let open = seen.open.as_ref().map(|(version, _)| *version);
    if actor.may(BizinfoEdit::CODE) {
        match open.map(|version| version.state.as_str()) {
            Some(AWAITING_AMOUNT) => actions.push(Link::new(text.enter_amount, "/business-info/amount").current(true)),
            Some(state) if is_under_way(state) => {}
            Some(state) if is_editable(state) => {
                actions.push(Link::new(text.go_on, "/business-info/company").current(true));
            }
            _ if seen.force.is_some() => actions.push(Link::new(text.change, "/business-info/company")),
            _ => actions.push(Link::new(text.start, "/business-info/company").current(true)),
        }
        actions.push(Link::new(text.edit_contact, "/business-info/contact"));
        if seen.force.is_some() || open.is_some() {
            actions.push(Link::new(text.reveal, "/business-info/reveal"));
        }
    }
    if let Some(open) = open.filter(|open| open.state == INTERNAL_REVIEW && actor.may(IncentiveReview::CODE)) {
        actions.push(Link::new(text.review, format!("/business-info/reviews/{}", open.request_id)).current(true));
    }
    actions
}

/// What the maker can do about the open version.
fn panel(actor: &Actor<BizinfoView>, seen: &Seen<'_>, text: &'static Text) -> Option<Panel> {
    let (open, _) = seen.open.as_ref().filter(|_| actor.may(BizinfoEdit::CODE))?;
    let buttons = match open.state.as_str() {
        DRAFT => vec![(DISCARD, text.discard)],
        INTERNAL_REVIEW => vec![(TAKE_BACK, text.take_back)],
        IN_PROGRESS | MANUAL_REVIEW => vec![(WITHDRAW, text.withdraw)],
        REJECTED | WITHDRAWN => vec![(EDIT, text.edit), (DISCARD, text.discard)],
        _ => return None,
    };
    Some(Panel {
        title: text.act.to_owned(),
        hint: String::new(),
        action: "/business-info/steps".to_owned(),
        hidden: vec![("request", open.request_id.to_string()), ("revision", open.revision.to_string())],
        fields: vec![],
        buttons,
    })
}

fn contact<P: Permission>(of: &Contact, actor: &Actor<P>) -> Section {
    let (lang, text) = (actor.lang(), Text::of(actor.lang()));
    let masked = |value: &String| {
        if value.is_empty() { Cell::None } else { Cell::masked(Some(&Masked::new(value.clone())), lang) }
    };
    let facts = vec![
        (text.contact_name, masked(&of.name)),
        (text.contact_phone, masked(&of.phone)),
        (text.contact_email, masked(&of.email)),
        (text.return_address, Cell::text(&of.return_address)),
    ];
    Section { title: text.contact.to_owned(), facts }
}

fn table(versions: &[Version], face: &Face) -> Table {
    let text = Text::of(face.lang);
    let columns = vec![
        Column::new(text.version).tight(),
        Column::new(text.company_name),
        Column::new(text.state).tight(),
        Column::new(text.submitted_at).tight(),
        Column::new(text.reason).wide(),
    ];
    let row = |version: &Version| {
        vec![
            Cell::text(version.number.to_string()),
            Cell::text(&version.company_name),
            badge(&version.state, face.lang),
            Cell::when(version.submitted_at, face),
            Cell::text(&version.reason),
        ]
    };
    Table { caption: text.versions.to_owned(), columns, rows: versions.iter().map(row).collect() }
}
