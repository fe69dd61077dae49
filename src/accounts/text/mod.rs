//! Phrases of accounts, one file a page.

pub mod adjustments;
pub mod balances;
pub mod budgets;
pub mod customers;
pub mod limits;
pub mod statement;
pub mod transfers;
