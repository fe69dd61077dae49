//! `/members/{id}/hand-over`: customers and managers get successors, then the login ends for good; all in one change (MEM-10).

use axum::response::{IntoResponse, Response};

use super::{
    begin,
    succession::{self, Successors},
};
use crate::{
    access::{Actor, permission::MemberManage, sessions},
    audit::{Deed, Event, Fields},
    members::{
        pages::{act, form::FormPage},
        rules::acts::Act,
        store::{
            requests,
            subject::{self, Case},
            write,
        },
        text::Text,
    },
    web::{Error, Flash, Form, Id, Query, Redirect, Typed},
};

/// `GET /members/{id}/hand-over`.
pub async fn ask(actor: Actor<MemberManage>, Id(id): Id, Query(typed): Query) -> Result<FormPage, Error> {
    let (org, now) = (actor.org(), actor.app().clock.now());
    let mut connection = actor.open().await?;
    let case = subject::case(&mut connection, org, id, now).await?.ok_or(Error::NotFound)?;
    let waiting = requests::pending(&mut connection, org, id, actor.member_id()).await?;
    Ok(page(&actor, &case, (&typed, i64::from(waiting.is_some())), &Successors::of(&case, &actor)))
}

/// `POST /members/{id}/hand-over` (`customers_to`, `managers_to`, `reason`).
pub async fn delete(actor: Actor<MemberManage>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let (mut change, case) = begin(&actor, id).await?;
    let (org, now) = (actor.org(), change.now());
    let successors = Successors::of(&case, &actor);
    let waiting = requests::pending(&mut change, org, id, actor.member_id()).await?;
    let mut page = page(&actor, &case, (&typed, i64::from(waiting.is_some())), &successors);
    if page.buttons.is_empty() {
        return Ok(page.into_response());
    }
    let Some(handed) = successors.read(&typed, &case, &mut page) else { return Ok(page.into_response()) };
    let mut events = succession::hand_over(&mut change, &case, handed).await?;
    requests::withdraw(&mut change, org, id, now).await?;
    sessions::end_all_of(&mut change, org, id).await?;
    write::delete(&mut change, org, id, now).await?;
    events.push(deleted(&case, typed.get("reason")));
    change.commit_all(&events).await?;
    Ok(Redirect::to("/members").saying(Flash::done(Text::of(actor.lang()).acts.deleted)).into_response())
}

fn deleted(case: &Case, reason: &str) -> Event {
    let before = Fields::new().set("state", case.subject.state.as_str());
    let after = Fields::new().set("state", "deleted");
    Event::new(Deed::MemberDeleted, case.subject.id).before(before).after(after).because(reason)
}

fn page(
    actor: &Actor<MemberManage>,
    case: &Case,
    (typed, waiting): (&Typed, i64),
    successors: &Successors,
) -> FormPage {
    let mut page = act::dialog(actor, case, Act::HandOver, typed);
    page.before.push(act::counts(actor, case, waiting));
    if case.subject.approvals > 0 && !page.buttons.is_empty() {
        // MEM-10: refused with counts. An approval binds to who made it, and nothing of a deleted one is sent.
        return act::refused(page, Text::of(actor.lang()).acts.approvals_first, actor.visitor().is_reading());
    }
    act::successions(&mut page, typed, case, successors.known());
    page
}
