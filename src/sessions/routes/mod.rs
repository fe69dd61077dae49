//! Handlers of sign-in, sign-out, activation and language.

pub mod passkeys;
pub mod second;

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{
    forms::{NewPassword, SignIn},
    pages, store,
    text::Text,
};
use crate::{
    access::{
        Actor, OrganizationState, departures,
        factors::pending::{self, Pending},
        passwords::{
            self, history,
            policy::{self, Allowed},
        },
        permission::ProfileView,
        sessions::{self, LIFE, Token},
        sign_in::{self, Attempt, Outcome},
    },
    app::App,
    audit::{Author, Change, Deed, Event, Fields},
    lang::Lang,
    web::{Error, Flash, Form, Query, Redirect, Visitor, cookies, headers, preferences},
};

/// `GET /login`: the form, or home for who is signed in already.
pub async fn new_session(
    reader: Result<Actor<ProfileView>, Error>,
    State(app): State<App>,
    visitor: Visitor,
    Query(typed): Query,
) -> Result<Response, Error> {
    match reader {
        Ok(_) => Ok(Redirect::to(typed.next()).into_response()),
        Err(_) => {
            let offers = offers(&app).await?;
            Ok(pages::sign_in(&visitor, SignIn::read(&typed), offers, (StatusCode::OK, None)))
        }
    }
}

/// What the page offers beside the password: company accounts if any organisation has them, mailed codes if mail is set up.
async fn offers(app: &App) -> Result<pages::Offers, Error> {
    let company_accounts = store::has_company_accounts(&mut *app.db.open_none().await?).await?;
    Ok(pages::Offers { company_accounts, mail: app.options.mail })
}

/// `POST /login` (`organization`, `username`, `password`, `next`).
pub async fn create_session(State(app): State<App>, visitor: Visitor, Form(typed): Form) -> Result<Response, Error> {
    let form = SignIn::read(&typed);
    let text = Text::of(visitor.lang());
    if let Some(sentence) = text.missing(form.missing(), visitor.lang()) {
        let refused = (StatusCode::UNPROCESSABLE_ENTITY, Some(sentence));
        return Ok(pages::sign_in(&visitor, form, offers(&app).await?, refused));
    }
    let attempt = Attempt {
        organization: &form.organization,
        username: &form.username,
        password: form.password.clone(),
        visitor: &visitor,
    };
    let (status, sentence, wait) = match sign_in::sign_in(&app, attempt).await? {
        Outcome::SignedIn(token) => return Ok(enter(&app, &visitor, &token, typed.next()).await?.into_response()),
        Outcome::SecondFactor(token) => return Ok(second::ask(&app, &token, typed.next())),
        Outcome::Wrong => (StatusCode::UNPROCESSABLE_ENTITY, text.wrong.to_owned(), None),
        Outcome::Shut(shut) => (StatusCode::UNPROCESSABLE_ENTITY, text.shut(shut).to_owned(), None),
        Outcome::Locked(until) => {
            let seconds = (until - app.clock.now()).num_seconds();
            (StatusCode::TOO_MANY_REQUESTS, text.locked(seconds, visitor.lang()), Some(seconds.max(0) + 1))
        }
        Outcome::Crowded => (StatusCode::TOO_MANY_REQUESTS, text.crowded.to_owned(), Some(60)),
        Outcome::Busy => (StatusCode::SERVICE_UNAVAILABLE, text.busy.to_owned(), None),
    };
    let mut page = pages::sign_in(&visitor, form, offers(&app).await?, (status, Some(sentence)));
    page.headers_mut().extend(wait.map(|seconds| (header::RETRY_AFTER, HeaderValue::from(seconds))));
    Ok(page)
}

/// Answers somebody who signs in by another way than these pages: his page, the second factor, or the form with a sentence.
///
/// # Errors
/// When the database refuses.
pub async fn answer(app: &App, visitor: &Visitor, outcome: Outcome, next: &str) -> Result<Response, Error> {
    let text = Text::of(visitor.lang());
    let sentence = match outcome {
        Outcome::SignedIn(token) => return Ok(enter(app, visitor, &token, next).await?.into_response()),
        Outcome::SecondFactor(token) => return Ok(second::ask(app, &token, next)),
        Outcome::Shut(shut) => text.shut(shut),
        Outcome::Busy => text.busy,
        Outcome::Crowded | Outcome::Locked(_) => text.crowded,
        Outcome::Wrong => text.wrong,
    };
    Ok(Redirect::to("/login").saying(Flash::refused(sentence)).into_response())
}

/// Ends the session the browser had and hands it the new one.
async fn enter(app: &App, visitor: &Visitor, token: &Token, next: &str) -> Result<Redirect, Error> {
    leave(app, visitor).await?;
    let name = cookies::session(app.options.secure_cookies);
    let entered = Redirect::to(next).with_cookie(cookies::write(name, token.reveal(), Some(LIFE.num_seconds())));
    let told = store::take_reset(&mut *app.db.open_none().await?, token).await?;
    let said = told.map(|by| Flash::refused(Text::of(visitor.lang()).factors_reset(&by, visitor.lang())));
    Ok(said.into_iter().fold(entered, Redirect::saying))
}

