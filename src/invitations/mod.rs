//! Customers that were reported or invited in the vendor's console (CUST-3). The vendor has no call for it (CUST-4): the page says how it
//! is done there, and keeps the partner's own record with the deadlines that run.

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
        .get("/invitations", routes::list)
        .post("/invitations", routes::create)
        .get("/invitations/new", routes::new)
        .get("/invitations/{id}", routes::show)
        .post("/invitations/{id}", routes::end)
}
