//! Stories of everything that is refused: a sentence, where to go, the request's number, in both languages.

use axum::http::Method;

use super::support::story::{PASSWORD, Story};
use crate::web::Lack;

#[tokio::test]
async fn a_missing_page_has_a_sentence_in_the_readers_language() {
    let story = Story::begin().await;
    for (language, title, way) in [("en", "Page not found", "Sign in"), ("zh-CN", "页面不存在", "登录")] {
        let page = story.stranger().speaking(language).get("/nowhere").await;
        assert_eq!(
            (page.status.as_u16(), page.text("h1").as_str(), page.text("p.actions a").as_str()),
            (404, title, way)
        );
        assert!(page.body.contains(page.headers["x-request-id"].to_str().unwrap()), "the page shows its number");
    }
}

#[tokio::test]
async fn a_missing_permission_is_named_with_who_holds_it() {
    let story = Story::begin().await;
    let mut voucher = story.member("yunhe", "voucher").await;
    let page = voucher.get("/members").await;
    assert_eq!((page.status.as_u16(), page.text(".missing code").as_str()), (403, "member.view"));
    assert_eq!(page.text(".missing small"), "Admin, Account director, Auditor");
    assert!(page.text(".refusal").contains("Yunhe Ltd"));
    assert!(!page.texts(".side a").contains(&"Members".to_owned()), "the menu offers only what opens");
    voucher.language = "zh-CN";
    assert_eq!(voucher.get("/members").await.text("h1"), "没有权限");
}

#[tokio::test]
async fn other_methods_other_sites_and_floods_are_refused_with_a_page() {
    let story = Story::begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    let method = admin.send(Method::DELETE, "/members", None).await;
    assert_eq!((method.status.as_u16(), method.text("h1").as_str()), (405, "Not possible here"));
    let flood = admin.send(Method::POST, "/theme", Some("x".repeat(300 * 1024))).await;
    assert_eq!((flood.status.as_u16(), flood.text("h1").as_str()), (413, "Too much at once"));
    let fields = admin.send(Method::POST, "/theme", Some("a=1&".repeat(1001))).await;
    assert_eq!(fields.status, 400);
    admin.headers = vec![("sec-fetch-site", "cross-site".to_owned())];
    let foreign = admin.post("/logout", &[]).await;
    assert_eq!((foreign.status.as_u16(), foreign.text("h1").as_str()), (403, "The request came from another site"));
    admin.headers = vec![("origin", "https://evil.example".to_owned())];
    assert_eq!(admin.post("/logout", &[]).await.status, 403);
    admin.headers = vec![("sec-fetch-site", "same-origin".to_owned())];
    assert_eq!(admin.post("/logout", &[]).await.status, 303);
}

#[tokio::test]
async fn the_json_interface_answers_with_problem_documents() {
    let story = Story::begin().await;
    let page = story.stranger().get("/api/v1/nowhere").await;
    assert_eq!(page.headers["content-type"], "application/problem+json");
    let problem: serde_json::Value = serde_json::from_str(&page.body).unwrap();
    assert_eq!((problem["status"].as_u64(), problem["title"].as_str()), (Some(404), Some("Page not found")));
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let story = Story::begin().await;
    for path in ["/login", "/nowhere", "/healthz", "/"] {
        let page = story.stranger().get(path).await;
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}");
        assert_eq!(page.headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(page.headers["cache-control"], "no-store", "{path}");
    }
}

#[tokio::test]
async fn style_and_script_are_kept_for_ever_under_their_own_address() {
    let story = Story::begin().await;
    let mut visitor = story.stranger();
    let page = visitor.get("/login").await;
    let css = page.attribute("link[rel=stylesheet]", "href").unwrap();
    let sheet = visitor.get(&css).await;
    assert_eq!(
        (sheet.status.as_u16(), sheet.headers["content-type"].to_str().unwrap()),
        (200, "text/css; charset=utf-8")
    );
    assert!(sheet.headers["cache-control"].to_str().unwrap().contains("immutable"));
    assert_eq!(visitor.get("/static/0000000000000000/portal.css").await.status, 404, "an address of another build");
    assert_eq!(visitor.get("/static/../Cargo.toml").await.status, 404);
}

