//! Money (余额, 拨款): balances, transfers, adjust records and statements, ACCT-1 to ACCT-12. China site.
//!
//! `book.rs` keeps it and does deeds, `history.rs` is its past, `queries.rs` and `transfers.rs` are the operations.

mod book;
pub(super) mod history;
mod queries;
mod transfers;

use axum::http::Method;

pub(super) use self::book::{Accounts, Deed};
use super::operation::{CHINA, Operation};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::read(
        "ListPartnerBalances",
        Method::GET,
        "/v2/accounts/partner-accounts/balances",
        CHINA,
        queries::balances,
    ),
    Operation::read(
        "ListCustomersBalancesDetail",
        Method::POST,
        "/v2/accounts/customer-accounts/balances/batch-query",
        CHINA,
        queries::customer_balances,
    ),
    Operation::read(
        "ListPartnerAdjustRecords",
        Method::GET,
        "/v3/accounts/partner-accounts/adjust-records",
        CHINA,
        queries::adjust_records,
    ),
    Operation::read(
        "ListPartnerAccountChangeRecords",
        Method::GET,
        "/v2/accounts/partner-accounts/account-change-records",
        CHINA,
        queries::statement,
    ),
    Operation::write(
        "UpdateCustomerAccountAmount",
        Method::POST,
        "/v2/accounts/partner-accounts/adjust-amount",
        CHINA,
        transfers::to_customer,
    ),
    Operation::write(
        "ReclaimToPartnerAccount",
        Method::POST,
        "/v2/accounts/partner-accounts/reclaim",
        CHINA,
        transfers::from_customer,
    ),
    Operation::write(
        "UpdateIndirectPartnerAccount",
        Method::POST,
        "/v2/accounts/partner-accounts/indirect-partner-adjust",
        CHINA,
        transfers::to_reseller,
    ),
    Operation::write(
        "ReclaimIndirectPartnerAccount",
        Method::POST,
        "/v2/accounts/partner-accounts/indirect-partner-reclaim",
        CHINA,
        transfers::from_reseller,
    ),
];
