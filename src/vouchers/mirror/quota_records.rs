//! SQL that appends the vendor's quota records to the mirror (SYNC-2).

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::Value;
use sqlx::{PgConnection, types::Json};

use crate::sync::{Merged, Stamp};

/// A quota record in our words, ready for the mirror; the amount in its currency.
#[derive(Debug, Serialize)]
pub struct QuotaRecordRow {
    pub remote_id: String,
    pub operator: Option<String>,
    pub operation_type: Option<String>,
    pub quota_remote_id: Option<String>,
    pub parent_remote_id: Option<String>,
    pub amount: Option<Decimal>,
    pub currency: String,
    pub operated_at: Option<DateTime<Utc>>,
    pub result: Option<String>,
    pub reseller_remote_id: Option<String>,
    pub reseller_account_name: Option<String>,
    pub reseller_name: Option<String>,
    pub remark: Option<String>,
    pub raw: Value,
}

/// Appends records that are new; a known record is never touched again.
pub fn merge<'a>(
    connection: &'a mut PgConnection,
    stamp: &'a Stamp,
    rows: &'a [QuotaRecordRow],
) -> BoxFuture<'a, Result<Merged, sqlx::Error>> {
    Box::pin(async move {
        let counts = sqlx::query!(
            r#"with merged as (
                 insert into quota_records (organization_id, account_id, run_id, fetched_at, first_seen_at,
                   remote_id, operator, operation_type, quota_remote_id, parent_remote_id, amount, currency,
                   operated_at, result, reseller_remote_id, reseller_account_name, reseller_name, remark, raw)
                 select $1, $2, $3, $4, $4,
                   r.remote_id, r.operator, r.operation_type, r.quota_remote_id, r.parent_remote_id, r.amount,
                   r.currency, coalesce(r.operated_at, $4), r.result, r.reseller_remote_id, r.reseller_account_name,
                   r.reseller_name, r.remark, r.raw
                 from jsonb_to_recordset($5) as r (
                   remote_id text, operator text, operation_type text, quota_remote_id text, parent_remote_id text,
                   amount numeric, currency text, operated_at timestamptz, result text, reseller_remote_id text,
                   reseller_account_name text, reseller_name text, remark text, raw jsonb)
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
