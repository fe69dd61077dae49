//! Reads: QUOTA-8, QUOTA-9, QUOTA-13.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::book::{Quota, Record};
use crate::sandbox::{
    answer::{Outcome, Refusal, instant, number, terse_number},
    call::{Call, among, is},
    world::World,
};

/// QUOTA-8: the quotas of the caller, or of one reseller. Vouchers unless cash coupons are asked for.
pub(super) fn own(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let (page, owner) = (call.page(100)?, call.owner(world)?);
    let (ids, statuses) = (call.texts("quota_ids", 50)?, call.integers("quota_status_list", 5)?);
    let kind = call.integer("quota_type")?.unwrap_or(0);
    let created = call.window("create_time_begin", "create_time_end")?;
    let effective = call.window("effective_time_begin", "effective_time_end")?;
    let expiring = call.window("expire_time_begin", "expire_time_end")?;
    let found = world.quotas.all().iter().rev().filter(|quota| {
        quota.owner() == owner
            && quota.kind == kind
            && quota.status_at(call.now) != 6
            && among(ids.as_deref(), &quota.id)
            && statuses.as_ref().is_none_or(|wanted| wanted.contains(&quota.status_at(call.now)))
            && created.holds(quota.created_at)
            && effective.holds(quota.effective_at)
            && expiring.holds(quota.expires_at)
    });
    let (total, rows) = page.cut(found);
    let quotas: Vec<Value> = rows.into_iter().map(|quota| row(world, quota, call.now)).collect();
    Ok(Outcome::read(json!({"total_count": total, "quotas": quotas})))
}

/// QUOTA-9: the voucher quotas that a distributor has cut for its resellers.
pub(super) fn issued(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let page = call.page(100)?;
    if let Some(id) = call.text("indirect_partner_id")?.filter(|id| !id.is_empty()) {
        known(world, id)?;
    }
    let (reseller, id, parent) =
        (call.text("indirect_partner_id")?, call.text("quota_id")?, call.text("parent_quota_id")?);
    let found = world.quotas.all().iter().rev().filter(|quota| {
        quota.reseller_id.as_ref().is_some_and(|owner| is(reseller, owner))
            && quota.kind == 0
            && is(id, &quota.id)
            && is(parent, quota.parent_id.as_deref().unwrap_or_default())
    });
    let (total, rows) = page.cut(found);
    let quotas: Vec<Value> = rows.into_iter().map(|quota| issued_row(world, quota, call.now)).collect();
    Ok(Outcome::read(json!({"total_count": total, "quotas": quotas})))
}

/// QUOTA-13: attempts to issue and reclaim, failed ones too. An unknown `operation_type` is ignored (API-35).
pub(super) fn records(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let page = call.page(100)?;
    let (reseller, child, parent) =
        (call.text("indirect_partner_id")?, call.text("quota_id")?, call.text("parent_quota_id")?);
    if let Some(id) = reseller.filter(|id| !id.is_empty()) {
        known(world, id)?;
    }
    let issue = match call.text("operation_type")? {
        Some("10") => Some(true),
        Some("11") => Some(false),
        _ => None,
    };
    let window = call.window("operation_time_begin", "operation_time_end")?;
    let found = world.quotas.records().iter().rev().filter(|(at, record)| {
        record.listed_at <= call.now
            && is(reseller, &record.reseller_id)
            && is(child, &record.quota_id)
            && is(parent, &record.parent_id)
            && issue.is_none_or(|issue| issue == record.issue)
            && window.holds(*at)
    });
    let (total, rows) = page.cut(found);
    let records: Vec<Value> = rows.into_iter().map(|(at, record)| record_row(world, *at, record)).collect();
    Ok(Outcome::read(json!({"total_count": total, "records": records})))
}

fn known(world: &World, reseller_id: &str) -> Result<(), Refusal> {
    if world.resellers.contains(reseller_id) { Ok(()) } else { Err(crate::sandbox::call::no_right_on_reseller()) }
}

fn row(world: &World, quota: &Quota, now: DateTime<Utc>) -> Value {
    let limits: Vec<Value> = quota
        .limits
        .iter()
        .map(|limit| {
            let values: Vec<Value> =
                limit.values.iter().map(|(first, second)| json!({"value1": first, "value2": second})).collect();
            json!({"limit_key": limit.key, "limit_values": values})
        })
        .collect();
    json!({
        "quota_id": quota.id,
        "quota_type": quota.kind,
        "create_time": instant(quota.created_at),
        "last_update_time": instant(quota.updated_at),
        "quota_value": number(quota.value),
        "quota_status": quota.status_at(now),
        "balance": terse_number(quota.balance),
        "measure_id": 1,
        "currency": world.currency(),
        "effective_time": instant(quota.effective_at),
        "expire_time": instant(quota.expires_at),
        "limit_infos": limits,
    })
}

fn issued_row(world: &World, quota: &Quota, now: DateTime<Utc>) -> Value {
    let mut row = row(world, quota, now);
    let id = quota.reseller_id.as_deref().unwrap_or_default();
    let reseller = world.resellers.find(id);
    row["indirect_partner_id"] = id.into();
    row["indirect_partner_account_name"] = reseller.map(|one| one.account_name.as_str()).into();
    row["indirect_partner_name"] = reseller.map(|one| one.name.as_str()).into();
    row["parent_quota_id"] = quota.parent_id.as_deref().into();
    row
}

fn record_row(world: &World, at: DateTime<Utc>, record: &Record) -> Value {
    let reseller = world.resellers.find(&record.reseller_id);
    json!({
        "id": record.id,
        "operator": record.operator,
        "operation_type": if record.issue { "10" } else { "11" },
        "quota_id": Some(&record.quota_id).filter(|id| !id.is_empty()),
        "parent_quota_id": record.parent_id,
        "amount": number(record.amount),
        "operation_time": instant(at),
        "result": if record.ok { "0" } else { "-1" },
        "indirect_partner_account_name": reseller.map(|one| one.account_name.as_str()),
        "indirect_partner_id": record.reseller_id,
        "indirect_partner_name": reseller.map(|one| one.name.as_str()),
        "remark": record.remark,
    })
}
