//! `/members/{id}/credentials` and `/sessions`: a new link or temporary password, and the end of every session (MEM-5, MEM-13).

use axum::{
    http::HeaderMap,
    response::{IntoResponse, Response},
};

use super::{begin, credentials, look};
use crate::{
    access::{
        Actor, NEW_PASSWORD, factors,
        permission::{MemberManage, MemberPassword},
        sessions, tries,
    },
    audit::{Deed, Event, Fields},
    inbox::{self, Notice},
    members::{
        pages::{act, create, form::FormPage, show},
        rules::acts::Act,
        store::{detail, subject, write},
        text::Text,
    },
    web::{Error, Flash, Form, Id, Redirect, Typed},
};

/// `GET /members/{id}/credentials`.
pub async fn ask(actor: Actor<MemberPassword>, Id(id): Id) -> Result<Response, Error> {
    if id == actor.member_id() {
        return Ok(own_password());
    }
    let case = look(&actor, id).await?;
    Ok(act::issue(&actor, &case, &Typed::default()).into_response())
}

/// Nobody resets his own password here: his profile asks for the present one.
fn own_password() -> Response {
    Redirect::to(NEW_PASSWORD).into_response()
}

/// `POST /members/{id}/credentials`: what was before opens nothing any more; shown once; the record tells the member and
/// another Admin (MEM-13).
pub async fn issue(
    actor: Actor<MemberPassword>,
    Id(id): Id,
    headers: HeaderMap,
    Form(typed): Form,
) -> Result<Response, Error> {
    if id == actor.member_id() {
        return Ok(own_password());
    }
    let issued = credentials::prepare(typed.get("credentials"), &headers, &actor).await?;
    let (mut change, case) = begin(&actor, id).await?;
    let page = act::issue(&actor, &case, &typed);
    if page.buttons.is_empty() {
        return Ok(page.into_response());
    }
    let (now, by) = (change.now(), actor.member_id());
    write::issue(&mut change, actor.org(), id, issued.credentials(by, now)).await?;
    sessions::end_all_of(&mut change, actor.org(), id).await?;
    let mut told = vec![id];
    told.extend(credentials::other_admins(&mut change, &actor).await?.into_iter().filter(|admin| *admin != id));
    credentials::mail_link(&mut change, &actor, (id, &case.subject.username), &issued).await?;
    credentials::mail_notices(&mut change, &actor, &case.subject.username, &told).await?;
    let (by, member) = (actor.seat().username.clone(), case.subject.username.clone());
    inbox::tell(&mut change, &told, &Notice::CredentialsReset { by, member, member_id: id }).await?;
    let events = [
        Event::new(issued.deed(), id).because(typed.get("reason")),
        Event::new(Deed::MemberNotified, id).after(Fields::new().set("members", told)),
    ];
    change.commit_all(&events).await?;
    Ok(create::issued(&actor, id, &case.subject.username, &issued.secret).into_response())
}

/// `GET /members/{id}/unlock`.
pub async fn ask_unlock(actor: Actor<MemberPassword>, Id(id): Id) -> Result<FormPage, Error> {
    let (org, now) = (actor.org(), actor.app().clock.now());
    let mut connection = actor.open().await?;
    let case = subject::case(&mut connection, org, id, now).await?.ok_or(Error::NotFound)?;
    let locks = detail::locks(&mut connection, id, now).await?;
    let mut page = act::dialog(&actor, &case, Act::Unlock, &Typed::default());
    page.before.push(show::locks(&actor, &locks));
    Ok(page)
}

