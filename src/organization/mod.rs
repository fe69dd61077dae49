//! Organisations (ORG-1 to ORG-14): the company behind them and its reviewed changes, preferences, customer contacts, the
//! master login and its hand-over; and what the vendor desk does about all that.
//!
//! The desk sees what was submitted to it and nothing else: row-level security, not this code, sees to that. What it writes
//! at a partner goes through functions of the database and into both audit chains. A frozen organisation is read-only in
//! `access::Actor`, for every slice at once (ORG-6).

mod forms;
mod pages;
mod routes;
mod rules;
mod store;
mod text;

pub use rules::registration::is_code as is_registration_code;

use crate::web::Routes;

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    let licence = routes::request::LICENCE.most;
    let logo = routes::company::LOGO.most;
    Routes::new()
        .get("/organization", routes::company::show)
        .get("/organization/company/changes", routes::company::changes)
        .get("/organization/company/details", routes::company::edit_details)
        .post("/organization/company/details", routes::company::update_details)
        .get("/organization/company/contact", routes::company::edit_contact)
        .post("/organization/company/contact", routes::company::update_contact)
        .get("/organization/company/logo", routes::company::edit_logo)
        .post_file("/organization/company/logo", routes::company::update_logo, logo)
        .get("/organization/company/licence", routes::request::new_licence)
        .post_file("/organization/company/licence", routes::request::create_licence, licence)
        .get("/organization/company/request", routes::request::show)
        .post("/organization/company/request", routes::request::step)
        .get("/organization/files/{id}", routes::company::download)
        .get("/organization/preferences", routes::preferences::edit)
        .post("/organization/preferences", routes::preferences::update)
        .get("/organization/contacts", routes::contacts::list)
        .get("/organization/contacts/new", routes::contacts::new)
        .post("/organization/contacts/new", routes::contacts::create)
        .get("/organization/contacts/{id}/edit", routes::contacts::edit)
        .post("/organization/contacts/{id}/edit", routes::contacts::update)
        .get("/organization/contacts/{id}/reveal", routes::contacts::ask_reveal)
        .post("/organization/contacts/{id}/reveal", routes::contacts::reveal)
        .get("/organization/contacts/{id}/deletion", routes::contacts::ask_delete)
        .post("/organization/contacts/{id}/deletion", routes::contacts::delete)
        .get("/organization/master", routes::master::show)
        .post("/organization/master", routes::master::step)
        .merge(desk())
}

/// The vendor desk's pages.
fn desk() -> Routes {
    Routes::new()
        .get("/desk/companies", routes::desk::list)
        .get("/desk/companies/{id}", routes::desk::show)
        .post("/desk/companies/{id}/review", routes::desk::review)
        .get("/desk/companies/{id}/licence", routes::desk::licence)
        .get("/desk/organizations", routes::partners::list)
        .get("/desk/organizations/{id}", routes::partners::show)
        .get("/desk/organizations/{id}/code", routes::partners::edit_code)
        .post("/desk/organizations/{id}/code", routes::partners::update_code)
        .get("/desk/organizations/{id}/company", routes::partners::ask_join)
        .post("/desk/organizations/{id}/company", routes::partners::join)
        .get("/desk/organizations/{id}/admission", routes::partners::ask_admission)
        .post("/desk/organizations/{id}/admission", routes::partners::admit)
        .get("/desk/organizations/{id}/freeze", routes::partners::ask_freeze)
        .post("/desk/organizations/{id}/freeze", routes::partners::freeze)
        .get("/desk/organizations/{id}/unfreeze", routes::partners::ask_unfreeze)
        .post("/desk/organizations/{id}/unfreeze", routes::partners::unfreeze)
        .get("/desk/organizations/{id}/exit", routes::partners::ask_exit)
        .post("/desk/organizations/{id}/exit", routes::partners::exit)
}
