//! Cloud resellers of a distributor (CUST-5): synchronised, listed, shown.

pub mod api;
pub mod sync;

mod forms;
mod mirror;
mod pages;
mod routes;
mod store;
mod text;

use crate::web::Routes;

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new()
        .get("/resellers", routes::list)
        .get("/resellers/{id}", routes::show)
        .get("/resellers/{id}/reveal", routes::ask)
        .post("/resellers/{id}/reveal", routes::reveal)
        .get("/api/v1/resellers", api::list_resellers)
}
