//! Assigning customers and withdrawing them (AM-5, AM-6, TRAP-11).

use axum::response::Response;

use super::decision;
use crate::{
    access::{Actor, permission::AmAssign},
    assignments::{pages::review::ReviewPage, rules::Subject},
    web::{Error, Form, Query},
};

/// `GET /customers/assignments/review` (`customer` …, `to`).
pub async fn review(actor: Actor<AmAssign>, Query(typed): Query) -> Result<ReviewPage, Error> {
    decision::review(&actor, Subject::Customer, &typed).await
}

/// `POST /customers/assignments` (`picked`, `seen` …, `to`, `reassign`, `reason`).
pub async fn assign(actor: Actor<AmAssign>, Form(typed): Form) -> Result<Response, Error> {
    decision::assign(&actor, Subject::Customer, &typed).await
}

/// `GET /customers/assignments/withdrawal` (`customer` …).
pub async fn ask_withdrawal(actor: Actor<AmAssign>, Query(typed): Query) -> Result<ReviewPage, Error> {
    decision::ask_withdrawal(&actor, Subject::Customer, &typed).await
}

/// `POST /customers/assignments/withdrawal` (`picked`, `seen` …, `reason`).
pub async fn withdraw(actor: Actor<AmAssign>, Form(typed): Form) -> Result<Response, Error> {
    decision::withdraw(&actor, Subject::Customer, &typed).await
}
