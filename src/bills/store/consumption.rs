//! Consumption lines. The list is the busiest query of the portal: it is put together from the filters that are set, so
//! that each combination is planned for itself and walks an index in the order of the page.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde_json::Value;
use sqlx::{PgConnection, Postgres, QueryBuilder};

use crate::{
    bills::forms::consumption::{Filters, Payable},
    db::Error,
    values::{Masked, Month},
    web::pager::LIMIT,
};

/// A line of the list.
#[derive(Debug, sqlx::FromRow)]
pub struct Listed {
    pub id: i64,
    pub trade_time: DateTime<Utc>,
    pub customer_id: String,
    pub customer_key: Option<i64>,
    pub account_name: Option<String>,
    pub customer_name: Option<Masked<String>>,
    pub customer_type: Option<i32>,
    pub service_type_code: Option<String>,
    pub service_type_name: Option<String>,
    pub resource_type_code: Option<String>,
    pub resource_type_name: Option<String>,
    pub resource_id: Option<String>,
    pub resource_name: Option<String>,
    pub region_code: Option<String>,
    pub region_name: Option<String>,
    pub charging_mode: Option<i32>,
    pub bill_detail_type: Option<i32>,
    pub official_amount: Option<Decimal>,
    pub official_discount_amount: Option<Decimal>,
    pub payment_amount: Option<Decimal>,
    pub currency: String,
}

/// A sort key: trade time and id.
pub type Key = (DateTime<Utc>, i64);

