//! Transfers and take-backs: append-only (SYNC-2).

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::Value;
use sqlx::{PgConnection, types::Json};

use crate::sync::{Merged, Stamp};

/// An adjust record in our words, ready for the mirror.
#[derive(Debug, Serialize)]
pub struct AdjustmentRow {
    pub record_key: String,
    pub trans_id: Option<String>,
    pub customer_id: Option<String>,
    pub customer_name: Option<String>,
    pub operation_type: Option<String>,
    pub amount: Option<Decimal>,
    pub amount_text: Option<String>,
    pub currency: String,
    pub apply_scene: Option<String>,
    pub operation_time: Option<DateTime<Utc>>,
    pub memo: Option<String>,
    pub raw: Value,
}

/// Adds records that are new; a record once written is never changed.
pub fn merge<'a>(
    connection: &'a mut PgConnection,
    stamp: &'a Stamp,
    rows: &'a [AdjustmentRow],
) -> BoxFuture<'a, Result<Merged, sqlx::Error>> {
    Box::pin(async move {
        let done = sqlx::query!(
            "insert into adjust_records (organization_id, account_id, run_id, fetched_at, record_key, trans_id, customer_id,
               customer_name, operation_type, amount, amount_text, currency, apply_scene, operation_time, memo, raw)
             select $1, $2, $3, $4, r.record_key, r.trans_id, r.customer_id, r.customer_name, r.operation_type, r.amount,
               r.amount_text, r.currency, r.apply_scene, coalesce(r.operation_time, $4), r.memo, r.raw
             from jsonb_to_recordset($5) as r (
               record_key text, trans_id text, customer_id text, customer_name text, operation_type text, amount numeric,
               amount_text text, currency text, apply_scene text, operation_time timestamptz, memo text, raw jsonb)
             on conflict (organization_id, record_key) do nothing",
            stamp.organization_id,
            stamp.account_id,
            stamp.run_id,
            stamp.at,
            Json(rows) as _,
        )
        .execute(connection)
        .await?;
        Ok(Merged { inserted: i64::try_from(done.rows_affected()).unwrap_or(i64::MAX), ..Merged::default() })
    })
}
