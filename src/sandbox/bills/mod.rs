//! Bills and consumption of customers (BILL-10 to BILL-53). Every line is a function of the world's seed, the customer and
//! the month, made when it is asked for: a world with millions of lines costs no memory.

mod book;
mod detail;
mod lines;
mod restate;
mod sums;
mod units;

use axum::http::Method;
use serde_json::{Value, json};

pub(super) use book::Shelf;
pub(super) use units::Units;

use super::{
    answer::{Outcome, Refusal},
    call::Call,
    operation::{CHINA, INTERNATIONAL, Operation},
    world::World,
};

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

/// ListConsumeSubCustomers (BILL-51): ids of all that spent, those of resellers among them.
fn consumers(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let (month, page) = (call.required_month("bill_cycle")?, call.page(100)?);
    let spent = world.setting.lines > 0 && book::has_bills(world, month, call.now);
    let spenders = world.customers.all().iter().filter(|customer| spent && customer.spends());
    let (total, rows) = page.cut(spenders.map(|customer| json!({"customer_id": customer.id})).collect::<Vec<Value>>());
    Ok(Outcome::read(json!({"total_count": total, "sub_customers": rows})))
}
