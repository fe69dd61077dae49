//! `/requests/{id}/evidence`: all evidence of a request, for the partner and for the desk.

use super::{Reviewer, ground};
use crate::{
    access::{Actor, permission::IncentiveView},
    evidence::pages,
    web::{DetailPage, Error, Id},
};

/// `GET /requests/{id}/evidence`.
pub async fn show(actor: Actor<IncentiveView>, Id(id): Id) -> Result<DetailPage, Error> {
    let ground = ground(&mut *actor.open().await?, &actor, id).await?;
    Ok(pages::show(&actor, ground.kind, ground.drawn(false)))
}

/// `GET /desk/requests/{id}/evidence`.
pub async fn desk(actor: Actor<Reviewer>, Id(id): Id) -> Result<DetailPage, Error> {
    let ground = ground(&mut *actor.open().await?, &actor, id).await?;
    Ok(pages::show(&actor, ground.kind, ground.drawn(true)))
}
