//! Coupons issued to customers. The quota of a coupon is only in the records (COUPON-1).

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde_json::Value;
use sqlx::PgConnection;

use super::{After, start};
use crate::{access::Seen, db::Error, vouchers::forms::coupons::Filters, web::pager::LIMIT};

/// An issued coupon as the list shows it; amounts in `currency`.
#[derive(Debug)]
pub struct Listed {
    pub id: i64,
    pub organization_id: i64,
    pub organization: String,
    pub remote_id: String,
    pub customer_remote_id: Option<String>,
    pub customer_id: Option<i64>,
    pub customer_account_name: Option<String>,
    pub coupon_type: Option<i32>,
    pub status: Option<i32>,
    pub face_value: Option<Decimal>,
    pub balance: Option<Decimal>,
    pub currency: String,
    pub created_at: DateTime<Utc>,
    pub expires_at: Option<DateTime<Utc>>,
    pub is_frozen: Option<String>,
    pub quota_remote_id: Option<String>,
    pub unlisted_at: Option<DateTime<Utc>>,
}

/// One page of issued coupons, newest first, and one row more.
pub async fn list(
    connection: &mut PgConnection,
    seen: Seen<'_>,
    filters: &Filters,
    after: After,
    now: DateTime<Utc>,
) -> Result<Vec<Listed>, Error> {
    let (sort_at, id) = start(after);
    let (statuses, over) = filters.wanted();
    sqlx::query_as!(
        Listed,
        r#"select c.id, c.organization_id, o.name as organization, c.remote_id, c.customer_remote_id,
             u.id as "customer_id?", u.account_name as "customer_account_name?", c.coupon_type, c.status, c.face_value,
             c.balance, c.currency, c.created_at, c.expires_at, c.is_frozen,
             (select r.quota_remote_id from coupon_records r
              where r.organization_id = c.organization_id and r.coupon_remote_id = c.remote_id and r.quota_remote_id is not null
              limit 1) as quota_remote_id, c.unlisted_at
           from (
             select * from coupons c
             where c.organization_id = any($1) and (c.created_at, c.id) < ($2, $3)
               and ($4::bigint[] is null or c.organization_id <> $17 or exists (select from customers u
                 join customer_assignments a on a.customer_id = u.id and a.ended_at is null
                 where u.organization_id = c.organization_id and u.remote_id = c.customer_remote_id and a.member_id = any($4)))
               and ($5::text is null or strpos(lower(c.remote_id), lower($5)) > 0)
               and ($6::text is null or c.customer_remote_id = $6 or exists (select from customers u
                 where u.organization_id = c.organization_id and u.remote_id = c.customer_remote_id
                   and strpos(lower(u.account_name), lower($6)) > 0))
               and ($7::int is null or c.coupon_type = $7)
               and ($8::int[] is null or c.status = any($8))
               and ($9::boolean is null or coalesce(c.expires_at <= $10, false) = $9)
               and ($11::timestamptz is null or c.expires_at >= $11)
               and ($12::timestamptz is null or c.expires_at < $12)
               and ($13::timestamptz is null or c.created_at >= $13)
               and ($14::timestamptz is null or c.created_at < $14)
               and ($15::text is null or exists (select from coupon_records r
                 where r.organization_id = c.organization_id and r.coupon_remote_id = c.remote_id
                   and r.quota_remote_id = $15))
             order by c.created_at desc, c.id desc
             limit $16
           ) c
           join organizations o on o.id = c.organization_id
           left join customers u on u.organization_id = c.organization_id and u.remote_id = c.customer_remote_id
           order by c.created_at desc, c.id desc"#,
        seen.organizations,
        sort_at,
        id,
        seen.managers,
        filters.number,
        filters.customer,
        filters.coupon_type,
        statuses,
        over,
        now,
        filters.expires_from,
        filters.expires_before,
        filters.created_from,
        filters.created_before,
        filters.quota,
        LIMIT,
        seen.own,
    )
    .fetch_all(connection)
    .await
}

/// An issued coupon with everything the vendor says about it; amounts in `currency`.
#[derive(Debug)]
pub struct Coupon {
    pub organization_id: i64,
    pub organization: String,
    pub remote_id: String,
    pub customer_remote_id: Option<String>,
    pub customer_id: Option<i64>,
    pub customer_account_name: Option<String>,
    /// `association_type` of the customer.
    pub association_type: Option<String>,
    pub coupon_type: Option<i32>,
    pub status: Option<i32>,
    pub face_value: Option<Decimal>,
    pub balance: Option<Decimal>,
    pub currency: String,
    pub created_at: DateTime<Utc>,
    pub effective_at: Option<DateTime<Utc>>,
    pub expires_at: Option<DateTime<Utc>>,
    pub activated_at: Option<DateTime<Utc>>,
    pub last_used_at: Option<DateTime<Utc>>,
    pub order_id: Option<String>,
    pub lock_order_id: Option<String>,
    pub plan_id: Option<String>,
    pub plan_name: Option<String>,
    pub plan_description: Option<String>,
    pub promotion_id: Option<String>,
    pub media_type: Option<i32>,
    pub fetch_method: Option<i32>,
    pub is_frozen: Option<String>,
    pub limits: Value,
    pub quota_remote_id: Option<String>,
    pub quota_id: Option<i64>,
    pub unlisted_at: Option<DateTime<Utc>>,
    pub first_seen_at: DateTime<Utc>,
    pub fetched_at: DateTime<Utc>,
    pub run_id: i64,
}

/// One issued coupon.
pub async fn find(connection: &mut PgConnection, seen: Seen<'_>, id: i64) -> Result<Option<Coupon>, Error> {
    sqlx::query_as!(
        Coupon,
        r#"select c.organization_id, o.name as organization, c.remote_id, c.customer_remote_id,
             u.id as "customer_id?", u.account_name as "customer_account_name?",
             u.association_type as "association_type?", c.coupon_type, c.status, c.face_value,
             c.balance, c.currency, c.created_at, c.effective_at, c.expires_at, c.activated_at, c.last_used_at, c.order_id,
             c.lock_order_id, c.plan_id, c.plan_name, c.plan_description, c.promotion_id, c.media_type, c.fetch_method,
             c.is_frozen, c.limits, f.quota_remote_id as "quota_remote_id?", q.id as "quota_id?", c.unlisted_at,
             c.first_seen_at, c.fetched_at, c.run_id
           from coupons c
           join organizations o on o.id = c.organization_id
           left join customers u on u.organization_id = c.organization_id and u.remote_id = c.customer_remote_id
           left join lateral (select r.quota_remote_id from coupon_records r
             where r.organization_id = c.organization_id and r.coupon_remote_id = c.remote_id and r.quota_remote_id is not null
             limit 1) f on true
           left join voucher_quotas q on q.organization_id = c.organization_id and q.remote_id = f.quota_remote_id
           where c.organization_id = any($1) and c.id = $2
             and ($3::bigint[] is null or c.organization_id <> $4 or exists (select from customer_assignments a
               where a.customer_id = u.id and a.ended_at is null and a.member_id = any($3)))"#,
        seen.organizations,
        id,
        seen.managers,
        seen.own,
    )
    .fetch_optional(connection)
    .await
}
