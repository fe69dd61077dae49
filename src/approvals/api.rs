//! Decisions about commands in the JSON API.

use axum::{http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    pages::show::{Told, sentence},
    routes::{Sight, show::vote},
    store,
    text::Text,
};
use crate::{
    access::{Actor, replay::Once},
    audit::Change,
    board::{self, Acting},
    commands::{
        approval::{self, ApprovalState, Decision, Refusal},
        resolution,
    },
    web::{Error, Id, api::Body},
};

/// What somebody decides about a command.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDecision {
    /// `approve` or `return`.
    decision: String,
    /// Why; needed to return.
    #[serde(default)]
    reason: String,
}

/// Where it stands now.
#[derive(Debug, Serialize, ToSchema)]
pub struct Decided {
    /// Key of the command.
    id: String,
    /// Key of its approval: all its commands are decided together.
    approval_id: String,
    /// `pending` when another one must agree too, `approved` or `returned`.
    approval_state: String,
}

/// Approves or returns the approval a command belongs to, with all its commands; or, where somebody has proposed the outcome of
/// an unknown one, that proposal. Needs the permission that approves its kind,
/// and somebody else than its maker.
///
/// # Errors
/// When it may not be decided (a sentence), or the database refuses.
#[utoipa::path(post, path = "/api/v1/commands/{id}/decisions", tag = "commands", request_body = NewDecision,
    params(("id" = String, Path, description = "Key of the command"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repetition within 24 hours gets the first answer")),
    responses((status = 200, body = Decided)), security(("token" = ["quota.approve"])))]
pub async fn create_decision(
    actor: Actor<Acting>,
    Id(id): Id,
    body: Result<Body<NewDecision>, Error>,
) -> Result<Response, Error> {
    let text = Text::of(actor.lang());
    let sight = Sight::of(&actor);
    let mut change = Change::begin(&actor).await?;
    let org = change.org();
    let approval_id = store::show::of_command(&mut change, sight.reader(&actor), id).await?.ok_or(Error::NotFound)?;
    let body = body?;
    let decision = match body.value.decision.as_str() {
        "approve" => Decision::Agree,
        "return" => Decision::Return,
        _ => return Err(Error::Unprocessable(text.no_such_decision.to_owned())),
    };
    let once = Once::of(&actor, &body.bytes)?;
    if let Some(answer) = once.before(&mut change).await? {
        return Ok(answer);
    }
    let command = resolution::lock(&mut change, org, id).await?.ok_or(Error::Conflict)?;
    if command.proposal.is_some() {
        let (agrees, reason) = (decision == Decision::Agree, body.value.reason.as_str());
        let event = board::answer(&actor, &mut change, &command, (agrees, reason)).await?;
        let event = event.map_err(|told| board::problem(told, &actor))?;
        let state = ApprovalState::Approved.as_str().to_owned();
        let answer = Decided { id: id.to_string(), approval_id: approval_id.to_string(), approval_state: state };
        let answer = once.keep(&mut change, StatusCode::OK, &answer).await?;
        change.commit(event).await?;
        return Ok(answer);
    }
    let locked = approval::lock(&mut change, org, approval_id).await?.ok_or(Error::Conflict)?;
    let reason: String = body.value.reason.chars().take(500).collect();
    let decided = vote(&actor, &mut change, &locked, (decision, &reason)).await?;
    let (state, event) = decided.map_err(|told| match told {
        Told::Refused(Refusal::Decided(_) | Refusal::Expired) => Error::Conflict,
        told => Error::Unprocessable(sentence(told, text).to_owned()),
    })?;
    let answer =
        Decided { id: id.to_string(), approval_id: approval_id.to_string(), approval_state: state.as_str().to_owned() };
    let answer = once.keep(&mut change, StatusCode::OK, &answer).await?;
    change.commit(event).await?;
    Ok(answer)
}
