//! Orders, resources, the catalogue and invoices seen from outside: every call answers as the contract says.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{Played, amount};

const ORDERS: &str = "/v2/orders/customer-orders";
const REFUNDS: &str = "/v2/orders/customer-orders/refund-orders";

fn text<'a>(row: &'a Value, name: &str) -> &'a str {
    row[name].as_str().unwrap_or_default()
}

async fn orders(played: &Played, filters: &[(&str, &str)]) -> Vec<Value> {
    played.all(ORDERS, "order_infos", filters).await
}

#[tokio::test]
async fn orders_have_every_state_and_type_on_any_day() {
    for day in ["2026-11-01", "2026-11-15", "2026-03-31"] {
        let played = Played::with(|options| options.today = day.parse().ok()).await;
        let all = orders(&played, &[]).await;
        let of = |name: &str| all.iter().map(|order| order[name].as_i64().unwrap()).collect::<BTreeSet<_>>();
        assert!(of("status").is_superset(&[4, 5, 6].into()), "{day}: {:?}", of("status"));
        assert!(of("order_type").is_superset(&[1, 2, 3, 4].into()), "{day}");
        let ids: BTreeSet<_> = all.iter().map(|order| text(order, "order_id")).collect();
        assert_eq!(ids.len(), all.len());
    }
}

#[tokio::test]
async fn a_month_sees_every_state_and_what_takes_days_is_done_in_the_end() {
    let played = Played::with(|options| options.today = "2026-11-01".parse().ok()).await;
    let mut states = BTreeSet::new();
    for _ in 0..30 {
        let span = [("create_time_begin", "2026-10-31T15:00:00Z"), ("create_time_end", "2026-11-30T16:00:00Z")];
        states.extend(orders(&played, &span).await.iter().map(|order| order["status"].as_i64().unwrap()));
        played.running.control().advance(86_400).unwrap();
    }
    states.remove(&3); // lasts eight minutes only
    assert_eq!(states, [1, 2, 4, 5, 6, 9, 10, 11, 12, 13].into(), "ORD-01");
    played.running.control().advance(10 * 86_400).unwrap();
    let span = [("create_time_begin", "2026-10-31T15:00:00Z"), ("create_time_end", "2026-11-30T16:00:00Z")];
    let final_ones = orders(&played, &span).await;
    assert!(final_ones.iter().all(|order| order["status"] == 4 || order["status"] == 5));
}

#[tokio::test]
async fn a_combined_order_is_the_sum_of_its_children() {
    let played = Played::china().await;
    let all = orders(&played, &[]).await;
    let combined: Vec<&Value> = all.iter().filter(|order| order["sub_order_infos"].is_array()).collect();
    assert!(!combined.is_empty() && combined.len() < all.len() / 4, "{} of {}", combined.len(), all.len());
    for order in combined {
        let children = order["sub_order_infos"].as_array().unwrap();
        for name in ["amount_after_discount", "official_amount"] {
            let sum: Decimal = children.iter().map(|child| amount(&child[name])).sum();
            assert_eq!(sum, amount(&order[name]), "{name}");
        }
        assert!(children.len() > 1 && children.iter().all(|child| child["status"] == order["status"]));
        let ids: BTreeSet<_> = children.iter().map(|child| text(child, "order_id")).collect();
        let detail = played.get(&format!("{ORDERS}/details/{}", text(order, "order_id")), &[]).await.ok();
        let lines = detail["order_line_items"].as_array().unwrap();
        assert_eq!(lines.iter().map(|line| text(line, "order_id")).collect::<BTreeSet<_>>(), ids);
        assert_eq!(detail["order_info"]["sub_order_infos"].as_array().unwrap().len(), children.len());
    }
}

