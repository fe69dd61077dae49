//! Handlers of assignments. Customers and resellers differ in permission and words only: `decision` has what they share.

pub mod customers;
mod decision;
pub mod lists;
pub mod resellers;
pub mod show;
