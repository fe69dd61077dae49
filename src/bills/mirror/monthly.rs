//! Monthly sums: staged page by page, merged part by part, so that a half-read list is never applied.

use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::Value;
use sqlx::{PgConnection, types::Json};

use super::cycles::Figures;
use crate::{
    sync::{Merged, Stamp},
    values::Month,
};

/// A monthly sum in our words, with its place in the list.
#[derive(Debug, Serialize)]
pub struct MonthlyRow {
    pub place: i64,
    pub identity: String,
    pub customer_id: Option<String>,
    pub cloud_service_type: Option<String>,
    pub cloud_service_type_name: Option<String>,
    pub resource_type_code: Option<String>,
    pub resource_type_name: Option<String>,
    pub charge_mode: String,
    pub bill_type: Option<String>,
    pub amount: Option<Decimal>,
    pub debt_amount: Option<Decimal>,
    pub adjustment_amount: Option<Decimal>,
    pub discount_amount: Option<Decimal>,
    pub account_details: Value,
    pub currency: String,
    pub raw: Value,
}

/// A part that was read completely.
#[derive(Debug)]
pub struct Part<'a> {
    pub stamp: Stamp,
    pub month: Month,
    pub scope: &'a str,
    pub charge_mode: &'a str,
    /// The version that changes of a closed cycle lead to; `None`: the cycle is not closed, changes are no news.
    pub restates: Option<i32>,
}

/// Forgets what was staged of a part.
pub async fn clear(connection: &mut PgConnection, account_id: i64, scope: &str) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from monthly_bill_staging where account_id = $1 and scope = $2", account_id, scope)
        .execute(connection)
        .await
        .map(drop)
}

/// Stages a page.
pub async fn stage(
    connection: &mut PgConnection,
    stamp: &Stamp,
    scope: &str,
    rows: &[MonthlyRow],
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into monthly_bill_staging (account_id, organization_id, scope, place, identity, customer_id, cloud_service_type,
           cloud_service_type_name, resource_type_code, resource_type_name, charge_mode, bill_type, amount, debt_amount,
           adjustment_amount, discount_amount, account_details, currency, raw)
         select $1, $2, $3, r.place, r.identity, r.customer_id, r.cloud_service_type, r.cloud_service_type_name,
           r.resource_type_code, r.resource_type_name, r.charge_mode, r.bill_type, r.amount, r.debt_amount,
           r.adjustment_amount, r.discount_amount, r.account_details, r.currency, r.raw
         from jsonb_to_recordset($4) as r (
           place bigint, identity text, customer_id text, cloud_service_type text, cloud_service_type_name text,
           resource_type_code text, resource_type_name text, charge_mode text, bill_type text, amount numeric,
           debt_amount numeric, adjustment_amount numeric, discount_amount numeric, account_details jsonb, currency text, raw jsonb)",
        stamp.account_id,
        stamp.organization_id,
        scope,
        Json(rows) as _,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// Merges a staged part in the caller's transaction: differences of a closed cycle are kept, unchanged rows are not
/// written, and rows that vanished are dropped from an open cycle but only marked in a closed one (SYNC-B05).
pub async fn merge(connection: &mut PgConnection, part: &Part<'_>) -> Result<Merged, sqlx::Error> {
    if let Some(version) = part.restates {
        keep_changes(connection, part, version).await?;
    }
    let mut merged = upsert(connection, part).await?;
    merged.gone = vanish(connection, part).await?;
    clear(connection, part.stamp.account_id, part.scope).await?;
    Ok(merged)
}

async fn upsert(connection: &mut PgConnection, part: &Part<'_>) -> Result<Merged, sqlx::Error> {
    let counts = sqlx::query!(
        r#"with staged as (
             select *, identity || '-' || row_number() over (partition by identity order by amount, raw::text, place) as row_key
             from monthly_bill_staging where account_id = $2 and scope = $6
           ),
           merged as (
             insert into monthly_bills as t (organization_id, account_id, run_id, fetched_at, first_seen_at, bill_month, row_key,
               customer_id, cloud_service_type, cloud_service_type_name, resource_type_code, resource_type_name, charge_mode,
               bill_type, amount, debt_amount, adjustment_amount, discount_amount, account_details, currency, raw)
             select $1, $2, $3, $4, $4, $5, s.row_key,
               s.customer_id, s.cloud_service_type, s.cloud_service_type_name, s.resource_type_code, s.resource_type_name,
               s.charge_mode, s.bill_type, s.amount, s.debt_amount, s.adjustment_amount, s.discount_amount, s.account_details,
               s.currency, s.raw
             from staged s
             on conflict (organization_id, bill_month, row_key) do update set
               account_id = excluded.account_id, run_id = excluded.run_id, fetched_at = excluded.fetched_at,
               cloud_service_type_name = excluded.cloud_service_type_name, resource_type_name = excluded.resource_type_name,
               amount = excluded.amount, debt_amount = excluded.debt_amount, adjustment_amount = excluded.adjustment_amount,
               discount_amount = excluded.discount_amount, account_details = excluded.account_details, raw = excluded.raw,
               removed_in = null
             where t.raw is distinct from excluded.raw or t.removed_in is not null
             returning (xmax = 0) as inserted
           )
           select count(*) filter (where inserted) as "inserted!", count(*) filter (where not inserted) as "updated!"
           from merged"#,
        part.stamp.organization_id,
        part.stamp.account_id,
        part.stamp.run_id,
        part.stamp.at,
        part.month.first_day(),
        part.scope,
    )
    .fetch_one(connection)
    .await?;
    Ok(Merged { inserted: counts.inserted, updated: counts.updated, gone: 0 })
}

