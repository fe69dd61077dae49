//! Bills seen from outside: paging, filters, sums against lines, open months, restatements.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{Played, amount};
use crate::sandbox::Site;

const DETAIL: &str = "/v2/bills/subcustomer-bills/res-fee-records";
const CONSUMERS: &str = "/v2/bills/subcustomer-bills/res-fee-records/sub-customers/query";
const SUMS: &str = "/v2/bills/partner-bills/subcustomer-bills/monthly-sum";
const PARTNER_BILL: &str = "/v2/bills/partner-bills/postpaid-bill-summary";
const CLOSED: &str = "2026-10";

async fn consumers(played: &Played, month: &str) -> Vec<String> {
    let rows = played.all_posted(CONSUMERS, "sub_customers", &json!({"bill_cycle": month})).await;
    rows.iter().map(|row| row["customer_id"].as_str().unwrap().to_owned()).collect()
}

async fn lines(played: &Played, month: &str, customer: &str, filters: &[(&str, &str)]) -> Vec<Value> {
    let filters = [&[("bill_cycle", month), ("customer_id", customer)], filters].concat();
    played.all(DETAIL, "fee_records", &filters).await
}

/// Customers of the partner itself with lines in the month.
async fn own(played: &Played, month: &str, many: usize) -> Vec<String> {
    let mut own = Vec::new();
    for customer in consumers(played, month).await {
        if own.len() < many && !lines(played, month, &customer, &[]).await.is_empty() {
            own.push(customer);
        }
    }
    own
}

fn text<'a>(row: &'a Value, name: &str) -> &'a str {
    row[name].as_str().unwrap_or_default()
}

#[tokio::test]
async fn filters_narrow_as_the_rows_say() {
    let played = Played::china().await;
    let customer = &own(&played, CLOSED, 1).await[0];
    let all = lines(&played, CLOSED, customer, &[]).await;
    assert_eq!(all.len(), 20);
    let sample = &all[11];
    for name in ["service_type_code", "region_code", "resource_id", "resource_name", "trade_id"] {
        let narrowed = lines(&played, CLOSED, customer, &[(name, text(sample, name))]).await;
        let wanted: Vec<_> = all.iter().filter(|row| row[name] == sample[name]).cloned().collect();
        assert_eq!(narrowed, wanted, "{name}");
    }
    for name in ["charging_mode", "bill_detail_type"] {
        let narrowed = lines(&played, CLOSED, customer, &[(name, &sample[name].to_string())]).await;
        assert!(!narrowed.is_empty() && narrowed.iter().all(|row| row[name] == sample[name]), "{name}");
    }
    assert!(lines(&played, CLOSED, customer, &[("service_type_code", "")]).await.is_empty());
    for (name, value) in [("resource_id", ""), ("bill_date_begin", "2026-10-01"), ("limit", "1001"), ("trade_id", "")] {
        let query = [("bill_cycle", CLOSED), ("customer_id", customer.as_str()), (name, value)];
        assert_eq!(played.get(DETAIL, &query).await.refusal(), (400, "CBC.0100"), "{name}");
    }
    let nobody = played.get(DETAIL, &[("bill_cycle", CLOSED), ("customer_id", "nobody")]).await;
    assert_eq!(nobody.refusal(), (400, "CBC.99000035"));
}

#[tokio::test]
async fn days_are_cut_in_utc_plus_8() {
    let played = Played::china().await;
    let customer = &own(&played, CLOSED, 1).await[0];
    let mut seen = 0;
    for day in 1..=31 {
        let day = format!("2026-10-{day:02}");
        for row in lines(&played, CLOSED, customer, &[("bill_date_begin", &day), ("bill_date_end", &day)]).await {
            let at: chrono::DateTime<chrono::Utc> = text(&row, "consume_time").parse().unwrap();
            assert_eq!(crate::values::month::vendor_date(at).to_string(), day);
            seen += 1;
        }
    }
    assert_eq!(seen, 20);
}

#[tokio::test]
async fn an_open_month_shows_what_was_deducted_by_now_from_its_first_second_on() {
    let played = Played::with(|options| options.today = "2026-11-01".parse().ok()).await;
    // Real time is 11:04 in UTC+8; stand at the first second of the month instead.
    played.pass(TimeDelta::seconds(-(11 * 3600 + 4 * 60 + 5)));
    let customer = &own(&played, "2026-11", 1).await[0];
    let first = lines(&played, "2026-11", customer, &[]).await;
    assert!((3..=4).contains(&first.len()), "{}", first.len());
    assert!(first.iter().all(|row| text(row, "trade_time") == "2026-10-31T16:00:00Z"));
    let stragglers = 20 - lines(&played, CLOSED, customer, &[]).await.len();
    assert!(stragglers > 0, "the month before is still growing");
    for mode in ["1", "3", "11"] {
        assert!(!played.all(SUMS, "bill_sums", &[("cycle", "2026-11"), ("charge_mode", mode)]).await.is_empty());
    }
    played.running.control().advance(40 * 86_400).unwrap();
    assert_eq!(lines(&played, "2026-11", customer, &[]).await.len(), 20);
    assert!(!consumers(&played, "2026-12").await.is_empty(), "a new month opens");
    assert!(consumers(&played, "2027-01").await.is_empty());
}

