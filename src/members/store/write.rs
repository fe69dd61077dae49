//! SQL that adds and changes members. Every caller has taken `subject::lock` first.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sqlx::PgConnection;

use crate::{access::tries, db::Error};

/// An activation link works so long (MEM-2).
pub const LINK_LIFE: TimeDelta = TimeDelta::days(7);

/// A new login.
#[derive(Debug, Clone)]
pub struct NewMember<'a> {
    pub username: &'a str,
    pub data: Data<'a>,
    pub director_id: Option<i64>,
    pub pin: Option<&'a str>,
    pub by: i64,
    pub at: DateTime<Utc>,
}

/// What an administrator may change of a member.
#[derive(Debug, Clone, Copy)]
pub struct Data<'a> {
    pub name: &'a str,
    pub email: &'a str,
    pub phone: &'a str,
    pub department: &'a str,
    pub job_title: &'a str,
    pub remark: &'a str,
    pub expires_on: Option<NaiveDate>,
}

/// What a login is opened with: exactly one of the two, and who issued it.
#[derive(Debug, Clone, Copy)]
pub struct Credentials<'a> {
    /// SHA-256 of an activation token.
    pub link: Option<&'a [u8]>,
    /// Argon2id of a temporary password.
    pub password: Option<&'a str>,
    /// Who issued it.
    pub by: i64,
    /// When.
    pub at: DateTime<Utc>,
}

/// Whether another member that is not deleted has this mail address (MEM-2).
pub async fn is_email_in_use(
    connection: &mut PgConnection,
    organization_id: i64,
    email: &str,
    but: i64,
) -> Result<bool, Error> {
    sqlx::query_scalar!(
        r#"select exists (select from members where organization_id = $1 and lower(email) = lower($2) and state <> 'deleted'
          and id <> $3) as "used!""#,
        organization_id,
        email,
        but,
    )
    .fetch_one(connection)
    .await
}

/// Adds a login that waits for its first sign-in (MEM-9); without roles and credentials yet. Answers its key.
pub async fn add(connection: &mut PgConnection, organization_id: i64, new: &NewMember<'_>) -> Result<i64, Error> {
    let data = new.data;
    sqlx::query_scalar!(
        "insert into members (organization_id, username, name, email, phone, department, job_title, remark, expires_on, state,
            director_id, scope_pin, created_by, created_at, language)
         values ($1, $2, $3, nullif($4, ''), nullif($5, ''), $6, $7, $8, $9, 'invited', $10, $11, $12, $13,
            (select o.language from organizations o where o.id = $1)) returning id",
        organization_id,
        new.username,
        data.name,
        data.email,
        data.phone,
        data.department,
        data.job_title,
        data.remark,
        data.expires_on,
        new.director_id,
        new.pin,
        new.by,
        new.at,
    )
    .fetch_one(connection)
    .await
}

/// Replaces data and director.
pub async fn update(
    connection: &mut PgConnection,
    organization_id: i64,
    id: i64,
    data: Data<'_>,
    director_id: Option<i64>,
) -> Result<(), Error> {
    sqlx::query!(
        "update members set name = $3, email = nullif($4, ''), phone = nullif($5, ''), department = $6, job_title = $7,
            remark = $8, expires_on = $9, director_id = $10, revision = revision + 1
         where organization_id = $1 and id = $2",
        organization_id,
        id,
        data.name,
        data.email,
        data.phone,
        data.department,
        data.job_title,
        data.remark,
        data.expires_on,
        director_id,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// Issues a link or a temporary password: what was before opens nothing any more, and every session ends (MEM-5).
pub async fn issue(
    connection: &mut PgConnection,
    organization_id: i64,
    id: i64,
    credentials: Credentials<'_>,
) -> Result<(), Error> {
    sqlx::query!(
        "update members set password_hash = $3, password_changed_at = case when $3::text is not null then $6::timestamptz end,
            must_change_password = $3::text is not null, activation_hash = $4,
            activation_expires_at = case when $4::bytea is not null then $5::timestamptz end,
            credentials_by = $7, credentials_at = $6, revision = revision + 1
         where organization_id = $1 and id = $2",
        organization_id,
        id,
        credentials.password,
        credentials.link,
        credentials.at + LINK_LIFE,
        credentials.at,
        credentials.by,
    )
    .execute(&mut *connection)
    .await?;
    tries::forgive(connection, id, &tries::CREDENTIALS).await.map(drop)
}

/// Sets a state of MEM-9.
pub async fn set_state(connection: &mut PgConnection, organization_id: i64, id: i64, state: &str) -> Result<(), Error> {
    sqlx::query!(
        "update members set state = $3, revision = revision + 1 where organization_id = $1 and id = $2",
        organization_id,
        id,
        state,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// Gives the managers under a director another one, or none (TRAP-2); answers how many.
pub async fn redirect_managers(
    connection: &mut PgConnection,
    organization_id: i64,
    director_id: i64,
    successor_id: Option<i64>,
) -> Result<u64, Error> {
    let done = sqlx::query!(
        "update members set director_id = $3, revision = revision + 1
         where organization_id = $1 and director_id = $2 and state <> 'deleted'",
        organization_id,
        director_id,
        successor_id,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

/// Ends a login for good: no roles, no credentials (MEM-9, MEM-10).
pub async fn delete(
    connection: &mut PgConnection,
    organization_id: i64,
    id: i64,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!("delete from member_roles where organization_id = $1 and member_id = $2", organization_id, id)
        .execute(&mut *connection)
        .await?;
    sqlx::query!(
        "update members set state = 'deleted', deleted_at = $3, director_id = null, scope_pin = null, password_hash = null,
            activation_hash = null, activation_expires_at = null, revision = revision + 1
         where organization_id = $1 and id = $2",
        organization_id,
        id,
        now,
    )
    .execute(connection)
    .await
    .map(drop)
}
