//! Customers of the partner and of its resellers (CUST-10).

pub mod sync;

mod mirror;
