//! Figures of a cycle from the roll-ups, and what a page must say about them: finality, version, time (BILL-02).

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use sqlx::{PgConnection, types::Json};

use crate::{
    bills::{
        forms::consumption::Payable,
        rules::{DataSet, Finality},
        sync::consumption::CONSUMPTION,
    },
    db::Error,
    values::Month,
    web::Freshness,
};

/// What is known of a cycle beside its figures, and what its lines may be narrowed to. One round trip.
#[derive(Debug)]
pub struct Context {
    /// How final; `None` before the first complete reading.
    pub finality: Option<Finality>,
    /// Version of the figures; 0 until final.
    pub version: i32,
    /// Start of the latest complete reading of the cycle.
    pub pulled_at: Option<DateTime<Utc>>,
    /// Freshness of the resource.
    pub freshness: Freshness,
    /// Sites the organisation is connected to.
    pub sites: Vec<String>,
    /// Service types of the cycle.
    pub services: Vec<Choice>,
    /// Regions of the cycle.
    pub regions: Vec<Choice>,
    /// User names of the account managers who look after customers now.
    pub managers: Vec<String>,
}

/// What lines of a cycle may be narrowed to.
#[derive(Debug, Clone)]
pub struct Choice {
    /// The vendor's code.
    pub code: String,
    /// Its name, or the code where there is none.
    pub name: String,
    /// Lines of the cycle.
    pub lines: i64,
}

impl Context {
    /// Whether few lines of the cycle have one of these codes: finding them in the order of the page might pass all lines.
    pub fn is_rare(&self, service: Option<&str>, region: Option<&str>) -> bool {
        const FEW_LINES: i64 = 2_000;
        let rare = |choices: &[Choice], code: Option<&str>| {
            code.is_some_and(|code| choices.iter().any(|choice| choice.code == code && choice.lines < FEW_LINES))
        };
        rare(&self.services, service) || rare(&self.regions, region)
    }
}

/// Context of the consumption details of a cycle, with the names that the lines have; of account managers only `managers`,
/// if given.
pub async fn context(
    connection: &mut PgConnection,
    asking: i64,
    organization_id: i64,
    cycle: Month,
    managers: Option<&[i64]>,
) -> Result<Context, Error> {
    let row = sqlx::query!(
        r#"select b.finality as "finality?", b.version as "version?", b.pulled_at as "pulled_at?",
             f.completed_at as "completed_at?", f.next_at as "next_at?", f.problem as "problem?", connected_sites($1) as "sites!",
             (select jsonb_object_agg(code, jsonb_build_array(name, lines))
              from (select service_type_code as code, max(service_type_name) as name, sum(lines) as lines from consumption_by_service
                    where organization_id = $2 and bill_month = $3 and service_type_code <> ''
                    group by service_type_code) s) as "services: Json<Named>",
             (select jsonb_object_agg(code, jsonb_build_array(name, lines))
              from (select region_code as code, max(region_name) as name, sum(lines) as lines from consumption_by_service
                    where organization_id = $2 and bill_month = $3 and region_code <> '' group by region_code) s)
               as "regions: Json<Named>",
             array(select distinct m.username from customer_assignments a join members m on m.id = a.member_id
               where a.organization_id = $2 and a.ended_at is null and ($6::bigint[] is null or m.id = any($6)) order by 1)
               as "managers!"
           from (select 1) one
           left join bill_cycles b on b.organization_id = $2 and b.bill_month = $3 and b.data_set = $4
           left join freshness($1, array[$5]) f on true"#,
        asking,
        organization_id,
        cycle.first_day(),
        DataSet::Detail.as_str(),
        CONSUMPTION.name,
        managers,
    )
    .fetch_one(connection)
    .await?;
    Ok(Context {
        finality: row.finality.as_deref().and_then(Finality::parse),
        version: row.version.unwrap_or(0),
        pulled_at: row.pulled_at,
        freshness: Freshness { completed_at: row.completed_at, next_at: row.next_at, failed: row.problem.is_some() },
        sites: row.sites,
        services: named(row.services),
        regions: named(row.regions),
        managers: row.managers,
    })
}

/// Name and lines by code.
type Named = HashMap<String, (String, i64)>;

/// Choices in the order of their names.
fn named(names: Option<Json<Named>>) -> Vec<Choice> {
    let choice = |(code, (name, lines)): (String, (String, i64))| {
        let name = if name.is_empty() { code.clone() } else { name };
        Choice { code, name, lines }
    };
    let mut named: Vec<Choice> = names.map(|Json(names)| names).unwrap_or_default().into_iter().map(choice).collect();
    named.sort_unstable_by(|a, b| a.name.cmp(&b.name).then_with(|| a.code.cmp(&b.code)));
    named
}

