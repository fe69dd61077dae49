//! `/desk/business-info/{id}`: the vendor desk looks, sends a test transfer, decides, unlocks (BIZ-09, BIZ-11).

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{commit_across, details, done};
use crate::{
    access::{
        Actor, Permission,
        permission::{DeskBizinfoReview, DeskDecisionRecord},
    },
    attachments,
    audit::{Change, Deed, Event, Fields},
    business_information::{
        pages::{self, desk as page, steps},
        rules::{
            amount,
            fields::Fault,
            machine::{AUTHENTICATED, EXAMINE, MACHINE, TRANSFER, UNLOCK},
        },
        store::{self, Partner, Version},
        text::{Text, desk::Text as Desk, sentences},
    },
    db::PgConnection,
    inbox::{self, Notice},
    members::person::{REASON, required},
    requests::{self, APPROVE, Moved, REJECT, Refusal, Wish, signature},
    web::{Error, Form, Id, form::FormPage},
};

/// Who of the desk reads a version.
pub type Reader = Actor<(DeskBizinfoReview, DeskDecisionRecord)>;

/// A version that was submitted, and whose it is.
pub async fn find(connection: &mut PgConnection, id: i64) -> Result<(Version, Partner), Error> {
    let version = store::find(connection, id).await?.ok_or(Error::NotFound)?;
    let partner = store::partner(connection, version.organization_id).await?.ok_or(Error::NotFound)?;
    Ok((version, partner))
}

/// `GET /desk/business-info/{id}`.
pub async fn show(actor: Reader, Id(id): Id) -> Result<FormPage, Error> {
    let mut connection = actor.open().await?;
    let (version, partner) = find(&mut connection, id).await?;
    let events = requests::events(&mut connection, &[id]).await?;
    let of = details(&actor, Some(&version))?;
    Ok(page::show(&actor, (&version, &of), (&partner, events.as_slice()), ("", "")))
}

/// `POST /desk/business-info/{id}/review` (`step`, `amount`, `reason`, `revision`).
pub async fn review(actor: Actor<DeskBizinfoReview>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let mut change = Change::begin(&actor).await?;
    requests::lock(&mut change, id).await?;
    let (version, partner) = find(&mut change, id).await?;
    let steps = [TRANSFER, EXAMINE, APPROVE, REJECT, UNLOCK];
    let step = steps.into_iter().find(|step| *step == typed.get("step")).ok_or(Error::Unreadable)?;
    let of = details(&actor, Some(&version))?;
    let mut form = page::show(&actor, (&version, &of), (&partner, &[][..]), (typed.get("amount"), typed.get("reason")));
    let sent = amount::read(typed.get("amount")).filter(|_| step == TRANSFER);
    if step == TRANSFER && sent.is_none() {
        form.fault("amount", sentences::unreadable_amount(actor.lang()).to_owned());
        return Ok(form.into_response());
    }
    let revision = typed.get("revision").parse().unwrap_or_default();
    let wish = Wish { step, revision, comment: typed.get("reason"), ..Wish::default() };
    let case = requests::case(&mut change, MACHINE.kind, id).await?.ok_or(Error::NotFound)?;
    let moved = match requests::take(&mut change, &actor, &MACHINE, (&case, wish), None).await? {
        Ok(moved) => moved,
        Err(why) => return Ok(told(form, &why, actor.lang()).into_response()),
    };
    if [TRANSFER, UNLOCK].contains(&step) {
        let at = change.now();
        store::enter_transfer(&mut change, id, sent.as_deref(), at).await?;
    }
    end(change, &moved, (typed.get("reason"), &signature(&actor))).await?;
    Ok(done("/desk", Desk::of(actor.lang()).done))
}

/// The page with the sentence why a step is not taken: at the reason, or above all.
pub fn told(mut form: FormPage, why: &Refusal, lang: crate::lang::Lang) -> FormPage {
    let said = requests::refusal(why, MACHINE.kind, lang);
    if *why == Refusal::Reason {
        form.fault("reason", said);
        return form;
    }
    pages::refused(form, said)
}

/// Tells the partner's main account and ends the change in both chains.
pub async fn end<P: Permission>(mut change: Change<P>, moved: &Moved, (reason, by): (&str, &str)) -> Result<(), Error> {
    let notice = Notice::BusinessInformationMoved {
        state: moved.to.clone(),
        approved: moved.to == AUTHENTICATED,
        reason: reason.trim().to_owned(),
    };
    inbox::tell_master(&mut change, moved.organization_id, &notice).await?;
    commit_across(change, moved, by).await
}

/// `GET /desk/business-info/{id}/account`.
pub async fn ask_account(actor: Actor<DeskBizinfoReview>, Id(id): Id) -> Result<FormPage, Error> {
    let (version, _) = find(&mut *actor.open().await?, id).await?;
    Ok(page::account(&actor, version.request_id, ""))
}

/// `POST /desk/business-info/{id}/account` (`reason`): both chains record that the desk saw it.
pub async fn account(actor: Actor<DeskBizinfoReview>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let mut change = Change::begin(&actor).await?;
    let (version, _) = find(&mut change, id).await?;
    let mut form = page::account(&actor, id, typed.get("reason"));
    if let Err(wrong) = required(typed.get("reason"), REASON) {
        return Ok(pages::faulty(form, vec![("reason", Fault::Field(wrong))]).into_response());
    }
    let of = details(&actor, Some(&version))?;
    let event = Event::new(Deed::AccountRevealed, id).because(typed.get("reason"));
    let event = event.after(Fields::new().set("version", version.number));
    change.commit_across(version.organization_id, &signature(&actor), &event).await?;
    form.before.push(steps::shown(&of, Text::of(actor.lang())));
    form.status = StatusCode::OK;
    Ok(form.into_response())
}

/// `GET /desk/business-info/{id}/letter`: that the desk took it, the partner can see.
pub async fn letter(actor: Reader, Id(id): Id) -> Result<Response, Error> {
    let mut change = Change::begin(&actor).await?;
    let (version, _) = find(&mut change, id).await?;
    let found =
        attachments::find(&mut change, version.letter_id.ok_or(Error::NotFound)?).await?.ok_or(Error::NotFound)?;
    let answer = attachments::download(actor.app(), &found).await?;
    let taken = Event::new(Deed::FileTaken, found.id).after(Fields::new().set("request", id));
    change.commit_across(version.organization_id, &signature(&actor), &taken).await?;
    Ok(answer)
}
