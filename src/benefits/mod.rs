//! Benefits as data (BET-18, COM-15): whether a benefit's entrance is open, when, how it is paid, and which agreement it needs.
//! The desk switches them; a partner sees for each benefit which conditions it meets and where to meet the others (COM-14).

mod forms;
mod pages;
mod routes;
mod rules;
mod store;
mod text;

pub use rules::{Check, Program, What, checks, is_open};
pub use store::programs;

use crate::web::Routes;

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new()
        .get("/incentives/benefits", routes::eligibility)
        .get("/desk/benefits", routes::list)
        .get("/desk/benefits/edit", routes::edit)
        .post("/desk/benefits/edit", routes::update)
}
