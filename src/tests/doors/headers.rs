//! The security headers on every route, whoever asks; what browsers forget at sign-out.

use axum::http::Method;

use crate::{
    app::Options,
    router,
    tests::{
        support::{client::Page, story::Story},
        walls::{ask_page, concrete},
    },
};

/// Headers of every answer, and a part of their value.
const EVERY: &[(&str, &str)] = &[
    ("content-security-policy", "default-src 'none'"),
    ("content-security-policy", "object-src 'none'"),
    ("content-security-policy", "base-uri 'none'"),
    ("content-security-policy", "frame-ancestors 'none'"),
    ("content-security-policy", "form-action 'self'"),
    ("strict-transport-security", "max-age=63072000; includeSubDomains"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("permissions-policy", "camera=()"),
    ("permissions-policy", "publickey-credentials-get=(self)"),
    ("x-permitted-cross-domain-policies", "none"),
];

fn complaints(what: &str, page: &Page, cached: bool) -> Vec<String> {
    let value =
        |name: &str| page.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let mut found: Vec<String> = EVERY
        .iter()
        .filter(|(name, part)| !value(name).contains(part))
        .map(|(name, part)| format!("{what}: {name} lacks {part}: {}", value(name)))
        .collect();
    if value("content-security-policy").contains("unsafe") || value("content-security-policy").contains('*') {
        found.push(format!("{what}: the content policy is open"));
    }
    if !cached && value("cache-control") != "no-store" {
        found.push(format!("{what}: cache-control {}", value("cache-control")));
    }
    let with_body = !page.body.is_empty() && page.status != 304;
    let kind = value("content-type");
    if with_body
        && (kind.is_empty() || (kind.starts_with("text/") || kind.contains("xml")) && !kind.contains("charset=utf-8"))
    {
        found.push(format!("{what}: content-type {kind:?}"));
    }
    for name in ["server", "x-powered-by", "access-control-allow-origin"] {
        if !value(name).is_empty() {
            found.push(format!("{what}: {name}"));
        }
    }
    for cookie in page.headers.get_all("set-cookie") {
        let cookie = cookie.to_str().unwrap();
        let sound = cookie.starts_with("__Host-")
            && ["; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"].iter().all(|part| cookie.contains(part));
        if !sound {
            found.push(format!("{what}: {cookie}"));
        }
    }
    found
}

#[tokio::test]
async fn every_route_answers_with_every_header_whoever_asks() {
    let mut story = Story::begin().await;
    story.app.options = Options { sign_in_tries: 10_000, ..Options::clone(&story.app.options) }.into();
    let mut found = Vec::new();
    let routes = router::routes();
    let program = story.program("yunhe", "auditor").await;
    for route in routes.listed().iter().filter(|route| route.path != "/sync/events") {
        // A fresh session each time: some routes end it.
        let known =
            if route.path.starts_with("/api/") { program.clone() } else { story.member("yunhe", "admin").await };
        for client in &mut [story.stranger(), known] {
            let what = format!("{} {}", route.method, route.path);
            let page = ask_page(client, route, &concrete(route.path)).await;
            found.extend(complaints(&what, &page, false));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[tokio::test]
async fn style_and_script_carry_them_too_and_trace_is_no_method() {
    let story = Story::begin().await;
    let mut visitor = story.stranger();
    let page = visitor.get("/login").await;
    let css = page.attribute("link[rel=stylesheet]", "href").unwrap();
    let sheet = visitor.get(&css).await;
    assert_eq!(complaints(&css, &sheet, true), [""; 0]);
    assert_eq!(visitor.send(Method::TRACE, "/login", None).await.status, 405);
    assert_eq!(visitor.get("/.git/config").await.status, 404);
    assert_eq!(visitor.get("/static/").await.status, 404);
}

#[tokio::test]
async fn without_tls_there_is_no_promise_of_it() {
    let mut story = Story::begin().await;
    story.app.options = Options { secure_cookies: false, ..Options::clone(&story.app.options) }.into();
    let page = story.stranger().get("/login").await;
    assert!(!page.headers.contains_key("strict-transport-security"));
    let chosen = story.stranger().post("/theme", &[("theme", "dark"), ("next", "/login")]).await;
    let cookie = chosen.headers["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with("theme=dark") && !cookie.contains("Secure"), "{cookie}");
}

#[tokio::test]
async fn signing_out_tells_the_browser_to_forget() {
    let story = Story::begin().await;
    let left = story.member("yunhe", "admin").await.post("/logout", &[]).await;
    assert_eq!(left.headers["clear-site-data"], "\"cache\", \"storage\"");
    let page = story.member("yunhe", "admin").await.get("/").await;
    assert!(!page.headers.contains_key("clear-site-data"));
}
