//! The vendor's dictionaries: what codes of services, resources, usage, units, regions and places mean, in both languages
//! (CAT-1 to CAT-13); and the incentive and discount policies (CAT-11, CAT-12).

pub mod sync;

mod mirror;