#[tokio::test]
async fn a_resellers_customer_and_one_that_left_are_among_the_consumers() {
    let played = Played::china().await;
    let all: BTreeSet<_> = consumers(&played, CLOSED).await.into_iter().collect();
    let mut owned: BTreeSet<_> = own(&played, CLOSED, 100).await.into_iter().collect();
    assert!(owned.len() < all.len());
    for reseller in played.resellers().await {
        for customer in all.iter() {
            if !lines(&played, CLOSED, customer, &[("indirect_partner_id", &reseller)]).await.is_empty() {
                assert!(owned.insert(customer.clone()), "{customer} is seen twice");
            }
        }
    }
    assert_eq!(owned, all);
    assert_eq!(all.len(), 62);
    assert_eq!(consumers(&played, "2026-11").await.len(), 60);
}

#[tokio::test]
async fn monthly_sums_are_the_sums_of_the_lines() {
    let played = Played::china().await;
    for customer in own(&played, CLOSED, 5).await {
        let mut by_lines: BTreeMap<(String, String), Decimal> = BTreeMap::new();
        let mut resale = false;
        for row in lines(&played, CLOSED, &customer, &[]).await {
            resale = row["association_type"] == "2";
            let key = (text(&row, "service_type_code").to_owned(), row["charging_mode"].to_string());
            *by_lines.entry(key).or_default() += amount(&row["payment_amount"]);
        }
        by_lines.retain(|(_, mode), _| mode != "10");
        let mut by_sums: BTreeMap<(String, String), Decimal> = BTreeMap::new();
        for mode in ["1", "3", "11"] {
            for row in played
                .all(SUMS, "bill_sums", &[("cycle", CLOSED), ("charge_mode", mode), ("customer_id", &customer)])
                .await
            {
                let key = (text(&row, "cloud_service_type").to_owned(), mode.to_owned());
                *by_sums.entry(key).or_default() += amount(&row["amount"]);
                let details = row["account_details"].as_array().unwrap();
                let details: Decimal = details.iter().map(|detail| amount(&detail["amount"])).sum();
                let owed = ["debt_amount", "adjustment_amount"].map(|name| row.get(name).map_or(Decimal::ZERO, amount));
                assert_eq!(details + owed[0] + owed[1], amount(&row["amount"]), "{row}");
                assert_eq!(row["bill_type"] == "0", row.get("discount_amount").is_some());
                assert!(row["bill_type"] == "0" || amount(&row["amount"]) <= Decimal::ZERO);
            }
        }
        assert_eq!(by_sums, if resale { by_lines } else { BTreeMap::new() });
    }
    let refused = played.get(SUMS, &[("cycle", CLOSED), ("charge_mode", "10")]).await;
    assert_eq!(refused.refusal(), (400, "CBC.0100"));
}

#[tokio::test]
async fn a_restated_month_differs_in_lines_and_sums_and_stays_so() {
    let played = Played::china().await;
    let customer = &own(&played, CLOSED, 1).await[0];
    let before = lines(&played, CLOSED, customer, &[]).await;
    played.running.control().restate(customer, CLOSED.parse().unwrap()).unwrap();
    let after = lines(&played, CLOSED, customer, &[]).await;
    assert_eq!(before.len(), after.len());
    assert_ne!(before, after);
    assert_eq!(after, lines(&played, CLOSED, customer, &[]).await);
}

#[tokio::test]
async fn only_who_has_bills_of_a_month_is_restated() {
    let played = Played::china().await;
    let customer = &own(&played, CLOSED, 1).await[0];
    let restate = async |customer: &str, month: &str| {
        let body = json!({"customer_id": customer, "bill_cycle": month});
        played.post("/_sandbox/restate", body).await
    };
    assert_eq!(restate(customer, CLOSED).await.status, 204);
    for (customer, month) in [("nobody", CLOSED), (customer.as_str(), "2020-01"), (customer.as_str(), "2027-01")] {
        let refused = restate(customer, month).await;
        assert_eq!(refused.status, 404, "{month}");
        assert!(refused.body["error"].as_str().unwrap().contains(customer), "{:?}", refused.body);
    }
    assert_eq!(restate(customer, "October").await.status, 400);
}

#[tokio::test]
async fn the_partner_bill_abroad_adds_up_and_exists_for_closed_months_only() {
    let played = Played::international().await;
    let bill = played.get(PARTNER_BILL, &[("bill_cycle", CLOSED)]).await.ok();
    let sum: Decimal = ["consume_amount", "refunds", "adjustments"].map(|name| amount(&bill[name])).into_iter().sum();
    assert_eq!(amount(&bill["initial_amount_due"]), sum);
    assert!(amount(&bill["refunds"]) < Decimal::ZERO && amount(&bill["consume_amount"]) > Decimal::ZERO);
    let open = played.get(PARTNER_BILL, &[("bill_cycle", "2026-11")]).await;
    assert_eq!(open.refusal(), (400, "CBC.0100"));
    assert_eq!(played.site, Site::International);
}
