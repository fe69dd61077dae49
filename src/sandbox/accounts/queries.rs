//! Reads: ACCT-4, ACCT-5, ACCT-10, ACCT-11.

use chrono::{DateTime, Months, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::book::{Balance, Funds, Line, Party, Transfer};
use crate::{
    sandbox::{
        answer::{Outcome, Refusal, instant, number, terse_number, text},
        bills,
        call::{Call, is},
        customers::Association,
        world::{Owner, World},
    },
    values::month::vendor_date,
};

/// ACCT-4: balance, credit, and what of both may be transferred.
pub(super) fn balances(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let owner = call.owner(world)?;
    let funds = world.accounts.funds(&owner);
    let rows = [(1, funds.cash), (2, funds.credit), (8, funds.transferable())];
    let rows: Vec<Value> = rows.into_iter().map(|row| account(world, (&owner, &funds), row)).collect();
    Ok(Outcome::read(json!({"account_balances": rows})))
}

fn account(world: &World, (owner, funds): (&Owner, &Funds), (kind, amount): (i64, Decimal)) -> Value {
    let mut stream = world.stream(&["account", owner.reseller().unwrap_or_default()]).with(kind.unsigned_abs());
    let designated = if kind == 1 { number(funds.designated) } else { Value::Null };
    json!({
        "account_id": stream.hex32(),
        "account_type": kind,
        "amount": terse_number(amount),
        "currency": world.currency(),
        "designated_amount": designated,
        "credit_amount": if kind == 2 { number(funds.credit_line) } else { Value::Null },
        "measure_id": 1,
        "memo": Value::Null,
    })
}

/// ACCT-5. Ids of others, and of advisor-model customers, are dropped silently (API-42).
pub(super) fn customer_balances(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let owner = call.owner(world)?;
    let given = call.body.as_ref().and_then(|body| body.get("customer_infos")).and_then(Value::as_array);
    let given =
        given.filter(|infos| (1..=100).contains(&infos.len())).ok_or_else(|| Refusal::parameter("customer_infos"))?;
    let ids: Option<Vec<&str>> = given.iter().map(|info| info["customer_id"].as_str()).collect();
    let ids = ids.ok_or_else(|| Refusal::parameter("customer_infos"))?;
    let rows: Vec<Value> = ids
        .into_iter()
        .filter_map(|id| world.customers.of(&owner, id))
        .filter(|customer| customer.association == Association::Resale && customer.listed_at <= call.now)
        .map(|customer| {
            let purse = world.accounts.purse(&customer.id);
            json!({
                "customer_id": customer.id,
                "debt_amount": number(bills::arrears(world, customer, call.now)),
                "amount": terse_number(purse.amount),
                "currency": world.currency(),
                "measure_id": 1,
            })
        })
        .collect();
    Ok(Outcome::read(json!({"customer_balances": rows})))
}

/// ACCT-10. Without `indirect_partner_id`: own customers, those who left, and resellers. Others: empty.
pub(super) fn adjust_records(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let (page, owner) = (call.page(100)?, call.owner(world)?);
    let (party, kind) = (call.text("customer_id")?, call.text("operation_type")?);
    let trans_id = call.text("trans_id")?;
    let window = call.window("operation_time_begin", "operation_time_end")?;
    let found = world.accounts.transfers().iter().rev().filter(|(at, transfer)| {
        transfer.owner == owner
            && transfer.listed_at <= call.now
            && is(party, transfer.party.id())
            && is(kind, &format!("SOURCE_OPERATION_{}", transfer.kind.word()))
            && is(trans_id, &transfer.trans_id)
            && window.holds(*at)
    });
    let (total, rows) = page.cut(found);
    let rows: Vec<Value> = rows.into_iter().map(|(at, transfer)| adjust_row(world, *at, transfer)).collect();
    Ok(Outcome::read(json!({"records": rows, "total_count": total})))
}

fn adjust_row(world: &World, at: DateTime<Utc>, transfer: &Transfer) -> Value {
    json!({
        "customer_id": transfer.party.id(),
        "customer_name": names(world, &transfer.party).map(|(name, _)| name),
        "operation_type": format!("SOURCE_OPERATION_{}", transfer.kind.word()),
        "amount": text(transfer.amount()),
        "currency": world.currency(),
        "apply_scene": "BALANCE",
        "operation_time": instant(at),
        "measure_id": 1,
        "trans_id": transfer.trans_id,
        "memo": transfer.memo,
    })
}

/// Name and account name of a party, also of a customer that has left.
fn names<'a>(world: &'a World, party: &Party) -> Option<(&'a str, &'a str)> {
    match party {
        Party::Reseller(id) => world.resellers.find(id).map(|one| (one.name.as_str(), one.account_name.as_str())),
        Party::Customer(id) => {
            let former = || world.customers.former.iter().find(|one| one.id == *id);
            let customer = world.customers.find(id).or_else(former);
            customer.map(|one| (one.name.as_str(), one.account_name.as_str()))
        }
    }
}

/// ACCT-11. Dates are days in UTC+8, both included; a year at most.
pub(super) fn statement(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let (page, owner) = (call.page(100)?, call.owner(world)?);
    let balance = match call.required("balance_type", 64)? {
        "BALANCE_TYPE_DEBIT" => Balance::Cash,
        "BALANCE_TYPE_CREDIT" => Balance::Credit,
        _ => return Err(Refusal::parameter("balance_type")),
    };
    let trade_type = call.text("trade_type")?;
    let (begin, end) = span(call)?;
    let found = world.accounts.lines().iter().rev().filter(|(at, line, _)| {
        line.owner == owner
            && line.balance == balance
            && line.listed_at <= call.now
            && is(trade_type, &line.trade_type)
            && (begin..=end).contains(&vendor_date(*at))
    });
    let (total, rows) = page.cut(found);
    let rows: Vec<Value> = rows.into_iter().map(|(at, line, after)| line_row(world, *at, (line, *after))).collect();
    Ok(Outcome::read(json!({"total_count": total, "currency": world.currency(), "records": rows})))
}

/// The days asked for; the last year up to today when not given.
fn span(call: &Call) -> Result<(NaiveDate, NaiveDate), Refusal> {
    let today = vendor_date(call.now);
    let end = call.date("trade_time_end")?.unwrap_or(today);
    let year = Months::new(12);
    let earliest = end.checked_sub_months(year).unwrap_or(end);
    let begin = call.date("trade_time_begin")?.unwrap_or(earliest);
    if begin > end || begin < earliest {
        return Err(Refusal::parameter("trade_time_begin, trade_time_end: a year at most"));
    }
    Ok((begin, end))
}

fn line_row(world: &World, at: DateTime<Utc>, (line, after): (&Line, Decimal)) -> Value {
    let party = line.party.as_deref();
    let account_name = party.and_then(|id| {
        let party = if world.resellers.contains(id) { Party::Reseller } else { Party::Customer };
        names(world, &party(id.to_owned())).map(|(_, account)| account)
    });
    json!({
        "account_change_id": line.id,
        "trade_detail_type": line.detail,
        "trade_time": instant(at),
        "trade_id": line.trade_id,
        "change_amount": text(line.amount),
        "balance_after_change": text(after),
        "type": if line.income { "1" } else { "2" },
        "customer_id": party,
        "account_name": account_name,
    })
}
