//! Budgets of resale customers and their append-only history.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::Value;
use sqlx::{PgConnection, types::Json};

use crate::sync::{Merged, Stamp};

/// A budget in our words, ready for the mirror.
#[derive(Debug, Serialize)]
pub struct BudgetRow {
    pub customer_id: String,
    pub currency: String,
    pub budget_amount: Option<Decimal>,
    pub used_amount: Option<Decimal>,
    pub budget_type: Option<String>,
    pub raw: Value,
}

/// A budget record in our words, ready for the mirror.
#[derive(Debug, Serialize)]
pub struct BudgetRecordRow {
    pub customer_id: String,
    pub record_key: String,
    pub operation_type: Option<String>,
    pub operation_time: Option<DateTime<Utc>>,
    pub operator: Option<String>,
    pub budget_type: Option<String>,
    pub budget_amount: Option<Decimal>,
    pub currency: String,
    pub partner_name: Option<String>,
    pub raw: Value,
}

/// Inserts new budgets and updates those that differ.
pub fn merge<'a>(
    connection: &'a mut PgConnection,
    stamp: &'a Stamp,
    rows: &'a [BudgetRow],
) -> BoxFuture<'a, Result<Merged, sqlx::Error>> {
    Box::pin(async move {
        let counts = sqlx::query!(
            r#"with merged as (
                 insert into customer_budgets as t (organization_id, account_id, run_id, fetched_at, first_seen_at,
                   customer_id, currency, budget_amount, used_amount, budget_type, raw)
                 select distinct on (r.customer_id) $1, $2, $3, $4, $4,
                   r.customer_id, r.currency, r.budget_amount, r.used_amount, r.budget_type, r.raw
                 from jsonb_to_recordset($5) as r (
                   customer_id text, currency text, budget_amount numeric, used_amount numeric, budget_type text, raw jsonb)
                 on conflict (organization_id, customer_id) do update set
                   account_id = excluded.account_id, run_id = excluded.run_id, fetched_at = excluded.fetched_at,
                   currency = excluded.currency, budget_amount = excluded.budget_amount, used_amount = excluded.used_amount,
                   budget_type = excluded.budget_type, raw = excluded.raw, gone_at = null
                 where t.raw is distinct from excluded.raw or t.gone_at is not null
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

/// Marks budgets of customers that a complete reading did not answer for.
pub async fn miss(
    connection: &mut PgConnection,
    stamp: Stamp,
    answered: &HashSet<String>,
) -> Result<Merged, sqlx::Error> {
    let answered: Vec<String> = answered.iter().cloned().collect();
    let done = sqlx::query!(
        "update customer_budgets set gone_at = $2
         where organization_id = $1 and gone_at is null and not (customer_id = any($3))",
        stamp.organization_id,
        stamp.at,
        &answered,
    )
    .execute(connection)
    .await?;
    Ok(Merged { gone: i64::try_from(done.rows_affected()).unwrap_or(i64::MAX), ..Merged::default() })
}

/// Vendor ids of an organisation's customers that have a budget.
pub async fn customers_with_budget(
    connection: &mut PgConnection,
    organization_id: i64,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "select customer_id from customer_budgets
         where organization_id = $1 and gone_at is null and budget_amount is not null order by id",
        organization_id,
    )
    .fetch_all(connection)
    .await
}

/// Adds records that are new; a record once written is never changed.
pub fn merge_records<'a>(
    connection: &'a mut PgConnection,
    stamp: &'a Stamp,
    rows: &'a [BudgetRecordRow],
) -> BoxFuture<'a, Result<Merged, sqlx::Error>> {
    Box::pin(async move {
        let done = sqlx::query!(
            "insert into budget_records (organization_id, account_id, run_id, fetched_at, customer_id, record_key,
               operation_type, operation_time, operator, budget_type, budget_amount, currency, partner_name, raw)
             select $1, $2, $3, $4, r.customer_id, r.record_key, r.operation_type, r.operation_time, r.operator,
               r.budget_type, r.budget_amount, r.currency, r.partner_name, r.raw
             from jsonb_to_recordset($5) as r (
               customer_id text, record_key text, operation_type text, operation_time timestamptz, operator text,
               budget_type text, budget_amount numeric, currency text, partner_name text, raw jsonb)
             on conflict (organization_id, customer_id, record_key) do nothing",
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
