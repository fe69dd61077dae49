//! Writes: COUPON-8 (issue), COUPON-10 (reclaim). Coupons are drawn in the order of the list until the quota runs short
//! (SYNC-12); a customer named twice gets two.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde_json::json;

use super::book::{Coupon, Deed, ISSUE, RECLAIM, Record, Status};
use crate::sandbox::{
    answer::{Outcome, Refusal, batch, error_detail},
    call::Call,
    customers::Association,
    deeds,
    ledger::Stated,
    quotas::{self, Limit, Quota},
    world::{Owner, World},
};

/// A refused recipient: code and message of its line.
type Line = (&'static str, &'static str);

const FOREIGN: Line = ("CBC.99000035", "The customer is not associated with the partner.");
const ADVISOR: Line = ("CBC.99000014", "Coupons cannot be issued to customers of this association type.");
const SHORT: Line = ("CBC.99000013", "The coupon quota is insufficient.");

/// What all coupons of one call have in common.
struct Terms<'a> {
    quota: &'a Quota,
    owner: Owner,
    face_value: Decimal,
    valid: (DateTime<Utc>, DateTime<Utc>),
    limits: Vec<Limit>,
    memo: Option<&'a str>,
}

/// COUPON-8: one coupon of `face_value` for each named customer.
pub(super) fn issue(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let customers = call.required_texts("customer_ids", 100)?;
    let terms = terms(world, call)?;
    let mut left = terms.quota.balance;
    let mut outcome = Outcome { status: 200, ..Outcome::default() };
    let (mut done, mut refused) = (Vec::new(), Vec::new());
    for (place, customer_id) in customers.iter().enumerate() {
        let (coupon, record) = made(world, call, &terms, (customer_id, place));
        let spoilt =
            if call.partial && place % 2 == 0 { Some(FOREIGN) } else { refusal(world, &terms, customer_id, left) };
        if let Some((code, message)) = spoilt {
            refused.push(error_detail(customer_id, code, message));
            let record = Record { coupon_id: String::new(), ok: false, ..record };
            outcome.deeds.push(deeds::Deed::Coupon(Deed::Failed { record }));
            continue;
        }
        left -= terms.face_value;
        done.push(json!({"id": customer_id, "coupon_id": coupon.id}));
        let drawn = quotas::Deed::Drawn { quota_id: terms.quota.id.clone(), amount: terms.face_value };
        outcome.deeds.push(deeds::Deed::Quota(drawn));
        let effect = stated(&coupon, terms.face_value);
        outcome = outcome.doing(deeds::Deed::Coupon(Deed::Issued { coupon: Box::new(coupon), record }), effect);
    }
    outcome.body = Some(batch("coupon_infos", done, refused));
    Ok(outcome)
}

fn stated(coupon: &Coupon, amount: Decimal) -> Stated {
    Stated {
        quota_id: Some(coupon.quota_id.clone()),
        counterparty_id: Some(coupon.customer_id.clone()),
        indirect_partner_id: coupon.owner.reseller().map(str::to_owned),
        result_id: Some(coupon.id.clone()),
        amount: Some(amount),
    }
}

fn refusal(world: &World, terms: &Terms<'_>, customer_id: &str, left: Decimal) -> Option<Line> {
    match world.customers.of(&terms.owner, customer_id) {
        None => Some(FOREIGN),
        Some(customer) if customer.association == Association::Advisor => Some(ADVISOR),
        Some(_) if left < terms.face_value => Some(SHORT),
        Some(_) => None,
    }
}

fn terms<'a>(world: &'a World, call: &'a Call) -> Result<Terms<'a>, Refusal> {
    let quota_id = call.required("quota_id", 64)?;
    let face_value = call.amount("face_value")?;
    let owner = call.owner(world)?;
    let refused = |code, message: &str| Err(Refusal::new(400, code, message));
    let Some(quota) = world.quotas.find(quota_id).filter(|quota| quota.owner() == owner) else {
        return refused("CBC.99000012", "The quota does not exist or its status is incorrect.");
    };
    if call.now < quota.effective_at || call.now >= quota.expires_at {
        return refused("CBC.99000017", "The quota has not taken effect or has expired.");
    }
    if quota.status_at(call.now) != 0 {
        return refused("CBC.99000012", "The quota does not exist or its status is incorrect.");
    }
    if face_value > quota.value {
        return refused("CBC.99000019", "The face value exceeds the maximum value.");
    }
    let begin = call.instant("valid_time")?.unwrap_or_else(|| quota.effective_at.max(call.now));
    let end = call.instant("expire_time")?.unwrap_or(quota.expires_at);
    if begin < quota.effective_at || end > quota.expires_at || end <= begin.max(call.now) {
        return Err(Refusal::parameter("valid_time, expire_time: outside the validity of the quota"));
    }
    let memo = call.optional("memo", 64)?;
    Ok(Terms { quota, owner, face_value, valid: (begin, end), limits: limits(call, quota)?, memo })
}

