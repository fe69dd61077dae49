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
        r#"select q.id, null::text as holder, q.remote_id, null::text as parent_remote_id,
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

/// A quota held by one of `organizations`.
pub async fn find_held(connection: &mut PgConnection, organizations: &[i64], id: i64) -> Result<Option<Quota>, Error> {
    sqlx::query_as!(
        Quota,
        r#"select q.id, o.name as "holder?", q.remote_id, i.parent_remote_id as "parent_remote_id?",
             s.id as "reseller_id?", s.remote_id as "reseller_remote_id?", s.account_name as "reseller_account_name?",
             s.name as "reseller_name?", q.quota_type, q.quota_value, q.balance, q.currency, q.status, q.created_at,
             q.updated_at, q.effective_at, q.expires_at, q.limits, q.unlisted_at, q.first_seen_at, q.fetched_at, q.run_id
           from voucher_quotas q
           join organizations o on o.id = q.organization_id
           left join resellers s on s.child_id = q.organization_id
           left join issued_quotas i on i.organization_id = s.organization_id and i.remote_id = q.remote_id
           where q.organization_id = any($1) and q.id = $2"#,
        organizations,
        id,
    )
    .fetch_optional(connection)
    .await
}

/// The quota with this number that one of `organizations` holds, as a link.
pub async fn find_number(
    connection: &mut PgConnection,
    organizations: &[i64],
    remote_id: &str,
) -> Result<Option<i64>, Error> {
    sqlx::query_scalar!(
        "select id from voucher_quotas where organization_id = any($1) and remote_id = $2 order by id limit 1",
        organizations,
        remote_id,
    )
    .fetch_optional(connection)
    .await
}

/// One page of the children a distributor issued, newest first, and one row more.
pub async fn issued(
    connection: &mut PgConnection,
    organization_id: i64,
    filters: &Filters,
    after: After,
) -> Result<Vec<Quota>, Error> {
    let (sort_at, id) = start(after);
    sqlx::query_as!(
        Quota,
        r#"select q.id, o.name as "holder?", q.remote_id, q.parent_remote_id, s.id as "reseller_id?",
             q.reseller_remote_id, q.reseller_account_name, q.reseller_name, q.quota_type,
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
    )
    .fetch_all(connection)
    .await
}

/// A child a distributor issued.
pub async fn find_issued(connection: &mut PgConnection, organization_id: i64, id: i64) -> Result<Option<Quota>, Error> {
    sqlx::query_as!(
        Quota,
        r#"select q.id, o.name as "holder?", q.remote_id, q.parent_remote_id, s.id as "reseller_id?",
             q.reseller_remote_id, q.reseller_account_name, q.reseller_name, q.quota_type,
             q.quota_value, q.balance, q.currency, q.status, q.created_at, q.updated_at, q.effective_at, q.expires_at,
             q.limits, q.unlisted_at, q.first_seen_at, q.fetched_at, q.run_id
           from issued_quotas q
           left join resellers s on s.organization_id = q.organization_id and s.remote_id = q.reseller_remote_id
           left join organizations o on o.id = s.child_id
           where q.organization_id = $1 and q.id = $2"#,
        organization_id,
        id,
    )
    .fetch_optional(connection)
    .await
}

/// Children cut from a quota, newest first; at most 200.
pub async fn children(
    connection: &mut PgConnection,
    organization_id: i64,
    parent_remote_id: &str,
) -> Result<Vec<Quota>, Error> {
    sqlx::query_as!(
        Quota,
        r#"select q.id, o.name as "holder?", q.remote_id, q.parent_remote_id, s.id as "reseller_id?",
             q.reseller_remote_id, q.reseller_account_name, q.reseller_name, q.quota_type,
             q.quota_value, q.balance, q.currency, q.status, q.created_at, q.updated_at, q.effective_at, q.expires_at,
             q.limits, q.unlisted_at, q.first_seen_at, q.fetched_at, q.run_id
           from issued_quotas q
           left join resellers s on s.organization_id = q.organization_id and s.remote_id = q.reseller_remote_id
           left join organizations o on o.id = s.child_id
           where q.organization_id = $1 and q.parent_remote_id = $2
           order by q.created_at desc, q.id desc
           limit 200"#,
        organization_id,
        parent_remote_id,
    )
    .fetch_all(connection)
    .await
}

/// The child with this number that the distributor issued, as a link.
pub async fn find_issued_number(
    connection: &mut PgConnection,
    organization_id: i64,
    remote_id: &str,
) -> Result<Option<i64>, Error> {
    sqlx::query_scalar!(
        "select id from issued_quotas where organization_id = $1 and remote_id = $2",
        organization_id,
        remote_id,
    )
    .fetch_optional(connection)
    .await
}
