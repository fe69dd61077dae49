//! SQL of orders, as pages read them. What synchronisation writes is in `mirror`.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::Value;
use sqlx::{PgConnection, types::Json};

use super::forms::Filters;
use crate::{access::Seen, db::Error, lang::Lang, web::pager::LIMIT};

/// A row of the list. Amounts are in `currency`, as sent.
#[derive(Debug)]
pub struct Listed {
    pub id: i64,
    /// Creation time, or the year 1 without one: the sort key of the list.
    pub sort_at: DateTime<Utc>,
    pub organization: String,
    pub remote_id: String,
    pub customer_id: Option<String>,
    pub customer: Option<i64>,
    pub account_name: Option<String>,
    pub service_type_code: Option<String>,
    pub service_type_name: Option<String>,
    pub status: Option<i32>,
    pub order_type: Option<i32>,
    pub official_amount: Option<Decimal>,
    pub amount_after_discount: Option<Decimal>,
    pub currency: String,
    pub created_at: Option<DateTime<Utc>>,
    pub paid_at: Option<DateTime<Utc>>,
    pub payment_ends_at: Option<DateTime<Utc>>,
    pub children: i64,
}

/// An order with everything the vendor says about it.
#[derive(Debug)]
pub struct Order {
    pub organization: String,
    pub remote_id: String,
    pub customer_id: Option<String>,
    pub customer: Option<i64>,
    pub account_name: Option<String>,
    pub service_type_code: Option<String>,
    pub service_type_name: Option<String>,
    pub source_type: Option<i32>,
    pub status: Option<i32>,
    pub order_type: Option<i32>,
    pub official_amount: Option<Decimal>,
    pub amount_after_discount: Option<Decimal>,
    pub coupon_amount: Option<Decimal>,
    pub flexipurchase_coupon_amount: Option<Decimal>,
    pub stored_card_amount: Option<Decimal>,
    pub commission_amount: Option<Decimal>,
    pub consumed_amount: Option<Decimal>,
    pub discounts: Value,
    pub currency: String,
    pub created_at: Option<DateTime<Utc>>,
    pub paid_at: Option<DateTime<Utc>>,
    pub contract_id: Option<String>,
    pub enterprise_projects: Value,
    pub paying_agent_id: Option<String>,
    pub is_agent_pay: Option<bool>,
    /// Login name of who ordered.
    pub user_name: Option<String>,
    pub payment_ends_at: Option<DateTime<Utc>>,
    pub details_at: Option<DateTime<Utc>>,
    pub refunds_at: Option<DateTime<Utc>>,
    pub first_seen_at: DateTime<Utc>,
    pub fetched_at: DateTime<Utc>,
    pub run_id: i64,
    /// Its lines.
    pub lines: Json<Vec<Line>>,
    /// Children of a combined order (ORD-05).
    pub children: Json<Vec<Child>>,
    /// Parts of its refund (ORD-22).
    pub refunds: Json<Vec<Refund>>,
}

/// A line of an order.
#[derive(Debug, Deserialize)]
pub struct Line {
    pub remote_id: String,
    pub sub_order_id: Option<String>,
    pub service_type_code: Option<String>,
    pub service_type_name: Option<String>,
    pub product_id: Option<String>,
    pub product_spec_desc: Option<String>,
    /// The specification in both languages, where the discounts name the product (CAT-12): Chinese, English.
    pub product: Option<(Option<String>, Option<String>)>,
    pub period_type: Option<i32>,
    pub period_num: Option<i32>,
    pub effective_at: Option<DateTime<Utc>>,
    pub expires_at: Option<DateTime<Utc>>,
    pub subscription_num: Option<i64>,
    pub official_amount: Option<Decimal>,
    pub amount_after_discount: Option<Decimal>,
}

impl Line {
    /// The specification in a language, as sent where the discounts do not name the product in it, else the product's number.
    pub fn spec(&self, lang: Lang) -> Option<&str> {
        let named = self.product.as_ref().and_then(|(zh, en)| lang.pick(en, zh).as_deref());
        named.or(self.product_spec_desc.as_deref()).or(self.product_id.as_deref())
    }
}

/// A child of a combined order.
#[derive(Debug, Deserialize)]
pub struct Child {
    pub remote_id: String,
    pub service_type_code: Option<String>,
    pub service_type_name: Option<String>,
    pub status: Option<i32>,
    pub order_type: Option<i32>,
    pub official_amount: Option<Decimal>,
    pub amount_after_discount: Option<Decimal>,
}

/// A part of a refund: negative = refunded, positive = consumed or fee (ORD-22).
#[derive(Debug, Deserialize)]
pub struct Refund {
    pub remote_id: String,
    pub amount: Option<Decimal>,
    pub resource_type_code: Option<String>,
    pub resource_type_name: Option<String>,
    pub service_type_code: Option<String>,
    pub service_type_name: Option<String>,
    pub region_code: Option<String>,
    pub base_order_id: Option<String>,
    /// The original order, when it is known here.
    pub base_order: Option<i64>,
}