#[tokio::test]
async fn an_empty_filter_is_no_filter_here() {
    let played = Played::china().await;
    let all = orders(&played, &[]).await;
    assert_eq!(orders(&played, &[("status", ""), ("customer_id", ""), ("create_time_begin", "")]).await, all);
    let span = [("create_time_begin", "2025-01-01T00:00:00Z"), ("create_time_end", "2026-11-01T00:00:00Z")];
    assert_eq!(played.get(ORDERS, &span).await.refusal(), (400, "CBC.0100"), "more than a year");
    let none = played.get(ORDERS, &[("status", "13")]).await;
    assert_eq!(none.refusal(), (400, "CBC.0100"));
}

#[tokio::test]
async fn the_lines_of_an_order_add_up_to_it() {
    for played in [Played::china().await, Played::international().await] {
        for order in orders(&played, &[]).await.iter().step_by(7) {
            let path = format!("{ORDERS}/details/{}", text(order, "order_id"));
            let detail = played.get(&path, &[("limit", "100")]).await.ok();
            let lines = detail["order_line_items"].as_array().unwrap();
            let sum: Decimal = lines.iter().map(|line| amount(&line["amount_after_discount"])).sum();
            assert_eq!(sum, amount(&order["amount_after_discount"]), "{order}");
            assert_eq!(detail["order_info"]["status"], order["status"]);
        }
        assert_eq!(played.get(&format!("{ORDERS}/details/CS0"), &[]).await.status, 400);
    }
}

#[tokio::test]
async fn a_refund_names_the_order_it_takes_back() {
    let played = Played::china().await;
    let all = orders(&played, &[]).await;
    for order in all.iter().filter(|order| order["order_type"] == 4) {
        let query = [("order_id", text(order, "order_id")), ("customer_id", text(order, "customer_id"))];
        let refund = played.get(REFUNDS, &query).await.ok();
        let rows = refund["refund_infos"].as_array().unwrap();
        let back: Decimal = rows.iter().map(|row| amount(&row["amount"])).filter(Decimal::is_sign_negative).sum();
        assert_eq!(back, amount(&order["amount_after_discount"]));
        assert_eq!(order["official_amount"], order["amount_after_discount"]);
        let base = text(&rows[0], "base_order_id");
        assert!(all.iter().any(|other| text(other, "order_id") == base && other["order_type"] == 1));
    }
}

#[tokio::test]
async fn resources_are_listed_and_narrowed() {
    let played = Played::china().await;
    let ids: BTreeSet<_> =
        orders(&played, &[]).await.iter().map(|order| text(order, "customer_id").to_owned()).collect();
    let mut on_demand = 0;
    for id in ids.iter().take(6) {
        let path = "/v2/orders/suscriptions/resources/query";
        let all = played.all_posted(path, "data", &json!({"customer_id": id})).await;
        let main = played.all_posted(path, "data", &json!({"customer_id": id, "only_main_resource": 1})).await;
        assert!(main.len() <= all.len() && main.iter().all(|row| row["is_main_resource"] == 1));
        let first = text(&all[0], "resource_id");
        let one = played.all_posted(path, "data", &json!({"customer_id": id, "resource_ids": [first]})).await;
        assert!(one.iter().all(|row| text(row, "resource_id") == first || text(row, "parent_resource_id") == first));
        let path = "/v2/partners/sub-customers/on-demand-resources/query";
        let answer = played.post(path, json!({"customer_id": id, "limit": 100})).await;
        if answer.status == 200 {
            on_demand += answer.ok()["resources"].as_array().unwrap().len();
        } else {
            assert_eq!(answer.refusal(), (400, "CBC.99000035"), "an advisor customer");
        }
    }
    assert!(on_demand > 0);
}

