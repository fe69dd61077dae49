//! SQL of the inbox: notices, and what waits.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{PgConnection, types::Json};

use super::rules::{Eyes, Notice, Waiting, What};
use crate::{
    db::{Db, Error},
    web::pager::LIMIT,
};

/// Notices are kept so long.
const KEPT: TimeDelta = TimeDelta::days(180);
/// What ends within this time waits for somebody.
const SOON: TimeDelta = TimeDelta::days(14);
/// An approval that expires within this time waits for its maker.
const HOURS: TimeDelta = TimeDelta::hours(12);
/// Commands that failed are told of for so long.
const LATELY: TimeDelta = TimeDelta::days(3);

/// A notice as its member sees it.
#[derive(Debug)]
pub struct Told {
    pub id: i64,
    pub content: Json<serde_json::Value>,
    pub told_at: DateTime<Utc>,
    pub read_at: Option<DateTime<Utc>>,
}

impl Told {
    /// What was told; a kind of a newer version is none.
    pub fn notice(&self) -> Option<Notice> {
        serde_json::from_value(self.content.0.clone()).ok()
    }
}

/// Adds a notice for each of these members; answers how many had not been told so.
pub async fn add(
    connection: &mut PgConnection,
    organization_id: i64,
    members: &[i64],
    (notice, once, now): (&Notice, Option<&str>, DateTime<Utc>),
) -> Result<u64, Error> {
    let done = sqlx::query!(
        "insert into notices (organization_id, member_id, content, once, told_at)
         select $1, m.id, $3, $4, $5 from members m where m.organization_id = $1 and m.id = any($2) and m.state <> 'deleted'
         on conflict (member_id, once) where once is not null do nothing",
        organization_id,
        members,
        Json(notice) as _,
        once,
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

/// One page of a member's notices, newest first, and one more.
pub async fn list(
    connection: &mut PgConnection,
    organization_id: i64,
    member_id: i64,
    unread: bool,
    after: Option<i64>,
) -> Result<Vec<Told>, Error> {
    sqlx::query_as!(
        Told,
        r#"select id, content as "content: _", told_at, read_at from notices
         where organization_id = $1 and member_id = $2 and id < $3 and (read_at is null or not $4)
         order by id desc limit $5"#,
        organization_id,
        member_id,
        after.unwrap_or(i64::MAX),
        unread,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// Marks notices of a member as read, one or all; answers how many were not.
pub async fn read(
    connection: &mut PgConnection,
    organization_id: i64,
    member_id: i64,
    (id, now): (Option<i64>, DateTime<Utc>),
) -> Result<u64, Error> {
    let done = sqlx::query!(
        "update notices set read_at = $4
         where organization_id = $1 and member_id = $2 and read_at is null and ($3::bigint is null or id = $3)",
        organization_id,
        member_id,
        id,
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

/// Deletes notices after 180 days; answers how many.
///
/// # Errors
/// When the database refuses.
pub async fn forget(db: &Db, now: DateTime<Utc>) -> Result<u64, Error> {
    let done = sqlx::query!("delete from notices where told_at < $1", now - KEPT)
        .execute(&mut *db.open_every().await?)
        .await?;
    Ok(done.rows_affected())
}

/// What waits for a member now, at most twenty of each kind, in one round trip.
///
/// # Errors
/// When the database refuses.
pub async fn waiting(
    connection: &mut PgConnection,
    organization_id: i64,
    (eyes, managers): (Eyes, Option<&[i64]>),
    now: DateTime<Utc>,
) -> Result<Vec<Waiting>, Error> {
    let rows = sqlx::query!(
        r#"with loose as materialized (
             select loose.* from (select where $6 or $7) asked, loose_ends($1, $14, $3) loose
           ),
           thing as (
             (select -4 as place, 'approval' as what, a.kind as whom, a.id, a.expires_at as at from approvals a
              where a.organization_id = $1 and a.state = 'pending' and a.expires_at > $3 and a.made_by <> $2
                and (a.code = any($10) or exists (select from approval_delegations d where d.organization_id = $1 and d.to_member_id = $2
                  and d.code = a.code and d.starts_at <= $3 and d.ends_at > $3 and d.revoked_at is null and d.from_member_id <> a.made_by))
                and not exists (select from approval_votes v where v.approval_id = a.id and v.member_id = $2)
              order by a.expires_at limit 20)
             union all
             (select -3, 'approval_ends', a.kind, a.id, a.expires_at from approvals a
              where a.organization_id = $1 and a.state = 'pending' and a.made_by = $2 and a.expires_at between $3 and $12
              order by a.expires_at limit 20)
             union all
             (select -2, 'unresolved', count(*)::text, 0, min(settled_at) from (select c.settled_at from commands c
                where c.organization_id = $1 and c.state = 'unknown' and c.settled_at is not null and c.kind = any($11) limit 1000) c
              having count(*) > 0)
             union all
             (select -1, 'proposed', c.kind, c.id, d.proposed_at from command_decisions d join commands c on c.id = d.command_id
              where d.organization_id = $1 and d.decision is null and d.proposed_by <> $2 and c.kind = any($11)
              order by d.proposed_at limit 20)
             union all
             (select 0, 'failed', count(*)::text, 0, max(changed_at) from (select c.changed_at from commands c
                join approvals a on a.id = c.approval_id
                where c.organization_id = $1 and c.state = 'failed' and a.made_by = $2 and c.changed_at > $13
                  and c.failure not in ('cancelled', 'returned') limit 1000) c
              having count(*) > 0)
             union all
             (select 1 as place, 'role_request' as what, m.username as whom, m.id, q.asked_at as at
              from role_requests q join members m on m.id = q.member_id
              where $4 and q.organization_id = $1 and q.state = 'pending' and q.asked_by <> $2 and q.member_id <> $2
              order by q.asked_at limit 20)
             union all
             (select 2, 'approval_rules', count(*)::text, 0, min(asked_at) from approval_rules
              where $5 and organization_id = $1 and asked_above is not null and asked_by <> $2 having count(*) > 0)
             union all
             (select 3, 'review', count(*)::text, v.id, v.ends_at
              from access_reviews v join access_review_items i on i.review_id = v.id
              join members s on s.id = i.member_id and s.state <> 'deleted'
              left join members d on d.id = i.reviewer_id
              where v.organization_id = $1 and v.starts_at <= $3 and v.ends_at > $3 and i.answer is null and i.member_id <> $2
                and (i.reviewer_id = $2 or $4 and (i.reviewer_id is null or d.state <> 'active'))
              group by v.id, v.ends_at)
             union all
             (select 4, 'undirected', undirected::text, 0, null from loose where $6 and undirected > 0)
             union all
             (select 5, 'unassigned', unassigned::text, 0, null from loose where $7 and unassigned > 0)
             union all
             (select 5, 'stranded', stranded::text, 1, null from loose where $7 and stranded > 0)
             union all
             (select 6, 'login_ends', m.username, m.id, login_ends_at(m.expires_on, o.time_zone)
              from members m join organizations o on o.id = m.organization_id
              where $8 and m.organization_id = $1 and m.state in ('active', 'invited') and m.id <> $2
                and login_ends_at(m.expires_on, o.time_zone) between $3 and $9
              order by m.expires_on limit 20)
             union all
             (select 7, 'role_ends', m.username, m.id, min(r.ends_at)
              from member_roles r join members m on m.id = r.member_id
              where $6 and r.organization_id = $1 and m.state in ('active', 'invited') and m.id <> $2 and r.ends_at between $3 and $9
              group by m.id, m.username order by min(r.ends_at) limit 20)
           )
           select what as "what!", whom as "whom!", id as "id!", at from thing order by place, at, id"#,
        organization_id,
        eyes.member_id,
        now,
        eyes.agrees,
        eyes.agrees_to_rules,
        eyes.assigns,
        eyes.assigns_customers,
        eyes.manages,
        now + SOON,
        &eyes.approves(),
        &eyes.attends(),
        now + HOURS,
        now - LATELY,
        managers,
    )
    .fetch_all(connection)
    .await?;
    let of = |row: (String, String, i64, Option<DateTime<Utc>>)| {
        Some(Waiting { what: What::parse(&row.0)?, whom: row.1, id: row.2, at: row.3 })
    };
    Ok(rows.into_iter().filter_map(|row| of((row.what, row.whom, row.id, row.at))).collect())
}
