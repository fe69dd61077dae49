//! Bills and consumption: what customers used, what it cost, what the partner is billed (BILL).

pub mod rules;
pub mod sync;

pub mod mirror;
