//! The page `/sync`: how fresh each resource is, what the latest runs did, what to do about those that failed, and asking for
//! one now. Reads what the engine writes; a run that is asked for here is taken up by a node that runs jobs.

mod pages;
mod routes;
mod store;
mod text;

#[cfg(test)]
pub(crate) use text::resources as named;

use crate::web::Routes;

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new()
        .get("/sync", routes::list)
        .get("/sync/runs/{id}", routes::show)
        .post("/sync/requests", routes::create_request)
}
