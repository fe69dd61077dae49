//! `/facts/readings`: somebody vouches that all facts of a kind are entered and right.

use axum::response::{IntoResponse, Response};

use super::kind;
use crate::{
    access::{Actor, permission::IncentiveSubmit},
    audit::{Change, Deed, Event, Fields},
    facts::{
        forms,
        pages::{address, form},
        store::{self, Source},
        text::Text,
    },
    requests::signature,
    web::{Error, Flash, Form, Query, Redirect, form::FormPage},
};

/// `GET /facts/readings?kind=`.
pub async fn new(actor: Actor<IncentiveSubmit>, Query(typed): Query) -> Result<FormPage, Error> {
    Ok(form::reading(&actor, kind(&actor, &typed)?, &typed, None))
}

/// `POST /facts/readings` (`kind`, `origin`).
pub async fn create(actor: Actor<IncentiveSubmit>, Form(typed): Form) -> Result<Response, Error> {
    let kind = kind(&actor, &typed)?;
    let origin = match forms::origin(&typed) {
        Ok(origin) => origin,
        Err(fault) => return Ok(form::reading(&actor, kind, &typed, Some(fault)).into_response()),
    };
    let mut change = Change::begin(&actor).await?;
    let by = signature(&actor);
    let source = Source { method: "hand", origin, by: &by, ..Source::default() };
    let source = store::begin(&mut change, &source).await?;
    let id = store::vouch(&mut change, source, kind.code).await?;
    let after = Fields::new().set("kind", kind.code).set("origin", origin);
    change.commit(Event::new(Deed::FactsVouched, id).after(after)).await?;
    let said = Flash::done(Text::of(actor.lang()).vouched);
    Ok(Redirect::to(address(kind)).saying(said).into_response())
}
