//! Handlers of MDF, by what they are about.

pub mod quota;
