//! Writes: QUOTA-10, QUOTA-12. Every recipient has its own outcome (API-42), and a refused one its own failed record.

use std::collections::HashSet;

use rust_decimal::Decimal;
use serde_json::json;

use super::book::{Deed, Quota, Record, Status};
use crate::sandbox::{
    answer::{Outcome, Refusal, batch, error_detail, number},
    call::{Call, no_right_on_reseller},
    deeds,
    ledger::Stated,
    stream::Stream,
    world::World,
};

/// operationId of the issue, by which the gateway knows its lane (CBC.50000045).
pub(in crate::sandbox) const ISSUE: &str = "UpdateCouponQuotas";

/// What made a recipient fail: code and message of its line in `error_details`.
type Line = (&'static str, &'static str);

const SPOILT: Line =
    ("CBC.50010105", "The indirect partner is terminating its relationship and cannot receive quotas.");
const WRONG_STATE: Line = ("CBC.99000012", "The quota does not exist or its status is incorrect.");

/// QUOTA-10: cuts a child of `quota_amount` for each named reseller.
pub(super) fn issue(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let quota_id = call.required("quota_id", 64)?;
    let resellers = call.required_texts("indirect_partner_ids", 100)?;
    let amount = call.amount("quota_amount")?;
    if !world.is_distributor() {
        return Err(Refusal::new(403, "CBC.0150", "Illegal operation. Only a distributor can issue quotas."));
    }
    if resellers.iter().any(|id| !world.resellers.contains(id)) {
        return Err(no_right_on_reseller());
    }
    let parent = issuable(world, call, quota_id)?;
    if amount * Decimal::from(resellers.len()) > parent.balance {
        return Err(Refusal::new(400, "CBC.99000013", "The coupon quota is insufficient."));
    }
    let mut outcome = Outcome { status: 200, ..Outcome::default() };
    let (mut done, mut refused) = (Vec::new(), Vec::new());
    for (place, reseller_id) in resellers.iter().enumerate() {
        let leaving = world.resellers.find(reseller_id).is_some_and(|one| one.leaving);
        if leaving || (call.partial && place % 2 == 0) {
            refused.push(error_detail(reseller_id, SPOILT.0, SPOILT.1));
            let (_, record) = cut(world, call, parent, (reseller_id, amount, place));
            let record = Record { quota_id: String::new(), ok: false, ..record };
            outcome.deeds.push(deeds::Deed::Quota(Deed::Failed { record }));
            continue;
        }
        let (child, record) = cut(world, call, parent, (reseller_id, amount, place));
        done.push(json!({"id": reseller_id, "quota_id": child.id}));
        outcome.effects.push(Stated {
            quota_id: Some(parent.id.clone()),
            counterparty_id: Some(reseller_id.clone()),
            result_id: Some(child.id.clone()),
            amount: Some(amount),
            ..Stated::default()
        });
        outcome.deeds.push(deeds::Deed::Quota(Deed::Issued { child, record }));
    }
    outcome.body = Some(batch("simple_quota_infos", done, refused));
    Ok(outcome)
}

/// The caller's own quota, if coupons or children may be drawn from it now (QUOTA-6).
fn issuable<'a>(world: &'a World, call: &Call, quota_id: &str) -> Result<&'a Quota, Refusal> {
    let parent = world.quotas.find(quota_id).filter(|quota| quota.reseller_id.is_none() && quota.kind == 0);
    let parent = parent.ok_or_else(|| Refusal::new(400, WRONG_STATE.0, WRONG_STATE.1))?;
    if call.now < parent.effective_at || call.now >= parent.expires_at {
        return Err(Refusal::new(400, "CBC.99000017", "The quota has not taken effect or has expired."));
    }
    if parent.status != Status::Normal {
        return Err(Refusal::new(400, "CBC.99000015", "Quotas in this status cannot be issued."));
    }
    Ok(parent)
}

/// A child and its record; it inherits times and limits (QUOTA-10).
fn cut(
    world: &World,
    call: &Call,
    parent: &Quota,
    (reseller_id, amount, place): (&str, Decimal, usize),
) -> (Quota, Record) {
    let mut stream = world.fresh(call, place);
    let child = Quota {
        id: number_of(&mut stream, call),
        reseller_id: Some(reseller_id.to_owned()),
        parent_id: Some(parent.id.clone()),
        value: amount,
        balance: amount,
        created_at: call.now,
        updated_at: call.now,
        ..parent.clone()
    };
    let record = Record {
        id: stream.hex32(),
        operator: world.partner.account_name.clone(),
        issue: true,
        quota_id: child.id.clone(),
        parent_id: parent.id.clone(),
        reseller_id: reseller_id.to_owned(),
        amount,
        ok: true,
        remark: None,
        listed_at: call.now + call.late,
    };
    (child, record)
}

fn number_of(stream: &mut Stream, call: &Call) -> String {
    format!("{}{}", call.now.format("%y%m%d"), stream.digits(12))
}

/// QUOTA-12: takes the whole balance of each named child back. Coupons already issued from it stay.
pub(super) fn reclaim(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let mut ids = call.required_texts("quota_ids", 10)?;
    let remark = call.optional("remark", 256)?;
    if !world.is_distributor() {
        return Err(Refusal::new(403, "CBC.0150", "Illegal operation. Only a distributor can reclaim quotas."));
    }
    let mut seen = HashSet::new();
    ids.retain(|id| seen.insert(id.clone()));
    let mut outcome = Outcome { status: 200, ..Outcome::default() };
    let (mut done, mut refused) = (Vec::new(), Vec::new());
    for (place, id) in ids.iter().enumerate() {
        let child = world.quotas.find(id).filter(|quota| quota.reseller_id.is_some());
        let record = child.map(|child| taken(world, call, (child, remark, place)));
        let may = child.is_some_and(|child| child.status_at(call.now) == 0) && !(call.partial && place % 2 == 0);
        let deed = match record {
            Some(record) if may => {
                done.push(json!({"quota_id": id, "quota_balance": number(Decimal::ZERO)}));
                outcome.effects.push(Stated {
                    quota_id: Some(id.clone()),
                    counterparty_id: Some(record.reseller_id.clone()),
                    amount: Some(record.amount),
                    ..Stated::default()
                });
                Some(Deed::Reclaimed { record })
            }
            record => {
                refused.push(error_detail(id, WRONG_STATE.0, WRONG_STATE.1));
                record
                    .filter(|record| !record.amount.is_zero())
                    .map(|record| Deed::Failed { record: Record { ok: false, ..record } })
            }
        };
        outcome.deeds.extend(deed.map(deeds::Deed::Quota));
    }
    outcome.body = Some(batch("simple_quota_infos", done, refused));
    Ok(outcome)
}

fn taken(world: &World, call: &Call, (child, remark, place): (&Quota, Option<&str>, usize)) -> Record {
    Record {
        id: world.fresh(call, place).hex32(),
        operator: world.partner.account_name.clone(),
        issue: false,
        quota_id: child.id.clone(),
        parent_id: child.parent_id.clone().unwrap_or_default(),
        reseller_id: child.reseller_id.clone().unwrap_or_default(),
        amount: child.balance,
        ok: true,
        remark: remark.map(str::to_owned),
        listed_at: call.now + call.late,
    }
}
