//! The first page: the figures that exist, each for who may see the rows behind it.

mod pages;
mod routes;
mod store;
mod text;

use crate::web::Routes;

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new().get("/", routes::show)
}
