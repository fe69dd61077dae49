//! Handlers of synchronisation.

use std::{collections::HashMap, convert::Infallible, time::Duration};

use askama::Template;
use axum::response::{
    IntoResponse, Response,
    sse::{Event, Sse},
};
use futures::stream;

use super::{
    forms::{self, Wanted},
    pages,
    rules::KNOWN,
    store,
    text::Text,
};
use crate::{
    access::{
        Actor, Kind,
        permission::{SyncRun, SyncView},
    },
    audit::{self, Change, Deed},
    db, sync,
    web::{
        DetailPage, Error, Flash, Form, Id, ListPage, NoFilters, Query, Redirect,
        submission::{Stamp, marked},
    },
};

/// How often a watched page is looked after.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How many looks one stream lasts; then the browser asks again, and is let in again or not.
const LOOKS: u32 = 8;
/// When the browser asks again: soon while something moves, otherwise now and then.
const AGAIN_SOON: Duration = Duration::from_millis(500);
const AGAIN_LATER: Duration = Duration::from_secs(10);

/// `GET /sync`.
pub async fn show(actor: Actor<SyncView>, _: NoFilters) -> Result<Response, Error> {
    let mut connection = actor.open().await?;
    if actor.organization().kind == Kind::Reseller {
        let names = KNOWN.map(|(name, _)| name.to_owned());
        let fresh = sync::freshness::freshness(&mut connection, actor.org(), &names).await?;
        return Ok(pages::freshness(&actor, fresh).into_response());
    }
    let resources = store::resources(&mut connection, actor.org()).await?;
    Ok(pages::show(&actor, &resources).into_response())
}

/// `GET /sync/events`: rows of the page `/sync`, each as it changes. Ends when nothing moves any more; the browser comes back.
pub async fn events(actor: Actor<SyncView>) -> Result<Response, Error> {
    let watch = Watch { actor, shown: HashMap::new(), looks: 0, moving: true };
    let looks = stream::unfold(watch, |mut watch| async move {
        let events = watch.look().await?;
        Some((stream::iter(events.into_iter().map(Ok::<_, Infallible>)), watch))
    });
    Ok(Sse::new(futures::StreamExt::flatten(looks)).into_response())
}

/// A page that is being watched.
struct Watch {
    actor: Actor<SyncView>,
    /// What the browser shows, by row.
    shown: HashMap<String, String>,
    looks: u32,
    moving: bool,
}

impl Watch {
    /// Waits a little, and gives the rows that changed; `None` ends the stream.
    async fn look(&mut self) -> Option<Vec<Event>> {
        if self.looks >= LOOKS || !self.moving {
            return None;
        }
        if self.looks > 0 {
            tokio::time::sleep(LOOK_EVERY).await;
        }
        self.looks += 1;
        match self.changed().await {
            Ok(events) => Some(events),
            Err(error) => {
                tracing::warn!(%error, "a watched page could not be looked after");
                None
            }
        }
    }

    async fn changed(&mut self) -> Result<Vec<Event>, db::Error> {
        let mut connection = self.actor.open().await?;
        let resources = store::resources(&mut connection, self.actor.org()).await?;
        drop(connection);
        let rows = pages::rows(&self.actor, &resources);
        self.moving = rows.iter().any(|row| row.is_moving);
        let again = if self.moving { AGAIN_SOON } else { AGAIN_LATER };
        let mut events = vec![Event::default().retry(again).comment("")];
        let stamp = Stamp::of(&self.actor.app().key, self.actor.visitor());
        for row in rows {
            let drawn = row.render().unwrap_or_default();
            if self.shown.get(&row.key) != Some(&drawn) {
                events.push(Event::default().event("row").data(marked(drawn.clone(), &stamp)));
                self.shown.insert(row.key, drawn);
            }
        }
        Ok(events)
    }
}

/// `GET /sync/runs`.
pub async fn list(actor: Actor<SyncView>, Query(typed): Query) -> Result<ListPage, Error> {
    let (filters, mut bar) = forms::filters(typed, &actor.face());
    let paging = bar.paging();
    let mut rows = Vec::new();
    if bar.is_sound() {
        rows = store::runs(&mut *actor.open().await?, actor.org(), &filters, paging.after).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| row.id);
    Ok(pages::list(&actor, bar, &rows, pager))
}

/// `GET /sync/runs/{id}`.
pub async fn show_run(actor: Actor<SyncView>, Id(id): Id) -> Result<DetailPage, Error> {
    let run = store::run(&mut *actor.open().await?, actor.org(), id).await?.ok_or(Error::NotFound)?;
    Ok(pages::show_run(&actor, &run))
}

/// `POST /sync/requests`: run now, one resource or all.
pub async fn create_request(actor: Actor<SyncRun>, Form(typed): Form) -> Result<Redirect, Error> {
    let text = Text::of(actor.lang());
    let wanted = match forms::wanted(&typed) {
        Wanted::Unknown => return Err(Error::Unprocessable(text.nothing_to_request.to_owned())),
        Wanted::All => None,
        Wanted::One(name) => Some(name),
    };
    let mut change = Change::begin(&actor).await?;
    let (org, now) = (change.org(), change.now());
    let asked = sync::ask(&mut change, org, wanted, now).await?;
    if asked > 0 {
        change.commit(audit::Event::new(Deed::SyncRequested, wanted.unwrap_or("all"))).await?;
    }
    let flash = if asked > 0 { Flash::done(text.requested) } else { Flash::refused(text.nothing_to_request) };
    Ok(Redirect::to("/sync").saying(flash))
}
