//! `/incentives/fh/qualifications/{id}`: the partner's internal review (COM-08, SCN-25).

use axum::response::{IntoResponse, Response};

use crate::{
    access::{Actor, permission::IncentiveReview},
    audit::Change,
    consents,
    db::PgConnection,
    fh::{
        pages::qualification as pages, rules::qualification::MACHINE, store::qualification as store,
        text::qualification::Text,
    },
    requests::{self, PASS, RETURN, Wish},
    web::{Error, Flash, Form, Id, Redirect, form::FormPage},
};

async fn form(
    connection: &mut PgConnection,
    actor: &Actor<IncentiveReview>,
    id: i64,
    typed: &str,
) -> Result<FormPage, Error> {
    let found = store::find(connection, id).await?.filter(|one| one.organization_id == actor.org());
    let given = consents::given(connection, id).await?;
    Ok(pages::review(actor, &found.ok_or(Error::NotFound)?, &given, typed))
}

/// `GET /incentives/fh/qualifications/{id}`.
pub async fn show(actor: Actor<IncentiveReview>, Id(id): Id) -> Result<FormPage, Error> {
    form(&mut *actor.open().await?, &actor, id, "").await
}

/// `POST /incentives/fh/qualifications/{id}` (`step`: `pass` or `return`, `reason`, `revision`).
pub async fn decide(actor: Actor<IncentiveReview>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let mut change = Change::begin(&actor).await?;
    requests::lock(&mut change, id).await?;
    let page = form(&mut change, &actor, id, typed.get("reason")).await?;
    let step = [PASS, RETURN].into_iter().find(|step| *step == typed.get("step")).ok_or(Error::Unreadable)?;
    let case = requests::case(&mut change, MACHINE.kind, id).await?.ok_or(Error::NotFound)?;
    let revision = typed.get("revision").parse().unwrap_or_default();
    let wish = Wish { step, revision, comment: typed.get("reason"), ..Wish::default() };
    match requests::take(&mut change, &actor, &MACHINE, (&case, wish), None).await? {
        Ok(moved) => {
            change.commit(moved.event()).await?;
            Ok(Redirect::to("/reviews").saying(Flash::done(Text::of(actor.lang()).moved)).into_response())
        }
        Err(why) => Ok(pages::told(page, &why).into_response()),
    }
}