#[tokio::test]
async fn health_needs_no_sign_in_and_readiness_needs_the_schema() {
    let story = Story::begin().await;
    assert_eq!(story.stranger().get("/healthz").await.body, "ok\n");
    assert_eq!(story.stranger().get("/readyz").await.body, "ready\n");
    story.sql("delete from _sqlx_migrations where version = (select max(version) from _sqlx_migrations)").await;
    let behind = story.stranger().get("/readyz").await;
    assert_eq!((behind.status.as_u16(), behind.body.as_str()), (503, "migrations\n"));
}

#[tokio::test]
async fn a_member_keeps_his_menu_where_no_page_is() {
    let story = Story::begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    for (method, path, status) in [(Method::GET, "/nowhere", 404), (Method::GET, "/theme", 405)] {
        let page = admin.send(method, path, None).await;
        assert_eq!((page.status.as_u16(), page.text("p.actions a").as_str()), (status, "Home"), "{path}");
        assert!(page.texts(".side a").contains(&"Members".to_owned()), "{path}");
    }
    let mut stranger = story.stranger();
    stranger.headers = vec![("cookie", format!("session={}", "0".repeat(64)))];
    assert_eq!(stranger.get("/nowhere").await.text("p.actions a"), "Sign in");
}

#[tokio::test]
async fn a_page_of_another_kind_of_organisation_promises_no_role() {
    let story = Story::begin().await;
    sqlx::query("update organizations set kind = 'solution_provider' where code = 'yunhe'")
        .execute(&mut story.database.owner().await)
        .await
        .unwrap();
    let mut admin = story.member("yunhe", "admin").await;
    let page = admin.get("/resellers").await;
    assert_eq!(page.status, 403);
    let refusal = page.text(".refusal");
    assert!(refusal.contains("another kind of organisation") && !refusal.contains("can give you a role"), "{refusal}");
}

#[tokio::test]
async fn what_the_database_lacks_is_named_and_no_mistake_of_ours() {
    let database = super::support::database().await;
    for (code, status, want) in [
        ("53100", 503, Some(Lack::Room)),
        ("53200", 503, Some(Lack::Means)),
        ("53300", 503, Some(Lack::Means)),
        ("57P01", 503, Some(Lack::Server)),
        ("57P03", 503, Some(Lack::Server)),
        ("57014", 503, None),
        ("58030", 503, None),
        ("22012", 500, None),
    ] {
        let raise = format!("do $$ begin raise exception 'x' using errcode = '{code}'; end $$");
        let error = sqlx::raw_sql(sqlx::AssertSqlSafe(raise)).execute(&mut database.owner().await).await.unwrap_err();
        let error = crate::web::Error::from(error);
        let lack = if let crate::web::Error::Lacking(lack, _) = error { Some(lack) } else { None };
        assert_eq!((error.status().as_u16(), lack), (status, want), "{code}");
    }
}

/// A disk as full as one can be made without one: sessions and new tables are refused with the code of a full disk.
const FULL: &str = "
    create function no_room() returns trigger language plpgsql as $$
      begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$;
    create function no_table() returns event_trigger language plpgsql as $$
      begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$;
    create trigger no_room before insert on sessions execute function no_room();
    create event trigger no_table on ddl_command_start execute function no_table();";

#[tokio::test]
async fn a_full_disk_is_told_and_the_node_is_not_ready_until_it_has_room() {
    let story = Story::begin().await;
    story.sql(FULL).await;
    assert_eq!(story.stranger().get("/readyz").await.body, "ready\n", "nobody has written yet");
    let login = [("organization", "yunhe"), ("username", "admin"), ("password", PASSWORD)];
    for (language, title, step) in [
        ("en", "The database has no room left", "Free disk space where the database lies"),
        ("zh-CN", "数据库磁盘空间不足", "请清理数据库所在磁盘的空间"),
    ] {
        let mut visitor = story.stranger().speaking(language);
        let page = visitor.post("/login", &login).await;
        assert_eq!((page.status.as_u16(), page.text("h1").as_str()), (503, title));
        assert!(page.text(".refusal").contains(step), "{}", page.text(".refusal"));
        assert!(!page.body.contains(PASSWORD) && !page.body.contains("extend file"));
    }
    for _ in 0..2 {
        let full = story.stranger().get("/readyz").await;
        assert_eq!((full.status.as_u16(), full.body.as_str()), (503, "disk\n"));
    }
    story.sql("drop event trigger no_table; drop trigger no_room on sessions").await;
    assert_eq!(story.stranger().get("/readyz").await.body, "ready\n", "it recovers by itself");
    assert_eq!(story.stranger().post("/login", &login).await.status, 303);
}
