//! `/desk/mdf/applications/{id}`: the vendor desk looks and decides (COM-09).

use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;

use crate::{
    access::{
        Actor, Permission,
        permission::{DeskDecisionRecord, DeskIncentiveReview},
    },
    audit::Change,
    consents,
    inbox::{self, Notice},
    mdf::{
        DESK_APPLICATIONS, follow,
        pages::desk as page,
        rules::application::{MACHINE, is_approvable},
        store::applications::{self as store, Application},
        text::application::Text,
    },
    requests::{self, APPROVE, APPROVED, Moved, REJECT, Recorded, Wish, signature},
    values::month::vendor_date,
    web::{DetailPage, Error, Flash, Form, Id, Redirect},
};

/// Who of the desk reads one.
pub type Reader = Actor<(DeskIncentiveReview, DeskDecisionRecord)>;

/// `GET /desk/mdf/applications/{id}`.
pub async fn show(actor: Reader, Id(id): Id) -> Result<DetailPage, Error> {
    let mut connection = actor.open().await?;
    let one = store::find(&mut connection, id).await?.ok_or(Error::NotFound)?;
    let events = requests::events(&mut connection, &[id]).await?;
    let given = consents::given(&mut connection, id).await?;
    Ok(page::show(&actor, &one, (&given, &events)))
}

/// `POST /desk/mdf/applications/{id}/review` (`step`, `reason`, `revision`).
pub async fn review(actor: Actor<DeskIncentiveReview>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let mut change = Change::begin(&actor).await?;
    requests::lock(&mut change, id).await?;
    let one = store::find(&mut change, id).await?.ok_or(Error::NotFound)?;
    let step = [APPROVE, REJECT].into_iter().find(|step| *step == typed.get("step")).ok_or(Error::Unreadable)?;
    let revision = typed.get("revision").parse().unwrap_or_default();
    let wish = Wish { step, revision, comment: typed.get("reason"), since: one.ends_on, ..Wish::default() };
    let today = vendor_date(change.now());
    match decide(&mut change, &actor, (&one, today), (wish, None)).await? {
        Ok(moved) => end(change, &moved, (typed.get("reason"), &signature(&actor))).await?,
        Err(why) => {
            let back = Redirect::to(format!("{DESK_APPLICATIONS}/{id}"));
            return Ok(back.saying(Flash::refused(why)).into_response());
        }
    }
    Ok(Redirect::to("/desk").saying(Flash::done(Text::of(actor.lang()).decided)).into_response())
}

/// Decides, and moves the quota; inside, the sentence why not. Before the activity an approval must be dated (MDF-06).
pub async fn decide<P: Permission>(
    change: &mut Change<P>,
    actor: &Actor<P>,
    (one, day): (&Application, NaiveDate),
    (wish, recorded): (Wish<'_>, Option<&Recorded>),
) -> Result<Result<Moved, String>, Error> {
    let text = Text::of(actor.lang());
    if wish.step == APPROVE && !is_approvable(&one.form.0, day) {
        return Ok(Err(text.begun.to_owned()));
    }
    let moved = match requests::take(change, actor, &MACHINE, (&one.case(), wish), recorded).await? {
        Ok(moved) => moved,
        Err(why) => return Ok(Err(requests::refusal(&why, MACHINE.kind, actor.lang()))),
    };
    let fits = follow(change, one, (&moved.to, wish.step), &signature(actor)).await?;
    Ok(if fits { Ok(moved) } else { Err(text.short.to_owned()) })
}

/// Tells the partner's main account and ends the change in both chains.
pub async fn end<P: Permission>(mut change: Change<P>, moved: &Moved, (reason, by): (&str, &str)) -> Result<(), Error> {
    let (approved, reason) = (moved.to == APPROVED, reason.trim().to_owned());
    let notice = Notice::MdfApplicationDecided { request_id: moved.id, approved, reason };
    inbox::tell_master(&mut change, moved.organization_id, &notice).await?;
    Ok(change.commit_across(moved.organization_id, by, &moved.event()).await?)
}
