//! `/facts/new`, `/facts/{id}/retraction`: a fact is entered by hand, corrected, retracted.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{find, kind};
use crate::{
    access::{Actor, permission::IncentiveSubmit},
    attachments::{self, EVIDENCE, Received, Refused, Upload},
    audit::{Change, Deed, Event, Fields},
    facts::{
        forms,
        pages::form,
        rules::{Draft, Fault, Kind, Wrong, read},
        store::{self, Listed, Source},
        text::Text,
    },
    requests::signature,
    web::{Error, Flash, Form, Id, Query, Redirect, Text as Shared, Typed, form::FormPage},
};

/// Most bytes of the evidence.
pub const EVIDENCE_MOST: u64 = EVIDENCE.most;
/// What its row says it is for.
const PURPOSE: &str = "fact_evidence";

/// The fact that is to be corrected, if one is.
fn corrects(typed: &Typed) -> Option<i64> {
    typed.get("corrects").parse().ok().filter(|id| *id > 0)
}

/// `GET /facts/new?kind=` or `?corrects=`.
pub async fn new(actor: Actor<IncentiveSubmit>, Query(typed): Query) -> Result<FormPage, Error> {
    let Some(id) = corrects(&typed) else {
        return Ok(form::record(&actor, kind(&actor, &typed)?, None, &|_| String::new()));
    };
    let (kind, fact) = find(&mut *actor.open().await?, &actor, id).await?;
    let said = |name: &str| fact.fields.get(name).cloned().unwrap_or_default();
    let mut page = form::record(&actor, kind, Some(&fact), &said);
    conflict(&mut page, &fact, &actor);
    Ok(page)
}

/// Says that a fact has ended meanwhile.
fn conflict(page: &mut FormPage, fact: &Listed, actor: &Actor<IncentiveSubmit>) -> bool {
    if fact.ended_at.is_some() {
        page.notice = Some(Text::of(actor.lang()).conflict.to_owned());
        page.status = StatusCode::CONFLICT;
        page.buttons.clear();
    }
    fact.ended_at.is_some()
}

/// `POST /facts/new` (`kind`, the fields, `origin`, `corrects`, a file).
pub async fn create(actor: Actor<IncentiveSubmit>, upload: Upload) -> Result<Response, Error> {
    let (typed, received) = upload.receive(actor.app(), "file", &EVIDENCE).await?;
    let kind = kind(&actor, &typed)?;
    let mut change = Change::begin(&actor).await?;
    store::lock(&mut change, actor.org()).await?;
    let present = match corrects(&typed) {
        Some(id) => Some(find(&mut change, &actor, id).await?.1).filter(|fact| fact.kind == kind.code),
        None => None,
    };
    let mut page = form::record(&actor, kind, present.as_ref(), &|name| typed.get(name).to_owned());
    if present.as_ref().is_some_and(|fact| conflict(&mut page, fact, &actor)) {
        return Ok(page.into_response());
    }
    let draft = match weigh(&mut change, &actor, kind, (&typed, present.as_ref())).await? {
        Ok(draft) => draft,
        Err(wrongs) => {
            form::wrong(&mut page, &wrongs, &actor);
            return Ok(page.into_response());
        }
    };
    match received {
        Err(refused) if refused != Refused::Missing => {
            page.fault("file", refused.sentence(Shared::of(actor.lang())));
            Ok(page.into_response())
        }
        file => record(&actor, change, (&draft, present.map(|fact| fact.id)), (typed.get("origin"), file.ok())).await,
    }
}

/// Reads the fact, and whether there is one about the same already.
async fn weigh(
    change: &mut Change<IncentiveSubmit>,
    actor: &Actor<IncentiveSubmit>,
    kind: &'static Kind,
    (typed, present): (&Typed, Option<&Listed>),
) -> Result<Result<Draft, Vec<Wrong>>, Error> {
    let face = actor.face();
    let origin = forms::origin(typed).err().map(|fault| Wrong { field: "origin", fault });
    let draft = match (read(kind, &|name| typed.get(name).to_owned(), face.date(face.now)), origin) {
        (Ok(draft), None) => draft,
        (draft, origin) => return Ok(Err(draft.err().into_iter().flatten().chain(origin).collect())),
    };
    let ground = store::keys(change, actor.org(), (kind.code, &[draft.key()])).await?;
    let taken = ground.values().any(|(id, _)| Some(*id) != present.map(|fact| fact.id));
    Ok(if taken { Err(vec![Wrong { field: kind.key[0], fault: Fault::Taken }]) } else { Ok(draft) })
}

async fn record(
    actor: &Actor<IncentiveSubmit>,
    mut change: Change<IncentiveSubmit>,
    (draft, corrects): (&Draft, Option<i64>),
    (origin, file): (&str, Option<Received>),
) -> Result<Response, Error> {
    let (by, mut events) = (signature(actor), Vec::new());
    let mut file_id = None;
    if let Some(file) = file {
        let sent = Fields::new().set("purpose", PURPOSE).set("name", file.name.as_str());
        let sent = sent.set("sha256", hex::encode(file.sha256()));
        let id = attachments::keep(&mut change, actor.app(), PURPOSE, file).await?;
        events.push(Event::new(Deed::FileSent, id).after(sent));
        file_id = Some(id);
    }
    let source = Source { method: "hand", origin, file_id, content: None, by: &by };
    let source = store::begin(&mut change, &source).await?;
    let id = store::record(&mut change, (source, &by), draft, corrects).await?.ok_or(Error::Conflict)?;
    let before = Fields::new().set("fact", corrects);
    let after = Fields::new().set("kind", draft.kind.code).set("origin", origin).set("state", draft.status());
    events.push(Event::new(Deed::FactRecorded, id).before(before).after(after));
    change.commit_all(&events).await?;
    let saved = Flash::done(Text::of(actor.lang()).saved);
    Ok(Redirect::to(format!("/facts/{id}")).saying(saved).into_response())
}

/// `GET /facts/{id}/retraction`.
pub async fn ask_retraction(actor: Actor<IncentiveSubmit>, Id(id): Id) -> Result<FormPage, Error> {
    let (_, fact) = find(&mut *actor.open().await?, &actor, id).await?;
    let mut page = form::retraction(&actor, &fact);
    conflict(&mut page, &fact, &actor);
    Ok(page)
}

/// `POST /facts/{id}/retraction` (`reason`).
pub async fn retract(actor: Actor<IncentiveSubmit>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let (reason, text) = (typed.get("reason"), Text::of(actor.lang()));
    let mut change = Change::begin(&actor).await?;
    store::lock(&mut change, actor.org()).await?;
    let (kind, fact) = find(&mut change, &actor, id).await?;
    let mut page = form::retraction(&actor, &fact);
    if conflict(&mut page, &fact, &actor) {
        return Ok(page.into_response());
    }
    let fault = match reason.chars().count() {
        0 => Some(Fault::Required),
        501.. => Some(Fault::Long(500)),
        _ => None,
    };
    if let Some(fault) = fault {
        page.fault("reason", text.sentence(fault));
        return Ok(page.into_response());
    }
    if !store::retract(&mut change, id, (&signature(&actor), reason)).await? {
        return Err(Error::Conflict);
    }
    let event = Event::new(Deed::FactRetracted, id).before(Fields::new().set("kind", kind.code)).because(reason);
    change.commit(event).await?;
    Ok(Redirect::to(format!("/facts/{id}")).saying(Flash::done(text.retracted)).into_response())
}
