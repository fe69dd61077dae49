//! Synchronisation in the JSON API: a program asks for a run, as the page does.

use axum::{http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{rules::KNOWN, text::Text};
use crate::{
    access::{Actor, permission::SyncRun, replay::Once},
    audit::{Change, Deed, Event},
    sync,
    web::{Error, api::Body},
};

/// Which resource to synchronise now.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SyncRequest {
    /// Name of the resource as on `/sync`; all of them without one.
    resource: Option<String>,
}

/// What was asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct Requested {
    /// How many resources will run soon.
    requested: u64,
}

/// Asks for a synchronisation now.
///
/// # Errors
/// When no resource has that name or none is connected, or the database refuses.
#[utoipa::path(post, path = "/api/v1/sync/requests", tag = "sync", request_body = SyncRequest,
    params(("Idempotency-Key" = Option<String>, Header, description = "A repetition within 24 hours gets the first answer")),
    responses((status = 202, body = Requested)), security(("token" = ["sync.run"])))]
pub async fn create_request(actor: Actor<SyncRun>, body: Body<SyncRequest>) -> Result<Response, Error> {
    let text = Text::of(actor.lang());
    let nothing = || Error::Unprocessable(text.nothing_to_request.to_owned());
    let known = |name: &str| KNOWN.iter().find(|(known, _)| *known == name).map(|(known, _)| *known);
    let wanted = match &body.value.resource {
        Some(name) => Some(known(name).ok_or_else(nothing)?),
        None => None,
    };
    let once = Once::of(&actor, &body.bytes)?;
    let mut change = Change::begin(&actor).await?;
    if let Some(answer) = once.before(&mut change).await? {
        return Ok(answer);
    }
    let (org, now) = (change.org(), change.now());
    let requested = sync::ask(&mut change, org, wanted, now).await?;
    if requested == 0 {
        return Err(nothing());
    }
    let answer = once.keep(&mut change, StatusCode::ACCEPTED, &Requested { requested }).await?;
    change.commit(Event::new(Deed::SyncRequested, wanted.unwrap_or("all"))).await?;
    Ok(answer)
}
