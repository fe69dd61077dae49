//! What evidence a request has, what it lacks, and what may be done with it. Pure.

pub mod lack;
pub mod names;
pub mod retention;
pub mod slots;
pub mod terms;
pub mod verdict;
