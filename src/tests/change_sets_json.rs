//! Stories of change-sets in the JSON API: a program sends rows, reads what is wrong, confirms what it has read, fetches receipts.

use axum::http::Method;
use serde_json::{Value, json};

use super::{
    change_sets::furnish,
    support::{client::Client, story::Story},
};

const SETS: &str = "/api/v1/change-sets";

async fn send(program: &mut Client, path: &str, body: &Value) -> (u16, Value) {
    let page = program.send_bytes(Method::POST, path, body.to_string()).await;
    (page.status.as_u16(), serde_json::from_str(&page.body).unwrap_or_default())
}

async fn read(program: &mut Client, path: &str) -> (u16, Value) {
    let page = program.get(path).await;
    (page.status.as_u16(), serde_json::from_str(&page.body).unwrap_or_default())
}

async fn program(story: &Story, username: &str) -> Client {
    let mut program = story.program("yunhe", username).await;
    program.headers.push(("content-type", "application/json".to_owned()));
    program
}

fn wanted(rows: &Value) -> Value {
    json!({ "kind": "quota_issue", "remark": "year end", "rows": rows })
}

#[tokio::test]
async fn a_program_confirms_exactly_what_it_has_read() {
    let story = Story::begin().await;
    furnish(&story, 120).await;
    let mut voucher = program(&story, "voucher").await;
    let rows: Vec<Value> =
        (1..=120).map(|number| json!({ "quota": "q1", "recipient": format!("r{number}"), "amount": "2.50" })).collect();
    voucher.headers.push(("idempotency-key", "set-1".to_owned()));
    let (status, set) = send(&mut voucher, SETS, &wanted(&json!(rows))).await;
    assert_eq!(
        (status, &set["state"], &set["rows"], &set["faulty"]),
        (201, &json!("validated"), &json!(120), &json!(0))
    );
    assert_eq!(
        (&set["sums"][0]["total"], &set["sums"][0]["after"], &set["calls"]),
        (&json!("300.00"), &json!("100.00"), &json!(120))
    );
    assert_eq!(send(&mut voucher, SETS, &wanted(&json!(rows))).await, (status, set.clone()), "the same key, one set");
    voucher.headers.pop();
    let path = format!("{SETS}/{}", set["id"].as_str().unwrap());
    let confirmation = format!("{path}/confirmation");
    let revision = set["revision"].as_i64().unwrap();
    let stale = json!({ "revision": revision - 1 });
    assert_eq!(send(&mut voucher, &confirmation, &stale).await.0, 409, "something else was read");
    assert_eq!(story.number("select count(*) from commands").await, 0);
    voucher.headers.push(("idempotency-key", "confirm-1".to_owned()));
    let body = json!({ "revision": revision, "remark": "agreed by mail" });
    let (status, done) = send(&mut voucher, &confirmation, &body).await;
    assert_eq!((status, &done["state"], &done["remark"]), (201, &json!("awaiting_approval"), &json!("agreed by mail")));
    assert_eq!(send(&mut voucher, &confirmation, &body).await.1, done, "sent twice, done once");
    voucher.headers.pop();
    assert_eq!(send(&mut voucher, &confirmation, &body).await.0, 422, "it was confirmed before");
    assert_eq!(story.number("select count(*) from commands").await, 120);
    let (mut seen, mut next) = (vec![], Some(String::new()));
    while let Some(after) = next {
        let (_, page) = read(&mut voucher, &format!("{path}/rows{after}")).await;
        seen.extend(page["items"].as_array().unwrap().iter().map(|row| row["line"].as_i64().unwrap()));
        next = page["next"].as_str().map(|next| format!("?after={next}"));
    }
    assert_eq!(seen, (1..=120).collect::<Vec<_>>());
    let (_, page) = read(&mut voucher, &format!("{path}/rows")).await;
    assert_eq!((&page["items"][0]["state"], &page["items"][0]["amount"]), (&json!("intent"), &json!("2.50")));
}

#[tokio::test]
async fn what_is_wrong_is_said_for_each_row_and_nothing_is_done() {
    let story = Story::begin().await;
    furnish(&story, 2).await;
    let mut voucher = program(&story, "voucher").await;
    let rows = json!([
        { "quota": "q1", "recipient": "r1", "amount": "10" },
        { "quota": "q1", "recipient": "nobody", "amount": "1.005" },
    ]);
    let (status, set) = send(&mut voucher, SETS, &wanted(&rows)).await;
    assert_eq!((status, &set["state"], &set["faulty"]), (201, &json!("draft"), &json!(1)));
    let path = format!("{SETS}/{}", set["id"].as_str().unwrap());
    let (_, page) = read(&mut voucher, &format!("{path}/rows")).await;
    let faults: Vec<&str> =
        page["items"][1]["faults"].as_array().unwrap().iter().map(|one| one["column"].as_str().unwrap()).collect();
    assert_eq!((page["items"][0]["faults"].as_array().unwrap().len(), faults), (0, vec!["recipient", "amount"]));
    let (status, refused) =
        send(&mut voucher, &format!("{path}/confirmation"), &json!({ "revision": set["revision"] })).await;
    assert_eq!(status, 422);
    assert!(refused["detail"].as_str().unwrap().contains("Rows have problems"), "{refused}");
    for (body, sentence) in [
        (json!({ "kind": "quota_issue", "rows": [] }), "There are no rows"),
        (json!({ "kind": "coupon_reclaim", "rows": [{ "recipient": "v1", "amount": "5" }] }), "have no field amount"),
        (json!({ "kind": "quota_issue", "rows": [{ "quota": "q1", "account": "r1" }] }), ""),
    ] {
        let (status, refused) = send(&mut voucher, SETS, &body).await;
        assert!(status == 422 && refused["detail"].as_str().unwrap().contains(sentence), "{body}: {refused}");
    }
    let unknown = json!({ "kind": "moon_issue", "rows": [{ "recipient": "r1" }] });
    assert_eq!(send(&mut voucher, SETS, &unknown).await.0, 404);
    let mut auditor = program(&story, "auditor").await;
    assert_eq!(send(&mut auditor, SETS, &wanted(&rows)).await.0, 403, "who only looks makes none");
    let mut reseller = story.program("qinglan", "voucher").await;
    assert_eq!(read(&mut reseller, &path).await.0, 404, "another organisation's");
    assert_eq!(story.number("select count(*) from commands").await, 0);
}
