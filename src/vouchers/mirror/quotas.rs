//! SQL that merges the vendor's quotas into the mirror.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::Value;
use sqlx::{PgConnection, types::Json};

use crate::sync::{Merged, Stamp};

/// A quota in our words, ready for the mirror; amounts in its currency.
#[derive(Debug, Serialize)]
pub struct QuotaRow {
    pub remote_id: String,
    pub quota_type: Option<i64>,
    pub quota_value: Option<Decimal>,
    pub balance: Option<Decimal>,
    pub currency: String,
    pub measure_id: Option<i64>,
    pub status: Option<i64>,
    pub created_at: Option<DateTime<Utc>>,
    pub updated_at: Option<DateTime<Utc>>,
    pub effective_at: Option<DateTime<Utc>>,
    pub expires_at: Option<DateTime<Utc>>,
    pub limits: Value,
    pub raw: Value,
}

/// Inserts new quotas and updates those whose record differs; unchanged rows are not written.
pub fn merge<'a>(
    connection: &'a mut PgConnection,
    stamp: &'a Stamp,
    rows: &'a [QuotaRow],
) -> BoxFuture<'a, Result<Merged, sqlx::Error>> {
    Box::pin(async move {
        let counts = sqlx::query!(
            r#"with merged as (
                 insert into voucher_quotas as t (organization_id, account_id, run_id, fetched_at, first_seen_at,
                   remote_id, quota_type, quota_value, balance, currency, measure_id, status, created_at, updated_at,
                   effective_at, expires_at, limits, raw)
                 select $1, $2, $3, $4, $4,
                   r.remote_id, r.quota_type, r.quota_value, r.balance, r.currency, r.measure_id, r.status,
                   coalesce(r.created_at, $4), r.updated_at, r.effective_at, r.expires_at, r.limits, r.raw
                 from jsonb_to_recordset($5) as r (
                   remote_id text, quota_type integer, quota_value numeric, balance numeric, currency text,
                   measure_id integer, status integer, created_at timestamptz, updated_at timestamptz,
                   effective_at timestamptz, expires_at timestamptz, limits jsonb, raw jsonb)
                 on conflict (organization_id, remote_id) do update set
                   account_id = excluded.account_id, run_id = excluded.run_id, fetched_at = excluded.fetched_at,
                   quota_type = excluded.quota_type, quota_value = excluded.quota_value, balance = excluded.balance,
                   currency = excluded.currency, measure_id = excluded.measure_id, status = excluded.status,
                   created_at = excluded.created_at, updated_at = excluded.updated_at,
                   effective_at = excluded.effective_at, expires_at = excluded.expires_at, limits = excluded.limits,
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

/// Counts a miss for quotas of this kind that a complete reading did not list; a second miss in a row marks it. The row stays (SYNC-7).
pub async fn miss(
    connection: &mut PgConnection,
    stamp: Stamp,
    quota_type: i64,
    listed: &HashSet<String>,
) -> Result<Merged, sqlx::Error> {
    let listed: Vec<String> = listed.iter().cloned().collect();
    let gone = sqlx::query_scalar!(
        r#"with missed as (
             update voucher_quotas set missed_reads = missed_reads + 1,
               unlisted_at = case when missed_reads >= 1 then $3::timestamptz end
             where organization_id = $1 and unlisted_at is null and not (remote_id = any($2))
               and quota_type = $4
             returning unlisted_at
           )
           select count(*) filter (where unlisted_at is not null) as "gone!" from missed"#,
        stamp.organization_id,
        &listed,
        stamp.at,
        i32::try_from(quota_type).unwrap_or(-1),
    )
    .fetch_one(connection)
    .await?;
    Ok(Merged { gone, ..Merged::default() })
}
