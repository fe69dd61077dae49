//! Qualifications as the vendor desk sees them.

use super::qualification::{agreed, facts, reason};
use crate::{
    access::{
        Actor, Permission,
        permission::{DeskDecisionRecord, DeskIncentiveReview},
    },
    consents::Given,
    fh::{store::qualification::Qualification, text::qualification::Text},
    requests::{self, APPROVE, Decision, Event, REJECT, REVIEWING},
    web::{
        Cell, Frame, Link, Typed,
        form::{FormPage, Group},
    },
};

/// Where the desk sees one.
const PATH: &str = "/desk/fh/qualifications";

fn steps(text: &'static Text) -> Vec<(&'static str, &'static str)> {
    vec![(APPROVE, text.approve), (REJECT, text.reject)]
}

/// A submitted qualification, what happened, and the decision where it waits for one.
pub fn show<P: Permission>(
    actor: &Actor<P>,
    one: &Qualification,
    (given, events): (&[Given], &[Event]),
    typed: &str,
) -> FormPage {
    let (face, text) = (actor.face(), Text::of(actor.lang()));
    let path = format!("{PATH}/{}", one.request_id);
    let mut page = FormPage::new(
        Frame::new(actor.visitor(), &one.company_name),
        format!("{path}/review"),
        Link::new(text.desk, "/desk"),
    );
    let mut section = facts(one, &face);
    let waits = one.state == REVIEWING;
    if waits && actor.may(DeskDecisionRecord::CODE) {
        let record = Cell::link(Decision::of(face.lang).record, format!("{path}/decision"));
        section.facts.push((text.elsewhere, record));
    }
    page.before = vec![section, agreed(given, &face)];
    page.tables = vec![requests::history(events, &face)];
    page.hidden = vec![("revision", one.revision.to_string())];
    if waits && actor.may(DeskIncentiveReview::CODE) {
        page.groups = vec![Group { title: String::new(), hint: String::new(), fields: vec![reason(text, typed)] }];
        page.buttons = steps(text);
    }
    page
}

/// A decision that the vendor took elsewhere (COM-07).
pub fn decision(actor: &Actor<DeskDecisionRecord>, one: &Qualification, typed: &Typed) -> FormPage {
    let (face, text, said) = (actor.face(), Text::of(actor.lang()), Decision::of(actor.lang()));
    let path = format!("{PATH}/{}", one.request_id);
    let frame = Frame::new(actor.visitor(), said.record);
    let mut page = FormPage::new(frame, format!("{path}/decision"), Link::new(text.form, path));
    page.hint = said.record_hint.to_owned();
    page.before = vec![facts(one, &face)];
    let mut fields = requests::decision_fields(typed, face.lang);
    fields.push(reason(text, typed.get("reason")));
    page.groups = vec![Group { title: String::new(), hint: String::new(), fields }];
    page.hidden = vec![("revision", one.revision.to_string())];
    page.buttons = if one.state == REVIEWING { steps(text) } else { vec![] };
    page
}
