//! What a sheet means, from its cells and from what is known: pure, no clock of its own.

pub mod column;
pub mod fault;
pub mod ground;
pub mod plans;
pub mod reading;
pub mod state;
pub mod verdict;
pub mod weigh;
