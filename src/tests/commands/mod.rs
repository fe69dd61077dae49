//! Commands against a vendor that errs, cuts, delays and doubts: afterwards its ledger equals the commands. Nothing doubled,
//! nothing lost, nothing unexplained.

mod crash;
mod desk;
mod faults;
