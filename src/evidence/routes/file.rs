//! `/evidence/{id}` and the archive of a request: files leave the portal, and the record says to whom.

use axum::{
    body::Body,
    http::header,
    response::{IntoResponse, Response},
};

use super::{Reviewer, ground, head};
use crate::{
    access::{Actor, Permission, permission::IncentiveView},
    attachments::{self, Attachment},
    audit::{Change, Deed, Event, Fields},
    evidence::{is_desk, pages::pack, store},
    requests::signature,
    web::{Error, Id},
};

/// `GET /evidence/{id}`.
pub async fn download(actor: Actor<IncentiveView>, Id(id): Id) -> Result<Response, Error> {
    take(&actor, id, false).await
}

/// `GET /evidence/{id}/preview`.
pub async fn preview(actor: Actor<IncentiveView>, Id(id): Id) -> Result<Response, Error> {
    take(&actor, id, true).await
}

/// `GET /requests/{id}/evidence/export`.
pub async fn export(actor: Actor<IncentiveView>, Id(id): Id) -> Result<Response, Error> {
    packed(&actor, id).await
}

/// `GET /desk/evidence/{id}`.
pub async fn desk_download(actor: Actor<Reviewer>, Id(id): Id) -> Result<Response, Error> {
    take(&actor, id, false).await
}

/// `GET /desk/evidence/{id}/preview`.
pub async fn desk_preview(actor: Actor<Reviewer>, Id(id): Id) -> Result<Response, Error> {
    take(&actor, id, true).await
}

/// `GET /desk/requests/{id}/evidence/export`.
pub async fn desk_export(actor: Actor<Reviewer>, Id(id): Id) -> Result<Response, Error> {
    packed(&actor, id).await
}

/// One file, as an attachment or as a picture to look at. It holds personal data: who took it is recorded.
async fn take<P: Permission>(actor: &Actor<P>, id: i64, looks: bool) -> Result<Response, Error> {
    let mut change = Change::begin(actor).await?;
    let file = store::file(&mut change, id).await?.ok_or(Error::NotFound)?;
    let (_, head) = head(&mut change, actor, file.request_id).await?;
    let found: Attachment = attachments::find(&mut change, file.attachment_id).await?.ok_or(Error::NotFound)?;
    let answer = match looks {
        true => attachments::preview(actor.app(), &found).await?,
        false => attachments::download(actor.app(), &found).await?,
    };
    let after = Fields::new().set("request", head.id).set("slot", file.slot.as_str()).set("preview", looks);
    record(actor, change, head.organization_id, Event::new(Deed::FileTaken, found.id).after(after)).await?;
    Ok(answer)
}

/// Every file that counts, with an index, as one archive (BET-15).
async fn packed<P: Permission>(actor: &Actor<P>, id: i64) -> Result<Response, Error> {
    let mut change = Change::begin(actor).await?;
    let ground = ground(&mut change, actor, id).await?;
    let (entries, hash) = pack::entries(&ground.drawn(is_desk(actor)), &actor.face());
    let count = entries.len() - 1;
    let stream = attachments::pack(&actor.app().options.attachments, entries).await?;
    let after = Fields::new().set("files", count).set("index_sha256", hash);
    record(actor, change, ground.head.organization_id, Event::new(Deed::EvidencePacked, id).after(after)).await?;
    let name = format!("attachment; filename=\"{}-{id}.zip\"", ground.head.kind);
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, Body::from_stream(stream)).into_response())
}

/// In the chain of who took it, and in the partner's when the desk did.
async fn record<P: Permission>(actor: &Actor<P>, change: Change<P>, partner: i64, event: Event) -> Result<(), Error> {
    if is_desk(actor) {
        return Ok(change.commit_across(partner, &signature(actor), &event).await?);
    }
    Ok(change.commit(event).await?)
}
