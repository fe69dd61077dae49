//! SQL that merges the vendor's accounts into the mirrors. Only `sync` calls it.

pub mod adjustments;
pub mod budgets;
pub mod customers;
pub mod partner;
pub mod quota;
pub mod statement;
