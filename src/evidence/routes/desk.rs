//! `/desk/requests/{id}/evidence/verdicts`: the desk says of the files of a slot whether it accepts them (BET-21).

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{Ground, Reviewer, ground};
use crate::{
    access::Actor,
    audit::{Change, Deed, Event, Fields},
    evidence::{
        pages::form::{self, seen},
        rules::{
            slots::Slot,
            verdict::{self, Fault, Verdict},
        },
        store::{self, File},
        text::Text,
    },
    requests::{self, signature},
    web::{Error, Flash, Form, Id, Query, Redirect, Typed, form::FormPage},
};

/// `GET /desk/requests/{id}/evidence/verdicts?slot=`.
pub async fn ask(actor: Actor<Reviewer>, Id(id): Id, Query(typed): Query) -> Result<Response, Error> {
    let ground = ground(&mut *actor.open().await?, &actor, id).await?;
    let slot = ground.slot(typed.get("slot"))?;
    if !ground.acts {
        return Ok(refused(id, Text::of(actor.lang()).not_judged));
    }
    Ok(page(&actor, &ground, slot, &typed).into_response())
}

fn page(actor: &Actor<Reviewer>, ground: &Ground, slot: &Slot, typed: &Typed) -> FormPage {
    let held: Vec<&File> = ground.held(slot).collect();
    form::verdict(actor, &ground.head, (slot, &held), typed)
}

fn refused(id: i64, why: &str) -> Response {
    Redirect::to(format!("/desk/requests/{id}/evidence")).saying(Flash::refused(why)).into_response()
}

/// `POST /desk/requests/{id}/evidence/verdicts` (`slot`, `seen`, `file`…, `verdict`, `reason`).
pub async fn create(actor: Actor<Reviewer>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let mut change = Change::begin(&actor).await?;
    requests::lock(&mut change, id).await?;
    let ground = ground(&mut change, &actor, id).await?;
    let (slot, text) = (ground.slot(typed.get("slot"))?, Text::of(actor.lang()));
    if !ground.acts {
        return Ok(refused(id, text.not_judged));
    }
    let known: Vec<i64> = ground.held(slot).map(|file| file.id).collect();
    let chosen: Vec<&str> = typed.all("file").collect();
    let mut form = page(&actor, &ground, slot, &typed);
    if typed.get("seen") != seen(ground.held(slot)) {
        form.fault("", text.stale.to_owned());
        form.status = StatusCode::CONFLICT;
        return Ok(form.into_response());
    }
    match verdict::read((typed.get("verdict"), typed.get("reason")), &chosen, &known) {
        Ok(verdict) => judge(&actor, change, (&ground, slot), (verdict, form)).await,
        Err(faults) => {
            faults.into_iter().for_each(|fault| form.fault(fault.field(), text.fault(fault).to_owned()));
            Ok(form.into_response())
        }
    }
}

/// Writes it into both chains.
async fn judge(
    actor: &Actor<Reviewer>,
    mut change: Change<Reviewer>,
    (ground, slot): (&Ground, &Slot),
    (verdict, mut form): (Verdict, FormPage),
) -> Result<Response, Error> {
    let (id, by, text) = (ground.head.id, signature(actor), Text::of(actor.lang()));
    let said = (verdict.word, verdict.reason.as_str());
    let done = store::judge(&mut change, (id, &verdict.files), said, &by).await?.ok_or(Error::NotFound)?;
    if done.same_person {
        form.fault("", text.fault(Fault::OwnRequest).to_owned());
        form.status = StatusCode::CONFLICT;
        return Ok(form.into_response());
    }
    if done.files.len() != verdict.files.len() {
        return Err(Error::Conflict);
    }
    let after = Fields::new().set("slot", slot.code).set("verdict", verdict.word).set("files", done.files.len());
    let event = Event::new(Deed::EvidenceJudged, id).after(after);
    let event = if verdict.reason.is_empty() { event } else { event.because(&verdict.reason) };
    change.commit_across(done.organization_id, &by, &event).await?;
    Ok(Redirect::to(format!("/desk/requests/{id}/evidence")).saying(Flash::done(text.judged)).into_response())
}
