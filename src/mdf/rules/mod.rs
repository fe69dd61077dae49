//! Rules of MDF. Pure.

pub mod application;
pub mod budget;
pub mod claim;
pub mod ledger;
pub mod quota;
pub mod sheet;
pub mod similar;