/// The quota's limits, narrowed by what the call asks for (COUPON-7).
fn limits(call: &Call, quota: &Quota) -> Result<Vec<Limit>, Refusal> {
    let mut limits = quota.limits.clone();
    for (field, key, code) in
        [("cloud_service_types", "cloudServiceType", "CBC.99000023"), ("product_ids", "productId", "CBC.99000023")]
    {
        let Some(wanted) = call.texts(field, 10)? else { continue };
        let standing = limits.iter().position(|limit| limit.key == key);
        let allowed =
            standing.map(|place| limits[place].values.iter().map(|(first, _)| first.clone()).collect::<Vec<_>>());
        if allowed.is_some_and(|allowed| wanted.iter().any(|one| !allowed.contains(one))) {
            return Err(Refusal::new(400, code, "The limits are outside those of the quota."));
        }
        if let Some(place) = standing {
            limits.remove(place);
        }
        limits.push(Limit { key: key.to_owned(), values: wanted.into_iter().map(|one| (one, None)).collect() });
    }
    Ok(limits)
}

fn made(world: &World, call: &Call, terms: &Terms<'_>, (customer_id, place): (&str, usize)) -> (Coupon, Record) {
    let mut stream = world.fresh(call, place);
    let coupon = Coupon {
        id: format!("{}{}", call.now.format("%y%m%d"), stream.digits(12)),
        kind: if terms.quota.kind == 1 { 4 } else { 1 },
        version: 2,
        quota_id: terms.quota.id.clone(),
        customer_id: customer_id.to_owned(),
        owner: terms.owner.clone(),
        face_value: terms.face_value,
        balance: terms.face_value,
        status: Status::Usable,
        frozen: false,
        created_at: call.now,
        effective_at: terms.valid.0,
        expires_at: terms.valid.1,
        last_used_at: None,
        order_id: None,
        limits: terms.limits.clone(),
    };
    let record = Record {
        id: stream.hex32(),
        operation: ISSUE,
        remark: terms.memo.map(str::to_owned),
        listed_at: call.now + call.late,
        ..record_of(&coupon, terms.quota.kind, terms.face_value)
    };
    (coupon, record)
}

/// A record of something done to a coupon; its id, operation, remark and time are the caller's.
pub(super) fn record_of(coupon: &Coupon, quota_kind: i64, amount: Decimal) -> Record {
    Record {
        id: String::new(),
        operation: RECLAIM,
        owner: coupon.owner.clone(),
        quota_id: coupon.quota_id.clone(),
        quota_kind,
        coupon_id: coupon.id.clone(),
        customer_id: coupon.customer_id.clone(),
        amount,
        ok: true,
        remark: None,
        listed_at: coupon.created_at,
    }
}

/// COUPON-10: takes all that is left of one usable coupon. 204, no amount.
pub(super) fn reclaim(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let (id, owner) = (call.required("coupon_id", 64)?, call.owner(world)?);
    let Some(coupon) = world.coupons.find(id).filter(|coupon| coupon.owner == owner) else {
        return Err(Refusal::new(400, "CBC.99000000", "You do not have the permission to operate on this coupon."));
    };
    if !matches!(coupon.status_at(call.now), 1 | 2) {
        return Err(Refusal::new(200, "CBC.99000048", "The coupon has expired or has been reclaimed."));
    }
    if world.customers.find(&coupon.customer_id).is_some_and(|one| one.association == Association::Advisor) {
        return Err(Refusal::new(400, "CBC.99000045", "Coupons of such customers cannot be reclaimed."));
    }
    let amount = coupon.balance;
    let quota_kind = i64::from(coupon.kind == 4);
    let record = Record {
        id: world.fresh(call, 0).hex32(),
        listed_at: call.now + call.late,
        ..record_of(coupon, quota_kind, amount)
    };
    let mut outcome = Outcome::empty();
    let returned = quotas::Deed::Returned { quota_id: coupon.quota_id.clone(), amount };
    outcome.deeds.push(deeds::Deed::Quota(returned));
    Ok(outcome.doing(deeds::Deed::Coupon(Deed::TakenBack { record }), stated(coupon, amount)))
}
