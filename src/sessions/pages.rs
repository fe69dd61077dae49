//! Pages of sign-in and activation.

use askama::Template;
use axum::{http::StatusCode, response::Response};

use super::{
    forms::{NewPassword, SignIn},
    store::Subject,
    text::Text,
};
use crate::web::{Frame, Visitor, html};

/// The sign-in form.
#[derive(Template)]
#[template(path = "sessions/login.html")]
struct SignInPage {
    frame: Frame,
    text: &'static Text,
    form: SignIn,
    refusal: Option<String>,
}

/// The form of the first password.
#[derive(Template)]
#[template(path = "sessions/activate.html")]
struct ActivatePage {
    frame: Frame,
    text: &'static Text,
    token: String,
    login: Option<String>,
    refusal: Option<&'static str>,
}

/// The sign-in form, again with what was typed when it was refused.
pub fn sign_in(visitor: &Visitor, form: SignIn, status: StatusCode, refusal: Option<String>) -> Response {
    let text = Text::of(visitor.lang());
    let frame = Frame::new(visitor, text.title);
    html(status, &SignInPage { frame, text, form, refusal })
}

/// The form of the first password, or that the link no longer works.
pub fn activate(
    visitor: &Visitor,
    subject: Option<&Subject>,
    form: NewPassword,
    status: StatusCode,
    refusal: Option<&'static str>,
) -> Response {
    let text = Text::of(visitor.lang());
    let frame = Frame { here: "/login".to_owned(), ..Frame::new(visitor, text.activate) };
    let login = subject.map(|subject| format!("{} / {}", subject.organization_code, subject.username));
    let status = if login.is_none() { StatusCode::NOT_FOUND } else { status };
    html(status, &ActivatePage { frame, text, token: form.token, login, refusal })
}
