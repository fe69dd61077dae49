//! `/desk/fh/qualifications/{id}`: the vendor desk looks and decides (FH-07).

use axum::response::{IntoResponse, Response};

use crate::{
    access::{
        Actor, Permission,
        permission::{DeskDecisionRecord, DeskIncentiveReview},
    },
    audit::Change,
    consents,
    fh::{
        pages::{desk as page, qualification::told},
        rules::qualification::MACHINE,
        store::qualification as store,
        text::qualification::Text,
    },
    inbox::{self, Notice},
    requests::{self, APPROVE, APPROVED, Moved, REJECT, Wish, signature},
    web::{Error, Flash, Form, Id, Redirect, form::FormPage},
};

/// Who of the desk reads one.
pub type Reader = Actor<(DeskIncentiveReview, DeskDecisionRecord)>;

/// `GET /desk/fh/qualifications/{id}`.
pub async fn show(actor: Reader, Id(id): Id) -> Result<FormPage, Error> {
    let mut connection = actor.open().await?;
    let one = store::find(&mut connection, id).await?.ok_or(Error::NotFound)?;
    let events = requests::events(&mut connection, &[id]).await?;
    let given = consents::given(&mut connection, id).await?;
    Ok(page::show(&actor, &one, (&given, &events), ""))
}

/// `POST /desk/fh/qualifications/{id}/review` (`step`, `reason`, `revision`).
pub async fn review(actor: Actor<DeskIncentiveReview>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let mut change = Change::begin(&actor).await?;
    requests::lock(&mut change, id).await?;
    let one = store::find(&mut change, id).await?.ok_or(Error::NotFound)?;
    let step = [APPROVE, REJECT].into_iter().find(|step| *step == typed.get("step")).ok_or(Error::Unreadable)?;
    let case = requests::case(&mut change, MACHINE.kind, id).await?.ok_or(Error::NotFound)?;
    let revision = typed.get("revision").parse().unwrap_or_default();
    let wish = Wish { step, revision, comment: typed.get("reason"), ..Wish::default() };
    match requests::take(&mut change, &actor, &MACHINE, (&case, wish), None).await? {
        Ok(moved) => end(change, &moved, (typed.get("reason"), &signature(&actor))).await?,
        Err(why) => {
            return Ok(told(page::show(&actor, &one, (&[], &[]), typed.get("reason")), &why).into_response());
        }
    }
    Ok(Redirect::to("/desk").saying(Flash::done(Text::of(actor.lang()).done)).into_response())
}

/// Tells the partner's main account and ends the change in both chains.
pub async fn end<P: Permission>(mut change: Change<P>, moved: &Moved, (reason, by): (&str, &str)) -> Result<(), Error> {
    let notice = Notice::FhQualificationDecided { approved: moved.to == APPROVED, reason: reason.trim().to_owned() };
    inbox::tell_master(&mut change, moved.organization_id, &notice).await?;
    Ok(change.commit_across(moved.organization_id, by, &moved.event()).await?)
}
