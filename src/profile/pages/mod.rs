//! Pages of the profile: values ready to show.

pub mod data;
pub mod passkeys;
pub mod second;

use askama::Template;
use axum::{http::StatusCode, response::Response};

use super::{
    store::{Own, Session},
    text::Text,
};
use crate::{
    access::{
        Actor,
        permission::{ProfileEdit, ProfileView},
    },
    web::{Cell, Frame, Link, Section, Text as Shared, Tone, When, html},
};

#[derive(Template)]
#[template(path = "profile/show.html")]
struct ShowPage {
    frame: Frame,
    text: &'static Text,
    actions: Vec<Link>,
    /// Whether no door asks for a second factor, whatever the policy says.
    demo: bool,
    coming: Option<String>,
    sections: Vec<Section>,
    sessions: Vec<Row>,
    others: bool,
}

/// A session, ready to show.
struct Row {
    id: i64,
    address: String,
    browser: String,
    whole: String,
    since: When,
    seen: When,
    current: bool,
}

#[derive(Template)]
#[template(path = "profile/password.html")]
struct PasswordPage {
    frame: Frame,
    text: &'static Text,
    username: String,
    refusal: Option<String>,
}

/// Own data and sessions.
pub fn show(actor: &Actor<ProfileView>, own: &Own, sessions: &[Session]) -> Response {
    let text = Text::of(actor.lang());
    let face = actor.face();
    let row = |session: &Session| Row {
        id: session.id,
        address: session.address.clone(),
        browser: browser(&session.user_agent).unwrap_or(text.other_browser).to_owned(),
        whole: session.user_agent.clone(),
        since: face.when(session.created_at),
        seen: face.when(session.seen_at),
        current: session.current,
    };
    let page = ShowPage {
        frame: Frame::new(actor.visitor(), text.title),
        text,
        actions: vec![
            Link::new(text.edit_data, data::PATH),
            Link::new(text.change_password, "/profile/password"),
            Link::new(text.factor, "/profile/second-factor"),
            Link::new(text.passkeys, "/profile/passkeys"),
            Link::new(text.tokens, "/tokens"),
        ],
        demo: !actor.app().options.second_factors,
        coming: actor.seat().must_enrol_from().map(|at| text.must_enrol_from(&face.date(at).to_string(), actor.lang())),
        sections: sections(actor, own, text),
        sessions: sessions.iter().map(row).collect(),
        others: sessions.iter().any(|session| !session.current),
    };
    html(StatusCode::OK, &page)
}

fn sections(actor: &Actor<ProfileView>, own: &Own, text: &'static Text) -> Vec<Section> {
    let (lang, face, seat) = (actor.lang(), actor.face(), actor.seat());
    let roles: Vec<&str> = seat.roles.iter().map(|role| role.name(lang)).collect();
    let roles = if seat.is_master { Shared::of(lang).master.to_owned() } else { roles.join(lang.pick(", ", "、")) };
    let account = vec![
        (text.organization, Cell::text(&seat.organization.name).under(&seat.organization.code)),
        (text.username, Cell::text(&own.username)),
        (text.roles, Cell::text(roles)),
        (text.language, Cell::text(seat.lang.map_or(text.by_browser, |lang| lang.own_name()))),
        (text.password, Cell::when(own.password_changed_at, &face)),
        (text.factor, factor(actor, text)),
        (text.last_login, Cell::when(own.last_login_at, &face)),
        (text.created, Cell::when(Some(own.created_at), &face)),
    ];
    let person = vec![
        (text.name, Cell::text(own.name.reveal())),
        (text.email, Cell::maybe(own.email.as_ref().map(|email| email.reveal().as_str()))),
        (text.phone, Cell::maybe(own.phone.as_ref().map(|phone| phone.reveal().as_str()))),
    ];
    vec![
        Section { title: text.account.to_owned(), facts: account },
        Section { title: text.person.to_owned(), facts: person },
    ]
}

fn factor(actor: &Actor<ProfileView>, text: &'static Text) -> Cell {
    let doors = &actor.seat().doors;
    let words = [(doors.has_totp, text.factor_on), (doors.has_passkey, text.passkeys)];
    let words: Vec<&str> = words.iter().filter_map(|(has, word)| has.then_some(*word)).collect();
    if words.is_empty() {
        Cell::badge(Tone::Idle, text.factor_off)
    } else {
        Cell::badge(Tone::Done, words.join(actor.lang().pick(", ", "、")))
    }
}

/// The form of a new password.
pub fn password(actor: &Actor<ProfileEdit>, status: StatusCode, refusal: Option<String>) -> Response {
    let text = Text::of(actor.lang());
    let frame = Frame { here: "/profile/password".to_owned(), ..Frame::new(actor.visitor(), text.change_password) };
    html(status, &PasswordPage { frame, text, username: actor.seat().username.clone(), refusal })
}

/// Browser and system in a word or two; the whole text stands on hover.
fn browser(user_agent: &str) -> Option<&'static str> {
    let known = [
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("MicroMessenger/", "WeChat"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ];
    known.into_iter().find_map(|(mark, name)| user_agent.contains(mark).then_some(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_apart() {
        let chrome =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36";
        for (user_agent, want) in [
            (chrome, Some("Chrome")),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", Some("Firefox")),
            (
                "Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17 Safari/605.1.15",
                Some("Safari"),
            ),
            ("", None),
        ] {
            assert_eq!(browser(user_agent), want);
        }
        assert_eq!(browser(&format!("{chrome} Edg/126.0")), Some("Edge"));
    }
}
