//! SQL of resellers, as pages read them. What synchronisation writes is `mirror.rs`.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::forms::Filters;
use crate::{db::Error, values::Masked, web::pager::LIMIT};

/// A reseller with its organisation and the figures around it.
#[derive(Debug)]
pub struct Reseller {
    pub id: i64,
    /// `associated_at`, or a time before every other: the order of the list.
    pub sort_at: DateTime<Utc>,
    pub remote_id: String,
    pub account_name: Option<String>,
    pub mobile_phone: Option<Masked<String>>,
    pub email: Option<Masked<String>>,
    pub associated_at: Option<DateTime<Utc>>,
    pub account_manager_id: Option<String>,
    pub account_manager_name: Option<Masked<String>>,
    pub left_at: Option<DateTime<Utc>>,
    pub first_seen_at: DateTime<Utc>,
    pub fetched_at: DateTime<Utc>,
    pub run_id: i64,
    pub organization: String,
    pub organization_code: String,
    pub organization_state: String,
    /// The distributor's account manager who looks after it (AM-10).
    pub manager: Option<String>,
    /// Customers it has now.
    pub customers: i64,
    /// Child quotas it holds that are neither reclaimed nor gone.
    pub quotas: i64,
    /// Their original amounts, in `currency`; empty when they are in several currencies.
    pub quota_value: Option<Decimal>,
    /// What is left of them.
    pub quota_balance: Option<Decimal>,
    pub currency: Option<String>,
}

/// One page of resellers, latest association first, and one row more; only those of the organisations `among`, if given (AM-10).
pub async fn list(
    connection: &mut PgConnection,
    organization_id: i64,
    among: Option<&[i64]>,
    filters: &Filters,
    after: Option<(DateTime<Utc>, i64)>,
) -> Result<Vec<Reseller>, Error> {
    let (sort_at, id) = after.unwrap_or((DateTime::<Utc>::MAX_UTC, i64::MAX));
    page(connection, organization_id, filters, (None, among), (sort_at, id)).await
}

/// One reseller; only of the organisations `among`, if given.
pub async fn find(
    connection: &mut PgConnection,
    organization_id: i64,
    among: Option<&[i64]>,
    id: i64,
) -> Result<Option<Reseller>, Error> {
    let beyond = (DateTime::<Utc>::MAX_UTC, i64::MAX);
    Ok(page(connection, organization_id, &Filters::default(), (Some(id), among), beyond).await?.into_iter().next())
}

async fn page(
    connection: &mut PgConnection,
    organization_id: i64,
    filters: &Filters,
    (only, among): (Option<i64>, Option<&[i64]>),
    (sort_at, id): (DateTime<Utc>, i64),
) -> Result<Vec<Reseller>, Error> {
    sqlx::query_as!(
        Reseller,
        r#"select r.id, r.sort_at as "sort_at!", r.remote_id, r.account_name,
             r.mobile_phone as "mobile_phone: _", r.email as "email: _", r.associated_at, r.account_manager_id,
             r.account_manager_name as "account_manager_name: _", r.left_at, r.first_seen_at, r.fetched_at, r.run_id,
             r.organization as "organization!", r.code as "organization_code!", r.state as "organization_state!",
             (select m.username from reseller_assignments a join members m on m.id = a.member_id
               where a.reseller_id = r.id and a.ended_at is null) as manager,
             (select count(*) from customers c where c.organization_id = r.child_id and c.left_at is null) as "customers!",
             q.quotas as "quotas!", case when q.currencies = 1 then q.value end as quota_value,
             case when q.currencies = 1 then q.balance end as quota_balance,
             case when q.currencies = 1 then q.currency end as currency
           from (
             select s.*, coalesce(s.associated_at, '0001-01-01 00:00:00+00') as sort_at, o.name as organization, o.code, o.state
             from resellers s join organizations o on o.id = s.child_id
             where s.organization_id = $1 and (coalesce(s.associated_at, '0001-01-01 00:00:00+00'), s.id) < ($2, $3)
               and ($4::text is null or strpos(lower(s.account_name), lower($4)) > 0
                 or strpos(lower(o.name), lower($4)) > 0 or s.remote_id = $4)
               and ($5::text is null or o.state = $5)
               and ($6::boolean is null or (s.left_at is not null) = $6)
               and ($7::timestamptz is null or s.associated_at >= $7)
               and ($8::timestamptz is null or s.associated_at < $8)
               and ($9::bigint is null or s.id = $9)
               and ($11::bigint[] is null or s.child_id = any($11))
             order by coalesce(s.associated_at, '0001-01-01 00:00:00+00') desc, s.id desc
             limit $10
           ) r
           left join lateral (
             select count(*) as quotas, sum(i.quota_value) as value, sum(i.balance) as balance, min(i.currency) as currency,
               count(distinct i.currency) as currencies
             from issued_quotas i
             where i.organization_id = $1 and i.reseller_remote_id = r.remote_id and i.unlisted_at is null
               and i.status is distinct from 6
           ) q on true
           order by r.sort_at desc, r.id desc"#,
        organization_id,
        sort_at,
        id,
        filters.text,
        filters.organization_state,
        filters.left,
        filters.associated_from,
        filters.associated_before,
        only,
        LIMIT,
        among,
    )
    .fetch_all(connection)
    .await
}
