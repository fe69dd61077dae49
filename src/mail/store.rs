//! SQL of the queue of outgoing mail, and of where a member's mail goes.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

use crate::db::Error;

/// How long a node may take to send a letter before another one tries.
const LEASE: TimeDelta = TimeDelta::minutes(5);

/// The database connection, for those who may not name its library.
pub type Connection = PgConnection;

/// A letter for the queue.
#[derive(Debug)]
pub struct Queued<'a> {
    pub member_id: i64,
    pub template: &'a str,
    pub language: &'a str,
    pub sealed: &'a [u8],
    pub now: DateTime<Utc>,
    pub ends: DateTime<Utc>,
}

/// A letter that is being sent by this node.
#[derive(Debug)]
pub struct Due {
    pub id: i64,
    pub organization_id: i64,
    pub member_id: i64,
    pub language: String,
    pub sealed: Vec<u8>,
    pub attempts: i32,
    pub expires_at: DateTime<Utc>,
}

/// A member's mail address and chosen language.
pub async fn address(
    connection: &mut PgConnection,
    organization_id: i64,
    member_id: i64,
) -> Result<Option<(String, Option<String>)>, Error> {
    let row = sqlx::query!(
        r#"select email as "email!", language from members
           where organization_id = $1 and id = $2 and email is not null and state <> 'deleted'"#,
        organization_id,
        member_id,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (row.email, row.language)))
}

/// Letters that were due before this instant and wait still: how many, and since when.
pub async fn overdue(
    connection: &mut PgConnection,
    before: DateTime<Utc>,
) -> Result<Option<(i64, DateTime<Utc>)>, Error> {
    let row = sqlx::query!(
        r#"select count(*) as "letters!", min(due_at) as since from mails where state = 'waiting' and due_at < $1"#,
        before,
    )
    .fetch_one(connection)
    .await?;
    Ok(row.since.map(|since| (row.letters, since)))
}

/// Adds a letter that is due at once.
pub async fn add(connection: &mut PgConnection, organization_id: i64, letter: &Queued<'_>) -> Result<(), Error> {
    sqlx::query!(
        "insert into mails (organization_id, member_id, template, language, sealed, queued_at, due_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $6, $7)",
        organization_id,
        letter.member_id,
        letter.template,
        letter.language,
        letter.sealed,
        letter.now,
        letter.ends,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// Takes letters that are due, of every organisation; no other node gets them before the lease ends.
pub async fn take(connection: &mut PgConnection, now: DateTime<Utc>, most: i64) -> Result<Vec<Due>, Error> {
    sqlx::query_as!(
        Due,
        r#"update mails set attempts = attempts + 1, due_at = $2
           where id in (select id from mails where state = 'waiting' and due_at <= $1 order by due_at, id limit $3
             for update skip locked)
           returning id, organization_id, member_id, language, sealed as "sealed!", attempts, expires_at"#,
        now,
        now + LEASE,
        most,
    )
    .fetch_all(connection)
    .await
}

/// A letter that could not be sent is due again later.
pub async fn put_off(connection: &mut PgConnection, letter: &Due, due_at: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query!(
        "update mails set due_at = $3 where organization_id = $1 and id = $2 and state = 'waiting'",
        letter.organization_id,
        letter.id,
        due_at,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// A letter was sent or given up: its address and content are erased.
pub async fn settle(connection: &mut PgConnection, letter: &Due, state: &str, now: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query!(
        "update mails set state = $3, sealed = null, settled_at = $4 where organization_id = $1 and id = $2",
        letter.organization_id,
        letter.id,
        state,
        now,
    )
    .execute(connection)
    .await
    .map(drop)
}
