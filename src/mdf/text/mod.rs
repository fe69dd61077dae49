//! Phrases of MDF, by what they are about.

pub mod application;
pub mod claim;
pub mod faults;
pub mod fields;
pub mod quota;
pub mod words;
