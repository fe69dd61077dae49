//! Issuing quota to resellers (QUOTA-10).

use axum::response::Response;

use super::issues;
use crate::{
    access::{Actor, permission::QuotaIssue},
    vouchers::rules::target::Target,
    web::{Error, Form, Id, Query, form::FormPage},
};

/// `GET /vouchers/quotas/{id}/issues/new` (`recipients`, `search`, `amount`).
pub async fn new(actor: Actor<QuotaIssue>, Id(id): Id, Query(typed): Query) -> Result<FormPage, Error> {
    issues::form(&actor, (Target::Resellers, id), &typed).await
}

/// `POST /vouchers/quotas/{id}/issues` (`step`, `recipients`, `pick` …, `amount`, `remark`, `digest`, `token`).
pub async fn create(actor: Actor<QuotaIssue>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    issues::send(&actor, (Target::Resellers, id), &typed).await
}
