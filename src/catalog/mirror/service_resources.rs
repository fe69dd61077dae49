//! Resources of a service (CAT-3).

use futures::future::BoxFuture;
use serde::Serialize;
use serde_json::Value;
use sqlx::{PgConnection, types::Json};

use crate::sync::{Merged, Stamp};

/// A resource of a service, in the language it was read in.
#[derive(Debug, Serialize)]
pub struct ServiceResourceRow {
    pub service_type_code: String,
    pub resource_type_code: String,
    pub product_owner_service: Option<String>,
    pub name_zh: Option<String>,
    pub name_en: Option<String>,
    pub description_zh: Option<String>,
    pub description_en: Option<String>,
    pub raw_zh: Option<Value>,
    pub raw_en: Option<Value>,
}

/// Merges service resources; one language never overwrites the other.
pub fn merge<'a>(
    connection: &'a mut PgConnection,
    stamp: &'a Stamp,
    rows: &'a [ServiceResourceRow],
) -> BoxFuture<'a, Result<Merged, sqlx::Error>> {
    Box::pin(async move {
        let counts = sqlx::query!(
            r#"with merged as (
                 insert into service_resources as t (organization_id, account_id, run_id, fetched_at, first_seen_at,
                   service_type_code, resource_type_code, product_owner_service, name_zh, name_en, description_zh,
                   description_en, raw_zh, raw_en)
                 select distinct on (r.service_type_code, r.resource_type_code) $1, $2, $3, $4, $4,
                   r.service_type_code, r.resource_type_code, r.product_owner_service, r.name_zh, r.name_en,
                   r.description_zh, r.description_en, r.raw_zh, r.raw_en
                 from jsonb_to_recordset($5) as r (
                   service_type_code text, resource_type_code text, product_owner_service text, name_zh text,
                   name_en text, description_zh text, description_en text, raw_zh jsonb, raw_en jsonb)
                 order by r.service_type_code, r.resource_type_code
                 on conflict (organization_id, service_type_code, resource_type_code) do update set
                   account_id = excluded.account_id, run_id = excluded.run_id, fetched_at = excluded.fetched_at,
                   product_owner_service = excluded.product_owner_service,
                   name_zh = case when excluded.raw_zh is null then t.name_zh else excluded.name_zh end,
                   name_en = case when excluded.raw_en is null then t.name_en else excluded.name_en end,
                   description_zh = case when excluded.raw_zh is null then t.description_zh else excluded.description_zh end,
                   description_en = case when excluded.raw_en is null then t.description_en else excluded.description_en end,
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

/// Codes of all services known.
pub async fn services(connection: &mut PgConnection, organization_id: i64) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!("select code from service_types where organization_id = $1 order by code", organization_id)
        .fetch_all(connection)
        .await
}
