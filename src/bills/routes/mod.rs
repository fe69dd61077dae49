//! Handlers of bills, one file a page.

pub mod changes;
pub mod consumption;
pub mod monthly;
