//! What facts are and when they can be taken. Pure.

pub mod draft;
pub mod import;
pub mod kind;

pub use draft::{Draft, Fault, Wrong, read};
pub use import::Verdict;
pub use kind::{FieldRule, Kind, Shape};
