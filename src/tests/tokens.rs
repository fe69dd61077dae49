//! Stories of API tokens and the frame of the JSON API: scopes, expiry, revocation, rates, cursors, repeated writes, problems.

use axum::http::Method;
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::support::{
    client::{Client, Page},
    story::Story,
};
use crate::{app::Options, openapi, router, web::Wall};

/// Makes a token on the page and answers it.
async fn make(member: &mut Client, scopes: &[&str]) -> String {
    let mut fields = vec![("name", "a program"), ("days", "90")];
    fields.extend(scopes.iter().map(|scope| ("scope", *scope)));
    let made = member.post("/tokens", &fields).await;
    assert_eq!(made.status, 200, "{}", made.text("[role=alert]"));
    made.text("code.key")
}

/// A program with a token.
fn program(story: &Story, token: &str) -> Client {
    let mut program = story.stranger();
    program.headers.push(("authorization", format!("Bearer {token}")));
    program
}

async fn token_of(story: &Story, username: &str, scopes: &[&str]) -> Client {
    let token = make(&mut story.member("yunhe", username).await, scopes).await;
    program(story, &token)
}

fn json_of(page: &Page) -> Value {
    serde_json::from_str(&page.body).unwrap_or_else(|error| panic!("{error}: {}", page.body))
}

async fn write(program: &mut Client, key: Option<&str>, body: &Value) -> Page {
    let mut once = program.clone();
    once.headers.push(("content-type", "application/json".to_owned()));
    once.headers.extend(key.map(|key| ("idempotency-key", key.to_owned())));
    once.send_bytes(Method::POST, "/api/v1/sync/requests", body.to_string()).await
}

#[tokio::test]
async fn a_token_opens_its_scopes_in_the_json_api_and_no_page() {
    let story = Story::begin().await;
    story.customers("yunhe", "own", 2).await;
    sqlx::query("update customers set customer_type = (case account_name when 'own2' then 0 else 1 end)")
        .execute(&mut story.database.owner().await)
        .await
        .unwrap();
    let mut member = story.member("yunhe", "admin").await;
    let token = make(&mut member, &["customer.view"]).await;
    let mut program = program(&story, &token);
    let list = program.get("/api/v1/customers").await;
    assert_eq!(list.status, 200, "{}", list.body);
    let list = json_of(&list);
    assert_eq!((list["items"].as_array().unwrap().len(), &list["next"]), (2, &Value::Null));
    assert_eq!(list["items"][0]["account_name"], "own1");
    let name_of = |account: &str| {
        let found = list["items"].as_array().unwrap().iter().find(|item| item["account_name"] == account);
        found.unwrap()["name"].as_str().unwrap().to_owned()
    };
    assert!(name_of("own1").contains("Company own"), "a company is named, as on the page: {}", name_of("own1"));
    assert!(!name_of("own2").contains("Company own"), "a person is masked: {}", name_of("own2"));
    for query in ["foo=1", "limit=1&limit=2", "text=a&text=b"] {
        assert_eq!(program.get(&format!("/api/v1/customers?{query}")).await.status, 422, "{query}");
    }
    let refused = program.get("/api/v1/members").await;
    assert_eq!((refused.status.as_u16(), &json_of(&refused)["missing"]), (403, &json!(["member.view"])));
    assert_eq!(refused.headers["content-type"], "application/problem+json");
    assert!(json_of(&refused)["title"].as_str().unwrap().contains("scope"), "the owner holds it: {}", refused.body);
    assert!(program.get("/customers").await.location().starts_with("/login"), "a page takes no token");
    let mut cookie = story.stranger();
    cookie.cookies.insert("__Host-portal".to_owned(), token.clone());
    assert!(cookie.get("/customers").await.location().starts_with("/login"), "not even as a cookie");
    assert_eq!(member.get("/api/v1/customers").await.status, 401, "the JSON API takes no cookie");
    let stored = format!("select count(*) from api_tokens t where t::text like '%{}%'", &token[16..]);
    assert_eq!(story.number(&stored).await, 0, "the table keeps a prefix only");
    assert!(!member.get("/tokens").await.body.contains(&token), "it is shown once");
}

