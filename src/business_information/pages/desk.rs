//! A submitted version as the vendor desk sees it: its fields, what happened, and the steps that are possible now.

use super::{group, line, reason, sections, standing};
use crate::{
    access::{
        Actor, Permission,
        permission::{DeskBizinfoReview, DeskDecisionRecord},
    },
    business_information::{
        rules::{
            details::Details,
            machine::{AWAITING_AMOUNT, EXAMINE, IN_PROGRESS, LOCKED, MACHINE, MANUAL_REVIEW, TRANSFER, UNLOCK},
        },
        store::{Partner, Version},
        text::{Text, desk::Text as Desk},
    },
    requests::{self, APPROVE, Decision, Event, REJECT, Side},
    values::Masked,
    web::{Cell, Frame, Link, Section, Typed, form::FormPage},
};

fn form<P: Permission>(actor: &Actor<P>, title: &str, path: String) -> FormPage {
    FormPage::new(Frame::new(actor.visitor(), title), path, Link::new(Text::of(actor.lang()).back, "/desk"))
}

/// The version, the partner, and the steps of the desk in this state.
pub fn show<P: Permission>(
    actor: &Actor<P>,
    (version, of): (&Version, &Details),
    (partner, events): (&Partner, &[Event]),
    (amount, typed): (&str, &str),
) -> FormPage {
    let (text, desk) = (Text::of(actor.lang()), Desk::of(actor.lang()));
    let path = format!("/desk/business-info/{}/review", version.request_id);
    let mut page = form(actor, &partner.name, path);
    page.before = about(actor, (version, of), partner);
    page.tables = vec![requests::history(events, &actor.face())];
    page.hidden = vec![("revision", version.revision.to_string())];
    if !actor.may(DeskBizinfoReview::CODE) {
        return page;
    }
    let mut fields = Vec::new();
    if [IN_PROGRESS, AWAITING_AMOUNT].contains(&version.state.as_str()) {
        fields.push(line("amount", desk.amount, amount, 4).help(desk.amount_help));
    }
    page.buttons = buttons(version, desk);
    if !page.buttons.is_empty() {
        fields.push(reason(text.reason, typed).help(desk.reason_help));
        page.hint = desk.hint(&version.state).to_owned();
        page.groups = vec![group(fields)];
    }
    page
}

/// The steps that the table has for the desk in this state.
fn buttons(version: &Version, desk: &'static Desk) -> Vec<(&'static str, &'static str)> {
    let all = [
        (TRANSFER, desk.transfer),
        (APPROVE, desk.approve),
        (UNLOCK, desk.unlock),
        (EXAMINE, desk.examine),
        (REJECT, desk.reject),
    ];
    let possible = |step: &str| MACHINE.steps(&version.state, Side::Vendor).any(|rule| rule.step == step);
    all.into_iter().filter(|(step, _)| possible(step)).collect()
}

fn about<P: Permission>(actor: &Actor<P>, (version, of): (&Version, &Details), partner: &Partner) -> Vec<Section> {
    let (face, text, desk) = (actor.face(), Text::of(actor.lang()), Desk::of(actor.lang()));
    let id = version.request_id;
    let mut state = standing(version, &face);
    state.facts.retain(|(label, _)| *label != text.letter);
    state.facts.insert(0, (desk.partner, Cell::text(&partner.name).under(&partner.code)));
    if let Some(letter) = &version.letter {
        state.facts.push((text.letter, Cell::link(letter, format!("/desk/business-info/{id}/letter"))));
    }
    let states = [IN_PROGRESS, MANUAL_REVIEW, AWAITING_AMOUNT, LOCKED];
    if actor.may(DeskBizinfoReview::CODE) {
        state.facts.push((desk.account, Cell::link(desk.show_account, format!("/desk/business-info/{id}/account"))));
    }
    if actor.may(DeskDecisionRecord::CODE) && states.contains(&version.state.as_str()) {
        state.facts.push((
            desk.elsewhere,
            Cell::link(Decision::of(actor.lang()).record, format!("/desk/business-info/{id}/decision")),
        ));
    }
    let mut sections_of = vec![state];
    sections_of.extend(sections(of, &version.company_name, actor.lang()));
    sections_of.push(contact(actor, partner));
    sections_of
}

fn contact<P: Permission>(actor: &Actor<P>, partner: &Partner) -> Section {
    let text = Text::of(actor.lang());
    let masked = |value: &String| match value.is_empty() {
        true => Cell::None,
        false => Cell::masked(Some(&Masked::new(value.clone())), actor.lang()),
    };
    let facts = vec![
        (text.contact_name, masked(&partner.contact_name)),
        (text.contact_phone, masked(&partner.contact_phone)),
        (text.contact_email, masked(&partner.contact_email)),
        (text.return_address, Cell::text(&partner.return_address)),
    ];
    Section { title: text.contact.to_owned(), facts }
}

/// Asks why the account is to be shown.
pub fn account(actor: &Actor<DeskBizinfoReview>, request_id: i64, typed: &str) -> FormPage {
    let text = Text::of(actor.lang());
    let path = format!("/desk/business-info/{request_id}");
    let mut page = form(actor, text.reveal, format!("{path}/account"));
    page.back = Link::new(text.back, path);
    page.hint = text.reveal_hint.to_owned();
    page.groups = vec![group(vec![reason(text.reason, typed).required()])];
    page.buttons = vec![("reveal", text.reveal)];
    page
}

/// A decision that the vendor took elsewhere: date, channel, reference, evidence (COM-07).
pub fn decision(
    actor: &Actor<DeskDecisionRecord>,
    (version, of): (&Version, &Details),
    partner: &Partner,
    typed: &Typed,
) -> FormPage {
    let (text, desk) = (Text::of(actor.lang()), Desk::of(actor.lang()));
    let said = Decision::of(actor.lang());
    let path = format!("/desk/business-info/{}", version.request_id);
    let mut page = form(actor, said.record, format!("{path}/decision"));
    page.back = Link::new(text.back, path);
    page.hint = said.record_hint.to_owned();
    page.before = about(actor, (version, of), partner).into_iter().take(1).collect();
    let mut fields = requests::decision_fields(typed, actor.lang());
    fields.push(reason(text.reason, typed.get("reason")).help(desk.reason_help));
    page.groups = vec![group(fields)];
    page.hidden = vec![("revision", version.revision.to_string())];
    page.buttons = buttons(version, desk).into_iter().filter(|(step, _)| ![TRANSFER, UNLOCK].contains(step)).collect();
    page
}
