//! Coupons that the partner, or a reseller, has been given itself: COUPON-12. Other field names than issued coupons.

use chrono::{DateTime, TimeDelta, Utc};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::queries::use_limits;
use crate::sandbox::{
    answer::{Outcome, Refusal, instant, number},
    call::{Call, is},
    options::Site,
    quotas::Limit,
    world::{Owner, World},
};

/// How many each has.
const COUNT: u64 = 14;

struct Own {
    id: String,
    kind: i64,
    version: i64,
    status: i64,
    face_value: Decimal,
    balance: Decimal,
    created_at: DateTime<Utc>,
    effective_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    plan_id: String,
    order_id: Option<String>,
}

/// COUPON-12. Made anew at each call: nothing changes them but the clock.
pub(super) fn list(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let owner = if world.setting.site == Site::China { call.owner(world)? } else { Owner::Partner };
    let page = match call.integer("limit")? {
        None if call.integer("offset")?.is_some() => return Err(Refusal::parameter("limit")),
        _ => call.page(100)?,
    };
    let (id, order, plan) = (call.text("coupon_id")?, call.text("order_id")?, call.text("promotion_plan_id")?);
    let (kind, status, source) = (call.integer("coupon_type")?, call.integer("status")?, call.text("source_id")?);
    let active = call.window("active_start_time", "active_end_time")?;
    let all: Vec<Own> = (0..COUNT).map(|place| own(world, &owner, place)).collect();
    let found = all.iter().filter(|one| {
        is(id, &one.id)
            && is(order, one.order_id.as_deref().unwrap_or_default())
            && is(plan, &one.plan_id)
            && kind.is_none_or(|kind| kind == one.kind)
            && status.is_none_or(|status| status == status_at(one, call.now))
            && is(source, &one.plan_id)
            && active.holds(one.created_at)
    });
    let (count, rows) = page.cut(found);
    let rows: Vec<Value> = rows.into_iter().map(|one| row(world, &owner, one, call.now)).collect();
    Ok(Outcome::read(json!({"count": count, "user_coupons": rows})))
}

fn status_at(one: &Own, now: DateTime<Utc>) -> i64 {
    if one.status == 2 && now >= one.expires_at { 4 } else { one.status }
}

fn own(world: &World, owner: &Owner, place: u64) -> Own {
    let mut stream = world.stream(&["own coupon", owner.reseller().unwrap_or_default()]).with(place);
    // A fixed turn, so that every state is there.
    let status = [2, 2, 2, 3, 4, 2, 5, 1, 2, 3, 2, 4, 2, 2][usize::try_from(place).unwrap_or(0) % 14];
    let created_at = world.dawn - stream.minutes(100 * 1440, 300 * 1440);
    let expires_at = match status {
        4 => world.dawn - TimeDelta::days(stream.span(2, 60)),
        _ => world.dawn + TimeDelta::days(stream.span(20, 250)),
    };
    let face_value = stream.round_amount(100, 5_000, 100);
    let version = if place % 5 == 3 { 1 } else { 2 };
    let spent = if place % 4 == 1 { face_value * Decimal::new(4, 1) } else { Decimal::ZERO };
    Own {
        id: format!("{}{}", created_at.format("%y%m%d"), stream.digits(12)),
        kind: if world.setting.site == Site::China && place % 6 == 5 { 4 } else { 1 },
        version,
        status,
        face_value,
        balance: if status == 2 { face_value - spent } else { Decimal::ZERO },
        created_at,
        effective_at: if status == 1 { world.dawn + TimeDelta::days(9) } else { created_at },
        expires_at,
        plan_id: format!("PP{}", stream.digits(12)),
        order_id: (status == 3).then(|| format!("CS{}", stream.digits(13))),
    }
}

fn row(world: &World, owner: &Owner, one: &Own, now: DateTime<Utc>) -> Value {
    let limits = [Limit { key: "subscribeType".to_owned(), values: vec![("new".to_owned(), None)] }];
    let name = match (world.setting.site, one.kind) {
        (Site::International, _) => "Partner test voucher",
        (Site::China, 4) => "伙伴激励现金券",
        (Site::China, _) => "伙伴测试代金券",
    };
    json!({
        "coupon_id": one.id,
        "coupon_code": format!("HW{}", one.id),
        "status": status_at(one, now),
        "customer_id": owner.reseller().unwrap_or(&world.partner.id),
        "coupon_type": one.kind,
        "measure_id": 1,
        "face_value": number(one.face_value),
        "valid_time": instant(one.effective_at),
        "expire_time": instant(one.expires_at),
        "order_id": one.order_id,
        "promotion_plan_id": one.plan_id,
        "plan_name": name,
        "plan_desc": name,
        "media_type": 1,
        "fetch_method": 1,
        "use_limits": use_limits(&limits, &one.plan_id),
        "active_time": instant(one.created_at),
        "reserve_time": one.order_id.as_ref().map(|_| instant(one.created_at + TimeDelta::days(30))),
        "promotion_id": Value::Null,
        "create_time": instant(one.created_at),
        "coupon_version": one.version,
        "balance": if one.version == 1 { Value::Null } else { number(one.balance) },
        "lock_order_id": Value::Null,
        "coupon_usage": Value::Null,
        "is_frozen": "0",
        "currency": world.currency(),
        "extend_param1": Value::Null,
        "source_id": one.plan_id,
    })
}
