//! The bank confirmation letter 银行确认函 (BIZ-07): sent to a draft, taken by whoever sees the business information.

use axum::response::{IntoResponse, Response};

use super::{details, done, ground};
use crate::{
    access::{
        Actor,
        permission::{BizinfoEdit, BizinfoView},
    },
    attachments::{self, Kind, Terms, Upload},
    audit::{Change, Deed, Event, Fields},
    business_information::{pages::steps as page, rules::machine::is_editable, store, text::Text},
    requests::DRAFT,
    web::{Error, Id, Redirect, Text as Shared},
};

/// What a letter is.
pub const LETTER: Terms = Terms { most: 10 << 20, kinds: &[Kind::Pdf, Kind::Jpeg, Kind::Png], side: None };
/// What its row says it is for.
const PURPOSE: &str = "bank_letter";

/// `GET /business-info/letter`.
pub async fn new(actor: Actor<BizinfoEdit>) -> Result<Response, Error> {
    let ground = ground(&mut *actor.open().await?, actor.org()).await?;
    let Some(version) = ground.open().filter(|open| is_editable(&open.state)) else {
        return Ok(Redirect::to("/business-info/company").into_response());
    };
    let of = details(&actor, Some(version))?;
    Ok(page::letter(&actor, &ground.head.company_name, &of).into_response())
}

/// `POST /business-info/letter` (a file).
pub async fn create(actor: Actor<BizinfoEdit>, upload: Upload) -> Result<Response, Error> {
    let (_, received) = upload.receive(actor.app(), "letter", &LETTER).await?;
    let mut change = Change::begin(&actor).await?;
    store::lock(&mut change, actor.org()).await?;
    let ground = ground(&mut change, actor.org()).await?;
    let Some(version) = ground.open().filter(|open| open.state == DRAFT) else {
        return Ok(Redirect::to("/business-info/company").into_response());
    };
    let received = match received {
        Ok(received) => received,
        Err(refused) => {
            let mut form = page::letter(&actor, &ground.head.company_name, &details(&actor, Some(version))?);
            form.fault("letter", refused.sentence(Shared::of(actor.lang())));
            return Ok(form.into_response());
        }
    };
    let sent = Fields::new().set("purpose", PURPOSE).set("name", received.name.as_str());
    let sent = sent.set("sha256", hex::encode(received.sha256())).set("request", version.request_id);
    let id = attachments::keep(&mut change, actor.app(), PURPOSE, received).await?;
    store::attach(&mut change, version.request_id, id).await?;
    change.commit(Event::new(Deed::FileSent, id).after(sent)).await?;
    Ok(done("/business-info/submission", Text::of(actor.lang()).saved))
}

/// `GET /business-info/letters/{id}/export`: the letter of a version.
pub async fn download(actor: Actor<BizinfoView>, Id(id): Id) -> Result<Response, Error> {
    let mut connection = actor.open().await?;
    let version = store::find(&mut connection, id).await?.filter(|version| version.organization_id == actor.org());
    let Some(letter) = version.ok_or(Error::NotFound)?.letter_id else {
        return Ok(Redirect::to("/business-info").into_response());
    };
    let found = attachments::find(&mut connection, letter).await?.ok_or(Error::NotFound)?;
    attachments::download(actor.app(), &found).await
}
