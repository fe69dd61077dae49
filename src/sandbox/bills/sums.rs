//! Monthly sums (BILL-52) and the partner bill abroad (BILL-53): bill lines added up, per customer, service, resource type,
//! charging mode and kind of bill. Sums lag behind the lines: they know them up to the last midnight (UTC+8).

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError},
};

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{
    super::{
        answer::{Outcome, Refusal, number},
        call::{Call, is},
        catalog,
        options::Site,
        world::{Owner, World},
    },
    Units,
    book::{Book, restated},
    is_resale,
    lines::{Line, Parts, REFUNDS},
    rows::service_code,
};
use crate::values::{Month, month::vendor_date};

/// Months of sums kept.
const KEPT: usize = 2;

/// What the lines of one group come to.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    payment: Units,
    discount: Units,
    parts: Parts,
}

/// Service, resource type, charging mode, `bill_type` of BILL-52: 0 normal, 1 unsubscription, 2 write-off by the vendor.
type Group = (&'static str, &'static str, u8, u8);

/// The sums of one customer.
struct CustomerSums {
    customer: String,
    groups: Vec<(Group, Sum)>,
}

/// The sums of all resale customers of one month, as they were at some midnight.
pub(super) struct MonthSums {
    month: Month,
    until: i64,
    restatements: u32,
    customers: Vec<CustomerSums>,
}

/// The last midnight, or the first second of the month on its first day.
fn cut_off(now: DateTime<Utc>) -> i64 {
    let today = vendor_date(now);
    let month = Month::containing(today);
    let days = (today - month.first_day()).num_days();
    (month.starts_at() + chrono::TimeDelta::days(days)).timestamp()
}

fn group(book: &Book, line: &Line) -> Group {
    let owned = &book.estate.resources[line.resource];
    let bill = match line.kind {
        kind if REFUNDS.contains(&kind) => 1,
        9 => 2,
        _ => 0,
    };
    (service_code(owned), owned.product.kind, line.mode, bill)
}

fn of_customer(world: &World, customer: &str, month: Month, until: i64) -> CustomerSums {
    let book = Book::new(world.setting, customer, month, restated(world, customer, month));
    let mut groups: BTreeMap<Group, Sum> = BTreeMap::new();
    for line in book.until(until) {
        groups.entry(group(&book, line)).or_default().add(line);
    }
    CustomerSums { customer: customer.to_owned(), groups: groups.into_iter().collect() }
}

impl Sum {
    fn add(&mut self, line: &Line) {
        self.payment += line.payment;
        self.discount += line.discount;
        let (sum, part) = (&mut self.parts, &line.parts);
        sum.cash += part.cash;
        sum.credit += part.credit;
        sum.coupon += part.coupon;
        sum.cash_coupon += part.cash_coupon;
        sum.stored_value_card += part.stored_value_card;
        sum.debt += part.debt;
        sum.writeoff += part.writeoff;
    }
}

/// The sums of a whole month, from the shelf or made now.
fn of_month(world: &World, month: Month, until: i64) -> Arc<MonthSums> {
    let restatements = world.restated.values().sum();
    let kept = |sums: &Arc<MonthSums>| (sums.month, sums.until, sums.restatements) == (month, until, restatements);
    let shelf = || world.shelf.sums.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(found) = shelf().iter().find(|sums| kept(sums)) {
        return Arc::clone(found);
    }
    let everybody = world.customers.all().iter().chain(&world.customers.former);
    let spenders = everybody.filter(|one| is_resale(one) && world.spends(one, month));
    let customers = spenders.map(|one| of_customer(world, &one.id, month, until)).collect();
    let made = Arc::new(MonthSums { month, until, restatements, customers });
    let mut sums = shelf();
    sums.push_front(Arc::clone(&made));
    sums.truncate(KEPT);
    made
}

