//! Writes: ACCT-6 to ACCT-9. No memo, no idempotency key: a repeat doubles (API-49).

use rust_decimal::Decimal;
use serde_json::json;

use super::book::{Deed, Kind, Party, Transfer};
use crate::sandbox::{
    answer::{Outcome, Refusal},
    call::{Call, no_right_on_reseller},
    customers::Association,
    deeds,
    ledger::Stated,
    world::{Owner, World},
};

/// ACCT-6: from the partner, or for a reseller from the reseller's own balance.
pub(super) fn to_customer(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let (owner, party, amount) = with_customer(world, call)?;
    if amount > world.accounts.funds(&owner).transferable() {
        return Err(insufficient("CBC.5003"));
    }
    Ok(moved(world, call, (owner, party), (Kind::Transfer, amount)))
}

/// ACCT-7.
pub(super) fn from_customer(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let (owner, party, amount) = with_customer(world, call)?;
    if amount > world.accounts.purse(party.id()).amount {
        return Err(insufficient("CBC.99005003"));
    }
    Ok(moved(world, call, (owner, party), (Kind::TakeBack, amount)))
}

/// ACCT-8.
pub(super) fn to_reseller(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let (party, amount) = with_reseller(world, call)?;
    if amount > world.accounts.funds(&Owner::Partner).transferable() {
        return Err(insufficient("CBC.99005003"));
    }
    Ok(moved(world, call, (Owner::Partner, party), (Kind::Transfer, amount)))
}

/// ACCT-9: at most what the reseller has.
pub(super) fn from_reseller(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let (party, amount) = with_reseller(world, call)?;
    let reseller = world.accounts.funds(&Owner::Reseller(party.id().to_owned()));
    if amount > reseller.cash {
        return Err(insufficient("CBC.99005003"));
    }
    Ok(moved(world, call, (Owner::Partner, party), (Kind::TakeBack, amount)))
}

fn insufficient(code: &'static str) -> Refusal {
    Refusal::new(400, code, "The account balance is insufficient.")
}

fn with_customer(world: &World, call: &Call) -> Result<(Owner, Party, Decimal), Refusal> {
    let (id, amount) = (call.required("customer_id", 64)?, call.amount("amount")?);
    let owner = call.owner(world)?;
    let Some(customer) = world.customers.of(&owner, id) else {
        return Err(Refusal::new(400, "CBC.99000035", "The customer is not associated with the partner."));
    };
    if customer.association == Association::Advisor {
        return Err(Refusal::new(400, "CBC.99000000", "You do not have the permission to operate on this customer."));
    }
    Ok((owner, Party::Customer(customer.id.clone()), amount))
}

fn with_reseller(world: &World, call: &Call) -> Result<(Party, Decimal), Refusal> {
    let (id, amount) = (call.required("indirect_partner_id", 64)?, call.amount("amount")?);
    if !world.is_distributor() {
        return Err(Refusal::new(403, "CBC.0150", "Illegal operation. Only a distributor has indirect partners."));
    }
    if !world.resellers.contains(id) {
        return Err(no_right_on_reseller());
    }
    Ok((Party::Reseller(id.to_owned()), amount))
}

fn moved(world: &World, call: &Call, (owner, party): (Owner, Party), (kind, amount): (Kind, Decimal)) -> Outcome {
    let mut stream = world.fresh(call, 0);
    let (start, answer) = if kind == Kind::Transfer { ("AD", "transfer_id") } else { ("RE", "trans_id") };
    let trans_id = format!("{start}{}{}", call.now.format("%y%m%d"), stream.digits(12));
    let (cash, credit) = match kind {
        Kind::Transfer => world.accounts.funds(&owner).draw(amount),
        Kind::TakeBack | Kind::Unbinding => (amount, Decimal::ZERO),
    };
    let effect = Stated {
        counterparty_id: Some(party.id().to_owned()),
        indirect_partner_id: owner.reseller().map(str::to_owned),
        result_id: Some(trans_id.clone()),
        amount: Some(amount),
        quota_id: None,
    };
    let transfer = Transfer {
        owner,
        party,
        kind,
        cash,
        credit,
        trans_id: trans_id.clone(),
        change_id: stream.digits(18),
        memo: None,
        listed_at: call.now + call.late,
    };
    Outcome::read(json!({answer: trans_id})).doing(deeds::Deed::Account(Deed::Transferred(transfer)), effect)
}
