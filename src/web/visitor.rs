//! The request around a handler: where it came from, in which language, with which cookies, and who turned out to sit behind it.
//! Made once per request by `dress`, so that error pages know the same.

use std::{
    net::{IpAddr, SocketAddr},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

use axum::{
    body::Bytes,
    extract::{ConnectInfo, FromRequestParts, Request},
    http::{HeaderMap, Method, header, request::Parts},
};

use super::{cookies, error::Error, flash::Flash, menu::Menu, submission};
use crate::{
    access::{Seat, factors::passkeys::Relying, sessions::Token},
    app::App,
    lang::Lang,
};

/// Light, dark, or as the system likes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// Follows the system.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// The value of the cookie and of `data-theme`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Reads [`Theme::code`].
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        [Self::System, Self::Light, Self::Dark].into_iter().find(|theme| theme.code() == code)
    }
}

/// One request as its page sees it. Cheap to clone.
#[derive(Clone)]
pub struct Visitor(Arc<Facts>);

struct Facts {
    number: String,
    here: String,
    method: Method,
    lang: Lang,
    theme: Theme,
    flash: Option<Flash>,
    session: Option<Token>,
    bearer: Option<Token>,
    relying: Option<Relying>,
    origin: String,
    idempotency_key: Option<String>,
    address: String,
    user_agent: String,
    menu: Arc<Menu>,
    seat: OnceLock<Arc<Seat>>,
    typed: OnceLock<Bytes>,
    has_files: bool,
    said: OnceLock<String>,
    took_effect: AtomicBool,
}

impl Visitor {
    /// Reads a request. `number` is what error pages and logs call it.
    #[must_use]
    pub fn read(request: &Request, app: &App, menu: Arc<Menu>, number: String) -> Self {
        let (headers, secure) = (request.headers(), app.options.secure_cookies);
        let here = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
        Self(Arc::new(Facts {
            number,
            here,
            method: request.method().clone(),
            lang: lang_of(headers, secure),
            theme: cookies::own(headers, cookies::THEME, secure).and_then(Theme::parse).unwrap_or_default(),
            flash: cookies::own(headers, cookies::FLASH, secure).and_then(Flash::decode),
            session: cookies::read(headers, cookies::session(secure)).and_then(Token::parse),
            relying: Relying::at(host_of(request), secure),
            origin: origin_of(request, app),
            bearer: text_of(headers, header::AUTHORIZATION).strip_prefix("Bearer ").and_then(Token::parse_bearer),
            idempotency_key: headers.get("idempotency-key").map(|key| key.to_str().unwrap_or_default().to_owned()),
            address: address_of(request, app.options.trust_forwarded),
            user_agent: text_of(headers, header::USER_AGENT).chars().take(300).collect(),
            menu,
            seat: OnceLock::new(),
            typed: OnceLock::new(),
            has_files: text_of(headers, header::CONTENT_TYPE).starts_with("multipart/form-data"),
            said: OnceLock::new(),
            took_effect: AtomicBool::new(false),
        }))
    }

    /// The visitor of a request that `dress` has seen.
    ///
    /// # Errors
    /// [`Error::Internal`] when the router was built without `dress`.
    pub fn of(parts: &Parts) -> Result<Self, Error> {
        parts.extensions.get::<Self>().cloned().ok_or(Error::Internal("the request carries no visitor".into()))
    }

    /// Notes who sits behind the request: from now on pages are in the member's language, with the member's menu.
    pub fn seated(&self, seat: &Arc<Seat>) {
        let _already = self.0.seat.set(Arc::clone(seat));
    }

    /// Keeps what was typed into the form that is sent.
    pub fn types(&self, typed: Bytes) {
        let _already = self.0.typed.set(typed);
    }

    /// What was typed into the form that is sent; empty without one.
    #[must_use]
    pub fn typed(&self) -> &[u8] {
        self.0.typed.get().map_or(&[][..], |typed| &typed[..])
    }

    /// Whether the form that is sent carries files: it is read late.
    #[must_use]
    pub fn has_files(&self) -> bool {
        self.0.has_files
    }

    /// Keeps the digest of what a form with files says, once it was read.
    pub fn says(&self, digest: String) {
        let _already = self.0.said.set(digest);
    }

    /// Digest of what a form with files says; empty until it was read.
    #[must_use]
    pub fn said(&self) -> &str {
        self.0.said.get().map_or("", String::as_str)
    }

    /// The token of the form that is sent, by which it takes effect once; none when it is missing or not one of ours.
    #[must_use]
    pub fn submission(&self) -> Option<String> {
        let query = self.here().split_once('?').map_or("", |(_, query)| query);
        submission::token(query.as_bytes(), self.typed())
    }

    /// Notes that a change of the form that is sent was committed.
    pub fn takes_effect(&self) {
        self.0.took_effect.store(true, Ordering::Relaxed);
    }

    /// Whether a change of the form that is sent was committed.
    #[must_use]
    pub fn took_effect(&self) -> bool {
        self.0.took_effect.load(Ordering::Relaxed)
    }

    /// Who sits behind the request, once an `Actor` has found out.
    #[must_use]
    pub fn seat(&self) -> Option<&Arc<Seat>> {
        self.0.seat.get()
    }

