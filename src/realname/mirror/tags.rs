//! New-customer tags (CUST-12).

use futures::future::BoxFuture;
use serde::Serialize;
use serde_json::Value;
use sqlx::{PgConnection, types::Json};

use crate::sync::{Merged, Stamp};

/// A customer's tag in our words.
#[derive(Debug, Serialize)]
pub struct TagRow {
    pub customer_id: String,
    pub tag_type: String,
    pub tag: Option<String>,
    pub effective_month: Option<String>,
    pub expire_month: Option<String>,
    pub raw: Value,
}

/// Merges tags; unchanged rows are not written.
pub fn merge<'a>(
    connection: &'a mut PgConnection,
    stamp: &'a Stamp,
    rows: &'a [TagRow],
) -> BoxFuture<'a, Result<Merged, sqlx::Error>> {
    Box::pin(async move {
        let counts = sqlx::query!(
            r#"with merged as (
                 insert into new_customer_tags as t (organization_id, account_id, run_id, fetched_at, first_seen_at,
                   customer_id, tag_type, tag, effective_month, expire_month, raw)
                 select distinct on (r.customer_id, r.tag_type) $1, $2, $3, $4, $4,
                   r.customer_id, r.tag_type, r.tag, r.effective_month, r.expire_month, r.raw
                 from jsonb_to_recordset($5) as r (
                   customer_id text, tag_type text, tag text, effective_month text, expire_month text, raw jsonb)
                 on conflict (organization_id, customer_id, tag_type) do update set
                   account_id = excluded.account_id, run_id = excluded.run_id, fetched_at = excluded.fetched_at,
                   tag = excluded.tag, effective_month = excluded.effective_month, expire_month = excluded.expire_month,
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
            Json(rows) as _,
        )
        .fetch_one(connection)
        .await?;
        Ok(Merged { inserted: counts.inserted, updated: counts.updated, gone: 0 })
    })
}

/// The next hundred customers after key `after` that have not left: key and customer_id.
pub async fn customers(
    connection: &mut PgConnection,
    organization_id: i64,
    after: i64,
) -> Result<Vec<(i64, String)>, sqlx::Error> {
    let rows = sqlx::query!(
        "select id, remote_id from customers where organization_id = $1 and id > $2 and left_at is null order by id limit 100",
        organization_id,
        after,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.remote_id)).collect())
}