/// Sums of a month in one currency, by money basis (BILL-30).
#[derive(Debug)]
pub struct Sums {
    pub bill_month: NaiveDate,
    pub currency: String,
    pub lines: i64,
    pub zero_lines: i64,
    pub official_amount: Decimal,
    pub official_discount_amount: Decimal,
    pub payment_amount: Decimal,
    pub refund_amount: Decimal,
    pub cash_amount: Decimal,
    pub credit_amount: Decimal,
    pub coupon_amount: Decimal,
    pub flexipurchase_coupon_amount: Decimal,
    pub stored_value_card_amount: Decimal,
    pub debt_amount: Decimal,
    pub writeoff_amount: Decimal,
}

/// How many lines of the cycle a list without filters has; nothing where the roll-ups know none.
pub fn listed(sums: &[Sums], cycle: Month, payable: Option<Payable>) -> Option<i64> {
    let lines = sums.iter().filter(|sum| sum.bill_month == cycle.first_day()).map(|sum| match payable {
        Some(Payable::NonZero) => sum.lines - sum.zero_lines,
        Some(Payable::Zero) => sum.zero_lines,
        None => sum.lines,
    });
    Some(lines.sum()).filter(|lines| *lines > 0)
}

/// Sums of a cycle and the one before, latest first; only of what `managers` see, if given.
pub async fn month(
    connection: &mut PgConnection,
    organization_id: i64,
    cycle: Month,
    managers: Option<&[i64]>,
) -> Result<Vec<Sums>, Error> {
    sums(connection, organization_id, (cycle.previous(), cycle), managers).await
}

/// Sums of twelve cycles up to this one, latest first.
pub async fn year(
    connection: &mut PgConnection,
    organization_id: i64,
    cycle: Month,
    managers: Option<&[i64]>,
) -> Result<Vec<Sums>, Error> {
    let first = (0..11).fold(cycle, |month, _| month.previous());
    sums(connection, organization_id, (first, cycle), managers).await
}

async fn sums(
    connection: &mut PgConnection,
    organization_id: i64,
    range: (Month, Month),
    managers: Option<&[i64]>,
) -> Result<Vec<Sums>, Error> {
    match managers {
        None => whole_sums(connection, organization_id, range).await,
        Some(managers) => managed_sums(connection, organization_id, range, managers).await,
    }
}

async fn whole_sums(
    connection: &mut PgConnection,
    organization_id: i64,
    (first, last): (Month, Month),
) -> Result<Vec<Sums>, Error> {
    sqlx::query_as!(
        Sums,
        "select bill_month, currency, lines, zero_lines, official_amount, official_discount_amount, payment_amount,
           refund_amount, cash_amount, credit_amount, coupon_amount, flexipurchase_coupon_amount, stored_value_card_amount,
           debt_amount, writeoff_amount
         from consumption_by_month where organization_id = $1 and bill_month between $2 and $3
         order by bill_month desc, currency",
        organization_id,
        first.first_day(),
        last.first_day(),
    )
    .fetch_all(connection)
    .await
}

/// For a scoped member: whole months from the roll-up by customer, and of the month of an assignment the lines from the day
/// after it on (AM-9, BILL-12).
async fn managed_sums(
    connection: &mut PgConnection,
    organization_id: i64,
    (first, last): (Month, Month),
    managers: &[i64],
) -> Result<Vec<Sums>, Error> {
    sqlx::query_as!(
        Sums,
        r#"with managed as (
             select c.remote_id as customer_id,
               (date_trunc('day', a.assigned_at at time zone 'Asia/Shanghai') + interval '1 day') at time zone 'Asia/Shanghai' as since
             from customer_assignments a join customers c on c.id = a.customer_id
             where a.organization_id = $1 and a.ended_at is null and a.member_id = any($4)
           ),
           months as (
             select customer_id, since, date_trunc('month', since at time zone 'Asia/Shanghai')::date as partly,
               case when since = date_trunc('month', since at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai'
                 then date_trunc('month', since at time zone 'Asia/Shanghai')::date
                 else (date_trunc('month', since at time zone 'Asia/Shanghai') + interval '1 month')::date end as wholly
             from managed
           ),
           parts as (
             select b.bill_month, b.currency, b.lines, b.zero_lines, b.official_amount, b.official_discount_amount,
               b.payment_amount, b.refund_amount, b.cash_amount, b.credit_amount, b.coupon_amount,
               b.flexipurchase_coupon_amount, b.stored_value_card_amount, b.debt_amount, b.writeoff_amount
             from consumption_by_customer b join months m on m.customer_id = b.customer_id and b.bill_month >= m.wholly
             where b.organization_id = $1 and b.bill_month between $2 and $3
             union all
             select l.bill_month, l.currency, 1, (coalesce(l.payment_amount, 0) = 0)::int, coalesce(l.official_amount, 0),
               coalesce(l.official_discount_amount, 0), coalesce(l.payment_amount, 0),
               case when l.bill_detail_type in (4, 20, 24) then coalesce(l.payment_amount, 0) else 0 end,
               coalesce(l.cash_amount, 0), coalesce(l.credit_amount, 0), coalesce(l.coupon_amount, 0),
               coalesce(l.flexipurchase_coupon_amount, 0), coalesce(l.stored_value_card_amount, 0),
               coalesce(l.debt_amount, 0), coalesce(l.writeoff_amount, 0)
             from months m join consumption_lines l on l.organization_id = $1 and l.bill_month = m.partly
               and l.customer_id = m.customer_id and coalesce(l.consume_time, l.trade_time) >= m.since
             where m.partly < m.wholly and l.bill_month between $2 and $3
           )
           select bill_month as "bill_month!", currency as "currency!", sum(lines)::bigint as "lines!",
             sum(zero_lines)::bigint as "zero_lines!", sum(official_amount) as "official_amount!",
             sum(official_discount_amount) as "official_discount_amount!", sum(payment_amount) as "payment_amount!",
             sum(refund_amount) as "refund_amount!", sum(cash_amount) as "cash_amount!", sum(credit_amount) as "credit_amount!",
             sum(coupon_amount) as "coupon_amount!", sum(flexipurchase_coupon_amount) as "flexipurchase_coupon_amount!",
             sum(stored_value_card_amount) as "stored_value_card_amount!", sum(debt_amount) as "debt_amount!",
             sum(writeoff_amount) as "writeoff_amount!"
           from parts group by bill_month, currency order by bill_month desc, currency"#,
        organization_id,
        first.first_day(),
        last.first_day(),
        managers,
    )
    .fetch_all(connection)
    .await
}

