//! Quotas and the children a distributor issued.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde_json::Value;
use sqlx::PgConnection;

use super::{After, start};
use crate::{
    db::Error,
    vouchers::{forms::quotas::Filters, rules::quota::Facts},
    web::pager::LIMIT,
};

/// A quota with everything the vendor says about it; amounts in `currency`.
#[derive(Debug)]
pub struct Quota {
    pub id: i64,
    /// What it is to the quota a page is about.
    pub place: i32,
    /// The same quota on the other side: as issued, or as held; only of the quota a page is about.
    pub other_side: Option<i64>,
    /// Name of the holder's organisation.
    pub holder: Option<String>,
    pub remote_id: String,
    /// The distributor's quota it was cut from.
    pub parent_remote_id: Option<String>,
    pub reseller_id: Option<i64>,
    pub reseller_remote_id: Option<String>,
    pub reseller_account_name: Option<String>,
    pub reseller_name: Option<String>,
    pub quota_type: Option<i32>,
    pub quota_value: Option<Decimal>,
    pub balance: Option<Decimal>,
    pub currency: String,
    pub status: Option<i32>,
    pub created_at: DateTime<Utc>,
    pub updated_at: Option<DateTime<Utc>>,
    pub effective_at: Option<DateTime<Utc>>,
    pub expires_at: Option<DateTime<Utc>>,
    pub limits: Value,
    pub unlisted_at: Option<DateTime<Utc>>,
    pub first_seen_at: DateTime<Utc>,
    pub fetched_at: DateTime<Utc>,
    pub run_id: i64,
}

impl Quota {
    /// What decides whether it can be drawn from (QUOTA-6).
    pub fn facts(&self) -> Facts {
        Facts {
            status: self.status,
            effective_at: self.effective_at,
            expires_at: self.expires_at,
            listed: self.unlisted_at.is_none(),
        }
    }
}

