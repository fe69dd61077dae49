//! Assigning the resellers of a distributor and withdrawing them (AM-10).

use axum::response::Response;

use super::decision;
use crate::{
    access::{Actor, permission::AmReseller},
    assignments::{pages::review::ReviewPage, rules::Subject},
    web::{Error, Form, Query},
};

/// `GET /resellers/assignments/review` (`reseller` …, `to`).
pub async fn review(actor: Actor<AmReseller>, Query(typed): Query) -> Result<ReviewPage, Error> {
    decision::review(&actor, Subject::Reseller, &typed).await
}

/// `POST /resellers/assignments` (`picked`, `seen` …, `to`, `reassign`, `reason`).
pub async fn assign(actor: Actor<AmReseller>, Form(typed): Form) -> Result<Response, Error> {
    decision::assign(&actor, Subject::Reseller, &typed).await
}

/// `GET /resellers/assignments/withdrawal` (`reseller` …).
pub async fn ask_withdrawal(actor: Actor<AmReseller>, Query(typed): Query) -> Result<ReviewPage, Error> {
    decision::ask_withdrawal(&actor, Subject::Reseller, &typed).await
}

/// `POST /resellers/assignments/withdrawal` (`picked`, `seen` …, `reason`).
pub async fn withdraw(actor: Actor<AmReseller>, Form(typed): Form) -> Result<Response, Error> {
    decision::withdraw(&actor, Subject::Reseller, &typed).await
}
