//! The partner's bill of the international site and the versions it had.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use sqlx::PgConnection;

use super::cycles::{self, Figures, Settled};
use crate::{
    bills::rules::{self, DataSet},
    sync::{Merged, Stamp},
    values::Month,
};

/// A partner's bill in our words.
#[derive(Debug)]
pub struct PostpaidRow {
    pub month: Month,
    pub currency: String,
    pub initial_amount_due: Option<Decimal>,
    pub consume_amount: Option<Decimal>,
    pub refunds: Option<Decimal>,
    pub adjustments: Option<Decimal>,
    pub tax_amount: Option<Decimal>,
    pub raw: Value,
}

/// Writes the bill of a month if it differs, and where the cycle stands then.
pub async fn merge(
    connection: &mut PgConnection,
    stamp: Stamp,
    row: &PostpaidRow,
    pulled_at: DateTime<Utc>,
) -> Result<Merged, sqlx::Error> {
    let merged = upsert(connection, stamp, row).await?;
    let before = cycles::standing(connection, stamp.organization_id, row.month, DataSet::PartnerBill).await?;
    let standing = rules::standing_of(row.month, pulled_at, before, merged != Merged::default());
    let figures = Figures { lines: 1, sums: sums_of(row) };
    let settled = Settled { month: row.month, data_set: DataSet::PartnerBill, standing, pulled_at, figures };
    cycles::settle(connection, stamp, &settled).await?;
    Ok(merged)
}

fn sums_of(row: &PostpaidRow) -> Value {
    let text = |amount: Option<Decimal>| amount.map(|amount| amount.to_string());
    json!({ &row.currency: {
        "due": text(row.initial_amount_due), "consumption": text(row.consume_amount), "refund": text(row.refunds),
        "adjustment": text(row.adjustments), "tax": text(row.tax_amount),
    } })
}

async fn upsert(connection: &mut PgConnection, stamp: Stamp, row: &PostpaidRow) -> Result<Merged, sqlx::Error> {
    let counts = sqlx::query!(
        r#"with merged as (
             insert into postpaid_bills as t (organization_id, account_id, run_id, fetched_at, first_seen_at, bill_month,
               currency, initial_amount_due, consume_amount, refunds, adjustments, tax_amount, raw)
             values ($1, $2, $3, $4, $4, $5, $6, $7, $8, $9, $10, $11, $12)
             on conflict (organization_id, bill_month) do update set
               account_id = excluded.account_id, run_id = excluded.run_id, fetched_at = excluded.fetched_at,
               currency = excluded.currency, initial_amount_due = excluded.initial_amount_due,
               consume_amount = excluded.consume_amount, refunds = excluded.refunds, adjustments = excluded.adjustments,
               tax_amount = excluded.tax_amount, raw = excluded.raw
             where t.raw is distinct from excluded.raw
             returning (xmax = 0) as inserted
           )
           select count(*) filter (where inserted) as "inserted!", count(*) filter (where not inserted) as "updated!"
           from merged"#,
        stamp.organization_id,
        stamp.account_id,
        stamp.run_id,
        stamp.at,
        row.month.first_day(),
        row.currency,
        row.initial_amount_due,
        row.consume_amount,
        row.refunds,
        row.adjustments,
        row.tax_amount,
        row.raw,
    )
    .fetch_one(connection)
    .await?;
    Ok(Merged { inserted: counts.inserted, updated: counts.updated, gone: 0 })
}
