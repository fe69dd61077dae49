//! Orders of customers with their lines and refunds (ORD): mirrored by order number, never written to the vendor.

pub mod rules;
pub mod sync;

mod mirror;
