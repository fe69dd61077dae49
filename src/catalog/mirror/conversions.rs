//! How many of one unit make another (CAT-6).

use futures::future::BoxFuture;
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::Value;
use sqlx::{PgConnection, types::Json};

use crate::sync::{Merged, Stamp};

/// How many of one unit make another.
#[derive(Debug, Serialize)]
pub struct ConversionRow {
    pub measure_id: i64,
    pub ref_measure_id: i64,
    pub ratio: Option<Decimal>,
    pub measure_type: Option<i64>,
    pub raw: Value,
}

/// Merges conversions; unchanged rows are not written.
pub fn merge<'a>(
    connection: &'a mut PgConnection,
    stamp: &'a Stamp,
    rows: &'a [ConversionRow],
) -> BoxFuture<'a, Result<Merged, sqlx::Error>> {
    Box::pin(async move {
        let counts = sqlx::query!(
            r#"with merged as (
                 insert into conversions as t (organization_id, account_id, run_id, fetched_at, first_seen_at,
                   measure_id, ref_measure_id, ratio, measure_type, raw)
                 select distinct on (r.measure_id, r.ref_measure_id) $1, $2, $3, $4, $4,
                   r.measure_id, r.ref_measure_id, r.ratio, r.measure_type, r.raw
                 from jsonb_to_recordset($5) as r (
                   measure_id integer, ref_measure_id integer, ratio numeric, measure_type integer, raw jsonb)
                 order by r.measure_id, r.ref_measure_id
                 on conflict (organization_id, measure_id, ref_measure_id) do update set
                   account_id = excluded.account_id, run_id = excluded.run_id, fetched_at = excluded.fetched_at,
                   ratio = excluded.ratio, measure_type = excluded.measure_type, raw = excluded.raw
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
