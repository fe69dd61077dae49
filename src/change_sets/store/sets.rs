//! Sets: made, checked, confirmed, listed with what became of them.

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, types::Json};

use crate::{
    change_sets::rules::{
        column::Kind,
        fault::{Asks, Objection, Sum},
        state::{Facts, State},
        verdict::Verdict,
    },
    db::Error,
};

/// A set with what became of it.
#[derive(Debug)]
pub struct Set {
    pub id: i64,
    pub kind: String,
    pub remark: String,
    pub source: String,
    pub token: String,
    pub revision: i32,
    pub objections: Json<Vec<Objection>>,
    pub sums: Json<Vec<Sum>>,
    pub asks: Json<Asks>,
    pub maker: String,
    pub made_at: DateTime<Utc>,
    pub checked_at: DateTime<Utc>,
    pub again_of: Option<i64>,
    /// The set that tries again what failed of it.
    pub tried_again: Option<i64>,
    pub approval_id: Option<i64>,
    pub approval: Option<String>,
    pub confirmed_at: Option<DateTime<Utc>>,
    /// When its approval expires undecided.
    pub expires_at: Option<DateTime<Utc>>,
    /// When the last of its commands changed.
    pub moved_at: Option<DateTime<Utc>>,
    /// Commands that the vendor holds up: it is busy, refuses for a while or does not answer; since when, and the next try.
    pub held: i64,
    pub held_since: Option<DateTime<Utc>>,
    pub next_at: Option<DateTime<Utc>>,
    /// Rows in all, of these wrong and not left out, left out.
    pub rows: i64,
    pub faulty: i64,
    pub left_out: i64,
    /// Commands: not final, with their effect, without.
    pub under_way: i64,
    pub applied: i64,
    pub failed: i64,
}

impl Set {
    /// What it does; a kind of a newer version is none.
    pub fn kind(&self) -> Option<Kind> {
        Kind::parse(&self.kind)
    }

    /// Since when it stands there; while the vendor holds it up, since when that is so.
    pub fn since(&self) -> Option<DateTime<Utc>> {
        match self.state() {
            State::Draft | State::Validated => Some(self.checked_at),
            State::AwaitingApproval => self.confirmed_at,
            State::Running => self.held_since.or(self.confirmed_at),
            State::Done | State::PartlyFailed | State::Returned => self.moved_at.or(self.confirmed_at),
        }
    }

    /// Where it stands.
    pub fn state(&self) -> State {
        State::of(Facts {
            is_faulty: !self.objections.is_empty(),
            approval: self.approval.as_deref(),
            under_way: self.under_way,
            failed: self.failed,
        })
    }
}

/// Which sets are seen.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// Of these kinds.
    pub kinds: &'a [&'a str],
    /// Only those of this maker: who sees some customers only sees no others' sets (AM-13).
    pub maker: Option<i64>,
}

/// Sets, newest first: `limit` before the key, or the one with this key.
pub async fn list(
    connection: &mut PgConnection,
    organization_id: i64,
    (seen, only): (Seen<'_>, Option<i64>),
    after: Option<i64>,
    limit: i64,
) -> Result<Vec<Set>, Error> {
    sqlx::query_as!(
        Set,
        r#"select s.id, s.kind, s.remark, s.source, s.token, s.revision, s.objections as "objections: Json<Vec<Objection>>",
             s.sums as "sums: Json<Vec<Sum>>", s.asks as "asks: Json<Asks>", m.username as maker, s.made_at, s.checked_at, s.again_of,
             (select t.id from change_sets t where t.organization_id = $1 and t.again_of = s.id) as tried_again, s.approval_id,
             a.state as "approval?", s.confirmed_at, a.expires_at as "expires_at?", n.moved_at, n.held as "held!", n.held_since, n.next_at,
             n.rows as "rows!", n.faulty as "faulty!", n.left_out as "left_out!",
             n.under_way as "under_way!", n.applied as "applied!", n.failed as "failed!"
           from (select * from change_sets where organization_id = $1 and id < $2 and kind = any($3::text[])
             and ($4::bigint is null or id = $4) and ($6::bigint is null or made_by = $6) order by id desc limit $5) s
           join members m on m.id = s.made_by
           left join approvals a on a.id = s.approval_id
           cross join lateral (
             select count(distinct r.line) as rows, count(distinct r.line) filter (where r.faults <> '[]' and not r.left_out) as faulty,
               count(distinct r.line) filter (where r.left_out) as left_out,
               count(*) filter (where c.state in ('intent', 'sending', 'unknown')) as under_way,
               count(*) filter (where c.state = 'confirmed' or c.outcome = 'applied') as applied,
               count(*) filter (where c.state = 'failed' or c.outcome = 'not_applied') as failed, max(c.changed_at) as moved_at,
               count(*) filter (where l.state = 'waiting' and l.waits is not null) as held,
               min(l.waits_since) filter (where l.state = 'waiting' and l.waits is not null) as held_since,
               min(l.not_before) filter (where l.state = 'waiting' and l.waits is not null) as next_at
             from change_set_rows r
             left join commands c on c.organization_id = $1 and (c.id = r.command_id or c.follows_id = r.command_id)
             left join command_calls l on l.id = c.call_id
             where r.change_set_id = s.id) n
           order by s.id desc"#,
        organization_id,
        after.unwrap_or(i64::MAX),
        seen.kinds as _,
        only,
        limit,
        seen.maker,
    )
    .fetch_all(connection)
    .await
}

/// One set.
pub async fn find(
    connection: &mut PgConnection,
    organization_id: i64,
    seen: Seen<'_>,
    id: i64,
) -> Result<Option<Set>, Error> {
    Ok(list(connection, organization_id, (seen, Some(id)), None, 1).await?.pop())
}

/// A set to be.
#[derive(Debug)]
pub struct New<'a> {
    /// What it does.
    pub kind: Kind,
    /// Why.
    pub remark: &'a str,
    /// Name of the file; empty: pasted.
    pub source: &'a str,
    /// Of its one confirmation.
    pub token: &'a str,
    /// The set it tries again.
    pub again_of: Option<i64>,
    /// Who makes it.
    pub by: i64,
    /// When.
    pub at: DateTime<Utc>,
}

