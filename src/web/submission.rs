//! The token by which a form takes effect once: put into every writing form of every page here, so that no template can forget
//! it, and read from what is sent. It carries a stamp of the member whose page it is, so that none is taken that a program made up
//! or that stood on somebody else's page. A form with a file carries it in its address, since its body is read late. Knows no database:
//! `access::submissions` keeps what took effect.

use axum::{
    body::{Body, to_bytes},
    http::header,
    response::Response,
};
use url::form_urlencoded;
use uuid::Uuid;

use super::{error::Error, visitor::Visitor};
use crate::cloud::seal::Key;

/// Name of the field.
pub const SUBMISSION: &str = "submission";

/// Marks a route whose forms may be sent again and again ([`super::Routes::post_again`]).
#[derive(Debug, Clone, Copy)]
pub struct Again;

/// Marks an answer that is a page drawn here: its forms get their tokens when it is known whose page it is.
#[derive(Debug, Clone, Copy)]
pub struct Drawn;

/// What makes tokens for one member, and knows them again.
#[derive(Debug, Clone, Copy)]
pub struct Stamp<'a> {
    key: &'a Key,
    member_id: i64,
}

impl<'a> Stamp<'a> {
    /// Hexadecimal digits of a stamp.
    const LENGTH: usize = 24;

    /// Of the member behind a request; forms for everybody carry nobody's, which no other form takes.
    #[must_use]
    pub fn of(key: &'a Key, visitor: &Visitor) -> Self {
        Self::member(key, visitor.seat().map_or(0, |seat| seat.member_id))
    }

    /// Of a member. Not of a session: a form that was sent is known again after the next sign-in.
    #[must_use]
    pub const fn member(key: &'a Key, member_id: i64) -> Self {
        Self { key, member_id }
    }

    /// A text that occurs once, stamped.
    #[must_use]
    pub fn token(&self, text: &str) -> String {
        format!("{text}-{}", self.digest(text))
    }

    /// Whether a token was made for this member.
    #[must_use]
    pub fn made(&self, token: &str) -> bool {
        token.rsplit_once('-').is_some_and(|(text, stamp)| self.member_id > 0 && self.digest(text) == stamp)
    }

    fn digest(&self, text: &str) -> String {
        let mut digest = self.key.digest("submissions.token", &format!("{}/{text}", self.member_id));
        digest.truncate(Self::LENGTH);
        digest
    }
}

/// A page with the tokens of its reader; anything else as it is.
///
/// # Errors
/// When the page breaks off, which one that was drawn here does not.
pub async fn stamped(response: Response, stamp: &Stamp<'_>) -> Result<Response, Error> {
    if response.extensions().get::<Drawn>().is_none() {
        return Ok(response);
    }
    let (mut parts, body) = response.into_parts();
    let broken = |cause: String| Error::Internal(cause.into());
    let page = to_bytes(body, usize::MAX).await.map_err(|error| broken(error.to_string()))?;
    let page = String::from_utf8(page.into()).map_err(|error| broken(error.to_string()))?;
    parts.headers.remove(header::CONTENT_LENGTH);
    Ok(Response::from_parts(parts, Body::from(marked(page, stamp))))
}

/// The page, or a part of one that arrives later, with a token of its own in every form that writes.
#[must_use]
pub fn marked(page: String, stamp: &Stamp<'_>) -> String {
    const POST: &str = "method=\"post\"";
    if !page.contains(POST) {
        return page;
    }
    let nonce = Uuid::new_v4().simple().to_string();
    let mut marked = String::with_capacity(page.len() + 2048);
    let (mut rest, mut number) = (page.as_str(), 0);
    while let Some((before, form)) = rest.find("<form ").map(|at| rest.split_at(at)) {
        let (tag, after) = form.split_at(form.find('>').map_or(form.len(), |end| end + 1));
        marked.push_str(before);
        if tag.contains(POST) {
            put(&mut marked, tag, &stamp.token(&format!("{nonce}-{number}")));
            number += 1;
        } else {
            marked.push_str(tag);
        }
        rest = after;
    }
    marked.push_str(rest);
    marked
}

