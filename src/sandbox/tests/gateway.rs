//! Signatures, throttle, faults, control and the state file, seen from outside.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{Played, amount, client, options};
use crate::{
    sandbox::{Keys, Options, Profile, Site, StartError, signature, start},
    values::month::vendor_date,
};

const QUOTAS: &str = "/v2/partners/coupon-quotas/query";
const ISSUE: &str = "/v2/partners/coupon-quotas/indirect-partner-adjust";
const RECORDS: &str = "/v2/partners/coupon-quotas/records";

/// The vendor's own signatures, made by the official signer.
#[test]
fn every_signing_vector_verifies_and_a_changed_one_does_not() {
    let file: Value = serde_json::from_str(include_str!("../../cloud/signing-vectors.json")).unwrap();
    let vectors = file["vectors"].as_array().unwrap();
    assert!(vectors.len() >= 60);
    for vector in vectors {
        let text = |name: &str| vector[name].as_str().unwrap();
        let mut headers = axum::http::HeaderMap::new();
        headers.insert("host", text("host").parse().unwrap());
        headers.insert("authorization", text("authorization").parse().unwrap());
        for (name, value) in vector["headers"].as_object().unwrap() {
            let name = axum::http::HeaderName::try_from(name).unwrap();
            headers.insert(name, axum::http::HeaderValue::from_bytes(value.as_str().unwrap().as_bytes()).unwrap());
        }
        let date = headers["x-sdk-date"].to_str().unwrap();
        let at = chrono::NaiveDateTime::parse_from_str(date, "%Y%m%dT%H%M%SZ").unwrap().and_utc();
        let (path, query) = text("request_target").split_once('?').unwrap_or((text("request_target"), ""));
        let uri = format!("{}?{query}", path.replace(' ', "%20")).parse().unwrap();
        let method = text("method").parse().unwrap();
        let verify = |body: &str, sk: &str, at| {
            let received = signature::Received { method: &method, uri: &uri, headers: &headers, body: body.as_bytes() };
            signature::verify(&received, text("ak"), sk, at)
        };
        let body = vector["body"].as_str().unwrap_or_default();
        assert_eq!(verify(body, text("sk"), at), Ok(()), "{vector}");
        assert_eq!(verify(&format!("{body} "), text("sk"), at), Err(signature::Denial::Mismatch));
        assert_eq!(verify(body, "another", at), Err(signature::Denial::Mismatch));
        assert!(verify(body, text("sk"), at + TimeDelta::minutes(15)).is_ok());
        assert_eq!(verify(body, text("sk"), at + TimeDelta::seconds(901)), Err(signature::Denial::Expired));
    }
}

#[tokio::test]
async fn wrong_keys_and_wrong_clocks_are_refused() {
    let played = Played::china().await;
    let at = *played.now.lock().unwrap();
    let domains = |at| client::Signed { method: "GET", path: "/v3/auth/domains", query: &[], body: "", at };
    let (server, keys) = (played.running.address(), played.running.keys());
    let answer = domains(at).send(server, &keys).await.unwrap();
    assert_eq!(answer.body["domains"][0]["id"], keys.domain_id.as_str());
    assert!(answer.header("x-request-id").is_some_and(|id| id.len() == 32));

    let late = domains(at - TimeDelta::minutes(16)).send(server, &keys).await.unwrap();
    assert_eq!(late.refusal(), (401, "APIG.0301"));
    for wrong in [Keys { sk: "wrong".into(), ..keys.clone() }, Keys { ak: "WRONG".into(), ..keys.clone() }] {
        assert_eq!(domains(at).send(server, &wrong).await.unwrap().refusal(), (401, "APIG.0301"));
    }
    let unsigned = client::send(server, "GET", "/v3/auth/domains", &[], "").await.unwrap();
    assert_eq!(unsigned.refusal(), (401, "APIG.0301"));
}

#[tokio::test]
async fn a_call_that_the_site_lacks_is_not_published() {
    let played = Played::international().await;
    assert_eq!(played.post(QUOTAS, json!({})).await.refusal(), (404, "APIG.0101"));
    let played = Played::china().await;
    assert_eq!(played.get(QUOTAS, &[]).await.refusal(), (404, "APIG.0101"));
}

#[tokio::test]
async fn the_eleventh_request_of_a_second_is_throttled() {
    let played = Played::with(|options| options.rate = 1).await;
    assert_eq!(played.post(QUOTAS, json!({})).await.status, 200);
    let second = played.post(QUOTAS, json!({})).await;
    assert_eq!(second.refusal(), (429, "APIG.0308"));
    let limit = second.body["error_msg"].as_str().unwrap().contains("limit:1,time:1 second");
    assert!(limit, "{:?}", second.body);
    assert_eq!(played.running.control().requests()["ListQuotaCoupons"]["429"], 1);
}

