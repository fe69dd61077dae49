//! Voucher quotas (代金券额度) and what is cut from them: QUOTA-5 to QUOTA-13.
//!
//! `book.rs` keeps them and does deeds, `history.rs` is their past, `queries.rs` and `writes.rs` are the operations.

mod book;
pub(super) mod history;
mod queries;
mod writes;

use axum::http::Method;

pub(super) use self::{
    book::{Deed, Limit, Quota, Quotas},
    writes::ISSUE,
};
use super::operation::{CHINA, Operation};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::read("ListQuotaCoupons", Method::POST, "/v2/partners/coupon-quotas/query", CHINA, queries::own),
    Operation::read("ListIssuedCouponQuotas", Method::GET, "/v2/partners/issued-coupon-quotas", CHINA, queries::issued),
    Operation::read(
        "ListCouponQuotasRecords",
        Method::GET,
        "/v2/partners/coupon-quotas/records",
        CHINA,
        queries::records,
    ),
    Operation::write(
        writes::ISSUE,
        Method::POST,
        "/v2/partners/coupon-quotas/indirect-partner-adjust",
        CHINA,
        writes::issue,
    )
    .batch(),
    Operation::write(
        "ReclaimCouponQuotas",
        Method::POST,
        "/v2/partners/coupon-quotas/indirect-partner-reclaim",
        CHINA,
        writes::reclaim,
    )
    .batch(),
];
