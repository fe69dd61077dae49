//! The page that asks who somebody is, with the form he came with as hidden fields.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use url::form_urlencoded;

use super::text::Text;
use crate::{
    access::{Actor, Code, ENROLMENT, STEP_UP, factors::step_up::Means, permission::ProfileView},
    web::{Frame, Typed, html, submission::SUBMISSION},
};

/// Field of the proof: no form of an operation has one of that name.
pub const CODE: &str = "step-up-code";
/// Field of a passkey's answer.
pub const PASSKEY: &str = "step-up-passkey";
/// The button that asks for a mailed code.
pub const SEND: &str = "step-up-send";
/// Field that says that there is no form behind the page.
const ALONE: &str = "step-up-alone";

/// What waits behind the page.
pub enum Held {
    /// No form, or one that cannot be kept.
    Nothing,
    /// A form: names and texts in their order.
    Form(Vec<(String, String)>),
}

impl Held {
    /// The form without the proof, with its own token behind that of this page.
    pub fn of(typed: &Typed, submission: Option<String>) -> Self {
        if !typed.get(ALONE).is_empty() {
            return Self::Nothing;
        }
        let own = |pair: &&(String, String)| ![CODE, PASSKEY, SEND].contains(&pair.0.as_str());
        let token = submission.map(|token| (SUBMISSION.to_owned(), token));
        Self::Form(typed.pairs().iter().filter(own).cloned().chain(token).collect())
    }
}

#[derive(Template)]
#[template(path = "step_up/ask.html")]
struct AskPage {
    frame: Frame,
    text: &'static Text,
    operation: &'static str,
    action: String,
    held: Vec<(String, String)>,
    back: String,
    refusal: Option<&'static str>,
    passkey: Option<String>,
    typed: bool,
    code: (&'static str, &'static str),
    password: bool,
    /// A code is or was mailed.
    mail: bool,
    sent: bool,
    nothing: bool,
    enrolment: &'static str,
}

/// How the member proves who he is.
pub struct How {
    /// By what.
    pub means: Means,
    /// What the browser is asked for, where he has passkeys.
    pub passkey: Option<String>,
    /// Whether a code was mailed just now, or was typed.
    pub sent: bool,
}

/// The page: `to` is the operation and where to go on.
pub fn ask(
    actor: &Actor<ProfileView>,
    to: (Code, &str),
    (held, how): (Held, How),
    (status, refusal): (StatusCode, Option<&'static str>),
) -> Response {
    let (operation, next) = to;
    let How { means, passkey, sent } = how;
    let lang = actor.lang();
    let text = Text::of(lang);
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("operation", operation.as_str())
        .append_pair("next", next)
        .finish();
    let alone = vec![(ALONE.to_owned(), "1".to_owned())];
    let page = AskPage {
        frame: Frame { here: "/".to_owned(), ..Frame::new(actor.visitor(), text.title) },
        text,
        operation: operation.name(lang),
        action: format!("{STEP_UP}?{query}"),
        held: if let Held::Form(fields) = held { fields } else { alone },
        back: next.split('?').next().unwrap_or("/").to_owned(),
        refusal,
        nothing: means == Means::Nothing,
        passkey,
        typed: matches!(means, Means::Totp | Means::Passkey | Means::Password) || (means == Means::MailCode && sent),
        code: (text.code_label(means), text.code_hint(means)),
        mail: means == Means::MailCode,
        sent,
        password: means == Means::Password,
        enrolment: ENROLMENT,
    };
    html(status, &page)
}
