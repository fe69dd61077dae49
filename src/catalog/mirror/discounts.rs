//! Items of the commercial framework (CAT-12).

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::Value;
use sqlx::{PgConnection, types::Json};

use crate::sync::{Merged, Stamp};

/// An item of the framework, in the language it was read in.
#[derive(Debug, Serialize)]
pub struct DiscountRow {
    pub item_key: String,
    pub item_type: &'static str,
    pub commerce_code: Option<String>,
    pub service_type_code: Option<String>,
    pub resource_type_code: Option<String>,
    pub product_id: Option<String>,
    pub site_code: Option<String>,
    pub region_code: Option<String>,
    pub charging_mode: Option<String>,
    pub discount_ratio: Option<Decimal>,
    pub sales_price: Option<Decimal>,
    pub effective_at: Option<DateTime<Utc>>,
    pub expires_at: Option<DateTime<Utc>>,
    pub name_zh: Option<String>,
    pub name_en: Option<String>,
    pub raw_zh: Option<Value>,
    pub raw_en: Option<Value>,
}

/// Merges business discounts; one language never overwrites the other.
pub fn merge<'a>(
    connection: &'a mut PgConnection,
    stamp: &'a Stamp,
    rows: &'a [DiscountRow],
) -> BoxFuture<'a, Result<Merged, sqlx::Error>> {
    Box::pin(async move {
        let counts = sqlx::query!(
            r#"with merged as (
                 insert into business_discounts as t (organization_id, account_id, run_id, fetched_at, first_seen_at,
                   item_key, item_type, commerce_code, service_type_code, resource_type_code, product_id,
                   site_code, region_code, charging_mode, discount_ratio, sales_price, effective_at, expires_at,
                   name_zh, name_en, raw_zh, raw_en)
                 select distinct on (r.item_key) $1, $2, $3, $4, $4,
                   r.item_key, r.item_type, r.commerce_code, r.service_type_code, r.resource_type_code,
                   r.product_id, r.site_code, r.region_code, r.charging_mode, r.discount_ratio, r.sales_price,
                   r.effective_at, r.expires_at, r.name_zh, r.name_en, r.raw_zh, r.raw_en
                 from jsonb_to_recordset($5) as r (
                   item_key text, item_type text, commerce_code text, service_type_code text,
                   resource_type_code text, product_id text, site_code text, region_code text, charging_mode text,
                   discount_ratio numeric, sales_price numeric, effective_at timestamptz, expires_at timestamptz,
                   name_zh text, name_en text, raw_zh jsonb, raw_en jsonb)
                 order by r.item_key
                 on conflict (organization_id, item_key) do update set
                   account_id = excluded.account_id, run_id = excluded.run_id, fetched_at = excluded.fetched_at,
                   item_type = excluded.item_type, commerce_code = excluded.commerce_code,
                   service_type_code = excluded.service_type_code,
                   resource_type_code = excluded.resource_type_code, product_id = excluded.product_id,
                   site_code = excluded.site_code, region_code = excluded.region_code,
                   charging_mode = excluded.charging_mode, discount_ratio = excluded.discount_ratio,
                   sales_price = excluded.sales_price, effective_at = excluded.effective_at,
                   expires_at = excluded.expires_at,
                   name_zh = case when excluded.raw_zh is null then t.name_zh else excluded.name_zh end,
                   name_en = case when excluded.raw_en is null then t.name_en else excluded.name_en end,
                   raw_zh = coalesce(excluded.raw_zh, t.raw_zh), raw_en = coalesce(excluded.raw_en, t.raw_en)
                 where (excluded.raw_zh is not null and excluded.raw_zh is distinct from t.raw_zh)
                   or (excluded.raw_en is not null and excluded.raw_en is distinct from t.raw_en)
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
