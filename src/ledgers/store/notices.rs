//! What expires soon, by day, and whom it concerns: for the notices.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use crate::db::Error;

/// An organisation with its working hours.
#[derive(Debug)]
pub struct Place {
    pub id: i64,
    pub kind: String,
    pub time_zone: String,
    pub working_from: NaiveTime,
    pub working_to: NaiveTime,
}

/// Every organisation that works.
pub async fn places(connection: &mut PgConnection) -> Result<Vec<Place>, Error> {
    sqlx::query_as!(
        Place,
        "select id, kind, time_zone, working_from, working_to from organizations
         where state = 'active' and kind <> 'vendor_desk' order by id"
    )
    .fetch_all(connection)
    .await
}

/// What is lost on one day of the vendor's calendar (UTC+8), in one currency.
#[derive(Debug)]
pub struct Ending {
    /// `quota` or `coupon`.
    pub kind: String,
    pub day: NaiveDate,
    pub currency: String,
    pub count: i64,
    /// Balances that are lost then.
    pub amount: Decimal,
}

/// Quotas an organisation can still issue from and coupons it issued, with a balance, that expire after `now` and not after
/// `until`: summed by day.
pub async fn ending(
    connection: &mut PgConnection,
    organization_id: i64,
    (now, until): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<Ending>, Error> {
    sqlx::query_as!(
        Ending,
        r#"select 'quota' as "kind!", (expires_at at time zone interval '8 hours')::date as "day!", currency as "currency!", count(*) as "count!",
             sum(balance) as "amount!"
           from voucher_quotas
           where organization_id = $1 and unlisted_at is null and status in (0, 4, 5) and balance > 0
             and expires_at > $2 and expires_at <= $3
           group by 2, 3
           union all
           select 'coupon', (expires_at at time zone interval '8 hours')::date, currency, count(*), sum(balance)
           from coupons
           where organization_id = $1 and unlisted_at is null and status in (1, 2) and balance > 0
             and expires_at > $2 and expires_at <= $3
           group by 2, 3
           order by 2, 1, 3"#,
        organization_id,
        now,
        until,
    )
    .fetch_all(connection)
    .await
}
