//! Resale customers of the international site, with what holds them: budget and freeze (ACCT-17, ACCT-19).

use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::transfers::Wanted;
use crate::{db::Error, values::Masked};

/// A customer with what holds it.
#[derive(Debug, Clone)]
pub struct Held {
    pub remote_id: String,
    pub account_name: String,
    pub name: Option<Masked<String>>,
    pub customer_type: Option<i32>,
    pub association_type: Option<String>,
    pub is_left: bool,
    pub is_frozen: Option<i32>,
    pub budget_amount: Option<Decimal>,
    pub used_amount: Option<Decimal>,
    pub budget_type: Option<String>,
    pub currency: Option<String>,
}

/// Customers of an organisation that are meant; only of `managers`, if given (AM-13).
pub async fn customers(
    connection: &mut PgConnection,
    organization_id: i64,
    managers: Option<&[i64]>,
    wanted: Wanted<'_>,
) -> Result<Vec<Held>, Error> {
    sqlx::query_as!(
        Held,
        r#"select c.remote_id, c.account_name, c.name as "name: _", c.customer_type, c.association_type,
             c.left_at is not null as "is_left!", c.is_frozen, b.budget_amount as "budget_amount?",
             b.used_amount as "used_amount?", b.budget_type as "budget_type?", b.currency as "currency?"
           from customers c
           left join customer_budgets b on b.organization_id = $1 and b.customer_id = c.remote_id and b.gone_at is null
           where c.organization_id = $1
             and (c.id = any($3) or c.remote_id = any($4) or lower(c.account_name) = any(select lower(w) from unnest($4) w))
             and ($2::bigint[] is null or exists (select from customer_assignments a
               where a.customer_id = c.id and a.ended_at is null and a.member_id = any($2)))
           order by c.left_at is not null, lower(c.account_name), c.id limit 500"#,
        organization_id,
        managers,
        wanted.ids,
        wanted.words,
    )
    .fetch_all(connection)
    .await
}

/// The currency budgets are kept in; none: no budget was read yet.
pub async fn currency(connection: &mut PgConnection, organization_id: i64) -> Result<Option<String>, Error> {
    sqlx::query_scalar!(
        "select currency from customer_budgets where organization_id = $1 order by id limit 1",
        organization_id
    )
    .fetch_optional(connection)
    .await
}
