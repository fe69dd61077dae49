//! SQL of assignments. Organisation first; `managers` are those whose customers the reader sees, `None` for all (AM-13).

pub mod candidates;
pub mod loose;
pub mod periods;
pub mod picked;
pub mod sight;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::forms::ManagerFilters;
use crate::{access::Role, db::Error, values::Masked, web::pager::LIMIT};

/// An account manager with what he looks after.
#[derive(Debug, Clone)]
pub struct Manager {
    pub id: i64,
    pub username: String,
    pub name: Masked<String>,
    /// Whether customers can be assigned to him: active, and an account manager now (AM-7).
    pub works: bool,
    pub director: Option<String>,
    pub customers: i64,
    pub resellers: i64,
}

/// One page of account managers by user name, and one row more: also those who are none any more and still look after something.
pub async fn managers(
    connection: &mut PgConnection,
    organization_id: i64,
    managers: Option<&[i64]>,
    (filters, now): (&ManagerFilters, DateTime<Utc>),
    after: Option<(String, i64)>,
) -> Result<Vec<Manager>, Error> {
    let (username, id) = after.unwrap_or_default();
    sqlx::query_as!(
        Manager,
        r#"select m.id, m.username, m.name as "name: _", w.works as "works!", d.username as "director?",
             (select count(*) from customer_assignments a where a.member_id = m.id and a.ended_at is null) as "customers!",
             (select count(*) from reseller_assignments a where a.member_id = m.id and a.ended_at is null) as "resellers!"
           from members m
           left join members d on d.id = m.director_id
           cross join lateral (select works_as(m.id, 'account_manager', $3) as works) w
           where m.organization_id = $1 and ($2::bigint[] is null or m.id = any($2))
             and (exists (select from member_roles r where r.member_id = m.id and r.role = $9 and m.state <> 'deleted'
                 and (r.starts_at is null or r.starts_at <= $3) and (r.ends_at is null or r.ends_at > $3))
               or exists (select from customer_assignments a where a.member_id = m.id and a.ended_at is null)
               or exists (select from reseller_assignments a where a.member_id = m.id and a.ended_at is null))
             and (lower(m.username), m.id) > ($4, $5)
             and ($6::text is null or strpos(lower(m.username), lower($6)) > 0)
             and ($7::text is null or case when $7 = '-' then m.director_id is null else d.username = $7 end)
             and ($8::boolean is null or w.works = $8)
           order by lower(m.username), m.id
           limit $10"#,
        organization_id,
        managers,
        now,
        username,
        id,
        filters.text,
        filters.director,
        filters.works,
        Role::AccountManager.code(),
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// Everybody the reader may assign to, by user name: active account managers here (AM-7), a director's own (AM-12).
pub async fn assignable(
    connection: &mut PgConnection,
    organization_id: i64,
    managers: Option<&[i64]>,
    now: DateTime<Utc>,
) -> Result<Vec<Manager>, Error> {
    sqlx::query_as!(
        Manager,
        r#"select m.id, m.username, m.name as "name: _", true as "works!", d.username as "director?",
             (select count(*) from customer_assignments a where a.member_id = m.id and a.ended_at is null) as "customers!",
             (select count(*) from reseller_assignments a where a.member_id = m.id and a.ended_at is null) as "resellers!"
           from members m left join members d on d.id = m.director_id
           where m.organization_id = $1 and ($2::bigint[] is null or m.id = any($2))
             and works_as(m.id, 'account_manager', $3)
           order by lower(m.username), m.id limit 1000"#,
        organization_id,
        managers,
        now,
    )
    .fetch_all(connection)
    .await
}

/// User names for choices of filters: directors with managers, and everybody who looks or looked after a customer.
pub async fn names(
    connection: &mut PgConnection,
    organization_id: i64,
    managers: Option<&[i64]>,
) -> Result<(Vec<String>, Vec<(i64, String)>), Error> {
    let row = sqlx::query!(
        r#"select
             array(select distinct d.username from members t join members d on d.id = t.director_id
               where t.organization_id = $1 and ($2::bigint[] is null or t.id = any($2)) order by 1) as "directors!",
             array(select m.id from members m where m.organization_id = $1 and ($2::bigint[] is null or m.id = any($2))
               and (exists (select from customer_assignments a where a.member_id = m.id)
                 or exists (select from member_roles r where r.member_id = m.id and r.role = 'account_manager'))
               order by lower(m.username), m.id) as "ids!",
             array(select m.username from members m where m.organization_id = $1 and ($2::bigint[] is null or m.id = any($2))
               and (exists (select from customer_assignments a where a.member_id = m.id)
                 or exists (select from member_roles r where r.member_id = m.id and r.role = 'account_manager'))
               order by lower(m.username), m.id) as "usernames!""#,
        organization_id,
        managers,
    )
    .fetch_one(connection)
    .await?;
    Ok((row.directors, row.ids.into_iter().zip(row.usernames).collect()))
}

/// Lets one change of members or assignments at a time into an organisation: nobody is disabled between the look and the write.
pub async fn lock(connection: &mut PgConnection, organization_id: i64) -> Result<(), Error> {
    sqlx::query!("select id from organizations where id = $1 for no key update", organization_id)
        .fetch_one(connection)
        .await
        .map(drop)
}