/// Customers a scoped member sees, each from the day after the assignment on (AM-9, BILL-12). `$n` are the managers.
const MANAGED: &str = "select c.remote_id as customer_id,
      (date_trunc('day', a.assigned_at at time zone 'Asia/Shanghai') + interval '1 day') at time zone 'Asia/Shanghai' as since
    from customer_assignments a join customers c on c.id = a.customer_id
    where a.ended_at is null and a.member_id = any(";

/// One page of an organisation's lines of a cycle, latest first, and one row more; only of `managers`, if given.
pub async fn list(
    connection: &mut PgConnection,
    organization_id: i64,
    cycle: Month,
    managers: Option<&[i64]>,
    (filters, after): (&Filters, Option<Key>),
) -> Result<Vec<Listed>, Error> {
    let (trade_time, id) = after.unwrap_or((DateTime::<Utc>::MAX_UTC, i64::MAX));
    let mut query = QueryBuilder::<Postgres>::new(
        "select l.*, c.id as customer_key, c.account_name, c.name as customer_name, c.customer_type
         from (
           select id, trade_time, customer_id, service_type_code, service_type_name, resource_type_code,
             resource_type_name, resource_id, resource_name, region_code, region_name, charging_mode, bill_detail_type, official_amount,
             official_discount_amount, payment_amount, currency
           from consumption_lines l where l.organization_id = ",
    );
    query.push_bind(organization_id).push(" and l.bill_month = ").push_bind(cycle.first_day());
    query.push(" and (l.trade_time, l.id) < (").push_bind(trade_time).push(", ").push_bind(id).push(")");
    narrow(&mut query, organization_id, filters);
    if let Some(managers) = managers {
        query.push(" and l.customer_id = any(array(select v.customer_id from (").push(MANAGED);
        query.push_bind(managers.to_vec()).push(")) v)) and exists (select from (").push(MANAGED);
        query.push_bind(managers.to_vec());
        query.push(")) v where v.customer_id = l.customer_id and v.since <= coalesce(l.consume_time, l.trade_time))");
    }
    query.push(" order by l.trade_time desc, l.id desc limit ").push_bind(LIMIT);
    query.push(") l left join customers c on c.organization_id = ").push_bind(organization_id);
    query.push(" and c.remote_id = l.customer_id order by l.trade_time desc, l.id desc");
    query.build_query_as().fetch_all(connection).await
}

fn narrow(query: &mut QueryBuilder<Postgres>, organization_id: i64, filters: &Filters) {
    match filters.payable {
        Some(Payable::NonZero) => _ = query.push(" and l.payment_amount <> 0"),
        Some(Payable::Zero) => _ = query.push(" and coalesce(l.payment_amount, 0) = 0"),
        None => {}
    }
    let texts = [
        (" and l.service_type_code = ", &filters.service),
        (" and l.region_code = ", &filters.region),
        (" and l.association_type = ", &filters.association_type),
        (" and l.trade_id = ", &filters.trade_id),
    ];
    for (clause, value) in texts {
        if let Some(value) = value {
            query.push(clause).push_bind(value.clone());
        }
    }
    let numbers =
        [(" and l.charging_mode = ", filters.charging_mode), (" and l.bill_detail_type = ", filters.bill_detail_type)];
    for (clause, value) in numbers {
        if let Some(value) = value {
            query.push(clause).push_bind(value);
        }
    }
    if let Some(resource) = &filters.resource {
        query.push(" and (l.resource_id = ").push_bind(resource.clone());
        query.push(" or strpos(lower(l.resource_name), lower(").push_bind(resource.clone()).push(")) > 0)");
    }
    narrow_customers(query, organization_id, filters);
}

/// Customers are looked up first, so that their lines are found by the index on customers.
fn narrow_customers(query: &mut QueryBuilder<Postgres>, organization_id: i64, filters: &Filters) {
    if let Some(customer) = &filters.customer {
        query.push(" and l.customer_id = any(array(select ").push_bind(customer.clone());
        query
            .push("::text union all select remote_id from customers where organization_id = ")
            .push_bind(organization_id);
        query.push(" and (strpos(lower(account_name), lower(").push_bind(customer.clone());
        query.push(")) > 0 or strpos(lower(name), lower(").push_bind(customer.clone()).push(")) > 0)))");
    }
    if let Some(manager) = &filters.manager {
        query.push(
            " and l.customer_id = any(array(select c.remote_id from members m
               join customer_assignments a on a.member_id = m.id and a.ended_at is null
               join customers c on c.id = a.customer_id where m.organization_id = ",
        );
        query.push_bind(organization_id).push(" and strpos(lower(m.username), lower(").push_bind(manager.clone());
        query.push(")) > 0))");
    }
}

/// A line with everything the vendor says about it.
#[derive(Debug)]
pub struct Line {
    pub organization_id: i64,
    pub organization: String,
    pub line_key: String,
    pub line_id: Option<String>,
    pub run_id: i64,
    pub fetched_at: DateTime<Utc>,
    pub currency: String,
    pub customer_id: String,
    pub customer_key: Option<i64>,
    pub account_name: Option<String>,
    pub association_type: Option<String>,
    pub trade_id: Option<String>,
    pub trade_time: DateTime<Utc>,
    pub consume_time: Option<DateTime<Utc>>,
    pub bill_detail_type: Option<i32>,
    pub charging_mode: Option<i32>,
    pub service_type_code: Option<String>,
    pub service_type_name: Option<String>,
    pub resource_type_code: Option<String>,
    pub resource_type_name: Option<String>,
    pub region_code: Option<String>,
    pub region_name: Option<String>,
    pub resource_id: Option<String>,
    pub resource_name: Option<String>,
    pub resource_tag: Option<String>,
    pub product_id: Option<String>,
    pub product_name: Option<String>,
    pub product_spec_desc: Option<String>,
    pub usage_type: Option<String>,
    pub usage_amount: Option<Decimal>,
    pub usage_measure_id: Option<i32>,
    pub free_resource_usage: Option<Decimal>,
    pub free_resource_measure_id: Option<i32>,
    pub ri_usage: Option<Decimal>,
    pub ri_usage_measure_id: Option<i32>,
    pub official_amount: Option<Decimal>,
    pub official_discount_amount: Option<Decimal>,
    pub payment_amount: Option<Decimal>,
    pub cash_amount: Option<Decimal>,
    pub credit_amount: Option<Decimal>,
    pub coupon_amount: Option<Decimal>,
    pub flexipurchase_coupon_amount: Option<Decimal>,
    pub stored_value_card_amount: Option<Decimal>,
    pub debt_amount: Option<Decimal>,
    pub writeoff_amount: Option<Decimal>,
    pub period_type: Option<i32>,
    pub period_num: Option<Decimal>,
    pub order_type: Option<i32>,
    pub payment_type: Option<String>,
    pub account_manager_id: Option<String>,
    pub partner_id: Option<String>,
    pub sub_service_type_code: Option<String>,
    pub sub_service_type_name: Option<String>,
    pub sub_resource_type_code: Option<String>,
    pub sub_resource_type_name: Option<String>,
    pub sub_resource_id: Option<String>,
    pub sub_resource_name: Option<String>,
    pub enterprise_project_id: Option<String>,
}

/// One line of a cycle of `organizations`; only of `managers`, if given.
pub async fn find(
    connection: &mut PgConnection,
    organizations: &[i64],
    cycle: Month,
    managers: Option<&[i64]>,
    id: i64,
) -> Result<Option<Line>, Error> {
    sqlx::query_as!(
        Line,
        r#"select l.organization_id, o.name as organization, l.line_key, l.line_id, l.run_id, l.fetched_at, l.currency,
             l.customer_id, c.id as "customer_key?", c.account_name as "account_name?", l.association_type, l.trade_id,
             l.trade_time as "trade_time!", l.consume_time, l.bill_detail_type, l.charging_mode, l.service_type_code,
             l.service_type_name, l.resource_type_code, l.resource_type_name, l.region_code, l.region_name, l.resource_id,
             l.resource_name, l.resource_tag, l.product_id, l.product_name, l.product_spec_desc, l.usage_type, l.usage_amount,
             l.usage_measure_id, l.free_resource_usage, l.free_resource_measure_id, l.ri_usage, l.ri_usage_measure_id,
             l.official_amount, l.official_discount_amount, l.payment_amount, l.cash_amount, l.credit_amount,
             l.coupon_amount, l.flexipurchase_coupon_amount, l.stored_value_card_amount, l.debt_amount, l.writeoff_amount,
             l.period_type, l.period_num, l.order_type, l.payment_type, l.account_manager_id, l.partner_id,
             l.sub_service_type_code, l.sub_service_type_name, l.sub_resource_type_code, l.sub_resource_type_name,
             l.sub_resource_id, l.sub_resource_name, l.enterprise_project_id
           from consumption_lines l
           join organizations o on o.id = l.organization_id
           left join customers c on c.organization_id = l.organization_id and c.remote_id = l.customer_id
           where l.bill_month = $2 and l.id = $3 and l.organization_id = any($1)
             and ($4::bigint[] is null or exists (select from customer_assignments a
               where a.customer_id = c.id and a.ended_at is null and a.member_id = any($4)
                 and (date_trunc('day', a.assigned_at at time zone 'Asia/Shanghai') + interval '1 day')
                   at time zone 'Asia/Shanghai' <= coalesce(l.consume_time, l.trade_time)))"#,
        organizations,
        cycle.first_day(),
        id,
        managers,
    )
    .fetch_optional(connection)
    .await
}

/// What became of a line after its cycle was closed.
#[derive(Debug)]
pub struct Change {
    pub version: i32,
    pub kind: String,
    pub before: Option<Value>,
    pub found_at: DateTime<Utc>,
}

/// Changes of one line, latest first (BILL-43).
pub async fn changes(
    connection: &mut PgConnection,
    organization_id: i64,
    cycle: Month,
    line_key: &str,
) -> Result<Vec<Change>, Error> {
    sqlx::query_as!(
        Change,
        "select version, kind, before, found_at from consumption_changes
         where organization_id = $1 and bill_month = $2 and line_key = $3 order by id desc limit 20",
        organization_id,
        cycle.first_day(),
        line_key,
    )
    .fetch_all(connection)
    .await
}

/// Names of resellers, in the order of the choice.
pub async fn partners(connection: &mut PgConnection, organizations: &[i64]) -> Result<Vec<(i64, String)>, Error> {
    let rows =
        sqlx::query!(r#"select id, name from organizations where id = any($1) order by name, id"#, organizations)
            .fetch_all(connection)
            .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}
