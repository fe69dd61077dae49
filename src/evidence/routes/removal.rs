//! `/evidence/{id}/removal`: a file that the vendor has not got is taken out.

use axum::response::{IntoResponse, Response};

use super::{Editor, acts, head};
use crate::{
    access::Actor,
    audit::{Change, Deed, Event, Fields},
    db::PgConnection,
    evidence::{
        pages::form,
        store::{self, File},
        text::Text,
    },
    requests::{self, signature},
    web::{Error, Flash, Id, Redirect},
};

/// The file, if it may be taken out now; else why not.
async fn find(
    connection: &mut PgConnection,
    actor: &Actor<Editor>,
    id: i64,
) -> Result<(File, Option<&'static str>), Error> {
    let file = store::file(connection, id).await?.ok_or(Error::NotFound)?;
    let (kind, head) = head(connection, actor, file.request_id).await?;
    let text = Text::of(actor.lang());
    let why = match () {
        () if !file.is_current() => Some(text.gone),
        () if !acts(actor, kind, &head) => Some(text.closed),
        () if file.is_sent => Some(text.sent),
        () => None,
    };
    Ok((file, why))
}

fn back(file: &File, flash: Flash) -> Response {
    Redirect::to(format!("/requests/{}/evidence", file.request_id)).saying(flash).into_response()
}

/// `GET /evidence/{id}/removal`.
pub async fn ask(actor: Actor<Editor>, Id(id): Id) -> Result<Response, Error> {
    Ok(match find(&mut *actor.open().await?, &actor, id).await? {
        (file, Some(why)) => back(&file, Flash::refused(why)),
        (file, None) => form::removal(&actor, &file).into_response(),
    })
}

/// `POST /evidence/{id}/removal`.
pub async fn create(actor: Actor<Editor>, Id(id): Id) -> Result<Response, Error> {
    let mut change = Change::begin(&actor).await?;
    let request = store::file(&mut change, id).await?.ok_or(Error::NotFound)?.request_id;
    requests::lock(&mut change, request).await?;
    let (file, why) = find(&mut change, &actor, id).await?;
    if let Some(why) = why {
        return Ok(back(&file, Flash::refused(why)));
    }
    if !store::remove(&mut change, id, &signature(&actor)).await? {
        return Err(Error::Conflict);
    }
    let before = Fields::new().set("request", request).set("slot", file.slot.as_str());
    let before = before.set("sha256", hex::encode(&file.sha256));
    change.commit(Event::new(Deed::EvidenceRemoved, id).before(before)).await?;
    Ok(back(&file, Flash::done(Text::of(actor.lang()).removed)))
}
