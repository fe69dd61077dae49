//! `/desk/mdf/claims/{id}`: the vendor desk approves a claim, a part of it line by line, or rejects it (COM-09, MDF-24).

use std::collections::BTreeMap;

use axum::response::{IntoResponse, Response};
use rust_decimal::Decimal;

use super::{decision::EVIDENCE, desk::Reader};
use crate::{
    access::{
        Actor, Permission,
        permission::{DeskDecisionRecord, DeskIncentiveReview},
    },
    attachments::{self, Upload},
    audit::Change,
    consents,
    inbox::{self, Notice},
    mdf::{
        follow_claim,
        pages::{claim as pages, fields},
        rules::{
            budget,
            claim::{DECIDED, Decided, MACHINE, decide},
            sheet::{Sheet, Wrong},
        },
        store::claims::{self as store, Claim},
        text::application::Text as Said,
    },
    requests::{self, APPROVE, APPROVED, DecisionFault, Moved, REJECT, Recorded, Wish, signature},
    web::{Error, Flash, Form, Id, Redirect, Text as Shared, Typed, form::FormPage},
};

/// What its row says the evidence of a decision is for.
const PURPOSE: &str = "decision_evidence";

/// `GET /desk/mdf/claims/{id}`.
pub async fn show(actor: Reader, Id(id): Id) -> Result<FormPage, Error> {
    let mut connection = actor.open().await?;
    let one = store::find(&mut connection, id).await?.ok_or(Error::NotFound)?;
    let events = requests::events(&mut connection, &[id]).await?;
    let given = consents::given(&mut connection, id).await?;
    Ok(pages::desk(&actor, &one, (&given, &events), (&Typed::default(), false)))
}

/// What is approved, by line; nothing where it is rejected.
type Approval = Option<(Decimal, BTreeMap<String, Decided>)>;

/// Reads the amounts of an approval, or puts what is wrong at their fields.
fn read(one: &Claim, typed: &Typed, page: &mut FormPage) -> Result<Approval, ()> {
    if typed.get("step") == REJECT {
        return Ok(None);
    }
    let mut sheet = Sheet::default();
    sheet.take(typed, DECIDED.iter().flatten().copied());
    let (lines, _) = budget::read(&one.plan.0);
    decide(&one.form.0, &sheet, &lines).map(Some).map_err(|wrong| {
        let wrong: Vec<Wrong> = wrong.into_iter().map(|(field, fault)| Wrong { field, part: 0, fault }).collect();
        fields::tell(page, &wrong);
    })
}

/// `POST /desk/mdf/claims/{id}/review` (`step`, `line1_approved`, `line1_reason`, …, `reason`, `revision`).
pub async fn review(actor: Actor<DeskIncentiveReview>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let mut change = Change::begin(&actor).await?;
    requests::lock(&mut change, id).await?;
    let one = store::find(&mut change, id).await?.ok_or(Error::NotFound)?;
    let step = [APPROVE, REJECT].into_iter().find(|step| *step == typed.get("step")).ok_or(Error::Unreadable)?;
    let mut page = pages::desk(&actor, &one, (&[], &[]), (&typed, false));
    let Ok(approval) = read(&one, &typed, &mut page) else { return Ok(page.into_response()) };
    let revision = typed.get("revision").parse().unwrap_or_default();
    let wish = Wish { step, revision, comment: typed.get("reason"), ..Wish::default() };
    match settle(&mut change, &actor, (&one, &approval), (wish, None)).await? {
        Ok(moved) => end(change, &moved, (typed.get("reason"), &signature(&actor))).await?,
        Err(why) => return Ok(pages::told(page, &why).into_response()),
    }
    Ok(Redirect::to("/desk").saying(Flash::done(Said::of(actor.lang()).decided)).into_response())
}

