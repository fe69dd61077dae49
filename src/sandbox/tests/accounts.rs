//! Money over HTTP: ACCT-3 to ACCT-12.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{Played, amount, field};

const BALANCES: &str = "/v2/accounts/partner-accounts/balances";
const CUSTOMERS: &str = "/v2/accounts/customer-accounts/balances/batch-query";
const RECORDS: &str = "/v3/accounts/partner-accounts/adjust-records";
const STATEMENT: &str = "/v2/accounts/partner-accounts/account-change-records";
const TO_CUSTOMER: &str = "/v2/accounts/partner-accounts/adjust-amount";
const FROM_CUSTOMER: &str = "/v2/accounts/partner-accounts/reclaim";
const TO_RESELLER: &str = "/v2/accounts/partner-accounts/indirect-partner-adjust";
const FROM_RESELLER: &str = "/v2/accounts/partner-accounts/indirect-partner-reclaim";

/// Balance of an account type of the partner, or of one reseller.
async fn balance(played: &Played, reseller: Option<&str>, kind: i64) -> Decimal {
    let query: Vec<(&str, &str)> = reseller.iter().map(|id| ("indirect_partner_id", *id)).collect();
    let answer = played.get(BALANCES, &query).await.ok();
    let rows = answer["account_balances"].as_array().unwrap();
    amount(&rows.iter().find(|row| row["account_type"] == kind).unwrap()["amount"])
}

async fn purse(played: &Played, id: &str, reseller: Option<&str>) -> Decimal {
    let body = json!({"customer_infos": [{"customer_id": id}], "indirect_partner_id": reseller});
    amount(&played.post(CUSTOMERS, body).await.ok()["customer_balances"][0]["amount"])
}

#[tokio::test]
async fn every_statement_adds_up_to_the_balance() {
    let played = Played::china().await;
    let mut owners = vec![None];
    owners.extend(played.resellers().await.into_iter().map(Some));
    let mut details = BTreeSet::new();
    for owner in &owners {
        for (kind, balance_type) in [(1, "BALANCE_TYPE_DEBIT"), (2, "BALANCE_TYPE_CREDIT")] {
            let mut filters = vec![("balance_type", balance_type)];
            filters.extend(owner.iter().map(|id| ("indirect_partner_id", id.as_str())));
            let lines = played.all(STATEMENT, "records", &filters).await;
            details.extend(field(&lines, "trade_detail_type"));
            assert_eq!(amount(&lines[0]["balance_after_change"]), balance(&played, owner.as_deref(), kind).await);
            for pair in lines.windows(2) {
                let change = amount(&pair[0]["change_amount"]);
                let change = if pair[0]["type"] == "1" { change } else { -change };
                let after = amount(&pair[1]["balance_after_change"]) + change;
                assert_eq!(amount(&pair[0]["balance_after_change"]), after, "{pair:?}");
                assert!(pair[0]["trade_time"].as_str() >= pair[1]["trade_time"].as_str(), "{pair:?}");
            }
        }
    }
    assert!(details.len() >= 18, "{details:?}");
}

#[tokio::test]
async fn what_a_customer_owes_stands_on_its_bills() {
    let played = Played::china().await;
    let (mut owing, mut square) = (0, 0);
    for customer in played.customers(None).await.iter().filter(|one| one["association_type"] == "2") {
        let id = customer["customer_id"].as_str().unwrap();
        let body = json!({"customer_infos": [{"customer_id": id}]});
        let balance = played.post(CUSTOMERS, body).await.ok()["customer_balances"][0].clone();
        let mut debts = Decimal::ZERO;
        for month in ["2026-09", "2026-10", "2026-11"] {
            let path = "/v2/bills/subcustomer-bills/res-fee-records";
            let lines = played.all(path, "fee_records", &[("bill_cycle", month), ("customer_id", id)]).await;
            debts += lines.iter().map(|line| amount(&line["debt_amount"])).sum::<Decimal>();
        }
        assert_eq!(amount(&balance["debt_amount"]), debts, "{id}");
        if debts.is_zero() {
            square += 1;
        } else {
            assert_eq!(amount(&balance["amount"]), Decimal::ZERO, "who has money owes none");
            owing += 1;
        }
    }
    assert!(owing > 0 && square > owing, "{owing} of {} owe", owing + square);
}

#[tokio::test]
async fn money_goes_to_a_customer_and_comes_back() {
    let played = Played::china().await;
    let reseller = played.resellers().await[0].clone();
    for owner in [None, Some(reseller.as_str())] {
        let customer = played.resale(owner).await;
        let before = (balance(&played, owner, 1).await, purse(&played, &customer, owner).await);
        let body = json!({"customer_id": customer, "amount": "300.10", "indirect_partner_id": owner});
        let sent = played.post(TO_CUSTOMER, body.clone()).await.ok();
        let hundreds = amount(&json!("300.10"));
        assert_eq!(balance(&played, owner, 1).await, before.0 - hundreds);
        assert_eq!(purse(&played, &customer, owner).await, before.1 + hundreds);
        let mut query = vec![("trans_id", sent["transfer_id"].as_str().unwrap())];
        query.extend(owner.iter().map(|id| ("indirect_partner_id", *id)));
        let record = played.get(RECORDS, &query).await.ok()["records"][0].clone();
        assert_eq!(record["operation_type"], "SOURCE_OPERATION_BEADJUST");
        assert_eq!((&record["amount"], &record["customer_id"]), (&json!("300.10"), &json!(customer)));

        let back = played.post(FROM_CUSTOMER, body).await.ok();
        assert!(back["trans_id"].as_str().unwrap().starts_with("RE"));
        assert_eq!((balance(&played, owner, 1).await, purse(&played, &customer, owner).await), before);
    }
    let ledger = played.running.control().ledger();
    assert_eq!(ledger.len(), 4);
    assert_eq!(ledger[3].indirect_partner_id.as_deref(), Some(reseller.as_str()));
}

