//! Real-name authentication over HTTP: RN-1 to RN-5.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::Played;

const INDIVIDUAL: &str = "/v2/customers/realname-auths/individual";
const ENTERPRISE: &str = "/v2/customers/realname-auths/enterprise";
const RESULT: &str = "/v2/customers/realname-auths/result";

/// A customer whose list row has that `verified_status` and, for a verified one, that type.
async fn one(played: &Played, status: &str, kind: i64) -> String {
    let mut all = played.customers(None).await;
    for reseller in played.resellers().await {
        all.extend(played.customers(Some(&reseller)).await);
    }
    let found = all.iter().find(|one| one["verified_status"] == status && one["customer_type"] == kind);
    found.unwrap()["customer_id"].as_str().unwrap().to_owned()
}

fn documents(customer: &str, number: &str) -> Value {
    json!({
        "customer_id": customer, "identify_type": 0, "verified_type": 5, "verified_file_url": ["a.jpg", "b.PNG", "c.pdf"],
        "name": "陈伟", "verified_number": number, "change_type": -1, "xaccount_type": "yunhe_crm",
    })
}

fn licence(customer: &str) -> Value {
    json!({
        "customer_id": customer, "identify_type": 1, "certificate_type": 0, "verified_file_url": ["l.jpg"],
        "corp_name": "云禾数字科技（上海）有限公司", "verified_number": "91310115MA1K35AB1C", "xaccount_type": "yunhe_crm",
        "enterprise_person": {"legel_name": "陈伟", "legel_id_number": "310101199001011234"},
    })
}

#[tokio::test]
async fn an_application_is_reviewed_and_then_decided() {
    let played = Played::china().await;
    let customer = one(&played, "-1", -1).await;
    let result = async || played.get(RESULT, &[("customer_id", &customer)]).await.ok();
    assert_eq!(result().await, json!({}), "absent when nothing was ever submitted");
    assert_eq!(played.post(INDIVIDUAL, documents(&customer, "H1230000")).await.ok(), json!({"is_review": 1}));
    assert_eq!(result().await["review_result"], 0);
    assert_eq!(played.post(INDIVIDUAL, documents(&customer, "H1")).await.refusal(), (400, "CBC.99007188"));
    played.pass(TimeDelta::minutes(30));
    let refused = result().await;
    assert_eq!(refused["review_result"], 1);
    assert!(refused["opinion"].is_string());
    // Who was refused may apply again (RN-8).
    played.post(INDIVIDUAL, documents(&customer, "H1234567")).await.ok();
    played.running.control().advance(1800).unwrap();
    assert_eq!(result().await["review_result"], 2);
    let change = json!({"change_type": 1});
    let mut body = licence(&customer);
    body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    assert_eq!(played.call("PUT", ENTERPRISE, &[], Some(body.clone())).await.ok()["is_review"], 1);
    played.running.control().advance(1800).unwrap();
    assert_eq!(played.call("PUT", ENTERPRISE, &[], Some(body)).await.refusal(), (400, "CBC.99007188"));
    assert_eq!(played.running.control().ledger().len(), 3);
}

#[tokio::test]
async fn the_first_days_states_agree_with_the_list() {
    for played in [
        Played::china().await,
        Played::with(|options| {
            options.site = crate::sandbox::Site::International;
            options.customers = 200;
        })
        .await,
    ] {
        for (status, want) in [("0", json!(0)), ("1", json!(1)), ("2", json!(2))] {
            let all = played.customers(None).await;
            let Some(found) = all.iter().find(|one| one["verified_status"] == status) else { continue };
            let id = found["customer_id"].as_str().unwrap();
            assert_eq!(played.get(RESULT, &[("customer_id", id)]).await.ok()["review_result"], want);
        }
    }
}

#[tokio::test]
async fn what_is_wrong_with_an_application_is_said_by_its_code() {
    let played = Played::china().await;
    let (open, verified) = (one(&played, "-1", -1).await, one(&played, "2", 1).await);
    let with = |mut body: Value, name: &str, value: Value| {
        body[name] = value;
        body
    };
    let individual = [
        (documents("unknown", "H1"), "CBC.99000035"),
        (documents(&verified, "H1"), "CBC.99007188"),
        (with(documents(&open, "H1"), "verified_file_url", json!(["a.exe"])), "CBC.99000100"),
        (with(documents(&open, "H1"), "verified_file_url", json!([])), "CBC.0100"),
        (with(documents(&open, "H1"), "verified_type", json!(4)), "CBC.0100"),
        (with(documents(&open, "H1"), "identify_type", json!(1)), "CBC.0100"),
    ];
    for (body, code) in individual {
        assert_eq!(played.post(INDIVIDUAL, body.clone()).await.refusal(), (400, code), "{body}");
    }
    let enterprise = [
        (with(licence(&open), "corp_name", json!("12345")), "CBC.0100"),
        (with(licence(&open), "identify_type", json!(0)), "CBC.0100"),
        (with(licence(&open), "enterprise_person", json!({"legal_name": "陈伟"})), "CBC.0100"),
        (licence(&verified), "CBC.99007188"),
    ];
    for (body, code) in enterprise {
        assert_eq!(played.post(ENTERPRISE, body.clone()).await.refusal(), (400, code), "{body}");
    }
    assert!(played.running.control().ledger().is_empty());
}

#[tokio::test]
async fn a_bank_card_proved_by_its_phone_is_decided_at_once() {
    let played = Played::china().await;
    let customer = one(&played, "-1", -1).await;
    let code = json!({"receiver_type": 1, "mobile_phone": "0086-13912345678", "scene": 18, "customer_id": customer});
    played.post("/v2/bases/verificationcode/send", code).await.ok();
    let mut body = documents(&customer, "310101199001011234");
    body["identify_type"] = json!(4);
    body["bank_card_info"] = json!({
        "bank_account": "6222021234567890123", "areacode": "0086", "mobile": "13912345678", "verification_code": "000000",
    });
    assert_eq!(played.post(INDIVIDUAL, body.clone()).await.refusal(), (400, "CBC.99004010"));
    body["bank_card_info"]["verification_code"] = played.running.control().codes()[0]["code"].clone();
    assert_eq!(played.post(INDIVIDUAL, body).await.ok(), json!({"is_review": 0}));
    assert_eq!(played.get(RESULT, &[("customer_id", &customer)]).await.ok()["review_result"], 2);
}
