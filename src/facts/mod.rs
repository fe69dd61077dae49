//! Facts that the conditions of benefits read (GATE-02 to GATE-05): persons and certificates (SPEC-8, SPEC-11), opportunities,
//! bills, purchases on credit, paths. Entered by hand or from a CSV text that is looked at first; each says where it is from,
//! and none is destroyed: a correction is a new fact that ends the one before.
//!
//! A kind is data ([`rules::Kind`]): its fields, its key, its words. Forms, import, pages and store follow from it. That all
//! facts of a kind are entered and right is vouched for by a *reading*; gates take no fact without a fresh one.

mod forms;
mod pages;
mod routes;
mod rules;
mod store;
mod text;

pub use store::{
    gates::{Asked, read as gate_facts},
    paths::{Reached, reached},
    persons::{Certificate, Person, persons, persons_read_at},
};

use crate::web::Routes;

/// Where facts are.
pub const PATH: &str = "/facts";

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new()
        .get(PATH, routes::list::list)
        .get("/facts/new", routes::record::new)
        .post_file("/facts/new", routes::record::create, routes::record::EVIDENCE_MOST)
        .get("/facts/import", routes::import::new)
        .post("/facts/import", routes::import::create)
        .get("/facts/import/template", routes::import::template)
        .get("/facts/readings", routes::readings::new)
        .post("/facts/readings", routes::readings::create)
        .get("/facts/{id}", routes::list::show)
        .get("/facts/{id}/source", routes::list::source)
        .get("/facts/{id}/retraction", routes::record::ask_retraction)
        .post("/facts/{id}/retraction", routes::record::retract)
}
