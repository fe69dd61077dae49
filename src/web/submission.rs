//! The token by which a form takes effect once: put into every writing form of every page here, so that no template can forget
//! it, and read from what is sent. A form with a file carries it in its address, since its body is read late. Knows no database:
//! `access::submissions` keeps what took effect.

use url::form_urlencoded;
use uuid::Uuid;

/// Name of the field.
pub const SUBMISSION: &str = "submission";

/// Marks a route whose forms may be sent again and again ([`super::Routes::post_again`]).
#[derive(Debug, Clone, Copy)]
pub struct Again;

/// The page, or a part of one that arrives later, with a token of its own in every form that writes.
#[must_use]
pub fn marked(page: String) -> String {
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
            put(&mut marked, tag, &format!("{nonce}-{number}"));
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

    #[test]
    fn every_writing_form_gets_a_token_of_its_own() {
        let page = marked(
            "<p>a<form method=\"get\"></form><form action=\"/a\" method=\"post\"><b></b></form>\
             <form action=\"/b\" method=\"post\" enctype=\"multipart/form-data\"></form>\
             <form action=\"/c?d=1\" method=\"post\" enctype=\"multipart/form-data\"></form> </p>"
                .to_owned(),
        );
        let nonce = page.split_once("value=\"").unwrap().1.split_once("-0\"").unwrap().0;
        let want = format!(
            "<p>a<form method=\"get\"></form><form action=\"/a\" method=\"post\">\
             <input type=\"hidden\" name=\"submission\" value=\"{nonce}-0\"><b></b></form>\
             <form action=\"/b?submission={nonce}-1\" method=\"post\" enctype=\"multipart/form-data\"></form>\
             <form action=\"/c?d=1&amp;submission={nonce}-2\" method=\"post\" enctype=\"multipart/form-data\"></form> </p>"
        );
        assert_eq!(page, want);
        assert_eq!(token(b"", format!("submission={nonce}-0").as_bytes()).unwrap(), format!("{nonce}-0"));
        assert_eq!(marked("<form method=\"get\">".into()), "<form method=\"get\">");
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
