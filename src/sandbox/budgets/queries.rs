//! Reads: ACCT-21 (budget, batch, records), ACCT-23 (consumption quota).

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::sandbox::{
    answer::{Outcome, Refusal, instant, number, text},
    call::{Call, is},
    customers::{Association, Customer},
    world::{Owner, World},
};

/// The customer, if it is a resale customer of `owner` (CUST-2).
///
/// # Errors
/// 400 CBC.99000035 for somebody else's, CBC.99000000 for a referral customer.
pub(super) fn resale<'a>(world: &'a World, owner: &Owner, id: &str) -> Result<&'a Customer, Refusal> {
    match world.customers.of(owner, id) {
        None => Err(Refusal::new(400, "CBC.99000035", "The customer is not associated with the partner.")),
        Some(one) if one.association == Association::Advisor => {
            Err(Refusal::new(400, "CBC.99000000", "You do not have the permission to operate on this customer."))
        }
        Some(one) => Ok(one),
    }
}

/// ACCT-21, one customer; nothing set: only the unit.
pub(super) fn show(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let owner = call.owner(world)?;
    let customer = resale(world, &owner, call.required("customer_id", 64)?)?;
    let budget = world.budgets.find(&customer.id);
    Ok(Outcome::read(json!({
        "budget_amount": budget.map(|budget| number(budget.amount)),
        "used_amount": budget.map(|budget| number(budget.used)),
        "measure_id": 1,
        "currency": world.currency(),
        "budget_type": budget.map(|budget| budget.kind.as_str()),
    })))
}

/// ACCT-21, batch. Ids of others are dropped silently.
pub(super) fn list(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let (owner, ids) = (call.owner(world)?, call.required_texts("customer_ids", 100)?);
    let rows: Vec<Value> = ids
        .iter()
        .filter_map(|id| resale(world, &owner, id).ok())
        .filter_map(|customer| Some((customer, world.budgets.find(&customer.id)?)))
        .map(|(customer, budget)| {
            json!({
                "customer_id": customer.id,
                "budget_amount": number(budget.amount),
                "used_amount": number(budget.used),
                "budget_type": budget.kind,
            })
        })
        .collect();
    Ok(Outcome::read(json!({"measure_id": 1, "currency": world.currency(), "budget_infos": rows})))
}

/// ACCT-21, records. All of them set a budget: nobody has left who had one.
pub(super) fn records(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let (page, owner) = (call.page(100)?, call.owner(world)?);
    let id = call.required("customer_id", 64)?;
    let (operation, kind) = (call.text("operation_type")?, call.text("budget_type")?);
    let found = world.budgets.records().iter().rev().filter(|(_, record)| {
        record.customer_id == id
            && record.owner == owner
            && record.listed_at <= call.now
            && is(operation, "SETTING")
            && is(kind, &record.kind)
    });
    let (total, rows) = page.cut(found);
    let (name, account) = company(world, &owner);
    let rows: Vec<Value> = rows
        .into_iter()
        .map(|(at, record)| {
            json!({
                "budget_amount": number(record.amount),
                "operation_type": "SETTING",
                "operation_time": instant(*at),
                "operator": record.operator,
                "budget_type": record.kind,
                "partner_corp_name": name,
                "partner_account_name": account,
            })
        })
        .collect();
    let body = json!({"total_count": total, "measure_id": 1, "currency": world.currency(), "record_list": rows});
    Ok(Outcome::read(body))
}

fn company<'a>(world: &'a World, owner: &Owner) -> (&'a str, &'a str) {
    let reseller = owner.reseller().and_then(|id| world.resellers.find(id));
    reseller.map_or((&world.partner.name, &world.partner.account_name), |one| (&one.name, &one.account_name))
}

/// ACCT-23: used = due + not yet billed − balance − coupons. Every amount is text.
pub(super) fn consumption_quota(world: &World, _call: &Call) -> Result<Outcome, Refusal> {
    let mut stream = world.stream(&["consumption quota"]);
    let size = i64::try_from(world.customers.all().len()).unwrap_or(0);
    let quota = Decimal::from(50_000 + size * 2_000);
    let (due, unbilled) = (stream.amount(size * 100, size * 400), stream.amount(size * 50, size * 200));
    let (amount, coupons) = (stream.amount(0, 2_000), stream.amount(0, 500));
    Ok(Outcome::read(json!({
        "consumption_quota": text(quota),
        "amount": text(amount),
        "coupon_amount": text(coupons),
        "due_amount": text(due),
        "unbilled_amount": text(unbilled),
        "used_consumption_quota": text(due + unbilled - amount - coupons),
        "measure_id": 1,
        "currency": world.currency(),
    })))
}
