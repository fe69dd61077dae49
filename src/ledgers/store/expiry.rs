//! What expires: quotas, children and coupons with a balance, each, by month, and by who loses it.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use crate::db::Error;

/// Whose rows are looked at, and which.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// The organisation whose quotas and children.
    pub organization_id: i64,
    /// Issuers of coupons; none for who may not see coupons.
    pub issuers: &'a [i64],
    /// Whether children are seen.
    pub issued: bool,
    /// Only coupons of customers of these account managers (AM-13).
    pub managers: Option<&'a [i64]>,
    /// Only children of these resellers' organisations, if given (AM-10).
    pub resellers: Option<&'a [i64]>,
    /// After this instant.
    pub now: DateTime<Utc>,
    /// Not after this one.
    pub until: DateTime<Utc>,
    /// Only `quota`, `issued` or `coupon`.
    pub kind: Option<&'a str>,
}

/// Something that expires.
#[derive(Debug)]
pub struct Expiring {
    pub place: i32,
    /// `quota`, `issued` or `coupon`.
    pub kind: String,
    pub id: i64,
    pub remote_id: String,
    /// Account of the reseller or customer that holds it; none for own quotas.
    pub holder: Option<String>,
    pub balance: Decimal,
    pub currency: String,
    pub expires_at: DateTime<Utc>,
}

/// What expires next, `limit` rows after the key (instant, place of the kind, id).
pub async fn list(
    connection: &mut PgConnection,
    seen: Seen<'_>,
    after: Option<(DateTime<Utc>, i32, i64)>,
    limit: i64,
) -> Result<Vec<Expiring>, Error> {
    let (at, place, id) = after.unwrap_or((seen.now, i32::MAX, i64::MAX));
    sqlx::query_as!(
        Expiring,
        r#"select place as "place!", kind as "kind!", id as "id!", remote_id as "remote_id!", holder, balance as "balance!",
             currency as "currency!", expires_at as "expires_at!"
           from (
             (select 0 as place, 'quota' as kind, id, remote_id, null as holder, balance, currency, expires_at
              from voucher_quotas
              where organization_id = $1 and coalesce($7, 'quota') = 'quota' and unlisted_at is null and status in (0, 4, 5)
                and balance > 0 and expires_at >= $8 and expires_at <= $6)
             union all
             (select 1, 'issued', id, remote_id, coalesce(nullif(reseller_account_name, ''), reseller_remote_id), balance, currency,
                expires_at
              from issued_quotas
              where $3 and organization_id = $1 and coalesce($7, 'issued') = 'issued' and unlisted_at is null
                and status in (0, 4, 5) and balance > 0 and expires_at >= $8 and expires_at <= $6
                and ($12::bigint[] is null or reseller_remote_id in (select s.remote_id from resellers s
                  where s.organization_id = $1 and s.child_id = any($12))))
             union all
             (select 2, 'coupon', k.id, k.remote_id, coalesce(u.account_name, k.customer_remote_id), k.balance, k.currency,
                k.expires_at
              from coupons k
              left join customers u on u.organization_id = k.organization_id and u.remote_id = k.customer_remote_id
              where k.organization_id = any($2) and coalesce($7, 'coupon') = 'coupon' and k.unlisted_at is null
                and k.status in (1, 2) and k.balance > 0 and k.expires_at >= $8 and k.expires_at <= $6
                and ($4::bigint[] is null or exists (select from customer_assignments a
                  where a.customer_id = u.id and a.ended_at is null and a.member_id = any($4))))
           ) e
           where expires_at > $5 and (expires_at, place, id) > ($8, $9, $10)
           order by expires_at, place, id limit $11"#,
        seen.organization_id,
        seen.issuers,
        seen.issued,
        seen.managers,
        seen.now,
        seen.until,
        seen.kind,
        at,
        place,
        id,
        limit,
        seen.resellers,
    )
    .fetch_all(connection)
    .await
}

/// A sum of what expires: of a kind in a currency, within a span, a month or with a holder.
#[derive(Debug)]
pub struct Sum {
    /// `within`, `month` or `holder`.
    pub by: String,
    /// `quota`, `issued` or `coupon`.
    pub kind: String,
    /// Days of the span; `YYYY-MM` of the vendor's calendar; account of the holder.
    pub word: String,
    pub currency: String,
    pub count: i64,
    pub amount: Decimal,
}

/// Sums within 7, 30 and 90 days, by month of the next year, and of the holders who lose most within `seen.until`.
pub async fn sums(connection: &mut PgConnection, seen: Seen<'_>) -> Result<Vec<Sum>, Error> {
    sqlx::query_as!(
        Sum,
        r#"with e as materialized (
             select 'quota' as kind, null::text as holder, balance, currency, expires_at from voucher_quotas
             where organization_id = $1 and unlisted_at is null and status in (0, 4, 5) and balance > 0 and expires_at > $5
             union all
             select 'issued', coalesce(nullif(reseller_account_name, ''), reseller_remote_id), balance, currency, expires_at
             from issued_quotas
             where $3 and organization_id = $1 and unlisted_at is null and status in (0, 4, 5) and balance > 0 and expires_at > $5
               and ($8::bigint[] is null or reseller_remote_id in (select s.remote_id from resellers s
                 where s.organization_id = $1 and s.child_id = any($8)))
             union all
             select 'coupon', coalesce(u.account_name, k.customer_remote_id), k.balance, k.currency, k.expires_at
             from coupons k
             left join customers u on u.organization_id = k.organization_id and u.remote_id = k.customer_remote_id
             where k.organization_id = any($2) and k.unlisted_at is null and k.status in (1, 2) and k.balance > 0
               and k.expires_at > $5
               and ($4::bigint[] is null or exists (select from customer_assignments a
                 where a.customer_id = u.id and a.ended_at is null and a.member_id = any($4)))
           )
           select 'within' as "by!", kind as "kind!", days::text as "word!", currency as "currency!", count(*) as "count!",
             sum(balance) as "amount!"
           from e join (values (7), (30), (90)) s (days) on expires_at <= $5::timestamptz + days * interval '1 day'
           group by kind, days, currency
           union all
           select 'month', kind, to_char(expires_at at time zone interval '8 hours', 'YYYY-MM'), currency, count(*), sum(balance)
           from e where expires_at <= $5::timestamptz + interval '1 year' group by 2, 3, 4
           union all
           select * from (select 'holder', kind, coalesce(holder, ''), currency, count(*), sum(balance)
             from e where kind <> 'quota' and expires_at <= $6 and coalesce($7, kind) = kind
             group by 2, 3, 4 order by 6 desc, 3 limit 100) most"#,
        seen.organization_id,
        seen.issuers,
        seen.issued,
        seen.managers,
        seen.now,
        seen.until,
        seen.kind,
        seen.resellers,
    )
    .fetch_all(connection)
    .await
}