async fn keep_changes(connection: &mut PgConnection, part: &Part<'_>, version: i32) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with staged as (
           select *, identity || '-' || row_number() over (partition by identity order by amount, raw::text, place) as row_key
           from monthly_bill_staging where account_id = $2 and scope = $6
         ),
         stored as (
           select * from monthly_bills
           where organization_id = $1 and bill_month = $5 and charge_mode = $7 and removed_in is null
         )
         insert into monthly_bill_changes (organization_id, bill_month, version, row_key, kind, before, after, currency, run_id, found_at)
         select $1, $5, $8, coalesce(s.row_key, o.row_key),
           case when o.row_key is null then 'added' when s.row_key is null then 'removed' else 'changed' end,
           o.raw, s.raw, coalesce(s.currency, o.currency), $3, $4
         from staged s full join stored o on o.row_key = s.row_key
         where s.raw is distinct from o.raw",
        part.stamp.organization_id,
        part.stamp.account_id,
        part.stamp.run_id,
        part.stamp.at,
        part.month.first_day(),
        part.scope,
        part.charge_mode,
        version,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// After the upsert: rows of the part that are stored but were not staged.
async fn vanish(connection: &mut PgConnection, part: &Part<'_>) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"with staged as (
             select identity || '-' || row_number() over (partition by identity order by amount, raw::text, place) as row_key
             from monthly_bill_staging where account_id = $2 and scope = $4
           ),
           vanished as (
             select b.id from monthly_bills b
             where b.organization_id = $1 and b.bill_month = $3 and b.charge_mode = $5 and b.removed_in is null
               and not exists (select 1 from staged s where s.row_key = b.row_key)
           ),
           dropped as (
             delete from monthly_bills b using vanished v where b.id = v.id and $6::int is null returning 1
           ),
           marked as (
             update monthly_bills b set removed_in = $6 from vanished v where b.id = v.id and $6::int is not null returning 1
           )
           select (select count(*) from dropped) + (select count(*) from marked) as "gone!""#,
        part.stamp.organization_id,
        part.stamp.account_id,
        part.month.first_day(),
        part.scope,
        part.charge_mode,
        part.restates,
    )
    .fetch_one(connection)
    .await
}

/// Whether readings found differences in a cycle that lead to this version.
pub async fn has_changes(
    connection: &mut PgConnection,
    organization_id: i64,
    month: Month,
    version: i32,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select 1 from monthly_bill_changes
             where organization_id = $1 and bill_month = $2 and version = $3) as "found!""#,
        organization_id,
        month.first_day(),
        version,
    )
    .fetch_one(connection)
    .await
}

/// Rows and sums of a cycle.
pub async fn figures(
    connection: &mut PgConnection,
    organization_id: i64,
    month: Month,
) -> Result<Figures, sqlx::Error> {
    sqlx::query_as!(
        Figures,
        r#"with sums as (
             select currency, count(*) as lines, coalesce(sum(amount), 0) as amount, coalesce(sum(debt_amount), 0) as debt,
               coalesce(sum(adjustment_amount), 0) as adjustment, coalesce(sum(discount_amount), 0) as discount
             from monthly_bills where organization_id = $1 and bill_month = $2 and removed_in is null group by currency
           )
           select coalesce(sum(lines), 0)::bigint as "lines!",
             coalesce(jsonb_object_agg(currency, jsonb_build_object('payable', amount::text, 'outstanding', debt::text,
               'writeoff', adjustment::text, 'discount', discount::text)), '{}') as "sums!"
           from sums"#,
        organization_id,
        month.first_day(),
    )
    .fetch_one(connection)
    .await
}
