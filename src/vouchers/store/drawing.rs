//! The quota that is drawn from, as a form that issues needs it.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde_json::Value;
use sqlx::PgConnection;

use crate::{db::Error, vouchers::rules::quota::Facts};

/// A quota to draw from; amounts in `currency`.
#[derive(Debug, Clone)]
pub struct Source {
    pub id: i64,
    pub remote_id: String,
    pub quota_type: Option<i32>,
    pub quota_value: Option<Decimal>,
    pub balance: Option<Decimal>,
    pub currency: String,
    pub status: Option<i32>,
    pub effective_at: Option<DateTime<Utc>>,
    pub expires_at: Option<DateTime<Utc>>,
    pub limits: Value,
    pub listed: bool,
    pub fetched_at: DateTime<Utc>,
    /// When the list it stands in was last read completely: the age of the balance.
    pub read_at: Option<DateTime<Utc>>,
    /// Whether the vendor answered the latest issue, not longer than a day ago, that the partner uses coupons itself (QUOTA-4).
    pub uses_coupons: bool,
}

impl Source {
    /// What decides whether it can be drawn from (QUOTA-6).
    pub const fn facts(&self) -> Facts {
        Facts { status: self.status, effective_at: self.effective_at, expires_at: self.expires_at, listed: self.listed }
    }
}

/// A quota the organisation itself holds.
pub async fn find(
    connection: &mut PgConnection,
    organization_id: i64,
    id: i64,
    now: DateTime<Utc>,
) -> Result<Option<Source>, Error> {
    sqlx::query_as!(
        Source,
        r#"select q.id, q.remote_id, q.quota_type, q.quota_value, q.balance, q.currency, q.status, q.effective_at, q.expires_at,
             q.limits, q.unlisted_at is null as "listed!", q.fetched_at,
             (select max(f.completed_at) from freshness($1, array['voucher_quotas']) f) as read_at,
             uses_coupons_itself($1, $3) as "uses_coupons!"
           from voucher_quotas q where q.organization_id = $1 and q.id = $2"#,
        organization_id,
        id,
        now,
    )
    .fetch_optional(connection)
    .await
}

/// Lets one confirmation at a time draw from a quota, so that the second one sees the first one's open commands.
pub async fn lock(connection: &mut PgConnection, organization_id: i64, id: i64) -> Result<(), Error> {
    sqlx::query!(
        "select id from voucher_quotas where organization_id = $1 and id = $2 for no key update",
        organization_id,
        id
    )
    .fetch_optional(connection)
    .await
    .map(drop)
}

/// Lets one confirmation at a time take back from an organisation's children and coupons.
pub async fn lock_reclaims(connection: &mut PgConnection, organization_id: i64) -> Result<(), Error> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended('vouchers.reclaims', $1))", organization_id)
        .fetch_one(connection)
        .await
        .map(drop)
}
