//! One consumption line with all that belongs to it. The list is `lines.rs`.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::Value;
use sqlx::{PgConnection, types::Json};

use crate::{access::Seen, db::Error, lang::Lang, values::Month};

/// A line with everything the vendor says about it.
#[derive(Debug)]
pub struct Line {
    pub organization_id: i64,
    pub organization: String,
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
    /// The specification in both languages, where the discounts name the product (CAT-12): Chinese, English.
    pub product: Option<Json<(Option<String>, Option<String>)>>,
    /// Names of the units above by number (CAT-5): Chinese, English.
    pub measures: Option<Json<Units>>,
    /// The name of the way its use is measured, for its resource type if the dictionary has one of its own (CAT-4).
    pub usage_name: Option<String>,
    /// What became of it after its cycle was closed, latest first (BILL-43).
    pub changes: Json<Vec<Change>>,
}

/// Names of units by their number: Chinese, English.
pub type Units = HashMap<String, (Option<String>, Option<String>)>;

impl Line {
    /// The specification in a language, as sent where the discounts do not name the product in it.
    pub fn spec(&self, lang: Lang) -> Option<&str> {
        let named = self.product.as_ref().and_then(|Json((zh, en))| lang.pick(en, zh).as_deref());
        named.or(self.product_spec_desc.as_deref())
    }

    /// The name of a unit of the line in a language, in the other one where there is none in it; nothing when the dictionary
    /// does not know it.
    pub fn unit(&self, measure: i32, lang: Lang) -> Option<&str> {
        let (zh, en) = self.measures.as_ref()?.0.get(&measure.to_string())?;
        let (first, second) = lang.pick((en, zh), (zh, en));
        first.as_deref().or(second.as_deref())
    }
}

/// One line of a cycle of `organizations`, with words of dictionaries in a language; only of `managers`, if given.
pub async fn find(
    connection: &mut PgConnection,
    seen: Seen<'_>,
    (cycle, id): (Month, i64),
    (owners, lang): (&[i64], Lang),
) -> Result<Option<Line>, Error> {
    sqlx::query_as!(
        Line,
        r#"select l.organization_id, o.name as organization, l.line_id, l.run_id, l.fetched_at, l.currency,
             l.customer_id, c.id as "customer_key?", c.account_name as "account_name?", l.association_type, l.trade_id,
             l.trade_time as "trade_time!", l.consume_time, l.bill_detail_type, l.charging_mode, l.service_type_code,
             l.service_type_name, l.resource_type_code, l.resource_type_name, l.region_code, l.region_name, l.resource_id,
             l.resource_name, l.resource_tag, l.product_id, l.product_name, l.product_spec_desc, l.usage_type, l.usage_amount,
             l.usage_measure_id, l.free_resource_usage, l.free_resource_measure_id, l.ri_usage, l.ri_usage_measure_id,
             l.official_amount, l.official_discount_amount, l.payment_amount, l.cash_amount, l.credit_amount,
             l.coupon_amount, l.flexipurchase_coupon_amount, l.stored_value_card_amount, l.debt_amount, l.writeoff_amount,
             l.period_type, l.period_num, l.order_type, l.payment_type, l.account_manager_id, l.partner_id,
             l.sub_service_type_code, l.sub_service_type_name, l.sub_resource_type_code, l.sub_resource_type_name,
             l.sub_resource_id, l.sub_resource_name, l.enterprise_project_id,
             (select jsonb_build_array(d.name_zh, d.name_en) from business_discounts d
               where d.organization_id in (l.organization_id, o.parent_id) and d.product_id = l.product_id limit 1) as "product: _",
             (select jsonb_object_agg(m.measure_id, jsonb_build_array(m.name_zh, m.name_en)) from measures m
               where m.organization_id in (l.organization_id, o.parent_id)
                 and m.measure_id in (l.usage_measure_id, l.free_resource_measure_id, l.ri_usage_measure_id))
               as "measures: _",
             (select case when $6 then coalesce(u.name_zh, u.name_en) else coalesce(u.name_en, u.name_zh) end
              from usage_types u where u.organization_id = any($5) and u.code = l.usage_type
              order by u.resource_type_code = coalesce(l.resource_type_code, '') desc, u.resource_type_code = '' desc, u.id limit 1)
               as usage_name,
             (select coalesce(jsonb_agg(to_jsonb(h) order by h.id desc), '[]') from (
                select id, version, kind, before, found_at from consumption_changes h
                where h.organization_id = l.organization_id and h.bill_month = $2 and h.line_key = l.line_key
                order by h.id desc limit 20) h) as "changes!: Json<Vec<Change>>"
           from consumption_lines l
           join organizations o on o.id = l.organization_id
           left join customers c on c.organization_id = l.organization_id and c.remote_id = l.customer_id
           where l.bill_month = $2 and l.id = $3 and l.organization_id = any($1)
             and ($4::bigint[] is null or l.organization_id <> $7 or exists (select from customer_assignments a
               where a.customer_id = c.id and a.ended_at is null and a.member_id = any($4)
                 and (date_trunc('day', a.assigned_at at time zone 'Asia/Shanghai') + interval '1 day')
                   at time zone 'Asia/Shanghai' <= coalesce(l.consume_time, l.trade_time)))"#,
        seen.organizations,
        cycle.first_day(),
        id,
        seen.managers,
        owners,
        lang == Lang::ZhCn,
        seen.own,
    )
    .fetch_optional(connection)
    .await
}

/// What became of a line after its cycle was closed.
#[derive(Debug, Deserialize)]
pub struct Change {
    pub version: i32,
    pub kind: String,
    pub before: Option<Value>,
    pub found_at: DateTime<Utc>,
}