#[tokio::test]
async fn expired_revoked_tampered_and_foreign_tokens_open_nothing() {
    let story = Story::begin().await;
    let mut member = story.member("yunhe", "admin").await;
    let token = make(&mut member, &["customer.view"]).await;
    assert_eq!(program(&story, &token).get("/api/v1/customers").await.status, 200);
    let last = if token.ends_with('0') { "1" } else { "0" };
    let tampered = format!("{}{last}", &token[..token.len() - 1]);
    for wrong in [tampered.as_str(), &token.to_uppercase(), "", "x", &"y".repeat(300), "portal_"] {
        let page = program(&story, wrong).get("/api/v1/customers").await;
        assert_eq!(
            (page.status.as_u16(), page.headers["www-authenticate"].to_str().unwrap()),
            (401, "Bearer"),
            "{wrong}"
        );
    }
    let session = member.cookies["__Host-portal"].clone();
    assert_eq!(program(&story, &session).get("/api/v1/customers").await.status, 401, "a session is no token");
    let number = member.get("/tokens").await.attribute("button[name=token]", "value").unwrap();
    let mut other = story.member("yunhe", "finance").await;
    assert_eq!(other.post("/tokens/revocations", &[("token", &number)]).await.status, 404, "another member's");
    let mut foreign = story.member("qinglan", "master").await;
    assert_eq!(foreign.post("/tokens/members/revocations", &[("token", &number)]).await.status, 404);
    assert_eq!(member.post("/tokens/revocations", &[("token", &number)]).await.status, 303);
    assert_eq!(program(&story, &token).get("/api/v1/customers").await.status, 401);
    let second = make(&mut member, &["customer.view"]).await;
    story.clock.advance(TimeDelta::days(89));
    assert_eq!(program(&story, &second).get("/api/v1/customers").await.status, 200, "and is never idle");
    story.clock.advance(TimeDelta::days(2));
    assert_eq!(program(&story, &second).get("/api/v1/customers").await.status, 401);
}

#[tokio::test]
async fn a_token_is_never_more_than_its_owner_is_now() {
    let story = Story::begin().await;
    let mut member = story.member("yunhe", "voucher").await;
    for (scopes, sentence) in [
        (&["bill.view"][..], "You cannot give a token what you do not hold yourself."),
        (&["api.key.own"], "You cannot give a token what you do not hold yourself."),
        (&[], "Choose at least one scope."),
    ] {
        let mut fields = vec![("name", "a program"), ("days", "90")];
        fields.extend(scopes.iter().map(|scope| ("scope", *scope)));
        let page = member.post("/tokens", &fields).await;
        assert_eq!((page.status.as_u16(), page.text("[role=alert]").as_str()), (422, sentence));
        assert_eq!(page.attribute("input[name=name]", "value").as_deref(), Some("a program"));
    }
    let token = make(&mut member, &["customer.view", "quota.view"]).await;
    let mut program = program(&story, &token);
    assert_eq!(program.get("/api/v1/vouchers/quotas").await.status, 200);
    story.sql("update member_roles set role = 'developer' where role = 'voucher_manager'").await;
    assert_eq!(program.get("/api/v1/vouchers/quotas").await.status, 403, "the role was taken away");
    assert_eq!(program.get("/api/v1/customers").await.status, 200, "what is still held still works");
    story.sql("update members set state = 'disabled' where username = 'voucher'").await;
    assert_eq!(program.get("/api/v1/customers").await.status, 401);
}

