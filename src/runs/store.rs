//! What the engine wrote about resources and runs. A reseller reads its distributor's freshness through `freshness`.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::db::Error;

/// A run with its counters.
#[derive(Debug)]
pub struct Run {
    pub id: i64,
    pub resource: String,
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

/// How one resource stands.
#[derive(Debug)]
pub struct Standing {
    pub resource: String,
    pub completed_at: Option<DateTime<Utc>>,
    pub next_at: DateTime<Utc>,
    pub asked: bool,
    pub problem: Option<String>,
    pub run_id: Option<i64>,
    pub state: Option<String>,
    pub scopes_total: Option<i32>,
    pub scopes_done: Option<i32>,
    pub rows_expected: Option<i64>,
    pub rows_read: Option<i64>,
    pub rows_inserted: Option<i64>,
    pub rows_updated: Option<i64>,
    pub rows_gone: Option<i64>,
    pub waited_ms: Option<i64>,
}

/// Resources of the organisation's own connection, with the latest run of each.
pub async fn standings(connection: &mut PgConnection, organization_id: i64) -> Result<Vec<Standing>, Error> {
    sqlx::query_as!(
        Standing,
        r#"select r.resource, r.completed_at, r.next_at, r.asked_at is not null as "asked!", r.problem,
             u.id as "run_id?", u.state as "state?", u.scopes_total as "scopes_total?", u.scopes_done as "scopes_done?",
             u.rows_expected as "rows_expected?", u.rows_read as "rows_read?", u.rows_inserted as "rows_inserted?",
             u.rows_updated as "rows_updated?", u.rows_gone as "rows_gone?", u.waited_ms as "waited_ms?"
           from sync_resources r left join sync_runs u on u.id = r.last_run_id
           where r.organization_id = $1
           order by r.problem is null, r.resource"#,
        organization_id,
    )
    .fetch_all(connection)
    .await
}

/// The newest runs, of one resource or of all.
pub async fn recent(
    connection: &mut PgConnection,
    organization_id: i64,
    resource: Option<&str>,
) -> Result<Vec<Run>, Error> {
    sqlx::query_as!(
        Run,
        "select id, resource, cause, state, round_started_at, started_at, finished_at, scopes_total, scopes_done, calls, waited_ms,
           rows_expected, rows_read, rows_inserted, rows_updated, rows_gone, problem, problem_code, problem_scope, problem_request_id
         from sync_runs where organization_id = $1 and ($2::text is null or resource = $2) order by id desc limit 20",
        organization_id,
        resource,
    )
    .fetch_all(connection)
    .await
}

/// One run.
pub async fn find(connection: &mut PgConnection, organization_id: i64, id: i64) -> Result<Option<Run>, Error> {
    sqlx::query_as!(
        Run,
        "select id, resource, cause, state, round_started_at, started_at, finished_at, scopes_total, scopes_done, calls, waited_ms,
           rows_expected, rows_read, rows_inserted, rows_updated, rows_gone, problem, problem_code, problem_scope, problem_request_id
         from sync_runs where organization_id = $1 and id = $2",
        organization_id,
        id,
    )
    .fetch_optional(connection)
    .await
}
