//! Customers and resellers over HTTP: CUST-5 to CUST-12.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{Played, field};
use crate::sandbox::{Profile, Site};

const LIST: &str = "/v2/partners/sub-customers/query";
const CREATE: &str = "/v2/partners/sub-customers";
const IDENTITY: &str = "/v2/partners/sub-customers/users/check-identity";
const CODE: &str = "/v2/bases/verificationcode/send";
const TAGS: &str = "/v2/partners/sub-customers/new-customers-tags/batch-query";

#[tokio::test]
async fn each_customer_is_listed_once_and_every_reseller_has_some() {
    for (site, customers, resellers) in [(Site::China, 60, 6), (Site::International, 41, 3), (Site::China, 7, 2)] {
        let played = Played::with(|options| {
            (options.site, options.customers, options.resellers) = (site, customers, resellers);
        })
        .await;
        let ids = played.resellers().await;
        assert_eq!(ids.len(), resellers);
        let mut all = field(&played.customers(None).await, "customer_id");
        for id in &ids {
            let of = played.customers(Some(id)).await;
            assert!(!of.is_empty());
            all.extend(field(&of, "customer_id"));
        }
        assert_eq!(all.len(), customers);
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), customers);
        assert!(all.iter().all(|id| id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit())));
    }
}

#[tokio::test]
async fn a_solution_provider_has_all_customers_itself() {
    let played = Played::with(|options| options.profile = Profile::SolutionProvider).await;
    let customers = played.customers(None).await;
    assert_eq!(customers.len(), 60);
    let values = |name: &str| field(&customers, name).into_iter().collect::<BTreeSet<_>>();
    assert_eq!(values("association_type"), ["1".to_owned(), "2".to_owned()].into());
    assert!(values("verified_status").len() >= 3, "{:?}", values("verified_status"));
    assert!(customers.iter().any(|one| one["is_frozen"] == 1));
    assert!(customers.iter().all(|one| one["customer"].as_str().is_some_and(|name| !name.is_ascii())));
    let refused = played.post(LIST, json!({"indirect_partner_id": "someone"})).await;
    assert_eq!(refused.refusal(), (400, "CBC.99000037"));
}

#[tokio::test]
async fn filters_find_by_part_of_a_name_and_by_exact_id() {
    let played = Played::china().await;
    let all = played.customers(None).await;
    let one = all.iter().find(|one| one["label"].is_string()).unwrap();
    let count = async |filter: Value| played.post(LIST, filter).await.ok()["count"].as_u64().unwrap();
    let account = one["account_name"].as_str().unwrap();
    assert!(count(json!({"account_name": account[..4]})).await >= 1);
    assert!(count(json!({"label": one["label"]})).await >= 1);
    assert_eq!(count(json!({"customer_id": one["customer_id"]})).await, 1);
    assert_eq!(count(json!({"customer_id": "unknown"})).await, 0);
    assert_eq!(count(json!({"label": ""})).await, 0);
    assert_eq!(count(json!({"label": null})).await, all.len() as u64);
    let associated = one["associated_on"].as_str().unwrap();
    assert_eq!(count(json!({"customer_id": one["customer_id"], "associated_on_begin": associated})).await, 0);
}

#[tokio::test]
async fn a_created_customer_exists_at_once_and_is_listed_a_little_later() {
    let played = Played::china().await;
    let reseller = played.resellers().await[0].clone();
    let phone = "0086-13912345678";
    played.post(CODE, json!({"receiver_type": 1, "mobile_phone": phone})).await.ok();
    let code = played.running.control().codes()[0]["code"].clone();
    let body = json!({
        "domain_name": "xinkehu_01", "mobile_phone": phone, "verification_code": code, "xaccount_id": "crm-1",
        "xaccount_type": "yunhe_crm", "indirect_partner_id": reseller,
    });
    let made = played.post(CREATE, body.clone()).await.ok();
    assert_eq!(made["domain_name"], "xinkehu_01");
    let id = json!({"customer_id": made["domain_id"], "indirect_partner_id": reseller});
    assert_eq!(played.post(LIST, id.clone()).await.ok()["count"], 0);
    played.pass(TimeDelta::seconds(5));
    let listed = played.post(LIST, id).await.ok();
    assert_eq!(listed["customer_infos"][0]["xaccount_id"], "crm-1");
    assert_eq!(listed["customer_infos"][0]["verified_status"], "-1");

    assert_eq!(played.post(CREATE, body.clone()).await.refusal(), (400, "CBC.99000039"));
    let other = |change: Value| {
        let mut body = body.clone();
        body["xaccount_id"] = json!("crm-2");
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        body
    };
    for (change, code) in [
        (json!({}), "CBC.99000038"),
        (json!({"domain_name": "op_new_01"}), "CBC.99000031"),
        (json!({"domain_name": "xinkehu_02", "verification_code": "000000"}), "CBC.99004010"),
        (json!({"domain_name": "xinkehu_02", "mobile_phone": "0044-7700900123"}), "CBC.5017"),
        (json!({"domain_name": "xinkehu_02", "password": "20_uheknix"}), "CBC.99000036"),
        (json!({"domain_name": "xinkehu_02", "indirect_partner_id": null}), "CBC.50010059"),
        (json!({"xaccount_type": ""}), "CBC.0100"),
    ] {
        assert_eq!(played.post(CREATE, other(change.clone())).await.refusal(), (400, code), "{change}");
    }
    assert_eq!(played.running.control().ledger().len(), 1);
    played.running.control().advance(601).unwrap();
    let late = other(json!({"domain_name": "xinkehu_03"}));
    assert_eq!(played.post(CREATE, late).await.refusal(), (400, "CBC.99004008"));
}

