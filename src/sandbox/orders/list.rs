//! Which orders a call asks for (ORD-20, ORD-21, ORD-22). An empty filter is no filter here, unlike elsewhere.

use chrono::TimeDelta;
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
    directory::{Directory, Entry},
    heads::{self, order_type},
    made::Order,
    shown,
};

/// The order of an entry, with what its lines speak of.
fn made(world: &World, entry: &Entry) -> (Estate, Order) {
    let customer = &entry.customer(world).id;
    let estate = Estate::new(world.setting, customer);
    let month = heads::of(world.setting, customer, entry.month);
    let order = Order::new(world.setting, customer, &estate, &month, &entry.head);
    (estate, order)
}

/// Filters of ORD-20 over heads.
struct Filter<'a> {
    id: Option<&'a str>,
    service: Option<&'a str>,
    status: Option<i64>,
    order_type: Option<&'a str>,
    created: Option<Window>,
    paid: Option<Window>,
}

fn given<'a>(call: &'a Call, name: &str) -> Result<Option<&'a str>, Refusal> {
    Ok(call.text(name)?.filter(|text| !text.is_empty()))
}

/// A window of at most a year; none when neither end is given.
fn window(call: &Call, begin: &str, end: &str) -> Result<Option<Window>, Refusal> {
    if given(call, begin)?.is_none() && given(call, end)?.is_none() {
        return Ok(None);
    }
    let bounds = call.instant(begin)?.zip(call.instant(end)?);
    if bounds.is_some_and(|(begin, end)| end < begin || end - begin > TimeDelta::days(366)) {
        return Err(Refusal::parameter(end));
    }
    call.window(begin, end).map(Some)
}

impl<'a> Filter<'a> {
    fn of(call: &'a Call) -> Result<Self, Refusal> {
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
            created: window(call, "create_time_begin", "create_time_end")?,
            paid: window(call, "payment_time_begin", "payment_time_end")?,
        })
    }

    fn lets(&self, world: &World, call: &Call, entry: &Entry) -> bool {
        let head = &entry.head;
        self.id.is_none_or(|id| head.id.eq_ignore_ascii_case(id))
            && self.status.is_none_or(|status| status == i64::from(head.status(call.now)))
            && self.order_type.is_none_or(|kind| kind == head.order_type.to_string())
            && self.created.is_none_or(|created| created.holds(head.created_at))
            && self.paid.is_none_or(|paid| head.paid_by(call.now).is_some_and(|at| paid.holds(at)))
            && self.service.is_none_or(|service| {
                heads::service(world.setting, &entry.customer(world).id, head).eq_ignore_ascii_case(service)
            })
    }
}

/// ListCustomerOrders (ORD-20), newest first unless asked otherwise.
pub(super) fn list(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let (page, owner, filter) = (call.page(100)?, call.owner(world)?, Filter::of(call)?);
    let customer = given(call, "customer_id")?;
    let directory = Directory::of(world, call.now);
    let fits = |entry: &&Entry| {
        let whose = entry.customer(world);
        whose.owner == owner && customer.is_none_or(|id| id == whose.id) && filter.lets(world, call, entry)
    };
    let mut found: Vec<&Entry> = directory.begun(call.now).filter(fits).collect();
    match given(call, "order_by")?.map(str::to_ascii_lowercase).as_deref() {
        None | Some("-createtime") => {}
        Some("createtime") => found.reverse(),
        Some(_) => return Err(Refusal::parameter("order_by")),
    }
    let (total, page) = page.cut(found);
    let rows: Vec<Value> = page
        .into_iter()
        .map(|entry| {
            let (estate, order) = made(world, entry);
            shown::listed(world, call, &entry.customer(world).id, (&estate, &order))
        })
        .collect();
    Ok(Outcome::read(json!({"total_count": total, "order_infos": rows})))
}

/// The order with this id, if it is one of the customers that may be seen.
fn one<'d>(
    world: &World,
    call: &Call,
    directory: &'d Directory,
    (id, whose): (&str, impl Fn(&Customer) -> bool),
) -> Result<&'d Entry, Refusal> {
    let mut begun = directory.begun(call.now);
    let found = begun.find(|entry| entry.head.id.eq_ignore_ascii_case(id) && whose(entry.customer(world)));
    found.ok_or_else(|| Refusal::new(400, "CBC.0100", "Parameter error. The order does not exist."))
}

/// ShowCustomerOrderDetails (ORD-21): `limit` and `offset` page the lines.
pub(super) fn show(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let (page, owner): (Page, Owner) = (call.page(100)?, call.owner(world)?);
    let directory = Directory::of(world, call.now);
    let entry = one(world, call, &directory, (call.path("order_id"), |customer: &Customer| customer.owner == owner))?;
    let (estate, order) = made(world, entry);
    let (total, lines) = page.cut(order.lines.iter().enumerate());
    let items: Vec<Value> =
        lines.into_iter().map(|(place, line)| shown::line(world, call, (&estate, &order), (place, line))).collect();
    Ok(Outcome::read(json!({
        "total_count": total,
        "order_info": shown::detailed(world, call, entry.customer(world), (&estate, &order)),
        "order_line_items": items,
    })))
}

/// ShowRefundOrderDetails (ORD-22): for each line what goes back (negative), what was used up and the fee (positive).
pub(super) fn refunds(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let (id, customer, owner) = (call.required("order_id", 64)?, call.required("customer_id", 64)?, call.owner(world)?);
    let directory = Directory::of(world, call.now);
    let entry = one(world, call, &directory, (id, |one: &Customer| one.owner == owner && one.id == customer))?;
    let (estate, order) = made(world, entry);
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