/// Makes a set without rows; answers its key.
pub async fn insert(connection: &mut PgConnection, organization_id: i64, new: &New<'_>) -> Result<i64, Error> {
    sqlx::query_scalar!(
        "insert into change_sets (organization_id, kind, remark, source, token, made_by, made_at, checked_at, again_of)
         values ($1, $2, left($3, 500), left($4, 200), $5, $6, $7, $7, $8) returning id",
        organization_id,
        new.kind.as_str(),
        new.remark,
        new.source,
        new.token,
        new.by,
        new.at,
        new.again_of,
    )
    .fetch_one(connection)
    .await
}

/// The set that tries again what failed of this one, if there is one.
pub async fn tried_again(connection: &mut PgConnection, organization_id: i64, id: i64) -> Result<Option<i64>, Error> {
    sqlx::query_scalar!("select id from change_sets where organization_id = $1 and again_of = $2", organization_id, id)
        .fetch_optional(connection)
        .await
}

/// A set that nobody else changes meanwhile.
#[derive(Debug)]
pub struct Locked {
    pub revision: i32,
    /// What it became.
    pub approval_id: Option<i64>,
    /// Who made it, and who changed its rows last: neither approves it (PERM-6).
    pub authors: Vec<i64>,
}

/// Locks a draft of one of these kinds so that two people do not change it at once; answers its revision, none when it is no draft.
pub async fn lock(connection: &mut PgConnection, organization_id: i64, id: i64) -> Result<Option<Locked>, Error> {
    sqlx::query_as!(
        Locked,
        r#"select revision, approval_id, array_remove(array[made_by, edited_by], null) as "authors!"
           from change_sets where organization_id = $1 and id = $2 for update"#,
        organization_id,
        id,
    )
    .fetch_optional(connection)
    .await
}

/// Notes what a check found; the revision rises.
pub async fn note(
    connection: &mut PgConnection,
    organization_id: i64,
    id: i64,
    (verdict, asks): (&Verdict, &Asks),
    at: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "update change_sets set objections = $3, sums = $4, asks = $5, checked_at = $6, revision = revision + 1
         where organization_id = $1 and id = $2",
        organization_id,
        id,
        Json(&verdict.objections) as _,
        Json(&verdict.sums) as _,
        Json(asks) as _,
        at,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// Notes who changed its rows: he does not approve it (PERM-6).
pub async fn edited(connection: &mut PgConnection, organization_id: i64, (id, by): (i64, i64)) -> Result<(), Error> {
    sqlx::query!(
        "update change_sets set edited_by = $3 where organization_id = $1 and id = $2",
        organization_id,
        id,
        by,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// The set became an approval.
pub async fn confirm(
    connection: &mut PgConnection,
    organization_id: i64,
    id: i64,
    (approval_id, remark): (i64, &str),
    at: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "update change_sets set approval_id = $3, remark = left($4, 500), confirmed_at = $5, revision = revision + 1
         where organization_id = $1 and id = $2",
        organization_id,
        id,
        approval_id,
        remark,
        at,
    )
    .execute(connection)
    .await
    .map(drop)
}
