//! Balances, the partner's statement, adjust records, budgets and the consumption quota (ACCT): synchronised, listed, shown.
//!
//! Everything on these pages is Huawei's snapshot with its time; open commands are never netted in (CMD-13).

pub mod rules;
pub mod sync;

mod forms;
mod mirror;
mod pages;
mod routes;
mod store;
mod text;

pub use store::unexplained::{Unexplained, find as unexplained};

use crate::{lang::Lang, web::Routes};

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new()
        .get("/accounts", routes::balances::show)
        .get("/accounts/resellers", routes::balances::resellers)
        .get("/accounts/customers", routes::customers::list)
        .get("/accounts/customers/{id}", routes::customers::show)
        .get("/accounts/adjustments", routes::adjustments::list)
        .get("/accounts/adjustments/{id}", routes::adjustments::show)
        .get("/accounts/transfers/new", routes::transfers::new_transfer)
        .post("/accounts/transfers", routes::transfers::create_transfer)
        .get("/accounts/takebacks/new", routes::transfers::new_takeback)
        .post("/accounts/takebacks", routes::transfers::create_takeback)
        .get("/resellers/transfers/new", routes::transfers::new_reseller_transfer)
        .post("/resellers/transfers", routes::transfers::create_reseller_transfer)
        .get("/resellers/takebacks/new", routes::transfers::new_reseller_takeback)
        .post("/resellers/takebacks", routes::transfers::create_reseller_takeback)
        .get("/accounts/budgets", routes::budgets::list)
        .get("/accounts/budgets/new", routes::limits::new_budget)
        .post("/accounts/budgets", routes::limits::create_budget)
        .get("/accounts/freezes/new", routes::limits::new_freeze)
        .post("/accounts/freezes", routes::limits::create_freeze)
        .get("/accounts/unfreezes/new", routes::limits::new_unfreeze)
        .post("/accounts/unfreezes", routes::limits::create_unfreeze)
        .get("/accounts/budgets/{id}", routes::budgets::show)
        .get("/bills/statements", routes::statement::list)
        .get("/bills/statements/{id}", routes::statement::show)
}

/// What makes one stop before a freeze, by the vendor's word of its type; none for a word of a newer version (ACCT-19).
#[must_use]
pub fn freeze_warning(freeze_type: &str, lang: Lang) -> Option<&'static str> {
    text::limits::Text::of(lang).warned(freeze_type)
}
