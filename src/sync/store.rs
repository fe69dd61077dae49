//! SQL of the engine: runs, cursors, freshness, the lock. The mirrors' SQL is in the slices.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use sqlx::PgConnection;

use super::{
    dependency::Reading,
    engine::{Asker, State},
    tally::{Counts, Problem},
};

/// Names one part of one resource of one connection.
#[derive(Debug, Clone, Copy)]
pub struct Key<'a> {
    pub account_id: i64,
    pub resource: &'a str,
    pub scope: &'a str,
}

#[derive(Debug, Default)]
pub struct Cursor {
    pub position: Option<Value>,
    pub completed_at: Option<DateTime<Utc>>,
    pub rows_read: i64,
}

pub async fn cursor(connection: &mut PgConnection, key: Key<'_>) -> Result<Cursor, sqlx::Error> {
    let found = sqlx::query_as!(
        Cursor,
        "select position, completed_at, rows_read from sync_cursors where account_id = $1 and resource = $2 and scope = $3",
        key.account_id,
        key.resource,
        key.scope,
    )
    .fetch_optional(connection)
    .await?;
    Ok(found.unwrap_or_default())
}

/// Scopes of a resource that were completely read since `since`.
pub async fn completed_scopes(
    connection: &mut PgConnection,
    account_id: i64,
    resource: &str,
    since: DateTime<Utc>,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "select scope from sync_cursors where account_id = $1 and resource = $2 and completed_at >= $3",
        account_id,
        resource,
        since,
    )
    .fetch_all(connection)
    .await
}

pub async fn save_position(
    connection: &mut PgConnection,
    organization_id: i64,
    key: Key<'_>,
    position: &Value,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into sync_cursors (account_id, organization_id, resource, scope, position) values ($1, $2, $3, $4, $5)
         on conflict (account_id, resource, scope) do update set position = excluded.position",
        key.account_id,
        organization_id,
        key.resource,
        key.scope,
        position,
    )
    .execute(connection)
    .await
    .map(drop)
}

pub async fn complete(
    connection: &mut PgConnection,
    organization_id: i64,
    key: Key<'_>,
    at: DateTime<Utc>,
    rows: i64,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into sync_cursors (account_id, organization_id, resource, scope, completed_at, rows_read)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (account_id, resource, scope)
         do update set position = null, completed_at = excluded.completed_at, rows_read = excluded.rows_read",
        key.account_id,
        organization_id,
        key.resource,
        key.scope,
        at,
        rows,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// Present resellers of a distributor: their organisation and the vendor's id.
pub async fn resellers(connection: &mut PgConnection, organization_id: i64) -> Result<Vec<(i64, String)>, sqlx::Error> {
    let rows = sqlx::query!(
        "select r.child_id, r.remote_id from resellers r join organizations o on o.id = r.child_id
         where r.organization_id = $1 and r.left_at is null and o.state <> 'exited' order by r.id",
        organization_id,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.child_id, row.remote_id)).collect())
}

/// The organisation and its resellers' organisations.
pub async fn family(connection: &mut PgConnection, organization_id: i64) -> Result<Vec<i64>, sqlx::Error> {
    sqlx::query_scalar!("select id from organizations where id = $1 or parent_id = $1 order by id", organization_id)
        .fetch_all(connection)
        .await
}

