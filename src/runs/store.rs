//! SQL of runs and of the freshness of resources, as pages read them. The engine writes them.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::forms::Filters;
use crate::{db::Error, web::pager::LIMIT};

/// A resource of a connection with its latest run.
#[derive(Debug)]
pub struct Resource {
    pub resource: String,
    pub site: String,
    pub completed_at: Option<DateTime<Utc>>,
    pub next_at: DateTime<Utc>,
    pub asked_at: Option<DateTime<Utc>>,
    pub failures: i32,
    pub run_id: Option<i64>,
    pub state: Option<String>,
    pub started_at: Option<DateTime<Utc>>,
    pub finished_at: Option<DateTime<Utc>>,
    pub scopes_total: i32,
    pub scopes_done: i32,
    pub calls: i64,
    pub waited_ms: i64,
    pub rows_expected: i64,
    pub rows_read: i64,
    pub rows_inserted: i64,
    pub rows_updated: i64,
    pub rows_gone: i64,
    pub problem: Option<String>,
    pub problem_code: Option<String>,
    pub problem_scope: Option<String>,
    pub problem_request_id: Option<String>,
}

/// One reading.
#[derive(Debug)]
pub struct Run {
    pub id: i64,
    pub resource: String,
    pub site: String,
    pub cause: String,
    pub state: String,
    pub round_started_at: DateTime<Utc>,
    pub started_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
    pub scopes_total: i32,
    pub scopes_done: i32,
    pub calls: i64,
    pub waited_ms: i64,
    pub rows_expected: i64,
    pub rows_read: i64,
    pub rows_inserted: i64,
    pub rows_updated: i64,
    pub rows_gone: i64,
    pub problem: Option<String>,
    pub problem_code: Option<String>,
    pub problem_scope: Option<String>,
    pub problem_request_id: Option<String>,
}

/// Every resource of the organisation's connections.
pub async fn resources(connection: &mut PgConnection, organization_id: i64) -> Result<Vec<Resource>, Error> {
    sqlx::query_as!(
        Resource,
        r#"select r.resource, a.site, r.completed_at, r.next_at, r.asked_at, r.failures, l.id as "run_id?", l.state as "state?",
             l.started_at as "started_at?", l.finished_at, coalesce(l.scopes_total, 0) as "scopes_total!",
             coalesce(l.scopes_done, 0) as "scopes_done!", coalesce(l.calls, 0) as "calls!",
             coalesce(l.waited_ms, 0) as "waited_ms!", coalesce(l.rows_expected, 0) as "rows_expected!",
             coalesce(l.rows_read, 0) as "rows_read!", coalesce(l.rows_inserted, 0) as "rows_inserted!",
             coalesce(l.rows_updated, 0) as "rows_updated!", coalesce(l.rows_gone, 0) as "rows_gone!",
             r.problem, l.problem_code, l.problem_scope, l.problem_request_id
           from sync_resources r
           join cloud_accounts a on a.id = r.account_id
           left join sync_runs l on l.id = r.last_run_id
           where r.organization_id = $1
           order by r.account_id, r.resource"#,
        organization_id,
    )
    .fetch_all(connection)
    .await
}

/// One page of runs, newest first, and one row more.
pub async fn runs(
    connection: &mut PgConnection,
    organization_id: i64,
    filters: &Filters,
    after: Option<i64>,
) -> Result<Vec<Run>, Error> {
    sqlx::query_as!(
        Run,
        "select r.id, r.resource, a.site, r.cause, r.state, r.round_started_at, r.started_at, r.finished_at, r.scopes_total,
           r.scopes_done, r.calls, r.waited_ms, r.rows_expected, r.rows_read, r.rows_inserted, r.rows_updated, r.rows_gone,
           r.problem, r.problem_code, r.problem_scope, r.problem_request_id
         from sync_runs r join cloud_accounts a on a.id = r.account_id
         where r.organization_id = $1 and r.id < $2
           and ($3::text is null or r.resource = $3)
           and ($4::text is null or r.state = $4)
           and ($5::text is null or r.cause = $5)
           and ($6::timestamptz is null or r.started_at >= $6)
           and ($7::timestamptz is null or r.started_at < $7)
         order by r.id desc limit $8",
        organization_id,
        after.unwrap_or(i64::MAX),
        filters.resource,
        filters.state,
        filters.cause,
        filters.from,
        filters.before,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// One run.
pub async fn run(connection: &mut PgConnection, organization_id: i64, id: i64) -> Result<Option<Run>, Error> {
    sqlx::query_as!(
        Run,
        "select r.id, r.resource, a.site, r.cause, r.state, r.round_started_at, r.started_at, r.finished_at, r.scopes_total,
           r.scopes_done, r.calls, r.waited_ms, r.rows_expected, r.rows_read, r.rows_inserted, r.rows_updated, r.rows_gone,
           r.problem, r.problem_code, r.problem_scope, r.problem_request_id
         from sync_runs r join cloud_accounts a on a.id = r.account_id
         where r.organization_id = $1 and r.id = $2",
        organization_id,
        id,
    )
    .fetch_optional(connection)
    .await
}
