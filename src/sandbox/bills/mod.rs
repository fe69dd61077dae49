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
use serde_json::{Value, json};

pub(super) use book::Shelf;
pub(super) use units::Units;

use super::{
    answer::{Outcome, Refusal},
    call::Call,
    customers::{Association, Customer},
    operation::{CHINA, INTERNATIONAL, Operation},
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

    /// A customer of today or one that has left.
    fn known(&self, id: &str) -> Option<&Customer> {
        self.customers.find(id).or_else(|| self.customers.former.iter().find(|one| one.id == id))
    }
}

/// Whether the partner pays the vendor for the customer (代售).
pub(super) fn is_resale(customer: &Customer) -> bool {
    customer.association == Association::Resale
}
