//! Writes: ACCT-20 (budget, absolute), ACCT-22 (freeze, unfreeze: an absolute state).

use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::{
    book::{Budget, Deed, Record},
    queries::resale,
};
use crate::sandbox::{
    answer::{Outcome, Refusal, batch, error_detail},
    call::Call,
    customers, deeds,
    ledger::Stated,
    world::World,
};

const LARGEST: i64 = 2_147_483_647;

/// ACCT-20. Without `budget_type` a one-time budget becomes monthly.
pub(super) fn set(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let (id, amount) = (call.required("customer_id", 64)?, call.amount("budget_amount")?);
    let owner = call.owner(world)?;
    let kind = call.optional("budget_type", 16)?.unwrap_or("MONTHLY");
    if amount > Decimal::from(LARGEST) || !matches!(kind, "MONTHLY" | "PACKAGE") {
        return Err(Refusal::parameter("budget_amount, budget_type"));
    }
    let unfreezes = match call.optional("cancel_partner_frozen", 1)?.unwrap_or("0") {
        "0" => false,
        "1" => true,
        _ => return Err(Refusal::parameter("cancel_partner_frozen")),
    };
    let customer = resale(world, &owner, id)?;
    let standing = world.budgets.find(id);
    let automatic = match call.integer("frozen_operate_type")? {
        None => standing.is_some_and(|budget| budget.automatic),
        Some(0) => false,
        Some(1) => true,
        Some(_) => return Err(Refusal::parameter("frozen_operate_type")),
    };
    let used = standing.map_or(Decimal::ZERO, |budget| budget.used);
    let budget = Budget { amount, used, kind: kind.to_owned(), automatic };
    let record = Record {
        customer_id: customer.id.clone(),
        owner: owner.clone(),
        amount,
        kind: kind.to_owned(),
        operator: world.partner.account_name.clone(),
        listed_at: call.now + call.late,
    };
    let effect = Stated {
        counterparty_id: Some(customer.id.clone()),
        indirect_partner_id: owner.reseller().map(str::to_owned),
        amount: Some(amount),
        ..Stated::default()
    };
    let answer = Outcome::read(Value::Object(Map::new()));
    let mut outcome = answer.doing(deeds::Deed::Budget(Deed::Set { budget, record }), effect);
    if unfreezes {
        outcome.deeds.push(frozen(&customer.id, 0));
    }
    Ok(outcome)
}

fn frozen(customer_id: &str, level: i64) -> deeds::Deed {
    deeds::Deed::Customer(customers::Deed::Frozen { customer_id: customer_id.to_owned(), level })
}

/// ACCT-22.
pub(super) fn freeze(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let level = level(call, "freeze_type")?;
    each(world, call, level)
}

/// ACCT-22. The type must equal that of the freeze.
pub(super) fn unfreeze(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    level(call, "unfreeze_type")?;
    each(world, call, 0)
}

/// 1 account, 2 account and resources.
fn level(call: &Call, name: &str) -> Result<i64, Refusal> {
    match call.optional(name, 32)?.unwrap_or("ACCOUNT") {
        "ACCOUNT" => Ok(1),
        "ACCOUNT_AND_RESOURCE" => Ok(2),
        _ => Err(Refusal::parameter(name)),
    }
}

/// Only failures are listed; a state already reached is a success.
fn each(world: &World, call: &Call, level: i64) -> Result<Outcome, Refusal> {
    let (ids, owner) = (call.required_texts("customer_ids", 10)?, call.owner(world)?);
    call.required("reason", 256)?;
    let mut outcome = Outcome { status: 200, ..Outcome::default() };
    let mut refused = Vec::new();
    for (place, id) in ids.iter().enumerate() {
        let spoilt = call.partial && place % 2 == 0;
        let found = resale(world, &owner, id).and_then(|customer| {
            let unlike = level == 0 && customer.frozen != 0 && customer.frozen != self::level(call, "unfreeze_type")?;
            let refusal = || Refusal::new(200, "CBC.0150", "Illegal operation.");
            if spoilt || unlike { Err(refusal()) } else { Ok(customer) }
        });
        match found {
            Err(refusal) => refused.push(error_detail(id, refusal.code, &refusal.message)),
            Ok(customer) => {
                let effect = Stated {
                    counterparty_id: Some(customer.id.clone()),
                    indirect_partner_id: owner.reseller().map(str::to_owned),
                    ..Stated::default()
                };
                outcome = outcome.doing(frozen(&customer.id, level), effect);
            }
        }
    }
    outcome.body = Some(batch("", Vec::new(), refused));
    Ok(outcome)
}
