//! `/members/{id}/disable` and `/enable` (MEM-9): with successors for customers and managers (MEM-10, TRAP-2).

use axum::response::{IntoResponse, Response};

use super::{
    begin, look,
    succession::{self, Successors},
};
use crate::{
    access::{Actor, permission::MemberManage, sessions},
    audit::{Deed, Event},
    members::{
        pages::{act, form::FormPage},
        rules::acts::Act,
        store::{subject::Case, write},
        text::Text,
    },
    web::{Error, Flash, Form, Id, Query, Redirect, Typed},
};

/// `GET /members/{id}/disable`.
pub async fn ask_disable(actor: Actor<MemberManage>, Id(id): Id, Query(typed): Query) -> Result<FormPage, Error> {
    let case = look(&actor, id).await?;
    Ok(disabling(&actor, &case, &typed, &Successors::of(&case, &actor)))
}

/// `POST /members/{id}/disable`: customers and managers go to successors, or explicitly to nobody, in the same change.
pub async fn disable(actor: Actor<MemberManage>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let (mut change, case) = begin(&actor, id).await?;
    let successors = Successors::of(&case, &actor);
    let mut page = disabling(&actor, &case, &typed, &successors);
    if page.buttons.is_empty() {
        return Ok(page.into_response());
    }
    let Some(handed) = successors.read(&typed, &case, &mut page) else { return Ok(page.into_response()) };
    let mut events = vec![Event::new(Deed::MemberDisabled, id).because(typed.get("reason"))];
    events.extend(succession::hand_over(&mut change, &case, handed).await?);
    write::set_state(&mut change, actor.org(), id, "disabled").await?;
    sessions::end_all_of(&mut change, actor.org(), id).await?;
    change.commit_all(&events).await?;
    Ok(done(id, Text::of(actor.lang()).acts.disabled))
}

/// `GET /members/{id}/enable`.
pub async fn ask_enable(actor: Actor<MemberManage>, Id(id): Id) -> Result<FormPage, Error> {
    let case = look(&actor, id).await?;
    Ok(act::dialog(&actor, &case, Act::Enable, &Typed::default()))
}

/// `POST /members/{id}/enable`: not past the last day nor without a role (ROLE-1); who never signed in waits for his first sign-in again.
pub async fn enable(actor: Actor<MemberManage>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let (mut change, case) = begin(&actor, id).await?;
    let mut page = act::dialog(&actor, &case, Act::Enable, &typed);
    if page.buttons.is_empty() {
        return Ok(page.into_response());
    }
    let text = Text::of(actor.lang());
    let today = actor.face().date(change.now());
    let first = match &case.subject {
        subject if subject.expires_on.is_some_and(|day| day < today) => Some(text.acts.expired_first),
        subject if subject.wanted.is_empty() && !subject.is_master => Some(text.acts.roles_first),
        _ => None,
    };
    if let Some(first) = first {
        page.fault("", first.to_owned());
        return Ok(page.into_response());
    }
    let state = if case.subject.last_login_at.is_none() { "invited" } else { "active" };
    write::set_state(&mut change, actor.org(), id, state).await?;
    change.commit(Event::new(Deed::MemberEnabled, id).because(typed.get("reason"))).await?;
    Ok(done(id, text.acts.enabled))
}

fn disabling(actor: &Actor<MemberManage>, case: &Case, typed: &Typed, successors: &Successors) -> FormPage {
    let mut page = act::dialog(actor, case, Act::Disable, typed);
    act::successions(&mut page, typed, case, successors.known());
    page
}

fn done(id: i64, sentence: &str) -> Response {
    Redirect::to(format!("/members/{id}")).saying(Flash::done(sentence)).into_response()
}
