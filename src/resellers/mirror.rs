//! SQL that merges the vendor's resellers into the mirror and gives each its organisation (ORG-14). Only `sync.rs` calls it.

use std::collections::HashSet;

use futures::future::BoxFuture;
use serde::Serialize;
use serde_json::Value;
use sqlx::{PgConnection, types::Json};

use crate::{
    access::periods,
    sync::{Merged, Stamp},
};

/// A reseller in our words, ready for the mirror.
#[derive(Debug, Serialize)]
pub struct ResellerRow {
    pub remote_id: String,
    pub account_name: Option<String>,
    pub name: Option<String>,
    pub mobile_phone: Option<String>,
    pub email: Option<String>,
    pub associated_at: Option<chrono::DateTime<chrono::Utc>>,
    pub account_manager_id: Option<String>,
    pub account_manager_name: Option<String>,
    pub raw: Value,
}

/// Inserts new resellers, each with a pending organisation of its own, and updates those whose record differs.
pub fn merge<'a>(
    connection: &'a mut PgConnection,
    stamp: &'a Stamp,
    rows: &'a [ResellerRow],
) -> BoxFuture<'a, Result<Merged, sqlx::Error>> {
    Box::pin(async move {
        adopt(connection, stamp, rows).await?;
        let counts = sqlx::query!(
            r#"with merged as (
                 insert into resellers as t (organization_id, account_id, run_id, fetched_at, first_seen_at, child_id,
                   remote_id, account_name, name, mobile_phone, email, associated_at, account_manager_id, account_manager_name, raw)
                 select $1, $2, $3, $4, $4, o.id,
                   r.remote_id, r.account_name, r.name, r.mobile_phone, r.email, r.associated_at, r.account_manager_id,
                   r.account_manager_name, r.raw
                 from jsonb_to_recordset($5) as r (
                   remote_id text, account_name text, name text, mobile_phone text, email text, associated_at timestamptz,
                   account_manager_id text, account_manager_name text, raw jsonb)
                 join organizations o on o.parent_id = $1 and o.remote_id = r.remote_id
                 on conflict (organization_id, remote_id) do update set
                   account_id = excluded.account_id, run_id = excluded.run_id, fetched_at = excluded.fetched_at,
                   account_name = excluded.account_name, name = excluded.name, mobile_phone = excluded.mobile_phone,
                   email = excluded.email, associated_at = excluded.associated_at,
                   account_manager_id = excluded.account_manager_id, account_manager_name = excluded.account_manager_name,
                   raw = excluded.raw, missed_reads = 0, left_at = null
                 where t.raw is distinct from excluded.raw or t.missed_reads <> 0
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

/// Gives every reseller met for the first time its organisation: pending, without logins (ORG-14).
async fn adopt(connection: &mut PgConnection, stamp: &Stamp, rows: &[ResellerRow]) -> Result<(), sqlx::Error> {
    let family: Vec<i64> = sqlx::query_scalar!(
        r#"with met as (
             select r.remote_id, coalesce(nullif(r.name, ''), nullif(r.account_name, ''), r.remote_id) as name
             from jsonb_to_recordset($2) as r (remote_id text, account_name text, name text)
           ),
           adopted as (
             insert into organizations (code, name, kind, state, parent_id, remote_id)
             select 'r' || $1::bigint || '-' || left(regexp_replace(lower(met.remote_id), '[^a-z0-9]', '', 'g'), 40),
               met.name, 'reseller', 'pending', $1, met.remote_id
             from met
             on conflict (parent_id, remote_id) where remote_id is not null do nothing
             returning id
           )
           select id as "id!" from adopted union select id from organizations where id = $1 or parent_id = $1"#,
        stamp.organization_id,
        Json(rows) as _,
    )
    .fetch_all(&mut *connection)
    .await?;
    // The connection was opened before these organisations existed.
    sqlx::query_scalar!("select set_config('portal.organizations', $1::bigint[]::text, false)", &family)
        .fetch_one(connection)
        .await
        .map(drop)
}

/// Counts a miss for resellers that a complete reading did not list; a second miss in a row means that it has left, and
/// ends its account manager's period (AM-10).
pub async fn miss(
    connection: &mut PgConnection,
    stamp: Stamp,
    listed: &HashSet<String>,
) -> Result<Merged, sqlx::Error> {
    let listed: Vec<String> = listed.iter().cloned().collect();
    let left = sqlx::query_scalar!(
        r#"with missed as (
             update resellers set missed_reads = missed_reads + 1,
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
