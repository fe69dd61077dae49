//! `/facts`, `/facts/{id}`: the facts of a kind, one with its history, and what it is from.

use axum::response::{IntoResponse, Response};

use super::{csv, find, kinds};
use crate::{
    access::{Actor, permission::IncentiveView},
    attachments,
    facts::{forms, pages, store},
    web::{DetailPage, Error, Id, ListPage, Query, Redirect},
};

/// `GET /facts`.
pub async fn list(actor: Actor<IncentiveView>, Query(typed): Query) -> Result<ListPage, Error> {
    let kinds = kinds(&actor);
    let (filters, mut bar) = forms::filters(typed, &kinds, actor.lang());
    let paging = bar.paging();
    let mut connection = actor.open().await?;
    let reading = store::reading(&mut connection, actor.org(), filters.kind.code).await?;
    let mut rows = Vec::new();
    if bar.is_sound() {
        rows = store::list(&mut connection, actor.org(), &filters, paging.after).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| row.id);
    Ok(pages::list(&actor, (&kinds, &filters, &reading), bar, (&rows, pager)))
}

/// `GET /facts/{id}`.
pub async fn show(actor: Actor<IncentiveView>, Id(id): Id) -> Result<DetailPage, Error> {
    let mut connection = actor.open().await?;
    let (kind, fact) = find(&mut connection, &actor, id).await?;
    let history = store::history(&mut connection, actor.org(), id).await?;
    Ok(pages::show(&actor, kind, &fact, &history))
}

/// `GET /facts/{id}/source`: the file that proves it, or the text of the import.
pub async fn source(actor: Actor<IncentiveView>, Id(id): Id) -> Result<Response, Error> {
    let mut connection = actor.open().await?;
    let (kind, fact) = find(&mut connection, &actor, id).await?;
    if let Some(file) = fact.file_id {
        let found = attachments::find(&mut connection, file).await?.ok_or(Error::NotFound)?;
        return attachments::download(actor.app(), &found).await;
    }
    match store::origin(&mut connection, actor.org(), id).await? {
        Some(text) => Ok(csv(&format!("{}-{id}.csv", kind.code), text)),
        None => Ok(Redirect::to(format!("/facts/{id}")).into_response()),
    }
}
