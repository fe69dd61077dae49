//! Incentive-discount policies (CAT-11).

use chrono::NaiveDate;
use futures::future::BoxFuture;
use serde::Serialize;
use serde_json::Value;
use sqlx::{PgConnection, types::Json};

use crate::sync::{Merged, Stamp};

/// The policy of a service in a month.
#[derive(Debug, Serialize)]
pub struct PolicyRow {
    pub month: NaiveDate,
    pub service_type_code: String,
    pub service_type_name: Option<String>,
    pub incentive_policy: Option<String>,
    pub allow_discount: Option<String>,
    pub raw: Value,
}

/// Merges incentive policies; unchanged rows are not written.
pub fn merge<'a>(
    connection: &'a mut PgConnection,
    stamp: &'a Stamp,
    rows: &'a [PolicyRow],
) -> BoxFuture<'a, Result<Merged, sqlx::Error>> {
    Box::pin(async move {
        let counts = sqlx::query!(
            r#"with merged as (
                 insert into incentive_policies as t (organization_id, account_id, run_id, fetched_at, first_seen_at,
                   month, service_type_code, service_type_name, incentive_policy, allow_discount, raw)
                 select distinct on (r.month, r.service_type_code) $1, $2, $3, $4, $4,
                   r.month, r.service_type_code, r.service_type_name, r.incentive_policy, r.allow_discount, r.raw
                 from jsonb_to_recordset($5) as r (
                   month date, service_type_code text, service_type_name text, incentive_policy text,
                   allow_discount text, raw jsonb)
                 order by r.month, r.service_type_code
                 on conflict (organization_id, month, service_type_code) do update set
                   account_id = excluded.account_id, run_id = excluded.run_id, fetched_at = excluded.fetched_at,
                   service_type_name = excluded.service_type_name, incentive_policy = excluded.incentive_policy,
                   allow_discount = excluded.allow_discount, raw = excluded.raw
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