/// Ends the session the browser brought, if it is one; answers whose it was and the organisation's code, if a company account
/// had opened it.
async fn leave(app: &App, visitor: &Visitor) -> Result<Option<(String, Pending)>, Error> {
    let Some(token) = visitor.session() else { return Ok(None) };
    let mut connection = app.db.open_none().await?;
    pending::end(&mut connection, &token).await?;
    let whose = sessions::whose(&mut connection, &token).await?;
    drop(connection);
    let Some((organization_id, member_id)) = whose else { return Ok(None) };
    let mut change = Change::of(app, organization_id, Author::member(member_id, visitor)).await?;
    let company = sessions::company_account(&mut change, &token).await?;
    sessions::end(&mut change, &token).await?;
    change.commit(Event::new(Deed::SignedOut, member_id)).await?;
    Ok(company.map(|code| (code, Pending { organization_id, member_id })))
}

/// `POST /logout`: ends the session, whatever state it is in.
pub async fn delete_session(State(app): State<App>, visitor: Visitor) -> Result<impl IntoResponse, Error> {
    let company = leave(&app, &visitor).await?;
    let gone = cookies::write(cookies::session(app.options.secure_cookies), "", Some(0));
    let said = Flash::done(Text::of(visitor.lang()).signed_out);
    // Who came from a provider may want to sign out there too.
    let note = company.as_ref().and_then(|(_, whose)| departures::note(&app.key, *whose, app.clock.now()));
    let note = note.and_then(|note| {
        let name = cookies::on_the_way(app.options.secure_cookies);
        cookies::write(name, &note, Some(departures::WAY.num_seconds()))
    });
    let to = company.map_or_else(|| "/login".to_owned(), |(code, _)| format!("/login/oidc/{code}/ended"));
    Ok(([headers::forgetting()], Redirect::to(to).with_cookie(gone).with_cookie(note).saying(said)))
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
    let allowed = match acceptable(&app, &form, &subject, visitor.lang()).await? {
        Ok(allowed) => allowed,
        Err(sentence) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return Ok(pages::activate(&visitor, Some(&subject), form, status, Some(sentence)));
        }
    };
    let hash = passwords::hash(allowed).await?;
    let author = Author::member(subject.member_id, &visitor);
    let mut change = Change::of(&app, subject.organization_id, author).await?;
    let now = change.now();
    store::activate(&mut change, &subject, &hash, now).await?;
    sessions::end_all_of(&mut change, subject.organization_id, subject.member_id).await?;
    change.commit(Event::new(Deed::MemberActivated, subject.member_id)).await?;
    Ok(Redirect::to("/login").saying(Flash::done(text.password_set)).into_response())
}

/// The new password, or why it is not taken (MEM-3).
async fn acceptable(
    app: &App,
    form: &NewPassword,
    subject: &store::Subject,
    lang: Lang,
) -> Result<Result<Allowed, &'static str>, Error> {
    let allowed = match policy::check(&form.password, subject.owner()) {
        Err(refusal) => return Ok(Err(refusal.sentence(lang))),
        Ok(_) if !form.agrees() => return Ok(Err(Text::of(lang).differs)),
        Ok(allowed) => allowed,
    };
    let mut connection = app.db.open(&[subject.organization_id]).await?;
    let last = history::last(&mut connection, subject.organization_id, subject.member_id).await?;
    drop(connection);
    let differs = history::differs(&allowed, last).await?;
    Ok(differs.map(|()| allowed).map_err(|refusal| refusal.sentence(lang)))
}

async fn find(app: &App, form: &NewPassword) -> Result<Option<store::Subject>, Error> {
    let Some(token) = Token::parse(&form.token) else { return Ok(None) };
    Ok(store::find_subject(&mut *app.db.open_none().await?, &token.hash(), app.clock.now()).await?)
}

/// `POST /language` (`language`, `next`): a cookie for the browser, and remembered for the member.
pub async fn choose_language(reader: Result<Actor<ProfileView>, Error>, Form(typed): Form) -> Result<Redirect, Error> {
    let Some(lang) = Lang::parse(typed.get("language")) else { return Ok(Redirect::to(typed.next())) };
    let remembers = |actor: &Actor<ProfileView>| actor.organization().state == OrganizationState::Active;
    if let Some(actor) = reader.ok().filter(remembers) {
        let mut change = Change::begin(&actor).await?;
        store::remember_language(&mut change, actor.org(), actor.member_id(), lang).await?;
        let event = Event::new(Deed::LanguageChosen, actor.member_id());
        change.commit(event.after(Fields::new().set("language", lang.code()))).await?;
    }
    Ok(Redirect::to(typed.next()).with_cookie(preferences::language_cookie(lang)))
}
