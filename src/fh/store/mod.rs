//! SQL of FH.

pub mod qualification;
