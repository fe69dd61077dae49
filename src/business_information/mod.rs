//! Business information authentication 商业信息认证 (BIZ-01 to BIZ-12): the wizard, versions that a rejected change never
//! destroys, the amount check, and what the vendor desk does.
//!
//! A version is a request; what it says is sealed. The state of the whole is derived from the versions and the verified name,
//! so that a changed name invalidates by itself (BIZ-02). Money steps ask [`settles`] and freeze the version it answers.

mod forms;
mod pages;
mod routes;
mod rules;
mod store;
mod text;

pub use rules::standing::Closed;
pub use store::settles;

use crate::web::Routes;

/// Where the partner authenticates: what a closed gate links to (GATE-01).
pub const PATH: &str = "/business-info";

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    let letter = routes::letter::LETTER.most;
    Routes::new()
        .get(PATH, routes::overview::show)
        .get("/business-info/company", routes::wizard::edit_company)
        .post("/business-info/company", routes::wizard::save_company)
        .get("/business-info/bank", routes::wizard::edit_bank)
        .post("/business-info/bank", routes::wizard::save_bank)
        .get("/business-info/survey", routes::wizard::edit_survey)
        .post("/business-info/survey", routes::wizard::save_survey)
        .get("/business-info/submission", routes::submission::show)
        .post("/business-info/submission", routes::submission::submit)
        .post("/business-info/steps", routes::overview::step)
        .get("/business-info/amount", routes::amount::show)
        .post("/business-info/amount", routes::amount::enter)
        .get("/business-info/contact", routes::contact::edit)
        .post("/business-info/contact", routes::contact::update)
        .get("/business-info/letter", routes::letter::new)
        .post_file("/business-info/letter", routes::letter::create, letter)
        .get("/business-info/letters/{id}/export", routes::letter::download)
        .get("/business-info/reveal", routes::contact::ask_reveal)
        .post("/business-info/reveal", routes::contact::reveal)
        .get("/business-info/reviews/{id}", routes::review::show)
        .post("/business-info/reviews/{id}", routes::review::decide)
        .merge(desk())
}

/// The vendor desk's pages.
fn desk() -> Routes {
    let evidence = routes::decision::EVIDENCE.most;
    Routes::new()
        .get("/desk/business-info/{id}", routes::desk::show)
        .post("/desk/business-info/{id}/review", routes::desk::review)
        .get("/desk/business-info/{id}/account", routes::desk::ask_account)
        .post("/desk/business-info/{id}/account", routes::desk::account)
        .get("/desk/business-info/{id}/letter", routes::desk::letter)
        .get("/desk/business-info/{id}/decision", routes::decision::ask)
        .post_file("/desk/business-info/{id}/decision", routes::decision::record, evidence)
}
