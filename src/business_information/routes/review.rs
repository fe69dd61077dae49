//! `/business-info/reviews/{id}`: the partner's internal review of a version (COM-08, SCN-25).

use axum::response::{IntoResponse, Response};

use super::{Ground, details, done, ground};
use crate::{
    access::{Actor, permission::IncentiveReview},
    audit::Change,
    business_information::{
        pages::{self, review as page},
        rules::machine::MACHINE,
        text::Text,
    },
    requests::{self, PASS, RETURN, Refusal, Wish},
    web::{Error, Form, Id, form::FormPage},
};

fn form(actor: &Actor<IncentiveReview>, ground: &Ground, id: i64, typed: &str) -> Result<FormPage, Error> {
    let version = ground.versions.iter().find(|version| version.request_id == id).ok_or(Error::NotFound)?;
    let of = details(actor, Some(version))?;
    let force = ground.force().filter(|force| force.request_id != id);
    let known = force.map(|force| details(actor, Some(force))).transpose()?;
    let force = force.zip(known.as_ref()).map(|(version, of)| (version.company_name.as_str(), of));
    Ok(page::show(actor, (version, &of), force, typed))
}

/// `GET /business-info/reviews/{id}`.
pub async fn show(actor: Actor<IncentiveReview>, Id(id): Id) -> Result<FormPage, Error> {
    let ground = ground(&mut *actor.open().await?, actor.org()).await?;
    form(&actor, &ground, id, "")
}

/// `POST /business-info/reviews/{id}` (`step`: `pass` or `return`, `reason`, `revision`).
pub async fn decide(actor: Actor<IncentiveReview>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let mut change = Change::begin(&actor).await?;
    requests::lock(&mut change, id).await?;
    let ground = ground(&mut change, actor.org()).await?;
    let mut page = form(&actor, &ground, id, typed.get("reason"))?;
    let step = [PASS, RETURN].into_iter().find(|step| *step == typed.get("step")).ok_or(Error::Unreadable)?;
    let case = requests::case(&mut change, MACHINE.kind, id).await?.ok_or(Error::NotFound)?;
    let revision = typed.get("revision").parse().unwrap_or_default();
    let wish = Wish { step, revision, comment: typed.get("reason"), ..Wish::default() };
    match requests::take(&mut change, &actor, &MACHINE, (&case, wish), None).await? {
        Ok(moved) => {
            change.commit(moved.event()).await?;
            Ok(done("/reviews", Text::of(actor.lang()).moved))
        }
        Err(Refusal::Reason) => {
            page.fault("reason", requests::refusal(&Refusal::Reason, MACHINE.kind, actor.lang()));
            Ok(page.into_response())
        }
        Err(why) => Ok(pages::refused(page, requests::refusal(&why, MACHINE.kind, actor.lang())).into_response()),
    }
}
