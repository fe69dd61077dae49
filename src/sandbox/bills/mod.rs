//! Bills and consumption of customers (BILL-10 to BILL-53). Every line is a function of the world's seed, the customer and
//! the month, made when it is asked for: a world with millions of lines costs no memory.

mod book;
mod detail;
mod lines;
mod restate;
mod rows;
mod sums;
mod units;

use axum::http::Method;
use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde_json::{Value, json};

pub(super) use book::Shelf;
pub(super) use units::Units;

use super::{
    answer::{Outcome, Refusal},
    call::Call,
    customers::{Association, Customer},
    operation::{CHINA, INTERNATIONAL, Operation},
    options::Setting,
    stream::Stream,
    world::World,
};
use crate::values::Month;

/// Operations of the family.
pub(super) const OPERATIONS: &[Operation] = &[
    Operation::read(
        "ListSubCustomerBillDetail",
        Method::GET,
        "/v2/bills/subcustomer-bills/res-fee-records",
        CHINA,
        detail::list,
    ),
    Operation::read(
        "ListConsumeSubCustomers",
        Method::POST,
        "/v2/bills/subcustomer-bills/res-fee-records/sub-customers/query",
        CHINA,
        consumers,
    ),
    Operation::read(
        "ListSubcustomerMonthlyBills",
        Method::GET,
        "/v2/bills/partner-bills/subcustomer-bills/monthly-sum",
        CHINA,
        sums::list,
    )
    .at(30),
    Operation::read(
        "ListPostpaidBillSum",
        Method::GET,
        "/v2/bills/partner-bills/postpaid-bill-summary",
        INTERNATIONAL,
        sums::postpaid,
    ),
];

/// 400 CBC.99000035.
pub(super) fn not_ours() -> Refusal {
    Refusal::new(400, "CBC.99000035", "The customer is not a customer of this partner.")
}

/// ListConsumeSubCustomers (BILL-51): ids of all that spent, those of resellers and those that have left among them.
fn consumers(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let (month, page) = (call.required_month("bill_cycle")?, call.page(100)?);
    let spent = world.setting.lines > 0 && world.months(call.now).contains(&month);
    let spenders =
        world.customers.all().iter().chain(&world.customers.former).filter(|one| spent && world.spends(one, month));
    let (total, rows) = page.cut(spenders.map(|customer| json!({"customer_id": customer.id})).collect::<Vec<Value>>());
    Ok(Outcome::read(json!({"total_count": total, "sub_customers": rows})))
}

impl World {
    /// Whether a customer has bill lines in a month that has bills: those that were there on the world's first day have
    /// some in every month, those that left before it in the months before; one made by a call has none.
    pub(super) fn spends(&self, customer: &Customer, month: Month) -> bool {
        let former = self.customers.former.iter().any(|one| one.id == customer.id);
        customer.associated_on < self.dawn && (!former || month < Month::containing(self.today))
    }

    /// Whether a customer of today, or one that has left, has bills of a month by now.
    pub(super) fn bills(&self, customer_id: &str, month: Month, now: DateTime<Utc>) -> bool {
        let known = self.known(customer_id).is_some_and(|customer| self.spends(customer, month));
        known && self.setting.lines > 0 && self.months(now).contains(&month)
    }

    /// A customer of today or one that has left.
    fn known(&self, id: &str) -> Option<&Customer> {
        self.customers.find(id).or_else(|| self.customers.former.iter().find(|one| one.id == id))
    }
}

/// Whether a customer cannot pay all it uses; few cannot. Its bills have lines it owes, and its balance says how much.
pub(super) fn in_arrears(setting: Setting, customer_id: &str) -> bool {
    Stream::of(setting.seed, &["arrears", customer_id]).chance(12)
}

/// What a customer owes at `now`: the debts of all its bill lines so far (ACCT-5).
pub(super) fn arrears(world: &World, customer: &Customer, now: DateTime<Utc>) -> Decimal {
    if !in_arrears(world.setting, &customer.id) {
        return Decimal::ZERO;
    }
    let months = world.months(now).into_iter().filter(|month| world.spends(customer, *month));
    let owed = months.map(|month| {
        let book = book::book(world, &customer.id, month);
        book.until(now.timestamp()).iter().map(|line| line.parts.debt).sum::<Units>()
    });
    owed.sum::<Units>().decimal()
}

/// Whether the partner pays the vendor for the customer (代售).
pub(super) fn is_resale(customer: &Customer) -> bool {
    customer.association == Association::Resale
}
