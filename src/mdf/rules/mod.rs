//! Rules of MDF. Pure.

pub mod ledger;
pub mod quota;
