//! What was typed, in an address or a form: names and texts, exactly once read. Meaning is given by `filter` and by forms.

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request},
    http::request::Parts,
};
use url::form_urlencoded;

use super::{error::Error, flash::local, submission::SUBMISSION};
use crate::{app::App, values::plain::marked};

/// Most fields a form or an address may carry.
const MOST_FIELDS: usize = 1000;

/// What stands for what is no text ([`char::REPLACEMENT_CHARACTER`]).
const REPLACEMENT: &str = "\u{fffd}";

/// Fields whose blanks are meant: a password is taken as it was typed (MEM-3).
const EXACT: [&str; 4] = ["password", "repeated", "current", "step-up-code"];

/// Names and texts in the order they came. Texts are trimmed, except passwords; NUL, which no database text may hold, and every
/// other character that nobody sees ([`crate::values::plain`]) come as the replacement character, like bytes that are no text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed(Vec<(String, String)>);

impl Typed {
    /// Reads `a=1&b=2`.
    ///
    /// # Errors
    /// [`Error::Unreadable`] for more than a thousand fields.
    pub fn parse(encoded: &[u8]) -> Result<Self, Error> {
        // A byte order mark at the beginning is no part of a text: it comes along from the beginning of a file.
        let clean = |text: &str| marked(text.trim_start_matches('\u{feff}').trim());
        let pairs = form_urlencoded::parse(encoded).map(|(name, value)| {
            let name = clean(&name);
            let value = if EXACT.contains(&&*name) { value.replace('\0', REPLACEMENT) } else { clean(&value) };
            (name, value)
        });
        // The token is the frame's own, which no handler reads and no form carries on ([`super::Visitor::submission`]).
        let pairs: Vec<_> = pairs.filter(|(name, _)| name != SUBMISSION).take(MOST_FIELDS + 1).collect();
        if pairs.len() > MOST_FIELDS { Err(Error::Unreadable) } else { Ok(Self(pairs)) }
    }

    /// Whether a text holds what nobody sees; passwords are taken as they are.
    #[must_use]
    pub fn has_hidden(&self) -> bool {
        let hidden = |text: &str| text.contains(char::REPLACEMENT_CHARACTER);
        self.0.iter().any(|(name, value)| hidden(name) || hidden(value) && !EXACT.contains(&name.as_str()))
    }

    /// The first text of that name; empty when there is none.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find_map(|(key, value)| (key == name).then_some(value.as_str())).unwrap_or_default()
    }

    /// Everything typed, in the order it came.
    #[must_use]
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// Every text of that name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter_map(move |(key, value)| (key == name).then_some(value.as_str()))
    }

    /// Every name, in the order they came.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// Finds fault with an address that names a filter the page does not have: it would be answered as if it were not there.
    ///
    /// # Errors
    /// [`Error::NoSuchFilter`].
    pub fn only(&self, known: &[&str]) -> Result<(), Error> {
        if self.names().all(|name| known.contains(&name)) { Ok(()) } else { Err(Error::NoSuchFilter) }
    }

    /// Where to go after the form: its field `next` if that stays on this portal and signed in, else `/`.
    #[must_use]
    pub fn next(&self) -> &str {
        let next = local(self.get("next"));
        let path = next.split(['?', '#']).next().unwrap_or_default();
        if path.trim_end_matches('/') == "/logout" { "/" } else { next }
    }

    /// `path` with what was typed, except `without`, and with `and` added; empty texts are left out.
    #[must_use]
    pub fn address(&self, path: &str, without: &[&str], and: &[(&str, &str)]) -> String {
        let kept = self.0.iter().filter(|(name, value)| !value.is_empty() && !without.contains(&name.as_str()));
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(kept);
        query.extend_pairs(and.iter().filter(|(_, value)| !value.is_empty()));
        let query = query.finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }
}

/// What was typed in the address.
#[derive(Debug, Clone)]
pub struct Query(pub Typed);

impl FromRequestParts<App> for Query {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Error> {
        Typed::parse(parts.uri.query().unwrap_or_default().as_bytes()).map(Self)
    }
}

