//! SQL of forgotten passwords: who says so, whose login it is, and the new password.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    access::{Role, passwords::history},
    db::Error,
};

/// Requests looked at in one go.
const AT_ONCE: i64 = 20;

/// What somebody typed.
#[derive(Debug)]
pub struct Request {
    pub organization: String,
    pub username: String,
    pub language: String,
    pub address: String,
    pub request_id: String,
}

/// A login as the database knows it; past its last day it is disabled.
#[derive(Debug)]
pub struct Subject {
    pub organization_id: i64,
    pub member_id: i64,
    pub member_state: String,
    pub organization_state: String,
    pub is_master: bool,
}

impl Subject {
    /// Whether a right password would open the door (ORG-6).
    pub fn may_enter(&self) -> bool {
        match self.organization_state.as_str() {
            "active" | "frozen" => self.member_state == "active",
            "exited" => self.member_state == "active" && self.is_master,
            _ => false,
        }
    }
}

/// Writes down what somebody typed, whatever it means.
pub async fn add(connection: &mut PgConnection, request: &Request, now: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query!(
        "insert into password_requests (organization, username, language, address, request_id, requested_at)
         values ($1, $2, $3, $4, $5, $6)",
        request.organization,
        request.username,
        request.language,
        request.address,
        request.request_id,
        now,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// Takes what was written down; nobody else gets it.
pub async fn take(connection: &mut PgConnection) -> Result<Vec<Request>, Error> {
    sqlx::query_as!(
        Request,
        "delete from password_requests where id in (select id from password_requests order by id limit $1
           for update skip locked)
         returning organization, username, language, address, request_id",
        AT_ONCE,
    )
    .fetch_all(connection)
    .await
}

/// The login that organisation code and user name mean.
pub async fn subject(
    connection: &mut PgConnection,
    (organization, username): (&str, &str),
    now: DateTime<Utc>,
) -> Result<Option<Subject>, Error> {
    sqlx::query_as!(
        Subject,
        r#"select member_id as "member_id!", organization_id as "organization_id!", member_state as "member_state!",
            organization_state as "organization_state!", is_master as "is_master!"
         from sign_in_subject($1, $2, $3)"#,
        organization,
        username,
        now,
    )
    .fetch_optional(connection)
    .await
}

/// The member's mail address, for the password rule only.
pub async fn email(
    connection: &mut PgConnection,
    organization_id: i64,
    member_id: i64,
) -> Result<Option<String>, Error> {
    sqlx::query_scalar!("select email from members where organization_id = $1 and id = $2", organization_id, member_id,)
        .fetch_one(connection)
        .await
}

/// Stores the new password and ends the member's sessions; his API tokens stay (MEM-5).
pub async fn replace(
    connection: &mut PgConnection,
    organization_id: i64,
    member_id: i64,
    (hash, now): (&str, DateTime<Utc>),
) -> Result<(), Error> {
    history::replace(&mut *connection, organization_id, member_id, hash, now).await?;
    sqlx::query!(
        "delete from sessions where organization_id = $1 and member_id = $2 and token_id is null",
        organization_id,
        member_id,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// Who is told: the member and the organisation's admins.
pub async fn told(
    connection: &mut PgConnection,
    organization_id: i64,
    member_id: i64,
    now: DateTime<Utc>,
) -> Result<Vec<i64>, Error> {
    let admins = [Role::Admin, Role::DeskAdmin].map(|role| role.code().to_owned());
    sqlx::query_scalar!(
        "select m.id from members m where m.organization_id = $1 and m.state = 'active' and (m.id = $2 or exists (
           select from member_roles r where r.member_id = m.id and r.role = any($3)
             and (r.starts_at is null or r.starts_at <= $4) and (r.ends_at is null or r.ends_at > $4)))
         order by m.id limit 50",
        organization_id,
        member_id,
        &admins,
        now,
    )
    .fetch_all(connection)
    .await
}
