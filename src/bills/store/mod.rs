//! SQL of bills, as pages read them. What synchronisation writes is `mirror`.

pub mod changes;
pub mod consumption;
pub mod context;
pub mod lines;
pub mod monthly;
pub mod names;
pub mod overview;
