//! What may be said about quotas and coupons from their facts alone: pure, no clock of its own.

pub mod coupon;
pub mod hindrance;
pub mod holding;
pub mod limit;
pub mod lines;
pub mod quota;
pub mod reclaim;
pub mod record;
pub mod rows;
pub mod tally;
pub mod target;
pub mod terms;
