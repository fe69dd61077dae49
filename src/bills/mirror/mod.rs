//! SQL that merges the vendor's bills into the mirrors. Only `sync` calls it.

pub mod consumers;
pub mod consumption;
pub mod cycles;
pub mod monthly;
pub mod postpaid;
pub mod rollups;