/// A quota with enough to issue, and the resellers.
async fn ready(played: &Played) -> (String, Vec<String>) {
    let quotas = played.all_posted(QUOTAS, "quotas", &json!({"quota_status_list": [0]})).await;
    let rich = quotas
        .iter()
        .find(|quota| amount(&quota["balance"]) > 20_000.into() && quota["effective_time"].as_str() < Some(super::NOW))
        .unwrap();
    (rich["quota_id"].as_str().unwrap().to_owned(), played.resellers().await)
}

#[tokio::test]
async fn each_fault_strikes_before_or_after_the_effect_as_it_says() {
    let played = Played::china().await;
    let (quota, resellers) = ready(&played).await;
    let body = json!({"quota_id": quota, "indirect_partner_ids": [resellers[0]], "quota_amount": 10});
    // Fault, answer's status (none = cut) and code, effects.
    let cases = [
        ("throttle", Some((429, "APIG.0308")), 0),
        ("flow", Some((429, "CBC.0250")), 0),
        ("error_before", Some((500, "CBC.0999")), 0),
        ("error_after", Some((500, "CBC.0999")), 1),
        ("cut_before", None, 0),
        ("cut_after", None, 1),
        ("ok_with_error", Some((200, "CBC.0150")), 0),
        ("busy_quota", Some((400, "CBC.50000045")), 0),
        ("skew", Some((401, "APIG.0301")), 0),
    ];
    for (fault, answer, effects) in cases {
        played.faults(json!({fault: {"count": 1, "operation": "UpdateCouponQuotas"}}));
        let before = played.running.control().ledger().len();
        let answered = played.try_post(ISSUE, body.clone()).await;
        assert_eq!(answered.as_ref().map(|answer| answer.refusal()), answer, "{fault}");
        assert_eq!(played.running.control().ledger().len() - before, effects, "{fault}");
        played.post(ISSUE, body.clone()).await.ok();
    }
    assert_eq!(played.running.control().requests()["UpdateCouponQuotas"]["cut"], 2);
}

#[tokio::test]
async fn a_skewed_gateway_dates_every_answer_wrong() {
    let played = Played::china().await;
    played.faults(json!({"skew": true}));
    let unknown = client::send(played.running.address(), "GET", "/", &[], "").await.unwrap();
    assert_eq!(unknown.refusal(), (404, "APIG.0101"));
    let date = chrono::DateTime::parse_from_rfc2822(unknown.header("date").unwrap()).unwrap().to_utc();
    let off = date - *played.now.lock().unwrap();
    assert!(off > TimeDelta::minutes(15), "doctor asks a path it does not know: off by {off}");
}

#[tokio::test]
async fn a_partial_answer_lists_both_kinds() {
    let played = Played::china().await;
    let (quota, resellers) = ready(&played).await;
    played.faults(json!({"partial": {"count": 1}}));
    let body = json!({"quota_id": quota, "indirect_partner_ids": resellers[..3], "quota_amount": "10.50"});
    let answer = played.post(ISSUE, body).await.ok();
    assert_eq!(answer["simple_quota_infos"].as_array().unwrap().len(), 1);
    assert_eq!(answer["error_details"].as_array().unwrap().len(), 2);
    assert_eq!(played.running.control().ledger().len(), 1);
}

#[tokio::test]
async fn late_records_appear_when_the_world_has_moved_on() {
    let played = Played::china().await;
    let (quota, resellers) = ready(&played).await;
    let count = async || played.get(RECORDS, &[]).await.ok()["total_count"].as_i64().unwrap();
    let before = count().await;
    played.faults(json!({"late_records": 600}));
    let body = json!({"quota_id": quota, "indirect_partner_ids": [resellers[0]], "quota_amount": 10});
    played.post(ISSUE, body).await.ok();
    assert_eq!(count().await, before);
    played.running.control().advance(599).unwrap();
    assert_eq!(count().await, before);
    played.pass(TimeDelta::seconds(1));
    assert_eq!(count().await, before + 1);
}

