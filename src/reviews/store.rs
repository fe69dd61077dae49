//! SQL of access reviews. Only what the rules allowed comes here.

use chrono::{DateTime, NaiveTime, Utc};
use sqlx::PgConnection;

use crate::{
    access::{Kind, Permissions, Role, permissions_of},
    db::Error,
    web::pager::LIMIT,
};

/// A review with what has been answered.
#[derive(Debug, Clone)]
pub struct Review {
    pub id: i64,
    pub quarter: Option<String>,
    pub started_by: Option<String>,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    /// Roles that are reviewed.
    pub items: i64,
    /// Of these, answered.
    pub answered: i64,
    /// Of these, to be removed or removed.
    pub removals: i64,
}

/// Reviews, newest first: one page and one more, or the one with this key.
pub async fn list(
    connection: &mut PgConnection,
    organization_id: i64,
    after: Option<i64>,
    only: Option<i64>,
) -> Result<Vec<Review>, Error> {
    sqlx::query_as!(
        Review,
        r#"select v.id, v.quarter, b.username as "started_by?", v.starts_at, v.ends_at, n.items as "items!",
             n.answered as "answered!", n.removals as "removals!"
           from (select * from access_reviews where organization_id = $1 and id < $2 and ($3::bigint is null or id = $3)
             order by id desc limit $4) v
           left join members b on b.id = v.started_by
           cross join lateral (select count(*) as items, count(i.answer) as answered,
             count(*) filter (where i.answer = 'remove') as removals from access_review_items i where i.review_id = v.id) n
           order by v.id desc"#,
        organization_id,
        after.unwrap_or(i64::MAX),
        only,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// One review.
pub async fn find(connection: &mut PgConnection, organization_id: i64, id: i64) -> Result<Option<Review>, Error> {
    Ok(list(connection, organization_id, None, Some(id)).await?.pop())
}

/// A role in a review.
#[derive(Debug, Clone)]
pub struct Item {
    pub id: i64,
    pub member_id: i64,
    pub username: String,
    pub role: Option<String>,
    pub role_id: Option<i64>,
    pub role_name: String,
    /// What the custom role holds now; none when it is gone.
    pub codes: Option<Vec<String>>,
    pub granted_at: DateTime<Utc>,
    pub reviewer_id: Option<i64>,
    pub reviewer: Option<String>,
    /// Whether the director can sign in.
    pub reviewer_works: bool,
    pub answer: Option<String>,
    pub note: String,
    pub answered_by: Option<String>,
    pub answered_at: Option<DateTime<Utc>>,
    /// State of the request it led to.
    pub request: Option<String>,
}

impl Item {
    /// The preset; none for a custom role.
    pub fn preset(&self) -> Option<Role> {
        self.role.as_deref().and_then(Role::parse)
    }

    /// What somebody with this role alone may do.
    pub fn permissions(&self, kind: Kind) -> Permissions {
        let custom = self.codes.iter().flatten().map(String::as_str).collect();
        permissions_of(kind, false, self.preset().as_slice(), custom)
    }
}

/// Which roles of a review are asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wish {
    /// Those about which this member is asked; whether he is an Admin or the master.
    pub asked: Option<(i64, bool)>,
    /// `open`, `keep` or `remove`.
    pub answer: Option<&'static str>,
    /// At most so many.
    pub limit: i64,
}

/// Roles of a review by user name of the member.
pub async fn items(
    connection: &mut PgConnection,
    organization_id: i64,
    review_id: i64,
    wish: Wish,
    after: Option<(String, i64)>,
) -> Result<Vec<Item>, Error> {
    let (username, id) = after.unwrap_or_default();
    let (asked, agrees) = wish.asked.unzip();
    sqlx::query_as!(
        Item,
        r#"select i.id, i.member_id, m.username, i.role, i.role_id, i.role_name, c.permissions as "codes?",
             i.granted_at, i.reviewer_id, d.username as "reviewer?", coalesce(d.state = 'active', false) as "reviewer_works!",
             i.answer, i.note, b.username as "answered_by?", i.answered_at, q.state as "request?"
           from access_review_items i
           join members m on m.id = i.member_id
           left join members d on d.id = i.reviewer_id
           left join members b on b.id = i.answered_by
           left join role_requests q on q.id = i.request_id
           left join roles c on c.id = i.role_id and c.organization_id = i.organization_id
           where i.organization_id = $1 and i.review_id = $2 and (lower(m.username), i.id) > ($3, $4)
             and ($5::bigint is null or i.member_id <> $5 and (i.reviewer_id = $5
               or $6 and (i.reviewer_id is null or d.state <> 'active')))
             and ($7::text is null or coalesce(i.answer, 'open') = $7)
           order by lower(m.username), i.id limit $8"#,
        organization_id,
        review_id,
        username,
        id,
        asked,
        agrees,
        wish.answer,
        wish.limit,
    )
    .fetch_all(connection)
    .await
}

/// Begins a review of every role that members who are not deleted hold now or later; answers its key, none when this quarter
/// has one, or when there is nothing to review.
pub async fn begin(
    connection: &mut PgConnection,
    organization_id: i64,
    (quarter, by): (Option<&str>, Option<i64>),
    (starts_at, ends_at): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Option<i64>, Error> {
    let id = sqlx::query_scalar!(
        "insert into access_reviews (organization_id, quarter, started_by, starts_at, ends_at)
         select $1, $2, $3, $4, $5
         where not exists (select from access_reviews where organization_id = $1 and ends_at > $4)
           and exists (select from member_roles g join members m on m.id = g.member_id and m.state in ('active', 'invited')
             where g.organization_id = $1 and (g.ends_at is null or g.ends_at > $4))
         on conflict (organization_id, quarter) do nothing returning id",
        organization_id,
        quarter,
        by,
        starts_at,
        ends_at,
    )
    .fetch_optional(&mut *connection)
    .await?;
    let Some(id) = id else { return Ok(None) };
    sqlx::query!(
        "insert into access_review_items (organization_id, review_id, member_id, role, role_id, role_name, granted_at, reviewer_id)
         select $1, $2, m.id, g.role, g.role_id, coalesce(c.name, ''), g.granted_at, d.id
         from member_roles g
         join members m on m.id = g.member_id and m.state in ('active', 'invited') and not m.is_master
         left join roles c on c.id = g.role_id
         left join members d on d.id = m.director_id and d.id <> m.id and d.state = 'active'
         where g.organization_id = $1 and (g.ends_at is null or g.ends_at > $3)",
        organization_id,
        id,
        starts_at,
    )
    .execute(connection)
    .await?;
    Ok(Some(id))
}

/// Who is asked in a review, and how many answers of each are missing: directors, and for the rest every active Admin and the
/// master.
pub async fn reviewers(
    connection: &mut PgConnection,
    organization_id: i64,
    review_id: i64,
    now: DateTime<Utc>,
) -> Result<Vec<(i64, i64)>, Error> {
    let rows = sqlx::query!(
        r#"select r.id as "id!", count(*) as "open!"
           from access_review_items i
           join members m on m.id = i.member_id and m.state <> 'deleted'
           left join members d on d.id = i.reviewer_id
           join lateral (
             select d.id where d.state = 'active'
             union
             select a.id from members a where (i.reviewer_id is null or d.state <> 'active') and a.organization_id = $1
               and a.state = 'active' and a.id <> i.member_id and (a.is_master or exists (select from member_roles g
                 where g.member_id = a.id and g.role in ('admin', 'desk_admin')
                   and (g.starts_at is null or g.starts_at <= $3) and (g.ends_at is null or g.ends_at > $3)))) r on true
           where i.organization_id = $1 and i.review_id = $2 and i.answer is null
           group by r.id order by r.id"#,
        organization_id,
        review_id,
        now,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.open)).collect())
}

