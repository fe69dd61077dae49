//! Members of an organisation (MEM-1): for now a list and a page each. Editing them is work of its own.

pub mod api;
mod forms;
mod pages;
mod routes;
mod store;
mod text;

use crate::web::Routes;

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new()
        .get("/members", routes::list)
        .get("/members/{id}", routes::show)
        .get("/api/v1/members", api::list_members)
}
