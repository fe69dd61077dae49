//! What waits for reviewers, over all kinds of request: the vendor desk's worklist (LST-11) and the partner's internal review
//! (LST-12), with the switch that turns the latter off (COM-08). A kind plugs in by its line in `requests::Kind`.

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
        .get("/desk", routes::desk)
        .get("/reviews", routes::internal)
        .get("/reviews/switches", routes::switches)
        .post("/reviews/switches", routes::switch)
}
