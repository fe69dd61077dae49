//! SQL of quotas, coupons and records, as pages read them. What synchronisation writes is `mirror`.

pub mod coupons;
pub mod drawing;
pub mod figures;
pub mod own_coupons;
pub mod quotas;
pub mod recipients;
pub mod reclaims;
pub mod records;
pub mod resellers;
pub mod tally;

use chrono::{DateTime, Utc};

/// Sort key of the last row before a page: its time and its id.
pub type After = Option<(DateTime<Utc>, i64)>;

/// The key to begin with: beyond every row when this is the first page.
fn start(after: After) -> (DateTime<Utc>, i64) {
    after.unwrap_or((DateTime::<Utc>::MAX_UTC, i64::MAX))
}
