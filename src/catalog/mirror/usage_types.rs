//! Ways use is measured (CAT-4).

use futures::future::BoxFuture;
use serde::Serialize;
use serde_json::Value;
use sqlx::{PgConnection, types::Json};

use crate::sync::{Merged, Stamp};

/// A way use is measured, in the language it was read in.
#[derive(Debug, Serialize)]
pub struct UsageTypeRow {
    pub code: String,
    pub resource_type_code: String,
    pub service_type_code: String,
    pub name_zh: Option<String>,
    pub name_en: Option<String>,
    pub raw_zh: Option<Value>,
    pub raw_en: Option<Value>,
}

/// Merges usage types; one language never overwrites the other.
pub fn merge<'a>(
    connection: &'a mut PgConnection,
    stamp: &'a Stamp,
    rows: &'a [UsageTypeRow],
) -> BoxFuture<'a, Result<Merged, sqlx::Error>> {
    Box::pin(async move {
        let counts = sqlx::query!(
            r#"with merged as (
                 insert into usage_types as t (organization_id, account_id, run_id, fetched_at, first_seen_at,
                   code, resource_type_code, service_type_code, name_zh, name_en, raw_zh, raw_en)
                 select distinct on (r.service_type_code, r.resource_type_code, r.code) $1, $2, $3, $4, $4,
                   r.code, r.resource_type_code, r.service_type_code, r.name_zh, r.name_en, r.raw_zh, r.raw_en
                 from jsonb_to_recordset($5) as r (
                   code text, resource_type_code text, service_type_code text, name_zh text, name_en text,
                   raw_zh jsonb, raw_en jsonb)
                 order by r.service_type_code, r.resource_type_code, r.code
                 on conflict (organization_id, service_type_code, resource_type_code, code) do update set
                   account_id = excluded.account_id, run_id = excluded.run_id, fetched_at = excluded.fetched_at,
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
