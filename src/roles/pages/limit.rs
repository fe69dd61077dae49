//! The form of the limit of custom roles (ROLE-6).

use askama::Template;
use axum::{http::StatusCode, response::Response};

use crate::{
    access::{Actor, permission::OrgSettings},
    roles::text::Text,
    web::{Frame, html},
};

#[derive(Debug, Template)]
#[template(path = "roles/limit.html")]
struct Page {
    frame: Frame,
    text: &'static Text,
    typed: String,
    existing: usize,
    wrong: bool,
}

/// The form; with what is wrong when it cannot be saved.
pub fn limit(actor: &Actor<OrgSettings>, status: StatusCode, typed: &str, existing: usize) -> Response {
    let text = Text::of(actor.lang());
    let frame = Frame::new(actor.visitor(), text.limit);
    html(status, &Page { frame, text, typed: typed.to_owned(), existing, wrong: status != StatusCode::OK })
}