/// Decides, keeps what is approved, and re-sizes what the application holds of the quota.
async fn settle<P: Permission>(
    change: &mut Change<P>,
    actor: &Actor<P>,
    (one, approval): (&Claim, &Approval),
    (wish, recorded): (Wish<'_>, Option<&Recorded>),
) -> Result<Result<Moved, requests::Refusal>, Error> {
    let moved = match requests::take(change, actor, &MACHINE, (&one.case(), wish), recorded).await? {
        Ok(moved) => moved,
        Err(why) => return Ok(Err(why)),
    };
    if let Some((amount, lines)) = approval {
        let kept = store::approve(change, one.request_id, (*amount, lines)).await?;
        if !kept || !follow_claim(change, one, (*amount, false), (wish.step, &signature(actor))).await? {
            return Err(Error::Conflict);
        }
    }
    Ok(Ok(moved))
}

/// Tells the partner's main account and ends the change in both chains.
async fn end<P: Permission>(mut change: Change<P>, moved: &Moved, (reason, by): (&str, &str)) -> Result<(), Error> {
    let (approved, reason) = (moved.to == APPROVED, reason.trim().to_owned());
    let notice = Notice::MdfClaimDecided { request_id: moved.id, approved, reason };
    inbox::tell_master(&mut change, moved.organization_id, &notice).await?;
    Ok(change.commit_across(moved.organization_id, by, &moved.event()).await?)
}

/// `GET /desk/mdf/claims/{id}/decision`.
pub async fn ask(actor: Actor<DeskDecisionRecord>, Id(id): Id) -> Result<FormPage, Error> {
    let one = store::find(&mut *actor.open().await?, id).await?.ok_or(Error::NotFound)?;
    Ok(pages::desk(&actor, &one, (&[], &[]), (&Typed::default(), true)))
}

/// What was typed about a decision that was taken elsewhere (COM-07).
fn recorded(
    actor: &Actor<DeskDecisionRecord>,
    one: &Claim,
    (typed, has_file): (&Typed, bool),
) -> Result<Recorded, Vec<DecisionFault>> {
    let face = actor.face();
    let submitted = face.date(one.submitted_at.unwrap_or(face.now));
    let words = (typed.get("decided_on"), typed.get("channel"), typed.get("reference"));
    requests::read_decision(words, (submitted, face.date(face.now)), has_file)
}

/// `POST /desk/mdf/claims/{id}/decision` (as a review, with `decided_on`, `channel`, `reference`, `evidence`).
pub async fn record(actor: Actor<DeskDecisionRecord>, Id(id): Id, upload: Upload) -> Result<Response, Error> {
    let (typed, received) = upload.receive(actor.app(), "evidence", &EVIDENCE).await?;
    let mut change = Change::begin(&actor).await?;
    requests::lock(&mut change, id).await?;
    let one = store::find(&mut change, id).await?.ok_or(Error::NotFound)?;
    let step = [APPROVE, REJECT].into_iter().find(|step| *step == typed.get("step")).ok_or(Error::Unreadable)?;
    let mut page = pages::desk(&actor, &one, (&[], &[]), (&typed, true));
    let approval = read(&one, &typed, &mut page);
    let said = recorded(&actor, &one, (&typed, received.is_ok()));
    let (approval, said, received) = match (approval, said, received) {
        (Ok(approval), Ok(said), Ok(received)) => (approval, said, received),
        (_, said, received) => {
            let refused = received.err().map(|why| why.sentence(Shared::of(actor.lang())));
            return Ok(faults(page, (said.err().unwrap_or_default(), refused)).into_response());
        }
    };
    let revision = typed.get("revision").parse().unwrap_or_default();
    let wish = Wish { step, revision, comment: typed.get("reason"), ..Wish::default() };
    let moved = match settle(&mut change, &actor, (&one, &approval), (wish, Some(&said))).await? {
        Ok(moved) => moved,
        Err(why) => return Ok(pages::told(page, &why).into_response()),
    };
    let file = attachments::keep(&mut change, actor.app(), PURPOSE, received).await?;
    requests::record(&mut change, moved.event_id, &said, file).await?;
    end(change, &moved, (typed.get("reason"), &signature(&actor))).await?;
    Ok(Redirect::to("/desk").saying(Flash::done(Said::of(actor.lang()).decided)).into_response())
}

/// The page with what is wrong about a decision, and about its file.
fn faults(mut page: FormPage, (faults, file): (Vec<DecisionFault>, Option<String>)) -> FormPage {
    let lang = page.frame.lang;
    for fault in faults {
        page.fault(fault.field(), requests::decision_sentence(fault, lang).to_owned());
    }
    file.into_iter().for_each(|sentence| page.fault("evidence", sentence));
    page
}
