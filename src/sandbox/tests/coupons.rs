//! Coupons over HTTP: COUPON-3 to COUPON-12.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{Played, amount, field};

const COUPONS: &str = "/v2/promotions/benefits/partner-coupons";
const RECLAIM: &str = "/v2/promotions/benefits/partner-coupons/reclaim";
const RECORDS: &str = "/v2/promotions/benefits/partner-coupons/records/query";
const OWN: &str = "/v2/promotions/benefits/coupons";
const QUOTAS: &str = "/v2/partners/coupon-quotas/query";

/// The richest quota of an owner that may be issued, and its balance.
async fn richest(played: &Played, reseller: Option<&str>) -> (String, Decimal) {
    let filters = json!({"quota_status_list": [0], "indirect_partner_id": reseller});
    let quotas = played.all_posted(QUOTAS, "quotas", &filters).await;
    let ready = quotas.iter().filter(|quota| quota["effective_time"].as_str() < Some(super::NOW));
    let best = ready.max_by_key(|quota| amount(&quota["balance"])).unwrap();
    (best["quota_id"].as_str().unwrap().to_owned(), amount(&best["balance"]))
}

#[tokio::test]
async fn the_world_has_coupons_in_every_state_and_records_of_every_kind() {
    let played = Played::china().await;
    let (mut coupons, mut records) = (Vec::new(), Vec::new());
    let mut owners = vec![None];
    owners.extend(played.resellers().await.into_iter().map(Some));
    for owner in &owners {
        let filters: Vec<(&str, &str)> = owner.iter().map(|id| ("indirect_partner_id", id.as_str())).collect();
        coupons.extend(played.all(COUPONS, "user_coupons", &filters).await);
        records.extend(played.all(RECORDS, "records", &filters).await);
    }
    let states: BTreeSet<i64> = coupons.iter().map(|coupon| coupon["status"].as_i64().unwrap()).collect();
    assert_eq!(states, [1, 2, 3, 4, 5].into());
    let kinds: BTreeSet<String> = field(&records, "operation_type").into_iter().collect();
    assert_eq!(kinds.into_iter().collect::<String>(), "123456789");
    assert!(records.iter().any(|record| record["result"] == "-1"));
    for kind in [1, 4] {
        assert!(coupons.iter().any(|coupon| coupon["coupon_type"] == kind), "no coupon of type {kind}");
    }
    assert!(coupons.iter().any(|coupon| coupon["balance"].is_null()), "an old one has no balance");
    assert!(coupons.iter().any(|coupon| coupon["is_frozen"] == "1"));
}

/// QUOTA-5 over both lists: what left a child is in its coupons.
#[tokio::test]
async fn a_childs_balance_is_what_its_coupons_left() {
    let played = Played::china().await;
    children_add_up(&played).await;
    played.running.control().advance(400 * 86_400).unwrap();
    children_add_up(&played).await;
}

async fn children_add_up(played: &Played) {
    let reseller = played.resellers().await[0].clone();
    let filters = [("indirect_partner_id", reseller.as_str())];
    let records = played.all(RECORDS, "records", &filters).await;
    let children = played.all("/v2/partners/issued-coupon-quotas", "quotas", &filters).await;
    assert!(children.len() > 2);
    for child in children.iter().filter(|child| child["quota_status"] != 6) {
        let of = |issue: bool| -> Decimal {
            let mine =
                records.iter().filter(|record| record["quota_id"] == child["quota_id"] && record["result"] == "0");
            let kind = mine.filter(|record| (record["operation_type"] == "1") == issue);
            kind.map(|record| amount(&record["operation_amount"])).sum()
        };
        let left = amount(&child["quota_value"]) - of(true) + of(false);
        assert_eq!(amount(&child["balance"]), left, "{child}");
    }
}

