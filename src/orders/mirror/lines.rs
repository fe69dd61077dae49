//! Lines of orders, and what only the details say about an order.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::Value;
use sqlx::{PgConnection, types::Json};

use super::Pending;
use crate::sync::{Merged, Stamp};

/// A line of an order in our words.
#[derive(Debug, Serialize)]
pub struct LineRow {
    pub remote_id: String,
    pub sub_order_id: Option<String>,
    pub service_type_code: Option<String>,
    pub service_type_name: Option<String>,
    pub product_id: Option<String>,
    pub product_spec_desc: Option<String>,
    pub period_type: Option<i64>,
    pub period_num: Option<i64>,
    pub effective_at: Option<DateTime<Utc>>,
    pub expires_at: Option<DateTime<Utc>>,
    pub subscription_num: Option<i64>,
    pub category_code: Option<String>,
    pub product_owner_service: Option<String>,
    pub commercial_resource: Option<String>,
    pub official_amount: Option<Decimal>,
    pub amount_after_discount: Option<Decimal>,
    pub coupon_amount: Option<Decimal>,
    pub flexipurchase_coupon_amount: Option<Decimal>,
    pub stored_card_amount: Option<Decimal>,
    pub commission_amount: Option<Decimal>,
    pub consumed_amount: Option<Decimal>,
    pub discounts: Value,
    pub currency: Option<String>,
    pub raw: Value,
}

/// What the details of one order say.
#[derive(Debug)]
pub struct Details {
    /// Key of the order.
    pub order: i64,
    /// user_name; personal data (ORD-21).
    pub user_name: Option<String>,
    /// pending_payment_end_time.
    pub payment_ends_at: Option<DateTime<Utc>>,
    /// All lines.
    pub lines: Vec<LineRow>,
}

/// The next orders after key `after` whose details were never read, or before the order last changed.
pub async fn pending(
    connection: &mut PgConnection,
    organization_id: i64,
    after: i64,
) -> Result<Vec<Pending>, sqlx::Error> {
    sqlx::query_as!(
        Pending,
        "select id, remote_id, customer_id from orders
         where organization_id = $1 and id > $2 and (details_at is null or details_at < fetched_at)
         order by id limit 100",
        organization_id,
        after,
    )
    .fetch_all(connection)
    .await
}

/// Merges the details of one order and marks them as read.
pub async fn merge(connection: &mut PgConnection, stamp: Stamp, details: &Details) -> Result<Merged, sqlx::Error> {
    sqlx::query!(
        "update orders set user_name = $3, payment_ends_at = $4, details_at = $5 where organization_id = $1 and id = $2",
        stamp.organization_id,
        details.order,
        details.user_name,
        details.payment_ends_at,
        stamp.at,
    )
    .execute(&mut *connection)
    .await?;
    let counts = sqlx::query!(
        r#"with merged as (
             insert into order_lines as t (organization_id, account_id, run_id, fetched_at, first_seen_at, order_id,
               remote_id, sub_order_id, service_type_code, service_type_name, product_id, product_spec_desc, period_type,
               period_num, effective_at, expires_at, subscription_num, category_code, product_owner_service,
               commercial_resource, official_amount, amount_after_discount, coupon_amount, flexipurchase_coupon_amount,
               stored_card_amount, commission_amount, consumed_amount, discounts, currency, raw)
             select $1, $2, $3, $4, $4, o.id,
               r.remote_id, r.sub_order_id, r.service_type_code, r.service_type_name, r.product_id, r.product_spec_desc, r.period_type,
               r.period_num, r.effective_at, r.expires_at, r.subscription_num, r.category_code, r.product_owner_service,
               r.commercial_resource, r.official_amount, r.amount_after_discount, r.coupon_amount, r.flexipurchase_coupon_amount,
               r.stored_card_amount, r.commission_amount, r.consumed_amount, r.discounts, coalesce(r.currency, o.currency), r.raw
             from jsonb_to_recordset($6) as r (
               remote_id text, sub_order_id text, service_type_code text, service_type_name text, product_id text,
               product_spec_desc text, period_type integer, period_num integer, effective_at timestamptz,
               expires_at timestamptz, subscription_num bigint, category_code text, product_owner_service text,
               commercial_resource text, official_amount numeric, amount_after_discount numeric, coupon_amount numeric,
               flexipurchase_coupon_amount numeric, stored_card_amount numeric, commission_amount numeric,
               consumed_amount numeric, discounts jsonb, currency text, raw jsonb)
             join orders o on o.organization_id = $1 and o.id = $5
             on conflict (organization_id, order_id, remote_id) do update set
               account_id = excluded.account_id, run_id = excluded.run_id, fetched_at = excluded.fetched_at,
               sub_order_id = excluded.sub_order_id, service_type_code = excluded.service_type_code,
               service_type_name = excluded.service_type_name, product_id = excluded.product_id,
               product_spec_desc = excluded.product_spec_desc, period_type = excluded.period_type,
               period_num = excluded.period_num, effective_at = excluded.effective_at, expires_at = excluded.expires_at,
               subscription_num = excluded.subscription_num, category_code = excluded.category_code,
               product_owner_service = excluded.product_owner_service, commercial_resource = excluded.commercial_resource,
               official_amount = excluded.official_amount, amount_after_discount = excluded.amount_after_discount,
               coupon_amount = excluded.coupon_amount, flexipurchase_coupon_amount = excluded.flexipurchase_coupon_amount,
               stored_card_amount = excluded.stored_card_amount, commission_amount = excluded.commission_amount,
               consumed_amount = excluded.consumed_amount, discounts = excluded.discounts, currency = excluded.currency,
               raw = excluded.raw
             where t.raw is distinct from excluded.raw
             returning (xmax = 0) as inserted
           )
           select count(*) filter (where inserted) as "inserted!", count(*) filter (where not inserted) as "updated!"
           from merged"#,
        stamp.organization_id,
        stamp.account_id,
        stamp.run_id,
        stamp.at,
        details.order,
        Json(&details.lines) as _,
    )
    .fetch_one(connection)
    .await?;
    Ok(Merged { inserted: counts.inserted, updated: counts.updated, gone: 0 })
}
