//! `/desk/payouts/{id}`: the vendor desk processes, checks invoices, approves and pays (PAYOUT-02, PAYOUT-15).

use axum::response::{IntoResponse, Response};

use crate::{
    access::{
        Actor, Permission,
        permission::{DeskIncentivePay, DeskInvoiceProcess},
    },
    audit::Change,
    inbox::{self, Notice},
    payouts::{
        DESK,
        pages::desk as pages,
        rules::machine::{
            ACCEPT, AWAITING_INVOICE, BILL, CANCEL, CANCELLED, FAIL, FINANCE_REJECTED, INVOICE_REJECTED, MACHINE, PAID,
            PAY, RECEIVE, RETRY, SETTLE, VOUCHER_ERROR, fits,
        },
        store,
        text::Text,
    },
    requests::{self, APPROVE, Moved, REJECT, Refusal, Wish, signature},
    values::day,
    web::{DetailPage, Error, Flash, Form, Id, Redirect, Typed},
};

/// Whoever of the desk sees payouts.
pub type Reader = Actor<(DeskInvoiceProcess, DeskIncentivePay)>;

/// States of which the partner is told.
const TOLD: [&str; 6] = [AWAITING_INVOICE, INVOICE_REJECTED, FINANCE_REJECTED, CANCELLED, VOUCHER_ERROR, PAID];

/// `GET /desk/payouts/{id}`.
pub async fn show(actor: Reader, Id(id): Id) -> Result<DetailPage, Error> {
    let mut connection = actor.open().await?;
    let one = store::find(&mut connection, id).await?.ok_or(Error::NotFound)?;
    let statements = store::statements(&mut connection, id).await?;
    let invoices = store::invoices(&mut connection, id).await?;
    let events = requests::events(&mut connection, &[id]).await?;
    Ok(pages::show(&actor, (&one, &statements, &invoices), &events))
}

/// `POST /desk/payouts/{id}/invoice` (`step`: `receive`, `accept`, `reject`; `reason`, `revision`).
pub async fn check_invoice(actor: Actor<DeskInvoiceProcess>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    walk(&actor, id, (&[RECEIVE, ACCEPT, REJECT], &typed)).await
}

/// `POST /desk/payouts/{id}/payment` (`step`, `reason`, `invoice_by`, `revision`).
pub async fn pay(actor: Actor<DeskIncentivePay>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    walk(&actor, id, (&[BILL, SETTLE, FAIL, RETRY, CANCEL, APPROVE, REJECT, PAY], &typed)).await
}

async fn walk<P: Permission>(
    actor: &Actor<P>,
    id: i64,
    (steps, typed): (&[&'static str], &Typed),
) -> Result<Response, Error> {
    let (text, page) = (Text::of(actor.lang()), format!("{DESK}/{id}"));
    let back = |flash| Ok(Redirect::to(page.clone()).saying(flash).into_response());
    let mut change = Change::begin(actor).await?;
    requests::lock(&mut change, id).await?;
    let one = store::find(&mut change, id).await?.ok_or(Error::NotFound)?;
    let step = steps.iter().copied().find(|step| *step == typed.get("step")).ok_or(Error::Unreadable)?;
    let fits = one.method().is_some_and(|method| fits(&one.state, step, method));
    let face = actor.face();
    let due = day::read(typed.get("invoice_by")).ok().filter(|due| *due >= face.date(face.now));
    if step == BILL && due.is_none() {
        return back(Flash::refused(text.no_day));
    }
    let revision = typed.get("revision").parse().unwrap_or_default();
    let wish = Wish { step, revision, comment: typed.get("reason"), ..Wish::default() };
    let taken = match fits {
        true => requests::take(&mut change, actor, &MACHINE, (&one.case(), wish), None).await?,
        false => Err(Refusal::NotNow(one.state.clone())),
    };
    let moved = match taken {
        Ok(moved) => moved,
        Err(why) => return back(Flash::refused(requests::refusal(&why, MACHINE.kind, actor.lang()))),
    };
    if let (BILL, Some(due)) = (step, due)
        && !store::invoice_by(&mut change, id, due).await?
    {
        return Err(Error::Conflict);
    }
    end(change, &moved, (typed.get("reason"), &signature(actor))).await?;
    back(Flash::done(text.moved))
}

/// Tells the partner's main account where it has to act or is done, and ends the change in both chains.
async fn end<P: Permission>(mut change: Change<P>, moved: &Moved, (reason, by): (&str, &str)) -> Result<(), Error> {
    if TOLD.contains(&moved.to.as_str()) {
        let (state, reason) = (moved.to.clone(), reason.trim().to_owned());
        let notice = Notice::PayoutMoved { request_id: moved.id, state, reason };
        inbox::tell_master(&mut change, moved.organization_id, &notice).await?;
    }
    Ok(change.commit_across(moved.organization_id, by, &moved.event()).await?)
}
