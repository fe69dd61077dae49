//! SQL of the ledgers: sums over mirrored rows. Nothing is written here.

pub mod differences;
pub mod expiry;
pub mod notices;
pub mod outside;