/// ListSubcustomerMonthlyBills (BILL-52). Reserved instances have no sums.
pub(super) fn list(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let (month, page, owner) = (call.required_month("cycle")?, call.page(100)?, call.owner(world)?);
    let mode = match call.required("charge_mode", 2)? {
        "1" => 1,
        "3" => 3,
        "11" => 11,
        _ => return Err(Refusal::parameter("charge_mode")),
    };
    let (customer, service) = (call.optional("customer_id", 64)?, call.optional("cloud_service_type", 64)?);
    let bill = call.optional("bill_type", 1)?;
    let sums =
        if world.months(call.now).contains(&month) { month_or_customer(world, call, month, customer) } else { None };
    let mut found = Vec::new();
    for one in
        sums.iter().flat_map(|sums| &sums.customers).filter(|one| is_seen(world, &one.customer, &owner, customer))
    {
        let groups = one.groups.iter().filter(|((group_service, _, group_mode, bill_type), _)| {
            *group_mode == mode && is(service, group_service) && bill.is_none_or(|bill| bill == bill_type.to_string())
        });
        found.extend(groups.map(|(group, sum)| (one.customer.as_str(), *group, sum)));
    }
    let (count, page) = page.cut(found);
    let rows: Vec<Value> = page.into_iter().map(|(customer, group, sum)| row(customer, group, sum)).collect();
    Ok(Outcome::read(json!({"count": count, "currency": world.currency(), "bill_sums": rows})))
}

fn month_or_customer(world: &World, call: &Call, month: Month, customer: Option<&str>) -> Option<Arc<MonthSums>> {
    let until = cut_off(call.now);
    let Some(id) = customer else { return Some(of_month(world, month, until)) };
    let known = world.known(id).filter(|one| is_resale(one) && world.spends(one, month))?;
    let customers = vec![of_customer(world, &known.id, month, until)];
    Some(Arc::new(MonthSums { month, until, restatements: 0, customers }))
}

fn is_seen(world: &World, id: &str, owner: &Owner, wanted: Option<&str>) -> bool {
    is(wanted, id) && world.known(id).is_some_and(|one| one.owner == *owner)
}

/// One row. A row that gives money back has no debt, no write-off and no discount.
fn row(customer: &str, (service, kind, mode, bill): Group, sum: &Sum) -> Value {
    let parts = [
        ("BALANCE_TYPE_DEBIT", sum.parts.cash),
        ("BALANCE_TYPE_CREDIT", sum.parts.credit),
        ("BALANCE_TYPE_COUPON", sum.parts.coupon),
        ("BALANCE_TYPE_RCASH_COUPON", sum.parts.cash_coupon),
        ("BALANCE_TYPE_STORED_VALUE_CARD", sum.parts.stored_value_card),
    ];
    let given = parts.iter().filter(|(_, amount)| !amount.is_zero());
    let details: Vec<Value> = given
        .map(|(balance, amount)| {
            json!({"balance_type": balance, "amount": number(amount.decimal()), "bill_type": bill.to_string()})
        })
        .collect();
    let mut row = json!({
        "customer_id": customer,
        "cloud_service_type": service,
        "cloud_service_type_name": catalog::service(service).map(|service| service.name.zh),
        "resource_type_code": kind,
        "resource_type_name": catalog::kind(kind).map(|kind| kind.name.zh),
        "bill_type": bill.to_string(),
        "charge_mode": mode.to_string(),
        "amount": number(sum.payment.decimal()),
        "measure_id": 1,
        "account_details": details,
    });
    if bill == 0 {
        row["debt_amount"] = number(sum.parts.debt.decimal());
        row["adjustment_amount"] = number(sum.parts.writeoff.decimal());
        row["discount_amount"] = number(sum.discount.decimal());
    }
    row
}

/// ListPostpaidBillSum (BILL-53, BILL-31): closed months only; due = consumption + refunds + adjustments, tax apart
/// (BILL-34).
pub(super) fn postpaid(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let month = call.required_month("bill_cycle")?;
    if month >= Month::of(call.now) {
        return Err(Refusal::parameter("bill_cycle"));
    }
    if !world.months(call.now).contains(&month) {
        return Ok(Outcome::read(json!({})));
    }
    let sums = of_month(world, month, cut_off(call.now));
    let mut by_bill = [Units::ZERO; 3];
    for (group, sum) in sums.customers.iter().flat_map(|one| &one.groups) {
        by_bill[usize::from(group.3)] += sum.payment;
    }
    let [consumed, refunds, adjustments] = by_bill;
    let tax = if world.setting.site == Site::International { consumed.share(800).charged() } else { Units::ZERO };
    Ok(Outcome::read(json!({
        "bill_cycle": month.to_string(),
        "currency": world.currency(),
        "consume_amount": number(consumed.decimal()),
        "refunds": number(refunds.decimal()),
        "adjustments": number(adjustments.decimal()),
        "initial_amount_due": number((consumed + refunds + adjustments).decimal()),
        "tax_amount": number(tax.decimal()),
    })))
}
