//! What is asked for and typed about MDF.

pub mod applications;
pub mod quota;
