//! SQL of the lists that customers and resellers are picked from.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    assignments::forms::{CandidateFilters, ResellerFilters},
    db::Error,
    values::Masked,
    web::pager::LIMIT,
};

/// A customer that can be assigned.
#[derive(Debug)]
pub struct Candidate {
    pub id: i64,
    /// Association time, or the year 1 without one: the sort key.
    pub sort_at: DateTime<Utc>,
    pub account_name: String,
    pub name: Option<Masked<String>>,
    pub customer_type: Option<i32>,
    pub customer_level: Option<String>,
    pub associated_at: Option<DateTime<Utc>>,
    pub manager: Option<String>,
    pub since: Option<DateTime<Utc>>,
}

/// One page of associated customers, latest association first, and one row more.
pub async fn customers(
    connection: &mut PgConnection,
    organization_id: i64,
    managers: Option<&[i64]>,
    filters: &CandidateFilters,
    after: Option<(DateTime<Utc>, i64)>,
) -> Result<Vec<Candidate>, Error> {
    let (sort_at, id) = after.unwrap_or((DateTime::<Utc>::MAX_UTC, i64::MAX));
    sqlx::query_as!(
        Candidate,
        r#"select c.id, coalesce(c.associated_at, '0001-01-01 00:00:00+00') as "sort_at!", c.account_name, c.name as "name: _",
             c.customer_type, c.customer_level, c.associated_at, m.username as "manager?", a.assigned_at as "since?"
           from customers c
           left join customer_assignments a on a.customer_id = c.id and a.ended_at is null
           left join members m on m.id = a.member_id
           where c.organization_id = $1 and c.left_at is null and ($2::bigint[] is null or a.member_id = any($2))
             and (coalesce(c.associated_at, '0001-01-01 00:00:00+00'), c.id) < ($3, $4)
             and ($5::text is null or strpos(lower(c.account_name), lower($5)) > 0 or c.remote_id = $5)
             and ($6::text is null or customer_name_found(c.customer_type, c.name, $6))
             and ($7::text is null or c.customer_level = $7)
             and ($8::text is null or case when $8 = '-' then a.id is null else m.username = $8 end)
           order by coalesce(c.associated_at, '0001-01-01 00:00:00+00') desc, c.id desc
           limit $9"#,
        organization_id,
        managers,
        sort_at,
        id,
        filters.account,
        filters.name,
        filters.level,
        filters.manager,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// A reseller with who looks after it.
#[derive(Debug)]
pub struct Reseller {
    pub id: i64,
    pub account_name: String,
    pub organization: String,
    pub left: bool,
    pub manager: Option<String>,
    pub since: Option<DateTime<Utc>>,
    pub assigned_by: Option<String>,
}

/// One page of resellers by account name, and one row more.
pub async fn resellers(
    connection: &mut PgConnection,
    organization_id: i64,
    managers: Option<&[i64]>,
    filters: &ResellerFilters,
    after: Option<(String, i64)>,
) -> Result<Vec<Reseller>, Error> {
    let (name, id) = after.unwrap_or_default();
    sqlx::query_as!(
        Reseller,
        r#"select r.id, n.account_name as "account_name!", o.name as organization, r.left_at is not null as "left!",
             m.username as "manager?", a.assigned_at as "since?", b.username as "assigned_by?"
           from resellers r
           join organizations o on o.id = r.child_id
           cross join lateral (select coalesce(nullif(r.account_name, ''), r.remote_id) as account_name) n
           left join reseller_assignments a on a.reseller_id = r.id and a.ended_at is null
           left join members m on m.id = a.member_id
           left join members b on b.id = a.assigned_by
           where r.organization_id = $1 and ($2::bigint[] is null or a.member_id = any($2))
             and (lower(n.account_name), r.id) > ($3, $4)
             and ($5::text is null or strpos(lower(n.account_name), lower($5)) > 0 or strpos(lower(o.name), lower($5)) > 0)
             and ($6::text is null or case when $6 = '-' then a.id is null else m.username = $6 end)
             and (r.left_at is null or a.id is not null)
           order by lower(n.account_name), r.id
           limit $7"#,
        organization_id,
        managers,
        name,
        id,
        filters.text,
        filters.manager,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}
