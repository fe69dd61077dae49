//! Orders and the children of combined orders.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::Value;
use sqlx::{PgConnection, types::Json};

use super::Pending;
use crate::sync::{Merged, Stamp};

/// What an order and a child of a combined order have in common, in our words.
#[derive(Debug, Serialize)]
pub struct Facts {
    pub remote_id: String,
    pub customer_id: Option<String>,
    pub service_type_code: Option<String>,
    pub service_type_name: Option<String>,
    pub source_type: Option<i64>,
    pub status: Option<i64>,
    pub order_type: Option<i64>,
    pub official_amount: Option<Decimal>,
    pub amount_after_discount: Option<Decimal>,
    pub coupon_amount: Option<Decimal>,
    pub flexipurchase_coupon_amount: Option<Decimal>,
    pub stored_card_amount: Option<Decimal>,
    pub commission_amount: Option<Decimal>,
    pub consumed_amount: Option<Decimal>,
    pub discounts: Value,
    pub currency: Option<String>,
    pub measure_id: Option<i64>,
    pub created_at: Option<DateTime<Utc>>,
    pub paid_at: Option<DateTime<Utc>>,
    pub contract_id: Option<String>,
    pub enterprise_projects: Value,
}

/// An order in our words, ready for the mirror.
#[derive(Debug, Serialize)]
pub struct OrderRow {
    #[serde(flatten)]
    pub facts: Facts,
    pub paying_agent_id: Option<String>,
    pub is_agent_pay: Option<bool>,
    pub raw: Value,
    #[serde(skip)]
    pub children: Vec<ChildRow>,
}

/// A child of a combined order (ORD-05).
#[derive(Debug, Serialize)]
pub struct ChildRow {
    /// order_id of the combined order.
    pub parent: String,
    #[serde(flatten)]
    pub facts: Facts,
    pub raw: Value,
}

/// Inserts new orders and updates those whose record differs, then their children; unchanged rows are not written. Orders
/// are counted: a child is part of its order's record, which differs with it.
pub fn merge<'a>(
    connection: &'a mut PgConnection,
    stamp: &'a Stamp,
    rows: &'a [OrderRow],
) -> BoxFuture<'a, Result<Merged, sqlx::Error>> {
    Box::pin(async move {
        let merged = merge_orders(connection, stamp, rows).await?;
        let children: Vec<&ChildRow> = rows.iter().flat_map(|row| &row.children).collect();
        if !children.is_empty() {
            merge_children(connection, stamp, &children).await?;
        }
        Ok(merged)
    })
}

