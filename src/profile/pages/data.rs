//! The form of one's own data (MEM-11).

use axum::http::StatusCode;

use crate::{
    access::{Actor, permission::ProfileEdit},
    members::person,
    profile::{forms::Data, text::Text},
    web::{
        Cell, Frame, Link, Section,
        form::{Control, Field, FormPage, Group},
    },
};

/// Where it is.
pub const PATH: &str = "/profile/data";

/// The form.
pub fn edit(actor: &Actor<ProfileEdit>, data: &Data, revision: i32) -> FormPage {
    let text = Text::of(actor.lang());
    let frame = Frame { here: PATH.to_owned(), ..Frame::new(actor.visitor(), text.edit_data) };
    let line = |name, label, value: &str, kind, most| {
        Field::new(name, label, Control::Line { value: value.to_owned(), kind, most })
    };
    let fields = vec![
        line("name", text.name, &data.name, "text", person::NAME).required(),
        line("phone", text.phone, &data.phone, "text", 20).help(text.phone_help),
    ];
    let mut page = FormPage::new(frame, PATH.to_owned(), Link::new(text.title, "/profile"));
    page.hint = text.edit_data_hint.to_owned();
    page.groups = vec![Group { title: String::new(), hint: String::new(), fields }];
    page.hidden = vec![("revision", revision.to_string())];
    page.buttons = vec![("save", text.save)];
    page
}

/// The form with a sentence at each wrong field.
pub fn faulty(mut page: FormPage, wrongs: &[&'static str], text: &Text) -> FormPage {
    for field in wrongs {
        page.fault(field, if *field == "name" { text.name_wrong } else { text.phone_wrong }.to_owned());
    }
    page.status = StatusCode::UNPROCESSABLE_ENTITY;
    page
}

/// What was typed, beside what somebody else has saved meanwhile (409).
pub fn conflict(actor: &Actor<ProfileEdit>, data: &Data, (now, revision): (&Data, i32)) -> FormPage {
    let text = Text::of(actor.lang());
    let mut page = edit(actor, data, revision);
    let facts = vec![(text.name, Cell::text(&now.name)), (text.phone, Cell::text(&now.phone))];
    page.before.push(Section { title: text.data_now.to_owned(), facts });
    page.notice = Some(text.data_changed.to_owned());
    page.status = StatusCode::CONFLICT;
    page
}
