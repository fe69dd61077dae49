//! Figures of a cycle from the roll-ups: sums, and the largest customers and services.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Deserialize;
use sqlx::PgConnection;

use crate::{db::Error, values::Month};

/// Sums of a month in one currency, by money basis (BILL-30).
#[derive(Debug, Deserialize)]
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

/// Sums of the cycles `first` to `last` for a scoped member, latest first: whole months from the roll-up by customer, and of the month of an assignment the lines from the day
/// after it on (AM-9, BILL-12).
pub async fn managed_sums(
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

/// The ten largest customers and services of a cycle, in one round trip. A scoped member sees customers of months that were
/// wholly his.
pub async fn tops(
    connection: &mut PgConnection,
    organization_id: i64,
    cycle: Month,
    managers: Option<&[i64]>,
) -> Result<Tops, Error> {
    let rows = sqlx::query!(
        r#"select false as "is_service!", b.customer_id as "code!", c.id as "customer_key?", c.account_name as "name?",
             b.lines as "lines!", b.payment_amount as "payment_amount!", b.refund_amount, b.currency as "currency!"
           from (
             select * from consumption_by_customer b
             where b.organization_id = $1 and b.bill_month = $2
               and ($3::bigint[] is null or exists (select from customer_assignments a join customers c on c.id = a.customer_id
                 where c.organization_id = $1 and c.remote_id = b.customer_id and a.ended_at is null and a.member_id = any($3)
                   and date_trunc('day', a.assigned_at at time zone 'Asia/Shanghai') + interval '1 day' <= $2::date))
             order by b.payment_amount desc limit 10
           ) b
           left join customers c on c.organization_id = $1 and c.remote_id = b.customer_id
           union all
           select * from (
             select true, service_type_code, null::bigint, nullif(max(service_type_name), ''), sum(lines)::bigint,
               sum(payment_amount), null::numeric, currency
             from consumption_by_service where organization_id = $1 and bill_month = $2 and $3::bigint[] is null
             group by service_type_code, currency order by sum(payment_amount) desc, service_type_code limit 10
           ) s
           order by 1, 6 desc, 2"#,
        organization_id,
        cycle.first_day(),
        managers,
    )
    .fetch_all(connection)
    .await?;
    let mut tops = Tops { customers: Vec::new(), services: Vec::new() };
    for row in rows {
        let (lines, payment_amount, currency) = (row.lines, row.payment_amount, row.currency);
        if row.is_service {
            tops.services.push(TopService { code: row.code, name: row.name, lines, payment_amount, currency });
        } else {
            tops.customers.push(TopCustomer {
                customer_id: row.code,
                customer_key: row.customer_key,
                account_name: row.name,
                lines,
                payment_amount,
                refund_amount: row.refund_amount.unwrap_or_default(),
                currency,
            });
        }
    }
    Ok(tops)
}
