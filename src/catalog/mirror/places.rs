//! Provinces, cities and counties (CAT-10).

use futures::future::BoxFuture;
use serde::Serialize;
use serde_json::Value;
use sqlx::{PgConnection, types::Json};

use crate::sync::{Merged, Stamp};

/// A province, city or county.
#[derive(Debug, Serialize)]
pub struct PlaceRow {
    pub level: &'static str,
    pub parent_code: String,
    pub code: String,
    pub name: Option<String>,
    pub raw: Value,
}

/// Merges places; unchanged rows are not written.
pub fn merge<'a>(
    connection: &'a mut PgConnection,
    stamp: &'a Stamp,
    rows: &'a [PlaceRow],
) -> BoxFuture<'a, Result<Merged, sqlx::Error>> {
    Box::pin(async move {
        let counts = sqlx::query!(
            r#"with merged as (
                 insert into places as t (organization_id, account_id, run_id, fetched_at, first_seen_at,
                   level, parent_code, code, name, raw)
                 select distinct on (r.level, r.parent_code, r.code) $1, $2, $3, $4, $4,
                   r.level, r.parent_code, r.code, r.name, r.raw
                 from jsonb_to_recordset($5) as r (
                   level text, parent_code text, code text, name text, raw jsonb)
                 order by r.level, r.parent_code, r.code
                 on conflict (organization_id, level, parent_code, code) do update set
                   account_id = excluded.account_id, run_id = excluded.run_id, fetched_at = excluded.fetched_at,
                   name = excluded.name, raw = excluded.raw
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
    })
}

/// Codes of all places of a level.
pub async fn codes(
    connection: &mut PgConnection,
    organization_id: i64,
    level: &str,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "select distinct code from places where organization_id = $1 and level = $2 order by code",
        organization_id,
        level,
    )
    .fetch_all(connection)
    .await
}
