//! Handlers of signing in with a passkey: a challenge, then the answer. No user name is typed; the passkey says whose it is.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::enter;
use crate::{
    access::{
        factors::passkeys::store::{self, Purpose},
        sign_in::{self, Outcome},
    },
    app::App,
    sessions::{pages, text::Text},
    web::{Error, Form, Visitor},
};

/// `POST /login/passkey-challenges` (`next`): the page that asks the browser.
pub async fn new_answer(State(app): State<App>, visitor: Visitor, Form(typed): Form) -> Result<Response, Error> {
    ask(&app, &visitor, typed.next(), (StatusCode::OK, None)).await
}

async fn ask(
    app: &App,
    visitor: &Visitor,
    next: &str,
    refused: (StatusCode, Option<&'static str>),
) -> Result<Response, Error> {
    let relying = visitor.relying().ok_or(Error::NotFound)?;
    let challenge = store::challenge(&mut *app.db.open_none().await?, Purpose::SignIn, app.clock.now()).await?;
    Ok(pages::passkey(visitor, relying, &challenge, (next, refused)))
}

/// `POST /login/passkeys` (`credential`, `next`).
pub async fn create_answer(State(app): State<App>, visitor: Visitor, Form(typed): Form) -> Result<Response, Error> {
    let relying = visitor.relying().ok_or(Error::NotFound)?;
    let text = Text::of(visitor.lang());
    let refused = match sign_in::with_passkey(&app, typed.get("credential"), &visitor, relying).await? {
        Outcome::SignedIn(token) => return Ok(enter(&app, &visitor, &token, typed.next()).await?.into_response()),
        Outcome::Shut(shut) => text.shut(shut),
        _ => text.passkey_wrong,
    };
    ask(&app, &visitor, typed.next(), (StatusCode::UNPROCESSABLE_ENTITY, Some(refused))).await
}
