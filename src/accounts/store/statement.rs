//! The partner's statement.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use crate::{accounts::forms::statement::Filters, db::Error, web::pager::LIMIT};

/// A row of the list.
#[derive(Debug)]
pub struct Listed {
    pub id: i64,
    pub trade_time: DateTime<Utc>,
    pub balance_type: String,
    pub trade_detail_type: Option<String>,
    pub kind: Option<String>,
    pub change_amount: Option<Decimal>,
    pub balance_after_change: Option<Decimal>,
    pub currency: String,
    pub account_name: Option<String>,
    pub customer_id: Option<String>,
    pub trade_id: Option<String>,
}

/// One page of an organisation's lines, latest first, and one row more; a scoped member sees those of his customers (AM-13).
pub async fn list(
    connection: &mut PgConnection,
    organization_id: i64,
    managers: Option<&[i64]>,
    filters: &Filters,
    after: Option<(DateTime<Utc>, i64)>,
) -> Result<Vec<Listed>, Error> {
    let (time, id) = after.unwrap_or((DateTime::<Utc>::MAX_UTC, i64::MAX));
    sqlx::query_as!(
        Listed,
        "select id, trade_time, balance_type, trade_detail_type, kind, change_amount, balance_after_change, currency,
           account_name, customer_id, trade_id
         from partner_statement
         where organization_id = $1 and (trade_time, id) < ($2, $3)
           and ($4::bigint[] is null or customer_id = any(array(
             select c.remote_id from customer_assignments a join customers c on c.id = a.customer_id
             where a.ended_at is null and a.member_id = any($4))))
           and ($5::text is null or balance_type = $5)
           and ($6::text[] is null or trade_detail_type = any($6))
           and ($7::text is null or kind = $7)
           and ($8::timestamptz is null or trade_time >= $8)
           and ($9::timestamptz is null or trade_time < $9)
           and ($10::text is null or customer_id = $10 or strpos(lower(account_name), lower($10)) > 0)
           and ($11::text is null or trade_id = $11)
         order by trade_time desc, id desc limit $12",
        organization_id,
        time,
        id,
        managers,
        filters.balance_type,
        filters.detail_types.as_deref(),
        filters.kind,
        filters.from,
        filters.before,
        filters.customer,
        filters.trade_id,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// One line.
#[derive(Debug)]
pub struct Line {
    pub organization: String,
    pub account_change_id: String,
    pub trade_time: DateTime<Utc>,
    pub balance_type: String,
    pub trade_detail_type: Option<String>,
    pub kind: Option<String>,
    pub change_amount: Option<Decimal>,
    pub change_text: Option<String>,
    pub balance_after_change: Option<Decimal>,
    pub balance_text: Option<String>,
    pub currency: String,
    pub customer_id: Option<String>,
    pub customer_key: Option<i64>,
    pub reseller_id: Option<i64>,
    pub account_name: Option<String>,
    pub trade_id: Option<String>,
    pub run_id: i64,
    pub fetched_at: DateTime<Utc>,
}

/// One line of `organizations`; only of `managers`, if given.
pub async fn find(
    connection: &mut PgConnection,
    organizations: &[i64],
    managers: Option<&[i64]>,
    id: i64,
) -> Result<Option<Line>, Error> {
    sqlx::query_as!(
        Line,
        r#"select o.name as organization, s.account_change_id, s.trade_time, s.balance_type, s.trade_detail_type, s.kind,
             s.change_amount, s.change_text, s.balance_after_change, s.balance_text, s.currency, s.customer_id,
             c.id as "customer_key?", r.id as "reseller_id?", s.account_name, s.trade_id, s.run_id, s.fetched_at
           from partner_statement s
           join organizations o on o.id = s.organization_id
           left join customers c on c.organization_id = s.organization_id and c.remote_id = s.customer_id
           left join resellers r on r.organization_id = s.organization_id and r.remote_id = s.customer_id
           where s.organization_id = any($1) and s.id = $2
             and ($3::bigint[] is null or exists (select from customer_assignments a
               where a.customer_id = c.id and a.ended_at is null and a.member_id = any($3)))"#,
        organizations,
        id,
        managers,
    )
    .fetch_optional(connection)
    .await
}
