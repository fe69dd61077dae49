//! The vendor's dictionaries: what codes of services, resources, usage, units, regions and places mean, in both languages
//! (CAT-1 to CAT-13); and the incentive and discount policies (CAT-11, CAT-12).
//!
//! Other slices ask [`names`] for the words of the codes on their page, [`words`] for whole dictionaries that the program keeps, and
//! [`services`] for the options of a filter. A reseller reads its distributor's dictionaries.

pub mod sync;

mod forms;
mod mirror;
mod pages;
mod routes;
mod rules;
mod store;
mod text;

pub use store::{Names, names, services, words};

use crate::web::Routes;

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new()
        .get("/catalog/resource-types", routes::resource_types)
        .get("/catalog/resource-types/{id}", routes::resource_type)
        .get("/catalog/service-types", routes::service_types)
        .get("/catalog/usage-types", routes::usage_types)
        .get("/catalog/measures", routes::measures)
        .get("/catalog/conversions", routes::conversions)
        .get("/catalog/places", routes::places)
        .get("/catalog/policies", routes::policies)
        .get("/catalog/discounts", routes::discounts)
}
