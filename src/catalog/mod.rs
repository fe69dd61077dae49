//! The vendor's dictionaries: what codes of services, resources, usage, units, regions and places mean, in both languages
//! (CAT-1 to CAT-13); and the incentive and discount policies (CAT-11, CAT-12).
//!
//! Other slices ask [`names`] for the words of the codes on their page, and [`services`] for the options of a filter. A
//! reseller reads its distributor's dictionaries.

pub mod sync;

mod mirror;
mod store;

pub use store::{Names, names, services};
