//! Reads: COUPON-9 (issued coupons), COUPON-11 (records).

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::book::{Coupon, Record};
use crate::sandbox::{
    answer::{Outcome, Refusal, instant, number, terse_number},
    call::{Call, among, is},
    quotas::Limit,
    world::World,
};

/// COUPON-9: what the partner, or one reseller, has issued.
pub(super) fn issued(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let (page, owner) = (call.page(100)?, call.owner(world)?);
    let (id, customer, order) = (call.text("coupon_id")?, call.text("customer_id")?, call.text("order_id")?);
    let (kind, status) = (call.integer("coupon_type")?, call.integer("status")?);
    let created = call.window("create_time_begin", "create_time_end")?;
    let effective = call.window("effective_time_begin", "effective_time_end")?;
    let expiring = call.window("expire_time_begin", "expire_time_end")?;
    let found = world.coupons.all().iter().rev().filter(|coupon| {
        coupon.owner == owner
            && is(id, &coupon.id)
            && is(customer, &coupon.customer_id)
            && is(order, coupon.order_id.as_deref().unwrap_or_default())
            && kind.is_none_or(|kind| kind == coupon.kind)
            && status.is_none_or(|status| status == coupon.status_at(call.now))
            && created.holds(coupon.created_at)
            && effective.holds(coupon.effective_at)
            && expiring.holds(coupon.expires_at)
    });
    let (total, rows) = page.cut(found);
    let rows: Vec<Value> = rows.into_iter().map(|coupon| row(coupon, call.now)).collect();
    Ok(Outcome::read(json!({"total_count": total, "user_coupons": rows})))
}

fn row(coupon: &Coupon, now: DateTime<Utc>) -> Value {
    // An old coupon is used once: it has a value while it can be used, and no balance of its own (COUPON-2).
    let balance = if coupon.version == 1 { Value::Null } else { terse_number(coupon.balance) };
    let name = if coupon.kind == 4 { "伙伴现金券" } else { "伙伴代金券" };
    json!({
        "coupon_id": coupon.id,
        "status": coupon.status_at(now),
        "customer_id": coupon.customer_id,
        "coupon_type": coupon.kind,
        "measure_id": 1,
        "face_value": number(coupon.face_value),
        "effective_time": instant(coupon.effective_at),
        "expire_time": instant(coupon.expires_at),
        "order_id": coupon.order_id,
        "promotion_plan_id": plan_id(coupon),
        "promotion_plan_name": name,
        "promotion_plan_desc": format!("{name}，面额{}元", coupon.face_value.normalize()),
        "media_type": 1,
        "fetch_method": 3,
        "use_limits": use_limits(&coupon.limits, &plan_id(coupon)),
        "active_time": instant(coupon.created_at),
        "last_used_time": coupon.last_used_at.map(instant),
        "promotion_id": Value::Null,
        "create_time": instant(coupon.created_at),
        "balance": balance,
        "lock_order_id": if coupon.version == 1 { Some("") } else { None },
        "is_frozen": if coupon.frozen { "1" } else { "0" },
    })
}

fn plan_id(coupon: &Coupon) -> String {
    format!("PP{}", coupon.quota_id)
}

/// Limits in the words of a coupon: one line per value (QUOTA-7).
pub(super) fn use_limits(limits: &[Limit], plan_id: &str) -> Vec<Value> {
    let lines = limits.iter().flat_map(|limit| limit.values.iter().map(move |(first, second)| (limit, first, second)));
    lines
        .enumerate()
        .map(|(place, (limit, first, second))| {
            json!({
                "use_limiti_info_id": format!("{plan_id}-{}", place + 1),
                "limit_key": limit.key,
                "value1": first,
                "value2": second,
                "value_unit": Value::Null,
                "limit_type": "1",
                "promotion_plan_id": plan_id,
            })
        })
        .collect()
}

/// COUPON-11: attempts to issue and take back, failed ones too. Unknown types and results are ignored (API-35).
pub(super) fn records(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let (page, owner) = (call.page(100)?, call.owner(world)?);
    let operations = operations(call)?;
    let (quota, customer, kind) = (call.text("quota_id")?, call.text("customer_id")?, call.integer("quota_type")?);
    let ids = call.texts("coupon_ids", 100)?;
    let window = call.window("operation_time_begin", "operation_time_end")?;
    let ok = match call.text("result")? {
        Some("0") => Some(true),
        Some("-1") => Some(false),
        _ => None,
    };
    let found = world.coupons.records().iter().rev().filter(|(at, record)| {
        record.owner == owner
            && record.listed_at <= call.now
            && operations.as_ref().is_none_or(|wanted| wanted.contains(&record.operation))
            && is(quota, &record.quota_id)
            && kind.is_none_or(|kind| kind == record.quota_kind)
            && among(ids.as_deref(), &record.coupon_id)
            && is(customer, &record.customer_id)
            && window.holds(*at)
            && ok.is_none_or(|ok| ok == record.ok)
    });
    let (total, rows) = page.cut(found);
    let rows: Vec<Value> = rows.into_iter().map(|(at, record)| record_row(*at, record)).collect();
    Ok(Outcome::read(json!({"total_count": total, "records": rows})))
}

/// At most eight of the nine types; an empty text matches nothing, unknown ones are no filter.
fn operations(call: &Call) -> Result<Option<Vec<u8>>, Refusal> {
    let Some(given) = call.texts("operation_types", 8)? else { return Ok(None) };
    let known: Vec<u8> =
        given.iter().filter_map(|text| text.parse().ok()).filter(|kind| (1..=9).contains(kind)).collect();
    Ok((!known.is_empty() || given.iter().any(String::is_empty)).then_some(known))
}

fn record_row(at: DateTime<Utc>, record: &Record) -> Value {
    json!({
        "id": record.id,
        "operation_type": record.operation.to_string(),
        "quota_id": record.quota_id,
        "quota_type": record.quota_kind,
        "coupon_id": Some(&record.coupon_id).filter(|id| !id.is_empty()),
        "customer_id": record.customer_id,
        "operation_amount": number(record.amount),
        "operation_time": instant(at),
        "result": if record.ok { "0" } else { "-1" },
        "remark": record.remark,
    })
}
