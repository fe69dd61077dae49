//! SQL of the worker: taking a task, keeping it, ending it. A task belongs to the try whose number stands in it; whoever finds
//! another number there has lost it and leaves everything as it is.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    access::{Kind as OrganizationKind, Permissions, Role, permissions_of},
    db::{Db, Error},
    exports::rules::{KEPT, LEASE},
};

/// A task that was taken.
#[derive(Debug)]
pub struct Turn {
    pub id: i64,
    pub organization_id: i64,
    pub kind: String,
    pub filters: String,
    pub language: String,
    pub requested_by: i64,
    pub tries: i32,
    pub time_zone: String,
}

/// Who asked, as he is now.
#[derive(Debug)]
struct Requester {
    kind: String,
    active: bool,
    is_master: bool,
    presets: Vec<String>,
    codes: Vec<String>,
}

/// Takes the task that waits longest, or one whose try has not been heard of, for the try `taken_by`.
pub async fn take(db: &Db, taken_by: Uuid, now: DateTime<Utc>) -> Result<Option<Turn>, Error> {
    sqlx::query_as!(
        Turn,
        "update export_tasks t set state = 'running', taken_by = $1, lease_until = $2, tries = t.tries + 1
         from organizations o
         where o.id = t.organization_id and t.id = (
             select id from export_tasks where state = 'waiting' or (state = 'running' and lease_until <= $3)
             order by id limit 1 for update skip locked)
         returning t.id, t.organization_id, t.kind, t.filters, t.language, t.requested_by, t.tries, o.time_zone",
        taken_by,
        now + LEASE,
        now,
    )
    .fetch_optional(&mut *db.open_every().await?)
    .await
}

/// Says that the try lives. Answers whether the task is still its own.
pub async fn renew(connection: &mut PgConnection, id: i64, taken_by: Uuid, now: DateTime<Utc>) -> Result<bool, Error> {
    let renewed = sqlx::query!(
        "update export_tasks set lease_until = $3 where id = $1 and taken_by = $2",
        id,
        taken_by,
        now + LEASE,
    )
    .execute(connection)
    .await?;
    Ok(renewed.rows_affected() == 1)
}

/// What who asked may do now; nothing when his login does not work or his organisation is not active any more.
pub async fn permissions(
    connection: &mut PgConnection,
    (organization_id, member_id): (i64, i64),
    now: DateTime<Utc>,
) -> Result<Permissions, Error> {
    let found = sqlx::query_as!(
        Requester,
        r#"select o.kind, m.state = 'active' and o.state in ('active', 'frozen')
               and (m.expires_on is null or login_ends_at(m.expires_on, o.time_zone) > $3) as "active!", m.is_master,
             coalesce(array_agg(r.role) filter (where r.role is not null), '{}') as "presets!",
             coalesce(string_to_array(string_agg(array_to_string(c.permissions, ','), ','), ','), '{}') as "codes!"
           from members m join organizations o on o.id = m.organization_id
           left join member_roles r on r.member_id = m.id
             and (r.starts_at is null or r.starts_at <= $3) and (r.ends_at is null or r.ends_at > $3)
           left join roles c on c.id = r.role_id
           where m.organization_id = $1 and m.id = $2
           group by o.kind, o.state, o.time_zone, m.state, m.expires_on, m.is_master"#,
        organization_id,
        member_id,
        now,
    )
    .fetch_optional(connection)
    .await?;
    let known = found.filter(|found| found.active);
    let Some((found, kind)) = known.and_then(|found| OrganizationKind::parse(&found.kind).map(|kind| (found, kind)))
    else {
        return Ok(Permissions::NONE);
    };
    let presets: Vec<Role> = found.presets.iter().filter_map(|code| Role::parse(code)).collect();
    let custom: Permissions = found.codes.iter().map(String::as_str).collect();
    Ok(permissions_of(kind, found.is_master, &presets, custom))
}

/// Ends a task with its file. Answers whether it was still the try's own.
pub async fn finish(
    connection: &mut PgConnection,
    (id, taken_by): (i64, Uuid),
    (rows, bytes): (i64, i64),
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let ended = sqlx::query!(
        "update export_tasks set state = 'done', file = taken_by, taken_by = null, lease_until = null, rows_written = $3,
           bytes = $4, ended_at = $5, expires_at = $6
         where id = $1 and taken_by = $2",
        id,
        taken_by,
        rows,
        bytes,
        now,
        now + KEPT,
    )
    .execute(connection)
    .await?;
    Ok(ended.rows_affected() == 1)
}

/// Ends a task without a file. Answers whether it was still the try's own.
pub async fn fail(
    connection: &mut PgConnection,
    (id, taken_by): (i64, Uuid),
    problem: &str,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let ended = sqlx::query!(
        "update export_tasks set state = 'failed', problem = $3, taken_by = null, lease_until = null, ended_at = $4
         where id = $1 and taken_by = $2",
        id,
        taken_by,
        problem,
        now,
    )
    .execute(connection)
    .await?;
    Ok(ended.rows_affected() == 1)
}

/// Exports whose time is over, with the organisation of each.
pub async fn overdue(db: &Db, now: DateTime<Utc>) -> Result<Vec<(i64, i64)>, Error> {
    let rows = sqlx::query!(
        "select id, organization_id from export_tasks where state = 'done' and expires_at <= $1 order by id",
        now,
    )
    .fetch_all(&mut *db.open_every().await?)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.organization_id)).collect())
}

/// Lets an export expire; answers the file that is to be deleted.
pub async fn expire(connection: &mut PgConnection, id: i64, now: DateTime<Utc>) -> Result<Option<Uuid>, Error> {
    let file = sqlx::query_scalar!(
        r#"with kept as (select id, file from export_tasks where id = $1 and state = 'done' and expires_at <= $2 for update)
         update export_tasks t set state = 'expired', file = null from kept where t.id = kept.id returning kept.file as "file!""#,
        id,
        now,
    )
    .fetch_optional(connection)
    .await?;
    Ok(file)
}

/// Which of these files a task names, finished or being written.
pub async fn named(db: &Db, files: &[Uuid]) -> Result<Vec<Uuid>, Error> {
    sqlx::query_scalar!(
        r#"select coalesce(file, taken_by) as "file!" from export_tasks where file = any($1) or taken_by = any($1)"#,
        files,
    )
    .fetch_all(&mut *db.open_every().await?)
    .await
}
