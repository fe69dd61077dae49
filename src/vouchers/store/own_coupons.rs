//! Coupons the partner itself holds.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde_json::Value;
use sqlx::PgConnection;

use super::{After, start};
use crate::{db::Error, vouchers::forms::coupons::Filters, web::pager::LIMIT};

/// An own coupon with everything the vendor says about it; amounts in `currency`.
#[derive(Debug)]
pub struct OwnCoupon {
    pub id: i64,
    pub remote_id: String,
    pub coupon_code: Option<String>,
    pub holder_remote_id: Option<String>,
    pub coupon_type: Option<i32>,
    pub coupon_version: Option<i32>,
    pub status: Option<i32>,
    pub face_value: Option<Decimal>,
    pub balance: Option<Decimal>,
    pub currency: Option<String>,
    pub created_at: DateTime<Utc>,
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
    pub media_type: Option<i32>,
    pub fetch_method: Option<i32>,
    pub is_frozen: Option<String>,
    pub coupon_usage: Option<String>,
    pub source_id: Option<String>,
    pub extension: Option<String>,
    pub limits: Value,
    pub unlisted_at: Option<DateTime<Utc>>,
    pub first_seen_at: DateTime<Utc>,
    pub fetched_at: DateTime<Utc>,
    pub run_id: i64,
}

/// One page of own coupons, newest first, and one row more.
pub async fn list(
    connection: &mut PgConnection,
    organization_id: i64,
    filters: &Filters,
    after: After,
    now: DateTime<Utc>,
) -> Result<Vec<OwnCoupon>, Error> {
    let (sort_at, id) = start(after);
    let (statuses, over) = filters.wanted();
    sqlx::query_as!(
        OwnCoupon,
        r#"select id, remote_id, coupon_code, holder_remote_id, coupon_type, coupon_version, status, face_value, balance,
             currency, created_at, effective_at, expires_at, activated_at, last_used_at, order_id, lock_order_id, plan_id,
             plan_name, plan_description, promotion_id, media_type, fetch_method, is_frozen, coupon_usage, source_id,
             extension, limits, unlisted_at, first_seen_at, fetched_at, run_id
           from own_coupons
           where organization_id = $1 and (created_at, id) < ($2, $3)
             and ($4::text is null or strpos(lower(remote_id), lower($4)) > 0 or strpos(lower(plan_name), lower($4)) > 0)
             and ($5::int is null or coupon_type = $5)
             and ($6::int[] is null or status = any($6))
             and ($7::boolean is null or coalesce(expires_at <= $8, false) = $7)
             and ($9::timestamptz is null or expires_at >= $9)
             and ($10::timestamptz is null or expires_at < $10)
             and ($11::timestamptz is null or created_at >= $11)
             and ($12::timestamptz is null or created_at < $12)
           order by created_at desc, id desc
           limit $13"#,
        organization_id,
        sort_at,
        id,
        filters.number,
        filters.coupon_type,
        statuses,
        over,
        now,
        filters.expires_from,
        filters.expires_before,
        filters.created_from,
        filters.created_before,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// One own coupon.
pub async fn find(connection: &mut PgConnection, organization_id: i64, id: i64) -> Result<Option<OwnCoupon>, Error> {
    sqlx::query_as!(
        OwnCoupon,
        r#"select id, remote_id, coupon_code, holder_remote_id, coupon_type, coupon_version, status, face_value, balance,
             currency, created_at, effective_at, expires_at, activated_at, last_used_at, order_id, lock_order_id, plan_id,
             plan_name, plan_description, promotion_id, media_type, fetch_method, is_frozen, coupon_usage, source_id,
             extension, limits, unlisted_at, first_seen_at, fetched_at, run_id
           from own_coupons where organization_id = $1 and id = $2"#,
        organization_id,
        id,
    )
    .fetch_optional(connection)
    .await
}
