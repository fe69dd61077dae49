//! Handlers of accounts, one file a page. Here: whose rows a page shows.

pub mod adjustments;
pub mod balances;
pub mod budgets;
mod confirmation;
pub mod customers;
pub mod limits;
pub mod statement;
pub mod transfers;

use crate::{
    access::{Actor, Code, permission::Permission},
    web::Typed,
};

/// Partners whose rows the member may choose: his own first, then the resellers for who holds `code`.
fn partners<P: Permission>(actor: &Actor<P>, code: Code) -> Vec<(i64, String)> {
    let mut partners = vec![(actor.org(), actor.organization().name.clone())];
    if actor.may(code) {
        partners.extend(actor.seat().child_names.iter().cloned());
    }
    partners
}

/// Organisations of a detail page: the member's own, and the resellers for who holds `code`.
fn organizations<P: Permission>(actor: &Actor<P>, code: Code) -> Vec<i64> {
    let mut organizations = vec![actor.org()];
    if actor.may(code) {
        organizations.extend(&actor.seat().children);
    }
    organizations
}

/// The partner of an address; the member's own when none is named or another's is.
fn chosen(typed: &Typed, partners: &[(i64, String)]) -> i64 {
    let wanted = typed.get("partner").parse().ok();
    partners.iter().find(|(id, _)| Some(*id) == wanted).or(partners.first()).map_or(0, |(id, _)| *id)
}
