//! Above which amounts a second person agrees, and who could issue how much to whom (CMD-3, PERM-6, PERM-7).
//!
//! `commands::may_issue` is the one function that answers whether a member may: the page "who can issue" asks it, and so does
//! everything that moves vouchers or money.

mod forms;
mod pages;
mod routes;
mod rules;
mod store;
mod text;

pub use store::{approvers, threshold};

use crate::web::Routes;

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new()
        .get("/roles/approval-rules", routes::list)
        .post("/roles/approval-rules", routes::change)
        .get("/roles/issuers", routes::issuers)
}
