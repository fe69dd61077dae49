//! Consumption lines: COPY into a temporary table, then one merge into the partition that writes only what differs.

use std::sync::LazyLock;

use sqlx::{AssertSqlSafe, PgConnection, Row, SqlSafeStr, SqlStr};

use crate::{
    bills::sync::columns::{COLUMNS, Kind},
    sync::{Merged, Stamp},
    values::Month,
};

/// What a batch belongs to.
#[derive(Debug, Clone)]
pub struct Batch<'a> {
    /// Whose, whence, when.
    pub stamp: Stamp,
    /// Bill cycle.
    pub month: Month,
    /// Part being read; `Some` when the keys met are to be remembered, to find lines that vanished.
    pub seen_in: Option<&'a str>,
    /// The version that changes of a closed cycle lead to; `None`: the cycle is not closed, changes are no news.
    pub restates: Option<i32>,
}

static CREATE: LazyLock<String> = LazyLock::new(|| {
    let columns: Vec<String> = COLUMNS.iter().map(|(name, kind)| format!("{name} {}", sql_type(*kind))).collect();
    format!(
        "create temporary table if not exists consumption_staging (line_key text, digest uuid, currency text, {}) on commit delete rows",
        columns.join(", ")
    )
});

static MERGE: LazyLock<String> = LazyLock::new(|| merge_sql(""));

/// The same for a closed cycle, which also keeps what its lines were and will be. All parts of a statement see the lines as they
/// were before it.
static MERGE_KEEPING: LazyLock<String> = LazyLock::new(|| {
    merge_sql(
        "kept as (
           insert into consumption_changes (organization_id, bill_month, version, line_key, kind, before, after, run_id, found_at)
           select $1, $5, $7, s.line_key, case when o.line_key is null then 'added' else 'changed' end,
             to_jsonb(o) - 'id' - 'run_id' - 'fetched_at' - 'digest', to_jsonb(s) - 'digest' - 'is_new', $3, $4
           from fresh s
           left join consumption_lines o on o.organization_id = $1 and o.bill_month = $5 and o.line_key = s.line_key
         ),",
    )
});

/// Lines are compared with those of the same customers, not with all of the cycle, which every batch would pass anew (a million
/// lines: 0.4 s a batch): a line that moved to another customer is written although its key is known, and counted as new.
///
/// A full join, since it is always hashed or merged: a new month has no statistics, and a left join was planned as a loop in a
/// loop (12 s for the second ten thousand lines, more for every further). `coalesce` keeps Postgres from making it a left join.
fn merge_sql(kept: &str) -> String {
    let names: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
    let sets: Vec<String> = names.iter().map(|name| format!("{name} = excluded.{name}")).collect();
    // Lists are paged by trade_time: a line without one takes the next best instant.
    let picked = |name: &&str| match *name {
        "trade_time" => "coalesce(s.trade_time, s.consume_time, $6)".to_owned(),
        name => format!("s.{name}"),
    };
    let picked: Vec<String> = names.iter().map(picked).collect();
    format!(
        "with fresh as materialized (
           select s.*, o.line_key is null as is_new
           from (select distinct on (line_key) * from consumption_staging order by line_key) s
           full join (select l.line_key, l.digest from consumption_lines l
             where l.organization_id = $1 and l.bill_month = $5
               and l.customer_id = any(array(select distinct customer_id from consumption_staging))) o on o.line_key = s.line_key
           where coalesce(s.line_key, '') <> '' and o.digest is distinct from s.digest
         ),
         {kept}
         merged as (
           insert into consumption_lines
             (organization_id, account_id, run_id, fetched_at, bill_month, line_key, digest, currency, {names})
           select $1, $2, $3, $4, $5, s.line_key, s.digest, s.currency, {picked} from fresh s
           on conflict (organization_id, bill_month, line_key) do update set
             account_id = excluded.account_id, run_id = excluded.run_id, fetched_at = excluded.fetched_at,
             digest = excluded.digest, currency = excluded.currency, {sets}
         )
         select count(*) filter (where is_new) as inserted, count(*) filter (where not is_new) as updated from fresh",
        names = names.join(", "),
        picked = picked.join(", "),
        sets = sets.join(", "),
    )
}

const REMEMBER: &str = "insert into consumption_seen (account_id, organization_id, scope, line_key)
    select $1, $2, $3, line_key from consumption_staging on conflict do nothing";

