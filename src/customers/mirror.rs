//! SQL that merges the vendor's customers into the mirror. Only `sync.rs` calls it.

use std::collections::HashSet;

use futures::future::BoxFuture;
use serde::Serialize;
use serde_json::Value;
use sqlx::{PgConnection, types::Json};

use crate::{
    access::periods,
    sync::{Merged, Stamp},
};

/// A customer in our words, ready for the mirror.
#[derive(Debug, Serialize)]
pub struct CustomerRow {
    pub remote_id: String,
    pub account_name: String,
    pub name: Option<String>,
    pub association_type: Option<String>,
    pub associated_at: Option<chrono::DateTime<chrono::Utc>>,
    pub label: Option<String>,
    pub telephone: Option<String>,
    pub email: Option<String>,
    pub country_code: Option<String>,
    pub customer_type: Option<i64>,
    pub verified_status: Option<String>,
    pub is_frozen: Option<i64>,
    pub customer_level: Option<String>,
    pub account_manager: Option<String>,
    pub xaccount_id: Option<String>,
    pub xaccount_type: Option<String>,
    pub raw: Value,
}

/// Inserts new customers and updates those whose record differs; unchanged rows are not written. A new one that came through
/// an account manager's link, or that he had created, is his (AM-4).
pub fn merge<'a>(
    connection: &'a mut PgConnection,
    stamp: &'a Stamp,
    rows: &'a [CustomerRow],
) -> BoxFuture<'a, Result<Merged, sqlx::Error>> {
    Box::pin(async move {
        let counts = sqlx::query!(
            r#"with merged as (
                 insert into customers as t (organization_id, account_id, run_id, fetched_at, first_seen_at,
                   remote_id, account_name, name, association_type, associated_at, label, telephone, email, country_code,
                   customer_type, verified_status, is_frozen, customer_level, account_manager, xaccount_id, xaccount_type, raw)
                 select $1, $2, $3, $4, $4,
                   r.remote_id, r.account_name, r.name, r.association_type, r.associated_at, r.label, r.telephone, r.email,
                   r.country_code, r.customer_type, r.verified_status, r.is_frozen, r.customer_level, r.account_manager,
                   r.xaccount_id, r.xaccount_type, r.raw
                 from jsonb_to_recordset($5) as r (
                   remote_id text, account_name text, name text, association_type text, associated_at timestamptz,
                   label text, telephone text, email text, country_code text, customer_type integer, verified_status text,
                   is_frozen integer, customer_level text, account_manager text, xaccount_id text, xaccount_type text, raw jsonb)
                 on conflict (organization_id, remote_id) do update set
                   account_id = excluded.account_id, run_id = excluded.run_id, fetched_at = excluded.fetched_at,
                   account_name = excluded.account_name, name = excluded.name, association_type = excluded.association_type,
                   associated_at = excluded.associated_at, label = excluded.label, telephone = excluded.telephone,
                   email = excluded.email, country_code = excluded.country_code, customer_type = excluded.customer_type,
                   verified_status = excluded.verified_status, is_frozen = excluded.is_frozen,
                   customer_level = excluded.customer_level, account_manager = excluded.account_manager,
                   xaccount_id = excluded.xaccount_id, xaccount_type = excluded.xaccount_type, raw = excluded.raw,
                   missed_reads = 0, left_at = null
                 where t.raw is distinct from excluded.raw or t.missed_reads <> 0
                 returning remote_id, (xmax = 0) as inserted
               )
               select coalesce(array_agg(remote_id) filter (where inserted), '{}') as "inserted!",
                 count(*) filter (where not inserted) as "updated!"
               from merged"#,
            stamp.organization_id,
            stamp.account_id,
            stamp.run_id,
            stamp.at,
            Json(rows) as _,
        )
        .fetch_one(&mut *connection)
        .await?;
        let inserted = i64::try_from(counts.inserted.len()).unwrap_or(i64::MAX);
        if inserted > 0 {
            periods::link(connection, (stamp.organization_id, stamp.account_id), &counts.inserted, stamp.at).await?;
        }
        Ok(Merged { inserted, updated: counts.updated, gone: 0 })
    })
}

/// Counts a miss for customers of the organisation that a complete reading did not list; a second miss in a row means
/// that the customer has left (CUST-11), and ends its account manager's period (AM-8).
pub async fn miss(
    connection: &mut PgConnection,
    stamp: Stamp,
    listed: &HashSet<String>,
) -> Result<Merged, sqlx::Error> {
    let listed: Vec<String> = listed.iter().cloned().collect();
    let left = sqlx::query_scalar!(
        r#"with missed as (
             update customers set missed_reads = missed_reads + 1,
               left_at = case when missed_reads >= 1 then $3::timestamptz end
             where organization_id = $1 and left_at is null and not (remote_id = any($2))
             returning left_at
           )
           select count(*) filter (where left_at is not null) as "left!" from missed"#,
        stamp.organization_id,
        &listed,
        stamp.at,
    )
    .fetch_one(&mut *connection)
    .await?;
    periods::end_left(connection, stamp.organization_id, stamp.at).await?;
    Ok(Merged { gone: left, ..Merged::default() })
}
