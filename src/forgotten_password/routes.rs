//! Handlers of a forgotten password. None of them tells whether a login exists before its code was typed.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use url::form_urlencoded;

use super::{
    forms::{Login, NewPassword},
    pages,
    store::{self, Subject},
    text::Text,
};
use crate::{
    access::{
        factors::{
            mail_code::{self, Purpose},
            pending::Pending,
        },
        passwords::{
            self, history,
            policy::{self, Allowed, Owner},
        },
        sign_in,
        tries::{self, Try, Turn},
    },
    app::App,
    audit::{Author, Change, Deed, Event},
    mail::{self, Letter},
    web::{Error, Flash, Form, Query, Redirect, Visitor},
};

/// `GET /forgotten-password`: the form, or whom to ask where nothing can be mailed.
pub async fn new_request(State(app): State<App>, visitor: Visitor) -> Response {
    pages::request(&visitor, app.options.mail, (StatusCode::OK, None))
}

/// `POST /forgotten-password` (`organization`, `username`): writes it down and goes on to the code, whatever was typed.
pub async fn create_request(State(app): State<App>, visitor: Visitor, Form(typed): Form) -> Result<Response, Error> {
    let login = Login::read(&typed);
    if !app.options.mail || !login.is_whole() {
        return Ok(pages::request(&visitor, app.options.mail, (StatusCode::UNPROCESSABLE_ENTITY, None)));
    }
    let mut connection = app.db.open_none().await?;
    let tried = Try { key: "forgotten password", address: visitor.address(), per_minute: app.options.sign_in_tries };
    match tries::begin(&mut connection, tried, app.clock.now()).await? {
        // It counts for the minute; how many codes one login gets is the codes' own rule.
        Turn::Begun(begun) => tries::succeed(&mut connection, begun).await?,
        _ => {
            let refused = (StatusCode::TOO_MANY_REQUESTS, Some(Text::of(visitor.lang()).crowded));
            return Ok(pages::request(&visitor, true, refused));
        }
    }
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("organization", &login.organization)
        .append_pair("username", &login.username)
        .finish();
    let request = store::Request {
        organization: login.organization,
        username: login.username,
        language: visitor.lang().code().to_owned(),
        address: visitor.address().to_owned(),
        request_id: visitor.number().to_owned(),
    };
    store::add(&mut connection, &request, app.clock.now()).await?;
    Ok(Redirect::to(format!("/forgotten-password/code?{query}")).into_response())
}

/// `GET /forgotten-password/code` (`organization`, `username`).
pub async fn new_password(visitor: Visitor, Query(typed): Query) -> Response {
    let login = Login::read(&typed);
    if !login.is_whole() {
        return Redirect::to("/forgotten-password").into_response();
    }
    pages::code(&visitor, &login, (StatusCode::OK, None))
}

/// `POST /forgotten-password/code` (`organization`, `username`, `code`, `password`, `repeated`).
pub async fn create_password(State(app): State<App>, visitor: Visitor, Form(typed): Form) -> Result<Response, Error> {
    let (login, form) = (Login::read(&typed), NewPassword::read(&typed));
    let text = Text::of(visitor.lang());
    let refused = |sentence| pages::code(&visitor, &login, (StatusCode::UNPROCESSABLE_ENTITY, Some(sentence)));
    let owner = Owner { organization: &login.organization, username: &login.username, email: None };
    match policy::check(&form.password, owner) {
        Err(refusal) => return Ok(refused(refusal.sentence(visitor.lang()))),
        Ok(_) if !form.agrees() => return Ok(refused(text.differs)),
        Ok(_) => {}
    }
    let key = format!("forgotten password of {}/{}", login.organization, login.username);
    let tried = Try { key: &key, address: visitor.address(), per_minute: app.options.sign_in_tries };
    let begun = match tries::begin(&mut *app.db.open_none().await?, tried, app.clock.now()).await? {
        Turn::Begun(begun) => begun,
        _ => return Ok(pages::code(&visitor, &login, (StatusCode::TOO_MANY_REQUESTS, Some(text.locked)))),
    };
    let Some(whose) = guess(&app, &login, &form.code).await? else { return Ok(refused(text.wrong)) };
    let allowed = match acceptable(&app, whose, (&login, &form)).await? {
        Ok(allowed) => allowed,
        Err(refusal) => return Ok(refused(refusal.sentence(visitor.lang()))),
    };
    if !replace(&app, &visitor, whose, (&login, &form.code, allowed)).await? {
        return Ok(refused(text.wrong));
    }
    tries::succeed(&mut *app.db.open_none().await?, begun).await?;
    Ok(Redirect::to("/login").saying(Flash::done(text.replaced)).into_response())
}

/// Whose code it is. The same statements run for a login that does not exist.
async fn guess(app: &App, login: &Login, code: &str) -> Result<Option<Pending>, Error> {
    let now = app.clock.now();
    let mut connection = app.db.open_none().await?;
    let typed = (login.organization.as_str(), login.username.as_str());
    let subject = store::subject(&mut connection, typed, now).await?;
    let (organization_id, member_id) =
        subject.as_ref().map_or((0, 0), |subject| (subject.organization_id, subject.member_id));
    let whose = Pending { organization_id, member_id };
    let closed = sign_in::is_closed(&mut connection, member_id, now).await?;
    drop(connection);
    let mut connection = app.db.open(&[organization_id]).await?;
    let right = mail_code::guess(&mut connection, &app.key, whose, (Purpose::Password, code), now).await?;
    let may = subject.as_ref().is_some_and(Subject::may_enter) && !closed;
    Ok((right && may).then_some(whose))
}

/// The password by everything that is known of its owner (MEM-3).
async fn acceptable(
    app: &App,
    whose: Pending,
    (login, form): (&Login, &NewPassword),
) -> Result<Result<Allowed, policy::Refusal>, Error> {
    let mut connection = app.db.open(&[whose.organization_id]).await?;
    let email = store::email(&mut connection, whose.organization_id, whose.member_id).await?;
    let last = history::last(&mut connection, whose.organization_id, whose.member_id).await?;
    drop(connection);
    let owner = Owner { organization: &login.organization, username: &login.username, email: email.as_deref() };
    let allowed = match policy::check(&form.password, owner) {
        Ok(allowed) => allowed,
        Err(refusal) => return Ok(Err(refusal)),
    };
    Ok(history::differs(&allowed, last).await?.map(|()| allowed))
}

/// Uses the code up, stores the password, ends the sessions and tells the member and the admins; not if the code was used
/// meanwhile.
async fn replace(
    app: &App,
    visitor: &Visitor,
    whose: Pending,
    (login, code, allowed): (&Login, &str, Allowed),
) -> Result<bool, Error> {
    let Pending { organization_id: org, member_id } = whose;
    let hash = passwords::hash(allowed).await?;
    let mut change = Change::of(app, org, Author::member(member_id, visitor)).await?;
    let now = change.now();
    if !mail_code::use_up(&mut change, &app.key, whose, (Purpose::Password, code), now).await? {
        return Ok(false);
    }
    store::replace(&mut change, org, member_id, (&hash, now)).await?;
    for told in store::told(&mut change, org, member_id, now).await? {
        let letter = Letter::PasswordRecovered { username: login.username.clone() };
        mail::queue(&mut change, &app.key, (org, told), (letter, visitor.lang()), now).await?;
    }
    change.commit(Event::new(Deed::PasswordRecovered, member_id)).await?;
    Ok(true)
}
