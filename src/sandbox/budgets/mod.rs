//! Budgets (预算), freezing (冻结) and the partner's consumption quota (消费配额): ACCT-16 to ACCT-23. International site.
//!
//! `book.rs` keeps them, `queries.rs` and `writes.rs` are the operations.

mod book;
mod queries;
mod writes;

use axum::http::Method;

pub(super) use self::book::{Budgets, Deed, live_through};
use super::operation::{INTERNATIONAL, Operation};

const BUDGET: &str = "/v2/partners/sub-customers/budget";

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::write("UpdateSubCustomerBudget", Method::POST, BUDGET, INTERNATIONAL, writes::set),
    Operation::read("ShowSubCustomerBudget", Method::GET, BUDGET, INTERNATIONAL, queries::show),
    Operation::read(
        "ListSubCustomerBudget",
        Method::POST,
        "/v2/partners/sub-customers/budget/query",
        INTERNATIONAL,
        queries::list,
    ),
    Operation::read(
        "ListSubCustomerBudgetRecords",
        Method::GET,
        "/v2/partners/sub-customers/budget/records",
        INTERNATIONAL,
        queries::records,
    ),
    Operation::write(
        "FreezeSubCustomers",
        Method::POST,
        "/v2/partners/sub-customers/freeze",
        INTERNATIONAL,
        writes::freeze,
    )
    .batch(),
    Operation::write(
        "UnfreezeSubCustomers",
        Method::POST,
        "/v2/partners/sub-customers/unfreeze",
        INTERNATIONAL,
        writes::unfreeze,
    )
    .batch(),
    Operation::read(
        "ShowPartnerConsumptionQuota",
        Method::GET,
        "/v2/partners/credit/consumption-quota",
        INTERNATIONAL,
        queries::consumption_quota,
    ),
];