#[tokio::test]
async fn a_token_sees_what_its_owner_sees() {
    let story = Story::begin().await;
    story.customers("yunhe", "own", 3).await;
    story.customers("other", "foreign", 2).await;
    story
        .sql(
            "insert into customer_assignments (organization_id, customer_id, member_id, assigned_at)
             select c.organization_id, c.id, m.id, now() from customers c, members m
             where c.account_name = 'own2' and m.username = 'manager' and m.organization_id = c.organization_id",
        )
        .await;
    let mut manager = token_of(&story, "manager", &["customer.view"]).await;
    let list = json_of(&manager.get("/api/v1/customers").await);
    let names: Vec<&Value> = list["items"].as_array().unwrap().iter().map(|row| &row["account_name"]).collect();
    assert_eq!(names, ["own2"], "AM-13");
    let mut admin = token_of(&story, "admin", &["customer.view"]).await;
    let list = json_of(&admin.get("/api/v1/customers").await);
    assert_eq!(list["items"].as_array().unwrap().len(), 3, "and nothing of another organisation");
}

#[tokio::test]
async fn lists_are_read_to_their_end_without_loss_or_repeat() {
    let story = Story::begin().await;
    story.customers("yunhe", "own", 230).await;
    let mut program = token_of(&story, "admin", &["customer.view"]).await;
    for (limit, parts) in [("", 5), ("&limit=100", 3), ("&limit=7", 33), ("&limit=51", 5)] {
        let (mut names, mut after, mut count) = (Vec::new(), String::new(), 0);
        loop {
            let list = json_of(&program.get(&format!("/api/v1/customers?after={after}{limit}")).await);
            names.extend(list["items"].as_array().unwrap().iter().map(|row| row["account_name"].clone()));
            count += 1;
            story.clock.advance(TimeDelta::seconds(1));
            let Some(next) = list["next"].as_str() else { break };
            after = next.to_owned();
        }
        let want: Vec<String> = (1..=230).map(|number| format!("own{number}")).collect();
        assert_eq!((names, count), (want.into_iter().map(Value::from).collect(), parts), "{limit}");
    }
    for wrong in ["limit=0", "limit=101", "limit=x", "after=zz", "after=5b5d", "frozen=maybe"] {
        let page = program.get(&format!("/api/v1/customers?{wrong}")).await;
        let name = wrong.split('=').next().unwrap();
        let problem = json_of(&page);
        assert_eq!(page.status, 422, "{wrong}");
        assert!(problem["detail"].as_str().unwrap().contains(name), "{problem}");
    }
}

#[tokio::test]
async fn a_write_that_is_sent_twice_takes_effect_once() {
    let story = Story::begin().await;
    story
        .sql("insert into sync_resources (organization_id, account_id, resource, next_at) select organization_id, id, 'customers', now() from cloud_accounts")
        .await;
    let mut program = token_of(&story, "operations", &["sync.run"]).await;
    let asked = "select count(*) from audit_events where event = 'sync.requested'";
    let body = json!({"resource": "customers"});
    let first = write(&mut program, Some("k1"), &body).await;
    assert_eq!((first.status.as_u16(), json_of(&first)), (202, json!({"requested": 1})), "{}", first.body);
    let again = write(&mut program, Some("k1"), &body).await;
    assert_eq!((again.status, &again.body), (first.status, &first.body));
    assert_eq!(story.number(asked).await, 1, "once");
    let other = write(&mut program, Some("k1"), &json!({})).await;
    assert_eq!(other.status, 422);
    assert!(json_of(&other)["title"].as_str().unwrap().contains("another body"), "{}", other.body);
    assert_eq!(write(&mut program, Some("k2"), &body).await.status, 202);
    assert_eq!(write(&mut program, None, &body).await.status, 202, "without a key each is one of its own");
    let mut colleague = token_of(&story, "developer", &["sync.run"]).await;
    assert_eq!(write(&mut colleague, Some("k1"), &json!({})).await.status, 202, "keys belong to a token");
    assert_eq!(story.number(asked).await, 4);
    story.clock.advance(TimeDelta::hours(25));
    assert_eq!(write(&mut program, Some("k1"), &json!({})).await.status, 202, "a day later the key is free");
    let failed = write(&mut program, Some("k3"), &json!({"resource": "nonsense"})).await;
    assert_eq!(failed.status, 422);
    assert_eq!(write(&mut program, Some("k3"), &body).await.status, 202, "what had no effect is not kept");
    for (key, body) in [(Some(""), body.clone()), (None, json!({"unknown": 1})), (None, json!([]))] {
        assert_eq!(write(&mut program, key, &body).await.status, 422, "{key:?} {body}");
    }
}

