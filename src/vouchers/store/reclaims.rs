//! Rows that are to be taken back, as a reclaim needs them.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use crate::{access::Seen, db::Error};

/// A child quota; the balance in `currency`.
#[derive(Debug, Clone)]
pub struct Child {
    pub id: i64,
    pub remote_id: String,
    pub parent_remote_id: Option<String>,
    pub reseller_remote_id: Option<String>,
    pub reseller_account_name: Option<String>,
    pub status: Option<i32>,
    pub balance: Option<Decimal>,
    pub currency: String,
    pub listed: bool,
}

/// Children of a distributor by their keys, in the order of the list; only those of these resellers' organisations, if given
/// (AM-10).
pub async fn children(
    connection: &mut PgConnection,
    organization_id: i64,
    among: Option<&[i64]>,
    ids: &[i64],
) -> Result<Vec<Child>, Error> {
    sqlx::query_as!(
        Child,
        r#"select id, remote_id, parent_remote_id, reseller_remote_id, reseller_account_name, status, balance, currency,
             unlisted_at is null as "listed!"
           from issued_quotas where organization_id = $1 and id = any($2)
             and ($3::bigint[] is null or reseller_remote_id in (select s.remote_id from resellers s
               where s.organization_id = $1 and s.child_id = any($3)))
           order by created_at desc, id desc"#,
        organization_id,
        ids,
        among,
    )
    .fetch_all(connection)
    .await
}

/// A coupon; the balance in `currency`.
#[derive(Debug, Clone)]
pub struct Coupon {
    pub id: i64,
    pub organization_id: i64,
    /// Name of the reseller that issued it, and its number; none of one that has left, and of the asking organisation itself.
    pub reseller: Option<String>,
    pub on_behalf_of: Option<String>,
    pub remote_id: String,
    pub quota_remote_id: Option<String>,
    pub customer_remote_id: Option<String>,
    pub customer_account_name: Option<String>,
    pub association_type: Option<String>,
    pub status: Option<i32>,
    pub expires_at: Option<DateTime<Utc>>,
    pub balance: Option<Decimal>,
    pub currency: String,
    pub is_frozen: Option<String>,
    pub lock_order_id: Option<String>,
    pub listed: bool,
}

/// Coupons by their keys, of the organisations that are seen; the own ones of customers of these account managers, if given
/// (AM-13).
pub async fn coupons(connection: &mut PgConnection, seen: Seen<'_>, ids: &[i64]) -> Result<Vec<Coupon>, Error> {
    sqlx::query_as!(
        Coupon,
        r#"select c.id, c.organization_id, case when r.id is not null then o.name end as reseller,
             r.remote_id as "on_behalf_of?", c.remote_id, (select r.quota_remote_id from coupon_records r
               where r.organization_id = c.organization_id and r.coupon_remote_id = c.remote_id
                 and r.quota_remote_id is not null limit 1) as quota_remote_id,
             c.customer_remote_id, u.account_name as "customer_account_name?", u.association_type as "association_type?",
             c.status, c.expires_at, c.balance, c.currency, c.is_frozen, c.lock_order_id, c.unlisted_at is null as "listed!"
           from coupons c
           join organizations o on o.id = c.organization_id
           left join lateral (
             select s.id, s.remote_id from resellers s
             where s.organization_id = $4 and s.child_id = c.organization_id and s.left_at is null order by s.id limit 1
           ) r on true
           left join customers u on u.organization_id = c.organization_id and u.remote_id = c.customer_remote_id
           where c.organization_id = any($1) and c.id = any($3)
             and ($2::bigint[] is null or c.organization_id <> $4 or exists (select from customer_assignments a
               where a.customer_id = u.id and a.ended_at is null and a.member_id = any($2)))
           order by c.created_at desc, c.id desc"#,
        seen.organizations,
        seen.managers,
        ids,
        seen.own,
    )
    .fetch_all(connection)
    .await
}
