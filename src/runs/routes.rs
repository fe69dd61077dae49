//! Handlers of synchronisation.

use super::{pages, store, text::Text};
use crate::{
    access::{
        Actor,
        permission::{SyncRun, SyncView},
    },
    sync,
    web::{DetailPage, Error, Flash, Form, Id, Redirect},
};

/// `GET /sync`. A reseller, who has no connection, sees how fresh its rows are over its distributor's.
pub async fn list(actor: Actor<SyncView>) -> Result<pages::SyncPage, Error> {
    let mut connection = actor.open().await?;
    let standings = store::standings(&mut connection, actor.org()).await?;
    if standings.is_empty() {
        let names: Vec<String> = crate::runs::text::resources().map(str::to_owned).collect();
        let fresh = sync::freshness::freshness(&mut connection, actor.org(), &names).await?;
        return Ok(pages::freshness(&actor, &fresh));
    }
    let recent = store::recent(&mut connection, actor.org(), None).await?;
    Ok(pages::list(&actor, &standings, &recent))
}

/// `GET /sync/runs/{id}`.
pub async fn show(actor: Actor<SyncView>, Id(id): Id) -> Result<DetailPage, Error> {
    let mut connection = actor.open().await?;
    let run = store::find(&mut connection, actor.org(), id).await?.ok_or(Error::NotFound)?;
    let others = store::recent(&mut connection, actor.org(), Some(&run.resource)).await?;
    Ok(pages::show(&actor, &run, &others))
}

/// `POST /sync/requests`: `resource`, or nothing for all.
pub async fn create_request(actor: Actor<SyncRun>, Form(typed): Form) -> Result<Redirect, Error> {
    let text = Text::of(actor.lang());
    let resource = Some(typed.get("resource")).filter(|name| !name.is_empty());
    let mut connection = actor.open().await?;
    let asked = sync::ask(&mut connection, actor.org(), resource, actor.face().now).await?;
    let flash = if asked > 0 { Flash::done(text.asked) } else { Flash::refused(text.nothing_to_ask) };
    Ok(Redirect::to("/sync").saying(flash))
}
