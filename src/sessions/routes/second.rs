//! Handlers of the second factor at sign-in (MEM-12). The cookie holds the pending sign-in, which opens no page.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use url::form_urlencoded;

use super::enter;
use crate::{
    access::{
        factors::pending,
        sessions::Token,
        sign_in::{self, Second},
    },
    app::App,
    sessions::{pages, text::Text},
    web::{Error, Flash, Form, Query, Redirect, Visitor, cookies},
};

/// Leads from the password to the second factor.
pub fn ask(app: &App, token: &Token, next: &str) -> Response {
    let name = cookies::session(app.options.secure_cookies);
    let next: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
    let cookie = cookies::write(name, token.reveal(), None);
    Redirect::to(format!("/second-factor?next={next}")).with_cookie(cookie).into_response()
}

/// `GET /second-factor`: the form, for who has typed the right password.
pub async fn new_code(State(app): State<App>, visitor: Visitor, Query(typed): Query) -> Result<Response, Error> {
    let waits = match visitor.session() {
        Some(token) => pending::find(&mut *app.db.open_none().await?, &token, app.clock.now()).await?.is_some(),
        None => false,
    };
    if !waits {
        return Ok(Redirect::to("/login").into_response());
    }
    Ok(pages::second_factor(&visitor, typed.next(), StatusCode::OK, None))
}

/// `POST /second-factor` (`code`, `next`).
pub async fn create_code(State(app): State<App>, visitor: Visitor, Form(typed): Form) -> Result<Response, Error> {
    let text = Text::of(visitor.lang());
    let Some(token) = visitor.session() else { return Ok(Redirect::to("/login").into_response()) };
    let (status, sentence) = match sign_in::second(&app, &token, typed.get("code"), &visitor).await? {
        Second::SignedIn(token, recovery) => {
            let entered = enter(&app, &visitor, &token, typed.next()).await?;
            let said = recovery.then(|| Flash::done(text.recovery_used));
            return Ok(said.into_iter().fold(entered, Redirect::saying).into_response());
        }
        Second::Gone => return Ok(Redirect::to("/login").saying(Flash::refused(text.took_too_long)).into_response()),
        Second::Wrong => (StatusCode::UNPROCESSABLE_ENTITY, text.code_wrong.to_owned()),
        Second::Locked(until) => {
            let seconds = (until - app.clock.now()).num_seconds();
            (StatusCode::TOO_MANY_REQUESTS, text.locked_code(seconds, visitor.lang()))
        }
    };
    Ok(pages::second_factor(&visitor, typed.next(), status, Some(sentence)))
}
