//! Issuing coupons to customers (COUPON-8).

use axum::response::Response;

use super::issues;
use crate::{
    access::{Actor, permission::CouponIssue},
    vouchers::rules::target::Target,
    web::{Error, Form, Id, Query, form::FormPage},
};

/// `GET /vouchers/quotas/{id}/coupons/new` (`recipients`, `search`, `amount`).
pub async fn new(actor: Actor<CouponIssue>, Id(id): Id, Query(typed): Query) -> Result<FormPage, Error> {
    issues::form(&actor, (Target::Customers, id), &typed).await
}

/// `POST /vouchers/quotas/{id}/coupons` (`step`, `recipients`, `pick` …, `amount`, `remark`, `digest`, `token`).
pub async fn create(actor: Actor<CouponIssue>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    issues::send(&actor, (Target::Customers, id), &typed).await
}
