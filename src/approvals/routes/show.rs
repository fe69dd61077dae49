//! `/approvals/{id}`: what is approved, and the decision about it.

use axum::response::{IntoResponse, Response};

use super::Sight;
use crate::{
    access::{Actor, Permission},
    approvals::{
        pages::{self, show::Told},
        store,
        text::Text,
    },
    audit::{Change, Event},
    board::{Acting, Concerned, Moving},
    commands::approval::{self, Approval, ApprovalState, Decision, Refusal, may_decide},
    db::Connection,
    inbox::{self, Notice},
    web::{DetailPage, Error, Flash, Form, Id, Redirect, Typed},
};

/// `GET /approvals/{id}`.
pub async fn show(actor: Actor<Concerned>, Id(id): Id) -> Result<DetailPage, Error> {
    let mut connection = actor.open().await?;
    page(&actor, &mut connection, id, None).await
}

/// The page as it stands now, after a decision that was not made.
async fn page<P: Permission>(
    actor: &Actor<P>,
    connection: &mut Connection,
    id: i64,
    told: Option<Told>,
) -> Result<DetailPage, Error> {
    let sight = Sight::of(actor);
    let found = store::show::find(connection, sight.reader(actor), id).await?.ok_or(Error::NotFound)?;
    let commands = store::show::commands(connection, actor.org(), id).await?;
    let asked = (actor.member_id(), found.code.as_deref());
    let members = store::delegations::candidates(connection, actor.org(), asked, actor.face().now).await?;
    Ok(pages::show::show(actor, &found, (&commands, &members), told))
}

/// `POST /approvals/{id}` (`step`: `agree`, `return`, `cancel`; `reason`).
pub async fn decide(actor: Actor<Acting>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    if typed.get("step") != "cancel" {
        actor.proves::<Moving>()?;
    }
    let sight = Sight::of(&actor);
    let mut change = Change::begin(&actor).await?;
    let org = change.org();
    store::show::find(&mut change, sight.reader(&actor), id).await?.ok_or(Error::NotFound)?;
    let locked = approval::lock(&mut change, org, id).await?.ok_or(Error::Conflict)?;
    if typed.get("step") == "cancel" {
        return cancel(&actor, change, &locked, &typed).await;
    }
    let decision = match typed.get("step") {
        "agree" => Decision::Agree,
        "return" => Decision::Return,
        _ => return Err(Error::Unreadable),
    };
    let reason: String = typed.get("reason").chars().take(500).collect();
    let (state, event) = match vote(&actor, &mut change, &locked, (decision, &reason)).await? {
        Ok(decided) => decided,
        Err(told) => return again(&actor, change, id, told).await,
    };
    change.commit(event).await?;
    let text = Text::of(actor.lang());
    let said = match state {
        ApprovalState::Approved => text.said_agreed,
        ApprovalState::Pending => text.said_next,
        _ => text.said_returned,
    };
    Ok(Redirect::to(format!("/approvals/{id}")).saying(Flash::done(said)).into_response())
}

/// Asks the rule, keeps the vote, and tells its maker what was decided.
pub async fn vote(
    actor: &Actor<Acting>,
    change: &mut Change<Acting>,
    locked: &Approval,
    (decision, reason): (Decision, &str),
) -> Result<Result<(ApprovalState, Event), Told>, Error> {
    let (org, now) = (change.org(), change.now());
    let Some(code) = locked.code else { return Ok(Err(Told::Refused(Refusal::Decided(locked.state)))) };
    let power = approval::power(change, org, (actor.member_id(), code), now).await?;
    let vote = match may_decide(locked, &power, (decision, reason), now) {
        Ok(vote) => vote,
        Err(refusal) => return Ok(Err(Told::Refused(refusal))),
    };
    actor.uses(code);
    let decided = approval::decide(change, locked, vote, reason).await?;
    if decided.state != ApprovalState::Pending {
        let agreed = decided.state == ApprovalState::Approved;
        let (by, kind) = (actor.seat().username.clone(), locked.kind.as_str().to_owned());
        let notice = Notice::ApprovalDecided { by, kind, approval_id: locked.id, agreed };
        inbox::tell(change, &[locked.made_by], &notice).await?;
    }
    Ok(Ok((decided.state, decided.event)))
}

/// Its maker takes back what has not been sent.
async fn cancel(
    actor: &Actor<Acting>,
    mut change: Change<Acting>,
    locked: &Approval,
    typed: &Typed,
) -> Result<Response, Error> {
    if locked.made_by != actor.member_id() {
        return again(actor, change, locked.id, Told::NotCancelled).await;
    }
    let Some((_, event)) = approval::cancel(&mut change, locked, typed.get("why")).await? else {
        return again(actor, change, locked.id, Told::NotCancelled).await;
    };
    change.commit(event).await?;
    let said = Flash::done(Text::of(actor.lang()).said_cancelled);
    Ok(Redirect::to(format!("/approvals/{}", locked.id)).saying(said).into_response())
}

/// Undoes the change and shows the page as it stands, with what was in the way.
async fn again(actor: &Actor<Acting>, change: Change<Acting>, id: i64, told: Told) -> Result<Response, Error> {
    drop(change);
    let mut connection = actor.open().await?;
    Ok(page(actor, &mut connection, id, Some(told)).await?.into_response())
}