#[tokio::test]
async fn a_shifted_list_repeats_a_row_and_changes_its_total() {
    let played = Played::china().await;
    let first = played.get(RECORDS, &[("limit", "3")]).await.ok();
    played.faults(json!({"shift": {"count": 1}}));
    let second = played.get(RECORDS, &[("limit", "3"), ("offset", "3")]).await.ok();
    assert_eq!(second["records"][0], first["records"][2]);
    assert_eq!(amount(&second["total_count"]), amount(&first["total_count"]) + rust_decimal::Decimal::ONE);
}

#[tokio::test]
async fn the_control_answers_and_refuses_with_a_reason() {
    let played = Played::china().await;
    let server = played.running.address();
    let ask = async |method: &str, path: &str, body: &str| client::send(server, method, path, &[], body).await.unwrap();
    let keys = ask("GET", "/_sandbox/keys", "").await.ok();
    assert_eq!(keys["sk"], played.running.keys().sk.as_str());
    assert_eq!(ask("PUT", "/_sandbox/faults", r#"{"error_after":0.5}"#).await.status, 204);
    assert_eq!(ask("PUT", "/_sandbox/faults", r#"{"nonsense":1}"#).await.status, 400);
    assert_eq!(ask("PUT", "/_sandbox/faults", "{}").await.status, 204);
    let before = played.running.control().now();
    assert_eq!(ask("POST", "/_sandbox/advance", r#"{"seconds":60}"#).await.status, 204);
    assert_eq!(played.running.control().now() - before, TimeDelta::seconds(60));
    assert_eq!(ask("POST", "/_sandbox/advance", r#"{"seconds":-1}"#).await.status, 400);
    let month = r#"{"customer_id":"c","bill_cycle":"2026-10"}"#;
    assert_eq!(ask("POST", "/_sandbox/restate", month).await.status, 404, "nobody is called c");
    assert_eq!(ask("POST", "/_sandbox/restate", r#"{"customer_id":"c","bill_cycle":"10"}"#).await.status, 400);
    assert_eq!(ask("GET", "/_sandbox/ledger", "").await.ok(), json!({"effects": []}));
    assert_eq!(ask("GET", "/_sandbox/requests", "").await.ok(), json!({"requests": {}}));
}

#[tokio::test]
async fn a_restart_finds_the_world_as_it_was() {
    let folder = std::env::temp_dir().join(format!("sandbox-{}", uuid::Uuid::new_v4()));
    let state = folder.join("world.state");
    let listed = async |played: &Played| {
        let quotas = played.all_posted(QUOTAS, "quotas", &json!({})).await;
        (quotas, played.all(RECORDS, "records", &[]).await, played.running.control().ledger())
    };
    let played = Played::with(|options| options.state = Some(state.clone())).await;
    let began = played.running.control().now();
    let (quota, resellers) = ready(&played).await;
    played.faults(json!({"cut_after": {"count": 1}}));
    let body = json!({"quota_id": quota, "indirect_partner_ids": resellers[..2], "quota_amount": 12.34});
    assert!(played.try_post(ISSUE, body).await.is_none());
    played.running.control().advance(3600).unwrap();
    let (before, now) = (listed(&played).await, played.running.control().now());
    played.running.stop().await;
    // A kill in the middle of a line: its call was never answered.
    std::fs::OpenOptions::new()
        .append(true)
        .open(&state)
        .map(|mut f| std::io::Write::write_all(&mut f, b"{\"at\":"))
        .unwrap()
        .unwrap();

    let again = Played::with(|options| options.state = Some(state.clone())).await;
    assert_eq!(again.running.control().now(), now);
    assert_eq!(listed(&again).await, before);
    assert_eq!(before.2.len(), 2);

    let (options, _) = options();
    let (options, began) = (Options { state: Some(state), ..options }, vendor_date(began));
    let yesterday = began.pred_opt().unwrap();
    for (other, told) in [
        (Options { seed: 2, ..options.clone() }, "(seed 1, not 2)".to_owned()),
        (Options { today: Some(yesterday), ..options.clone() }, format!("(today {began}, not {yesterday})")),
    ] {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let refused = start(&other, listener).err().map(|error: StartError| error.to_string()).unwrap();
        assert!(refused.contains(&told), "{refused}");
    }
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    start(&Options { today: Some(began), ..options }, listener).unwrap().stop().await;
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn a_solution_provider_has_no_resellers_and_no_say_over_them() {
    let played = Played::with(|options| options.profile = Profile::SolutionProvider).await;
    assert!(played.resellers().await.is_empty());
    let body = json!({"quota_id": "1", "indirect_partner_ids": ["x"], "quota_amount": 1});
    assert_eq!(played.post(ISSUE, body).await.refusal(), (403, "CBC.0150"));
    assert_eq!(played.site, Site::China);
}
