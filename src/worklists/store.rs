//! SQL of the worklists. Row-level security shows the desk what was submitted to it, and a partner its own.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::forms::Tab;
use crate::{audit::Change, db::Error, web::pager::LIMIT};

/// A request in a list.
#[derive(Debug)]
pub struct Listed {
    pub id: i64,
    pub kind: String,
    pub state: String,
    pub health: String,
    pub title: String,
    pub partner: String,
    pub maker: Option<String>,
    pub amount: Option<Decimal>,
    pub currency: Option<String>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub state_at: DateTime<Utc>,
    pub due_at: Option<DateTime<Utc>>,
}

/// What is wanted of a list.
#[derive(Debug)]
pub struct Wanted<'a> {
    pub tab: Tab,
    /// Kinds that the reader works on.
    pub kinds: &'a [String],
    /// States of those kinds in which the desk has to do something, as `kind/state`.
    pub waiting: &'a [String],
    pub name: Option<&'a str>,
}

/// Submitted requests, the oldest state first, and one row more.
pub async fn desk(
    connection: &mut PgConnection,
    wanted: &Wanted<'_>,
    after: Option<(DateTime<Utc>, i64)>,
) -> Result<Vec<Listed>, Error> {
    let (at, id) = after.unwrap_or((DateTime::UNIX_EPOCH, 0));
    sqlx::query_as!(
        Listed,
        r#"select r.id, r.kind, r.state, r.health, r.title, coalesce(o.name, r.title) as "partner!", null::text as maker,
             r.amount, r.currency, r.submitted_at, r.state_at, r.due_at
           from requests r left join desk_organizations() o on o.id = r.organization_id
           where r.is_submitted and r.kind = any($1) and (r.state_at, r.id) > ($2, $3)
             and case $4 when '' then r.kind || '/' || r.state = any($5) when 'done' then r.kind || '/' || r.state <> all($5)
               else true end
             and ($6::text is null or strpos(lower(o.name), lower($6)) > 0 or strpos(lower(r.title), lower($6)) > 0)
           order by r.state_at, r.id limit $7"#,
        wanted.kinds,
        at,
        id,
        wanted.tab.word(),
        wanted.waiting,
        wanted.name,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// Requests of a partner under internal review, or that a colleague has passed or returned; the oldest first, one row more.
pub async fn internal(
    connection: &mut PgConnection,
    organization_id: i64,
    wanted: &Wanted<'_>,
    after: Option<(DateTime<Utc>, i64)>,
) -> Result<Vec<Listed>, Error> {
    let (at, id) = after.unwrap_or((DateTime::UNIX_EPOCH, 0));
    sqlx::query_as!(
        Listed,
        r#"select r.id, r.kind, r.state, r.health, r.title, r.title as "partner!", m.username as "maker?", r.amount, r.currency,
             r.submitted_at, r.state_at, r.due_at
           from requests r left join members m on m.id = r.maker_id
           where r.organization_id = $1 and r.kind = any($2) and (r.state_at, r.id) > ($3, $4)
             and case $5 when '' then r.state = 'internal_review'
               when 'done' then r.state <> 'internal_review' and exists (select from request_events e
                 where e.request_id = r.id and e.step in ('pass', 'return'))
               else r.state not in ('draft', 'discarded') end
             and ($6::text is null or strpos(lower(r.title), lower($6)) > 0)
           order by r.state_at, r.id limit $7"#,
        organization_id,
        wanted.kinds,
        at,
        id,
        wanted.tab.word(),
        wanted.name,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// Switches the internal review of a kind.
pub async fn switch<P>(change: &mut Change<P>, kind: &str, is_off: bool) -> Result<(), Error> {
    let (org, by, at) = (change.org(), change.member_id(), change.now());
    sqlx::query!(
        "insert into review_switches (organization_id, kind, is_off, changed_by, changed_at) values ($1, $2, $3, $4, $5)
         on conflict (organization_id, kind) do update set is_off = excluded.is_off, changed_by = excluded.changed_by,
           changed_at = excluded.changed_at",
        org,
        kind,
        is_off,
        by,
        at,
    )
    .execute(&mut **change)
    .await
    .map(drop)
}
