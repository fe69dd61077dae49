//! Customers of the partner and of its resellers (CUST-10): synchronised, listed, shown.

pub mod api;
pub mod sync;

mod forms;
mod mirror;
mod pages;
mod routes;
mod rules;
mod store;
mod text;

pub use rules::{association_codes, shown_name};

use crate::web::Routes;

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new()
        .get("/customers", routes::list)
        .get("/customers/creations", routes::creation::list)
        .post("/customers/creations", routes::creation::create)
        .get("/customers/creations/new", routes::creation::new)
        .get("/customers/{id}", routes::show)
        .get("/customers/{id}/reveal", routes::reveal::ask)
        .post("/customers/{id}/reveal", routes::reveal::reveal)
        .get("/api/v1/customers", api::list_customers)
}
