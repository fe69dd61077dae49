//! Filters of accounts, one file a page.

pub mod adjustments;
pub mod balances;
pub mod budgets;
pub mod customers;
pub mod limits;
pub mod statement;
pub mod transfers;

use crate::web::FilterBar;

/// Whose rows are shown; no choice for who sees only his own.
fn pick_partner(bar: &mut FilterBar, label: &str, partners: &[(i64, String)]) {
    let [(own, _), _, ..] = partners else { return };
    let options = partners.iter().map(|(id, name)| (id.to_string(), name.clone()));
    bar.pick("partner", label, options, &own.to_string());
}
