//! SQL of the dictionaries, as pages read them. What synchronisation writes is in `mirror`.
//!
//! Rows belong to the partner whose connection read them; a reseller asks for its distributor's, which row-level security
//! lets it read.

mod names;

pub use names::{Names, names, services};
