//! Language and theme: small forms in the frame, for everybody. The choice is a cookie; a member's language is also remembered.

use axum::http::HeaderValue;

use super::{cookies, flash::Redirect, typed::Form, visitor::Theme};
use crate::lang::Lang;

/// A year: how long a browser remembers a choice, in seconds.
const YEAR: i64 = 365 * 24 * 3600;

/// `POST /theme` (`theme`, `next`): light, dark, or as the system likes.
pub async fn choose_theme(Form(typed): Form) -> Redirect {
    let cookie = Theme::parse(typed.get("theme")).and_then(|theme| match theme {
        Theme::System => cookies::write(cookies::THEME, "", Some(0)),
        chosen => cookies::write(cookies::THEME, chosen.code(), Some(YEAR)),
    });
    Redirect::to(typed.next()).with_cookie(cookie)
}

/// The cookie that remembers a language.
#[must_use]
pub fn language_cookie(lang: Lang) -> Option<HeaderValue> {
    cookies::write(cookies::LANGUAGE, lang.code(), Some(YEAR))
}
