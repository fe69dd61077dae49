//! What the next page says once: "saved", "signed out". Travels in a cookie, is escaped like any text, and is cleared when shown.

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{cookies, tone::Tone};

/// Seconds a flash waits for its page.
const PATIENCE: i64 = 60;

/// A sentence for the next page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flash {
    /// Colour of the sentence.
    pub tone: Tone,
    /// The sentence, in the reader's language.
    pub text: String,
}

impl Flash {
    /// Something was done.
    #[must_use]
    pub fn done(text: impl Into<String>) -> Self {
        Self { tone: Tone::Done, text: text.into() }
    }

    /// Something was refused, and why.
    #[must_use]
    pub fn refused(text: impl Into<String>) -> Self {
        Self { tone: Tone::Refused, text: text.into() }
    }

    pub(super) fn encode(&self) -> String {
        hex::encode(format!("{}:{}", self.tone.code(), self.text.chars().take(300).collect::<String>()))
    }

    pub(super) fn decode(cookie: &str) -> Option<Self> {
        let text = String::from_utf8(hex::decode(cookie).ok()?).ok()?;
        let (tone, text) = text.split_once(':')?;
        Some(Self { tone: Tone::parse(tone)?, text: text.chars().take(300).collect() })
    }
}

/// Answers a form: go there, and say this.
#[derive(Debug)]
pub struct Redirect {
    to: String,
    flash: Option<Flash>,
    cookies: Vec<header::HeaderValue>,
}

impl Redirect {
    /// Go to a path of this portal (303). Anything else leads home: no form can send a reader to another host.
    #[must_use]
    pub fn to(path: impl Into<String>) -> Self {
        Self { to: local(&path.into()).to_owned(), flash: None, cookies: Vec::new() }
    }

    /// Say this there.
    #[must_use]
    pub fn saying(mut self, flash: Flash) -> Self {
        self.flash = Some(flash);
        self
    }

    /// Set a cookie on the way.
    #[must_use]
    pub fn with_cookie(mut self, cookie: Option<header::HeaderValue>) -> Self {
        self.cookies.extend(cookie);
        self
    }
}

impl IntoResponse for Redirect {
    fn into_response(self) -> Response {
        let flash = self.flash.and_then(|flash| cookies::write(cookies::FLASH, &flash.encode(), Some(PATIENCE)));
        let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, self.to)]).into_response();
        for cookie in self.cookies.into_iter().chain(flash) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }
}

/// The path if it stays on this portal, else `/`. Browsers read `//host` and `/\host` as other hosts.
#[must_use]
pub fn local(path: &str) -> &str {
    let stays = path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if stays { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flash_comes_back_as_it_went() {
        let flash = Flash::done("已保存：<b>");
        assert_eq!(Flash::decode(&flash.encode()), Some(flash));
        assert_eq!(Flash::decode("zz"), None);
        assert_eq!(Flash::decode(&hex::encode("loud:x")), None);
    }

    #[test]
    fn only_local_paths_are_followed() {
        for (typed, want) in [
            ("/customers?name=a", "/customers?name=a"),
            ("https://evil.example", "/"),
            ("//evil.example", "/"),
            ("/\\evil.example", "/"),
            ("/a\nb", "/"),
            ("javascript:alert(1)", "/"),
            ("", "/"),
        ] {
            assert_eq!(local(typed), want, "{typed:?}");
        }
    }
}
