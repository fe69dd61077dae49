//! Pages of MDF, by what they are about.

pub mod application;
pub mod claim;
pub mod desk;
pub mod fields;
pub mod quota;
pub mod show;