const fn sql_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Instant => "timestamptz",
        Kind::Integer => "integer",
        Kind::Amount => "numeric",
    }
}

fn safe(sql: &'static str) -> SqlStr {
    AssertSqlSafe(sql).into_sql_str()
}

/// Makes the partition of a cycle if it is missing.
pub async fn ensure_month(connection: &mut PgConnection, month: Month) -> Result<(), sqlx::Error> {
    sqlx::query!("select ensure_consumption_month($1)", month.first_day()).execute(connection).await.map(drop)
}

/// Copies and merges a batch of pages of COPY text, inside the caller's transaction.
pub async fn merge(connection: &mut PgConnection, batch: &Batch<'_>, pages: &[&[u8]]) -> Result<Merged, sqlx::Error> {
    sqlx::query(safe(&CREATE)).execute(&mut *connection).await?;
    let mut into = connection.copy_in_raw("copy consumption_staging from stdin").await?;
    for page in pages {
        into.send(*page).await?;
    }
    into.finish().await?;
    let stamp = batch.stamp;
    if let Some(scope) = batch.seen_in {
        let remember = sqlx::query(REMEMBER).bind(stamp.account_id).bind(stamp.organization_id).bind(scope);
        remember.execute(&mut *connection).await?;
    }
    let merging = sqlx::query(safe(if batch.restates.is_some() { &MERGE_KEEPING } else { &MERGE }))
        .bind(stamp.organization_id)
        .bind(stamp.account_id)
        .bind(stamp.run_id)
        .bind(stamp.at)
        .bind(batch.month.first_day())
        .bind(batch.month.starts_at());
    let merging = match batch.restates {
        Some(version) => merging.bind(version),
        None => merging,
    };
    let counts = merging.fetch_one(&mut *connection).await?;
    Ok(Merged { inserted: counts.try_get("inserted")?, updated: counts.try_get("updated")?, gone: 0 })
}

/// Lines stored of a customer's cycle.
pub async fn stored(
    connection: &mut PgConnection,
    organization_id: i64,
    month: Month,
    customer_id: &str,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "stored!" from consumption_lines
           where organization_id = $1 and bill_month = $2 and customer_id = $3"#,
        organization_id,
        month.first_day(),
        customer_id,
    )
    .fetch_one(connection)
    .await
}

/// Keys remembered so far for a part.
pub async fn seen(connection: &mut PgConnection, account_id: i64, scope: &str) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "seen!" from consumption_seen where account_id = $1 and scope = $2"#,
        account_id,
        scope,
    )
    .fetch_one(connection)
    .await
}

/// Forgets the keys of a part.
pub async fn forget(connection: &mut PgConnection, account_id: i64, scope: &str) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from consumption_seen where account_id = $1 and scope = $2", account_id, scope)
        .execute(connection)
        .await
        .map(drop)
}

/// Takes away lines of a customer's cycle that a complete reading did not meet, and keeps what they were (BILL-43).
///
/// `not in`, since it always hashes: the keys were written a moment ago and have no statistics, so that `not exists` is
/// planned as a loop in a loop (130 s for 20,000 lines).
pub async fn remove_unseen(
    connection: &mut PgConnection,
    batch: &Batch<'_>,
    scope: &str,
    customer_id: &str,
) -> Result<Merged, sqlx::Error> {
    let stamp = batch.stamp;
    let gone = sqlx::query_scalar!(
        r#"with gone as (
             delete from consumption_lines l
             where l.organization_id = $1 and l.bill_month = $2 and l.customer_id = $3
               and l.line_key not in (select s.line_key from consumption_seen s where s.account_id = $4 and s.scope = $5)
             returning l.*
           ),
           kept as (
             insert into consumption_changes (organization_id, bill_month, version, line_key, kind, before, run_id, found_at)
             select $1, $2, $6, line_key, 'removed', to_jsonb(gone) - 'id' - 'run_id' - 'fetched_at' - 'digest', $7, $8 from gone
             returning 1
           )
           select count(*) as "gone!" from kept"#,
        stamp.organization_id,
        batch.month.first_day(),
        customer_id,
        stamp.account_id,
        scope,
        batch.restates.unwrap_or(0),
        stamp.run_id,
        stamp.at,
    )
    .fetch_one(connection)
    .await?;
    Ok(Merged { gone, ..Merged::default() })
}
