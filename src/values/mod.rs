//! Words every room understands: money, months, masked text, ids.
//!
//! Pure: no input or output, no clock, no database, no other module of this crate. Tested at the foot of each file.

pub mod csv;
pub mod day;
pub mod decimal;
pub mod masked;
pub mod money;
pub mod month;
pub mod place;
pub mod plain;
pub mod workdays;

pub use masked::Masked;
pub use money::{Currency, Money};
pub use month::Month;
