//! `/business-info`: where the partner stands (LST-10), and the steps of the maker that need no form.

use axum::response::Response;

use super::{details, done, ground, undone};
use crate::{
    access::{
        Actor,
        permission::{BizinfoEdit, BizinfoView},
    },
    audit::Change,
    business_information::{pages::overview as page, rules::machine::MACHINE, store, text::Text},
    requests::{self, DISCARD, EDIT, TAKE_BACK, WITHDRAW, Wish},
    web::{DetailPage, Error, Form},
};

/// `GET /business-info`.
pub async fn show(actor: Actor<BizinfoView>) -> Result<DetailPage, Error> {
    let mut connection = actor.open().await?;
    let ground = ground(&mut connection, actor.org()).await?;
    let ids: Vec<i64> = ground.versions.iter().map(|version| version.request_id).collect();
    let events = requests::events(&mut connection, &ids).await?;
    let opened = |version| -> Result<_, Error> { Ok((version, details(&actor, Some(version))?)) };
    Ok(page::show(
        &actor,
        &page::Seen {
            head: &ground.head,
            standing: &ground.standing,
            versions: &ground.versions,
            force: ground.force().map(opened).transpose()?,
            open: ground.open().map(opened).transpose()?,
            events: &events,
        },
    ))
}

/// `POST /business-info/steps` (`request`, `revision`, `step`): withdraw, take back, edit again, delete.
pub async fn step(actor: Actor<BizinfoEdit>, Form(typed): Form) -> Result<Response, Error> {
    let step = [WITHDRAW, TAKE_BACK, EDIT, DISCARD].into_iter().find(|step| *step == typed.get("step"));
    let (step, id) = (step.ok_or(Error::Unreadable)?, typed.get("request").parse().map_err(|_| Error::NotFound)?);
    let mut change = Change::begin(&actor).await?;
    requests::lock(&mut change, id).await?;
    let case = requests::case(&mut change, MACHINE.kind, id).await?.ok_or(Error::NotFound)?;
    store::find(&mut change, id)
        .await?
        .filter(|version| version.organization_id == actor.org())
        .ok_or(Error::NotFound)?;
    let wish = Wish { step, revision: typed.get("revision").parse().unwrap_or_default(), ..Wish::default() };
    match requests::take(&mut change, &actor, &MACHINE, (&case, wish), None).await? {
        Ok(moved) => {
            change.commit(moved.event()).await?;
            let to = if step == EDIT { "/business-info/company" } else { "/business-info" };
            Ok(done(to, Text::of(actor.lang()).moved))
        }
        Err(refusal) => Ok(undone("/business-info", requests::refusal(&refusal, MACHINE.kind, actor.lang()))),
    }
}
