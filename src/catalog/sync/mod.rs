//! Reads dictionaries every night, in both languages where the call has them (CAT-13).

mod lists;
mod measures;
mod places;
mod policies;

pub use lists::{RESOURCE_TYPES, SERVICE_RESOURCES, SERVICE_TYPES, USAGE_TYPES};
pub use measures::{CONVERSIONS, MEASURES};
pub use places::{CITIES, COUNTIES, PROVINCES};
pub use policies::{BUSINESS_DISCOUNTS, INCENTIVE_POLICIES};

use crate::{
    cloud::wire::Language,
    sync::{Cadence, Pass, Resource},
};

/// Resources of this slice.
pub static RESOURCES: &[&Resource] = &[
    &SERVICE_TYPES,
    &RESOURCE_TYPES,
    &SERVICE_RESOURCES,
    &USAGE_TYPES,
    &MEASURES,
    &CONVERSIONS,
    &PROVINCES,
    &CITIES,
    &COUNTIES,
    &INCENTIVE_POLICIES,
    &BUSINESS_DISCOUNTS,
];

/// Every night, after customers (SYNC-9, CAT-13).
const NIGHTLY: Cadence = Cadence::DailyAt(3);

/// Whether the part being read is the Chinese one.
fn is_chinese(pass: &Pass<'_>) -> bool {
    pass.scope().name() == "zh_CN"
}

/// The language of the part being read.
fn language(pass: &Pass<'_>) -> Option<Language> {
    Some(if is_chinese(pass) { Language::Chinese } else { Language::English })
}

/// Puts what was read into the column of its language: (Chinese, English).
fn spoken<const CHINESE: bool, T>(what: Option<T>) -> (Option<T>, Option<T>) {
    if CHINESE { (what, None) } else { (None, what) }
}
