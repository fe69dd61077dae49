//! SQL of a member's own login. Every function answers for one member of one organisation.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::forms::{Data, Ended};
use crate::{
    access::{
        passwords::{history, policy::Owner},
        sessions,
    },
    db::Error,
    values::Masked,
};

/// A member's own data. He sees it whole: it is his.
#[derive(Debug)]
pub struct Own {
    pub username: String,
    pub name: Masked<String>,
    pub email: Option<Masked<String>>,
    pub phone: Option<Masked<String>>,
    pub password_changed_at: Option<DateTime<Utc>>,
    pub last_login_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

impl Own {
    /// Whose password it is (MEM-3).
    pub fn owner<'a>(&'a self, organization: &'a str) -> Owner<'a> {
        let email = self.email.as_ref().map(|email| email.reveal().as_str());
        Owner { organization, username: &self.username, email }
    }
}

/// A session that is alive.
#[derive(Debug)]
pub struct Session {
    pub id: i64,
    pub address: String,
    pub user_agent: String,
    pub created_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    pub current: bool,
}

/// The member's own data.
pub async fn get(connection: &mut PgConnection, organization_id: i64, member_id: i64) -> Result<Own, Error> {
    sqlx::query_as!(
        Own,
        r#"select username, name as "name: _", email as "email: _", phone as "phone: _", password_changed_at, last_login_at, created_at
           from members where organization_id = $1 and id = $2"#,
        organization_id,
        member_id,
    )
    .fetch_one(connection)
    .await
}

/// The member's live sessions, the one in use first, then by last request. At most fifty.
pub async fn sessions(
    connection: &mut PgConnection,
    organization_id: i64,
    member_id: i64,
    current_id: i64,
    now: DateTime<Utc>,
) -> Result<Vec<Session>, Error> {
    sqlx::query_as!(
        Session,
        r#"select id, coalesce(address, '') as "address!", coalesce(user_agent, '') as "user_agent!", created_at, seen_at,
             id = $3 as "current!"
           from sessions
           where organization_id = $1 and member_id = $2 and token_id is null and expires_at > $4 and seen_at > $5
           order by id = $3 desc, seen_at desc, id desc limit 50"#,
        organization_id,
        member_id,
        current_id,
        now,
        now - sessions::IDLE,
    )
    .fetch_all(connection)
    .await
}

/// Ends one of the member's sessions, or all but the one in use; answers how many.
pub async fn end_sessions(
    connection: &mut PgConnection,
    organization_id: i64,
    member_id: i64,
    current_id: i64,
    ended: Ended,
) -> Result<u64, Error> {
    let one = if let Ended::One(id) = ended { Some(id) } else { None };
    let done = sqlx::query!(
        "delete from sessions where organization_id = $1 and member_id = $2 and token_id is null
           and case when $4::bigint is null then id <> $3 else id = $4 end",
        organization_id,
        member_id,
        current_id,
        one,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

/// Stores a new password and ends the member's other sessions (MEM-5).
pub async fn change_password(
    connection: &mut PgConnection,
    organization_id: i64,
    member_id: i64,
    current_id: i64,
    (hash, now): (&str, DateTime<Utc>),
) -> Result<(), Error> {
    history::replace(&mut *connection, organization_id, member_id, hash, now).await?;
    end_sessions(connection, organization_id, member_id, current_id, Ended::Others).await.map(drop)
}

/// What the member may change of his own data, and the revision of his row.
pub async fn data(connection: &mut PgConnection, organization_id: i64, member_id: i64) -> Result<(Data, i32), Error> {
    let row = sqlx::query!(
        r#"select name, coalesce(phone, '') as "phone!", revision from members where organization_id = $1 and id = $2"#,
        organization_id,
        member_id,
    )
    .fetch_one(connection)
    .await?;
    Ok((Data { name: row.name, phone: row.phone }, row.revision))
}

/// Stores it.
pub async fn set_data(
    connection: &mut PgConnection,
    organization_id: i64,
    member_id: i64,
    data: &Data,
) -> Result<(), Error> {
    sqlx::query!(
        "update members set name = $3, phone = nullif($4, ''), revision = revision + 1 where organization_id = $1 and id = $2",
        organization_id,
        member_id,
        data.name,
        data.phone,
    )
    .execute(connection)
    .await
    .map(drop)
}
