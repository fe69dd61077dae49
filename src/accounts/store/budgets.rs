//! Budgets of customers and their history.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use crate::{accounts::forms::budgets::Filters, db::Error, values::Masked, web::pager::LIMIT};

/// A row of the list.
#[derive(Debug)]
pub struct Listed {
    pub id: i64,
    /// Used share of the budget to six decimals, 1 = all: the sort key of the list.
    pub usage: Decimal,
    pub customer_id: String,
    pub account_name: Option<String>,
    pub name: Option<Masked<String>>,
    pub customer_type: Option<i32>,
    pub is_frozen: Option<i32>,
    pub budget_type: Option<String>,
    pub budget_amount: Option<Decimal>,
    pub used_amount: Option<Decimal>,
    pub currency: String,
    pub gone_at: Option<DateTime<Utc>>,
}

/// One page of an organisation's budgets, most used first, and one row more; only of `managers`, if given (AM-13).
pub async fn list(
    connection: &mut PgConnection,
    organization_id: i64,
    managers: Option<&[i64]>,
    filters: &Filters,
    after: Option<(Decimal, i64)>,
) -> Result<Vec<Listed>, Error> {
    let (usage, id) = after.unwrap_or((Decimal::MAX, i64::MAX));
    sqlx::query_as!(
        Listed,
        r#"select b.id, b.usage as "usage!", b.customer_id, c.account_name as "account_name?", c.name as "name: _",
             c.customer_type as "customer_type?", c.is_frozen as "is_frozen?", b.budget_type, b.budget_amount, b.used_amount,
             b.currency, b.gone_at
           from (
             select * from (
               select *, coalesce(round(used_amount / nullif(budget_amount, 0), 6), 0) as usage
               from customer_budgets where organization_id = $1
             ) b
             where (usage, id) < ($2, $3)
               and ($4::bigint[] is null or exists (select from customers c join customer_assignments a on a.customer_id = c.id
                 where c.organization_id = $1 and c.remote_id = b.customer_id and a.ended_at is null and a.member_id = any($4)))
               and ($5::text is null or customer_id = $5 or exists (select from customers c
                 where c.organization_id = $1 and c.remote_id = b.customer_id
                   and (strpos(lower(c.account_name), lower($5)) > 0 or customer_name_found(c.customer_type, c.name, $5))))
               and ($6::text is null or budget_type = $6)
               and ($7::numeric is null or usage >= $7)
             order by usage desc, id desc limit $8
           ) b
           left join customers c on c.organization_id = $1 and c.remote_id = b.customer_id
           order by b.usage desc, b.id desc"#,
        organization_id,
        usage,
        id,
        managers,
        filters.customer,
        filters.budget_type,
        filters.usage,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// One budget.
#[derive(Debug)]
pub struct Budget {
    pub organization_id: i64,
    pub organization: String,
    pub customer_id: String,
    pub customer_key: Option<i64>,
    pub account_name: Option<String>,
    pub is_frozen: Option<i32>,
    pub budget_type: Option<String>,
    pub budget_amount: Option<Decimal>,
    pub used_amount: Option<Decimal>,
    pub currency: String,
    pub gone_at: Option<DateTime<Utc>>,
    pub run_id: i64,
    pub fetched_at: DateTime<Utc>,
}

/// One budget of `organizations`; only of `managers`, if given.
pub async fn find(
    connection: &mut PgConnection,
    organizations: &[i64],
    managers: Option<&[i64]>,
    id: i64,
) -> Result<Option<Budget>, Error> {
    sqlx::query_as!(
        Budget,
        r#"select b.organization_id, o.name as organization, b.customer_id, c.id as "customer_key?",
             c.account_name as "account_name?", c.is_frozen as "is_frozen?", b.budget_type, b.budget_amount, b.used_amount,
             b.currency, b.gone_at, b.run_id, b.fetched_at
           from customer_budgets b
           join organizations o on o.id = b.organization_id
           left join customers c on c.organization_id = b.organization_id and c.remote_id = b.customer_id
           where b.organization_id = any($1) and b.id = $2
             and ($3::bigint[] is null or exists (select from customer_assignments a
               where a.customer_id = c.id and a.ended_at is null and a.member_id = any($3)))"#,
        organizations,
        id,
        managers,
    )
    .fetch_optional(connection)
    .await
}

/// One setting or deletion.
#[derive(Debug)]
pub struct Record {
    pub operation_type: Option<String>,
    pub operation_time: Option<DateTime<Utc>>,
    pub operator: Option<String>,
    pub budget_type: Option<String>,
    pub budget_amount: Option<Decimal>,
    pub partner_name: Option<String>,
}

/// The history of a customer's budget, latest first.
pub async fn records(
    connection: &mut PgConnection,
    organization_id: i64,
    customer_id: &str,
) -> Result<Vec<Record>, Error> {
    sqlx::query_as!(
        Record,
        "select operation_type, operation_time, operator, budget_type, budget_amount, partner_name
         from budget_records where organization_id = $1 and customer_id = $2
         order by operation_time desc nulls last, id desc limit 100",
        organization_id,
        customer_id,
    )
    .fetch_all(connection)
    .await
}
