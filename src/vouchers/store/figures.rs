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

/// Sums over quotas held by `organization_id` as of `now`, where `until` is the horizon of what expires soon; and, if
/// `sees_issued`, over its children that are neither reclaimed nor gone, of those only the ones of the organisations `among`, if
/// given (AM-10). One round trip.
pub async fn of(
    connection: &mut PgConnection,
    organization_id: i64,
    (now, until): (DateTime<Utc>, DateTime<Utc>),
    (sees_issued, among): (bool, Option<&[i64]>),
) -> Result<(Vec<Held>, Option<Vec<Issued>>), Error> {
    let rows = sqlx::query!(
        r#"select false as "is_issued!", currency as "currency!", coalesce(sum(balance), 0) as "amount!", count(*) as "count!",
             coalesce(sum(balance) filter (where expires_at <= $3 and balance > 0), 0) as "part!",
             count(*) filter (where expires_at <= $3 and balance > 0) as "part_count!",
             min(expires_at) filter (where expires_at <= $3 and balance > 0) as first
           from voucher_quotas
           where organization_id = $1 and unlisted_at is null and status = 0 and effective_at <= $2 and expires_at > $2
           group by currency
           union all
           select true, currency, coalesce(sum(quota_value), 0), count(*), coalesce(sum(balance), 0),
             count(distinct reseller_remote_id), null
           from issued_quotas
           where $4 and organization_id = $1 and unlisted_at is null and status is distinct from 6
             and ($5::bigint[] is null or reseller_remote_id in (
               select s.remote_id from resellers s where s.organization_id = $1 and s.child_id = any($5)))
           group by currency
           order by 1, 2"#,
        organization_id,
        now,
        until,
        sees_issued,
        among,
    )
    .fetch_all(connection)
    .await?;
    let (issued, held): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.is_issued);
    let held = held.into_iter().map(|row| Held {
        currency: row.currency,
        available: row.amount,
        issuable: row.count,
        expiring: row.part,
        expiring_count: row.part_count,
        expires_first: row.first,
    });
    let issued = issued.into_iter().map(|row| Issued {
        currency: row.currency,
        value: row.amount,
        balance: row.part,
        count: row.count,
        resellers: row.part_count,
    });
    Ok((held.collect(), sees_issued.then(|| issued.collect())))
}