#[tokio::test]
async fn what_expires_goes_back_by_itself() {
    let played = Played::china().await;
    let usable = played.all(COUPONS, "user_coupons", &[("status", "2")]).await;
    let expiries = async || {
        let query = [("operation_types", "4"), ("limit", "100")];
        played.get(RECORDS, &query).await.ok()["total_count"].as_u64().unwrap()
    };
    let before = expiries().await;
    played.running.control().advance(400 * 86_400).unwrap();
    let expired = played.all(COUPONS, "user_coupons", &[("status", "4")]).await;
    let balances = expired.iter().filter(|coupon| !coupon["balance"].is_null());
    assert!(balances.map(|coupon| amount(&coupon["balance"])).all(|balance| balance.is_zero()));
    assert!(expired.len() >= usable.len());
    assert!(expiries().await >= before + usable.len() as u64);
    assert!(played.running.control().ledger().is_empty(), "nobody called for it");
}

#[tokio::test]
async fn issuing_draws_in_the_order_of_the_list_until_the_quota_runs_short() {
    let played = Played::china().await;
    let reseller = played.resellers().await[0].clone();
    let (quota, balance) = richest(&played, Some(&reseller)).await;
    let (mine, foreign) = (played.resale(Some(&reseller)).await, played.resale(None).await);
    let advisor = played.customers(Some(&reseller)).await.into_iter().find(|one| one["association_type"] == "1");
    let face = (balance / Decimal::from(2)).round_dp(2) - Decimal::ONE;
    let mut customers = vec![json!(mine), json!(foreign), json!(mine), json!(mine)];
    customers.extend(advisor.map(|one| one["customer_id"].clone()));
    let body = json!({
        "quota_id": quota, "customer_ids": customers, "face_value": face.to_string(), "memo": "ptl:0190 春季",
        "indirect_partner_id": reseller,
    });
    let answer = played.post(COUPONS, body).await.ok();
    let (done, refused) = (&answer["coupon_infos"], &answer["error_details"]);
    assert_eq!(done.as_array().unwrap().len(), 2, "the same customer twice: {answer}");
    assert_ne!(done[0]["coupon_id"], done[1]["coupon_id"]);
    assert_eq!(refused[0]["error_code"], "CBC.99000035");
    assert_eq!(refused[1]["error_code"], "CBC.99000013");
    if customers.len() == 5 {
        assert_eq!(refused[2]["error_code"], "CBC.99000014");
    }
    assert_eq!(richest_balance(&played, &reseller, &quota).await, balance - face * Decimal::TWO);
    let id = done[0]["coupon_id"].as_str().unwrap();
    let filters = [("coupon_ids", id), ("indirect_partner_id", &reseller)];
    let record = played.get(RECORDS, &filters).await.ok()["records"][0].clone();
    assert_eq!((&record["operation_type"], &record["remark"]), (&json!("1"), &json!("ptl:0190 春季")));
    assert_eq!(amount(&record["operation_amount"]), face);
    let effects = played.running.control().ledger();
    assert_eq!(effects.len(), 2);
    assert_eq!(effects[0].quota_id.as_deref(), Some(quota.as_str()));
    assert_eq!(effects[0].indirect_partner_id.as_deref(), Some(reseller.as_str()));
}

async fn richest_balance(played: &Played, reseller: &str, quota: &str) -> Decimal {
    let body = json!({"quota_ids": [quota], "indirect_partner_id": reseller});
    amount(&played.post(QUOTAS, body).await.ok()["quotas"][0]["balance"])
}

#[tokio::test]
async fn a_coupon_is_reclaimed_once_without_a_body() {
    let played = Played::china().await;
    let (quota, balance) = richest(&played, None).await;
    let customer = played.resale(None).await;
    let body = json!({"quota_id": quota, "customer_ids": [customer], "face_value": 88.5});
    let coupon = played.post(COUPONS, body).await.ok()["coupon_infos"][0]["coupon_id"].clone();
    let answer = played.post(RECLAIM, json!({"coupon_id": coupon})).await;
    assert_eq!((answer.status, &answer.body), (204, &Value::Null));
    let again = played.post(RECLAIM, json!({"coupon_id": coupon})).await;
    assert_eq!(again.refusal(), (200, "CBC.99000048"));
    let listed = played.get(COUPONS, &[("coupon_id", coupon.as_str().unwrap())]).await.ok();
    assert_eq!(listed["user_coupons"][0]["status"], 5);
    let quotas = played.post(QUOTAS, json!({"quota_ids": [quota]})).await.ok();
    assert_eq!(amount(&quotas["quotas"][0]["balance"]), balance);
    let records = played.get(RECORDS, &[("coupon_ids", coupon.as_str().unwrap()), ("operation_types", "2")]).await.ok();
    assert_eq!(amount(&records["records"][0]["operation_amount"]), amount(&json!(88.5)));
    let amounts: Vec<_> = played.running.control().ledger().into_iter().map(|effect| effect.amount).collect();
    assert_eq!(amounts, [Some(amount(&json!(88.5))); 2]);
    let foreign = played.resellers().await[0].clone();
    let wrong = played.post(RECLAIM, json!({"coupon_id": coupon, "indirect_partner_id": foreign})).await;
    assert_eq!(wrong.refusal(), (400, "CBC.99000000"));
    let empty = played.post(RECLAIM, json!({"coupon_id": coupon, "indirect_partner_id": ""})).await;
    assert_eq!(empty.refusal(), (400, "CBC.0100"));
}