/// Makes sure that every resource has its row, due at once.
pub async fn enlist(
    connection: &mut PgConnection,
    organization_id: i64,
    account_id: i64,
    resources: &[String],
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into sync_resources (account_id, organization_id, resource, next_at)
         select $1, $2, name, $4 from unnest($3::text[]) as name
         on conflict (account_id, resource) do nothing",
        account_id,
        organization_id,
        resources,
        now,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// A resource that is due or asked for.
#[derive(Debug)]
pub struct Due {
    pub resource: String,
    /// Whether a person asked.
    pub asked: bool,
    /// Whether its latest run read nothing, since what it is read by was never read completely.
    pub waits: bool,
}

/// Resources of a connection that are due or asked for.
pub async fn due(connection: &mut PgConnection, account_id: i64, now: DateTime<Utc>) -> Result<Vec<Due>, sqlx::Error> {
    sqlx::query_as!(
        Due,
        r#"select r.resource, r.asked_at is not null as "asked!",
             coalesce(r.problem = 'waits' and l.state = 'failed', false) as "waits!"
           from sync_resources r left join sync_runs l on l.id = r.last_run_id
           where r.account_id = $1 and (r.next_at <= $2 or r.asked_at is not null)
           order by r.asked_at nulls last, r.next_at"#,
        account_id,
        now,
    )
    .fetch_all(connection)
    .await
}

/// How the reading of every resource of a connection stands.
pub async fn readings(connection: &mut PgConnection, account_id: i64) -> Result<Vec<Reading>, sqlx::Error> {
    sqlx::query_as!(
        Reading,
        r#"select resource, completed_at, problem is not null as "failed!" from sync_resources where account_id = $1"#,
        account_id,
    )
    .fetch_all(connection)
    .await
}

/// A person asks for a run of one resource, or of all (`None`). Answers how many were asked for.
pub async fn ask(
    connection: &mut PgConnection,
    organization_id: i64,
    resource: Option<&str>,
    now: DateTime<Utc>,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query!(
        "update sync_resources set asked_at = coalesce(asked_at, $3)
         where organization_id = $1 and ($2::text is null or resource = $2)",
        organization_id,
        resource,
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

/// What the portal itself has changed is read again at once, or this long after the latest reading.
const PAUSE: TimeDelta = TimeDelta::seconds(30);

/// Brings the next reading of resources forward.
pub async fn bring_forward(
    connection: &mut PgConnection,
    account_id: i64,
    resources: &[&str],
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update sync_resources set next_at = least(next_at, greatest($3, completed_at + $4))
         where account_id = $1 and resource = any($2::text[])",
        account_id,
        resources as _,
        now,
        PAUSE as _,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// Takes the lock of (connection, resource); it falls when the database connection ends.
pub async fn lock(connection: &mut PgConnection, account_id: i64, resource: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select pg_try_advisory_lock(hashtextextended('sync:' || $1::text || ':' || $2::text, 0)) as "taken!""#,
        account_id.to_string(),
        resource,
    )
    .fetch_one(connection)
    .await
}

pub async fn unlock(connection: &mut PgConnection, account_id: i64, resource: &str) -> Result<(), sqlx::Error> {
    sqlx::query_scalar!(
        r#"select pg_advisory_unlock(hashtextextended('sync:' || $1::text || ':' || $2::text, 0)) as "freed!""#,
        account_id.to_string(),
        resource,
    )
    .fetch_one(connection)
    .await
    .map(drop)
}

/// What a run begins with.
#[derive(Debug, Clone, Copy)]
pub struct Begin<'a> {
    pub organization_id: i64,
    pub account_id: i64,
    pub resource: &'a str,
    pub asker: Asker,
    pub now: DateTime<Utc>,
}

/// The newest run of a resource that is still marked running: its process died, since we hold the lock.
/// Marks it abandoned and answers when its reading began.
pub async fn abandon(connection: &mut PgConnection, begin: Begin<'_>) -> Result<Option<DateTime<Utc>>, sqlx::Error> {
    sqlx::query_scalar!(
        "update sync_runs set state = 'abandoned', finished_at = $3
         where account_id = $1 and resource = $2 and state = 'running' returning round_started_at",
        begin.account_id,
        begin.resource,
        begin.now,
    )
    .fetch_optional(connection)
    .await
}

/// Opens a run and answers its key.
pub async fn begin(
    connection: &mut PgConnection,
    begin: Begin<'_>,
    round_started_at: DateTime<Utc>,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"with run as (
             insert into sync_runs (organization_id, account_id, resource, cause, started_at, round_started_at)
             values ($1, $2, $3, $4, $5, $6) returning id
           )
           update sync_resources set last_run_id = (select id from run), asked_at = null
           where account_id = $2 and resource = $3
           returning last_run_id as "id!""#,
        begin.organization_id,
        begin.account_id,
        begin.resource,
        begin.asker.as_str(),
        begin.now,
        round_started_at,
    )
    .fetch_one(connection)
    .await
}

/// Writes the counters of a running run.
pub async fn flush(connection: &mut PgConnection, run_id: i64, counts: Counts) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update sync_runs set scopes_total = $2, scopes_done = $3, calls = $4, waited_ms = $5, rows_expected = $6,
           rows_read = $7, rows_inserted = $8, rows_updated = $9, rows_gone = $10 where id = $1",
        run_id,
        i32::try_from(counts.scopes_total).unwrap_or(i32::MAX),
        i32::try_from(counts.scopes_done).unwrap_or(i32::MAX),
        counts.calls,
        counts.waited_ms,
        counts.rows_expected,
        counts.rows_read,
        counts.rows_inserted,
        counts.rows_updated,
        counts.rows_gone,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// How a run ended.
#[derive(Debug)]
pub struct End {
    pub run_id: i64,
    pub state: State,
    pub problem: Option<Problem>,
    /// As of when the rows are complete, if the run is done.
    pub complete_as_of: DateTime<Utc>,
    pub now: DateTime<Utc>,
    pub next_at: DateTime<Utc>,
}

/// Closes a run and says when the resource is due again.
pub async fn end(connection: &mut PgConnection, end: &End) -> Result<(), sqlx::Error> {
    let problem = end.problem.as_ref();
    sqlx::query!(
        "with run as (
           update sync_runs set state = $2, finished_at = $3, problem = $4, problem_code = $5, problem_scope = $6,
             problem_request_id = $7 where id = $1
           returning account_id, resource
         )
         update sync_resources r set
           next_at = $8,
           problem = $4,
           failures = case when $2 = 'done' then 0 else r.failures + 1 end,
           completed_at = case when $2 = 'done' then greatest(r.completed_at, $9) else r.completed_at end,
           completed_run_id = case when $2 = 'done' then $1 else r.completed_run_id end
         from run where r.account_id = run.account_id and r.resource = run.resource",
        end.run_id,
        end.state.as_str(),
        end.now,
        problem.map(|p| p.class),
        problem.and_then(|p| p.code.as_deref()),
        problem.map(|p| p.scope.as_str()),
        problem.and_then(|p| p.request_id.as_deref()),
        end.next_at,
        end.complete_as_of,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// Runs in a row of a resource that did not complete.
pub async fn failures(connection: &mut PgConnection, account_id: i64, resource: &str) -> Result<i32, sqlx::Error> {
    sqlx::query_scalar!(
        "select failures from sync_resources where account_id = $1 and resource = $2",
        account_id,
        resource,
    )
    .fetch_one(connection)
    .await
}
