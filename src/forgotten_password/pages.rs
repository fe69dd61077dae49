//! Pages of a forgotten password.

use askama::Template;
use axum::{http::StatusCode, response::Response};

use super::{forms::Login, text::Text};
use crate::web::{Frame, Visitor, html};

#[derive(Template)]
#[template(path = "forgotten_password/request.html")]
struct RequestPage {
    frame: Frame,
    text: &'static Text,
    mail: bool,
    refusal: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "forgotten_password/code.html")]
struct CodePage<'a> {
    frame: Frame,
    text: &'static Text,
    login: &'a Login,
    refusal: Option<&'static str>,
}

/// Asks whose password it is, or says whom to ask where nothing can be mailed.
pub fn request(visitor: &Visitor, mail: bool, (status, refusal): (StatusCode, Option<&'static str>)) -> Response {
    let text = Text::of(visitor.lang());
    let frame = Frame { here: "/forgotten-password".to_owned(), ..Frame::new(visitor, text.title) };
    html(status, &RequestPage { frame, text, mail, refusal })
}

/// Asks for the code and the new password.
pub fn code(visitor: &Visitor, login: &Login, (status, refusal): (StatusCode, Option<&'static str>)) -> Response {
    let text = Text::of(visitor.lang());
    let frame = Frame { here: "/forgotten-password".to_owned(), ..Frame::new(visitor, text.title) };
    html(status, &CodePage { frame, text, login, refusal })
}
