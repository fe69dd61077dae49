//! Balances of quotas against the sums of their records (QUOTA-5, SYNC-3), and what the vendor no longer lists (SYNC-7).

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

use crate::{db::Error, web::pager::LIMIT};

/// A record from which a difference could come: one that the sums leave out.
#[derive(Debug, Clone, Deserialize)]
pub struct Candidate {
    /// Page of the record.
    pub id: i64,
    /// `quota` or `coupon`.
    pub kind: String,
    pub operation_type: Option<String>,
    pub result: Option<String>,
    /// In the quota's currency, as text.
    pub amount: Option<String>,
    pub operated_at: DateTime<Utc>,
}

/// A quota whose balance its records do not explain.
#[derive(Debug)]
pub struct Difference {
    pub id: i64,
    pub remote_id: String,
    pub holder: String,
    pub currency: String,
    /// What has left the balance by the vendor's snapshot: value less balance.
    pub left: Decimal,
    /// What has left it by the records.
    pub explained: Decimal,
    /// When the latest of both became known: so long the difference stands as it is.
    pub since: DateTime<Utc>,
    /// Whether the balance was last read before the latest record was: they are not comparable yet.
    pub is_older: bool,
    pub candidates: Json<Vec<Candidate>>,
}

/// One page of quotas of `organizations` whose snapshot and records differ, latest first, and one row more. Quotas that a
/// distributor took back are left out where only their holder looks on: the record of that is the distributor's.
pub async fn quotas(
    connection: &mut PgConnection,
    organizations: &[i64],
    only_holder: bool,
    after: Option<(DateTime<Utc>, i64)>,
) -> Result<Vec<Difference>, Error> {
    let (since, id) = after.unwrap_or((DateTime::<Utc>::MAX_UTC, i64::MAX));
    sqlx::query_as!(
        Difference,
        r#"with coupon as (
             select quota_remote_id as quota, max(first_seen_at) as seen_at,
               coalesce(sum(amount) filter (where operation_type = '1'), 0)
                 - coalesce(sum(amount) filter (where operation_type in ('2', '3', '4', '5', '6', '7', '8', '9')), 0) as gone
             from coupon_records where organization_id = any($1) and result = '0' and quota_remote_id <> '' group by 1),
           child as (select parent_remote_id as quota, max(fetched_at) as seen_at, coalesce(sum(quota_value), 0) as gone
             from issued_quotas where organization_id = any($1) and parent_remote_id <> '' group by 1),
           back as (select parent_remote_id as quota, max(first_seen_at) as seen_at, coalesce(sum(amount), 0) as gone
             from quota_records where organization_id = any($1) and operation_type = '11' and result = '0' group by 1),
           away as (select quota_remote_id as quota, max(first_seen_at) as seen_at, coalesce(sum(amount), 0) as gone
             from quota_records where organization_id = any($1) and operation_type = '11' and result = '0' group by 1),
           weighed as (
             select q.id, q.remote_id, o.name as holder, q.currency, q.quota_value - q.balance as "left",
               coalesce(seen.at > q.fetched_at and seen.at > r.completed_at, false) as is_older,
               coalesce(coupon.gone, 0) + coalesce(child.gone, 0) - coalesce(back.gone, 0) + coalesce(away.gone, 0) as explained,
               greatest(q.fetched_at, seen.at) as since
             from voucher_quotas q
             join organizations o on o.id = q.organization_id
             left join (select max(f.completed_at) as completed_at from freshness($6, '{voucher_quotas}') f) r on true
             left join coupon on coupon.quota = q.remote_id left join child on child.quota = q.remote_id left join back on back.quota = q.remote_id left join away on away.quota = q.remote_id
             cross join lateral (select greatest(coupon.seen_at, child.seen_at, back.seen_at, away.seen_at) as at) seen
             where q.organization_id = any($1) and not ($2 and q.status = 6)
           ),
           page as (select * from weighed where "left" <> explained and (since, id) < ($3, $4) order by since desc, id desc limit $5)
           select id as "id!", remote_id as "remote_id!", holder as "holder!", currency as "currency!", "left" as "left!",
             explained as "explained!", since as "since!", is_older as "is_older!", coalesce(c.candidates, '[]') as "candidates!: Json<Vec<Candidate>>"
           from page p
           left join lateral (select jsonb_agg(to_jsonb(r)) as candidates from (
               (select id, 'coupon' as kind, operation_type, result, amount::text, operated_at from coupon_records
                where organization_id = any($1) and (quota_remote_id = p.remote_id and (result is distinct from '0'
                    or operation_type is null or operation_type !~ '^[1-9]$' or amount is null)
                  or coalesce(quota_remote_id, '') = '' and amount = abs(p."left" - p.explained) and result = '0')
                order by operated_at desc limit 3)
               union all
               (select id, 'quota', operation_type, result, amount::text, operated_at from quota_records r
                where organization_id = any($1) and (parent_remote_id = p.remote_id or quota_remote_id = p.remote_id)
                  and (result is distinct from '0' or operation_type is null or operation_type not in ('10', '11') or amount is null
                    or operation_type = '10' and parent_remote_id = p.remote_id and not exists (select from issued_quotas i
                      where i.organization_id = r.organization_id and i.remote_id = r.quota_remote_id))
                order by operated_at desc limit 3)
               order by operated_at desc) r
           ) c on true
           order by since desc, id desc"#,
        organizations,
        only_holder,
        since,
        id,
        LIMIT,
        organizations.first().copied().unwrap_or_default(),
    )
    .fetch_all(connection)
    .await
}

/// Something that the vendor's lists no longer show; the portal keeps it.
#[derive(Debug)]
pub struct Unlisted {
    /// `quota`, `issued` or `coupon`.
    pub kind: String,
    pub id: i64,
    pub remote_id: String,
    pub balance: Option<Decimal>,
    pub currency: String,
    pub unlisted_at: DateTime<Utc>,
}

/// The latest fifty that vanished, as far as the reader sees coupons (`managers`, AM-13), children (`among`, AM-10), and either at all.
pub async fn unlisted(
    connection: &mut PgConnection,
    organizations: &[i64],
    (issued, coupons): (bool, bool),
    (managers, among): (Option<&[i64]>, Option<&[i64]>),
) -> Result<Vec<Unlisted>, Error> {
    sqlx::query_as!(
        Unlisted,
        r#"select kind as "kind!", id as "id!", remote_id as "remote_id!", balance, currency as "currency!", unlisted_at as "unlisted_at!"
           from (
             (select 'quota' as kind, id, remote_id, balance, currency, unlisted_at from voucher_quotas
              where organization_id = any($1) and unlisted_at is not null order by unlisted_at desc limit 50)
             union all
             (select 'issued', id, remote_id, balance, currency, unlisted_at from issued_quotas
              where $2 and organization_id = any($1) and unlisted_at is not null
                and ($5::bigint[] is null or reseller_remote_id in (select s.remote_id from resellers s where s.child_id = any($5)))
              order by unlisted_at desc limit 50)
             union all
             (select 'coupon', id, remote_id, balance, currency, unlisted_at from coupons k
              where $3 and organization_id = any($1) and unlisted_at is not null
                and ($4::bigint[] is null or exists (select from customers u join customer_assignments a
                  on a.customer_id = u.id and a.ended_at is null
                  where u.organization_id = k.organization_id and u.remote_id = k.customer_remote_id and a.member_id = any($4)))
              order by unlisted_at desc limit 50)
           ) gone order by unlisted_at desc, kind, id limit 50"#,
        organizations,
        issued,
        coupons,
        managers,
        among,
    )
    .fetch_all(connection)
    .await
}
