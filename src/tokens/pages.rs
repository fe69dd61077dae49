//! Pages of tokens: values ready to show.

use askama::Template;
use axum::{http::StatusCode, response::Response};

use super::{
    rules::{self, Wanted},
    store::Listed,
    text::Text,
};
use crate::{
    access::{
        Actor, Code, Permission,
        permission::{ApiKeyManage, ApiKeyOwn},
        sessions::Token,
    },
    web::{Cell, Frame, Tone, html},
};

#[derive(Template)]
#[template(path = "tokens/own.html")]
struct OwnPage {
    frame: Frame,
    text: &'static Text,
    rows: Vec<Row>,
    everybody: bool,
    revocations: &'static str,
    owners: bool,
    name: String,
    days: Vec<(i64, bool)>,
    scopes: Vec<(&'static str, &'static str, bool)>,
    refusal: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "tokens/members.html")]
struct MembersPage {
    frame: Frame,
    text: &'static Text,
    rows: Vec<Row>,
    revocations: &'static str,
    owners: bool,
}

#[derive(Template)]
#[template(path = "tokens/made.html")]
struct MadePage {
    frame: Frame,
    text: &'static Text,
    name: String,
    token: String,
}

/// A token, ready to show.
struct Row {
    id: i64,
    owner: String,
    name: String,
    prefix: String,
    scopes: String,
    state: Cell,
    expires: Cell,
    used: Cell,
    works: bool,
}

/// One's own tokens, and the form of a new one with what was typed.
pub fn own(
    actor: &Actor<ApiKeyOwn>,
    tokens: &[Listed],
    wanted: &Wanted,
    (status, refusal): (StatusCode, Option<&'static str>),
) -> Response {
    let lang = actor.lang();
    let text = Text::of(lang);
    let offer = |code: Code| (code.as_str(), code.name(lang), wanted.scopes.iter().any(|scope| scope == code.as_str()));
    let page = OwnPage {
        frame: Frame { here: "/tokens".to_owned(), ..Frame::new(actor.visitor(), text.title) },
        text,
        rows: tokens.iter().map(|token| row(actor, token)).collect(),
        everybody: actor.may(ApiKeyManage::CODE),
        revocations: "/tokens/revocations",
        owners: false,
        name: wanted.name.clone(),
        days: rules::DAYS.map(|days| (days, days == wanted.days)).to_vec(),
        scopes: rules::offered(actor.seat().permissions).iter().map(offer).collect(),
        refusal,
    };
    html(status, &page)
}

/// Everybody's tokens.
pub fn members(actor: &Actor<ApiKeyManage>, tokens: &[Listed]) -> Response {
    let text = Text::of(actor.lang());
    let page = MembersPage {
        frame: Frame::new(actor.visitor(), text.members),
        text,
        rows: tokens.iter().map(|token| row(actor, token)).collect(),
        revocations: "/tokens/members/revocations",
        owners: true,
    };
    html(StatusCode::OK, &page)
}

/// A new token, this once.
pub fn made(actor: &Actor<ApiKeyOwn>, name: &str, token: &Token) -> Response {
    let text = Text::of(actor.lang());
    let frame = Frame { here: "/tokens".to_owned(), ..Frame::new(actor.visitor(), text.made) };
    html(StatusCode::OK, &MadePage { frame, text, name: name.to_owned(), token: token.reveal().to_owned() })
}

fn row<P: Permission>(actor: &Actor<P>, token: &Listed) -> Row {
    let (lang, face) = (actor.lang(), actor.face());
    let text = Text::of(lang);
    let state = match (token.works, token.revoked_at) {
        (_, Some(_)) => Cell::badge(Tone::Idle, text.was_revoked),
        (true, None) => Cell::badge(Tone::Done, text.works),
        (false, None) => Cell::badge(Tone::Idle, text.ended),
    };
    let name_of = |code: &String| Code::parse(code).map_or_else(|| code.clone(), |code| code.name(lang).to_owned());
    let scopes: Vec<String> = token.scopes.iter().map(name_of).collect();
    Row {
        id: token.id,
        owner: token.owner.clone(),
        name: token.name.clone(),
        prefix: token.prefix.clone(),
        scopes: scopes.join(lang.pick(", ", "、")),
        state,
        expires: Cell::when(Some(token.expires_at), &face),
        used: Cell::when(token.last_used_at, &face),
        works: token.works,
    }
}
