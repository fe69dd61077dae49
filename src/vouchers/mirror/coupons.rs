//! SQL that merges issued coupons into the mirror, and finds those that records touched.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::Value;
use sqlx::{PgConnection, types::Json};

use crate::sync::{Merged, Stamp};

/// An issued coupon in our words, ready for the mirror; amounts in its currency.
#[derive(Debug, Serialize)]
pub struct CouponRow {
    pub remote_id: String,
    pub customer_remote_id: Option<String>,
    pub coupon_type: Option<i64>,
    pub status: Option<i64>,
    pub face_value: Option<Decimal>,
    pub balance: Option<Decimal>,
    pub currency: String,
    pub measure_id: Option<i64>,
    pub created_at: Option<DateTime<Utc>>,
    pub effective_at: Option<DateTime<Utc>>,
    pub expires_at: Option<DateTime<Utc>>,
    pub activated_at: Option<DateTime<Utc>>,
    pub last_used_at: Option<DateTime<Utc>>,
    pub order_id: Option<String>,
    pub lock_order_id: Option<String>,
    pub plan_id: Option<String>,
    pub plan_name: Option<String>,
    pub plan_description: Option<String>,
    pub promotion_id: Option<String>,
    pub media_type: Option<i64>,
    pub fetch_method: Option<i64>,
    pub is_frozen: Option<String>,
    pub limits: Value,
    pub raw: Value,
}

/// Inserts new coupons and updates those whose record differs; unchanged rows are not written.
pub fn merge<'a>(
    connection: &'a mut PgConnection,
    stamp: &'a Stamp,
    rows: &'a [CouponRow],
) -> BoxFuture<'a, Result<Merged, sqlx::Error>> {
    Box::pin(async move {
        let counts = sqlx::query!(
            r#"with merged as (
                 insert into coupons as t (organization_id, account_id, run_id, fetched_at, first_seen_at,
                   remote_id, customer_remote_id, coupon_type, status, face_value, balance, currency, measure_id,
                   created_at, effective_at, expires_at, activated_at, last_used_at, order_id, lock_order_id,
                   plan_id, plan_name, plan_description, promotion_id, media_type, fetch_method, is_frozen, limits,
                   raw)
                 select $1, $2, $3, $4, $4,
                   r.remote_id, r.customer_remote_id, r.coupon_type, r.status, r.face_value, r.balance, r.currency,
                   r.measure_id, coalesce(r.created_at, $4), r.effective_at, r.expires_at, r.activated_at,
                   r.last_used_at, r.order_id, r.lock_order_id, r.plan_id, r.plan_name, r.plan_description,
                   r.promotion_id, r.media_type, r.fetch_method, r.is_frozen, r.limits, r.raw
                 from jsonb_to_recordset($5) as r (
                   remote_id text, customer_remote_id text, coupon_type integer, status integer, face_value numeric,
                   balance numeric, currency text, measure_id integer, created_at timestamptz,
                   effective_at timestamptz, expires_at timestamptz, activated_at timestamptz,
                   last_used_at timestamptz, order_id text, lock_order_id text, plan_id text, plan_name text,
                   plan_description text, promotion_id text, media_type integer, fetch_method integer,
                   is_frozen text, limits jsonb, raw jsonb)
                 on conflict (organization_id, remote_id) do update set
                   account_id = excluded.account_id, run_id = excluded.run_id, fetched_at = excluded.fetched_at,
                   customer_remote_id = excluded.customer_remote_id, coupon_type = excluded.coupon_type,
                   status = excluded.status, face_value = excluded.face_value, balance = excluded.balance,
                   currency = excluded.currency, measure_id = excluded.measure_id, created_at = excluded.created_at,
                   effective_at = excluded.effective_at, expires_at = excluded.expires_at,
                   activated_at = excluded.activated_at, last_used_at = excluded.last_used_at,
                   order_id = excluded.order_id, lock_order_id = excluded.lock_order_id, plan_id = excluded.plan_id,
                   plan_name = excluded.plan_name, plan_description = excluded.plan_description,
                   promotion_id = excluded.promotion_id, media_type = excluded.media_type,
                   fetch_method = excluded.fetch_method, is_frozen = excluded.is_frozen, limits = excluded.limits,
                   raw = excluded.raw, missed_reads = 0, unlisted_at = null
                 where t.raw is distinct from excluded.raw or t.missed_reads <> 0
                 returning (xmax = 0) as inserted
               )
               select count(*) filter (where inserted) as "inserted!", count(*) filter (where not inserted) as "updated!"
               from merged"#,
            stamp.organization_id,
            stamp.account_id,
            stamp.run_id,
            stamp.at,
            Json(rows) as _,
        )
        .fetch_one(connection)
        .await?;
        Ok(Merged { inserted: counts.inserted, updated: counts.updated, gone: 0 })
    })
}

/// Counts a miss for coupons that a complete reading did not list; a second miss in a row marks it. The row stays (SYNC-7).
pub async fn miss(
    connection: &mut PgConnection,
    stamp: Stamp,
    listed: &HashSet<String>,
) -> Result<Merged, sqlx::Error> {
    let listed: Vec<String> = listed.iter().cloned().collect();
    let gone = sqlx::query_scalar!(
        r#"with missed as (
             update coupons set missed_reads = missed_reads + 1,
               unlisted_at = case when missed_reads >= 1 then $3::timestamptz end
             where organization_id = $1 and unlisted_at is null and not (remote_id = any($2))
             returning unlisted_at
           )
           select count(*) filter (where unlisted_at is not null) as "gone!" from missed"#,
        stamp.organization_id,
        &listed,
        stamp.at,
    )
    .fetch_one(connection)
    .await?;
    Ok(Merged { gone, ..Merged::default() })
}

/// Coupons to read again since `since`, as the vendor's ids: those that new records name, those whose order changed, and
/// those in use of customers whose changed order took from a coupon or gave something back (SYNC-6, SYNC-8).
pub async fn touched(
    connection: &mut PgConnection,
    organization_id: i64,
    since: DateTime<Utc>,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select coupon_remote_id as "coupon_remote_id!" from coupon_records
           where organization_id = $1 and first_seen_at > $2 and coupon_remote_id <> ''
           union
           select c.remote_id from orders o join coupons c on c.organization_id = o.organization_id
             and (o.remote_id in (c.order_id, c.lock_order_id)
               or (c.customer_remote_id = o.customer_id and c.status in (2, 3)
                 and (o.coupon_amount <> 0 or o.flexipurchase_coupon_amount <> 0 or o.order_type in (3, 4))))
           where o.organization_id = $1 and o.fetched_at > $2"#,
        organization_id,
        since,
    )
    .fetch_all(connection)
    .await
}
