//! Invoices of the international site, mirrored read-only (INV-50 to INV-55).

pub mod rules;
pub mod sync;

mod mirror;