/// `POST /members/{id}/unlock`: the failures that have locked the login are forgotten (MEM-5); a lock that has passed meanwhile
/// is no mistake.
pub async fn unlock(actor: Actor<MemberPassword>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let (mut change, case) = begin(&actor, id).await?;
    let page = act::dialog(&actor, &case, Act::Unlock, &typed);
    if page.buttons.is_empty() {
        return Ok(page.into_response());
    }
    let forgiven = tries::forgive(&mut change, id, &tries::EVERY).await?;
    let before = Fields::new().set("failures", forgiven);
    change.commit(Event::new(Deed::MemberUnlocked, id).before(before).because(typed.get("reason"))).await?;
    let said = Flash::done(Text::of(actor.lang()).acts.unlocked);
    Ok(Redirect::to(format!("/members/{id}")).saying(said).into_response())
}

/// `GET /members/{id}/factors`.
pub async fn ask_factors(actor: Actor<MemberPassword>, Id(id): Id) -> Result<FormPage, Error> {
    let (org, now) = (actor.org(), actor.app().clock.now());
    let mut connection = actor.open().await?;
    let case = subject::case(&mut connection, org, id, now).await?.ok_or(Error::NotFound)?;
    let known = detail::factors(&mut connection, org, id, now).await?;
    let mut page = act::dialog(&actor, &case, Act::Factors, &Typed::default());
    page.before.push(show::factors(&actor, &known));
    Ok(page)
}

/// `POST /members/{id}/factors`: app, passkeys and recovery codes go, and every session with them; the member is told at his
/// next sign-in and sets up new ones if the policy wants that (MEM-12, MEM-13).
pub async fn reset_factors(actor: Actor<MemberPassword>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let (mut change, case) = begin(&actor, id).await?;
    let page = act::dialog(&actor, &case, Act::Factors, &typed);
    if page.buttons.is_empty() {
        return Ok(page.into_response());
    }
    let (org, by, now) = (actor.org(), actor.member_id(), change.now());
    let (app, passkeys) = factors::store::reset(&mut change, (org, id), by, now).await?;
    sessions::end_browsers_of(&mut change, org, id).await?;
    let before = Fields::new().set("app", app).set("passkeys", passkeys);
    change.commit(Event::new(Deed::MemberFactorsReset, id).before(before).because(typed.get("reason"))).await?;
    let said = Flash::done(Text::of(actor.lang()).acts.factors_reset);
    Ok(Redirect::to(format!("/members/{id}")).saying(said).into_response())
}

/// `GET /members/{id}/sessions`.
pub async fn ask_sessions(actor: Actor<MemberManage>, Id(id): Id) -> Result<FormPage, Error> {
    let now = actor.app().clock.now();
    let mut connection = actor.open().await?;
    let case = subject::case(&mut connection, actor.org(), id, now).await?.ok_or(Error::NotFound)?;
    let live = detail::sessions(&mut connection, actor.org(), id, now).await?;
    let mut page = act::sessions(&actor, &case, &live, &Typed::default());
    page.tables.push((Text::of(page.frame.lang).acts.sessions.to_owned(), show::sessions(&actor, &live)));
    Ok(page)
}

/// `POST /members/{id}/sessions` (`session`: its number, or `all`): ends that one, or all and the API tokens.
pub async fn end_sessions(actor: Actor<MemberManage>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let (mut change, case) = begin(&actor, id).await?;
    let page = act::dialog(&actor, &case, Act::Sessions, &typed);
    if page.buttons.is_empty() {
        return Ok(page.into_response());
    }
    let (text, back) = (Text::of(actor.lang()), format!("/members/{id}"));
    let event = Event::new(Deed::MemberSessionsEnded, id).because(typed.get("reason"));
    match typed.get("session") {
        "" | "all" => sessions::end_all_of(&mut change, actor.org(), id).await?,
        one => {
            let one = one.parse().map_err(|_| Error::Unreadable)?;
            if !detail::end_session(&mut change, actor.org(), id, one).await? {
                return Ok(Redirect::to(back).saying(Flash::done(text.acts.session_gone)).into_response());
            }
        }
    }
    change.commit(event).await?;
    Ok(Redirect::to(back).saying(Flash::done(text.acts.sessions_ended)).into_response())
}