#[tokio::test]
async fn an_association_that_times_out_leaves_an_account_with_its_id_in_the_body() {
    let played = Played::international().await;
    let reseller = played.resellers().await[0].clone();
    played.faults(json!({"association_timeout": {"count": 1}}));
    let body = json!({
        "domain_area": "SG", "xaccount_id": "crm-1", "xaccount_type": "yunhe_crm", "indirect_partner_id": reseller,
        "include_association_result": true,
    });
    let answer = played.post(CREATE, body).await;
    assert_eq!(answer.refusal(), (500, "CBC.99000050"));
    let id = answer.body["domain_id"].as_str().unwrap();
    played.running.control().advance(60).unwrap();
    let listed = played.post(LIST, json!({"customer_id": id, "indirect_partner_id": reseller})).await.ok();
    assert_eq!(listed["customer_infos"][0]["is_frozen"], 1, "frozen until it has a budget");
    assert_eq!(played.running.control().ledger()[0].counterparty_id.as_deref(), Some(id));
}

#[tokio::test]
async fn an_identity_is_checked_by_its_kind() {
    let played = Played::china().await;
    let all = played.customers(None).await;
    let check = async |kind: &str, value: &str| {
        played.post(IDENTITY, json!({"search_type": kind, "search_value": value})).await
    };
    let account = all[0]["account_name"].as_str().unwrap();
    assert_eq!(check("name", account).await.ok()["check_result"], "used_by_user");
    assert_eq!(check("name", "quite-new_01").await.ok()["check_result"], "available");
    let free = check("mobile", "0086-13000000000").await.ok();
    assert_eq!((&free["check_result"], &free["mobile_remain_available_num"]), (&json!("available"), &json!(5)));
    for (kind, value) in [("mobile", "13000000000"), ("name", "op_x12"), ("email", "x"), ("fax", "1"), ("name", "")] {
        assert_eq!(check(kind, value).await.refusal(), (400, "CBC.0100"), "{kind} {value}");
    }
}

#[tokio::test]
async fn codes_are_limited_to_fifteen_an_hour() {
    let played = Played::china().await;
    let body = json!({"receiver_type": 1, "mobile_phone": "0086-13912345678", "timeout": 3000});
    for _ in 0..15 {
        played.post(CODE, body.clone()).await.ok();
    }
    assert_eq!(played.post(CODE, body.clone()).await.refusal(), (400, "CBC.99004015"));
    let sent = &played.running.control().codes()[0];
    assert_eq!(sent["expires_at"], "2026-11-22T03:09:05Z", "more than an hour becomes five minutes");
    played.running.control().advance(3601).unwrap();
    played.post(CODE, body).await.ok();
    assert!(played.running.control().ledger().is_empty());
}

#[tokio::test]
async fn tags_are_those_of_the_owners_customers_alone() {
    let played = Played::china().await;
    let reseller = played.resellers().await[0].clone();
    let (own, foreign) = (played.customers(None).await, played.customers(Some(&reseller)).await);
    let ids = [&own[0]["customer_id"], &foreign[0]["customer_id"]];
    let tags = played.post(TAGS, json!({"customer_ids": ids})).await.ok();
    assert_eq!(tags["new_customer_tags"].as_array().unwrap().len(), 1);
    let all = played.post(TAGS, json!({"limit": 100})).await.ok();
    let all = field(all["new_customer_tags"].as_array().unwrap(), "new_customer_tag");
    assert!(["Y", "N", ""].iter().all(|tag| all.iter().any(|one| one == tag)), "{all:?}");
}
