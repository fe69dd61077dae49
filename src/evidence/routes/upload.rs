//! `/requests/{id}/evidence/new`: a file is added to a slot, or comes in the place of another.

use axum::response::{IntoResponse, Response};

use super::{Editor, Ground, ground};
use crate::{
    access::Actor,
    attachments::{self, EVIDENCE, Received, Upload},
    audit::{Change, Deed, Event, Fields},
    evidence::{
        pages::{form, place},
        rules::{
            slots::Slot,
            terms::{Load, Refusal, may_add},
        },
        store,
        text::Text,
    },
    requests::{self, signature},
    web::{Error, Flash, Id, Query, Redirect, Text as Shared, Typed, form::FormPage},
};

/// Most bytes of a file.
pub const MOST: u64 = EVIDENCE.most;
/// What its row says it is for.
const PURPOSE: &str = "request_evidence";

/// The slot that is meant, and the file that is replaced.
struct Wish<'a> {
    slot: &'a Slot,
    replaces: Option<i64>,
}

/// What the address says; a file that is replaced counts still and lies in the slot.
fn wish<'a>(ground: &'a Ground, typed: &Typed) -> Result<Result<Wish<'a>, &'static str>, Error> {
    let slot = ground.slot(typed.get("slot"))?;
    let replaces = match typed.get("replaces") {
        "" => None,
        key => Some(key.parse().map_err(|_| Error::NotFound)?),
    };
    let is_there = replaces.is_none_or(|old| ground.held(slot).any(|file| file.id == old));
    Ok(if is_there { Ok(Wish { slot, replaces }) } else { Err("gone") })
}

/// `GET /requests/{id}/evidence/new?slot=&replaces=`.
pub async fn new(actor: Actor<Editor>, Id(id): Id, Query(typed): Query) -> Result<Response, Error> {
    let ground = ground(&mut *actor.open().await?, &actor, id).await?;
    let text = Text::of(actor.lang());
    match wish(&ground, &typed)? {
        _ if !ground.acts => Ok(refused(id, text.closed)),
        Err(_) => Ok(refused(id, text.gone)),
        Ok(wish) => Ok(page(&actor, &ground, &wish).into_response()),
    }
}

fn page(actor: &Actor<Editor>, ground: &Ground, wish: &Wish<'_>) -> FormPage {
    let old = wish.replaces.and_then(|old| ground.files.iter().find(|file| file.id == old));
    form::upload(actor, &ground.head, wish.slot, old)
}

fn refused(id: i64, why: &str) -> Response {
    Redirect::to(format!("/requests/{id}/evidence")).saying(Flash::refused(why)).into_response()
}

/// `POST /requests/evidence?request=&slot=&replaces=` (a file).
pub async fn create(actor: Actor<Editor>, Query(typed): Query, upload: Upload) -> Result<Response, Error> {
    let id = typed.get("request").parse().map_err(|_| Error::NotFound)?;
    let seen = ground(&mut *actor.open().await?, &actor, id).await?;
    let takes = seen.slot(typed.get("slot"))?.takes;
    let (_, received) = upload.receive(actor.app(), "file", takes).await?;
    let mut change = Change::begin(&actor).await?;
    requests::lock(&mut change, id).await?;
    let ground = ground(&mut change, &actor, id).await?;
    let text = Text::of(actor.lang());
    let wish = match wish(&ground, &typed)? {
        _ if !ground.acts => return Ok(refused(id, text.closed)),
        Err(_) => return Ok(refused(id, text.gone)),
        Ok(wish) => wish,
    };
    let judged = received.map_err(|why| why.sentence(Shared::of(actor.lang())));
    let judged = judged.and_then(|file| fits(&ground, &wish, file).map_err(|why| text.sentence(why)));
    match judged {
        Ok(received) => keep(&actor, change, (&ground, &wish), received).await,
        Err(sentence) => {
            let mut form = page(&actor, &ground, &wish);
            form.fault("file", sentence);
            Ok(form.into_response())
        }
    }
}

/// Whether the request has room for it (COM-11).
fn fits(ground: &Ground, wish: &Wish<'_>, received: Received) -> Result<Received, Refusal> {
    let stays = |file: &&store::File| Some(file.id) != wish.replaces;
    let load = Load {
        files: ground.held(wish.slot).filter(stays).count(),
        bytes: ground.files.iter().filter(|file| file.is_current()).filter(stays).map(|file| file.size).sum(),
        same: ground.held(wish.slot).any(|file| file.sha256 == received.sha256()),
    };
    may_add(wish.slot, load, received.size).map(|()| received)
}

/// Keeps the file, and says where else it is used (BET-16).
async fn keep(
    actor: &Actor<Editor>,
    mut change: Change<Editor>,
    (ground, wish): (&Ground, &Wish<'_>),
    received: Received,
) -> Result<Response, Error> {
    let (face, id) = (actor.face(), ground.head.id);
    let sent = Fields::new().set("purpose", PURPOSE).set("sha256", hex::encode(received.sha256()));
    let sent = sent.set("request", id).set("slot", wish.slot.code).set("replaces", wish.replaces);
    let file = attachments::keep(&mut change, actor.app(), PURPOSE, received).await?;
    let by = signature(actor);
    let added = store::insert(&mut change, (id, wish.slot.code), (file, &by), wish.replaces).await?;
    let added = added.ok_or(Error::Conflict)?;
    let kept = store::file(&mut change, added).await?.ok_or(Error::Conflict)?;
    change.commit(Event::new(Deed::FileSent, file).after(sent)).await?;
    let used: Vec<String> = kept.uses().map(|used| place(&used, id, &face)).collect();
    let text = Text::of(face.lang);
    let mut said = text.kept.to_owned();
    if !used.is_empty() {
        said = format!("{said}{}{}", text.already, used.join(face.lang.pick(", ", "、")));
    }
    Ok(Redirect::to(format!("/requests/{id}/evidence")).saying(Flash::done(said)).into_response())
}
