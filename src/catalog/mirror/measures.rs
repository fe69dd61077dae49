//! Units of measure (CAT-5).

use futures::future::BoxFuture;
use serde::Serialize;
use serde_json::Value;
use sqlx::{PgConnection, types::Json};

use crate::sync::{Merged, Stamp};

/// A unit of measure, in the language it was read in.
#[derive(Debug, Serialize)]
pub struct MeasureRow {
    pub measure_id: i64,
    pub measure_type: Option<i64>,
    pub name_zh: Option<String>,
    pub name_en: Option<String>,
    pub abbreviation_zh: Option<String>,
    pub abbreviation_en: Option<String>,
    pub raw_zh: Option<Value>,
    pub raw_en: Option<Value>,
}

/// Merges measures; one language never overwrites the other.
pub fn merge<'a>(
    connection: &'a mut PgConnection,
    stamp: &'a Stamp,
    rows: &'a [MeasureRow],
) -> BoxFuture<'a, Result<Merged, sqlx::Error>> {
    Box::pin(async move {
        let counts = sqlx::query!(
            r#"with merged as (
                 insert into measures as t (organization_id, account_id, run_id, fetched_at, first_seen_at,
                   measure_id, measure_type, name_zh, name_en, abbreviation_zh, abbreviation_en, raw_zh, raw_en)
                 select distinct on (r.measure_id) $1, $2, $3, $4, $4,
                   r.measure_id, r.measure_type, r.name_zh, r.name_en, r.abbreviation_zh, r.abbreviation_en,
                   r.raw_zh, r.raw_en
                 from jsonb_to_recordset($5) as r (
                   measure_id integer, measure_type integer, name_zh text, name_en text, abbreviation_zh text,
                   abbreviation_en text, raw_zh jsonb, raw_en jsonb)
                 order by r.measure_id
                 on conflict (organization_id, measure_id) do update set
                   account_id = excluded.account_id, run_id = excluded.run_id, fetched_at = excluded.fetched_at,
                   measure_type = excluded.measure_type,
                   name_zh = case when excluded.raw_zh is null then t.name_zh else excluded.name_zh end,
                   name_en = case when excluded.raw_en is null then t.name_en else excluded.name_en end,
                   abbreviation_zh = case when excluded.raw_zh is null then t.abbreviation_zh else excluded.abbreviation_zh end,
                   abbreviation_en = case when excluded.raw_en is null then t.abbreviation_en else excluded.abbreviation_en end,
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
