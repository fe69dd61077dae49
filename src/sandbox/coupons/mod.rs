//! Vouchers and cash coupons (代金券, 现金券) of customers, and the partner's own: COUPON-1 to COUPON-12.
//!
//! `book.rs` keeps them and does deeds, `history.rs` is their past, `queries.rs` and `writes.rs` are the operations,
//! `expiry.rs` is what happens
//! without a call, `own.rs` are the coupons that the partner and its resellers have themselves.

mod book;
mod expiry;
pub(super) mod history;
mod own;
mod queries;
mod writes;

use axum::http::Method;

pub(super) use self::book::{Coupons, Deed};
use super::operation::{BOTH, CHINA, Operation};

const COUPONS: &str = "/v2/promotions/benefits/partner-coupons";

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::write("CreatePartnerCoupons", Method::POST, COUPONS, CHINA, writes::issue).batch(),
    Operation::read("ListIssuedPartnerCoupons", Method::GET, COUPONS, CHINA, queries::issued),
    Operation::write(
        "ReclaimPartnerCoupons",
        Method::POST,
        "/v2/promotions/benefits/partner-coupons/reclaim",
        CHINA,
        writes::reclaim,
    ),
    Operation::read(
        "ListPartnerCouponsRecord",
        Method::GET,
        "/v2/promotions/benefits/partner-coupons/records/query",
        CHINA,
        queries::records,
    ),
    Operation::read("ListSubCustomerCoupons", Method::GET, "/v2/promotions/benefits/coupons", BOTH, own::list),
];
