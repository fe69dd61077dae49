//! SQL of MDF.

pub mod applications;
pub mod ledger;
pub mod quota;
