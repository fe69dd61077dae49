//! Handlers of the profile.

pub mod data;
pub mod passkeys;
pub mod second;

use axum::{http::StatusCode, response::Response};

use super::{
    forms::{Ended, PasswordChange},
    pages, store,
    text::Text,
};
use crate::{
    access::{
        Actor,
        factors::{
            pending::Pending,
            proof::{self, Proof},
        },
        passwords::{
            self, history,
            policy::{self, Allowed},
        },
        permission::{ProfileEdit, ProfileView},
        refusals::{self, Against, Refusal},
    },
    audit::{Change, Deed, Event, Fields},
    web::{Error, Flash, Form, Redirect},
};

/// `GET /profile`.
pub async fn show(actor: Actor<ProfileView>) -> Result<Response, Error> {
    let mut connection = actor.open().await?;
    let own = store::get(&mut connection, actor.org(), actor.member_id()).await?;
    let (org, member, now) = (actor.org(), actor.member_id(), actor.face().now);
    let sessions = store::sessions(&mut connection, org, member, actor.seat().session_id, now).await?;
    Ok(pages::show(&actor, &own, &sessions))
}

/// `GET /profile/password`. Who has a second factor proves himself with it first; the form asks for the password.
pub async fn edit_password(actor: Actor<ProfileEdit>) -> Result<Response, Error> {
    proved(&actor)?;
    Ok(pages::password(&actor, StatusCode::OK, None))
}

fn proved(actor: &Actor<ProfileEdit>) -> Result<(), Error> {
    if actor.seat().doors.has_none() { Ok(()) } else { actor.freshly_proved() }
}

/// `POST /profile/password` (`current`, `password`, `repeated`): other sessions end (MEM-5).
pub async fn update_password(
    actor: Actor<ProfileEdit>,
    Form(typed): Form,
) -> Result<impl axum::response::IntoResponse, Error> {
    proved(&actor)?;
    let form = PasswordChange::read(&typed);
    let allowed = match acceptable(&actor, &form).await? {
        Ok(allowed) => allowed,
        Err((status, sentence)) => return Ok(Err(pages::password(&actor, status, Some(sentence)))),
    };
    let hash = passwords::hash(allowed).await?;
    let mut change = Change::begin(&actor).await?;
    let (org, member, session, now) = (actor.org(), actor.member_id(), actor.seat().session_id, change.now());
    store::change_password(&mut change, org, member, session, (&hash, now)).await?;
    change.commit(Event::new(Deed::PasswordChanged, member)).await?;
    Ok(Ok(Redirect::to("/profile").saying(Flash::done(Text::of(actor.lang()).password_changed))))
}

/// The new password, or why it is not taken: the current one is wrong, or MEM-3.
async fn acceptable(
    actor: &Actor<ProfileEdit>,
    form: &PasswordChange,
) -> Result<Result<Allowed, (StatusCode, String)>, Error> {
    let (text, lang) = (Text::of(actor.lang()), actor.lang());
    let refused = |sentence: &str| Ok(Err((StatusCode::UNPROCESSABLE_ENTITY, sentence.to_owned())));
    let address = actor.visitor().address();
    match proof::password(actor.app(), actor.seat(), form.current.clone(), address).await? {
        Proof::Right { .. } => {}
        Proof::Wrong => {
            let whose = Pending { organization_id: actor.org(), member_id: actor.member_id() };
            refusals::note(actor.app(), actor.visitor(), Refusal::StepUp, Against::Member(whose)).await;
            return refused(text.current_wrong);
        }
        Proof::Locked(_) => return Ok(Err((StatusCode::TOO_MANY_REQUESTS, text.locked.to_owned()))),
    }
    let mut connection = actor.open().await?;
    let own = store::get(&mut connection, actor.org(), actor.member_id()).await?;
    let last = history::last(&mut connection, actor.org(), actor.member_id()).await?;
    drop(connection);
    let allowed = match policy::check(&form.password, own.owner(&actor.organization().code)) {
        Err(refusal) => return refused(refusal.sentence(lang)),
        Ok(_) if !form.agrees() => return refused(text.differs),
        Ok(allowed) => allowed,
    };
    match history::differs(&allowed, last).await? {
        Ok(()) => Ok(Ok(allowed)),
        Err(refusal) => refused(refusal.sentence(lang)),
    }
}

/// `POST /profile/ended-sessions` (`session`: its number, or `others`).
pub async fn end_sessions(actor: Actor<ProfileEdit>, Form(typed): Form) -> Result<Redirect, Error> {
    let ended = Ended::read(&typed).ok_or(Error::Unreadable)?;
    actor.freshly_proved()?;
    let (org, member, session) = (actor.org(), actor.member_id(), actor.seat().session_id);
    let text = Text::of(actor.lang());
    let mut change = Change::begin(&actor).await?;
    let count = store::end_sessions(&mut change, org, member, session, ended).await?;
    if count == 0 {
        return Ok(Redirect::to("/profile").saying(Flash::done(text.none_ended)));
    }
    change.commit(Event::new(Deed::SessionsEnded, member).after(Fields::new().set("count", count))).await?;
    Ok(Redirect::to("/profile").saying(Flash::done(text.sessions_ended)))
}
