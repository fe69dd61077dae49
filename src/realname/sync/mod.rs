//! Reads results of real-name applications (RN-5) and new-customer tags (CUST-12).

mod results;
mod tags;

pub use results::REAL_NAME;
pub use tags::NEW_CUSTOMER_TAGS;

use crate::sync::Resource;

/// Resources of this slice.
pub static RESOURCES: &[&Resource] = &[&REAL_NAME, &NEW_CUSTOMER_TAGS];
