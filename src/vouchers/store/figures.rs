//! Figures above the lists: sums by currency, never across (values::Money).

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use crate::db::Error;

/// Sums over the quotas of one holder in one currency.
#[derive(Debug)]
pub struct Held {
    pub currency: String,
    /// Balance of quotas that can be drawn from now.
    pub available: Decimal,
    /// How many those are.
    pub issuable: i64,
    /// Balance of those that expire within the horizon.
    pub expiring: Decimal,
    /// How many those are.
    pub expiring_count: i64,
    /// The first of those expiries.
    pub expires_first: Option<DateTime<Utc>>,
}

/// Sums over quotas held by `organization_id` as of `now`; `until` is the horizon of what expires soon.
pub async fn held(
    connection: &mut PgConnection,
    organization_id: i64,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Vec<Held>, Error> {
    sqlx::query_as!(
        Held,
        r#"select currency, coalesce(sum(balance), 0) as "available!", count(*) as "issuable!",
             coalesce(sum(balance) filter (where expires_at <= $3 and balance > 0), 0) as "expiring!",
             count(*) filter (where expires_at <= $3 and balance > 0) as "expiring_count!",
             min(expires_at) filter (where expires_at <= $3 and balance > 0) as expires_first
           from voucher_quotas
           where organization_id = $1 and unlisted_at is null and status = 0 and effective_at <= $2 and expires_at > $2
           group by currency order by currency"#,
        organization_id,
        now,
        until,
    )
    .fetch_all(connection)
    .await
}

/// Sums over the live children of a distributor in one currency.
#[derive(Debug)]
pub struct Issued {
    pub currency: String,
    /// Original amounts.
    pub value: Decimal,
    /// What resellers have left of them.
    pub balance: Decimal,
    /// How many.
    pub count: i64,
    /// How many resellers hold them.
    pub resellers: i64,
}

/// Sums over children that are neither reclaimed nor gone.
pub async fn issued(connection: &mut PgConnection, organization_id: i64) -> Result<Vec<Issued>, Error> {
    sqlx::query_as!(
        Issued,
        r#"select currency, coalesce(sum(quota_value), 0) as "value!", coalesce(sum(balance), 0) as "balance!",
             count(*) as "count!", count(distinct reseller_remote_id) as "resellers!"
           from issued_quotas
           where organization_id = $1 and unlisted_at is null and status is distinct from 6
           group by currency order by currency"#,
        organization_id,
    )
    .fetch_all(connection)
    .await
}
