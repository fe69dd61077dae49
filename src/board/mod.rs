//! Commands as their people see them: the list, what is unresolved and why, the evidence of one, a person's decision (CMD-1 to CMD-14).
//!
//! Shows and decides; sending and looking up is the engine's. Knows no vendor call.

pub mod api;
mod forms;
mod pages;
mod routes;
mod rules;
mod store;
mod text;

pub use api::problem;
pub use pages::asked;
pub use routes::resolve::answer;
pub use rules::{Acting, Concerned, Moving, sees};
pub use text::words;

use crate::web::Routes;

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new()
        .get("/commands", routes::list)
        .get("/commands/{id}", routes::show)
        .post("/commands/{id}", routes::resolve::resolve)
        .post("/api/v1/commands/{id}/resolutions", api::create_resolution)
        .post("/api/v1/commands/{id}/repetitions", api::create_repetition)
        .get("/api/v1/commands", api::list_commands)
}
