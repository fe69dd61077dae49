//! `/desk`, `/reviews`, `/reviews/switches`.

use axum::response::{IntoResponse, Response};

use super::{
    forms,
    pages::{self, DeskReader},
    store::{self, Wanted},
    text::Text,
};
use crate::{
    access::{
        Actor,
        permission::{CompanyEdit, IncentiveReview},
    },
    audit::{Change, Deed, Event, Fields},
    requests::{self, Kind},
    web::{Error, Flash, Form, ListPage, Query, Redirect, form::FormPage},
};

/// Kinds that are wanted, of those that may be seen.
fn kinds(may: impl Fn(&Kind) -> bool, wanted: Option<&str>) -> (Vec<String>, Vec<String>) {
    let seen: Vec<&Kind> = Kind::ALL.into_iter().filter(|kind| may(kind)).collect();
    let chosen: Vec<&Kind> = seen.into_iter().filter(|kind| wanted.is_none_or(|code| code == kind.code)).collect();
    let states = |kind: &&Kind| kind.waiting.iter().map(|state| format!("{}/{state}", kind.code)).collect::<Vec<_>>();
    (chosen.iter().map(|kind| kind.code.to_owned()).collect(), chosen.iter().flat_map(states).collect())
}

/// `GET /desk`.
pub async fn desk(actor: DeskReader, Query(typed): Query) -> Result<ListPage, Error> {
    let (tab, kind, name, mut bar) = forms::filters("/desk", typed, actor.lang());
    let paging = bar.paging();
    let (kinds, waiting) = kinds(|kind| kind.desk.iter().any(|code| actor.may(*code)), kind.as_deref());
    let wanted = Wanted { tab, kinds: &kinds, waiting: &waiting, name: name.as_deref() };
    let mut rows = Vec::new();
    if bar.is_sound() {
        rows = store::desk(&mut *actor.open().await?, &wanted, paging.after).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| (row.state_at, row.id));
    Ok(pages::desk(&actor, (tab, bar), &rows, pager))
}

/// `GET /reviews`.
pub async fn internal(actor: Actor<IncentiveReview>, Query(typed): Query) -> Result<ListPage, Error> {
    let (tab, kind, name, mut bar) = forms::filters("/reviews", typed, actor.lang());
    let paging = bar.paging();
    let (kinds, waiting) = kinds(|_| true, kind.as_deref());
    let wanted = Wanted { tab, kinds: &kinds, waiting: &waiting, name: name.as_deref() };
    let mut rows = Vec::new();
    if bar.is_sound() {
        rows = store::internal(&mut *actor.open().await?, actor.org(), &wanted, paging.after).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| (row.state_at, row.id));
    Ok(pages::internal(&actor, (tab, bar), &rows, pager))
}

/// `GET /reviews/switches`: the main account's.
pub async fn switches(actor: Actor<CompanyEdit>) -> Result<FormPage, Error> {
    let off = requests::unreviewed(&mut *actor.open().await?, actor.org()).await?;
    Ok(pages::switches(&actor, &off))
}

/// `POST /reviews/switches` (`off`…, `reason`).
pub async fn switch(actor: Actor<CompanyEdit>, Form(typed): Form) -> Result<Response, Error> {
    let text = Text::of(actor.lang());
    let mut change = Change::begin(&actor).await?;
    let before = requests::unreviewed(&mut change, actor.org()).await?;
    let mut events = Vec::new();
    for kind in Kind::ALL {
        let (was, is_off) = (before.iter().any(|off| off == kind.code), typed.all("off").any(|off| off == kind.code));
        if was != is_off {
            store::switch(&mut change, kind.code, is_off).await?;
            let fields = |off: bool| Fields::new().set("kind", kind.code).set("off", off);
            let event = Event::new(Deed::ReviewSwitched, kind.code).before(fields(was)).after(fields(is_off));
            events.push(event.because(typed.get("reason")));
        }
    }
    if !events.is_empty() && typed.get("reason").trim().is_empty() {
        let off: Vec<String> = typed.all("off").map(str::to_owned).collect();
        let mut page = pages::switches(&actor, &off);
        page.fault("reason", text.reason_missing.to_owned());
        return Ok(page.into_response());
    }
    if !events.is_empty() {
        change.commit_all(&events).await?;
    }
    Ok(Redirect::to("/reviews/switches").saying(Flash::done(text.saved)).into_response())
}
