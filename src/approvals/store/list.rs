//! The inbox of approvals.

use chrono::{DateTime, TimeDelta, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::Reader;
use crate::{
    approvals::forms::{Filters, View},
    db::Error,
    web::pager::LIMIT,
};

/// An approval waits for 72 hours.
const LIFE: TimeDelta = TimeDelta::hours(72);

/// An approval in a list.
#[derive(Debug)]
pub struct Approval {
    pub id: i64,
    pub kind: String,
    pub state: String,
    pub steps: i16,
    pub agreed: i64,
    pub amount: Option<Decimal>,
    pub currency: Option<String>,
    pub commands: i32,
    pub remark: String,
    pub maker: String,
    pub made_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

impl Approval {
    /// The state, also of one whose time has run out before the portal noted it.
    pub fn state(&self, now: DateTime<Utc>) -> &str {
        if self.state == "pending" && self.expires_at <= now { "expired" } else { &self.state }
    }

    /// Its place in a list.
    pub const fn key(&self) -> (DateTime<Utc>, i64) {
        (self.made_at, self.id)
    }
}

/// One page of a view and one row more: what waits for the reader with the oldest first, all else with the newest first.
pub async fn list(
    connection: &mut PgConnection,
    reader: Reader<'_>,
    (view, filters): (View, &Filters),
    after: Option<(DateTime<Utc>, i64)>,
) -> Result<Vec<Approval>, Error> {
    match view {
        View::Decide => waiting(connection, reader, filters, after).await,
        View::Mine | View::All => every(connection, reader, (view == View::Mine, filters), after).await,
    }
}

async fn waiting(
    connection: &mut PgConnection,
    reader: Reader<'_>,
    filters: &Filters,
    after: Option<(DateTime<Utc>, i64)>,
) -> Result<Vec<Approval>, Error> {
    // What is older has expired (CMD-3): the walk begins where something can still wait. `offset 0` keeps it a walk in the order of
    // the page: Postgres takes the other clauses for rare, and would gather and sort all that is pending.
    let (at, id) = after.unwrap_or((reader.now - LIFE, 0));
    sqlx::query_as!(
        Approval,
        r#"select a.id, a.kind, a.state, a.steps, a.amount, a.currency, a.commands, a.remark, m.username as maker, a.made_at,
             a.expires_at,
             (select count(*) from approval_votes v where v.approval_id = a.id and v.decision = 'agreed') as "agreed!"
           from (select * from approvals w where w.organization_id = $1 and w.state = 'pending' and (w.made_at, w.id) > ($5, $6)
               order by w.made_at, w.id offset 0) a
             join members m on m.id = a.made_by
           where a.expires_at > $2 and a.made_by <> $3
             and not exists (select from change_sets s where s.id = a.change_set_id and $3 in (s.made_by, s.edited_by))
             and (a.code = any($4) or exists (select from approval_delegations d where d.organization_id = $1
               and d.to_member_id = $3 and d.code = a.code and d.starts_at <= $2 and d.ends_at > $2 and d.revoked_at is null
               and d.from_member_id <> a.made_by))
             and not exists (select from approval_votes v where v.approval_id = a.id and v.member_id = $3)
             and ($7::text is null or a.kind = $7) and ($8::text is null or lower(m.username) = lower($8))
             and ($9::timestamptz is null or a.made_at >= $9) and ($10::timestamptz is null or a.made_at < $10)
             and approval_is_within(a.id, $12)
           order by a.made_at, a.id limit $11"#,
        reader.organization_id,
        reader.now,
        reader.member_id,
        reader.codes,
        at,
        id,
        filters.kind,
        filters.maker,
        filters.from,
        filters.before,
        LIMIT,
        reader.managers,
    )
    .fetch_all(connection)
    .await
}

async fn every(
    connection: &mut PgConnection,
    reader: Reader<'_>,
    (mine, filters): (bool, &Filters),
    after: Option<(DateTime<Utc>, i64)>,
) -> Result<Vec<Approval>, Error> {
    let (at, id) = after.unwrap_or((DateTime::<Utc>::MAX_UTC, i64::MAX));
    let at = at.min(reader.now + TimeDelta::days(36_500));
    sqlx::query_as!(
        Approval,
        r#"select a.id, a.kind, a.state, a.steps, a.amount, a.currency, a.commands, a.remark, m.username as maker, a.made_at,
             a.expires_at,
             (select count(*) from approval_votes v where v.approval_id = a.id and v.decision = 'agreed') as "agreed!"
           from (select * from approvals w where w.organization_id = $1 and (w.made_at, w.id) < ($2, $3)
               order by w.made_at desc, w.id desc offset 0) a
             join members m on m.id = a.made_by
           where (a.made_by = $4 or not $5 and ($6::text[] is null or a.kind = any($6)
               or exists (select from approval_votes v where v.approval_id = a.id and v.member_id = $4))
               and approval_is_within(a.id, $14))
             and ($7::text is null or a.kind = $7)
             and ($8::text is null or $8 = case when a.state = 'pending' and a.expires_at <= $9 then 'expired' else a.state end)
             and ($10::text is null or lower(m.username) = lower($10))
             and ($11::timestamptz is null or a.made_at >= $11) and ($12::timestamptz is null or a.made_at < $12)
           order by a.made_at desc, a.id desc limit $13"#,
        reader.organization_id,
        at,
        id,
        reader.member_id,
        mine,
        reader.kinds,
        filters.kind,
        filters.state,
        reader.now,
        filters.maker,
        filters.from,
        filters.before,
        LIMIT,
        reader.managers,
    )
    .fetch_all(connection)
    .await
}

/// What stands above the list.
#[derive(Debug)]
pub struct Above {
    /// Kinds whose approval is switched off while only one member can approve (TRAP-3), as the rules say.
    pub off: Vec<String>,
    /// Members whose roles wait for a second person, the reader (PERM-8).
    pub roles_of: Vec<i64>,
}

/// What stands above the list; `agrees` says whether the reader may decide on roles. One round trip.
pub async fn above(
    connection: &mut PgConnection,
    (organization_id, member_id): (i64, i64),
    agrees: bool,
) -> Result<Above, Error> {
    sqlx::query_as!(
        Above,
        r#"select array(select distinct action from approval_rules where organization_id = $1 and is_off order by action) as "off!",
             array(select q.member_id from role_requests q where $3 and q.organization_id = $1 and q.state = 'pending'
               and q.asked_by <> $2 and q.member_id <> $2 order by q.asked_at) as "roles_of!""#,
        organization_id,
        member_id,
        agrees,
    )
    .fetch_one(connection)
    .await
}
