//! `/members/{id}/role-request`: a second person agrees to privileged roles, or refuses (PERM-6, PERM-8).

use axum::response::{IntoResponse, Response};
use chrono::{DateTime, TimeDelta, Utc};

use super::begin;
use crate::{
    access::{
        Actor, Kind, Role,
        grants::{may_agree, may_assign},
        permission::RoleAssign,
    },
    audit::{Change, Deed, Event, Fields},
    members::{
        pages::{act, form::FormPage},
        rules::{
            acts::party,
            wanted::{Wanted, roles_of},
        },
        store::{
            requests::{self, Decision, Granted, Request},
            subject::{self, Case},
        },
        text::Text,
    },
    web::{Error, Flash, Form, Id, Redirect},
};

/// MEM-13: who made or reset a login is not its counterpart for so long.
const APART: TimeDelta = TimeDelta::hours(24);

/// `GET /members/{id}/role-request`.
pub async fn show(actor: Actor<RoleAssign>, Id(id): Id) -> Result<FormPage, Error> {
    let now = actor.app().clock.now();
    let mut connection = actor.open().await?;
    let case = subject::case(&mut connection, actor.org(), id, now).await?.ok_or(Error::NotFound)?;
    let text = Text::of(actor.lang());
    let Some(request) = requests::pending(&mut connection, actor.org(), id, actor.member_id()).await? else {
        return Ok(act::sentence(&actor, &case, text.acts.decided_already));
    };
    let verdict = verdict(&actor, &case, &request, now);
    Ok(act::request(&actor, &case, &request, verdict))
}

/// `POST /members/{id}/role-request` (`request`, `step`: `approve`, `refuse`, `withdraw`, `reason`).
pub async fn decide(actor: Actor<RoleAssign>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let (mut change, case) = begin(&actor, id).await?;
    let (text, now) = (Text::of(actor.lang()), change.now());
    let request = requests::pending(&mut change, actor.org(), id, actor.member_id()).await?;
    let Some(request) = request.filter(|open| open.id.to_string() == typed.get("request")) else {
        return Ok(act::sentence(&actor, &case, text.acts.decided_already).into_response());
    };
    let verdict = verdict(&actor, &case, &request, now);
    let own = request.asked_by == actor.member_id();
    let (state, deed, said) = match (typed.get("step"), verdict) {
        ("approve", Ok(())) => ("approved", Deed::MemberRolesApproved, text.acts.approved),
        ("refuse", Ok(())) => ("refused", Deed::MemberRolesRefused, text.acts.refused),
        ("withdraw", _) if own => ("withdrawn", Deed::MemberRolesWithdrawn, text.acts.withdrawn),
        ("approve" | "refuse", Err(sentence)) => return Ok(act::sentence(&actor, &case, sentence).into_response()),
        _ => return Err(Error::Unreadable),
    };
    if state == "approved"
        && let Err(sentence) = grant(&mut change, actor.organization().kind, &case, &request, text).await?
    {
        return Ok(act::sentence(&actor, &case, sentence).into_response());
    }
    let decision = Decision { id: request.id, state, by: actor.member_id(), at: now };
    if !requests::decide(&mut change, actor.org(), decision).await? {
        return Err(Error::Conflict);
    }
    change.commit(event(deed, &case, &request, typed.get("reason"))).await?;
    Ok(Redirect::to(format!("/members/{id}")).saying(Flash::done(said)).into_response())
}

/// Whether the reader may agree: neither who asked nor who gets them, nor one whose login the asker has just made.
fn verdict(actor: &Actor<RoleAssign>, case: &Case, request: &Request, now: DateTime<Utc>) -> Result<(), &'static str> {
    let text = Text::of(actor.lang());
    if !may_agree(&party(actor), request.asked_by, case.subject.id) {
        return Err(text.acts.not_you);
    }
    let made = request.reader_made_by == Some(request.asked_by);
    let lately = request.reader_made_at.is_some_and(|at| at > now - APART);
    if made && lately { Err(text.acts.issued_you) } else { Ok(()) }
}

/// Gives the roles of a request; the rules are asked again, since roles and members may have changed meanwhile.
async fn grant(
    change: &mut Change<RoleAssign>,
    kind: Kind,
    case: &Case,
    request: &Request,
    text: &'static Text,
) -> Result<Result<(), &'static str>, Error> {
    let fit = roles_of(&request.wanted, &case.ground.custom).and_then(|roles| may_assign(kind, roles).ok());
    if fit.is_none() {
        return Ok(Err(text.acts.role_gone));
    }
    let stays_director = request.wanted.iter().any(|one| one.role.as_deref() == Some(Role::AccountDirector.code()));
    if case.subject.managed > 0 && !stays_director {
        return Ok(Err(text.acts.managers_first));
    }
    let stays_manager = request.wanted.iter().any(|one| one.role.as_deref() == Some(Role::AccountManager.code()));
    if case.subject.holds_customers() && case.subject.holds(Role::AccountManager) && !stays_manager {
        return Ok(Err(text.acts.customers_first));
    }
    let (org, at) = (change.org(), change.now());
    let granted = Granted { wanted: &request.wanted, pin: request.scope_pin.as_deref(), by: request.asked_by, at };
    requests::apply(change, org, case.subject.id, granted).await?;
    Ok(Ok(()))
}

fn event(deed: Deed, case: &Case, request: &Request, reason: &str) -> Event {
    let ticks = |wanted: &[Wanted]| wanted.iter().map(Wanted::ticked).collect::<Vec<_>>();
    let before =
        Fields::new().set("roles", ticks(&case.subject.wanted)).set("scope_pin", case.subject.scope_pin.as_deref());
    let after =
        Fields::new().set("request", request.id).set("asked_by", request.asked_by).set("roles", ticks(&request.wanted));
    Event::new(deed, case.subject.id)
        .before(before)
        .after(after.set("scope_pin", request.scope_pin.as_deref()))
        .because(reason)
}
