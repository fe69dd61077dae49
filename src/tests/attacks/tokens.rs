//! API tokens that are tampered with, expired, revoked, of another organisation, or beyond what their owner holds now.

use axum::http::Method;
use serde_json::{Value, json};

use crate::{
    router,
    tests::support::{commands::QUOTA, story::Story},
    web::Wall,
};

#[tokio::test]
async fn a_token_never_outlives_or_exceeds_its_owners_rights() {
    let story = Story::begin().await;
    let mut program = story.program("yunhe", "developer").await;
    assert_eq!(program.get("/api/v1/customers").await.status, 200);
    story.sql("delete from member_roles where role = 'developer'").await;
    let refused = program.get("/api/v1/customers").await;
    assert_eq!(refused.status, 403, "its scopes are more than its owner holds now");
    let problem: Value = serde_json::from_str(&refused.body).unwrap();
    assert_eq!(problem["missing"], json!(["customer.view"]));
    story.sql("update members set expires_on = '2026-11-21' where username = 'developer'").await;
    assert_eq!(program.get("/api/v1/customers").await.status, 401, "his last day is past");
}

#[tokio::test]
async fn a_token_that_is_bent_is_no_token() {
    let story = Story::begin().await;
    let program = story.program("yunhe", "admin").await;
    let token = program.headers[0].1.clone();
    let secret = token.strip_prefix("Bearer ").unwrap();
    let upper = format!("Bearer {}", secret.to_uppercase());
    let bent = [
        format!("{token}x"),
        token[..token.len() - 1].to_owned(),
        upper,
        format!("bearer {secret}"),
        format!("Basic {secret}"),
        secret.to_owned(),
        format!("Bearer {secret}, Bearer {secret}"),
        "Bearer ' or 1=1 --xxxxxxxxxxxx".to_owned(),
        format!("Bearer {}", "a".repeat(5000)),
        "Bearer".to_owned(),
        String::new(),
    ];
    for header in bent {
        let mut forged = story.stranger();
        forged.headers.push(("authorization", header.clone()));
        assert_eq!(forged.get("/api/v1/customers").await.status, 401, "{header}");
    }
}

#[tokio::test]
async fn a_token_opens_no_page_and_a_cookie_no_json() {
    let story = Story::begin().await;
    let mut program = story.program("yunhe", "admin").await;
    let secret = program.headers[0].1.strip_prefix("Bearer ").unwrap().to_owned();
    assert_eq!(program.get("/customers").await.location(), "/login?next=%2Fcustomers");
    let mut as_cookie = story.stranger();
    as_cookie.cookies.insert("__Host-portal".to_owned(), secret);
    assert_eq!(as_cookie.get("/customers").await.status, 303);
    let mut member = story.member("yunhe", "admin").await;
    assert_eq!(member.get("/api/v1/customers").await.status, 401);
    let cookie = member.cookies["__Host-portal"].clone();
    let mut as_token = story.stranger();
    as_token.headers.push(("authorization", format!("Bearer {cookie}")));
    assert_eq!(as_token.get("/api/v1/customers").await.status, 401);
}

/// A body that each writing endpoint of the JSON API takes. One without a line fails.
const BODIES: &[(&str, &str)] = &[
    ("/api/v1/sync/requests", r#"{"resource":"customers"}"#),
    ("/api/v1/vouchers/issues", r#"{"quota_id":"1","recipients":[{"reseller_id":"1","amount":"5"}]}"#),
    ("/api/v1/change-sets", r#"{"kind":"quota_issue","rows":[{"quota":"q1","recipient":"reseller-1","amount":"1"}]}"#),
    ("/api/v1/change-sets/{id}/confirmation", r#"{"revision":2}"#),
    ("/api/v1/commands/{id}/decisions", r#"{"decision":"approve","reason":"checked"}"#),
    ("/api/v1/commands/{id}/repetitions", r#"{"anyway":true}"#),
    ("/api/v1/commands/{id}/resolutions", r#"{"outcome":"not_applied","reason":"asked the vendor"}"#),
];

#[tokio::test]
async fn every_write_of_the_json_api_answers_a_repetition_as_before_and_refuses_another_body() {
    let story = Story::begin().await;
    story
        .sql("insert into sync_resources (organization_id, account_id, resource, next_at) select organization_id, id, 'customers', now() from cloud_accounts")
        .await;
    story.reseller().await;
    story.quotas("yunhe", "q", 1).await;
    let waiting = story.command(story.wish(&QUOTA).await).await;
    let unknown = story.command(story.wish(&QUOTA).await).await;
    story.sql(&format!("update commands set state = 'unknown', settled_at = '2026-11-22' where id = {unknown}")).await;
    let refused = story.command(story.wish(&QUOTA).await).await;
    story
        .sql(&format!(
            r#"update commands set state = 'failed', failure = 'refused' where id = {refused};
               update command_calls set parameters = '{{"kind": "QuotaIssue", "quota_id": "q-1"}}'"#
        ))
        .await;
    let mut program = story.program("yunhe", "admin").await;
    program.headers.push(("content-type", "application/json".to_owned()));
    program.headers.push(("idempotency-key", "key-1".to_owned()));
    let routes = router::routes();
    let writes = routes.listed().iter().filter(|route| route.path.starts_with("/api/") && route.method != Method::GET);
    let mut set = 0;
    for route in writes.filter(|route| route.wall != Wall::Public) {
        let body = BODIES.iter().find(|(path, _)| *path == route.path);
        let (path, body) =
            body.unwrap_or_else(|| panic!("{}: which body does it take? Add a line to BODIES", route.path));
        let id = match *path {
            path if path.ends_with("confirmation") => set,
            path if path.ends_with("resolutions") => unknown,
            path if path.ends_with("repetitions") => refused,
            _ => waiting,
        };
        let path = &path.replace("{id}", &id.to_string());
        let first = program.send_bytes(route.method.clone(), path, (*body).to_owned()).await;
        assert!(first.status.is_success(), "{path}: {}", first.body);
        if path == "/api/v1/change-sets" {
            let told: serde_json::Value = serde_json::from_str(&first.body).unwrap();
            set = told["id"].as_str().unwrap().parse().unwrap();
        }
        let again = program.send_bytes(route.method.clone(), path, (*body).to_owned()).await;
        assert_eq!((again.status, again.body), (first.status, first.body), "{path}");
        let other = program.send_bytes(route.method.clone(), path, body.replace('}', " }")).await;
        assert_eq!(other.status, 422, "{path}: another body under the same key");
    }
}