#[tokio::test]
async fn money_goes_to_a_reseller_and_comes_back() {
    let played = Played::china().await;
    let reseller = played.resellers().await[0].clone();
    let before = (balance(&played, None, 1).await, balance(&played, Some(&reseller), 1).await);
    let body = json!({"indirect_partner_id": reseller, "amount": 1000});
    played.post(TO_RESELLER, body.clone()).await.ok();
    assert_eq!(balance(&played, Some(&reseller), 1).await, before.1 + Decimal::from(1000));
    let records = played.get(RECORDS, &[("customer_id", &reseller)]).await.ok();
    assert_eq!(records["records"][0]["operation_type"], "SOURCE_OPERATION_BEADJUST");
    played.post(FROM_RESELLER, body).await.ok();
    assert_eq!((balance(&played, None, 1).await, balance(&played, Some(&reseller), 1).await), before);
    let all = json!({"indirect_partner_id": reseller, "amount": before.1 + Decimal::ONE});
    assert_eq!(played.post(FROM_RESELLER, all).await.refusal(), (400, "CBC.99005003"));
}

#[tokio::test]
async fn a_transfer_draws_on_cash_and_then_on_credit() {
    let played = Played::china().await;
    let customer = played.resale(None).await;
    let (cash, credit) = (balance(&played, None, 1).await, balance(&played, None, 2).await);
    let all = balance(&played, None, 8).await;
    let over = json!({"customer_id": customer, "amount": (all + Decimal::ONE).to_string()});
    assert_eq!(played.post(TO_CUSTOMER, over).await.refusal(), (400, "CBC.5003"));
    let body = json!({"customer_id": customer, "amount": (all - Decimal::TEN).to_string()});
    let sent = played.post(TO_CUSTOMER, body).await.ok();
    assert_eq!(balance(&played, None, 2).await, Decimal::TEN);
    assert_eq!(balance(&played, None, 1).await, cash + credit - all, "what is earmarked stays");
    for balance_type in ["BALANCE_TYPE_DEBIT", "BALANCE_TYPE_CREDIT"] {
        let newest = played.get(STATEMENT, &[("balance_type", balance_type)]).await.ok()["records"][0].clone();
        assert_eq!(newest["trade_id"], sent["transfer_id"]);
    }
    assert_eq!(played.running.control().ledger().len(), 1);
}

#[tokio::test]
async fn foreign_and_advisor_customers_are_dropped_or_refused() {
    let played = Played::china().await;
    let reseller = played.resellers().await[0].clone();
    let (mine, foreign) = (played.resale(None).await, played.resale(Some(&reseller)).await);
    let customers = played.customers(None).await;
    let advisor = customers.iter().find(|one| one["association_type"] == "1").unwrap()["customer_id"].clone();
    let infos: Vec<Value> = [json!(mine), json!(foreign), advisor.clone(), json!("x")]
        .into_iter()
        .map(|id| json!({"customer_id": id}))
        .collect();
    let answer = played.post(CUSTOMERS, json!({"customer_infos": infos})).await.ok();
    assert_eq!(field(answer["customer_balances"].as_array().unwrap(), "customer_id"), [mine]);
    for (id, code) in [(json!(foreign), "CBC.99000035"), (advisor, "CBC.99000000")] {
        let body = json!({"customer_id": id, "amount": 1});
        assert_eq!(played.post(TO_CUSTOMER, body).await.refusal(), (400, code));
    }
    let many: Vec<Value> = (0..101).map(|id| json!({"customer_id": id.to_string()})).collect();
    assert_eq!(played.post(CUSTOMERS, json!({"customer_infos": many})).await.refusal(), (400, "CBC.0100"));
}

#[tokio::test]
async fn statements_and_records_have_their_filters() {
    let played = Played::china().await;
    let count = async |query: &[(&str, &str)]| {
        let query = [query, &[("balance_type", "BALANCE_TYPE_DEBIT")]].concat();
        played.get(STATEMENT, &query).await
    };
    let all = count(&[]).await.ok()["total_count"].as_u64().unwrap();
    assert!(all > 50);
    let recharges = count(&[("trade_type", "RECHARGE")]).await.ok()["total_count"].as_u64().unwrap();
    assert!(recharges > 0 && recharges < all);
    let month = [("trade_time_begin", "2026-10-01"), ("trade_time_end", "2026-10-31")];
    let month = count(&month).await.ok()["total_count"].as_u64().unwrap();
    assert!(month > 0 && month < all);
    let two_years = [("trade_time_begin", "2024-10-01"), ("trade_time_end", "2026-10-31")];
    assert_eq!(count(&two_years).await.refusal(), (400, "CBC.0100"));
    assert_eq!(played.get(STATEMENT, &[]).await.refusal(), (400, "CBC.0100"), "balance_type is needed");
    let kinds: BTreeSet<String> =
        field(&played.all(RECORDS, "records", &[]).await, "operation_type").into_iter().collect();
    assert_eq!(kinds.len(), 3, "{kinds:?}");
}
