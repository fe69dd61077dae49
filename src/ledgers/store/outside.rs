//! Records that no command of the portal claims: what was done at the vendor's console, by Huawei, by expiry (SYNC-1).

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use crate::{db::Error, web::pager::LIMIT};

/// Whose records are seen.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// Distributors whose quota records are seen.
    pub quotas: &'a [i64],
    /// Of those only the records of these resellers' organisations, if given (AM-10).
    pub resellers: Option<&'a [i64]>,
    /// Issuers whose coupon records are seen.
    pub coupons: &'a [i64],
    /// Partners whose transfers are seen.
    pub transfers: &'a [i64],
    /// Only customers of these account managers (AM-13).
    pub managers: Option<&'a [i64]>,
    /// Organisations whose commands claim records.
    pub claimants: &'a [i64],
}

/// What the list is narrowed to.
#[derive(Debug, Default)]
pub struct Filters {
    /// The vendor's number or word of the operation; the three lists share none.
    pub operation: Option<String>,
    pub from: Option<DateTime<Utc>>,
    pub before: Option<DateTime<Utc>>,
}

/// A record nobody here made.
#[derive(Debug)]
pub struct Record {
    /// 0 quota, 1 coupon, 2 transfer: their ids are counted apart.
    pub place: i32,
    pub id: i64,
    pub operation_type: Option<String>,
    pub succeeded: bool,
    pub amount: Option<Decimal>,
    pub currency: String,
    pub operated_at: DateTime<Utc>,
    /// The quota, coupon or transaction.
    pub object: Option<String>,
    /// Account of the customer or reseller.
    pub counterparty: Option<String>,
    pub operator: Option<String>,
    pub organization: String,
}

/// One page, latest first, and one row more.
pub async fn list(
    connection: &mut PgConnection,
    seen: Seen<'_>,
    filters: &Filters,
    after: Option<(DateTime<Utc>, i32, i64)>,
) -> Result<Vec<Record>, Error> {
    let (at, place, id) = after.unwrap_or((DateTime::<Utc>::MAX_UTC, i32::MAX, i64::MAX));
    sqlx::query_as!(
        Record,
        r#"with claimed as materialized (select record as key from commands where organization_id = any($12) and record is not null
             union all select 'made:' || made_remote_id from commands where organization_id = any($12) and made_remote_id is not null)
           select r.place as "place!", r.id as "id!", r.operation_type, r.succeeded as "succeeded!", r.amount, r.currency as "currency!",
             r.operated_at as "operated_at!", r.object, r.counterparty, r.operator, o.name as "organization!"
           from ((select 0 as place, id, organization_id, operation_type, coalesce(result = '0', false) as succeeded, amount, currency,
                operated_at, coalesce(nullif(quota_remote_id, ''), parent_remote_id) as object,
                coalesce(nullif(reseller_account_name, ''), reseller_remote_id) as counterparty, operator
              from quota_records r
              where organization_id = any($1) and operated_at <= $5 and ($8::text is null or operation_type = $8)
                and ($9::timestamptz is null or operated_at >= $9) and ($10::timestamptz is null or operated_at < $10)
                and (operated_at, 0, id) < ($5, $6, $7) and coalesce('quota_records:' || r.remote_id in (select key from claimed), false) is false
                and coalesce(r.operation_type = '10' and 'made:' || r.quota_remote_id in (select key from claimed), false) is false
                and ($13::bigint[] is null or reseller_remote_id in (select s.remote_id from resellers s where s.organization_id = r.organization_id and s.child_id = any($13)))
              order by operated_at desc, id desc limit $11) union all
             (select 1, r.id, r.organization_id, r.operation_type, coalesce(result = '0', false), r.amount, r.currency, r.operated_at,
                r.coupon_remote_id, coalesce(u.account_name, r.customer_remote_id), null
              from coupon_records r
              left join customers u on u.organization_id = r.organization_id and u.remote_id = r.customer_remote_id
              where r.organization_id = any($2) and operated_at <= $5 and ($8::text is null or operation_type = $8)
                and ($9::timestamptz is null or operated_at >= $9) and ($10::timestamptz is null or operated_at < $10)
                and (operated_at, 1, r.id) < ($5, $6, $7) and coalesce('coupon_records:' || r.remote_id in (select key from claimed), false) is false
                and coalesce(r.operation_type = '1' and 'made:' || r.coupon_remote_id in (select key from claimed), false) is false
                and ($4::bigint[] is null or exists (select from customer_assignments a
                  where a.customer_id = u.id and a.ended_at is null and a.member_id = any($4)))
              order by operated_at desc, r.id desc limit $11) union all
             (select 2, r.id, r.organization_id, r.operation_type, true, r.amount, r.currency, r.operation_time, r.trans_id,
                coalesce(u.account_name, s.account_name, r.customer_id), null
              from adjust_records r
              left join customers u on u.organization_id = r.organization_id and u.remote_id = r.customer_id
              left join resellers s on s.organization_id = r.organization_id and s.remote_id = r.customer_id
              where r.organization_id = any($3) and operation_time <= $5 and ($8::text is null or operation_type = $8)
                and ($9::timestamptz is null or operation_time >= $9) and ($10::timestamptz is null or operation_time < $10)
                and (operation_time, 2, r.id) < ($5, $6, $7) and coalesce('adjust_records:' || r.record_key in (select key from claimed), false) is false
                and coalesce('made:' || r.trans_id in (select key from claimed), false) is false
                and ($4::bigint[] is null or exists (select from customer_assignments a
                  where a.customer_id = u.id and a.ended_at is null and a.member_id = any($4)))
              order by operation_time desc, r.id desc limit $11)
           ) r join organizations o on o.id = r.organization_id
           order by r.operated_at desc, r.place desc, r.id desc limit $11"#,
        seen.quotas,
        seen.coupons,
        seen.transfers,
        seen.managers,
        at,
        place,
        id,
        filters.operation,
        filters.from,
        filters.before,
        LIMIT,
        seen.claimants,
        seen.resellers,
    )
    .fetch_all(connection)
    .await
}

