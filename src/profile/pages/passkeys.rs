//! Pages of a member's passkeys.

use askama::Template;
use axum::{http::StatusCode, response::Response};

use crate::{
    access::{
        Actor,
        factors::passkeys::{Relying, store::Listed},
        permission::ProfileEdit,
        sessions::Token,
    },
    profile::text::Text,
    web::{self, Cell, Frame, html},
};

#[derive(Template)]
#[template(path = "profile/passkeys.html")]
struct ListPage {
    frame: Frame,
    text: &'static Text,
    rows: Vec<Row>,
    left: i64,
    few: bool,
    possible: bool,
    refusal: Option<&'static str>,
}

/// A passkey, ready to show.
struct Row {
    id: i64,
    name: String,
    created: Cell,
    used: Cell,
}

#[derive(Template)]
#[template(path = "profile/passkey.html")]
struct MakePage {
    frame: Frame,
    text: &'static Text,
    name: String,
    options: String,
}

/// The member's passkeys, the recovery codes left, and the form of a new one where the browser can have one.
pub fn list(
    actor: &Actor<ProfileEdit>,
    rows: &[Listed],
    left: i64,
    (status, refusal): (StatusCode, Option<&'static str>),
) -> Response {
    let (text, face) = (Text::of(actor.lang()), actor.face());
    let row = |passkey: &Listed| Row {
        id: passkey.id,
        name: passkey.name.clone(),
        created: Cell::when(Some(passkey.created_at), &face),
        used: Cell::when(passkey.last_used_at, &face),
    };
    let page = ListPage {
        frame: Frame { here: "/profile/passkeys".to_owned(), ..Frame::new(actor.visitor(), text.passkeys) },
        text,
        rows: rows.iter().map(row).collect(),
        left,
        few: left < 3,
        possible: actor.visitor().relying().is_some(),
        refusal,
    };
    html(status, &page)
}

/// The page that asks the browser to make a passkey.
pub fn make(
    actor: &Actor<ProfileEdit>,
    relying: &Relying,
    challenge: &Token,
    (name, known): (&str, &[Listed]),
) -> Response {
    let text = Text::of(actor.lang());
    let account = format!("{}/{}", actor.organization().code, actor.seat().username);
    let known: Vec<Vec<u8>> = known.iter().map(|passkey| passkey.credential_id.clone()).collect();
    let page = MakePage {
        frame: Frame { here: "/profile/passkeys".to_owned(), ..Frame::new(actor.visitor(), text.new_passkey) },
        text,
        name: name.to_owned(),
        options: web::passkey::to_make(relying, challenge.reveal(), (actor.member_id(), &account), &known),
    };
    html(StatusCode::OK, &page)
}