fn put(page: &mut String, tag: &str, token: &str) {
    let action = tag.split_once("action=\"").and_then(|(before, rest)| Some((before, rest.split_once('"')?)));
    match action.filter(|_| tag.contains("multipart/form-data")) {
        Some((before, (action, after))) => {
            let joint = if action.contains('?') { "&amp;" } else { "?" };
            page.extend([before, "action=\"", action, joint, SUBMISSION, "=", token, "\"", after]);
        }
        None => page.extend([tag, "<input type=\"hidden\" name=\"", SUBMISSION, "\" value=\"", token, "\">"]),
    }
}

/// The token of what is sent, if it looks like one of ours. The last one counts: a page that asks for a proof in between holds
/// the form it came with behind its own fields.
pub(super) fn token(query: &[u8], body: &[u8]) -> Option<String> {
    let sent = form_urlencoded::parse(query).chain(form_urlencoded::parse(body));
    let last = sent.filter(|(name, _)| name == SUBMISSION).last()?.1.into_owned();
    let plain = last.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase() || byte == b'-');
    Some(last).filter(|token| plain && (16..=64).contains(&token.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> Key {
        Key::from_hex(&"07".repeat(32)).unwrap()
    }

    #[test]
    fn a_stamp_is_one_members_and_cannot_be_made_up() {
        let key = key();
        let (mine, other) = (Stamp::member(&key, 7), Stamp::member(&key, 8));
        let token = mine.token("0123456789abcdef-0");
        assert!(mine.made(&token) && !other.made(&token), "{token}");
        assert!(super::token(b"", format!("submission={token}").as_bytes()).is_some(), "{token}");
        for made_up in
            ["", "-", "0123456789abcdef", "0123456789abcdef-0", "0123456789abcdef-0-0", &token[1..], &token[..41]]
        {
            assert!(!mine.made(made_up), "{made_up}");
        }
        let nobody = Stamp::member(&key, 0);
        assert!(!nobody.made(&nobody.token("0123456789abcdef-0")), "a form for everybody opens no other");
        let another = Key::from_hex(&"08".repeat(32)).unwrap();
        assert!(!Stamp::member(&another, 7).made(&token));
    }

    #[test]
    fn every_writing_form_gets_a_token_of_its_own() {
        let key = key();
        let stamp = Stamp::member(&key, 7);
        let page = marked(
            "<p>a<form method=\"get\"></form><form action=\"/a\" method=\"post\"><b></b></form>\
             <form action=\"/b\" method=\"post\" enctype=\"multipart/form-data\"></form>\
             <form action=\"/c?d=1\" method=\"post\" enctype=\"multipart/form-data\"></form> </p>"
                .to_owned(),
            &stamp,
        );
        let nonce = page.split_once("value=\"").unwrap().1.split_once("-0-").unwrap().0;
        let [first, second, third] = [0, 1, 2].map(|number| stamp.token(&format!("{nonce}-{number}")));
        let want = format!(
            "<p>a<form method=\"get\"></form><form action=\"/a\" method=\"post\">\
             <input type=\"hidden\" name=\"submission\" value=\"{first}\"><b></b></form>\
             <form action=\"/b?submission={second}\" method=\"post\" enctype=\"multipart/form-data\"></form>\
             <form action=\"/c?d=1&amp;submission={third}\" method=\"post\" enctype=\"multipart/form-data\"></form> </p>"
        );
        assert_eq!(page, want);
        assert_eq!(token(b"", format!("submission={first}").as_bytes()).unwrap(), first);
        assert_eq!(marked("<form method=\"get\">".into(), &stamp), "<form method=\"get\">");
    }

    #[test]
    fn only_what_looks_like_a_token_is_one() {
        for (query, body, want) in [
            ("", "", None),
            ("", "submission=", None),
            ("", "submission=0123456789abcdef", Some("0123456789abcdef")),
            ("submission=0123456789abcdef", "", Some("0123456789abcdef")),
            ("", "submission=0123456789abcdef&a=b&submission=fedcba9876543210", Some("fedcba9876543210")),
            ("", "submission=0123456789ABCDEF", None),
            ("", "submission=0123456789abcde%00", None),
            ("", "submission=short", None),
        ] {
            assert_eq!(token(query.as_bytes(), body.as_bytes()).as_deref(), want, "{query} {body}");
        }
        assert_eq!(token(b"", format!("submission={}", "a".repeat(65)).as_bytes()), None);
    }
}
