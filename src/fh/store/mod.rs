//! SQL of FH.

pub mod qualification;
pub mod rate;
