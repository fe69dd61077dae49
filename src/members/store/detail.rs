//! SQL of a member's page: sessions, what happened, how many customers he sees.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

use crate::db::Error;

/// MEM-5: a session idle for so long has ended.
const IDLE: TimeDelta = TimeDelta::minutes(30);

/// A session that is alive.
#[derive(Debug)]
pub struct Session {
    pub address: String,
    pub user_agent: String,
    pub created_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
}

/// A line of the timeline.
#[derive(Debug)]
pub struct Record {
    pub event: String,
    pub at: DateTime<Utc>,
    pub actor: String,
    pub address: Option<String>,
    pub reason: Option<String>,
}

/// Live sessions, the latest first, at most fifty.
pub async fn sessions(
    connection: &mut PgConnection,
    organization_id: i64,
    member_id: i64,
    now: DateTime<Utc>,
) -> Result<Vec<Session>, Error> {
    sqlx::query_as!(
        Session,
        r#"select coalesce(address, '') as "address!", coalesce(user_agent, '') as "user_agent!", created_at, seen_at
         from sessions
         where organization_id = $1 and member_id = $2 and expires_at > $3 and seen_at > $4
         order by seen_at desc limit 50"#,
        organization_id,
        member_id,
        now,
        now - IDLE,
    )
    .fetch_all(connection)
    .await
}

/// What happened to the member, the latest first, at most fifty.
pub async fn timeline(
    connection: &mut PgConnection,
    organization_id: i64,
    member_id: i64,
) -> Result<Vec<Record>, Error> {
    sqlx::query_as!(
        Record,
        "select event, at, actor, address, reason from audit_events
         where organization_id = $1 and object_kind = 'member' and object_id = $2
         order by seq desc limit 50",
        organization_id,
        member_id.to_string(),
    )
    .fetch_all(connection)
    .await
}

/// How many customers somebody sees: all of the organisation, or those of one manager, or of the managers under a director.
pub async fn customers_seen(
    connection: &mut PgConnection,
    organization_id: i64,
    member_id: i64,
    reach: &str,
) -> Result<i64, Error> {
    sqlx::query_scalar!(
        r#"select case $3
            when 'all' then (select count(*) from customers c where c.organization_id = $1)
            when 'own' then (select count(*) from customer_assignments a
              where a.organization_id = $1 and a.member_id = $2 and a.ended_at is null)
            else (select count(*) from customer_assignments a join members t on t.id = a.member_id
              where a.organization_id = $1 and t.director_id = $2 and a.ended_at is null) end as "seen!""#,
        organization_id,
        member_id,
        reach,
    )
    .fetch_one(connection)
    .await
}
