//! Which orders a call asks for (ORD-20, ORD-21, ORD-22). An empty filter is no filter here, unlike elsewhere.

use serde_json::{Value, json};

use super::{
    super::{
        answer::{Outcome, Refusal, number},
        call::{Call, Window},
        customers::Customer,
        estate::Estate,
        page::Page,
        world::{Owner, World},
    },
    heads::{self, Head, order_type},
    made::Order,
    shown,
};

/// An order that has begun, and whose it is.
#[derive(Clone)]
struct Found<'w> {
    customer: &'w Customer,
    month: crate::values::Month,
    head: Head,
}

impl Found<'_> {
    fn order(&self, world: &World) -> (Estate, Order) {
        let estate = Estate::new(world.setting, &self.customer.id);
        let month = heads::of(world.setting, &self.customer.id, self.month);
        let order = Order::new(world.setting, &self.customer.id, &estate, &month, &self.head);
        (estate, order)
    }
}

/// Filters of ORD-20 over heads.
struct Filter<'a> {
    id: Option<&'a str>,
    service: Option<&'a str>,
    status: Option<i64>,
    order_type: Option<&'a str>,
    created: Window,
    paid: Option<Window>,
}

fn given<'a>(call: &'a Call, name: &str) -> Result<Option<&'a str>, Refusal> {
    Ok(call.text(name)?.filter(|text| !text.is_empty()))
}

impl<'a> Filter<'a> {
    fn of(call: &'a Call) -> Result<Self, Refusal> {
        let paid = given(call, "payment_time_begin")?.is_some() || given(call, "payment_time_end")?.is_some();
        let status = match given(call, "status")? {
            None => None,
            Some(_) => call.integer("status")?,
        };
        if status.is_some_and(|status| ![1, 3, 4, 5, 6, 9].contains(&status)) {
            return Err(Refusal::parameter("status"));
        }
        Ok(Self {
            id: given(call, "order_id")?.filter(|id| id.len() <= 64),
            service: given(call, "service_type_code")?,
            status,
            order_type: given(call, "order_type")?,
            created: call.window("create_time_begin", "create_time_end")?,
            paid: if paid { Some(call.window("payment_time_begin", "payment_time_end")?) } else { None },
        })
    }

    fn lets(&self, world: &World, call: &Call, found: &Found<'_>) -> bool {
        let head = &found.head;
        self.id.is_none_or(|id| head.id.eq_ignore_ascii_case(id))
            && self.status.is_none_or(|status| status == i64::from(head.status(call.now)))
            && self.order_type.is_none_or(|kind| kind == head.order_type.to_string())
            && self.created.holds(head.created_at)
            && self.paid.is_none_or(|paid| head.paid_by(call.now).is_some_and(|at| paid.holds(at)))
            && self.service.is_none_or(|service| {
                heads::service(world.setting, &found.customer.id, head).eq_ignore_ascii_case(service)
            })
    }
}

/// Orders of some customers that have begun by now, oldest month first.
fn begun<'w>(world: &'w World, call: &Call, whose: impl Fn(&Customer) -> bool) -> Vec<Found<'w>> {
    let customers: Vec<&Customer> = world.customers.all().iter().filter(|one| whose(one)).collect();
    let mut found = Vec::new();
    for month in world.months(call.now) {
        for customer in customers.iter().filter(|one| world.spends(one, month)) {
            let heads = heads::of(world.setting, &customer.id, month).into_iter();
            let begun = heads.filter(|head| head.created_at <= call.now);
            found.extend(begun.map(|head| Found { customer, month, head }));
        }
    }
    found
}

/// ListCustomerOrders (ORD-20).
pub(super) fn list(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let (page, owner, filter) = (call.page(100)?, call.owner(world)?, Filter::of(call)?);
    let customer = given(call, "customer_id")?;
    let wanted = |one: &Customer| one.owner == owner && customer.is_none_or(|id| id == one.id);
    let mut found = begun(world, call, wanted);
    found.retain(|found| filter.lets(world, call, found));
    match given(call, "order_by")?.map(str::to_ascii_lowercase).as_deref() {
        None | Some("-createtime") => {
            found.sort_by(|a, b| b.head.created_at.cmp(&a.head.created_at).then_with(|| a.head.id.cmp(&b.head.id)));
        }
        Some("createtime") => {
            found.sort_by(|a, b| a.head.created_at.cmp(&b.head.created_at).then_with(|| a.head.id.cmp(&b.head.id)));
        }
        Some(_) => return Err(Refusal::parameter("order_by")),
    }
    let (total, page) = page.cut(found);
    let rows: Vec<Value> = page
        .iter()
        .map(|found| {
            let (estate, order) = found.order(world);
            shown::listed(world, call, &found.customer.id, (&estate, &order))
        })
        .collect();
    Ok(Outcome::read(json!({"total_count": total, "order_infos": rows})))
}

/// The order of the call's caller, or of the reseller that it names.
fn one<'w>(world: &'w World, call: &Call, id: &str, whose: impl Fn(&Customer) -> bool) -> Result<Found<'w>, Refusal> {
    let found = begun(world, call, whose).into_iter().find(|found| found.head.id.eq_ignore_ascii_case(id));
    found.ok_or_else(|| Refusal::new(400, "CBC.0100", "Parameter error. The order does not exist."))
}

/// ShowCustomerOrderDetails (ORD-21): `limit` and `offset` page the lines.
pub(super) fn show(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let (page, owner): (Page, Owner) = (call.page(100)?, call.owner(world)?);
    let found = one(world, call, call.path("order_id"), |customer| customer.owner == owner)?;
    let (estate, order) = found.order(world);
    let (total, lines) = page.cut(order.lines.iter().enumerate());
    let items: Vec<Value> =
        lines.into_iter().map(|(place, line)| shown::line(world, call, (&estate, &order), (place, line))).collect();
    Ok(Outcome::read(json!({
        "total_count": total,
        "order_info": shown::detailed(world, call, found.customer, (&estate, &order)),
        "order_line_items": items,
    })))
}

/// ShowRefundOrderDetails (ORD-22): for each line what goes back (negative), what was used up and the fee (positive).
pub(super) fn refunds(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let (id, customer, owner) = (call.required("order_id", 64)?, call.required("customer_id", 64)?, call.owner(world)?);
    let found = one(world, call, id, |one| one.owner == owner && one.id == customer)?;
    let (estate, order) = found.order(world);
    let gives_back = order.head.order_type == order_type::UNSUBSCRIBE || order.sum(|line| line.payable).0 < 0;
    let mut rows: Vec<Value> = Vec::new();
    for line in order.lines.iter().filter(|_| gives_back) {
        for amount in [line.payable, line.consumed, line.commission].into_iter().filter(|amount| !amount.is_zero()) {
            let mut row = shown::resource_words(&estate.resources[line.resource], false);
            row["id"] = format!("{}-{}", order.head.id, rows.len() + 1).into();
            row["amount"] = number(amount.decimal());
            row["measure_id"] = "1".into();
            row["customer_id"] = customer.into();
            row["base_order_id"] = order.base.clone().unwrap_or_else(|| order.head.id.clone()).into();
            rows.push(row);
        }
    }
    Ok(Outcome::read(json!({"total_count": rows.len(), "refund_infos": rows})))
}
