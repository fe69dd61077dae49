//! How an order and its lines are written (ORD-20, ORD-21).

use serde_json::{Value, json};

use super::{
    super::{
        answer::{instant, number},
        bills::Units,
        call::Call,
        catalog,
        customers::Customer,
        estate::{Estate, Resource},
        stream::Stream,
        world::World,
    },
    heads::{order_type, status},
    made::{Line, Order},
};

/// Where a resource is and what it is of: the words of ORD-22.
pub(super) fn resource_words(owned: &Resource, english: bool) -> Value {
    let kind = catalog::kind(owned.product.kind);
    let service = kind.and_then(|kind| catalog::service(kind.service));
    json!({
        "service_type_code": service.map(|service| service.code),
        "service_type_name": service.map(|service| service.name.said(english)),
        "resource_type_code": owned.product.kind,
        "resource_type_name": kind.map(|kind| kind.name.said(english)),
        "region_code": owned.region.code,
    })
}

fn amounts(discount: Units, coupon: Units, given_back: Option<(Units, Units)>) -> Value {
    let mut discounts = Vec::new();
    if !discount.is_zero() {
        discounts.push(json!({"discount_type": "607", "discount_amount": number(discount.decimal())}));
    }
    let mut info = json!({
        "discounts": discounts,
        "coupon_amount": number(coupon.decimal()),
        "flexipurchase_coupon_amount": 0,
        "stored_card_amount": 0,
    });
    if let Some((commission, consumed)) = given_back {
        info["commission_amount"] = number(commission.decimal());
        info["consumed_amount"] = number(consumed.decimal());
    }
    info
}

/// What list and details say of an order, or of a sub-order: `lines` are all of its lines, or the one of the sub-order.
fn common(
    world: &World,
    call: &Call,
    customer: &str,
    (estate, order): (&Estate, &Order),
    (id, lines): (&str, &[Line]),
) -> Value {
    let head = &order.head;
    let whole = lines.len() == order.lines.len();
    let first = if whole { head.resources[0] } else { lines[0].resource };
    let words = resource_words(&estate.resources[first], call.english);
    let given_back = head.order_type == order_type::UNSUBSCRIBE;
    let sum = |of: fn(&Line) -> Units| lines.iter().map(of).sum::<Units>();
    let official = sum(|line| line.official);
    // Discount as the order sees it: rounding is part of it.
    let payable = sum(|line| line.payable);
    json!({
        "order_id": id,
        "customer_id": customer,
        "service_type_code": words["service_type_code"],
        "service_type_name": words["service_type_name"],
        "source_type": head.source,
        "status": head.status(call.now),
        "order_type": head.order_type,
        "amount_after_discount": number(payable.decimal()),
        "official_amount": number(official.decimal()),
        "measure_id": 1,
        "create_time": instant(head.created_at),
        "payment_time": head.paid_by(call.now).map(instant),
        "currency": world.currency(),
        "contract_id": null,
        "amount_info": amounts(
            official - payable,
            sum(|line| line.coupon),
            given_back.then(|| (sum(|line| line.commission), sum(|line| line.consumed))),
        ),
    })
}

/// Id of the order that a line belongs to: the order's own, or in a combined order its sub-order's.
fn id_of_line(world: &World, order: &Order, place: usize) -> String {
    if order.is_combined(world.setting) { format!("{}-{}", order.head.id, place + 1) } else { order.head.id.clone() }
}

/// The sub-orders of a combined order, one for each line; of others none (ORD-05).
fn sub_orders(world: &World, call: &Call, customer: &str, (estate, order): (&Estate, &Order)) -> Vec<Value> {
    let places = if order.is_combined(world.setting) { 0..order.lines.len() } else { 0..0 };
    places
        .map(|place| {
            let part = std::slice::from_ref(&order.lines[place]);
            common(world, call, customer, (estate, order), (&id_of_line(world, order, place), part))
        })
        .collect()
}

/// An order of the list: with enterprise projects and who paid for it (代付, ORD-07).
pub(super) fn listed(world: &World, call: &Call, customer: &str, (estate, order): (&Estate, &Order)) -> Value {
    let mut row = common(world, call, customer, (estate, order), (&order.head.id, &order.lines));
    let project = &estate.projects[estate.resources[order.head.resources[0]].project];
    let projects = json!([{"id": project.id, "name": project.name}]);
    let mut children = sub_orders(world, call, customer, (estate, order));
    for child in &mut children {
        child["enterprise_projects"] = projects.clone();
    }
    row["enterprise_projects"] = projects;
    if !children.is_empty() {
        row["sub_order_infos"] = children.into();
    }
    let settled = order.head.paid_by(call.now).is_some() && order.head.order_type == order_type::OPEN;
    if settled && Stream::of(world.setting.seed, &["agent", &order.head.id]).chance(15) {
        row["agent_pay_info"] = json!({"paying_agent_id": world.partner.id, "is_agent_pay": true});
    }
    row
}

/// An order of the details: with who made it and until when it can be paid.
pub(super) fn detailed(world: &World, call: &Call, customer: &Customer, parts: (&Estate, &Order)) -> Value {
    let (estate, order) = parts;
    let mut row = common(world, call, &customer.id, (estate, order), (&order.head.id, &order.lines));
    let children = sub_orders(world, call, &customer.id, (estate, order));
    if !children.is_empty() {
        row["sub_order_infos"] = children.into();
    }
    let by_system = if call.english { "Operations system" } else { "运营系统" };
    row["user_name"] = if order.head.source == 8 { by_system.into() } else { customer.account_name.clone().into() };
    if order.head.status(call.now) == status::PENDING_PAYMENT {
        row["pending_payment_end_time"] = instant(order.head.payable_until());
    }
    row
}

/// A line. `period_num` is null on unsubscription (ORD-21).
pub(super) fn line(
    world: &World,
    call: &Call,
    (estate, order): (&Estate, &Order),
    (place, line): (usize, &Line),
) -> Value {
    let owned = &estate.resources[line.resource];
    let words = resource_words(owned, call.english);
    let spec = if call.english { owned.product.spec_en } else { owned.product.spec_zh };
    let given_back = order.head.order_type == order_type::UNSUBSCRIBE;
    let (period_type, period_num) = match line.months {
        12 => (3, Some(1)),
        0 => (2, None),
        months => (2, Some(months)),
    };
    json!({
        "order_line_item_id": format!("{}-{:06}", order.head.id, place + 1),
        "service_type_code": words["service_type_code"],
        "service_type_name": words["service_type_name"],
        "product_id": owned.product.id,
        "product_spec_desc": spec,
        "period_type": period_type,
        "period_num": period_num,
        "effective_time": instant(line.effective_at),
        "expire_time": instant(line.expire_at),
        "subscription_num": 1,
        "amount_after_discount": number(line.payable.decimal()),
        "official_amount": number(line.official.decimal()),
        "amount_info": amounts(
            line.official - line.payable,
            line.coupon,
            given_back.then_some((line.commission, line.consumed)),
        ),
        "currency": world.currency(),
        "category_code": owned.product.spec,
        "product_owner_service": words["service_type_code"],
        "commercial_resource": owned.product.kind,
        "order_id": id_of_line(world, order, place),
    })
}
