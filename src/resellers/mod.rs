//! Cloud resellers of a distributor (CUST-5).

pub mod sync;

mod mirror;
