//! Refunds of unsubscriptions and downgrades.

use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::Value;
use sqlx::{PgConnection, types::Json};

use super::Pending;
use crate::sync::{Merged, Stamp};

/// A part of a refund in our words.
#[derive(Debug, Serialize)]
pub struct RefundRow {
    pub remote_id: String,
    pub amount: Option<Decimal>,
    pub measure_id: Option<String>,
    pub customer_id: Option<String>,
    pub resource_type_code: Option<String>,
    pub resource_type_name: Option<String>,
    pub service_type_code: Option<String>,
    pub service_type_name: Option<String>,
    pub region_code: Option<String>,
    pub base_order_id: Option<String>,
    pub raw: Value,
}

/// The next orders of types 3 and 4 after key `after` whose refunds were never read, or before the order last changed.
pub async fn pending(
    connection: &mut PgConnection,
    organization_id: i64,
    after: i64,
) -> Result<Vec<Pending>, sqlx::Error> {
    sqlx::query_as!(
        Pending,
        "select id, remote_id, customer_id from orders
         where organization_id = $1 and id > $2 and order_type in (3, 4)
           and (refunds_at is null or refunds_at < fetched_at)
         order by id limit 100",
        organization_id,
        after,
    )
    .fetch_all(connection)
    .await
}

/// Merges the refunds of one order and marks them as read.
pub async fn merge(
    connection: &mut PgConnection,
    stamp: Stamp,
    order: i64,
    rows: &[RefundRow],
) -> Result<Merged, sqlx::Error> {
    mark(connection, stamp, order).await?;
    let counts = sqlx::query!(
        r#"with merged as (
             insert into order_refunds as t (organization_id, account_id, run_id, fetched_at, first_seen_at, order_id,
               remote_id, amount, currency, measure_id, customer_id, resource_type_code, resource_type_name,
               service_type_code, service_type_name, region_code, base_order_id, raw)
             select $1, $2, $3, $4, $4, o.id, r.remote_id, r.amount, o.currency, r.measure_id, r.customer_id,
               r.resource_type_code, r.resource_type_name, r.service_type_code, r.service_type_name, r.region_code,
               r.base_order_id, r.raw
             from jsonb_to_recordset($6) as r (
               remote_id text, amount numeric, measure_id text, customer_id text, resource_type_code text,
               resource_type_name text, service_type_code text, service_type_name text, region_code text,
               base_order_id text, raw jsonb)
             join orders o on o.organization_id = $1 and o.id = $5
             on conflict (organization_id, order_id, remote_id) do update set
               account_id = excluded.account_id, run_id = excluded.run_id, fetched_at = excluded.fetched_at,
               amount = excluded.amount, currency = excluded.currency, measure_id = excluded.measure_id,
               customer_id = excluded.customer_id, resource_type_code = excluded.resource_type_code,
               resource_type_name = excluded.resource_type_name, service_type_code = excluded.service_type_code,
               service_type_name = excluded.service_type_name, region_code = excluded.region_code,
               base_order_id = excluded.base_order_id, raw = excluded.raw
             where t.raw is distinct from excluded.raw
             returning (xmax = 0) as inserted
           )
           select count(*) filter (where inserted) as "inserted!", count(*) filter (where not inserted) as "updated!"
           from merged"#,
        stamp.organization_id,
        stamp.account_id,
        stamp.run_id,
        stamp.at,
        order,
        Json(rows) as _,
    )
    .fetch_one(connection)
    .await?;
    Ok(Merged { inserted: counts.inserted, updated: counts.updated, gone: 0 })
}

async fn mark(connection: &mut PgConnection, stamp: Stamp, order: i64) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update orders set refunds_at = $3 where organization_id = $1 and id = $2",
        stamp.organization_id,
        order,
        stamp.at,
    )
    .execute(connection)
    .await
    .map(drop)
}
