//! Objections with their thread.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use crate::{audit::Change, db::Error};

/// An objection.
#[derive(Debug)]
pub struct Objection {
    pub id: i64,
    pub statement_id: i64,
    /// Number of the line; none: the whole statement.
    pub line: Option<String>,
    pub line_id: Option<i64>,
    pub state: String,
    pub revision: i32,
    pub opened_by: i64,
    pub opener: String,
    pub opened_at: DateTime<Utc>,
    /// Last day for a reply to the vendor's answer.
    pub stands_until: Option<NaiveDate>,
    pub closed_by: Option<String>,
    pub closed_at: Option<DateTime<Utc>>,
}

/// Something that was said.
#[derive(Debug)]
pub struct Message {
    pub author: String,
    /// How the vendor's answer came; none: the partner said it.
    pub channel: Option<String>,
    pub body: String,
    pub written_at: DateTime<Utc>,
}

/// Objections to a statement, or one; the newest first.
pub async fn find(
    connection: &mut PgConnection,
    organization_id: i64,
    (statement_id, id): (Option<i64>, Option<i64>),
) -> Result<Vec<Objection>, Error> {
    sqlx::query_as!(
        Objection,
        r#"select o.id, o.statement_id, l.number as "line?", o.line_id, o.state, o.revision, o.opened_by, m.username as opener, o.opened_at,
             case when o.state = 'answered' then o.stands_until end as stands_until, o.closed_by, o.closed_at
           from rebate_objections o join members m on m.id = o.opened_by left join rebate_lines l on l.id = o.line_id
           where o.organization_id = $1 and ($2::bigint is null or o.statement_id = $2) and ($3::bigint is null or o.id = $3)
           order by o.id desc limit 200"#,
        organization_id,
        statement_id,
        id,
    )
    .fetch_all(connection)
    .await
}

/// What was said about an objection, the newest first.
pub async fn messages(connection: &mut PgConnection, organization_id: i64, id: i64) -> Result<Vec<Message>, Error> {
    sqlx::query_as!(
        Message,
        "select author, channel, body, written_at from rebate_messages
         where organization_id = $1 and objection_id = $2 order by id desc limit 200",
        organization_id,
        id,
    )
    .fetch_all(connection)
    .await
}

/// Begins an objection; answers its key.
pub async fn begin<P>(change: &mut Change<P>, statement_id: i64, line_id: Option<i64>) -> Result<i64, Error> {
    let (org, by, at) = (change.org(), change.member_id(), change.now());
    sqlx::query_scalar!(
        "insert into rebate_objections (organization_id, statement_id, line_id, opened_by, opened_at)
         values ($1, $2, $3, $4, $5) returning id",
        org,
        statement_id,
        line_id,
        by,
        at,
    )
    .fetch_one(&mut **change)
    .await
}

/// Adds what was said; with a channel it is the vendor's answer.
pub async fn say<P>(
    change: &mut Change<P>,
    id: i64,
    (author, channel, body): (&str, Option<&str>, &str),
) -> Result<(), Error> {
    let (org, at) = (change.org(), change.now());
    let side = if channel.is_some() { "vendor" } else { "member" };
    sqlx::query!(
        "insert into rebate_messages (organization_id, objection_id, side, author, channel, body, written_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        org,
        id,
        side,
        author,
        channel,
        body,
        at,
    )
    .execute(&mut **change)
    .await
    .map(drop)
}

/// Moves an objection if it still is as it was seen; `answered`: the day of an answer and the last one for a reply.
pub async fn step<P>(
    change: &mut Change<P>,
    (id, revision): (i64, i32),
    to: &str,
    (answered, by): (Option<(NaiveDate, NaiveDate)>, &str),
) -> Result<bool, Error> {
    let (org, at) = (change.org(), change.now());
    let done = sqlx::query!(
        "update rebate_objections set state = $4, revision = revision + 1, answered_on = coalesce($5, answered_on), stands_until = coalesce($8, stands_until),
           closed_by = case when $4 = 'closed' then $6 end, closed_at = case when $4 = 'closed' then $7::timestamptz end
         where organization_id = $1 and id = $2 and revision = $3 and state <> 'closed'",
        org,
        id,
        revision,
        to,
        answered.map(|(on, _)| on),
        by,
        at,
        answered.map(|(_, until)| until),
    )
    .execute(&mut **change)
    .await?;
    Ok(done.rows_affected() == 1)
}
