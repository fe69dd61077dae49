//! `/exports`: what was exported, and the files while they are kept.

use axum::{
    body::Body,
    http::header,
    response::{IntoResponse, Response},
};

use super::{
    forms, pages,
    rules::{State, kinds_of, whose},
    store,
    text::Text,
};
use crate::{
    access::{
        Actor,
        permission::{DataExport, MemberExport},
    },
    attachments,
    audit::{Change, Deed, Event, Fields},
    web::{Error, Flash, Id, ListPage, Query, Redirect},
};

/// Whoever may export something has a list: which rows and files he gets is decided row by row.
type Exporter = (DataExport, MemberExport);

/// `GET /exports`: his own exports; the master and an Admin see everybody's.
pub async fn list(actor: Actor<Exporter>, Query(typed): Query) -> Result<ListPage, Error> {
    let (state, mut bar) = forms::filters(typed, actor.lang());
    let paging = bar.paging();
    let mut rows = Vec::new();
    if bar.is_sound() {
        let seen = (&*kinds_of(actor.seat()), whose(actor.seat()));
        rows = store::list(&mut *actor.open().await?, actor.org(), seen, state.as_deref(), paging.after).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| row.id);
    Ok(pages::list(&actor, bar, &rows, pager))
}

/// `GET /exports/{id}/file`: the file, if it is there and the member may export such rows today. Recorded.
pub async fn download(actor: Actor<Exporter>, Id(id): Id) -> Result<Response, Error> {
    let text = Text::of(actor.lang());
    let seen = (&*kinds_of(actor.seat()), whose(actor.seat()));
    let found = store::find(&mut *actor.open().await?, actor.org(), seen, id).await?;
    let task = found.ok_or(Error::NotFound)?;
    let is_over = task.expires_at.is_some_and(|at| at <= actor.face().now);
    let file = match (State::parse(&task.state), task.file) {
        (Some(State::Done), Some(file)) if !is_over => file,
        (Some(State::Done | State::Expired), _) => return Ok(refused(text.expired)),
        _ => return Ok(refused(text.unfinished)),
    };
    let Ok(bytes) = store::open(&actor.app().options.attachments, file).await else {
        tracing::error!(export = id, "an exported file is not where it was put");
        return Ok(refused(text.lost));
    };
    let after = Fields::new().set("kind", task.kind.as_str()).set("requested_by", task.username.as_str());
    Change::begin(&actor).await?.commit(Event::new(Deed::ExportTaken, id).after(after)).await?;
    let name = format!("attachment; filename=\"{}-{}.csv\"", task.kind, actor.face().date(task.requested_at));
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_LENGTH, task.bytes.unwrap_or_default().to_string()),
        (header::CONTENT_DISPOSITION, name),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, Body::from_stream(attachments::chunks(bytes))).into_response())
}

fn refused(why: &str) -> Response {
    Redirect::to("/exports").saying(Flash::refused(why)).into_response()
}
