//! The organisation's record of who did what (MEM-13): list, one record, export. Reads what `audit` wrote; changes nothing.

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
        .get("/activity", routes::list)
        .get("/activity/export", routes::export)
        .get("/activity/{hash}", routes::show)
}
