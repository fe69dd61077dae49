//! Approvals: one inbox of what members want done at the vendor, agreed to or returned by others (CMD-3), and delegation while
//! somebody is away.
//!
//! Nobody agrees to his own, whoever he is. Who may decide is `commands::approval`'s rule; this slice asks it and shows the answer.

pub mod api;
mod forms;
mod pages;
mod routes;
mod rules;
mod store;
mod text;

use crate::web::Routes;

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new()
        .get("/approvals", routes::list)
        .get("/approvals/delegations", routes::delegations::list)
        .post("/approvals/delegations", routes::delegations::change)
        .get("/approvals/{id}", routes::show::show)
        .post("/approvals/{id}", routes::show::decide)
        .post("/api/v1/commands/{id}/decisions", api::create_decision)
}
