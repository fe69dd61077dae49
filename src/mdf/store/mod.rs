//! SQL of MDF.

pub mod quota;