#[tokio::test]
async fn two_writes_at_once_with_one_key_are_one() {
    let story = Story::begin().await;
    story
        .sql("insert into sync_resources (organization_id, account_id, resource, next_at) select organization_id, id, 'customers', now() from cloud_accounts")
        .await;
    let program = token_of(&story, "operations", &["sync.run"]).await;
    let body = json!({"resource": "customers"});
    let mut clients = [program.clone(), program.clone(), program.clone(), program];
    let [a, b, c, d] = &mut clients;
    let key = Some("k");
    let pages = tokio::join!(write(a, key, &body), write(b, key, &body), write(c, key, &body), write(d, key, &body));
    for page in [pages.0, pages.1, pages.2, pages.3] {
        assert_eq!((page.status.as_u16(), json_of(&page)), (202, json!({"requested": 1})));
    }
    assert_eq!(story.number("select count(*) from audit_events where event = 'sync.requested'").await, 1);
}

#[tokio::test]
async fn each_token_has_a_rate_of_its_own() {
    let mut story = Story::begin().await;
    story.app.options = Options { token_rate: 5, ..Options::clone(&story.app.options) }.into();
    let mut program = token_of(&story, "admin", &["customer.view"]).await;
    for _ in 0..10 {
        assert_eq!(program.get("/api/v1/customers").await.status, 200);
    }
    let crowded = program.get("/api/v1/customers").await;
    assert_eq!((crowded.status.as_u16(), crowded.headers["retry-after"].to_str().unwrap()), (429, "1"));
    let mut other = token_of(&story, "finance", &["customer.view"]).await;
    assert_eq!(other.get("/api/v1/customers").await.status, 200, "another token has its own");
    story.clock.advance(TimeDelta::seconds(1));
    assert_eq!(program.get("/api/v1/customers").await.status, 200);
}

#[tokio::test]
async fn making_a_token_needs_a_fresh_proof_and_keeps_the_form() {
    let story = Story::begin().await.with_second_factors();
    story.sql("update organizations set mfa_policy = 'off'").await;
    let mut member = story.member("yunhe", "admin").await;
    let token = member.token().await;
    let own = ("submission", token.as_str());
    let fields = [("name", "a program"), ("days", "90"), ("scope", "customer.view"), ("scope", "member.view"), own];
    let asked = member.post("/tokens", &fields).await;
    assert_eq!((asked.status.as_u16(), asked.location()), (307, "/step-up?operation=api.key.own&next=%2Ftokens"));
    assert_eq!(story.number("select count(*) from api_tokens").await, 0);
    let page = member.post(asked.location(), &fields).await;
    assert_eq!(page.attributes("main input[name=scope]", "value"), ["customer.view", "member.view"]);
    let tokens = page.attributes("main input[name=submission]", "value");
    assert_eq!((tokens.len(), tokens[1].as_str()), (2, own.1), "behind the page's own");
    let mut proved = vec![("submission", tokens[0].as_str())];
    proved.extend(fields);
    proved.push(("step-up-code", super::support::story::PASSWORD));
    let on = member.post(asked.location(), &proved).await;
    assert_eq!((on.status.as_u16(), on.location()), (307, "/tokens"));
    let made = member.post("/tokens", &proved).await;
    assert_eq!(made.status, 200);
    assert_eq!(program(&story, &made.text("code.key")).get("/api/v1/members").await.status, 200, "calls need no proof");
    assert_eq!(member.post("/tokens", &fields).await.status, 409, "the form took effect");
    assert_eq!(story.number("select count(*) from api_tokens").await, 1);
    story.clock.advance(TimeDelta::minutes(6));
    assert_eq!(member.post("/tokens", &fields[..4]).await.status, 307, "five minutes are over");
}

