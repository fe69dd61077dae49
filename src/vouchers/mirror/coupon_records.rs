//! SQL that appends the vendor's coupon records to the mirror (SYNC-2).

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::Value;
use sqlx::{PgConnection, types::Json};

use crate::sync::{Merged, Stamp};

/// A coupon record in our words, ready for the mirror; the amount in its currency.
#[derive(Debug, Serialize)]
pub struct CouponRecordRow {
    pub remote_id: String,
    pub operation_type: Option<String>,
    pub quota_remote_id: Option<String>,
    pub quota_type: Option<i64>,
    pub coupon_remote_id: Option<String>,
    pub customer_remote_id: Option<String>,
    pub amount: Option<Decimal>,
    pub currency: String,
    pub operated_at: Option<DateTime<Utc>>,
    pub result: Option<String>,
    pub remark: Option<String>,
    pub raw: Value,
}

/// Appends records that are new; a known record is never touched again.
pub fn merge<'a>(
    connection: &'a mut PgConnection,
    stamp: &'a Stamp,
    rows: &'a [CouponRecordRow],
) -> BoxFuture<'a, Result<Merged, sqlx::Error>> {
    Box::pin(async move {
        let counts = sqlx::query!(
            r#"with merged as (
                 insert into coupon_records (organization_id, account_id, run_id, fetched_at, first_seen_at,
                   remote_id, operation_type, quota_remote_id, quota_type, coupon_remote_id, customer_remote_id,
                   amount, currency, operated_at, result, remark, raw)
                 select $1, $2, $3, $4, $4,
                   r.remote_id, r.operation_type, r.quota_remote_id, r.quota_type, r.coupon_remote_id,
                   r.customer_remote_id, r.amount, r.currency, coalesce(r.operated_at, $4), r.result, r.remark, r.raw
                 from jsonb_to_recordset($5) as r (
                   remote_id text, operation_type text, quota_remote_id text, quota_type integer,
                   coupon_remote_id text, customer_remote_id text, amount numeric, currency text,
                   operated_at timestamptz, result text, remark text, raw jsonb)
                 on conflict (organization_id, remote_id) do nothing
                 returning 1
               )
               select count(*) as "inserted!" from merged"#,
            stamp.organization_id,
            stamp.account_id,
            stamp.run_id,
            stamp.at,
            Json(rows) as _,
        )
        .fetch_one(connection)
        .await?;
        Ok(Merged { inserted: counts.inserted, ..Merged::default() })
    })
}
