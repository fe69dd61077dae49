//! `POST /commands/{id}`: people decide what no record proves (CMD-9, CMD-10): one proposes, another one agrees.

use axum::response::{IntoResponse, Response};

use super::{again, reader};
use crate::{
    access::Actor,
    audit::{Change, Event},
    board::{
        pages::show::{Told, show},
        rules::{Acting, Moving, record_of, sees},
        store,
        text::Text,
    },
    commands::{
        Entitled, Outcome, issued,
        resolution::{self, Open, may_decide, may_propose},
    },
    web::{Error, Flash, Form, Id, Redirect, Typed},
};

/// `POST /commands/{id}` (`step`: `propose` with `outcome`, `record`, `reason`; `agree`, `return` with `answer`; `again` with
/// `anyway`).
pub async fn resolve(actor: Actor<Acting>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    actor.proves::<Moving>()?;
    match typed.get("step") {
        "again" => send_again(&actor, id, typed.get("anyway") == "yes").await,
        _ => decide(&actor, id, &typed).await,
    }
}

/// Keeps what somebody proposes, agrees to or returns.
async fn decide(actor: &Actor<Acting>, id: i64, typed: &Typed) -> Result<Response, Error> {
    let kinds = sees(actor.seat().permissions);
    let reader = reader(actor, kinds.as_deref());
    let mut change = Change::begin(actor).await?;
    let org = change.org();
    store::show::find(&mut change, reader, id).await?.ok_or(Error::NotFound)?;
    let command = resolution::lock(&mut change, org, id).await?.ok_or(Error::Conflict)?;
    let text = Text::of(actor.lang());
    let (done, said) = match typed.get("step") {
        "propose" => {
            let wanted = (typed.get("outcome"), typed.get("record"), typed.get("reason"));
            (propose(actor, &mut change, &command, wanted).await?, text.said_proposed)
        }
        "agree" => (answer(actor, &mut change, &command, (true, typed.get("answer"))).await?, text.said_decided),
        "return" => (answer(actor, &mut change, &command, (false, typed.get("answer"))).await?, text.said_refused),
        _ => return Err(Error::Unreadable),
    };
    match done {
        Ok(event) => {
            change.commit(event).await?;
            Ok(Redirect::to(format!("/commands/{id}")).saying(Flash::done(said)).into_response())
        }
        Err(told) => {
            drop(change);
            let found = store::show::find(&mut *actor.open().await?, reader, id).await?.ok_or(Error::NotFound)?;
            Ok(show(actor, &found, Some(told)).into_response())
        }
    }
}

/// Sends once more what was certainly not done, as a new command.
async fn send_again(actor: &Actor<Acting>, id: i64, anyway: bool) -> Result<Response, Error> {
    let kinds = sees(actor.seat().permissions);
    let reader = reader(actor, kinds.as_deref());
    let mut change = Change::begin(actor).await?;
    let found = store::show::find(&mut change, reader, id).await?.ok_or(Error::NotFound)?;
    let sent = match again::kind_of(&found) {
        Some(kind) => again::send(actor, &mut change, (id, kind, anyway)).await?,
        None => Err(Told::NotAgain),
    };
    let kept = match sent {
        Ok(kept) => kept,
        Err(told) => return Ok(show(actor, &found, Some(told)).into_response()),
    };
    if let Some(event) = kept.event {
        change.commit(event).await?;
    }
    let said = Flash::done(Text::of(actor.lang()).said_again);
    Ok(Redirect::to(format!("/approvals/{}", kept.approval_id)).saying(said).into_response())
}

/// Keeps what somebody says became of a command, until another one agrees.
pub async fn propose(
    actor: &Actor<Acting>,
    change: &mut Change<Acting>,
    command: &Open,
    (outcome, record, reason): (&str, &str, &str),
) -> Result<Result<Event, Told>, Error> {
    if let Err(refusal) = may_propose(command, actor.seat().permissions, reason) {
        return Ok(Err(Told::Rule(refusal)));
    }
    let Some(outcome) = Outcome::parse(outcome) else { return Ok(Err(Told::Outcome)) };
    let org = change.org();
    let candidates = resolution::candidates(change, org, command.id).await?;
    let Ok(record) = record_of(&candidates, outcome, record) else { return Ok(Err(Told::Record)) };
    let reason: String = reason.chars().take(500).collect();
    actor.uses(command.kind.code());
    Ok(Ok(resolution::propose(change, command, (outcome, record.as_deref()), &reason).await?))
}

/// Agrees to a proposal, or refuses it.
pub async fn answer(
    actor: &Actor<Acting>,
    change: &mut Change<Acting>,
    command: &Open,
    (is_agreed, reason): (bool, &str),
) -> Result<Result<Event, Told>, Error> {
    let (org, now) = (change.org(), change.now());
    let issued = issued(change, org, actor.member_id()).await?;
    let checker = Entitled { member_id: actor.member_id(), permissions: actor.seat().permissions, issued };
    if let Err(refusal) = may_decide(command, &checker, now) {
        return Ok(Err(Told::Rule(refusal)));
    }
    let Some(proposal) = &command.proposal else { return Ok(Err(Told::Rule(resolution::Refusal::Proposal))) };
    if !is_agreed && reason.trim().is_empty() {
        return Ok(Err(Told::Rule(resolution::Refusal::Reason)));
    }
    let reason: String = reason.chars().take(500).collect();
    actor.uses(resolution::second_code(command.kind));
    let decided = resolution::decide(change, command, proposal, (is_agreed, &reason)).await?;
    Ok(decided.ok_or(Told::Claimed))
}
