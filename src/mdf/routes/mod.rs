//! Handlers of MDF, by what they are about.

pub mod application;
pub mod claim;
pub mod claim_desk;
mod claim_submission;
pub mod decision;
pub mod desk;
pub mod edit;
pub mod quota;
mod submission;
