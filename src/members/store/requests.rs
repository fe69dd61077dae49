//! SQL of roles that wait for a second person (PERM-8).

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, types::Json};

use crate::{access::Reach, db::Error, members::rules::wanted::Wanted};

/// A request that waits.
#[derive(Debug)]
pub struct Request {
    pub id: i64,
    pub wanted: Json<Vec<Wanted>>,
    pub scope_pin: Option<String>,
    pub reason: String,
    pub asked_by: i64,
    pub asked_by_name: String,
    pub asked_at: DateTime<Utc>,
    /// Who last issued a link or a password to the reader, and when (MEM-13).
    pub reader_made_by: Option<i64>,
    pub reader_made_at: Option<DateTime<Utc>>,
    /// The same about who asked.
    pub asker_made_by: Option<i64>,
    pub asker_made_at: Option<DateTime<Utc>>,
}

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Who is to have the roles.
    pub member_id: i64,
    /// Every role he is to have.
    pub wanted: &'a [Wanted],
    /// The data scope chosen with it (AM-3).
    pub pin: Option<Reach>,
    /// Why.
    pub reason: &'a str,
    /// Who asks.
    pub asked_by: i64,
    /// When.
    pub at: DateTime<Utc>,
}

/// Stores a request; an open one of the same member is withdrawn by it. Answers its key.
pub async fn add(connection: &mut PgConnection, organization_id: i64, asked: Asked<'_>) -> Result<i64, Error> {
    withdraw(connection, organization_id, asked.member_id, asked.at).await?;
    sqlx::query_scalar!(
        "insert into role_requests (organization_id, member_id, roles, scope_pin, reason, asked_by, asked_at)
         values ($1, $2, $3, $4, left($5, 500), $6, $7) returning id",
        organization_id,
        asked.member_id,
        Json(asked.wanted) as _,
        asked.pin.map(Reach::as_str),
        asked.reason,
        asked.asked_by,
        asked.at,
    )
    .fetch_one(connection)
    .await
}

/// Withdraws the open request of a member, if there is one.
pub async fn withdraw(
    connection: &mut PgConnection,
    organization_id: i64,
    member_id: i64,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "update role_requests set state = 'withdrawn', decided_at = $3
         where organization_id = $1 and member_id = $2 and state = 'pending'",
        organization_id,
        member_id,
        now,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// The open request of a member, as `reader_id` sees it.
pub async fn pending(
    connection: &mut PgConnection,
    organization_id: i64,
    member_id: i64,
    reader_id: i64,
) -> Result<Option<Request>, Error> {
    sqlx::query_as!(
        Request,
        r#"select q.id, q.roles as "wanted!: _", q.scope_pin, q.reason, q.asked_by, m.username as asked_by_name, q.asked_at,
            me.credentials_by as reader_made_by, me.credentials_at as reader_made_at,
            m.credentials_by as asker_made_by, m.credentials_at as asker_made_at
         from role_requests q join members m on m.id = q.asked_by join members me on me.id = $3
         where q.organization_id = $1 and q.member_id = $2 and q.state = 'pending'"#,
        organization_id,
        member_id,
        reader_id,
    )
    .fetch_optional(connection)
    .await
}

/// How a request ended.
#[derive(Debug, Clone, Copy)]
pub struct Decision<'a> {
    /// The request.
    pub id: i64,
    /// `approved`, `refused` or `withdrawn`.
    pub state: &'a str,
    /// Who decided.
    pub by: i64,
    /// When.
    pub at: DateTime<Utc>,
}

/// Ends a request; false when somebody else was quicker (TRAP-15).
pub async fn decide(
    connection: &mut PgConnection,
    organization_id: i64,
    decision: Decision<'_>,
) -> Result<bool, Error> {
    let done = sqlx::query!(
        "update role_requests set state = $3, decided_by = $4, decided_at = $5
         where organization_id = $1 and id = $2 and state = 'pending'",
        organization_id,
        decision.id,
        decision.state,
        decision.by,
        decision.at,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Replaces a member's roles and pin. An assignment that stays as it is keeps who made it; who is no account manager any
/// more has no director.
pub async fn apply(
    connection: &mut PgConnection,
    organization_id: i64,
    member_id: i64,
    granted: Granted<'_>,
) -> Result<(), Error> {
    sqlx::query!(
        "delete from member_roles g where g.organization_id = $1 and g.member_id = $2 and not exists (
           select from jsonb_to_recordset($3) as w (role text, role_id bigint, starts_at timestamptz, ends_at timestamptz)
           where (w.role, w.role_id, w.starts_at, w.ends_at)
             is not distinct from (g.role, g.role_id, g.starts_at, g.ends_at))",
        organization_id,
        member_id,
        Json(granted.wanted) as _,
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "insert into member_roles (organization_id, member_id, role, role_id, starts_at, ends_at, granted_at, granted_by)
         select $1, $2, w.role, w.role_id, w.starts_at, w.ends_at, $4, $5
         from jsonb_to_recordset($3) as w (role text, role_id bigint, starts_at timestamptz, ends_at timestamptz)
         on conflict do nothing",
        organization_id,
        member_id,
        Json(granted.wanted) as _,
        granted.at,
        granted.by,
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "update members m set scope_pin = $3, revision = revision + 1,
            director_id = case when exists (select from member_roles r where r.member_id = m.id and r.role = 'account_manager')
              then m.director_id end
         where m.organization_id = $1 and m.id = $2",
        organization_id,
        member_id,
        granted.pin,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// Roles that are given.
#[derive(Debug, Clone, Copy)]
pub struct Granted<'a> {
    /// Every role the member has from now on.
    pub wanted: &'a [Wanted],
    /// His pin from now on (AM-3).
    pub pin: Option<&'a str>,
    /// Who gives them.
    pub by: i64,
    /// When.
    pub at: DateTime<Utc>,
}
