//! `/desk/companies`: the vendor desk reviews changes of company information (ORG-10). Both chains record the decision.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{done, signature};
use crate::{
    access::{Actor, permission::DeskCompanyReview},
    attachments,
    audit::{Change, Deed, Event, Fields},
    inbox::{self, Notice},
    organization::{
        forms,
        pages::{self, desk as page},
        rules::request::{Side, State, Step, after},
        store::desk::{self as store, Decision, Submitted},
        text::{company::Text as Company, desk::Text},
    },
    web::{Error, Form, Id, ListPage, Query, form::FormPage},
};

/// `GET /desk/companies`.
pub async fn list(actor: Actor<DeskCompanyReview>, Query(typed): Query) -> Result<ListPage, Error> {
    let (state, name, mut bar) = forms::requests(typed, actor.lang());
    let paging = bar.paging();
    let mut rows = Vec::new();
    if bar.is_sound() {
        rows = store::requests(&mut *actor.open().await?, state, name.as_deref(), paging.after).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| (row.submitted_at, row.id));
    Ok(page::requests(&actor, bar, &rows, pager))
}

/// `GET /desk/companies/{id}`.
pub async fn show(actor: Actor<DeskCompanyReview>, Id(id): Id) -> Result<FormPage, Error> {
    let submitted = store::request(&mut *actor.open().await?, id).await?.ok_or(Error::NotFound)?;
    Ok(page::request(&actor, &submitted, ""))
}

/// `POST /desk/companies/{id}/review` (`step`: `approve` or `reject`, `reason`, `revision`).
pub async fn review(actor: Actor<DeskCompanyReview>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let mut change = Change::begin(&actor).await?;
    let submitted = store::request(&mut change, id).await?;
    let step = Step::read(typed.get("step")).filter(|step| step.side() == Side::Desk);
    let (reason, revision) = (typed.get("reason"), typed.get("revision").parse().unwrap_or_default());
    if let Some(submitted) = submitted.as_ref().filter(|_| step != Some(Step::Approve)) {
        let faults = forms::reason(reason);
        if !faults.is_empty() {
            return Ok(pages::faulty(page::request(&actor, submitted, reason), faults).into_response());
        }
    }
    let outcome = step.map_or("", Step::outcome);
    let reviewer = signature(&actor);
    let decision = Decision { request: id, revision, outcome, reason, reviewer: &reviewer, at: change.now() };
    let found = store::decide(&mut change, decision).await?.ok_or(Error::NotFound)?;
    let (Some(step), Some(submitted), true) = (step, submitted.as_ref(), found.decided) else {
        return Ok(lost(&actor, submitted.as_ref(), &found.state));
    };
    tell(&mut change, found.organization_id, (step, submitted, reason)).await?;
    change.commit_across(found.organization_id, &reviewer, &event(step, submitted, reason)).await?;
    let text = Text::of(actor.lang());
    Ok(done("/desk/companies", if step == Step::Approve { text.approved } else { text.rejected }))
}

/// Tells the master account of the partner, who asked for it.
async fn tell(
    change: &mut Change<DeskCompanyReview>,
    partner: i64,
    (step, submitted, reason): (Step, &Submitted, &str),
) -> Result<(), Error> {
    let approved = step == Step::Approve;
    let notice = Notice::CompanyDecided { name: submitted.name.clone(), approved, reason: reason.to_owned() };
    Ok(inbox::tell_master(change, partner, &notice).await?)
}

/// The state that somebody else's step left, in place of the decision (TRAP-15).
fn lost(actor: &Actor<DeskCompanyReview>, submitted: Option<&Submitted>, state: &str) -> Response {
    let (text, words) = (Text::of(actor.lang()), Company::of(actor.lang()));
    let said = format!("{}{}", text.lost, words.review_state(state));
    match submitted {
        Some(submitted) => pages::refused(page::request(actor, submitted, ""), said).into_response(),
        None => page::gone(actor, said, StatusCode::CONFLICT).into_response(),
    }
}

fn event(step: Step, submitted: &Submitted, reason: &str) -> Event {
    let deed = if step == Step::Approve { Deed::CompanyApproved } else { Deed::CompanyRejected };
    let state = after(State::UnderReview, step).map_or("", |_| step.outcome());
    let before = Fields::new()
        .set("state", submitted.state.as_str())
        .set("name", submitted.name_before.as_str())
        .set("address", submitted.address_before.as_str())
        .personal("legal_representative", Some(submitted.legal_representative_before.reveal()));
    let after = Fields::new()
        .set("state", state)
        .set("name", submitted.name.as_str())
        .set("address", submitted.address.as_str())
        .personal("legal_representative", Some(submitted.legal_representative.reveal()));
    Event::new(deed, submitted.id).before(before).after(after).because(reason)
}

/// `GET /desk/companies/{id}/licence`: that the desk took it, the partner can see.
pub async fn licence(actor: Actor<DeskCompanyReview>, Id(id): Id) -> Result<Response, Error> {
    let mut change = Change::begin(&actor).await?;
    let submitted = store::request(&mut change, id).await?.ok_or(Error::NotFound)?;
    let found = attachments::find(&mut change, submitted.licence_id).await?.ok_or(Error::NotFound)?;
    let answer = attachments::download(actor.app(), &found).await?;
    let taken = Event::new(Deed::FileTaken, found.id).after(Fields::new().set("request", id));
    change.commit_across(submitted.organization_id, &signature(&actor), &taken).await?;
    Ok(answer)
}
