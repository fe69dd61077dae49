//! SQL of accounts, as pages read them. What synchronisation writes is `mirror`.

pub mod adjustments;
pub mod balances;
pub mod budgets;
pub mod customers;
pub mod limits;
pub mod statement;
pub mod transfers;
pub mod unexplained;
