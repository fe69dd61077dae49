//! Balances of customers, with every value they had.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

use crate::{accounts::forms::customers::Filters, db::Error, values::Masked, web::pager::LIMIT};

/// A row of the list.
#[derive(Debug)]
pub struct Listed {
    pub id: i64,
    /// Arrears or available amount, zero without one: the sort key of the list.
    pub sort_amount: Decimal,
    pub customer_id: String,
    pub account_name: Option<String>,
    pub name: Option<Masked<String>>,
    pub customer_type: Option<i32>,
    pub amount: Option<Decimal>,
    pub debt_amount: Option<Decimal>,
    pub currency: String,
    pub gone_at: Option<DateTime<Utc>>,
    pub fetched_at: DateTime<Utc>,
}

/// One page of an organisation's customers' balances, largest first, and one row more; only of `managers`, if given (AM-13).
pub async fn list(
    connection: &mut PgConnection,
    organization_id: i64,
    managers: Option<&[i64]>,
    filters: &Filters,
    after: Option<(Decimal, i64)>,
) -> Result<Vec<Listed>, Error> {
    let (amount, id) = after.unwrap_or((Decimal::MAX, i64::MAX));
    sqlx::query_as!(
        Listed,
        r#"select b.id, b.sort_amount as "sort_amount!", b.customer_id, c.account_name as "account_name?",
             c.name as "name: _", c.customer_type as "customer_type?", b.amount, b.debt_amount, b.currency, b.gone_at, b.fetched_at
           from (
             select *, coalesce(case when $8 then amount else debt_amount end, 0) as sort_amount
             from customer_balances b
             where organization_id = $1
               and (coalesce(case when $8 then amount else debt_amount end, 0), id) < ($2, $3)
               and ($4::bigint[] is null or exists (select from customers c join customer_assignments a on a.customer_id = c.id
                 where c.organization_id = $1 and c.remote_id = b.customer_id and a.ended_at is null and a.member_id = any($4)))
               and ($5::text is null or customer_id = $5 or exists (select from customers c
                 where c.organization_id = $1 and c.remote_id = b.customer_id
                   and (strpos(lower(c.account_name), lower($5)) > 0 or customer_name_found(c.customer_type, c.name, $5))))
               and ($6::boolean is null or (coalesce(debt_amount, 0) > 0) = $6)
               and ($7::boolean is null or (gone_at is not null) = $7)
             order by coalesce(case when $8 then amount else debt_amount end, 0) desc, id desc limit $9
           ) b
           left join customers c on c.organization_id = $1 and c.remote_id = b.customer_id
           order by b.sort_amount desc, b.id desc"#,
        organization_id,
        amount,
        id,
        managers,
        filters.customer,
        filters.arrears,
        filters.gone,
        filters.by_amount,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// Sums over the customers a member sees, of those the vendor still answers for.
#[derive(Debug)]
pub struct Totals {
    pub currency: String,
    pub customers: i64,
    pub in_arrears: i64,
    pub amount: Decimal,
    pub debt_amount: Decimal,
}

/// Sums per currency; only of `managers`, if given.
pub async fn totals(
    connection: &mut PgConnection,
    organization_id: i64,
    managers: Option<&[i64]>,
) -> Result<Vec<Totals>, Error> {
    sqlx::query_as!(
        Totals,
        r#"select currency, count(*) as "customers!", count(*) filter (where debt_amount > 0) as "in_arrears!",
             coalesce(sum(amount), 0) as "amount!", coalesce(sum(debt_amount), 0) as "debt_amount!"
           from customer_balances b
           where organization_id = $1 and gone_at is null
             and ($2::bigint[] is null or exists (select from customers c join customer_assignments a on a.customer_id = c.id
               where c.organization_id = $1 and c.remote_id = b.customer_id and a.ended_at is null and a.member_id = any($2)))
           group by currency order by currency"#,
        organization_id,
        managers,
    )
    .fetch_all(connection)
    .await
}

/// One balance.
#[derive(Debug)]
pub struct Balance {
    pub organization_id: i64,
    pub organization: String,
    pub customer_id: String,
    pub customer_key: Option<i64>,
    pub account_name: Option<String>,
    pub amount: Option<Decimal>,
    pub debt_amount: Option<Decimal>,
    pub currency: String,
    pub gone_at: Option<DateTime<Utc>>,
    pub run_id: i64,
    pub fetched_at: DateTime<Utc>,
    pub first_seen_at: DateTime<Utc>,
    /// The latest values it had, newest first.
    pub changes: Json<Vec<Change>>,
    /// Commands of the portal that have no final outcome: they stand beside the snapshot (CMD-13).
    pub open: Json<Vec<Open>>,
}

/// One balance of `organizations`; only of `managers`, if given.
pub async fn find(
    connection: &mut PgConnection,
    organizations: &[i64],
    managers: Option<&[i64]>,
    id: i64,
) -> Result<Option<Balance>, Error> {
    sqlx::query_as!(
        Balance,
        r#"select b.organization_id, o.name as organization, b.customer_id, c.id as "customer_key?",
             c.account_name as "account_name?", b.amount, b.debt_amount, b.currency, b.gone_at, b.run_id, b.fetched_at,
             b.first_seen_at,
             (select coalesce(jsonb_agg(jsonb_build_object('amount', h.amount::text, 'debt_amount', h.debt_amount::text,
                'found_at', h.found_at) order by h.id desc), '[]')
              from (select id, amount, debt_amount, found_at from customer_balance_changes
                where organization_id = b.organization_id and balance_id = b.id order by id desc limit 50) h)
               as "changes!: Json<Vec<Change>>",
             (select coalesce(jsonb_agg(jsonb_build_object('id', k.id, 'kind', k.kind, 'state', k.state, 'amount', k.amount::text,
                'made_at', k.made_at) order by k.id desc), '[]') from commands k
              where k.organization_id = b.organization_id and k.recipient_remote_id = b.customer_id
                and k.kind in ('customer_transfer', 'customer_takeback')
                and k.state in ('intent', 'sending', 'unknown', 'confirmed')) as "open!: Json<Vec<Open>>"
           from customer_balances b
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

/// A value a balance had from then on.
#[derive(Debug, Deserialize)]
pub struct Change {
    pub amount: Option<Decimal>,
    pub debt_amount: Option<Decimal>,
    pub found_at: DateTime<Utc>,
}

/// A transfer or take-back under way.
#[derive(Debug, Deserialize)]
pub struct Open {
    pub id: i64,
    pub kind: String,
    pub state: String,
    pub amount: Option<Decimal>,
    pub made_at: DateTime<Utc>,
}
