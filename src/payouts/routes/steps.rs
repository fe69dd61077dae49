//! Steps of the partner: take back, give up; pass or return (COM-08). What was returned is not sent again as it is: gates, bank
//! account and amounts are those of a new application (PAYOUT-02, `to_request`).

use axum::response::{IntoResponse, Response};

use crate::{
    access::{
        Actor, Permission,
        permission::{IncentivePay, IncentiveReview},
    },
    audit::Change,
    payouts::{PATH, rules::machine::MACHINE, text::Text},
    requests::{self, DISCARD, PASS, RETURN, TAKE_BACK, Wish},
    web::{Error, Flash, Form, Id, Redirect},
};

/// `POST /payouts/{id}/steps` (`revision`, `step`): take back, delete.
pub async fn own(actor: Actor<IncentivePay>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let known = [TAKE_BACK, DISCARD].into_iter().find(|step| *step == typed.get("step"));
    let revision = typed.get("revision").parse().unwrap_or_default();
    walk(&actor, id, known.map(|step| Wish { step, revision, ..Wish::default() })).await
}

/// `POST /payouts/{id}/review` (`step`: `pass` or `return`, `reason`, `revision`).
pub async fn review(actor: Actor<IncentiveReview>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let known = [PASS, RETURN].into_iter().find(|step| *step == typed.get("step"));
    let revision = typed.get("revision").parse().unwrap_or_default();
    walk(&actor, id, known.map(|step| Wish { step, revision, comment: typed.get("reason"), ..Wish::default() })).await
}

/// Takes a step of the partner.
pub async fn walk<P: Permission>(actor: &Actor<P>, id: i64, wish: Option<Wish<'_>>) -> Result<Response, Error> {
    let mut change = Change::begin(actor).await?;
    requests::lock(&mut change, id).await?;
    let one = super::own(&mut change, actor, id).await?;
    let wish = wish.ok_or(Error::Unreadable)?;
    let page = format!("{PATH}/{id}");
    let back = if wish.step == DISCARD { PATH.to_owned() } else { page.clone() };
    match requests::take(&mut change, actor, &MACHINE, (&one.case(), wish), None).await? {
        Ok(moved) => {
            change.commit(moved.event()).await?;
            Ok(Redirect::to(back).saying(Flash::done(Text::of(actor.lang()).moved)).into_response())
        }
        Err(why) => {
            let said = Flash::refused(requests::refusal(&why, MACHINE.kind, actor.lang()));
            Ok(Redirect::to(page).saying(said).into_response())
        }
    }
}
