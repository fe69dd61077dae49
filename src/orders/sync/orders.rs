//! The list of orders (ORD-20, SYNC-B14).

use std::collections::HashSet;

use serde_json::Value;

use super::{Amounts, Failures, list};
use crate::{
    cloud::{
        site::Sites,
        wire::{
            instant, instant_text,
            orders::{ListCustomerOrders, Order, SubOrder},
        },
    },
    orders::{
        mirror::orders::{ChildRow, Facts, OrderRow, merge, not_final},
        rules::{self, Window},
    },
    sync::{Cadence, List, Pass, Resource, SyncError, scope},
};

/// Orders of the partner's and its resellers' customers, every hour: recent ones and all that are not final (SYNC-B14).
pub static ORDERS: Resource = Resource {
    name: "orders",
    api: "ListCustomerOrders",
    sites: Sites::Both,
    after: &["resellers", "customers"],
    distributor_only: false,
    cadence: Cadence::Minutes(60),
    plan: scope::partner_and_resellers,
    pull: |pass| Box::pin(pull(pass)),
    finish: None,
};

async fn pull(pass: &mut Pass<'_>) -> Result<usize, SyncError> {
    let windows = rules::windows(pass.now(), pass.since().await?);
    let mut read = HashSet::new();
    for window in &windows {
        let request = ListCustomerOrders {
            create_time_begin: Some(instant_text(window.begin)),
            create_time_end: Some(instant_text(window.end)),
            order_by: Some("createTime".to_owned()),
            ..request(pass)
        };
        read.extend(pass.read_list(listing(request)).await?);
    }
    if let Some(oldest) = windows.first() {
        read_not_final(pass, *oldest, &mut read).await?;
    }
    Ok(read.len())
}

/// Orders that were created before the stretches read, and can still change, one by one: the list's own filter knows only
/// six of the states (ORD-01).
async fn read_not_final(pass: &mut Pass<'_>, oldest: Window, read: &mut HashSet<String>) -> Result<(), SyncError> {
    let organization = pass.scope().organization_id;
    let mut connection = pass.open().await?;
    let pending = not_final(&mut connection, organization, oldest.begin, read).await?;
    drop(connection);
    let mut failures = Failures::default();
    for order in pending {
        let request = ListCustomerOrders { order_id: Some(order.remote_id), ..request(pass) };
        match pass.read_list(listing(request)).await {
            Ok(found) => read.extend(found),
            Err(error) => failures.keep(error)?,
        }
    }
    failures.into_result(0).map(drop)
}

fn request(pass: &Pass<'_>) -> ListCustomerOrders {
    ListCustomerOrders {
        indirect_partner_id: pass.scope().indirect_partner_id.clone(),
        ..ListCustomerOrders::default()
    }
}

fn listing(request: ListCustomerOrders) -> List<ListCustomerOrders, OrderRow> {
    List { request, row, key: |row| row.facts.remote_id.clone(), merge, windowed: true }
}

fn row(order: Order, raw: Value) -> Result<OrderRow, String> {
    let remote_id = order.order_id.ok_or("an order without order_id")?;
    let children = raw.get("sub_order_infos").and_then(Value::as_array).cloned().unwrap_or_default();
    let children = order.sub_order_infos.into_iter().zip(children).map(|(sub, raw)| child(&remote_id, sub, raw));
    let children = children.collect::<Result<_, _>>()?;
    let amounts = Amounts::from(order.amount_info);
    let agent = order.agent_pay_info;
    Ok(OrderRow {
        facts: Facts {
            remote_id,
            customer_id: order.customer_id,
            service_type_code: order.service_type_code,
            service_type_name: order.service_type_name,
            source_type: order.source_type,
            status: order.status,
            order_type: order.order_type,
            official_amount: order.official_amount,
            amount_after_discount: order.amount_after_discount,
            coupon_amount: amounts.coupon,
            flexipurchase_coupon_amount: amounts.flexipurchase_coupon,
            stored_card_amount: amounts.stored_card,
            commission_amount: amounts.commission,
            consumed_amount: amounts.consumed,
            discounts: list(&raw, "/amount_info/discounts"),
            currency: order.currency,
            measure_id: order.measure_id,
            created_at: instant(order.create_time.as_deref()),
            paid_at: instant(order.payment_time.as_deref()),
            contract_id: order.contract_id,
            enterprise_projects: list(&raw, "/enterprise_projects"),
        },
        paying_agent_id: agent.as_ref().and_then(|agent| agent.paying_agent_id.clone()),
        is_agent_pay: agent.and_then(|agent| agent.is_agent_pay),
        children,
        raw,
    })
}

fn child(parent: &str, sub: SubOrder, raw: Value) -> Result<ChildRow, String> {
    let amounts = Amounts::from(sub.amount_info);
    Ok(ChildRow {
        parent: parent.to_owned(),
        facts: Facts {
            remote_id: sub.order_id.ok_or("a sub-order without order_id")?,
            customer_id: sub.customer_id,
            service_type_code: sub.service_type_code,
            service_type_name: sub.service_type_name,
            source_type: sub.source_type,
            status: sub.status,
            order_type: sub.order_type,
            official_amount: sub.official_amount,
            amount_after_discount: sub.amount_after_discount,
            coupon_amount: amounts.coupon,
            flexipurchase_coupon_amount: amounts.flexipurchase_coupon,
            stored_card_amount: amounts.stored_card,
            commission_amount: amounts.commission,
            consumed_amount: amounts.consumed,
            discounts: list(&raw, "/amount_info/discounts"),
            currency: sub.currency,
            measure_id: sub.measure_id,
            created_at: instant(sub.create_time.as_deref()),
            paid_at: instant(sub.payment_time.as_deref()),
            contract_id: sub.contract_id,
            enterprise_projects: list(&raw, "/enterprise_projects"),
        },
        raw,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_keeps_its_amounts_to_the_last_digit_and_its_children() {
        let text = r#"{"order_id":"CS1","status":5,"order_type":1,"official_amount":120.10000001,"amount_after_discount":"99.9",
            "create_time":"2026-10-01T02:03:04Z","agent_pay_info":{"is_agent_pay":true,"paying_agent_id":"p1"},
            "amount_info":{"coupon_amount":1E+1,"discounts":[{"discount_type":"607","discount_amount":20.2}]},
            "sub_order_infos":[{"order_id":"CS1-1","official_amount":1.5},{"order_id":"CS1-2"}]}"#;
        let order: Order = serde_json::from_str(text).unwrap();
        let row = row(order, serde_json::from_str(text).unwrap()).unwrap();
        assert_eq!(row.facts.official_amount.unwrap().to_string(), "120.10000001");
        assert_eq!(row.facts.amount_after_discount.unwrap().to_string(), "99.9");
        assert_eq!(row.facts.coupon_amount.unwrap().to_string(), "10");
        assert_eq!(row.facts.discounts[0]["discount_type"], "607");
        assert_eq!((row.is_agent_pay, row.paying_agent_id.as_deref()), (Some(true), Some("p1")));
        let children: Vec<_> = row.children.iter().map(|c| (c.parent.as_str(), c.facts.remote_id.as_str())).collect();
        assert_eq!(children, [("CS1", "CS1-1"), ("CS1", "CS1-2")]);
    }

    #[test]
    fn an_order_without_a_number_stops_the_page() {
        assert!(row(serde_json::from_str("{}").unwrap(), Value::Null).is_err());
    }
}
