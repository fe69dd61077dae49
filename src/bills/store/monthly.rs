//! Monthly sums, the partner's bill, and where their cycles stand.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde_json::Value;
use sqlx::PgConnection;

use crate::{
    access::Seen,
    bills::{
        forms::monthly::Filters,
        rules::{DataSet, Finality},
        sync::{monthly::MONTHLY_BILLS, postpaid::POSTPAID_BILLS},
    },
    db::Error,
    values::{Masked, Month, decimal},
    web::{Freshness, pager::LIMIT},
};

/// What is known of a cycle's monthly sums beside its rows. One round trip.
#[derive(Debug)]
pub struct Context {
    /// How final; `None` before the first complete reading.
    pub finality: Option<Finality>,
    /// Version of the figures; 0 until final.
    pub version: i32,
    /// Start of the latest complete reading of the cycle.
    pub pulled_at: Option<DateTime<Utc>>,
    /// Rows of that reading.
    pub lines: i64,
    /// Sums of that reading per currency.
    pub sums: Vec<Sums>,
    /// Freshness of the resource.
    pub freshness: Freshness,
}

/// Sums of a cycle in one currency, by money basis.
#[derive(Debug, Default)]
pub struct Sums {
    pub currency: String,
    pub payable: Decimal,
    pub outstanding: Decimal,
    pub discount: Decimal,
    pub writeoff: Decimal,
}

/// Context of the monthly sums of a cycle, or of the partner's bills when `data_set` says so.
pub async fn context(
    connection: &mut PgConnection,
    asking: i64,
    organization_id: i64,
    cycle: Month,
    data_set: DataSet,
) -> Result<Context, Error> {
    let resource = if data_set == DataSet::Monthly { &MONTHLY_BILLS } else { &POSTPAID_BILLS };
    let row = sqlx::query!(
        r#"select b.finality as "finality?", b.version as "version?", b.pulled_at as "pulled_at?", b.lines as "lines?",
             b.sums as "sums?", f.completed_at as "completed_at?", f.next_at as "next_at?", f.problem as "problem?"
           from (select 1) one
           left join bill_cycles b on b.organization_id = $2 and b.bill_month = $3 and b.data_set = $4
           left join freshness($1, array[$5]) f on true"#,
        asking,
        organization_id,
        cycle.first_day(),
        data_set.as_str(),
        resource.name,
    )
    .fetch_one(connection)
    .await?;
    Ok(Context {
        finality: row.finality.as_deref().and_then(Finality::parse),
        version: row.version.unwrap_or(0),
        pulled_at: row.pulled_at,
        lines: row.lines.unwrap_or(0),
        sums: row.sums.as_ref().map(sums_of).unwrap_or_default(),
        freshness: Freshness { completed_at: row.completed_at, next_at: row.next_at, failed: row.problem.is_some() },
    })
}

fn sums_of(stored: &Value) -> Vec<Sums> {
    let amount = |sums: &Value, basis: &str| {
        let text = sums.get(basis).and_then(Value::as_str);
        text.and_then(|text| decimal::parse(text).ok()).unwrap_or_default()
    };
    let sums = |(currency, sums): (&String, &Value)| Sums {
        currency: currency.clone(),
        payable: amount(sums, "payable"),
        outstanding: amount(sums, "outstanding"),
        discount: amount(sums, "discount"),
        writeoff: amount(sums, "writeoff"),
    };
    stored.as_object().map(|object| object.iter().map(sums).collect()).unwrap_or_default()
}

/// A row of the list.
#[derive(Debug)]
pub struct Listed {
    pub id: i64,
    /// The amount, or zero without one: the sort key of the list.
    pub sort_amount: Decimal,
    pub customer_id: Option<String>,
    pub account_name: Option<String>,
    pub customer_name: Option<Masked<String>>,
    pub customer_type: Option<i32>,
    pub cloud_service_type: Option<String>,
    pub cloud_service_type_name: Option<String>,
    pub resource_type_code: Option<String>,
    pub resource_type_name: Option<String>,
    pub charge_mode: String,
    pub bill_type: Option<String>,
    pub amount: Option<Decimal>,
    pub debt_amount: Option<Decimal>,
    pub discount_amount: Option<Decimal>,
    pub currency: String,
}

