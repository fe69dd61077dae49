//! FH 专职人员激励: who of the partner's persons qualifies for a scheme in a month, and why the others do not (FH-02 to FH-16).

mod forms;
mod pages;
mod routes;
mod rules;
mod text;

use crate::web::Routes;

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new().get("/incentives/fh", routes::list)
}
