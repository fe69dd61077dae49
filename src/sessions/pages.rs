//! Pages of sign-in and activation.

use askama::Template;
use axum::{http::StatusCode, response::Response};

use super::{
    forms::{NewPassword, SignIn},
    store::Subject,
    text::Text,
};
use crate::{
    access::{factors::passkeys::Relying, sessions::Token},
    web::{self, Frame, Visitor, html},
};

/// The sign-in form.
#[derive(Template)]
#[template(path = "sessions/login.html")]
struct SignInPage {
    frame: Frame,
    text: &'static Text,
    form: SignIn,
    passkeys: bool,
    offers: Offers,
    refusal: Option<String>,
}

/// What the sign-in form offers beside the password.
#[derive(Debug, Clone, Copy)]
pub struct Offers {
    /// Company accounts.
    pub company_accounts: bool,
    /// A code by mail for who has forgotten the password.
    pub mail: bool,
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

/// The form of the second factor.
#[derive(Template)]
#[template(path = "sessions/second.html")]
struct SecondPage {
    frame: Frame,
    text: &'static Text,
    next: String,
    passkeys: bool,
    refusal: Option<String>,
}

/// The page that asks the browser for a passkey.
#[derive(Template)]
#[template(path = "sessions/passkey.html")]
struct PasskeyPage {
    frame: Frame,
    text: &'static Text,
    options: String,
    next: String,
    refusal: Option<&'static str>,
}

/// The page that asks the browser for a passkey of this portal.
pub fn passkey(
    visitor: &Visitor,
    relying: &Relying,
    challenge: &Token,
    (next, (status, refusal)): (&str, (StatusCode, Option<&'static str>)),
) -> Response {
    let text = Text::of(visitor.lang());
    let frame = Frame { here: "/login".to_owned(), ..Frame::new(visitor, text.passkey) };
    let options = web::passkey::to_use(relying, challenge.reveal(), &[]);
    html(status, &PasskeyPage { frame, text, options, next: next.to_owned(), refusal })
}

/// The form of the second factor; the code is never shown again.
pub fn second_factor(visitor: &Visitor, next: &str, status: StatusCode, refusal: Option<String>) -> Response {
    let text = Text::of(visitor.lang());
    let frame = Frame { here: "/second-factor".to_owned(), ..Frame::new(visitor, text.second) };
    html(status, &SecondPage { frame, text, next: next.to_owned(), passkeys: visitor.relying().is_some(), refusal })
}

/// The sign-in form, again with what was typed when it was refused.
pub fn sign_in(
    visitor: &Visitor,
    form: SignIn,
    offers: Offers,
    (status, refusal): (StatusCode, Option<String>),
) -> Response {
    let text = Text::of(visitor.lang());
    let frame = Frame::new(visitor, text.title);
    html(status, &SignInPage { frame, text, form, passkeys: visitor.relying().is_some(), offers, refusal })
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
