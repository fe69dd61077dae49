//! SQL that merges the vendor's dictionaries into the mirror. Only `sync` calls it.
//!
//! Both languages of a code share a row and may be read side by side, so every statement writes its rows in the order of
//! their keys: two statements never wait for each other in a circle.

pub mod conversions;
pub mod discounts;
pub mod measures;
pub mod places;
pub mod policies;
pub mod regions;
pub mod resource_types;
pub mod service_resources;
pub mod service_types;
pub mod usage_types;
