//! Bent requests: of other sites, to other hosts, with endless headers, sent twice.

use axum::http::Method;

use crate::{
    router,
    tests::{
        support::{
            client::Client,
            story::{PASSWORD, Story},
        },
        walls::{ask_page, concrete},
    },
};

/// Requests that change something are refused on every route when they come from another site, signed in or not.
#[tokio::test]
async fn no_route_takes_a_write_of_another_site() {
    let story = Story::begin().await;
    let member = story.member("yunhe", "master").await;
    let mut tried = 0;
    for route in router::routes().listed().iter().filter(|route| route.method != Method::GET) {
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "https://evil.example"),
            ("origin", "null"),
            ("origin", "https://portal.example.evil.example"),
            ("origin", "https://portal.example:8443"),
        ] {
            let mut client = member.clone();
            client.headers.push((name, value.to_owned()));
            let page = ask_page(&mut client, route, &concrete(route.path)).await;
            assert_eq!(page.status, 403, "{} {} with {name}: {value}", route.method, route.path);
            tried += 1;
        }
    }
    assert!(tried > 100);
    let mut own = member.clone();
    own.headers.push(("origin", "https://portal.example".to_owned()));
    assert_eq!(own.post("/theme", &[("theme", "dark"), ("next", "/")]).await.status, 303, "its own forms are taken");
}

/// A download is recorded against the member in whose browser it starts: another site cannot start one there.
#[tokio::test]
async fn no_download_is_started_by_another_site() {
    let story = Story::begin().await;
    let member = story.member("yunhe", "master").await;
    let routes = router::routes();
    let downloads: Vec<_> = routes.listed().iter().filter(|route| route.method == Method::GET).collect();
    let downloads =
        downloads.into_iter().filter(|route| route.path.ends_with("/export") || route.path == "/exports/{id}/file");
    let mut tried = 0;
    for route in downloads {
        for (site, foreign) in [("cross-site", true), ("same-site", true), ("same-origin", false), ("none", false)] {
            let mut client = member.clone();
            client.headers.push(("sec-fetch-site", site.to_owned()));
            let page = ask_page(&mut client, route, &concrete(route.path)).await;
            assert_eq!(page.status == 403 && page.body.contains("another site"), foreign, "{} {site}", route.path);
            tried += 1;
        }
    }
    assert!(tried >= 24, "{tried}");
}

/// Reading changes nothing, so that no picture or link of another site can.
#[tokio::test]
async fn reading_writes_nothing() {
    let story = Story::begin().await;
    let mut master = story.member("yunhe", "master").await;
    let state =
        "select count(*) from audit_events where organization_id = (select id from organizations where code = 'yunhe')";
    let before = story.number(state).await;
    for route in router::routes().listed().iter().filter(|route| route.method == Method::GET) {
        let exempt = route.path == "/sync/events" || route.path.ends_with("/export");
        if !exempt {
            ask_page(&mut master, route, &concrete(route.path)).await;
        }
    }
    assert_eq!(story.number(state).await, before, "a GET left a record");
}

async fn followed(client: &mut Client, path: &str, fields: &[(&str, &str)]) -> String {
    client.post(path, fields).await.location().to_owned()
}

#[tokio::test]
async fn no_address_leads_to_another_host() {
    let story = Story::begin().await;
    let away = [
        "https://evil.example",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "/%0d%0aLocation: https://evil.example",
        "https:evil.example",
        " //evil.example",
        "/..//evil.example",
    ];
    for next in away {
        let mut visitor = story.stranger();
        let login = [("organization", "yunhe"), ("username", "admin"), ("password", PASSWORD), ("next", next)];
        let mut places = vec![followed(&mut visitor, "/login", &login).await];
        places.push(followed(&mut visitor, "/theme", &[("theme", "dark"), ("next", next)]).await);
        places.push(followed(&mut visitor, "/language", &[("language", "en"), ("next", next)]).await);
        let encoded: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
        places.push(visitor.get(&format!("/login?next={encoded}")).await.location().to_owned());
        let page = visitor.get(&format!("/step-up?operation=profile.edit&next={encoded}")).await;
        places.extend(page.attributes("main a, main form", "href"));
        for place in places {
            let url = url::Url::parse("https://portal.example/").unwrap().join(&place).unwrap();
            assert_eq!(url.host_str(), Some("portal.example"), "{next:?} leads to {place}");
        }
    }
}

