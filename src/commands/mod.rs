//! Money that moves at the vendor. The dry run is what stands before every confirmation.

pub mod dry_run;
pub mod refusals;
