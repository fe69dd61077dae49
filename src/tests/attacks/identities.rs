//! Forged organisations and guessed numbers: in path, query, form and JSON.

use axum::http::Method;

use crate::{
    router,
    tests::{support::story::Story, walls::concrete},
    web::Wall,
};

const FORGED: [&str; 6] = ["organization_id", "organization", "org", "org_id", "reseller", "member_id"];

#[tokio::test]
async fn a_forged_organisation_in_the_address_shows_nothing_of_it() {
    let story = Story::begin().await;
    story.customers("yunhe", "own", 2).await;
    story.customers("other", "foreign", 2).await;
    let other = story.organization("other").await.to_string();
    let mut master = story.member("yunhe", "master").await;
    let query: Vec<String> = FORGED.iter().map(|name| format!("{name}={other}")).collect();
    let mut seen = 0;
    for route in router::routes().listed() {
        let page = route.method == Method::GET && !route.path.contains('{') && route.path != "/sync/events";
        if !page || route.path.starts_with("/api/") || route.wall == Wall::Public {
            continue;
        }
        for query in query.iter().chain([&query.join("&")]) {
            let page = master.get(&format!("{}?{query}", route.path)).await;
            assert!(page.status != 500, "{} {query}", route.path);
            assert!(!page.body.contains("foreign") && !page.body.contains("Other Ltd"), "{} {query}", route.path);
            seen += usize::from(page.status == 200);
        }
    }
    assert!(seen > 20, "{seen} pages were looked at");
    let program = &mut story.program("yunhe", "master").await;
    for query in &query {
        let list = program.get(&format!("/api/v1/customers?{query}")).await;
        assert!(!list.body.contains("foreign"), "{query}: {}", list.body);
    }
}

#[tokio::test]
async fn a_forged_organisation_in_a_form_changes_nothing_there() {
    let story = Story::begin().await;
    let other = story.organization("other").await;
    story
        .sql(&format!("insert into members (organization_id, username, name, email, state) values ({other}, 'victim', 'V', 'v@other.example', 'active')"))
        .await;
    let victim = story.number("select id from members where username = 'victim'").await.to_string();
    let before = format!(
        "select ('x' || left(md5(string_agg(m::text, ',' order by id)), 8))::bit(32)::bigint from members m where organization_id = {other}"
    );
    let digest = story.number(&before).await;
    let mut admin = story.member("yunhe", "admin").await;
    let org = other.to_string();
    for route in router::routes().listed() {
        let form =
            route.method == Method::POST && matches!(route.wall, Wall::Any(_)) && !route.path.starts_with("/api/");
        // What ends the admin's own session ends this story too.
        if !form || route.path == "/profile/password" {
            continue;
        }
        let mut fields: Vec<(&str, &str)> = FORGED.iter().map(|name| (*name, org.as_str())).collect();
        for name in
            ["id", "member", "token", "passkey", "session", "subject", "director", "customers_to", "managers_to"]
        {
            fields.push((name, &victim));
        }
        fields.extend([("name", "x"), ("reason", "x"), ("email", "x@y.cn"), ("revision", "1"), ("step", "confirm")]);
        let path = concrete(route.path).replace("999999999", &victim);
        let page = admin.post(&path, &fields).await;
        assert!(page.status != 500, "{path}: {}", page.body);
        if route.path.starts_with("/members/{id}") {
            assert_eq!(page.status, 404, "{path}");
        }
    }
    assert_eq!(story.number(&before).await, digest, "no member of the other organisation changed");
    let records = format!("select count(*) from audit_events where organization_id = {other}");
    assert_eq!(story.number(&records).await, 0);
}

#[tokio::test]
async fn a_forged_organisation_in_json_is_an_unknown_field() {
    let story = Story::begin().await;
    let other = story.organization("other").await;
    let mut program = story.program("yunhe", "admin").await;
    program.headers.push(("content-type", "application/json".to_owned()));
    let body = format!(r#"{{"resource":"customers","organization_id":{other}}}"#);
    let page = program.send_bytes(Method::POST, "/api/v1/sync/requests", body).await;
    assert_eq!(page.status, 422, "{}", page.body);
    let twice = r#"{"resource":"customers","resource":"bills"}"#.to_owned();
    assert_eq!(program.send_bytes(Method::POST, "/api/v1/sync/requests", twice).await.status, 422, "a field twice");
}

#[tokio::test]
async fn a_session_sees_its_own_organisation_whatever_else_is_sent_along() {
    let story = Story::begin().await;
    story.customers("yunhe", "own", 1).await;
    story.customers("qinglan", "child", 1).await;
    let own = story.number("select id from customers where remote_id like 'own%'").await;
    let mut child = story.member("qinglan", "master").await;
    let yunhe = story.organization("yunhe").await.to_string();
    for name in ["x-org-id", "x-organization-id", "x-user-id", "x-forwarded-user", "x-original-url", "x-rewrite-url"] {
        child.headers.push((name, yunhe.clone()));
    }
    assert_eq!(
        child.get(&format!("/customers/{own}")).await.status,
        404,
        "a child does not see its distributor's rows"
    );
    assert!(!child.get("/customers").await.body.contains("own1"));
}
