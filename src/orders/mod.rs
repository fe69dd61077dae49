//! Orders of customers with their lines and refunds (ORD): mirrored by order number, never written to the vendor.

pub mod rules;
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
    Routes::new().get("/orders", routes::list).get("/orders/{id}", routes::show)
}
