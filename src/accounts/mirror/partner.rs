//! Balances of partners and every value they had.

use futures::future::BoxFuture;
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::Value;
use sqlx::{PgConnection, types::Json};

use crate::sync::{Merged, Stamp};

/// A balance in our words, ready for the mirror.
#[derive(Debug, Serialize)]
pub struct BalanceRow {
    pub account_type: i32,
    pub vendor_account_id: String,
    pub currency: String,
    pub amount: Decimal,
    pub designated_amount: Option<Decimal>,
    pub credit_amount: Option<Decimal>,
    pub memo: Option<String>,
    pub raw: Value,
}

/// Inserts new balances and updates those that differ; each new value is kept in the history.
pub fn merge<'a>(
    connection: &'a mut PgConnection,
    stamp: &'a Stamp,
    rows: &'a [BalanceRow],
) -> BoxFuture<'a, Result<Merged, sqlx::Error>> {
    Box::pin(async move {
        let counts = sqlx::query!(
            r#"with merged as (
                 insert into partner_balances as t (organization_id, account_id, run_id, fetched_at, first_seen_at,
                   account_type, vendor_account_id, currency, amount, designated_amount, credit_amount, memo, raw)
                 select distinct on (r.account_type, r.vendor_account_id, r.currency) $1, $2, $3, $4, $4,
                   r.account_type, r.vendor_account_id, r.currency, r.amount, r.designated_amount, r.credit_amount, r.memo, r.raw
                 from jsonb_to_recordset($5) as r (
                   account_type integer, vendor_account_id text, currency text, amount numeric, designated_amount numeric,
                   credit_amount numeric, memo text, raw jsonb)
                 on conflict (organization_id, account_type, vendor_account_id, currency) do update set
                   account_id = excluded.account_id, run_id = excluded.run_id, fetched_at = excluded.fetched_at,
                   amount = excluded.amount, designated_amount = excluded.designated_amount,
                   credit_amount = excluded.credit_amount, memo = excluded.memo, raw = excluded.raw, gone_at = null
                 where t.raw is distinct from excluded.raw or t.gone_at is not null
                 returning id, amount, designated_amount, credit_amount, currency, (xmax = 0) as inserted
               ),
               kept as (
                 insert into partner_balance_changes
                   (organization_id, balance_id, amount, designated_amount, credit_amount, currency, run_id, found_at)
                 select $1, m.id, m.amount, m.designated_amount, m.credit_amount, m.currency, $3, $4
                 from merged m
                 where not exists (
                   select 1 from (
                     select c.amount, c.designated_amount, c.credit_amount from partner_balance_changes c
                     where c.organization_id = $1 and c.balance_id = m.id order by c.id desc limit 1) c
                   where (c.amount, c.designated_amount, c.credit_amount)
                     is not distinct from (m.amount, m.designated_amount, m.credit_amount))
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

/// Marks balances that the answer no longer lists.
pub async fn miss(connection: &mut PgConnection, stamp: Stamp, listed: &[BalanceRow]) -> Result<Merged, sqlx::Error> {
    let done = sqlx::query!(
        "update partner_balances t set gone_at = $2
         where organization_id = $1 and gone_at is null and not exists (
           select 1 from jsonb_to_recordset($3) as r (account_type integer, vendor_account_id text, currency text)
           where r.account_type = t.account_type and r.vendor_account_id = t.vendor_account_id and r.currency = t.currency)",
        stamp.organization_id,
        stamp.at,
        Json(listed) as _,
    )
    .execute(connection)
    .await?;
    Ok(Merged { gone: i64::try_from(done.rows_affected()).unwrap_or(i64::MAX), ..Merged::default() })
}