async fn merge_orders(connection: &mut PgConnection, stamp: &Stamp, rows: &[OrderRow]) -> Result<Merged, sqlx::Error> {
    let counts = sqlx::query!(
        r#"with merged as (
             insert into orders as t (organization_id, account_id, run_id, fetched_at, first_seen_at,
               remote_id, customer_id, service_type_code, service_type_name, source_type, status, order_type,
               official_amount, amount_after_discount, coupon_amount, flexipurchase_coupon_amount, stored_card_amount,
               commission_amount, consumed_amount, discounts, currency, measure_id, created_at, paid_at, contract_id,
               enterprise_projects, paying_agent_id, is_agent_pay, raw)
             select $1, $2, $3, $4, $4,
               r.remote_id, r.customer_id, r.service_type_code, r.service_type_name, r.source_type, r.status, r.order_type,
               r.official_amount, r.amount_after_discount, r.coupon_amount, r.flexipurchase_coupon_amount, r.stored_card_amount,
               r.commission_amount, r.consumed_amount, r.discounts,
               coalesce(r.currency, case (select site from cloud_accounts where id = $2) when 'china' then 'CNY' else 'USD' end),
               r.measure_id, r.created_at, r.paid_at, r.contract_id, r.enterprise_projects, r.paying_agent_id, r.is_agent_pay, r.raw
             from jsonb_to_recordset($5) as r (
               remote_id text, customer_id text, service_type_code text, service_type_name text, source_type integer,
               status integer, order_type integer, official_amount numeric, amount_after_discount numeric,
               coupon_amount numeric, flexipurchase_coupon_amount numeric, stored_card_amount numeric,
               commission_amount numeric, consumed_amount numeric, discounts jsonb, currency text, measure_id integer,
               created_at timestamptz, paid_at timestamptz, contract_id text, enterprise_projects jsonb,
               paying_agent_id text, is_agent_pay boolean, raw jsonb)
             on conflict (organization_id, remote_id) do update set
               account_id = excluded.account_id, run_id = excluded.run_id, fetched_at = excluded.fetched_at,
               customer_id = excluded.customer_id, service_type_code = excluded.service_type_code,
               service_type_name = excluded.service_type_name, source_type = excluded.source_type,
               status = excluded.status, order_type = excluded.order_type, official_amount = excluded.official_amount,
               amount_after_discount = excluded.amount_after_discount, coupon_amount = excluded.coupon_amount,
               flexipurchase_coupon_amount = excluded.flexipurchase_coupon_amount,
               stored_card_amount = excluded.stored_card_amount, commission_amount = excluded.commission_amount,
               consumed_amount = excluded.consumed_amount, discounts = excluded.discounts, currency = excluded.currency,
               measure_id = excluded.measure_id, created_at = excluded.created_at, paid_at = excluded.paid_at,
               contract_id = excluded.contract_id, enterprise_projects = excluded.enterprise_projects,
               paying_agent_id = excluded.paying_agent_id, is_agent_pay = excluded.is_agent_pay, raw = excluded.raw
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
}

async fn merge_children(connection: &mut PgConnection, stamp: &Stamp, rows: &[&ChildRow]) -> Result<(), sqlx::Error> {
    sqlx::query!(
        r#"insert into sub_orders as t (organization_id, account_id, run_id, fetched_at, first_seen_at, order_id,
               remote_id, customer_id, service_type_code, service_type_name, source_type, status, order_type,
               official_amount, amount_after_discount, coupon_amount, flexipurchase_coupon_amount, stored_card_amount,
               commission_amount, consumed_amount, discounts, currency, measure_id, created_at, paid_at, contract_id,
               enterprise_projects, raw)
             select $1, $2, $3, $4, $4, o.id,
               r.remote_id, r.customer_id, r.service_type_code, r.service_type_name, r.source_type, r.status, r.order_type,
               r.official_amount, r.amount_after_discount, r.coupon_amount, r.flexipurchase_coupon_amount, r.stored_card_amount,
               r.commission_amount, r.consumed_amount, r.discounts, coalesce(r.currency, o.currency),
               r.measure_id, r.created_at, r.paid_at, r.contract_id, r.enterprise_projects, r.raw
             from jsonb_to_recordset($5) as r (
               parent text, remote_id text, customer_id text, service_type_code text, service_type_name text, source_type integer,
               status integer, order_type integer, official_amount numeric, amount_after_discount numeric,
               coupon_amount numeric, flexipurchase_coupon_amount numeric, stored_card_amount numeric,
               commission_amount numeric, consumed_amount numeric, discounts jsonb, currency text, measure_id integer,
               created_at timestamptz, paid_at timestamptz, contract_id text, enterprise_projects jsonb, raw jsonb)
             join orders o on o.organization_id = $1 and o.remote_id = r.parent
             on conflict (organization_id, order_id, remote_id) do update set
               account_id = excluded.account_id, run_id = excluded.run_id, fetched_at = excluded.fetched_at,
               customer_id = excluded.customer_id, service_type_code = excluded.service_type_code,
               service_type_name = excluded.service_type_name, source_type = excluded.source_type,
               status = excluded.status, order_type = excluded.order_type, official_amount = excluded.official_amount,
               amount_after_discount = excluded.amount_after_discount, coupon_amount = excluded.coupon_amount,
               flexipurchase_coupon_amount = excluded.flexipurchase_coupon_amount,
               stored_card_amount = excluded.stored_card_amount, commission_amount = excluded.commission_amount,
               consumed_amount = excluded.consumed_amount, discounts = excluded.discounts, currency = excluded.currency,
               measure_id = excluded.measure_id, created_at = excluded.created_at, paid_at = excluded.paid_at,
               contract_id = excluded.contract_id, enterprise_projects = excluded.enterprise_projects, raw = excluded.raw
             where t.raw is distinct from excluded.raw"#,
        stamp.organization_id,
        stamp.account_id,
        stamp.run_id,
        stamp.at,
        Json(rows) as _,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// Orders created before `before` whose state is not final and that are not among `read`: 4 and 5 are final (ORD-04),
/// an unknown state is not.
pub async fn not_final(
    connection: &mut PgConnection,
    organization_id: i64,
    before: DateTime<Utc>,
    read: &HashSet<String>,
) -> Result<Vec<Pending>, sqlx::Error> {
    let read: Vec<String> = read.iter().cloned().collect();
    sqlx::query_as!(
        Pending,
        "select id, remote_id, customer_id from orders
         where organization_id = $1 and (status is null or status not in (4, 5)) and created_at <= $2
           and not (remote_id = any($3))
         order by created_at",
        organization_id,
        before,
        &read,
    )
    .fetch_all(connection)
    .await
}
