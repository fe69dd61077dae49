//! Voucher quotas over HTTP: QUOTA-5 to QUOTA-13.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{Played, amount};

const OWN: &str = "/v2/partners/coupon-quotas/query";
const ISSUED: &str = "/v2/partners/issued-coupon-quotas";
const RECORDS: &str = "/v2/partners/coupon-quotas/records";
const ISSUE: &str = "/v2/partners/coupon-quotas/indirect-partner-adjust";
const RECLAIM: &str = "/v2/partners/coupon-quotas/indirect-partner-reclaim";

/// Balance of each own voucher quota that may be issued now.
async fn issuable(played: &Played) -> BTreeMap<String, Decimal> {
    let quotas = played.all_posted(OWN, "quotas", &json!({"quota_status_list": [0]})).await;
    let now = json!(super::NOW);
    let ready = quotas.iter().filter(|quota| quota["effective_time"].as_str() <= now.as_str());
    ready.map(|quota| (quota["quota_id"].as_str().unwrap().to_owned(), amount(&quota["balance"]))).collect()
}

#[tokio::test]
async fn the_world_has_quotas_of_every_kind_and_state() {
    let played = Played::china().await;
    let rich = issuable(&played).await.values().filter(|balance| **balance > 20_000.into()).count();
    assert!(rich >= 3, "{rich} issuable quotas over 20,000");
    let own = played.all_posted(OWN, "quotas", &json!({})).await;
    for status in [0, 3, 4, 5] {
        assert!(own.iter().any(|quota| quota["quota_status"] == status), "no quota with status {status}");
    }
    assert!(own.iter().all(|quota| quota["quota_type"] == 0), "vouchers unless asked otherwise");
    let cash = played.all_posted(OWN, "quotas", &json!({"quota_type": 1})).await;
    assert!(cash.len() >= 3);
    let issued = played.all(ISSUED, "quotas", &[]).await;
    for status in [0, 3, 5, 6] {
        assert!(issued.iter().any(|quota| quota["quota_status"] == status), "no child with status {status}");
    }
    let text = serde_json::to_string(&own).unwrap();
    assert!(text.contains("industryScenario") && text.contains("e+"), "an unknown key and an exponent");
    let records = played.all(RECORDS, "records", &[]).await;
    for (kind, result) in [("10", "0"), ("10", "-1"), ("11", "0"), ("11", "-1")] {
        let found = records.iter().any(|record| record["operation_type"] == kind && record["result"] == result);
        assert!(found, "no record of type {kind} with result {result}");
    }
}

/// QUOTA-5: what left a parent is in its live children and in coupons issued from it.
#[tokio::test]
async fn balances_add_up() {
    let played = Played::china().await;
    let issued = played.all(ISSUED, "quotas", &[]).await;
    let records = played.all(RECORDS, "records", &[]).await;
    for quota in played.all_posted(OWN, "quotas", &json!({})).await {
        let (value, balance) = (amount(&quota["quota_value"]), amount(&quota["balance"]));
        assert!(value >= balance && balance >= Decimal::ZERO, "{quota}");
        let id = &quota["quota_id"];
        let children = issued.iter().filter(|child| child["parent_quota_id"] == *id);
        let cut: Decimal = children.map(|child| amount(&child["quota_value"])).sum();
        let taken = records.iter().filter(|record| {
            record["parent_quota_id"] == *id && record["operation_type"] == "11" && record["result"] == "0"
        });
        let taken: Decimal = taken.map(|record| amount(&record["amount"])).sum();
        assert!(cut - taken <= value - balance, "{quota}: {cut} cut, {taken} taken back");
    }
}

#[tokio::test]
async fn issuing_moves_the_amount_to_a_new_child_and_writes_it_down() {
    let played = Played::china().await;
    let before = issuable(&played).await;
    let (parent, balance) = before.iter().max_by_key(|(_, balance)| **balance).unwrap();
    let resellers = played.resellers().await;
    let body = json!({"quota_id": parent, "indirect_partner_ids": resellers[..2], "quota_amount": "150.25"});
    let answer = played.post(ISSUE, body.clone()).await.ok();
    let made = answer["simple_quota_infos"].as_array().unwrap();
    assert_eq!(made.len(), 2);
    assert_eq!(issuable(&played).await[parent], balance - amount(&json!("300.50")));
    let child = made[0]["quota_id"].as_str().unwrap();
    let listed = played.get(ISSUED, &[("quota_id", child)]).await.ok();
    assert_eq!(listed["quotas"][0]["indirect_partner_id"], made[0]["id"]);
    assert_eq!(listed["quotas"][0]["quota_status"], 0);
    let record = played.get(RECORDS, &[("quota_id", child), ("operation_type", "10")]).await.ok();
    assert_eq!((&record["total_count"], &record["records"][0]["result"]), (&json!(1), &json!("0")));
    let ledger = played.running.control().ledger();
    assert_eq!(ledger.len(), 2);
    assert_eq!(ledger[0].quota_id.as_ref(), Some(parent));
    assert_eq!(ledger[0].counterparty_id.as_deref(), made[0]["id"].as_str());
    assert_eq!((ledger[0].seq, ledger[0].operation.as_str()), (1, "UpdateCouponQuotas"));

    // There is no idempotency key: a repeat makes new children (API-49).
    let again = played.post(ISSUE, body).await.ok();
    assert_ne!(again["simple_quota_infos"][0]["quota_id"], made[0]["quota_id"]);
}

