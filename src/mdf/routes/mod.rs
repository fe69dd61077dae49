//! Handlers of MDF, by what they are about.

pub mod application;
pub mod decision;
pub mod desk;
pub mod edit;
pub mod quota;
mod submission;
