//! SQL of the inbox: notices, and what waits.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{PgConnection, types::Json};

use super::rules::{Eyes, Notice, Waiting};
use crate::{
    access::{Code, Kind, permission::holders_of},
    commands::resolution,
    db::{Db, Error},
    web::pager::LIMIT,
};

/// Notices are kept so long.
const KEPT: TimeDelta = TimeDelta::days(180);
/// What ends within this time waits for somebody.
const SOON: TimeDelta = TimeDelta::days(14);

/// Active members who hold one of these codes now, by a preset role or a custom one, and the master.
pub async fn holders(
    connection: &mut PgConnection,
    (organization_id, kind): (i64, Kind),
    codes: &[Code],
    now: DateTime<Utc>,
) -> Result<Vec<i64>, Error> {
    let roles: Vec<&str> = codes.iter().flat_map(|code| holders_of(*code, kind)).map(|role| role.code()).collect();
    let codes: Vec<String> = codes.iter().map(|code| code.as_str().to_owned()).collect();
    sqlx::query_scalar!(
        "select m.id from members m
         where m.organization_id = $1 and m.state = 'active' and (m.is_master or exists (
           select from member_roles r left join roles c on c.id = r.role_id
           where r.member_id = m.id and (r.starts_at is null or r.starts_at <= $4) and (r.ends_at is null or r.ends_at > $4)
             and (r.role = any($2) or c.permissions && $3)))
         order by m.id",
        organization_id,
        &roles as _,
        &codes,
        now,
    )
    .fetch_all(connection)
    .await
}

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

/// Adds a notice for the master account of a partner: a function of the database lets the vendor desk do so, and nobody else.
pub async fn add_for_master(
    connection: &mut PgConnection,
    partner: i64,
    (notice, now): (&Notice, DateTime<Utc>),
) -> Result<(), Error> {
    sqlx::query!("select tell_master($1, $2, $3)", partner, Json(notice) as _, now)
        .fetch_one(connection)
        .await
        .map(drop)
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
             select loose.* from (select where $6 or $7) asked, loose_ends($1, $12, $3) loose
           ),
           thing as (
             select * from waiting_commands_within($1, $2, $10, $11, $16, $12, $3)
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
                and holds_role(i.member_id, i.role, i.role_id, $3)
                and (i.reviewer_id = $2 or $4 and (i.reviewer_id is null or d.state <> 'active'))
              group by v.id, v.ends_at)
             union all
             (select ends.place, ends.what, many::text, ends.id, null from loose, lateral (values (4, 'undirected', undirected, 0, $6), (5, 'unassigned', unassigned, 0, $7),
                (5, 'stranded', stranded, 1, $7)) ends (place, what, many, id, may) where may and many > 0)
             union all
             (select 2, 'internal_review', count(*)::text, 0, min(state_at) from requests
              where $14 and organization_id = $1 and state = 'internal_review' and maker_id is distinct from $2 having count(*) > 0)
             union all
             (select 2, 'worklist', count(*)::text, 0, min(state_at) from requests
              where is_submitted and kind || '/' || state = any($15) having count(*) > 0)
             union all
             select * from waiting_people($1, $2, $8, $6, $13, $3, $9)
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
        managers,
        eyes.reviews_companies,
        eyes.reviews_requests(),
        &eyes.works_on(),
        &resolution::seconds(eyes.held),
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().filter_map(|row| Waiting::of(&row.what, row.whom, row.id, row.at)).collect())
}
