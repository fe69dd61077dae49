//! Which account manager looks after which customer (客户分配) and which reseller (AM-4 to AM-13, TRAP-11): shown, assigned,
//! reassigned, withdrawn, with its history and with everybody who sees a customer.
//!
//! Customers and resellers go through the same rules and pages; `rules::Subject` says which. The periods themselves are
//! written by `access::periods`.

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
        .get("/customers/assignments", routes::lists::managers)
        .post("/customers/assignments", routes::customers::assign)
        .get("/customers/assignments/new", routes::lists::new)
        .get("/customers/assignments/periods", routes::lists::periods)
        .get("/customers/assignments/review", routes::customers::review)
        .get("/customers/assignments/withdrawal", routes::customers::ask_withdrawal)
        .post("/customers/assignments/withdrawal", routes::customers::withdraw)
        .get("/customers/{id}/assignments", routes::show::customer)
        .get("/resellers/assignments", routes::lists::resellers)
        .post("/resellers/assignments", routes::resellers::assign)
        .get("/resellers/assignments/review", routes::resellers::review)
        .get("/resellers/assignments/withdrawal", routes::resellers::ask_withdrawal)
        .post("/resellers/assignments/withdrawal", routes::resellers::withdraw)
        .get("/resellers/{id}/assignments", routes::show::reseller)
}
