//! Balances, the partner's statement, adjust records, budgets and the consumption quota (ACCT).

pub mod rules;
pub mod sync;

mod mirror;
