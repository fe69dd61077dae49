//! Roles: presets and custom ones, what each permits, who holds it, and what a change would do before it is made (ROLE-5 to
//! ROLE-9, PERM-7). The rules are `access::custom` and `access::grants`; this slice shows, asks and stores.

mod forms;
mod pages;
mod routes;
mod rules;
mod store;
mod text;

pub use pages::tabs;

use crate::web::Routes;

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new()
        .get("/roles", routes::list)
        .post("/roles", routes::custom::create)
        .get("/roles/new", routes::custom::new)
        .get("/roles/presets", routes::show_preset)
        .get("/roles/permissions", routes::catalogue)
        .get("/roles/holders", routes::holders)
        .get("/roles/simulation", routes::simulate)
        .get("/roles/limit", routes::limit::ask)
        .post("/roles/limit", routes::limit::set)
        .get("/roles/{id}", routes::show)
        .post("/roles/{id}", routes::custom::update)
        .get("/roles/{id}/edit", routes::custom::edit)
        .get("/roles/{id}/deletion", routes::custom::confirm_deletion)
        .post("/roles/{id}/deletion", routes::custom::delete)
        .get("/members/{id}/roles", routes::assignment::edit)
        .post("/members/{id}/roles", routes::assignment::update)
}
