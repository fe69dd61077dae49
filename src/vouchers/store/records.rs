//! Records of quotas and coupons as one list by time (QUOTA-13, COUPON-11).

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::{After, start};
use crate::{
    access::Seen,
    db::Error,
    vouchers::{forms::records::Filters, rules::record::Kind},
    web::pager::LIMIT,
};

/// Whose records are seen.
#[derive(Debug, Clone, Copy)]
pub struct Readable<'a> {
    /// Distributors whose quota records are seen; none for who may not see issued quotas.
    pub quotas: &'a [i64],
    /// Of those only the records of these resellers' organisations, if given (AM-10).
    pub resellers: Option<&'a [i64]>,
    /// Issuers whose coupon records are seen, and of which customers.
    pub coupons: Seen<'a>,
}

/// One record; the amount in `currency`.
#[derive(Debug)]
pub struct Record {
    pub id: i64,
    /// `quota` or `coupon`.
    pub kind: String,
    pub organization_id: i64,
    pub organization: String,
    pub remote_id: String,
    pub operated_at: DateTime<Utc>,
    pub operation_type: Option<String>,
    pub result: Option<String>,
    pub amount: Option<Decimal>,
    pub currency: String,
    /// The child, or the quota a coupon came from.
    pub quota_remote_id: Option<String>,
    pub parent_remote_id: Option<String>,
    pub quota_type: Option<i32>,
    pub coupon_remote_id: Option<String>,
    pub coupon_id: Option<i64>,
    pub customer_remote_id: Option<String>,
    pub customer_id: Option<i64>,
    pub customer_account_name: Option<String>,
    pub reseller_id: Option<i64>,
    pub reseller_remote_id: Option<String>,
    pub reseller_account_name: Option<String>,
    pub reseller_name: Option<String>,
    /// Name of the reseller's organisation.
    pub reseller_organization: Option<String>,
    pub operator: Option<String>,
    pub remark: Option<String>,
    /// Page of the child as issued, for quota records.
    pub issued_id: Option<i64>,
    /// Page of the quota as its holder has it.
    pub quota_id: Option<i64>,
    pub first_seen_at: DateTime<Utc>,
    pub run_id: i64,
}

impl Record {
    /// Which list it stands in.
    pub fn kind(&self) -> Kind {
        Kind::parse(&self.kind).unwrap_or(Kind::Coupon)
    }
}

/// One page of both kinds of records, latest first, and one row more: a page of each, merged by time.
pub async fn list(
    connection: &mut PgConnection,
    seen: Readable<'_>,
    filters: &Filters,
    after: After,
) -> Result<Vec<Record>, Error> {
    page(connection, seen, filters, start(after), LIMIT).await
}

/// One record, of either kind: the first of a page that begins just before it.
pub async fn find(connection: &mut PgConnection, seen: Readable<'_>, id: i64) -> Result<Option<Record>, Error> {
    let operated_at = sqlx::query_scalar!(
        r#"select operated_at as "operated_at!" from quota_records where id = $1 and organization_id = any($2)
           union all
           select operated_at from coupon_records where id = $1 and organization_id = any($3)"#,
        id,
        seen.quotas,
        seen.coupons.organizations,
    )
    .fetch_optional(&mut *connection)
    .await?;
    let Some(operated_at) = operated_at else { return Ok(None) };
    let just_before = (operated_at, id.saturating_add(1));
    let found = page(connection, seen, &Filters::default(), just_before, 1).await?;
    Ok(found.into_iter().next().filter(|record| record.id == id))
}