/// One page of orders, newest first, and one row more (AM-13).
pub async fn list(
    connection: &mut PgConnection,
    seen: Seen<'_>,
    filters: &Filters,
    after: Option<(DateTime<Utc>, i64)>,
) -> Result<Vec<Listed>, Error> {
    let (sort_at, id) = after.unwrap_or((DateTime::<Utc>::MAX_UTC, i64::MAX));
    sqlx::query_as!(
        Listed,
        r#"select o.id, o.sort_at as "sort_at!", g.name as organization, o.remote_id, o.customer_id, c.id as "customer?",
            c.account_name as "account_name?", o.service_type_code, o.service_type_name, o.status, o.order_type,
            o.official_amount, o.amount_after_discount, o.currency, o.created_at, o.paid_at, o.payment_ends_at,
            (select count(*) from sub_orders s where s.organization_id = o.organization_id and s.order_id = o.id) as "children!"
         from (
            select *, coalesce(created_at, '0001-01-01 00:00:00+00') as sort_at
            from orders o
            where organization_id = any($1)
              and (coalesce(created_at, '0001-01-01 00:00:00+00'), id) < ($2, $3)
              and ($4::bigint[] is null or organization_id <> $15 or exists (select from customers c join customer_assignments a on a.customer_id = c.id
                where c.organization_id = o.organization_id and c.remote_id = o.customer_id and a.ended_at is null
                  and a.member_id = any($4)))
              and ($5::text is null or customer_id = $5 or exists (select from customers c
                where c.organization_id = o.organization_id and c.remote_id = o.customer_id
                  and (strpos(lower(c.account_name), lower($5)) > 0 or customer_name_found(c.customer_type, c.name, $5))))
              and ($6::text is null or lower(remote_id) = lower($6) or exists (select from sub_orders s
                where s.organization_id = o.organization_id and s.order_id = o.id and lower(s.remote_id) = lower($6)))
              and ($7::int is null or status = $7)
              and ($8::text is null or service_type_code = $8)
              and ($9::int is null or order_type = $9)
              and ($10::timestamptz is null or created_at >= $10)
              and ($11::timestamptz is null or created_at < $11)
              and ($12::timestamptz is null or paid_at >= $12)
              and ($13::timestamptz is null or paid_at < $13)
            order by coalesce(created_at, '0001-01-01 00:00:00+00') desc, id desc
            limit $14
         ) o
         join organizations g on g.id = o.organization_id
         left join customers c on c.organization_id = o.organization_id and c.remote_id = o.customer_id
         order by o.sort_at desc, o.id desc"#,
        seen.organizations,
        sort_at,
        id,
        seen.managers,
        filters.customer,
        filters.order,
        filters.status,
        filters.service_type,
        filters.order_type,
        filters.created_from,
        filters.created_before,
        filters.paid_from,
        filters.paid_before,
        LIMIT,
        seen.own,
    )
    .fetch_all(connection)
    .await
}

/// One order with its parts, amounts of which travel as text, if its customer is seen (AM-10, AM-13). One round trip.
pub async fn find(connection: &mut PgConnection, seen: Seen<'_>, id: i64) -> Result<Option<Order>, Error> {
    sqlx::query_as!(
        Order,
        r#"select g.name as organization, o.remote_id, o.customer_id, c.id as "customer?",
            c.account_name as "account_name?", o.service_type_code, o.service_type_name, o.source_type, o.status,
            o.order_type, o.official_amount, o.amount_after_discount, o.coupon_amount, o.flexipurchase_coupon_amount,
            o.stored_card_amount, o.commission_amount, o.consumed_amount, o.discounts, o.currency, o.created_at, o.paid_at,
            o.contract_id, o.enterprise_projects, o.paying_agent_id, o.is_agent_pay, o.user_name,
            o.payment_ends_at, o.details_at, o.refunds_at, o.first_seen_at, o.fetched_at, o.run_id,
            (select coalesce(jsonb_agg(to_jsonb(l) order by l.remote_id), '[]') from (
               select remote_id, sub_order_id, service_type_code, service_type_name, product_id, product_spec_desc, period_type,
                 period_num, effective_at, expires_at, subscription_num, official_amount::text, amount_after_discount::text,
                 (select jsonb_build_array(d.name_zh, d.name_en) from business_discounts d
                  where d.organization_id in (l.organization_id, g.parent_id) and d.product_id = l.product_id limit 1) as product
               from order_lines l where l.organization_id = o.organization_id and l.order_id = o.id order by remote_id limit 500) l)
              as "lines!: Json<Vec<Line>>",
            (select coalesce(jsonb_agg(to_jsonb(s) order by s.remote_id), '[]') from (
               select remote_id, service_type_code, service_type_name, status, order_type, official_amount::text,
                 amount_after_discount::text
               from sub_orders s where s.organization_id = o.organization_id and s.order_id = o.id order by remote_id limit 500) s)
              as "children!: Json<Vec<Child>>",
            (select coalesce(jsonb_agg(to_jsonb(r) order by r.remote_id), '[]') from (
               select r.remote_id, r.amount::text, r.resource_type_code, r.resource_type_name, r.service_type_code,
                 r.service_type_name, r.region_code, r.base_order_id, b.id as base_order
               from order_refunds r left join orders b on b.organization_id = r.organization_id and b.remote_id = r.base_order_id
               where r.organization_id = o.organization_id and r.order_id = o.id order by r.remote_id limit 500) r)
              as "refunds!: Json<Vec<Refund>>"
         from orders o
         join organizations g on g.id = o.organization_id
         left join customers c on c.organization_id = o.organization_id and c.remote_id = o.customer_id
         where o.organization_id = any($1) and o.id = $2
           and ($3::bigint[] is null or o.organization_id <> $4 or exists (select from customer_assignments a
             where a.customer_id = c.id and a.ended_at is null and a.member_id = any($3)))"#,
        seen.organizations,
        id,
        seen.managers,
        seen.own,
    )
    .fetch_optional(connection)
    .await
}
