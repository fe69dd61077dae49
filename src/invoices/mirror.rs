//! SQL that merges the vendor's invoices into the mirror. Only `sync.rs` calls it.

use chrono::{DateTime, NaiveDate, Utc};
use futures::future::BoxFuture;
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::Value;
use sqlx::{PgConnection, types::Json};

use crate::sync::{Merged, Stamp};

/// An invoice or its request in our words, ready for the mirror.
#[derive(Debug, Serialize)]
pub struct InvoiceRow {
    pub request_id: String,
    pub src_request_id: Option<String>,
    pub request_mode: Option<String>,
    pub invoice_state: Option<i64>,
    pub invoice_no: Option<String>,
    pub invoice_title: Option<String>,
    pub title_type: Option<i64>,
    pub channel_type: Option<i64>,
    pub invoice_type: Option<i64>,
    pub invoice_class: Option<i64>,
    pub invoice_method: Option<i64>,
    pub invoice_mode: Option<String>,
    pub trade_type: Option<i64>,
    pub invoice_amount: Option<Decimal>,
    pub currency: String,
    pub bill_month: Option<NaiveDate>,
    pub applied_at: Option<DateTime<Utc>>,
    pub applicant: Option<String>,
    pub sales_id: Option<String>,
    pub cancel_reason: Option<String>,
    pub taxes: Value,
    pub raw: Value,
}

/// Inserts new invoices and updates those whose record differs.
pub fn merge<'a>(
    connection: &'a mut PgConnection,
    stamp: &'a Stamp,
    rows: &'a [InvoiceRow],
) -> BoxFuture<'a, Result<Merged, sqlx::Error>> {
    Box::pin(async move {
        let counts = sqlx::query!(
            r#"with merged as (
                 insert into vendor_invoices as t (organization_id, account_id, run_id, fetched_at, first_seen_at, request_id,
                   src_request_id, request_mode, invoice_state, invoice_no, invoice_title, title_type, channel_type, invoice_type,
                   invoice_class, invoice_method, invoice_mode, trade_type, invoice_amount, currency, bill_month, applied_at,
                   applicant, sales_id, cancel_reason, taxes, raw)
                 select distinct on (r.request_id) $1, $2, $3, $4, $4, r.request_id,
                   r.src_request_id, r.request_mode, r.invoice_state, r.invoice_no, r.invoice_title, r.title_type, r.channel_type,
                   r.invoice_type, r.invoice_class, r.invoice_method, r.invoice_mode, r.trade_type, r.invoice_amount, r.currency,
                   r.bill_month, r.applied_at, r.applicant, r.sales_id, r.cancel_reason, r.taxes, r.raw
                 from jsonb_to_recordset($5) as r (
                   request_id text, src_request_id text, request_mode text, invoice_state integer, invoice_no text,
                   invoice_title text, title_type integer, channel_type integer, invoice_type integer, invoice_class integer,
                   invoice_method integer, invoice_mode text, trade_type integer, invoice_amount numeric, currency text,
                   bill_month date, applied_at timestamptz, applicant text, sales_id text, cancel_reason text, taxes jsonb, raw jsonb)
                 on conflict (organization_id, request_id) do update set
                   account_id = excluded.account_id, run_id = excluded.run_id, fetched_at = excluded.fetched_at,
                   src_request_id = excluded.src_request_id, request_mode = excluded.request_mode,
                   invoice_state = excluded.invoice_state, invoice_no = excluded.invoice_no,
                   invoice_title = excluded.invoice_title, title_type = excluded.title_type,
                   channel_type = excluded.channel_type, invoice_type = excluded.invoice_type,
                   invoice_class = excluded.invoice_class, invoice_method = excluded.invoice_method,
                   invoice_mode = excluded.invoice_mode, trade_type = excluded.trade_type,
                   invoice_amount = excluded.invoice_amount, currency = excluded.currency, bill_month = excluded.bill_month,
                   applied_at = excluded.applied_at, applicant = excluded.applicant, sales_id = excluded.sales_id,
                   cancel_reason = excluded.cancel_reason, taxes = excluded.taxes, raw = excluded.raw
                 where t.raw is distinct from excluded.raw
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

/// Application time of the oldest request that may still change: not issued, returned or rejected (INV-53, INV-55).
pub async fn oldest_open(
    connection: &mut PgConnection,
    organization_id: i64,
) -> Result<Option<DateTime<Utc>>, sqlx::Error> {
    sqlx::query_scalar!(
        "select min(applied_at) from vendor_invoices
         where organization_id = $1
           and not coalesce(invoice_state in (8, 9) or (invoice_state = 0 and cancel_reason is not null), false)",
        organization_id,
    )
    .fetch_one(connection)
    .await
}
