//! SQL of facts.

pub mod gates;
pub mod list;
pub mod paths;
pub mod persons;
pub mod write;

pub use list::{Listed, find, history, keys, list, origin, reading};
pub use write::{Source, begin, lock, record, retract, vouch};