#[tokio::test]
async fn administrators_see_and_revoke_everybodys_tokens() {
    let story = Story::begin().await;
    let mut program = token_of(&story, "finance", &["bill.view", "customer.view"]).await;
    let mut admin = story.member("yunhe", "admin").await;
    let page = admin.get("/tokens/members").await;
    assert!(page.rows()[0].starts_with("finance | a program | portal_"), "{:?}", page.rows());
    let number = page.attribute("button[name=token]", "value").unwrap();
    assert_eq!(admin.post("/tokens/members/revocations", &[("token", &number)]).await.status, 303);
    assert_eq!(program.get("/api/v1/customers").await.status, 401);
    assert_eq!(story.number("select count(*) from audit_events where event = 'api_token.revoked'").await, 1);
}

#[tokio::test]
async fn changing_the_password_leaves_tokens_and_a_reset_ends_them() {
    let story = Story::begin().await;
    let mut program = token_of(&story, "finance", &["customer.view"]).await;
    let mut member = story.member("yunhe", "finance").await;
    let new = "a quiet river bends";
    let fields = [("current", super::support::story::PASSWORD), ("password", new), ("repeated", new)];
    assert_eq!(member.post("/profile/password", &fields).await.status, 303);
    member.post("/profile/ended-sessions", &[("session", "others")]).await;
    assert_eq!(program.get("/api/v1/customers").await.status, 200);
    let token = "ab".repeat(32);
    story
        .sql(&format!(
            "update members set activation_hash = sha256('{token}'), activation_expires_at = '2026-11-29 04:00+00'
             where username = 'finance' and organization_id = (select id from organizations where code = 'yunhe')"
        ))
        .await;
    let fields = [("token", token.as_str()), ("password", "another quiet river"), ("repeated", "another quiet river")];
    assert_eq!(story.stranger().post("/activate", &fields).await.status, 303);
    assert_eq!(program.get("/api/v1/customers").await.status, 401);
}

#[tokio::test]
async fn everything_in_the_json_api_is_described_and_nothing_else() {
    let mut routes: Vec<(String, String)> = router::routes()
        .listed()
        .iter()
        .filter(|route| route.path.starts_with("/api/") && route.wall != Wall::Public)
        .map(|route| (route.method.to_string(), route.path.to_owned()))
        .collect();
    let mut described = openapi::described();
    routes.sort();
    described.sort();
    assert_eq!(described, routes, "a line in openapi.rs for every endpoint");
    let story = Story::begin().await;
    let page = story.stranger().get("/api/v1/openapi.json").await;
    let document = json_of(&page);
    assert_eq!(page.status, 200);
    assert!(document["openapi"].as_str().unwrap().starts_with("3."), "{document}");
    assert!(document["components"]["schemas"].as_object().unwrap().keys().any(|name| name.contains("Quota")));
}

#[tokio::test]
async fn the_description_names_the_filters_of_each_list() {
    let story = Story::begin().await;
    let mut master = story.member("yunhe", "master").await;
    let document = json_of(&story.stranger().get("/api/v1/openapi.json").await);
    for page in ["/customers", "/resellers", "/members", "/vouchers/quotas", "/commands"] {
        let parameters = document["paths"][format!("/api/v1{page}")]["get"]["parameters"].as_array().unwrap();
        let named = parameters.iter().map(|parameter| parameter["name"].as_str().unwrap().to_owned());
        let mut named: Vec<String> = named.filter(|name| name != "after" && name != "limit").collect();
        let shown = master.get(page).await;
        let mut fields = shown.attributes("form.filters .chip [name]", "name");
        fields.retain(|name| name != "reseller");
        named.sort();
        fields.sort();
        assert_eq!(named, fields, "{page}");
    }
}