/// The largest of a cycle by payable amount.
#[derive(Debug)]
pub struct Tops {
    /// Customers.
    pub customers: Vec<TopCustomer>,
    /// Services; nothing for a scoped member, since the roll-up knows no customers.
    pub services: Vec<TopService>,
}

/// One of the largest customers.
#[derive(Debug)]
pub struct TopCustomer {
    pub customer_id: String,
    pub customer_key: Option<i64>,
    pub account_name: Option<String>,
    pub lines: i64,
    pub payment_amount: Decimal,
    pub refund_amount: Decimal,
    pub currency: String,
}

/// One of the largest services.
#[derive(Debug)]
pub struct TopService {
    pub code: String,
    pub name: Option<String>,
    pub lines: i64,
    pub payment_amount: Decimal,
    pub currency: String,
}

/// The ten largest customers and services of a cycle.
pub async fn tops(
    connection: &mut PgConnection,
    organization_id: i64,
    cycle: Month,
    managers: Option<&[i64]>,
) -> Result<Tops, Error> {
    let customers = top_customers(connection, organization_id, cycle, managers).await?;
    let services =
        if managers.is_none() { top_services(connection, organization_id, cycle).await? } else { Vec::new() };
    Ok(Tops { customers, services })
}

/// A scoped member sees customers of months that were wholly his.
async fn top_customers(
    connection: &mut PgConnection,
    organization_id: i64,
    cycle: Month,
    managers: Option<&[i64]>,
) -> Result<Vec<TopCustomer>, Error> {
    sqlx::query_as!(
        TopCustomer,
        r#"select b.customer_id, c.id as "customer_key?", c.account_name as "account_name?", b.lines, b.payment_amount,
             b.refund_amount, b.currency
           from (
             select * from consumption_by_customer b
             where b.organization_id = $1 and b.bill_month = $2
               and ($3::bigint[] is null or exists (select from customer_assignments a join customers c on c.id = a.customer_id
                 where c.organization_id = $1 and c.remote_id = b.customer_id and a.ended_at is null and a.member_id = any($3)
                   and date_trunc('day', a.assigned_at at time zone 'Asia/Shanghai') + interval '1 day' <= $2::date))
             order by b.payment_amount desc limit 10
           ) b
           left join customers c on c.organization_id = $1 and c.remote_id = b.customer_id
           order by b.payment_amount desc, b.customer_id"#,
        organization_id,
        cycle.first_day(),
        managers,
    )
    .fetch_all(connection)
    .await
}

async fn top_services(
    connection: &mut PgConnection,
    organization_id: i64,
    cycle: Month,
) -> Result<Vec<TopService>, Error> {
    sqlx::query_as!(
        TopService,
        r#"select service_type_code as code, nullif(max(service_type_name), '') as name, sum(lines)::bigint as "lines!",
             sum(payment_amount) as "payment_amount!", currency
           from consumption_by_service where organization_id = $1 and bill_month = $2
           group by service_type_code, currency order by sum(payment_amount) desc, service_type_code limit 10"#,
        organization_id,
        cycle.first_day(),
    )
    .fetch_all(connection)
    .await
}