#[tokio::test]
async fn a_foreign_host_in_the_headers_reaches_no_link() {
    let story = Story::begin().await;
    let finance = story.number("select m.id from members m join organizations o on o.id = m.organization_id where o.code = 'yunhe' and username = 'finance'").await;
    let mut admin = story.member("yunhe", "admin").await;
    for name in
        ["x-forwarded-host", "x-host", "forwarded", "x-forwarded-server", "x-original-host", "x-forwarded-proto"]
    {
        admin.headers.push((name, "evil.example".to_owned()));
    }
    let made =
        admin.post(&format!("/members/{finance}/credentials"), &[("credentials", "link"), ("reason", "x")]).await;
    let link = made.attribute("button.copy", "data-copy").unwrap();
    assert!(link.starts_with("https://portal.example/activate?token="), "{link}");
    admin.headers.push(("origin", "https://evil.example".to_owned()));
    let foreign = admin.post(&format!("/members/{finance}/credentials"), &[("credentials", "link")]).await;
    assert_eq!(foreign.status, 403, "an origin that is not the host makes no link");
}

#[tokio::test]
async fn endless_and_strange_headers_break_nothing() {
    let story = Story::begin().await;
    let mut member = story.member("yunhe", "admin").await;
    for name in ["user-agent", "accept-language", "x-forwarded-for", "referer", "accept", "idempotency-key"] {
        member.headers = vec![(name, "x,".repeat(40_000))];
        assert_eq!(member.get("/profile").await.status, 200, "{name}");
    }
    member.headers.clear();
    member.cookies.insert("__Host-flash".to_owned(), "f".repeat(60_000));
    member.cookies.insert("__Host-theme".to_owned(), "<script>".to_owned());
    member.cookies.insert("__Host-language".to_owned(), "../../etc".to_owned());
    let page = member.get("/profile").await;
    assert_eq!((page.status.as_u16(), page.body.contains("<script>")), (200, false));
    let agent = story.number("select max(length(user_agent))::bigint from sessions").await;
    assert!(agent <= 300);
    let mut stranger = story.stranger();
    stranger.headers = vec![("user-agent", "<script>alert(1)</script>".to_owned())];
    stranger.sign_in("yunhe", "admin", PASSWORD).await;
    assert!(!stranger.get("/profile").await.body.contains("<script>alert"), "what a browser calls itself is escaped");
}

#[tokio::test]
async fn a_visitor_cannot_choose_his_address() {
    let story = Story::begin().await;
    let mut thief = story.stranger();
    for number in 0..5 {
        thief.headers = vec![("x-forwarded-for", format!("198.51.100.{number}")), ("x-real-ip", "10.0.0.1".to_owned())];
        assert_eq!(thief.sign_in("yunhe", "admin", "not the password").await.status, 422);
    }
    assert_eq!(thief.sign_in("yunhe", "admin", PASSWORD).await.status, 429, "all of it was one address");
    let other = "select count(*) from login_attempts where address <> '192.0.2.1'";
    assert_eq!(story.number(other).await, 0);
}

#[tokio::test]
async fn a_form_that_is_sent_twice_takes_effect_once() {
    let story = Story::begin().await;
    let id = story.number("select m.id from members m join organizations o on o.id = m.organization_id where o.code = 'yunhe' and username = 'finance'").await;
    let mut admin = story.member("yunhe", "admin").await;
    let was = admin.get("/organization/security").await.attribute("input[name=was]", "value").unwrap();
    let edit = format!("/members/{id}/edit");
    let revision = admin.get(&edit).await.attribute("input[name=revision]", "value").unwrap();
    let disable = format!("/members/{id}/disable");
    let forms: [(&str, Vec<(&str, &str)>); 3] = [
        ("/organization/security", vec![("policy", "all"), ("days", "0"), ("was", &was)]),
        (&edit, vec![("name", "N"), ("email", "n@y.cn"), ("revision", &revision)]),
        (&disable, vec![("reason", "x")]),
    ];
    for (path, fields) in forms {
        let (first, second) = (admin.post(path, &fields).await.status, admin.post(path, &fields).await.status);
        assert_eq!((first.as_u16(), second.as_u16()), (303, 409), "{path}");
    }
}