/// What was done outside in one month of the vendor's calendar (UTC+8), of one operation in one currency; failed attempts
/// are counted apart and move nothing.
#[derive(Debug)]
pub struct Figure {
    pub month: NaiveDate,
    pub place: i32,
    pub operation_type: Option<String>,
    pub currency: String,
    pub count: i64,
    pub failed: i64,
    pub amount: Decimal,
}

/// Figures of the months from `since` on, latest first.
pub async fn figures(
    connection: &mut PgConnection,
    seen: Seen<'_>,
    since: DateTime<Utc>,
) -> Result<Vec<Figure>, Error> {
    sqlx::query_as!(
        Figure,
        r#"with claimed as materialized (
             select record as key from commands where organization_id = any($6) and record is not null
             union all
             select 'made:' || made_remote_id from commands where organization_id = any($6) and made_remote_id is not null)
           select date_trunc('month', operated_at at time zone interval '8 hours')::date as "month!", place as "place!", operation_type,
             currency as "currency!", count(*) filter (where succeeded) as "count!", count(*) filter (where not succeeded) as "failed!",
             coalesce(sum(amount) filter (where succeeded), 0) as "amount!"
           from (
             select 0 as place, operation_type, currency, operated_at, amount, coalesce(result = '0', false) as succeeded
             from quota_records r
             where organization_id = any($1) and operated_at >= $5 and coalesce('quota_records:' || r.remote_id in (select key from claimed), false) is false
                and coalesce(r.operation_type = '10' and 'made:' || r.quota_remote_id in (select key from claimed), false) is false
                and ($7::bigint[] is null or reseller_remote_id in (select s.remote_id from resellers s
                  where s.organization_id = r.organization_id and s.child_id = any($7)))
             union all
             select 1, operation_type, currency, operated_at, amount, coalesce(result = '0', false)
             from coupon_records r
             where organization_id = any($2) and operated_at >= $5 and coalesce('coupon_records:' || r.remote_id in (select key from claimed), false) is false
                and coalesce(r.operation_type = '1' and 'made:' || r.coupon_remote_id in (select key from claimed), false) is false
               and ($4::bigint[] is null or exists (select from customers u join customer_assignments a
                 on a.customer_id = u.id and a.ended_at is null
                 where u.organization_id = r.organization_id and u.remote_id = r.customer_remote_id and a.member_id = any($4)))
             union all
             select 2, operation_type, currency, operation_time, amount, true
             from adjust_records r
             where organization_id = any($3) and operation_time >= $5 and coalesce('adjust_records:' || r.record_key in (select key from claimed), false) is false
                and coalesce('made:' || r.trans_id in (select key from claimed), false) is false
               and ($4::bigint[] is null or exists (select from customers u join customer_assignments a
                 on a.customer_id = u.id and a.ended_at is null
                 where u.organization_id = r.organization_id and u.remote_id = r.customer_id and a.member_id = any($4)))
           ) r
           group by 1, 2, 3, 4 order by 1 desc, 2, 3, 4"#,
        seen.quotas,
        seen.coupons,
        seen.transfers,
        seen.managers,
        since,
        seen.claimants,
        seen.resellers,
    )
    .fetch_all(connection)
    .await
}
