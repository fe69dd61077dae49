//! Payouts 激励申付 (PAYOUT-01 to PAYOUT-18): confirmed statements of rebates are asked for by one of the methods they allow, looked
//! at by a second member, processed by the vendor, invoiced where the method wants it, and paid. A statement is in one live payout at
//! most, and an invoice number serves one payout: both are unique in the database.

mod forms;
mod pages;
mod routes;
mod rules;
mod store;
mod text;

use crate::web::Routes;

/// Where payouts are.
const PATH: &str = "/payouts";
/// Where the vendor desk has them.
const DESK: &str = "/desk/payouts";

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new()
        .get(PATH, routes::list)
        .get("/payouts/new", routes::application::new)
        .post(PATH, routes::application::create)
        .get("/payouts/{id}", routes::show)
        .post("/payouts/{id}/steps", routes::steps::own)
        .post("/payouts/{id}/review", routes::steps::review)
        .get("/payouts/{id}/invoicing-list", routes::invoices::list)
        .get("/payouts/{id}/invoices/new", routes::invoices::new)
        .post("/payouts/{id}/invoices", routes::invoices::create)
        .post("/payouts/{id}/recall", routes::invoices::recall)
        .get("/desk/payouts/{id}", routes::desk::show)
        .post("/desk/payouts/{id}/invoice", routes::desk::check_invoice)
        .post("/desk/payouts/{id}/payment", routes::desk::pay)
}