/// The address of a page without filters: one that names a filter is refused, as every list refuses what it does not have.
#[derive(Debug, Clone, Copy)]
pub struct NoFilters;

impl FromRequestParts<App> for NoFilters {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let Query(typed) = Query::from_request_parts(parts, app).await?;
        typed.only(&[]).map(|()| Self)
    }
}

/// What was typed in a form (`application/x-www-form-urlencoded`). None with a character that nobody sees: it is refused on a page
/// that gives back what was typed, with the place marked.
#[derive(Debug, Clone)]
pub struct Form(pub Typed);

impl FromRequest<App> for Form {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        let Marked(typed) = Marked::from_request(request, app).await?;
        if typed.has_hidden() { Err(Error::Hidden) } else { Ok(Self(typed)) }
    }
}

/// The same for a form whose every text is checked by its own rules: it comes back with the sentence at the field.
#[derive(Debug, Clone)]
pub struct Marked(pub Typed);

impl FromRequest<App> for Marked {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        let kind = request.headers().get(axum::http::header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        if !kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded")) {
            return Err(Error::Unreadable);
        }
        let body = Bytes::from_request(request, app).await.map_err(|refused| Error::of_status(refused.status()))?;
        Typed::parse(&body).map(Self)
    }
}

/// A row's key in a path. Anything but a positive decimal names no row: 404, not a complaint about digits.
#[derive(Debug, Clone, Copy)]
pub struct Id(pub i64);

impl FromRequestParts<App> for Id {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let path = axum::extract::Path::<String>::from_request_parts(parts, app).await;
        let text = path.map_err(|_| Error::NotFound)?.0;
        let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
        text.parse().ok().filter(|_| plain).map(Self).ok_or(Error::NotFound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_form_leads_away_or_out() {
        for (next, want) in [
            ("/customers?text=a", "/customers?text=a"),
            ("/logouts", "/logouts"),
            ("/customers?next=/logout", "/customers?next=/logout"),
            ("/logout", "/"),
            ("/logout?x=1", "/"),
            ("/logout/#a", "/"),
            ("//evil.example", "/"),
            ("", "/"),
        ] {
            let typed = Typed(vec![("next".to_owned(), next.to_owned())]);
            assert_eq!(typed.next(), want, "{next:?}");
        }
    }

    #[test]
    fn addresses_keep_what_was_typed() {
        let typed = Typed::parse("name=%E5%BC%A0+&after=x&empty=&tab=own%00".as_bytes()).unwrap();
        assert_eq!(typed.get("name"), "张");
        assert_eq!(typed.get("tab"), "own\u{fffd}");
        assert_eq!(typed.get("missing"), "");
        assert_eq!(
            typed.address("/a", &["after"], &[("after", "y"), ("back", "")]),
            "/a?name=%E5%BC%A0&tab=own%EF%BF%BD&after=y"
        );
        assert_eq!(Typed::default().address("/a", &[], &[]), "/a");
    }

    #[test]
    fn what_nobody_sees_is_found_except_in_a_password() {
        for (form, hidden) in [
            ("name=Li+Wei&remark=a%0D%0A%09b", false),
            ("name=Li%E2%80%AEWei", true),
            ("name=%EF%BB%BFLi", false),
            ("name=Li%EF%BB%BF", true),
            ("name=Li%E2%80%8B", true),
            ("a%E2%80%8B=1", true),
            ("name=%FF", true),
            ("password=a%E2%80%8Bb", false),
        ] {
            assert_eq!(Typed::parse(form.as_bytes()).unwrap().has_hidden(), hidden, "{form}");
        }
        let password = Typed::parse("password=+a%E2%80%8Bb+".as_bytes()).unwrap();
        assert_eq!(password.get("password"), " a\u{200b}b ");
    }

    #[test]
    fn a_flood_of_fields_is_refused() {
        assert!(Typed::parse("a=1&".repeat(1001).as_bytes()).is_err());
        assert!(Typed::parse("a=1&".repeat(1000).as_bytes()).is_ok());
    }
}
