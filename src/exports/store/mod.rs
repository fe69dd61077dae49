//! SQL of exports as pages see them; `turns` is the worker's, `folder` has the bytes.

mod folder;
mod turns;
pub mod worker;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

pub use folder::open;

use super::rules::{Kind, MOST};
use crate::{audit::Change, db::Error, lang::Lang, web::pager::LIMIT};

/// An export.
#[derive(Debug)]
pub struct Task {
    pub id: i64,
    pub kind: String,
    pub described: String,
    pub username: String,
    pub requested_at: DateTime<Utc>,
    pub state: String,
    pub rows_written: Option<i64>,
    pub bytes: Option<i64>,
    pub file: Option<Uuid>,
    pub problem: Option<String>,
    pub expires_at: Option<DateTime<Utc>>,
}

/// What a member asks for.
#[derive(Debug, Clone, Copy)]
pub struct NewTask<'a> {
    /// What is exported.
    pub kind: Kind,
    /// What the list is narrowed to, as in its address.
    pub filters: &'a str,
    /// The same in the words of the list; empty: everything.
    pub described: &'a str,
    /// Language of the file.
    pub lang: Lang,
}

/// Asks for an export by the member who makes the change; answers its key, or nothing when five of his are not finished.
///
/// # Errors
/// When the database refuses.
pub async fn ask<P>(change: &mut Change<P>, task: NewTask<'_>) -> Result<Option<i64>, Error> {
    let (org, member, now) = (change.org(), change.member_id(), change.now());
    sqlx::query_scalar!(
        r#"insert into export_tasks (organization_id, kind, filters, described, language, requested_by, requested_at)
         select $1, $2, $3, $4, $5, $6, $7
         where (select count(*) from export_tasks
             where organization_id = $1 and requested_by = $6 and state in ('waiting', 'running')) < $8
         returning id"#,
        org,
        task.kind.code(),
        task.filters,
        task.described,
        task.lang.code(),
        member,
        now,
        MOST,
    )
    .fetch_optional(&mut **change)
    .await
}

/// One page of exports of these kinds, newest first, and one row more; of one member where `by` names him.
pub async fn list(
    connection: &mut PgConnection,
    organization_id: i64,
    (kinds, by): (&[String], Option<i64>),
    state: Option<&str>,
    before: Option<i64>,
) -> Result<Vec<Task>, Error> {
    sqlx::query_as!(
        Task,
        "select t.id, t.kind, t.described, m.username, t.requested_at, t.state, t.rows_written, t.bytes,
           t.file, t.problem, t.expires_at
         from export_tasks t join members m on m.id = t.requested_by
         where t.organization_id = $1 and t.kind = any($2) and ($3::bigint is null or t.requested_by = $3)
           and ($4::text is null or t.state = $4) and t.id < $5
         order by t.id desc
         limit $6",
        organization_id,
        kinds,
        by,
        state,
        before.unwrap_or(i64::MAX),
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// One export, if it is of these kinds and, where `by` names a member, his.
pub async fn find(
    connection: &mut PgConnection,
    organization_id: i64,
    (kinds, by): (&[String], Option<i64>),
    id: i64,
) -> Result<Option<Task>, Error> {
    sqlx::query_as!(
        Task,
        "select t.id, t.kind, t.described, m.username, t.requested_at, t.state, t.rows_written, t.bytes,
           t.file, t.problem, t.expires_at
         from export_tasks t join members m on m.id = t.requested_by
         where t.organization_id = $1 and t.kind = any($2) and ($3::bigint is null or t.requested_by = $3) and t.id = $4",
        organization_id,
        kinds,
        by,
        id,
    )
    .fetch_optional(connection)
    .await
}
