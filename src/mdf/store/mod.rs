//! SQL of MDF.

pub mod applications;
pub mod claims;
pub mod ledger;
pub mod quota;
