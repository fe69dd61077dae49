//! The consumption quota and every value it had.

use rust_decimal::Decimal;
use serde_json::Value;
use sqlx::PgConnection;

use crate::sync::{Merged, Stamp};

/// The consumption quota in our words, ready for the mirror.
#[derive(Debug)]
pub struct QuotaRow {
    pub consumption_quota: Option<Decimal>,
    pub used_consumption_quota: Option<Decimal>,
    pub amount: Option<Decimal>,
    pub coupon_amount: Option<Decimal>,
    pub due_amount: Option<Decimal>,
    pub unbilled_amount: Option<Decimal>,
    pub currency: String,
    pub raw: Value,
}

/// Adds a row when the answer differs from the newest one.
pub async fn merge(connection: &mut PgConnection, stamp: Stamp, row: &QuotaRow) -> Result<Merged, sqlx::Error> {
    let done = sqlx::query!(
        "insert into consumption_quotas (organization_id, account_id, run_id, fetched_at, consumption_quota,
           used_consumption_quota, amount, coupon_amount, due_amount, unbilled_amount, currency, raw)
         select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12
         where $12 is distinct from (select raw from consumption_quotas where organization_id = $1 order by id desc limit 1)",
        stamp.organization_id,
        stamp.account_id,
        stamp.run_id,
        stamp.at,
        row.consumption_quota,
        row.used_consumption_quota,
        row.amount,
        row.coupon_amount,
        row.due_amount,
        row.unbilled_amount,
        row.currency,
        row.raw,
    )
    .execute(connection)
    .await?;
    Ok(Merged { inserted: i64::try_from(done.rows_affected()).unwrap_or(i64::MAX), ..Merged::default() })
}
