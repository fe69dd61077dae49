//! SQL of a member's page: sessions, what happened, how many customers he sees.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

use crate::{access::tries::Lock, db::Error, members::rules::wanted::Wanted};

/// MEM-5: a session idle for so long has ended.
const IDLE: TimeDelta = TimeDelta::minutes(30);

/// A session that is alive.
#[derive(Debug, Deserialize)]
pub struct Session {
    pub id: i64,
    pub address: String,
    pub user_agent: String,
    pub created_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
}

/// A line of the timeline.
#[derive(Debug, Deserialize)]
pub struct Happened {
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
        r#"select id, coalesce(address, '') as "address!", coalesce(user_agent, '') as "user_agent!", created_at, seen_at
         from sessions
         where organization_id = $1 and member_id = $2 and token_id is null and expires_at > $3 and seen_at > $4
         order by seen_at desc, id desc limit 50"#,
        organization_id,
        member_id,
        now,
        now - IDLE,
    )
    .fetch_all(connection)
    .await
}

/// Ends one session of a member's browser; answers whether there was one.
pub async fn end_session(
    connection: &mut PgConnection,
    organization_id: i64,
    member_id: i64,
    session_id: i64,
) -> Result<bool, Error> {
    let done = sqlx::query!(
        "delete from sessions where organization_id = $1 and member_id = $2 and id = $3 and token_id is null",
        organization_id,
        member_id,
        session_id,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// How a member proves who he is: kinds and dates, never a secret.
#[derive(Debug, Default, Deserialize)]
pub struct Factors {
    pub app_since: Option<DateTime<Utc>>,
    pub passkeys: Vec<Passkey>,
    pub codes_left: i64,
    pub tokens: i64,
}

/// A passkey of his.
#[derive(Debug, Deserialize)]
pub struct Passkey {
    pub name: String,
    pub created_at: DateTime<Utc>,
    pub last_used_at: Option<DateTime<Utc>>,
}

/// His second factors.
pub async fn factors(
    connection: &mut PgConnection,
    organization_id: i64,
    member_id: i64,
    now: DateTime<Utc>,
) -> Result<Factors, Error> {
    let row = sqlx::query_scalar!(
        r#"select member_factors($1, $2, $3) as "factors!: Json<Factors>""#,
        organization_id,
        member_id,
        now,
    );
    Ok(row.fetch_one(connection).await?.0)
}

/// What of his login is locked now (MEM-5).
pub async fn locks(connection: &mut PgConnection, member_id: i64, now: DateTime<Utc>) -> Result<Vec<Lock>, Error> {
    sqlx::query_as!(
        Lock,
        r#"select what as "what!", address as "address!", locked_until as "locked_until!" from login_locks($1, $2)
         order by what, address"#,
        member_id,
        now,
    )
    .fetch_all(connection)
    .await
}

/// What stands on the page beside the member himself.
#[derive(Debug)]
pub struct Around {
    /// His second factors.
    pub factors: Factors,
    /// What of his login is locked now (MEM-5).
    pub locks: Vec<Lock>,
    /// Roles that wait for a second person.
    pub request: Option<Waiting>,
    /// Live sessions.
    pub sessions: Vec<Session>,
    /// What happened, the latest first, at most fifty.
    pub timeline: Vec<Happened>,
    /// How many customers he sees.
    pub customers_seen: i64,
}

/// A request that waits (PERM-8).
#[derive(Debug, Deserialize)]
pub struct Waiting {
    pub wanted: Vec<Wanted>,
    pub reason: String,
    pub asked_by: String,
    pub asked_at: DateTime<Utc>,
}

/// All of it in one round trip; `reach` is how far he sees (AM-2): all, his own, or the managers' under him.
pub async fn around(
    connection: &mut PgConnection,
    organization_id: i64,
    member_id: i64,
    (now, reach): (DateTime<Utc>, &str),
) -> Result<Around, Error> {
    let row = sqlx::query!(
        r#"select
            (select jsonb_build_object('wanted', q.roles, 'reason', q.reason, 'asked_by', m.username, 'asked_at', q.asked_at)
              from role_requests q join members m on m.id = q.asked_by
              where q.organization_id = $1 and q.member_id = $2 and q.state = 'pending') as "request: Json<Waiting>",
            (select coalesce(jsonb_agg(to_jsonb(s) order by s.seen_at desc), '[]') from (
              select id, coalesce(address, '') as address, coalesce(user_agent, '') as user_agent, created_at, seen_at from sessions
              where organization_id = $1 and member_id = $2 and token_id is null and expires_at > $3 and seen_at > $4
              order by seen_at desc limit 50) s) as "sessions!: Json<Vec<Session>>",
            member_factors($1, $2, $3) as "factors!: Json<Factors>",
            (select coalesce(jsonb_agg(to_jsonb(l) order by l.what, l.address), '[]') from login_locks($2, $3) l)
              as "locks!: Json<Vec<Lock>>",
            (select coalesce(jsonb_agg(to_jsonb(e) order by e.seq desc), '[]') from (
              select seq, event, at, actor, address, reason from audit_events
              where organization_id = $1 and object_kind = 'member' and object_id = ($2::bigint)::text
              order by seq desc limit 50) e) as "timeline!: Json<Vec<Happened>>",
            case $5::text
              when 'all' then (select count(*) from customers c where c.organization_id = $1)
              when 'own' then (select count(*) from customer_assignments a
                where a.organization_id = $1 and a.member_id = $2 and a.ended_at is null)
              else (select count(*) from customer_assignments a join members t on t.id = a.member_id
                where a.organization_id = $1 and t.director_id = $2 and a.ended_at is null) end as "seen!""#,
        organization_id,
        member_id,
        now,
        now - IDLE,
        reach,
    )
    .fetch_one(connection)
    .await?;
    Ok(Around {
        request: row.request.map(|request| request.0),
        factors: row.factors.0,
        locks: row.locks.0,
        sessions: row.sessions.0,
        timeline: row.timeline.0,
        customers_seen: row.seen,
    })
}
