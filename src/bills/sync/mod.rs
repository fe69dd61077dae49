//! Reads bills from the vendor: consumption details here, monthly sums and statements beside them.

pub mod columns;
pub mod consumers;
pub mod consumption;
pub mod lines;

use crate::sync::Resource;

/// What this slice synchronises.
pub static RESOURCES: &[&Resource] = &[&consumers::CONSUMING_CUSTOMERS, &consumption::CONSUMPTION];
