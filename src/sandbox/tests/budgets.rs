//! Budgets and freezing over HTTP: ACCT-17 to ACCT-23.

use serde_json::{Value, json};

use super::{Played, amount, field};

const BUDGET: &str = "/v2/partners/sub-customers/budget";
const BATCH: &str = "/v2/partners/sub-customers/budget/query";
const RECORDS: &str = "/v2/partners/sub-customers/budget/records";
const FREEZE: &str = "/v2/partners/sub-customers/freeze";
const UNFREEZE: &str = "/v2/partners/sub-customers/unfreeze";
const LIST: &str = "/v2/partners/sub-customers/query";

async fn is_frozen(played: &Played, id: &str) -> Value {
    played.post(LIST, json!({"customer_id": id})).await.ok()["customer_infos"][0]["is_frozen"].clone()
}

#[tokio::test]
async fn a_budget_is_set_absolutely_and_forgets_its_type_when_it_is_left_out() {
    let played = Played::international().await;
    let customer = played.resale(None).await;
    let show = async || played.get(BUDGET, &[("customer_id", &customer)]).await.ok();
    let body =
        json!({"customer_id": customer, "budget_amount": 1500.5, "budget_type": "PACKAGE", "frozen_operate_type": 1});
    assert_eq!(played.post(BUDGET, body).await.ok(), json!({}));
    let shown = show().await;
    assert_eq!((&shown["budget_type"], amount(&shown["budget_amount"])), (&json!("PACKAGE"), amount(&json!(1500.5))));
    played.post(BUDGET, json!({"customer_id": customer, "budget_amount": 10})).await.ok();
    assert_eq!(show().await["budget_type"], "MONTHLY");
    let newest = played.get(RECORDS, &[("customer_id", &customer)]).await.ok()["record_list"][0].clone();
    assert_eq!((&newest["operation_type"], amount(&newest["budget_amount"])), (&json!("SETTING"), 10.into()));
    for (amount, kind) in [(json!(0), json!(null)), (json!(2_147_483_648_i64), json!(null)), (json!(1), json!(""))] {
        let body = json!({"customer_id": customer, "budget_amount": amount, "budget_type": kind});
        assert_eq!(played.post(BUDGET, body).await.refusal(), (400, "CBC.0100"), "{amount} {kind}");
    }
    assert_eq!(played.running.control().ledger().len(), 2);
}

#[tokio::test]
async fn a_batch_of_budgets_drops_ids_of_others() {
    let played = Played::international().await;
    let reseller = played.resellers().await[0].clone();
    let (mine, foreign) = (played.resale(None).await, played.resale(Some(&reseller)).await);
    let answer = played.post(BATCH, json!({"customer_ids": [foreign, mine, "x"]})).await.ok();
    assert_eq!(field(answer["budget_infos"].as_array().unwrap(), "customer_id"), [mine]);
    assert_eq!(answer["currency"], "USD");
}

#[tokio::test]
async fn freezing_sets_a_state_and_lists_only_failures() {
    let played = Played::international().await;
    let customer = played.resale(None).await;
    let body = json!({"customer_ids": [customer, "x"], "reason": "overdue", "freeze_type": "ACCOUNT_AND_RESOURCE"});
    let answer = played.post(FREEZE, body.clone()).await.ok();
    assert_eq!(answer["error_details"].as_array().unwrap().len(), 1);
    assert_eq!(is_frozen(&played, &customer).await, 1);
    let other = json!({"customer_ids": [customer], "reason": "paid", "unfreeze_type": "ACCOUNT"});
    assert_eq!(played.post(UNFREEZE, other).await.ok()["error_details"].as_array().unwrap().len(), 1);
    let same = json!({"customer_ids": [customer], "reason": "paid", "unfreeze_type": "ACCOUNT_AND_RESOURCE"});
    assert_eq!(played.post(UNFREEZE, same).await.ok(), json!({}));
    assert_eq!(is_frozen(&played, &customer).await, 0);
    assert_eq!(played.post(FREEZE, json!({"customer_ids": [customer]})).await.refusal(), (400, "CBC.0100"));
    let many: Vec<String> = (0..11).map(|id| id.to_string()).collect();
    let many = played.post(FREEZE, json!({"customer_ids": many, "reason": "x"})).await;
    assert_eq!(many.refusal(), (400, "CBC.0100"));
}

#[tokio::test]
async fn setting_a_budget_can_unfreeze() {
    let played = Played::international().await;
    let customers = played.customers(None).await;
    let frozen = customers.iter().find(|one| one["is_frozen"] == 1 && one["association_type"] == "3").unwrap();
    let id = frozen["customer_id"].as_str().unwrap();
    let body = json!({"customer_id": id, "budget_amount": "50.00", "cancel_partner_frozen": "1"});
    played.post(BUDGET, body).await.ok();
    assert_eq!(is_frozen(&played, id).await, 0);
}

#[tokio::test]
async fn the_consumption_quota_adds_up_in_text() {
    let played = Played::international().await;
    let quota = played.get("/v2/partners/credit/consumption-quota", &[]).await.ok();
    let of = |name: &str| amount(&quota[name]);
    assert!(quota["due_amount"].is_string());
    let used = of("due_amount") + of("unbilled_amount") - of("amount") - of("coupon_amount");
    assert_eq!(of("used_consumption_quota"), used);
}
