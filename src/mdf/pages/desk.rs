//! Applications as the vendor desk sees them.

use super::{
    application::number,
    show::{content, reason},
};
use crate::{
    access::{
        Actor, Permission,
        permission::{DeskDecisionRecord, DeskIncentiveReview},
    },
    consents::Given,
    mdf::{DESK_APPLICATIONS, store::applications::Application, text::application::Text},
    requests::{self, APPROVE, Decision, Event, REJECT, REVIEWING},
    web::{
        DetailPage, Frame, Link, Typed,
        form::{FormPage, Group, Panel},
    },
};

fn steps(text: &'static Text) -> Vec<(&'static str, &'static str)> {
    vec![(APPROVE, text.approve), (REJECT, text.reject)]
}

/// A submitted application, what happened, and the decision where it waits for one.
pub fn show<P: Permission>(actor: &Actor<P>, one: &Application, (given, events): (&[Given], &[Event])) -> DetailPage {
    let (face, text) = (actor.face(), Text::of(actor.lang()));
    let path = format!("{DESK_APPLICATIONS}/{}", one.request_id);
    let (sections, tables) = content(one, given, &face);
    let mut page = DetailPage::new(Frame::new(actor.visitor(), number(one.request_id)), sections);
    page.tables = tables;
    page.timeline = requests::timeline(events, &face);
    page.actions = vec![
        Link::new(text.worklist, "/desk"),
        Link::new(text.evidence, format!("/desk/requests/{}/evidence", one.request_id)),
    ];
    let waits = one.state == REVIEWING;
    if waits && actor.may(DeskDecisionRecord::CODE) {
        page.actions.push(Link::new(Decision::of(face.lang).record, format!("{path}/decision")));
    }
    if waits && actor.may(DeskIncentiveReview::CODE) {
        page.forms = vec![Panel {
            title: text.decide.to_owned(),
            hint: String::new(),
            action: format!("{path}/review"),
            hidden: vec![("revision", one.revision.to_string())],
            fields: vec![reason(text)],
            buttons: steps(text),
        }];
    }
    page
}

/// A decision that the vendor took elsewhere (COM-07).
pub fn decision(actor: &Actor<DeskDecisionRecord>, one: &Application, typed: &Typed) -> FormPage {
    let (face, text, said) = (actor.face(), Text::of(actor.lang()), Decision::of(actor.lang()));
    let path = format!("{DESK_APPLICATIONS}/{}", one.request_id);
    let frame = Frame::new(actor.visitor(), said.record);
    let mut page = FormPage::new(frame, format!("{path}/decision"), Link::new(text.form, path));
    page.hint = said.record_hint.to_owned();
    page.before = content(one, &[], &face).0;
    let mut fields = requests::decision_fields(typed, face.lang);
    fields.push(reason(text));
    page.groups = vec![Group { title: String::new(), hint: String::new(), fields }];
    page.hidden = vec![("revision", one.revision.to_string())];
    page.buttons = if one.state == REVIEWING { steps(text) } else { vec![] };
    page
}
