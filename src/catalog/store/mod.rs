//! SQL of the dictionaries, as pages read them. What synchronisation writes is in `mirror`.
//!
//! Rows belong to the partner whose connection read them; a reseller asks for its distributor's, which row-level security
//! lets it read: `access::Organization::with_distributor` names both.

mod lists;
mod names;
mod policies;
mod resource_types;

pub use lists::{
    Conversion, Measure, Place, ServiceType, UsageType, conversions, measures, places, service_types, usage_types,
};
pub use names::{Names, names, services, words};
pub use policies::{Discount, Policy, discounts, policies};
pub use resource_types::{Listed, Offered, ResourceType, find, list, used_by};