/// One page of an organisation's monthly sums of a cycle, largest first, and one row more; only of `managers`, if given.
pub async fn list(
    connection: &mut PgConnection,
    organization_id: i64,
    cycle: Month,
    managers: Option<&[i64]>,
    (filters, after): (&Filters, Option<(Decimal, i64)>),
) -> Result<Vec<Listed>, Error> {
    let (amount, id) = after.unwrap_or((Decimal::MAX, i64::MAX));
    sqlx::query_as!(
        Listed,
        r#"select b.id, b.sort_amount as "sort_amount!", b.customer_id,
             c.account_name as "account_name?", c.name as "customer_name: _", c.customer_type as "customer_type?",
             b.cloud_service_type, b.cloud_service_type_name, b.resource_type_code, b.resource_type_name, b.charge_mode,
             b.bill_type, b.amount, b.debt_amount, b.discount_amount, b.currency
           from (
             select *, coalesce(amount, 0) as sort_amount
             from monthly_bills b
             where organization_id = $1 and bill_month = $2 and removed_in is null and (coalesce(amount, 0), id) < ($3, $4)
               and ($5::bigint[] is null or customer_id = any(array(
                 select c.remote_id from customer_assignments a join customers c on c.id = a.customer_id
                 where a.ended_at is null and a.member_id = any($5))))
               and ($6::text is null or customer_id = $6 or customer_id = any(array(
                 select remote_id from customers where organization_id = $1
                   and (strpos(lower(account_name), lower($6)) > 0 or customer_name_found(customer_type, name, $6)))))
               and ($7::text is null or cloud_service_type = $7 or strpos(lower(cloud_service_type_name), lower($7)) > 0
                 or cloud_service_type = any(array(select code from service_types where strpos(lower(name_en), lower($7)) > 0)))
               and ($8::text is null or charge_mode = $8)
               and ($9::text is null or bill_type = $9)
             order by coalesce(amount, 0) desc, id desc limit $10
           ) b
           left join customers c on c.organization_id = $1 and c.remote_id = b.customer_id
           order by b.sort_amount desc, b.id desc"#,
        organization_id,
        cycle.first_day(),
        amount,
        id,
        managers,
        filters.customer,
        filters.service,
        filters.charge_mode,
        filters.bill_type,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// A monthly sum with everything the vendor says about it.
#[derive(Debug)]
pub struct Row {
    pub organization_id: i64,
    pub organization: String,
    pub bill_month: NaiveDate,
    pub customer_id: Option<String>,
    pub customer_key: Option<i64>,
    pub account_name: Option<String>,
    pub cloud_service_type: Option<String>,
    pub cloud_service_type_name: Option<String>,
    pub resource_type_code: Option<String>,
    pub resource_type_name: Option<String>,
    pub charge_mode: String,
    pub bill_type: Option<String>,
    pub amount: Option<Decimal>,
    pub debt_amount: Option<Decimal>,
    pub adjustment_amount: Option<Decimal>,
    pub discount_amount: Option<Decimal>,
    pub account_details: Value,
    pub currency: String,
    pub removed_in: Option<i32>,
    pub run_id: i64,
    pub fetched_at: DateTime<Utc>,
    pub first_seen_at: DateTime<Utc>,
}

/// One monthly sum, if its customer is seen (AM-10, AM-13).
pub async fn find(connection: &mut PgConnection, seen: Seen<'_>, id: i64) -> Result<Option<Row>, Error> {
    sqlx::query_as!(
        Row,
        r#"select b.organization_id, o.name as organization, b.bill_month, b.customer_id,
             c.id as "customer_key?", c.account_name as "account_name?", b.cloud_service_type, b.cloud_service_type_name,
             b.resource_type_code, b.resource_type_name, b.charge_mode, b.bill_type, b.amount, b.debt_amount,
             b.adjustment_amount, b.discount_amount, b.account_details, b.currency, b.removed_in, b.run_id, b.fetched_at,
             b.first_seen_at
           from monthly_bills b
           join organizations o on o.id = b.organization_id
           left join customers c on c.organization_id = b.organization_id and c.remote_id = b.customer_id
           where b.organization_id = any($1) and b.id = $2
             and ($3::bigint[] is null or b.organization_id <> $4 or exists (select from customer_assignments a
               where a.customer_id = c.id and a.ended_at is null and a.member_id = any($3)))"#,
        seen.organizations,
        id,
        seen.managers,
        seen.own,
    )
    .fetch_optional(connection)
    .await
}

/// The partner's bill of one month (BILL-53) with where its cycle stands.
#[derive(Debug)]
pub struct PartnerBill {
    pub bill_month: NaiveDate,
    pub currency: String,
    pub initial_amount_due: Option<Decimal>,
    pub consume_amount: Option<Decimal>,
    pub refunds: Option<Decimal>,
    pub adjustments: Option<Decimal>,
    pub tax_amount: Option<Decimal>,
    pub finality: Option<String>,
    pub version: Option<i32>,
    pub pulled_at: Option<DateTime<Utc>>,
}

/// One page of the partner's bills, latest month first, and one row more.
pub async fn partner_bills(
    connection: &mut PgConnection,
    organization_id: i64,
    after: Option<NaiveDate>,
) -> Result<Vec<PartnerBill>, Error> {
    sqlx::query_as!(
        PartnerBill,
        r#"select p.bill_month, p.currency, p.initial_amount_due, p.consume_amount, p.refunds, p.adjustments, p.tax_amount,
             b.finality as "finality?", b.version as "version?", b.pulled_at as "pulled_at?"
           from postpaid_bills p
           left join bill_cycles b on b.organization_id = $1 and b.bill_month = p.bill_month and b.data_set = 'partner_bill'
           where p.organization_id = $1 and p.bill_month < $2
           order by p.bill_month desc limit $3"#,
        organization_id,
        after.unwrap_or(NaiveDate::MAX),
        LIMIT,
    )
    .fetch_all(connection)
    .await
}
