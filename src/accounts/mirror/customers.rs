//! Balances of resale customers and every value they had.

use std::collections::HashSet;

use futures::future::BoxFuture;
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::Value;
use sqlx::{PgConnection, types::Json};

use crate::sync::{Merged, Stamp};

/// A customer's balance in our words, ready for the mirror.
#[derive(Debug, Serialize)]
pub struct CustomerBalanceRow {
    pub customer_id: String,
    pub currency: String,
    pub amount: Option<Decimal>,
    pub debt_amount: Option<Decimal>,
    pub raw: Value,
}

/// Vendor ids of an organisation's present customers that may have money or a budget: all but the referral model, which is
/// association type 1 on every site (CUST-2).
pub async fn resale_customers(connection: &mut PgConnection, organization_id: i64) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "select remote_id from customers
         where organization_id = $1 and left_at is null and association_type is distinct from '1' order by id",
        organization_id,
    )
    .fetch_all(connection)
    .await
}

/// Inserts new balances and updates those that differ; each new value is kept in the history.
pub fn merge<'a>(
    connection: &'a mut PgConnection,
    stamp: &'a Stamp,
    rows: &'a [CustomerBalanceRow],
) -> BoxFuture<'a, Result<Merged, sqlx::Error>> {
    Box::pin(async move {
        let counts = sqlx::query!(
            r#"with merged as (
                 insert into customer_balances as t (organization_id, account_id, run_id, fetched_at, first_seen_at,
                   customer_id, currency, amount, debt_amount, raw)
                 select distinct on (r.customer_id) $1, $2, $3, $4, $4, r.customer_id, r.currency, r.amount, r.debt_amount, r.raw
                 from jsonb_to_recordset($5) as r (customer_id text, currency text, amount numeric, debt_amount numeric, raw jsonb)
                 on conflict (organization_id, customer_id) do update set
                   account_id = excluded.account_id, run_id = excluded.run_id, fetched_at = excluded.fetched_at,
                   currency = excluded.currency, amount = excluded.amount, debt_amount = excluded.debt_amount,
                   raw = excluded.raw, gone_at = null
                 where t.raw is distinct from excluded.raw or t.gone_at is not null
                 returning id, amount, debt_amount, currency, (xmax = 0) as inserted
               ),
               kept as (
                 insert into customer_balance_changes (organization_id, balance_id, amount, debt_amount, currency, run_id, found_at)
                 select $1, m.id, m.amount, m.debt_amount, m.currency, $3, $4
                 from merged m
                 where not exists (
                   select 1 from (
                     select c.amount, c.debt_amount, c.currency from customer_balance_changes c
                     where c.organization_id = $1 and c.balance_id = m.id order by c.id desc limit 1) c
                   where (c.amount, c.debt_amount, c.currency) is not distinct from (m.amount, m.debt_amount, m.currency))
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

/// Marks balances of customers that a complete reading did not answer for: left, or no longer resale.
pub async fn miss(
    connection: &mut PgConnection,
    stamp: Stamp,
    answered: &HashSet<String>,
) -> Result<Merged, sqlx::Error> {
    let answered: Vec<String> = answered.iter().cloned().collect();
    let done = sqlx::query!(
        "update customer_balances set gone_at = $2
         where organization_id = $1 and gone_at is null and not (customer_id = any($3))",
        stamp.organization_id,
        stamp.at,
        &answered,
    )
    .execute(connection)
    .await?;
    Ok(Merged { gone: i64::try_from(done.rows_affected()).unwrap_or(i64::MAX), ..Merged::default() })
}