#[tokio::test]
async fn the_catalogue_answers_as_the_contract_says() {
    let china = Played::china().await;
    for (path, rows, least) in [
        ("/v2/products/service-types", "service_types", 12),
        ("/v2/products/resource-types", "resource_types", 30),
        ("/v2/products/usage-types", "usage_types", 10),
        ("/v2/systems/configs/provinces", "provinces", 31),
    ] {
        let listed = china.all(path, rows, &[]).await;
        assert!(listed.len() >= least, "{path}");
    }
    for (path, rows, filter) in [
        ("/v2/products/service-resources", "infos", ("service_type_code", "hws.service.type.ec2")),
        ("/v2/systems/configs/cities", "cities", ("province_code", "CN-32")),
        ("/v2/systems/configs/counties", "counties", ("city_code", "CN-32-01")),
        ("/v2/products/incentive-discount-policies", "policies", ("time", "2026-11")),
    ] {
        assert!(!china.all(path, rows, &[filter]).await.is_empty(), "{path}");
    }
    assert_eq!(china.get("/v2/products/service-resources", &[]).await.refusal(), (400, "CBC.0100"));
    china.get("/v2/bases/measurements", &[]).await.ok();
    china.get("/v2/bases/conversions", &[("measure_type", "3")]).await.ok();
    for kind in ["PRODUCT_ITEM", "CATEGORY_ITEM"] {
        china.post("/v2/promotions/business/discount-info", json!({"quoting_item_type": kind})).await.ok();
    }
}

#[tokio::test]
async fn markers_lead_through_all_specifications() {
    let played = Played::international().await;
    for (path, rows, mut body) in [
        (
            "/v2/products/resource-specs-query",
            "cloud_service_basics",
            json!({"cloud_service_type": "hws.service.type.ec2", "resource_type": "hws.resource.type.vm",
                "region_code": "ap-southeast-1", "charge_mode": "3", "limit": 3}),
        ),
        (
            "/v2/products/resource-specs-price/query",
            "resource_spec_infos",
            json!({"region_code": "ap-southeast-1", "need_price": true, "need_attributes": true, "limit": 7}),
        ),
    ] {
        let (mut specs, mut read) = (BTreeSet::new(), 0);
        loop {
            let page = played.post(path, body.clone()).await.ok();
            let page_rows = page[rows].as_array().unwrap();
            read += page_rows.len();
            specs.extend(page_rows.iter().map(|row| text(row, "resource_spec").to_owned()));
            let Some(marker) = page["page_info"]["next_marker"].as_str() else { break };
            body["marker"] = marker.into();
        }
        assert!(read >= 8 && specs.len() == read, "{path}");
        body["marker"] = "nowhere".into();
        assert_eq!(played.post(path, body).await.refusal(), (400, "CBC.0100"));
    }
}

#[tokio::test]
async fn invoices_are_paged_from_one() {
    let played = Played::international().await;
    let path = format!("/v1.0/{}/payments/intl-invoices", played.running.keys().domain_id);
    let window = [("start_time", "2025-01-01T00:00:00Z"), ("end_time", "2026-12-01T00:00:00Z")];
    let mut rows = Vec::new();
    for page in 1.. {
        let page = page.to_string();
        let answer = played.get(&path, &[&window[..], &[("offset", &page), ("limit", "5")]].concat()).await.ok();
        let read = answer["invoices"].as_array().unwrap().clone();
        assert!(answer["count"].as_u64().unwrap() as usize >= rows.len() + read.len());
        if read.is_empty() {
            break;
        }
        rows.extend(read);
    }
    assert!(rows.len() >= 11);
    assert!(rows.iter().any(|row| row["requestMode"] == "1") && rows.iter().any(|row| row["tradeType"] == 7));
    for wrong in [("offset", "0"), ("limit", "101"), ("offset", "")] {
        let query = [&window[..], &[("offset", "1"), ("limit", "5")]].concat();
        let query: Vec<_> = query.into_iter().map(|pair| if pair.0 == wrong.0 { wrong } else { pair }).collect();
        assert_eq!(played.get(&path, &query).await.refusal(), (400, "CBC.0100"), "{wrong:?}");
    }
    assert_eq!(played.get("/v1.0/another/payments/intl-invoices", &window).await.status, 403);
}
