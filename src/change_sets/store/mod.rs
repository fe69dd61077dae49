//! SQL of change-sets. Only what the rules have weighed comes here.

pub mod ground;
pub mod rows;
pub mod sets;
