//! Handlers of FH, by what they are about.

pub mod decision;
pub mod desk;
pub mod persons;
pub mod qualification;
pub mod rate;
pub mod review;