#[tokio::test]
async fn reclaiming_returns_the_whole_balance_once() {
    let played = Played::china().await;
    let (parent, balance) = issuable(&played).await.into_iter().max_by_key(|(_, balance)| *balance).unwrap();
    let reseller = &played.resellers().await[0];
    let body = json!({"quota_id": parent, "indirect_partner_ids": [reseller], "quota_amount": 99.99});
    let made = played.post(ISSUE, body).await.ok();
    let child = &made["simple_quota_infos"][0]["quota_id"];
    let body = json!({"quota_ids": [child], "remark": "ptl:0190"});
    let taken = played.post(RECLAIM, body.clone()).await.ok();
    assert_eq!(amount(&taken["simple_quota_infos"][0]["quota_balance"]), Decimal::ZERO);
    assert_eq!(issuable(&played).await[&parent], balance);
    let record = played.get(RECORDS, &[("quota_id", child.as_str().unwrap()), ("operation_type", "11")]).await.ok();
    assert_eq!(amount(&record["records"][0]["amount"]), amount(&json!("99.99")));
    assert_eq!(record["records"][0]["remark"], "ptl:0190");
    let second = played.post(RECLAIM, body).await.body;
    assert_eq!(second["error_details"][0]["error_code"], "CBC.99000012");
    assert_eq!(played.running.control().ledger().len(), 2);
}

#[tokio::test]
async fn what_may_not_be_issued_is_refused_with_its_code() {
    let played = Played::china().await;
    let reseller = played.resellers().await[0].clone();
    let own = played.all_posted(OWN, "quotas", &json!({})).await;
    let of = |status: i64| {
        let quota = own
            .iter()
            .find(|quota| quota["quota_status"] == status && quota["expire_time"].as_str() > Some(super::NOW));
        quota.unwrap()["quota_id"].clone()
    };
    let future = own.iter().find(|quota| quota["effective_time"].as_str() > Some(super::NOW)).unwrap();
    let expired = own.iter().find(|quota| quota["expire_time"].as_str() < Some(super::NOW)).unwrap();
    let rich = issuable(&played).await.into_keys().next().unwrap();
    let cases: [(Value, Value, Value, &str); 9] = [
        (of(5), json!([reseller]), json!(1), "CBC.99000015"),
        (of(4), json!([reseller]), json!(1), "CBC.99000015"),
        (future["quota_id"].clone(), json!([reseller]), json!(1), "CBC.99000017"),
        (expired["quota_id"].clone(), json!([reseller]), json!(1), "CBC.99000017"),
        (json!("no-such"), json!([reseller]), json!(1), "CBC.99000012"),
        (json!(rich), json!([reseller]), json!(99_000_000), "CBC.99000013"),
        (json!(rich), json!(["no-such"]), json!(1), "CBC.99000037"),
        (json!(rich), json!([]), json!(1), "CBC.0100"),
        (json!(rich), json!([reseller]), json!("1.005"), "CBC.0100"),
    ];
    for (quota, resellers, amount, code) in cases {
        let body = json!({"quota_id": quota, "indirect_partner_ids": resellers, "quota_amount": amount});
        assert_eq!(played.post(ISSUE, body.clone()).await.refusal(), (400, code), "{body}");
    }
    assert!(played.running.control().ledger().is_empty());
}

#[tokio::test]
async fn empty_filters_match_nothing_and_absent_ones_everything() {
    let played = Played::china().await;
    let total = async |body: Value| played.post(OWN, body).await.ok()["total_count"].as_i64().unwrap();
    assert!(total(json!({"quota_ids": null})).await > 5);
    assert_eq!(total(json!({"quota_ids": []})).await, 0);
    assert_eq!(total(json!({"quota_ids": [""]})).await, 0);
    let issued = async |filter: &[(&str, &str)]| played.get(ISSUED, filter).await.ok()["total_count"].clone();
    assert_ne!(issued(&[]).await, json!(0));
    assert_eq!(issued(&[("parent_quota_id", "")]).await, json!(0));
    let refused = played.get(ISSUED, &[("indirect_partner_id", "no-such")]).await;
    assert_eq!(refused.refusal(), (400, "CBC.99000037"));
    let records = async |filter: &[(&str, &str)]| played.get(RECORDS, filter).await.ok()["total_count"].clone();
    assert_eq!(records(&[("operation_type", "99")]).await, records(&[]).await, "an unknown type is ignored");
    assert_eq!(played.get(RECORDS, &[("limit", "101")]).await.refusal(), (400, "CBC.0100"));
}

#[tokio::test]
async fn a_second_issue_from_one_quota_waits_for_the_first() {
    let played = Played::china().await;
    let rich = issuable(&played).await.into_iter().max_by_key(|(_, balance)| *balance).unwrap().0;
    let reseller = played.resellers().await[0].clone();
    let body = json!({"quota_id": rich, "indirect_partner_ids": [reseller], "quota_amount": 1});
    played.faults(json!({"slow": {"ms": 300, "operation": "UpdateCouponQuotas"}}));
    let (one, other) = tokio::join!(played.post(ISSUE, body.clone()), played.post(ISSUE, body.clone()));
    let statuses = [one.status, other.status];
    assert!(statuses == [200, 400] || statuses == [400, 200], "{statuses:?}");
    assert_eq!(played.running.control().ledger().len(), 1);
}