#[tokio::test]
async fn what_may_not_be_issued_is_refused_with_its_code() {
    let played = Played::china().await;
    let (quota, _) = richest(&played, None).await;
    let customer = played.resale(None).await;
    let base = json!({"quota_id": quota, "customer_ids": [customer], "face_value": 10});
    for (change, code) in [
        (json!({"quota_id": "none"}), "CBC.99000012"),
        (json!({"face_value": 90_000_000}), "CBC.99000019"),
        (json!({"face_value": 0}), "CBC.0100"),
        (json!({"customer_ids": []}), "CBC.0100"),
        (json!({"expire_time": "2026-01-01T00:00:00Z"}), "CBC.0100"),
        (json!({"expire_time": "2099-01-01T00:00:00Z"}), "CBC.0100"),
        (json!({"memo": "x".repeat(65)}), "CBC.0100"),
        (json!({"indirect_partner_id": "none"}), "CBC.99000037"),
    ] {
        let mut body = base.clone();
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        assert_eq!(played.post(COUPONS, body).await.refusal(), (400, code), "{change}");
    }
    assert!(played.running.control().ledger().is_empty());
}

#[tokio::test]
async fn record_filters_follow_their_odd_rules() {
    let played = Played::china().await;
    let count = async |query: &[(&str, &str)]| played.get(RECORDS, query).await.ok()["total_count"].as_u64().unwrap();
    let all = count(&[]).await;
    assert!(count(&[("operation_types", "2"), ("operation_types", "5")]).await < all);
    assert_eq!(count(&[("operation_types", "77")]).await, all, "an unknown type is ignored");
    assert_eq!(count(&[("operation_types", "")]).await, 0, "an empty one matches nothing");
    assert_eq!(count(&[("result", "nonsense")]).await, all);
    assert_eq!(count(&[("result", "0")]).await + count(&[("result", "-1")]).await, all);
    assert_eq!(count(&[("quota_type", "0")]).await + count(&[("quota_type", "1")]).await, all);
    let nine: Vec<(&str, &str)> =
        ["1", "2", "3", "4", "5", "6", "7", "8", "9"].into_iter().map(|kind| ("operation_types", kind)).collect();
    assert_eq!(played.get(RECORDS, &nine).await.refusal(), (400, "CBC.0100"));
}

#[tokio::test]
async fn own_coupons_are_there_on_both_sites() {
    let played = Played::china().await;
    let own = played.get(OWN, &[("limit", "100")]).await.ok();
    assert_eq!(own["count"], 14);
    let versions: BTreeSet<i64> =
        own["user_coupons"].as_array().unwrap().iter().map(|one| one["coupon_version"].as_i64().unwrap()).collect();
    assert_eq!(versions, [1, 2].into());
    assert_eq!(played.get(OWN, &[("offset", "0")]).await.refusal(), (400, "CBC.0100"), "offset only with limit");
    let reseller = played.resellers().await[0].clone();
    let theirs = played.get(OWN, &[("indirect_partner_id", &reseller)]).await.ok();
    assert_eq!(theirs["user_coupons"][0]["customer_id"], reseller.as_str());
    let abroad = Played::international().await;
    assert_eq!(abroad.get(OWN, &[]).await.ok()["user_coupons"][0]["currency"], "USD");
}
