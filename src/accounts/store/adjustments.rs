//! Transfers and take-backs.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use crate::{accounts::forms::adjustments::Filters, db::Error, values::Masked, web::pager::LIMIT};

/// A row of the list.
#[derive(Debug)]
pub struct Listed {
    pub id: i64,
    pub operation_time: DateTime<Utc>,
    pub operation_type: Option<String>,
    pub customer_id: Option<String>,
    pub customer_name: Option<Masked<String>>,
    pub account_name: Option<String>,
    pub customer_type: Option<i32>,
    pub reseller: Option<String>,
    pub amount: Option<Decimal>,
    pub currency: String,
    pub trans_id: Option<String>,
    pub memo: Option<String>,
}

/// One page of an organisation's records, latest first, and one row more; only of `managers`, if given (AM-13).
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
        r#"select t.id, t.operation_time, t.operation_type, t.customer_id, t.customer_name as "customer_name: _",
             c.account_name as "account_name?", c.customer_type as "customer_type?", r.name as "reseller?", t.amount,
             t.currency, t.trans_id, t.memo
           from (
             select * from adjust_records t
             where organization_id = $1 and (operation_time, id) < ($2, $3)
               and ($4::bigint[] is null or customer_id = any(array(
                 select c.remote_id from customer_assignments a join customers c on c.id = a.customer_id
                 where a.ended_at is null and a.member_id = any($4))))
               and ($5::text is null or customer_id = $5 or customer_name_found(
                 case when exists (select from resellers r where r.organization_id = $1 and r.remote_id = t.customer_id) then 1
                   else (select c.customer_type from customers c where c.organization_id = $1 and c.remote_id = t.customer_id) end,
                 customer_name, $5)
                 or customer_id = any(array(select remote_id from customers
                   where organization_id = $1 and strpos(lower(account_name), lower($5)) > 0)))
               and ($6::text is null or operation_type = $6)
               and ($7::text is null or trans_id = $7)
               and ($8::timestamptz is null or operation_time >= $8)
               and ($9::timestamptz is null or operation_time < $9)
             order by operation_time desc, id desc limit $10
           ) t
           left join customers c on c.organization_id = $1 and c.remote_id = t.customer_id
           left join resellers r on r.organization_id = $1 and r.remote_id = t.customer_id
           order by t.operation_time desc, t.id desc"#,
        organization_id,
        time,
        id,
        managers,
        filters.customer,
        filters.operation,
        filters.trans_id,
        filters.from,
        filters.before,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// The latest records of one customer.
pub async fn of_customer(
    connection: &mut PgConnection,
    organization_id: i64,
    customer_id: &str,
) -> Result<Vec<Listed>, Error> {
    sqlx::query_as!(
        Listed,
        r#"select t.id, t.operation_time, t.operation_type, t.customer_id, t.customer_name as "customer_name: _",
             c.account_name as "account_name?", c.customer_type as "customer_type?", null::text as reseller, t.amount,
             t.currency, t.trans_id, t.memo
           from adjust_records t
           left join customers c on c.organization_id = $1 and c.remote_id = t.customer_id
           where t.organization_id = $1 and t.customer_id = $2
           order by t.operation_time desc, t.id desc limit 20"#,
        organization_id,
        customer_id,
    )
    .fetch_all(connection)
    .await
}

/// One record.
#[derive(Debug)]
pub struct Record {
    pub organization: String,
    pub operation_time: DateTime<Utc>,
    pub operation_type: Option<String>,
    pub customer_id: Option<String>,
    pub customer_name: Option<Masked<String>>,
    pub customer_key: Option<i64>,
    pub account_name: Option<String>,
    pub customer_type: Option<i32>,
    pub reseller_id: Option<i64>,
    pub reseller: Option<String>,
    pub amount: Option<Decimal>,
    pub amount_text: Option<String>,
    pub currency: String,
    pub apply_scene: Option<String>,
    pub trans_id: Option<String>,
    pub memo: Option<String>,
    pub run_id: i64,
    pub fetched_at: DateTime<Utc>,
}

/// One record of `organizations`; only of `managers`, if given.
pub async fn find(
    connection: &mut PgConnection,
    organizations: &[i64],
    managers: Option<&[i64]>,
    id: i64,
) -> Result<Option<Record>, Error> {
    sqlx::query_as!(
        Record,
        r#"select o.name as organization, t.operation_time, t.operation_type, t.customer_id,
             t.customer_name as "customer_name: _", c.id as "customer_key?", c.account_name as "account_name?",
             c.customer_type as "customer_type?", r.id as "reseller_id?", r.name as "reseller?", t.amount, t.amount_text,
             t.currency, t.apply_scene, t.trans_id, t.memo, t.run_id, t.fetched_at
           from adjust_records t
           join organizations o on o.id = t.organization_id
           left join customers c on c.organization_id = t.organization_id and c.remote_id = t.customer_id
           left join resellers r on r.organization_id = t.organization_id and r.remote_id = t.customer_id
           where t.organization_id = any($1) and t.id = $2
             and ($3::bigint[] is null or exists (select from customer_assignments a
               where a.customer_id = c.id and a.ended_at is null and a.member_id = any($3)))"#,
        organizations,
        id,
        managers,
    )
    .fetch_optional(connection)
    .await
}
