//! The partner's statement: append-only (SYNC-2).

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::Value;
use sqlx::{PgConnection, types::Json};

use crate::sync::{Merged, Stamp};

/// A statement line in our words, ready for the mirror.
#[derive(Debug, Serialize)]
pub struct StatementRow {
    pub account_change_id: String,
    pub balance_type: String,
    pub trade_detail_type: Option<String>,
    pub trade_time: Option<DateTime<Utc>>,
    pub trade_id: Option<String>,
    pub change_amount: Option<Decimal>,
    pub change_text: Option<String>,
    pub balance_after_change: Option<Decimal>,
    pub balance_text: Option<String>,
    pub currency: String,
    pub kind: Option<String>,
    pub customer_id: Option<String>,
    pub account_name: Option<String>,
    pub raw: Value,
}

/// Adds lines that are new; a line once written is never changed.
pub fn merge<'a>(
    connection: &'a mut PgConnection,
    stamp: &'a Stamp,
    rows: &'a [StatementRow],
) -> BoxFuture<'a, Result<Merged, sqlx::Error>> {
    Box::pin(async move {
        let done = sqlx::query!(
            "insert into partner_statement (organization_id, account_id, run_id, fetched_at, account_change_id, balance_type,
               trade_detail_type, trade_time, trade_id, change_amount, change_text, balance_after_change, balance_text,
               currency, kind, customer_id, account_name, raw)
             select $1, $2, $3, $4, r.account_change_id, r.balance_type, r.trade_detail_type, coalesce(r.trade_time, $4),
               r.trade_id, r.change_amount, r.change_text, r.balance_after_change, r.balance_text, r.currency, r.kind,
               r.customer_id, r.account_name, r.raw
             from jsonb_to_recordset($5) as r (
               account_change_id text, balance_type text, trade_detail_type text, trade_time timestamptz, trade_id text,
               change_amount numeric, change_text text, balance_after_change numeric, balance_text text, currency text,
               kind text, customer_id text, account_name text, raw jsonb)
             on conflict (organization_id, account_change_id) do nothing",
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
