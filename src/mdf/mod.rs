//! MDF 市场发展基金: the quota that a partner has in a year (MDF-01 to MDF-04). The desk records what the vendor grants, the
//! partner reads it, and the conditions of an application ask for it (GATE-06).

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
        .get("/incentives/mdf", routes::quota::list)
        .get("/desk/mdf-quotas", routes::quota::partners)
        .get("/desk/mdf-quotas/edit", routes::quota::edit)
        .post("/desk/mdf-quotas/edit", routes::quota::update)
}