    /// Member's choice → cookie → `Accept-Language` → Chinese.
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.seat().and_then(|seat| seat.lang).unwrap_or(self.0.lang)
    }

    /// Light or dark.
    #[must_use]
    pub fn theme(&self) -> Theme {
        self.0.theme
    }

    /// What the page before left to say.
    #[must_use]
    pub fn flash(&self) -> Option<&Flash> {
        self.0.flash.as_ref()
    }

    /// The token of the session cookie; nobody has looked yet whether it is alive.
    #[must_use]
    pub fn session(&self) -> Option<Token> {
        self.0.session.clone()
    }

    /// The token of the `Authorization` header; nobody has looked yet whether it works.
    #[must_use]
    pub fn bearer(&self) -> Option<Token> {
        self.0.bearer.clone()
    }

    /// This portal as the visitor's browser knows it, where passkeys can be used: not at an address of numbers.
    #[must_use]
    pub fn relying(&self) -> Option<&Relying> {
        self.0.relying.as_ref()
    }

    /// Where browsers reach the portal: as configured, else where this one has asked.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.0.origin
    }

    /// The `Idempotency-Key` header; empty when it is no text.
    #[must_use]
    pub fn idempotency_key(&self) -> Option<&str> {
        self.0.idempotency_key.as_deref()
    }

    /// Path and query of the request.
    #[must_use]
    pub fn here(&self) -> &str {
        &self.0.here
    }

    /// Path of the request.
    #[must_use]
    pub fn path(&self) -> &str {
        self.here().split('?').next().unwrap_or("/")
    }

    /// Whether the request only reads (GET, HEAD).
    #[must_use]
    pub fn is_reading(&self) -> bool {
        self.0.method.is_safe()
    }

    /// Method of the request.
    #[must_use]
    pub fn method(&self) -> &str {
        self.0.method.as_str()
    }

    /// Whether the caller is a program of the JSON API.
    #[must_use]
    pub fn is_api(&self) -> bool {
        self.path().starts_with("/api/")
    }

    /// The request's number, as logs and error pages show it.
    #[must_use]
    pub fn number(&self) -> &str {
        &self.0.number
    }

    /// Network address of the visitor; `unknown` when the server does not tell.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.0.address
    }

    /// Browser, as it calls itself.
    #[must_use]
    pub fn user_agent(&self) -> &str {
        &self.0.user_agent
    }

    /// The menu of the whole portal.
    #[must_use]
    pub fn menu(&self) -> &Menu {
        &self.0.menu
    }
}

/// A handler open to everybody may ask who asks.
impl FromRequestParts<App> for Visitor {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Error> {
        Self::of(parts)
    }
}

fn lang_of(headers: &HeaderMap, secure: bool) -> Lang {
    let chosen = cookies::own(headers, cookies::LANGUAGE, secure).and_then(Lang::parse);
    chosen.unwrap_or_else(|| Lang::accepted(text_of(headers, header::ACCEPT_LANGUAGE)))
}

fn text_of(headers: &HeaderMap, name: header::HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// The host the browser asked: in HTTP/2 it stands in the address.
fn host_of(request: &Request) -> &str {
    request.uri().authority().map_or_else(|| text_of(request.headers(), header::HOST), |authority| authority.as_str())
}

/// Without a slash at its end. A `Host` that is none gives an address that leads nowhere.
fn origin_of(request: &Request, app: &App) -> String {
    if let Some(url) = &app.options.public_url {
        return url.as_str().trim_end_matches('/').to_owned();
    }
    let scheme = if app.options.secure_cookies { "https" } else { "http" };
    let parsed = url::Url::parse(&format!("{scheme}://{}", host_of(request)));
    parsed.map_or_else(|_| String::new(), |url| url.origin().ascii_serialization())
}

fn address_of(request: &Request, trust_forwarded: bool) -> String {
    // The nearest proxy writes at the end, be it into the line that came or into one of its own below it.
    let forwarded =
        request.headers().get_all("x-forwarded-for").iter().next_back().and_then(|value| value.to_str().ok());
    let last = forwarded.and_then(|list| list.rsplit(',').next()).and_then(|last| last.trim().parse::<IpAddr>().ok());
    let direct = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let address = if trust_forwarded { last.or(direct) } else { direct };
    address.map_or_else(|| "unknown".to_owned(), |address| address.to_canonical().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_proxy_says_the_address_and_the_visitor_does_not() {
        let cases: [(&[&str], &str); 6] = [
            (&["203.0.113.9"], "203.0.113.9"),
            (&["10.0.0.1, 203.0.113.9"], "203.0.113.9"),
            (&["10.0.0.1", "203.0.113.9"], "203.0.113.9"),
            (&["10.0.0.1", "10.0.0.2, ::ffff:203.0.113.9"], "203.0.113.9"),
            (&["203.0.113.9", "not an address"], "unknown"),
            (&[], "unknown"),
        ];
        for (lines, address) in cases {
            let mut request = Request::new(axum::body::Body::empty());
            for line in lines {
                request.headers_mut().append("x-forwarded-for", line.parse().unwrap());
            }
            assert_eq!(address_of(&request, true), address, "{lines:?}");
            assert_eq!(address_of(&request, false), "unknown", "{lines:?}");
        }
    }
}