async fn page(
    connection: &mut PgConnection,
    seen: Readable<'_>,
    filters: &Filters,
    (sort_at, id): (DateTime<Utc>, i64),
    limit: i64,
) -> Result<Vec<Record>, Error> {
    // Only quota records name an operator, only coupon records a customer.
    let quotas = if filters.customer.is_none() { seen.quotas } else { &[] };
    let coupons = if filters.operator.is_none() { seen.coupons.organizations } else { &[] };
    sqlx::query_as!(
        Record,
        r#"select r.id as "id!", 'quota' as "kind!", r.organization_id as "organization_id!", o.name as "organization!",
             r.remote_id as "remote_id!", r.operated_at as "operated_at!", r.operation_type, r.result, r.amount,
             r.currency as "currency!", r.quota_remote_id, r.parent_remote_id, null::int as quota_type,
             null::text as coupon_remote_id, null::bigint as coupon_id, null::text as customer_remote_id,
             null::bigint as customer_id, null::text as customer_account_name, s.id as "reseller_id?", r.reseller_remote_id,
             r.reseller_account_name, r.reseller_name, n.name as "reseller_organization?", r.operator, r.remark, i.id as "issued_id?",
             null::bigint as quota_id, r.first_seen_at as "first_seen_at!", r.run_id as "run_id!"
           from (select * from quota_records
             where organization_id = any($1) and (operated_at, id) < ($3, $4)
               and ($6::timestamptz is null or operated_at >= $6) and ($7::timestamptz is null or operated_at < $7)
               and ($8::text is null or operation_type = $8) and ($9::boolean is null or coalesce(result = '0', false) = $9)
               and ($10::text is null or quota_remote_id = $10 or parent_remote_id = $10)
               and ($11::text is null or strpos(lower(operator), lower($11)) > 0) and ($12::text is null or reseller_remote_id = $12) and ($16::bigint[] is null or reseller_remote_id in (select s.remote_id from resellers s where s.organization_id = any($1) and s.child_id = any($16)))
             order by operated_at desc, id desc limit $14
           ) r join organizations o on o.id = r.organization_id
           left join resellers s on s.organization_id = r.organization_id and s.remote_id = r.reseller_remote_id left join organizations n on n.id = s.child_id
           left join issued_quotas i on i.organization_id = r.organization_id and i.remote_id = r.quota_remote_id
           union all
           select r.id, 'coupon', r.organization_id, o.name, r.remote_id, r.operated_at, r.operation_type, r.result, r.amount,
             r.currency, r.quota_remote_id, null, r.quota_type, r.coupon_remote_id, c.id, r.customer_remote_id, u.id, u.account_name, null, null, null, null, null, null, r.remark, null, q.id, r.first_seen_at, r.run_id
           from (select * from coupon_records r where organization_id = any($2) and (operated_at, id) < ($3, $4)
               and ($5::bigint[] is null or organization_id <> $15 or exists (
                 select from customers u join customer_assignments a on a.customer_id = u.id and a.ended_at is null
                 where u.organization_id = r.organization_id and u.remote_id = r.customer_remote_id and a.member_id = any($5)))
               and ($6::timestamptz is null or operated_at >= $6) and ($7::timestamptz is null or operated_at < $7)
               and ($8::text is null or operation_type = $8) and ($9::boolean is null or coalesce(result = '0', false) = $9)
               and ($10::text is null or quota_remote_id = $10 or coupon_remote_id = $10)
               and ($13::text is null or customer_remote_id = $13 or exists (select from customers u where
                 u.organization_id = r.organization_id and u.remote_id = r.customer_remote_id and strpos(lower(u.account_name), lower($13)) > 0))
             order by operated_at desc, id desc limit $14
           ) r join organizations o on o.id = r.organization_id
           left join coupons c on c.organization_id = r.organization_id and c.remote_id = r.coupon_remote_id
           left join customers u on u.organization_id = r.organization_id and u.remote_id = r.customer_remote_id
           left join voucher_quotas q on q.organization_id = r.organization_id and q.remote_id = r.quota_remote_id
           order by 6 desc, 1 desc limit $14"#,
        quotas,
        coupons,
        sort_at,
        id,
        seen.coupons.managers,
        filters.from,
        filters.before,
        filters.operation_type,
        filters.succeeded,
        filters.number,
        filters.operator,
        filters.reseller_remote_id,
        filters.customer,
        limit,
        seen.coupons.own,
        seen.resellers,
    )
    .fetch_all(connection)
    .await
}
