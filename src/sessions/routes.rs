//! Handlers of sign-in, sign-out, activation and language.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{
    forms::{NewPassword, SignIn},
    pages, store,
    text::Text,
};
use crate::{
    access::{
        Actor, passwords,
        permission::ProfileView,
        sessions::{self, LIFE, Token},
        sign_in::{self, Attempt, Outcome},
    },
    app::App,
    lang::Lang,
    web::{Error, Flash, Form, Query, Redirect, Visitor, cookies, preferences},
};

/// `GET /login`: the form, or home for who is signed in already.
pub async fn new_session(reader: Result<Actor<ProfileView>, Error>, visitor: Visitor, Query(typed): Query) -> Response {
    match reader {
        Ok(_) => Redirect::to(typed.next()).into_response(),
        Err(_) => pages::sign_in(&visitor, SignIn::read(&typed), StatusCode::OK, None),
    }
}

/// `POST /login` (`organization`, `username`, `password`, `next`).
pub async fn create_session(State(app): State<App>, visitor: Visitor, Form(typed): Form) -> Result<Response, Error> {
    let form = SignIn::read(&typed);
    let attempt = Attempt {
        organization: &form.organization,
        username: &form.username,
        password: form.password.clone(),
        address: visitor.address(),
        user_agent: visitor.user_agent(),
    };
    let text = Text::of(visitor.lang());
    let (status, sentence) = match sign_in::sign_in(&app, attempt).await? {
        Outcome::SignedIn(token) => return Ok(enter(&app, &visitor, &token, typed.next()).await?.into_response()),
        Outcome::Wrong => (StatusCode::UNPROCESSABLE_ENTITY, text.wrong.to_owned()),
        Outcome::Shut(shut) => (StatusCode::UNPROCESSABLE_ENTITY, text.shut(shut).to_owned()),
        Outcome::Locked(until) => {
            (StatusCode::TOO_MANY_REQUESTS, text.locked((until - app.clock.now()).num_seconds(), visitor.lang()))
        }
        Outcome::Crowded => (StatusCode::TOO_MANY_REQUESTS, text.crowded.to_owned()),
        Outcome::Busy => (StatusCode::SERVICE_UNAVAILABLE, text.busy.to_owned()),
    };
    Ok(pages::sign_in(&visitor, form, status, Some(sentence)))
}

/// Ends the session the browser had and hands it the new one.
async fn enter(app: &App, visitor: &Visitor, token: &Token, next: &str) -> Result<Redirect, Error> {
    if let Some(old) = visitor.session() {
        sessions::end(&mut *app.db.open_none().await?, &old).await?;
    }
    let name = cookies::session(app.options.secure_cookies);
    Ok(Redirect::to(next).with_cookie(cookies::write(name, token.reveal(), Some(LIFE.num_seconds()))))
}

/// `POST /logout`: ends the session, whatever state it is in.
pub async fn delete_session(State(app): State<App>, visitor: Visitor) -> Result<Redirect, Error> {
    if let Some(token) = visitor.session() {
        sessions::end(&mut *app.db.open_none().await?, &token).await?;
    }
    let gone = cookies::write(cookies::session(app.options.secure_cookies), "", Some(0));
    Ok(Redirect::to("/login").with_cookie(gone).saying(Flash::done(Text::of(visitor.lang()).signed_out)))
}

/// `GET /activate?token=`: the form for the first password, or a sentence when the link no longer works.
pub async fn new_password(State(app): State<App>, visitor: Visitor, Query(typed): Query) -> Result<Response, Error> {
    let form = NewPassword::read(&typed);
    let subject = find(&app, &form).await?;
    Ok(pages::activate(&visitor, subject.as_ref(), form, StatusCode::OK, None))
}

/// `POST /activate` (`token`, `password`, `repeated`): sets the first password.
pub async fn create_password(State(app): State<App>, visitor: Visitor, Form(typed): Form) -> Result<Response, Error> {
    let form = NewPassword::read(&typed);
    let Some(subject) = find(&app, &form).await? else {
        return Ok(pages::activate(&visitor, None, form, StatusCode::NOT_FOUND, None));
    };
    let text = Text::of(visitor.lang());
    if let Err(refusal) = form.check(&subject.organization_code, &subject.username, subject.email.as_deref()) {
        let sentence = text.password(refusal);
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(pages::activate(&visitor, Some(&subject), form, status, Some(sentence)));
    }
    let hash = passwords::hash(form.password.clone()).await?;
    let mut connection = app.db.open(&[subject.organization_id]).await?;
    store::activate(&mut connection, &subject, &hash, app.clock.now()).await?;
    sessions::end_all_of(&mut connection, subject.organization_id, subject.member_id).await?;
    Ok(Redirect::to("/login").saying(Flash::done(text.password_set)).into_response())
}

async fn find(app: &App, form: &NewPassword) -> Result<Option<store::Subject>, Error> {
    let Some(token) = Token::parse(&form.token) else { return Ok(None) };
    Ok(store::find_subject(&mut *app.db.open_none().await?, &token.hash(), app.clock.now()).await?)
}

/// `POST /language` (`language`, `next`): a cookie for the browser, and remembered for the member.
pub async fn choose_language(reader: Result<Actor<ProfileView>, Error>, Form(typed): Form) -> Result<Redirect, Error> {
    let Some(lang) = Lang::parse(typed.get("language")) else { return Ok(Redirect::to(typed.next())) };
    if let Ok(actor) = reader {
        let mut connection = actor.open().await?;
        store::remember_language(&mut connection, actor.org(), actor.member_id(), lang).await?;
    }
    Ok(Redirect::to(typed.next()).with_cookie(preferences::language_cookie(lang)))
}
