//! Step 5: the amount that arrived (BIZ-09, BIZ-11). Tries are counted under the lock of the request, so that two at once
//! count twice, and the count is kept whatever the answer.

use axum::response::{IntoResponse, Response};

use super::{details, done, ground, undone};
use crate::{
    access::{Actor, permission::BizinfoEdit},
    audit::Change,
    business_information::{
        pages::steps as page,
        rules::{
            amount,
            machine::{AWAITING_AMOUNT, CONFIRM, LOCK, MACHINE},
        },
        store::{self, Version},
        text::{Text, sentences},
    },
    requests::{self, Refusal, Wish},
    web::{Error, Form},
};

/// `GET /business-info/amount`.
pub async fn show(actor: Actor<BizinfoEdit>) -> Result<Response, Error> {
    let ground = ground(&mut *actor.open().await?, actor.org()).await?;
    let Some(version) = ground.open().filter(|open| open.state == AWAITING_AMOUNT) else {
        return Ok(not_now(&actor, &ground.standing.state));
    };
    let of = details(&actor, Some(version))?;
    Ok(page::amount(&actor, version, &of).into_response())
}

fn not_now(actor: &Actor<BizinfoEdit>, state: &str) -> Response {
    let refusal = Refusal::NotNow(state.to_owned());
    undone("/business-info", requests::refusal(&refusal, MACHINE.kind, actor.lang()))
}

/// `POST /business-info/amount` (`request`, `amount`). An amount that cannot be read is no try.
pub async fn enter(actor: Actor<BizinfoEdit>, Form(typed): Form) -> Result<Response, Error> {
    let id = typed.get("request").parse().map_err(|_| Error::NotFound)?;
    let mut change = Change::begin(&actor).await?;
    requests::lock(&mut change, id).await?;
    let version = store::find(&mut change, id).await?.filter(|version| version.organization_id == actor.org());
    let version = version.ok_or(Error::NotFound)?;
    let Some((sent, tries)) = store::attempt(&mut change, id).await? else {
        return Ok(not_now(&actor, &version.state));
    };
    let Some(read) = amount::read(typed.get("amount")) else {
        let mut form = page::amount(&actor, &version, &details(&actor, Some(&version))?);
        form.fault("amount", sentences::unreadable_amount(actor.lang()).to_owned());
        return Ok(form.into_response());
    };
    let typed = store::digest(change.key(), id, &read);
    let (step, tries) = amount::attempt(&sent, &typed, tries);
    take(&actor, change, &version, (step, tries)).await
}

async fn take(
    actor: &Actor<BizinfoEdit>,
    mut change: Change<BizinfoEdit>,
    version: &Version,
    (step, tries): (&'static str, i16),
) -> Result<Response, Error> {
    let text = Text::of(actor.lang());
    let id = version.request_id;
    let case = requests::case(&mut change, MACHINE.kind, id).await?.ok_or(Error::NotFound)?;
    // The lock is held: the revision is the present one, so that a second try at the same instant is judged, not refused.
    let wish = Wish { step, revision: case.revision, ..Wish::default() };
    let moved = match requests::take(&mut change, actor, &MACHINE, (&case, wish), None).await? {
        Ok(moved) => moved,
        Err(_) => return Ok(not_now(actor, &case.state)),
    };
    store::count(&mut change, id, tries).await?;
    change.commit(moved.event()).await?;
    Ok(match step {
        CONFIRM => done("/business-info", text.confirmed),
        LOCK => undone("/business-info", text.locked),
        _ => undone("/business-info/amount", text.missed),
    })
}
