//! Pages of FH: values ready to show.

pub mod desk;
pub mod persons;
pub mod qualification;
pub mod rate;