/// One page of quotas held by `organization_id`, newest first, and one row more.
pub async fn held(
    connection: &mut PgConnection,
    organization_id: i64,
    filters: &Filters,
    after: After,
    now: DateTime<Utc>,
) -> Result<Vec<Quota>, Error> {
    let (sort_at, id) = start(after);
    sqlx::query_as!(
        Quota,
        r#"select q.id, 0 as "place!", null::bigint as other_side, null::text as holder, q.remote_id, null::text as parent_remote_id,
             null::bigint as reseller_id, null::text as reseller_remote_id, null::text as reseller_account_name,
             null::text as reseller_name, q.quota_type, q.quota_value, q.balance, q.currency, q.status, q.created_at,
             q.updated_at, q.effective_at, q.expires_at, q.limits, q.unlisted_at, q.first_seen_at, q.fetched_at, q.run_id
           from voucher_quotas q
           where q.organization_id = $1 and (q.created_at, q.id) < ($2, $3)
             and ($4::text is null or strpos(lower(q.remote_id), lower($4)) > 0)
             and ($5::int is null or q.quota_type = $5)
             and ($6::int is null or q.status = $6)
             and ($7::timestamptz is null or q.expires_at >= $7)
             and ($8::timestamptz is null or q.expires_at < $8)
             and ($9::boolean is null or $9 = coalesce(
               q.unlisted_at is null and q.status = 0 and q.effective_at <= $10 and q.expires_at > $10, false))
           order by q.created_at desc, q.id desc
           limit $11"#,
        organization_id,
        sort_at,
        id,
        filters.number,
        filters.quota_type,
        filters.status,
        filters.expires_from,
        filters.expires_before,
        filters.issuable,
        now,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// Most children that a quota is read with.
pub const CHILDREN: i64 = 200;

/// A quota and its nearest relatives.
#[derive(Debug)]
pub struct Family {
    /// The quota itself.
    pub quota: Quota,
    /// The quota it was cut from, as its distributor holds it.
    pub parent: Option<Quota>,
    /// What was cut from it, newest first; at most [`CHILDREN`].
    pub children: Vec<Quota>,
}

impl Family {
    fn of(rows: Vec<Quota>) -> Option<Self> {
        let (mut found, mut parent, mut children) = (None, None, Vec::new());
        for row in rows {
            match row.place {
                0 => found = Some(row),
                1 => parent = Some(row),
                _ => children.push(row),
            }
        }
        found.map(|quota| Self { quota, parent, children })
    }
}

/// A quota held by one of `organizations`, with the quota of `asking` it was cut from and, for who may see issued quotas, what
/// `asking` cut from it for the organisations `among`, if given (AM-10). One round trip.
pub async fn find_held(
    connection: &mut PgConnection,
    asking: i64,
    organizations: &[i64],
    (sees_issued, among): (bool, Option<&[i64]>),
    id: i64,
) -> Result<Option<Family>, Error> {
    let rows = sqlx::query_as!(
        Quota,
        r#"with found as materialized (
             select q.id, 0 as place, (select x.id from issued_quotas x
                 where $4 and x.organization_id = $3 and x.remote_id = q.remote_id) as other_side,
               o.name as holder, q.remote_id, i.parent_remote_id, s.id as reseller_id, s.remote_id as reseller_remote_id,
               s.account_name as reseller_account_name, s.name as reseller_name, q.quota_type, q.quota_value, q.balance,
               q.currency, q.status, q.created_at, q.updated_at, q.effective_at, q.expires_at, q.limits, q.unlisted_at,
               q.first_seen_at, q.fetched_at, q.run_id
             from voucher_quotas q
             join organizations o on o.id = q.organization_id
             left join resellers s on s.child_id = q.organization_id
             left join issued_quotas i on i.organization_id = s.organization_id and i.remote_id = q.remote_id
             where q.organization_id = any($1) and q.id = $2
           ),
           parent as (
             select q.id, 1, null::bigint, o.name, q.remote_id, null::text, null::bigint, null::text, null::text, null::text,
               q.quota_type, q.quota_value, q.balance, q.currency, q.status, q.created_at, q.updated_at, q.effective_at,
               q.expires_at, q.limits, q.unlisted_at, q.first_seen_at, q.fetched_at, q.run_id
             from found f
             join voucher_quotas q on q.organization_id = $3 and q.remote_id = f.parent_remote_id
             join organizations o on o.id = q.organization_id
             order by q.id limit 1
           ),
           children as (
             select q.id, 2, null::bigint, o.name, q.remote_id, q.parent_remote_id, s.id, q.reseller_remote_id,
               q.reseller_account_name, q.reseller_name, q.quota_type, q.quota_value, q.balance, q.currency, q.status,
               q.created_at, q.updated_at, q.effective_at, q.expires_at, q.limits, q.unlisted_at, q.first_seen_at,
               q.fetched_at, q.run_id
             from found f
             join issued_quotas q on $4 and q.organization_id = $3 and q.parent_remote_id = f.remote_id
             left join resellers s on s.organization_id = q.organization_id and s.remote_id = q.reseller_remote_id
             left join organizations o on o.id = s.child_id
             where $5::bigint[] is null or s.child_id = any($5)
             order by q.created_at desc, q.id desc limit $6
           )
           select id as "id!", place as "place!", other_side, holder, remote_id as "remote_id!", parent_remote_id, reseller_id,
             reseller_remote_id, reseller_account_name, reseller_name, quota_type, quota_value, balance,
             currency as "currency!", status, created_at as "created_at!", updated_at, effective_at, expires_at,
             limits as "limits!", unlisted_at, first_seen_at as "first_seen_at!", fetched_at as "fetched_at!", run_id as "run_id!"
           from (select * from found union all select * from parent union all select * from children) q
           order by place, created_at desc, id desc"#,
        organizations,
        id,
        asking,
        sees_issued,
        among,
        CHILDREN,
    )
    .fetch_all(connection)
    .await?;
    Ok(Family::of(rows))
}

/// One page of the children a distributor issued, newest first, and one row more; only those of the organisations `among`, if
/// given (AM-10).
pub async fn issued(
    connection: &mut PgConnection,
    organization_id: i64,
    among: Option<&[i64]>,
    filters: &Filters,
    after: After,
) -> Result<Vec<Quota>, Error> {
    let (sort_at, id) = start(after);
    sqlx::query_as!(
        Quota,
        r#"select q.id, 0 as "place!", null::bigint as other_side, o.name as "holder?", q.remote_id, q.parent_remote_id,
             s.id as "reseller_id?", q.reseller_remote_id, q.reseller_account_name, q.reseller_name, q.quota_type,
             q.quota_value, q.balance, q.currency, q.status, q.created_at, q.updated_at, q.effective_at, q.expires_at,
             q.limits, q.unlisted_at, q.first_seen_at, q.fetched_at, q.run_id
           from issued_quotas q
           left join resellers s on s.organization_id = q.organization_id and s.remote_id = q.reseller_remote_id
           left join organizations o on o.id = s.child_id
           where q.organization_id = $1 and (q.created_at, q.id) < ($2, $3)
             and ($4::text is null or strpos(lower(q.remote_id), lower($4)) > 0)
             and ($5::text is null or strpos(lower(q.parent_remote_id), lower($5)) > 0)
             and ($6::text is null or q.reseller_remote_id = $6)
             and ($7::int is null or q.status = $7)
             and ($8::timestamptz is null or q.expires_at >= $8)
             and ($9::timestamptz is null or q.expires_at < $9)
             and ($10::timestamptz is null or q.created_at >= $10)
             and ($11::timestamptz is null or q.created_at < $11)
             and ($13::bigint[] is null or s.child_id = any($13))
           order by q.created_at desc, q.id desc
           limit $12"#,
        organization_id,
        sort_at,
        id,
        filters.number,
        filters.parent,
        filters.reseller_remote_id,
        filters.status,
        filters.expires_from,
        filters.expires_before,
        filters.created_from,
        filters.created_before,
        LIMIT,
        among,
    )
    .fetch_all(connection)
    .await
}

/// A child a distributor issued, to one of the organisations `among`, if given (AM-10); for who may see quotas with the quota it was cut from, and the same as one of `holders` has
/// it. One round trip.
pub async fn find_issued(
    connection: &mut PgConnection,
    organization_id: i64,
    holders: &[i64],
    (sees_held, among): (bool, Option<&[i64]>),
    id: i64,
) -> Result<Option<Family>, Error> {
    let rows = sqlx::query_as!(
        Quota,
        r#"with found as materialized (
             select q.id, 0 as place, (select h.id from voucher_quotas h
                 where $4 and h.organization_id = any($3) and h.remote_id = q.remote_id order by h.id limit 1) as other_side,
               o.name as holder, q.remote_id, q.parent_remote_id, s.id as reseller_id, q.reseller_remote_id,
               q.reseller_account_name, q.reseller_name, q.quota_type, q.quota_value, q.balance, q.currency, q.status,
               q.created_at, q.updated_at, q.effective_at, q.expires_at, q.limits, q.unlisted_at, q.first_seen_at,
               q.fetched_at, q.run_id
             from issued_quotas q
             left join resellers s on s.organization_id = q.organization_id and s.remote_id = q.reseller_remote_id
             left join organizations o on o.id = s.child_id
             where q.organization_id = $1 and q.id = $2 and ($5::bigint[] is null or s.child_id = any($5))
           ),
           parent as (
             select q.id, 1, null::bigint, o.name, q.remote_id, null::text, null::bigint, null::text, null::text, null::text,
               q.quota_type, q.quota_value, q.balance, q.currency, q.status, q.created_at, q.updated_at, q.effective_at,
               q.expires_at, q.limits, q.unlisted_at, q.first_seen_at, q.fetched_at, q.run_id
             from found f
             join voucher_quotas q on $4 and q.organization_id = $1 and q.remote_id = f.parent_remote_id
             join organizations o on o.id = q.organization_id
             order by q.id limit 1
           )
           select id as "id!", place as "place!", other_side, holder, remote_id as "remote_id!", parent_remote_id, reseller_id,
             reseller_remote_id, reseller_account_name, reseller_name, quota_type, quota_value, balance,
             currency as "currency!", status, created_at as "created_at!", updated_at, effective_at, expires_at,
             limits as "limits!", unlisted_at, first_seen_at as "first_seen_at!", fetched_at as "fetched_at!", run_id as "run_id!"
           from (select * from found union all select * from parent) q order by place"#,
        organization_id,
        id,
        holders,
        sees_held,
        among,
    )
    .fetch_all(connection)
    .await?;
    Ok(Family::of(rows))
}