/// An answer.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// The role.
    pub item: i64,
    /// `keep` or `remove`.
    pub answer: &'static str,
    /// Why.
    pub note: &'a str,
    /// The request it led to.
    pub request_id: Option<i64>,
    /// Who answers.
    pub by: i64,
    /// When.
    pub at: DateTime<Utc>,
}

/// Stores an answer. Another removal of the same member made a new request that takes up the old one: what waited for that waits
/// for this.
pub async fn answer(connection: &mut PgConnection, organization_id: i64, answer: Answer<'_>) -> Result<(), Error> {
    sqlx::query!(
        "update access_review_items set answer = $3, note = left($4, 500), request_id = $5, answered_by = $6, answered_at = $7
         where organization_id = $1 and id = $2",
        organization_id,
        answer.item,
        answer.answer,
        answer.note,
        answer.request_id,
        answer.by,
        answer.at,
    )
    .execute(&mut *connection)
    .await?;
    let Some(request_id) = answer.request_id else { return Ok(()) };
    sqlx::query!(
        "update access_review_items i set request_id = $3
         from access_review_items this, role_requests q
         where i.organization_id = $1 and this.id = $2 and i.review_id = this.review_id and i.member_id = this.member_id
           and q.id = i.request_id and q.state = 'withdrawn' and q.decided_at = $4",
        organization_id,
        answer.item,
        request_id,
        answer.at,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// Requests about a member that this review has made.
pub async fn requests_of(
    connection: &mut PgConnection,
    organization_id: i64,
    review_id: i64,
    member_id: i64,
) -> Result<Vec<i64>, Error> {
    let rows = sqlx::query_scalar!(
        r#"select request_id as "request_id!" from access_review_items
           where organization_id = $1 and review_id = $2 and member_id = $3 and request_id is not null"#,
        organization_id,
        review_id,
        member_id,
    );
    rows.fetch_all(connection).await
}

/// An organisation as the calendar sees it.
#[derive(Debug)]
pub struct Place {
    pub id: i64,
    pub time_zone: String,
    /// When its working day begins, in its zone: reminders wait for it (ORG-12).
    pub working_from: NaiveTime,
    pub created_at: DateTime<Utc>,
    /// Quarters that have a review.
    pub quarters: Vec<String>,
    /// Reviews that run: key and end.
    pub running: sqlx::types::Json<Vec<(i64, DateTime<Utc>)>>,
}

/// Active organisations with roles to review: over all of them, for the job.
pub async fn places(connection: &mut PgConnection, now: DateTime<Utc>) -> Result<Vec<Place>, Error> {
    sqlx::query_as!(
        Place,
        r#"select o.id, o.time_zone, o.working_from, o.created_at,
             array(select v.quarter from access_reviews v where v.organization_id = o.id and v.quarter is not null) as "quarters!",
             (select coalesce(jsonb_agg(jsonb_build_array(v.id, v.ends_at)), '[]') from access_reviews v
               where v.organization_id = o.id and v.ends_at > $1) as "running!: _"
           from organizations o
           where o.state = 'active' and exists (select from member_roles g where g.organization_id = o.id)
           order by o.id"#,
        now,
    )
    .fetch_all(connection)
    .await
}
