//! Pages of company accounts: the settings, and what visitors see on their way.

use askama::Template;
use axum::{http::StatusCode, response::Response};

use super::{
    rules::{MemberClaim, Settings, Wrong},
    store::Stored,
    text::Text,
};
use crate::{
    access::{Actor, permission::OrgSettings},
    outside::provider::Fault,
    web::{Cell, Frame, Section, Tone, Visitor, html},
};

/// What surrounds the form of the settings.
pub struct Around {
    /// What has to be registered at the provider.
    pub redirect_uri: String,
    /// The settings as they are.
    pub stored: Option<Stored>,
    /// What is wrong with what was typed.
    pub wrongs: Vec<Wrong>,
    /// What a test of the connection gave.
    pub tested: Option<Result<(), Fault>>,
    /// Status of the answer; 409 says that somebody else has saved meanwhile.
    pub status: StatusCode,
}

#[derive(Template)]
#[template(path = "oidc/settings.html")]
struct SettingsPage {
    frame: Frame,
    text: &'static Text,
    /// What is to be registered, and what is in force.
    sections: Vec<Section>,
    notice: Option<&'static str>,
    wrongs: Vec<(&'static str, &'static str)>,
    tested: Option<(bool, String)>,
    draft: Settings,
    claims: [(&'static str, &'static str, bool); 2],
    exists: bool,
    has_secret: bool,
    linked: i64,
    revision: i64,
}

impl SettingsPage {
    /// What is wrong with a field.
    fn wrong(&self, field: &str) -> Option<&'static str> {
        self.wrongs.iter().find(|(name, _)| *name == field).map(|(_, sentence)| *sentence)
    }
}

/// The settings: as they are, or as typed when they were refused.
pub fn settings(actor: &Actor<OrgSettings>, typed: Option<Settings>, around: &Around) -> Response {
    let lang = actor.lang();
    let text = Text::of(lang);
    let stored = around.stored.as_ref();
    let conflict = around.status == StatusCode::CONFLICT;
    let mut facts = vec![(text.redirect_uri, Cell::code(around.redirect_uri.clone(), lang))];
    if let Some(stored) = stored {
        let old = &stored.settings;
        let state = if old.is_enabled { (Tone::Done, text.on) } else { (Tone::Idle, text.off) };
        facts.push((text.state, Cell::badge(state.0, state.1)));
        facts.push((text.linked, Cell::text(stored.linked.to_string())));
        facts.push((text.updated, Cell::when(Some(stored.updated_at), &actor.face())));
        if conflict {
            facts.push((text.issuer, Cell::text(old.issuer.clone())));
            facts.push((text.client_id, Cell::text(old.client_id.clone())));
            facts.push((text.scopes, Cell::text(old.scopes.clone())));
            facts.push((text.only, Cell::text(if old.is_only { text.on } else { text.off })));
        }
    }
    let draft = typed.or_else(|| stored.map(|stored| stored.settings.clone())).unwrap_or_else(fresh);
    let claim = |claim: MemberClaim| (claim.code(), text.claim(claim), draft.member_claim == claim);
    let page = SettingsPage {
        frame: Frame { here: "/organization/sign-in".to_owned(), ..Frame::new(actor.visitor(), text.title) },
        text,
        sections: vec![Section { title: text.register.to_owned(), facts }],
        notice: conflict.then_some(text.conflict),
        wrongs: around.wrongs.iter().map(|wrong| text.wrong(*wrong)).collect(),
        tested: around.tested.as_ref().map(|tested| match tested {
            Ok(()) => (true, text.works.to_owned()),
            Err(fault) => (false, text.fault(fault, lang)),
        }),
        claims: MemberClaim::ALL.map(claim),
        draft,
        exists: stored.is_some(),
        has_secret: stored.is_some_and(Stored::has_secret),
        linked: stored.map_or(0, |stored| stored.linked),
        revision: stored.map_or(0, |stored| stored.revision),
    };
    html(around.status, &page)
}

/// What the form begins with.
fn fresh() -> Settings {
    Settings {
        issuer: String::new(),
        client_id: String::new(),
        scopes: "openid email profile".to_owned(),
        member_claim: MemberClaim::Email,
        is_enabled: true,
        is_only: false,
        trusts_second_factor: false,
    }
}

#[derive(Template)]
#[template(path = "oidc/way.html")]
struct WayPage {
    frame: Frame,
    title: &'static str,
    hint: &'static str,
    to: String,
    go: &'static str,
    back: Option<&'static str>,
}

/// The page between the sign-in form and the provider; it goes on by itself.
pub fn on_the_way(visitor: &Visitor, to: &str) -> Response {
    let text = Text::of(visitor.lang());
    let frame = Frame { here: "/login".to_owned(), ..Frame::new(visitor, text.leaving) };
    let page =
        WayPage { frame, title: text.leaving, hint: text.leaving_hint, to: to.to_owned(), go: text.go, back: None };
    html(StatusCode::OK, &page)
}

/// Signed out here; the provider's session is another one.
pub fn ended(visitor: &Visitor, to: &str) -> Response {
    let text = Text::of(visitor.lang());
    let frame = Frame { here: "/login".to_owned(), ..Frame::new(visitor, text.signed_out) };
    let (title, hint, go) = (text.signed_out, text.signed_out_hint, text.sign_out_there);
    html(StatusCode::OK, &WayPage { frame, title, hint, to: to.to_owned(), go, back: Some(text.sign_in) })
}
