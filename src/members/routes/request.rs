//! `/members/{id}/role-request`: a second person agrees to privileged roles, or refuses (PERM-6, PERM-8).

use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};

use super::begin;
use crate::{
    access::{
        Actor, Role,
        counterparts::{Issued, may_face},
        grants::{may_agree, may_assign},
        locks,
        permission::RoleAssign,
        sessions,
    },
    audit::{Change, Deed, Event, Fields},
    inbox::{self, Notice},
    members::{
        pages::{act, form::FormPage, show},
        rules::{
            acts::{Act, party},
            wanted::{Wanted, lasting, roles_of},
        },
        store::{
            requests::{self, Decision, Granted, Request},
            subject::{self, Case},
            write,
        },
        text::{Text, acts::hindered},
    },
    web::{Error, Flash, Form, Id, Redirect},
};

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
    let mut events = vec![event(deed, &case, &request, typed.get("reason"))];
    if state == "approved" {
        match grant(&mut change, &actor, &case, &request).await? {
            Ok(further) => events.extend(further),
            Err(sentence) => return Ok(act::sentence(&actor, &case, &sentence).into_response()),
        }
    }
    let decision = Decision { id: request.id, state, by: actor.member_id(), at: now };
    if !requests::decide(&mut change, actor.org(), decision).await? {
        return Err(Error::Conflict);
    }
    tell(&mut change, &actor, &case, (state, request.asked_by)).await?;
    change.commit_all(&events).await?;
    Ok(Redirect::to(format!("/members/{id}")).saying(Flash::done(said)).into_response())
}

/// Tells who asked, and who gets the roles, what a second person decided.
async fn tell(
    change: &mut Change<RoleAssign>,
    actor: &Actor<RoleAssign>,
    case: &Case,
    (state, asked_by): (&str, i64),
) -> Result<(), Error> {
    let (by, member, member_id) = (actor.seat().username.clone(), case.subject.username.clone(), case.subject.id);
    match state {
        "approved" => {
            let changed = Notice::RolesChanged { by: by.clone() };
            inbox::tell(change, &[member_id], &changed).await?;
            inbox::tell(change, &[asked_by], &Notice::RolesApproved { by, member, member_id }).await?;
        }
        "refused" => inbox::tell(change, &[asked_by], &Notice::RolesRefused { by, member, member_id }).await?,
        _ => {}
    }
    Ok(())
}

/// Whether the reader may agree: neither who asked nor who gets them, nor one of whom and the asker one has
/// lately made the other's login.
fn verdict(actor: &Actor<RoleAssign>, case: &Case, request: &Request, now: DateTime<Utc>) -> Result<(), &'static str> {
    let text = Text::of(actor.lang());
    if !may_agree(&party(actor), request.asked_by, case.subject.id) {
        return Err(text.acts.not_you);
    }
    let reader = Issued { by: request.reader_made_by, at: request.reader_made_at };
    let asker = Issued { by: request.asker_made_by, at: request.asker_made_at };
    let apart = may_face((actor.member_id(), reader), (request.asked_by, asker), now);
    if apart { Ok(()) } else { Err(text.acts.issued_you) }
}

/// Gives the roles of a request; the rules are asked again, since roles and members may have changed meanwhile. A request
/// without roles ends the login (ROLE-1). Answers the events beside the decision's own, or why it cannot be.
async fn grant(
    change: &mut Change<RoleAssign>,
    actor: &Actor<RoleAssign>,
    case: &Case,
    request: &Request,
) -> Result<Result<Vec<Event>, String>, Error> {
    let (org, at) = (change.org(), change.now());
    let held = locks::of(change, org, case.subject.id).await?;
    if let Some(sentence) = refusal(actor, case, request, locks::broken(&held, &lasting(&request.wanted, at)).is_some())
    {
        return Ok(Err(sentence));
    }
    if request.wanted.is_empty() {
        write::set_state(change, org, case.subject.id, "disabled").await?;
        sessions::end_all_of(change, org, case.subject.id).await?;
        return Ok(Ok(vec![Event::new(Deed::MemberDisabled, case.subject.id).because(&request.reason)]));
    }
    let granted = Granted { wanted: &request.wanted, pin: request.scope_pin.as_deref(), by: request.asked_by, at };
    requests::apply(change, org, case.subject.id, granted).await?;
    Ok(Ok(Vec::new()))
}

/// Why the roles of a request cannot be given now.
fn refusal(actor: &Actor<RoleAssign>, case: &Case, request: &Request, locked: bool) -> Option<String> {
    let (text, kind) = (Text::of(actor.lang()), actor.organization().kind);
    let stays = |role: Role| request.wanted.iter().any(|one| one.role.as_deref() == Some(role.code()));
    let manages = case.subject.holds_customers() && case.subject.holds(Role::AccountManager);
    let fit = roles_of(&request.wanted, &case.ground.custom).and_then(|roles| may_assign(kind, roles).ok());
    let sentence = if case.subject.managed > 0 && !stays(Role::AccountDirector) {
        text.acts.managers_first
    } else if manages && !stays(Role::AccountManager) {
        text.acts.customers_first
    } else if locked {
        text.acts.locked
    } else if request.wanted.is_empty() {
        return show::hindered_by(actor, case, Act::Disable).map(|why| hindered(why, actor.lang()));
    } else if fit.is_none() {
        text.acts.role_gone
    } else {
        return None;
    };
    Some(sentence.to_owned())
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
