//! `/members/{id}/credentials` and `/sessions`: a new link or temporary password, and the end of every session (MEM-5, MEM-13).

use axum::{
    http::HeaderMap,
    response::{IntoResponse, Response},
};

use super::{begin, credentials, look};
use crate::{
    access::{
        Actor, Role,
        permission::{MemberManage, MemberPassword},
        sessions,
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
pub async fn ask(actor: Actor<MemberPassword>, Id(id): Id) -> Result<FormPage, Error> {
    let case = look(&actor, id).await?;
    Ok(act::issue(&actor, &case, &Typed::default()))
}

/// `POST /members/{id}/credentials`: what was before opens nothing any more; shown once; the record tells the member and
/// another Admin (MEM-13).
pub async fn issue(
    actor: Actor<MemberPassword>,
    Id(id): Id,
    headers: HeaderMap,
    Form(typed): Form,
) -> Result<Response, Error> {
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
    for role in [Role::Admin, Role::DeskAdmin] {
        let admins = subject::holders(&mut change, actor.org(), role, now).await?;
        told.extend(admins.into_iter().map(|admin| admin.0).filter(|admin| *admin != by && *admin != id));
    }
    let (by, member) = (actor.seat().username.clone(), case.subject.username.clone());
    inbox::tell(&mut change, &told, &Notice::CredentialsReset { by, member, member_id: id }).await?;
    let events = [
        Event::new(issued.deed(), id).because(typed.get("reason")),
        Event::new(Deed::MemberNotified, id).after(Fields::new().set("members", told)),
    ];
    change.commit_all(&events).await?;
    Ok(create::made(&actor, id, &case.subject.username, &issued.secret).into_response())
}

/// `GET /members/{id}/sessions`.
pub async fn ask_sessions(actor: Actor<MemberManage>, Id(id): Id) -> Result<FormPage, Error> {
    let now = actor.app().clock.now();
    let mut connection = actor.open().await?;
    let case = subject::case(&mut connection, actor.org(), id, now).await?.ok_or(Error::NotFound)?;
    let live = detail::sessions(&mut connection, actor.org(), id, now).await?;
    let mut page = act::dialog(&actor, &case, Act::Sessions, &Typed::default());
    page.tables.push((page.text.acts.sessions.to_owned(), show::sessions(&actor, &live)));
    Ok(page)
}

/// `POST /members/{id}/sessions`: ends them all.
pub async fn end_sessions(actor: Actor<MemberManage>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let (mut change, case) = begin(&actor, id).await?;
    let page = act::dialog(&actor, &case, Act::Sessions, &typed);
    if page.buttons.is_empty() {
        return Ok(page.into_response());
    }
    sessions::end_all_of(&mut change, actor.org(), id).await?;
    change.commit(Event::new(Deed::MemberSessionsEnded, id).because(typed.get("reason"))).await?;
    let said = Flash::done(Text::of(actor.lang()).acts.sessions_ended);
    Ok(Redirect::to(format!("/members/{id}")).saying(said).into_response())
}
