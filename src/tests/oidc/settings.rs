//! Stories of the settings.

use chrono::TimeDelta;

use super::{begin, form};
use crate::tests::support::{
    issuer::{CLIENT, Issuer, Trick},
    story::Story,
};

#[tokio::test]
async fn the_secret_is_sealed_and_never_shown() {
    let (story, _) = begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    let page = admin.get("/organization/sign-in").await;
    assert_eq!(page.status, 200);
    assert!(!page.body.contains("a secret"), "not on the page");
    assert_eq!(page.attribute("[name=client_secret]", "value"), None);
    assert!(
        page.facts().iter().any(|fact| fact.contains("https://portal.example/oidc/callback")),
        "{:?}",
        page.facts()
    );
    let told = format!(
        "select (select count(*) from oidc_providers p where position('{0}' in encode(client_secret_sealed, 'escape')) > 0)
           + (select count(*) from audit_events a where a::text like '%{0}%')",
        CLIENT.1.replace('%', "\\%")
    );
    assert_eq!(story.number(&told).await, 0, "neither in the table nor in the record");
    assert_eq!(story.number("select count(*) from audit_events where event = 'oidc.saved'").await, 1);
}

#[tokio::test]
async fn what_is_wrong_stands_at_its_field() {
    let (story, issuer) = begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    let url = issuer.url();
    for (with, field) in [
        (("issuer", "http://10.0.0.1"), "issuer"),
        (("issuer", "https://169.254.169.254/latest"), "issuer"),
        (("issuer", "nonsense"), "issuer"),
        (("client_id", ""), "client_id"),
        (("scopes", "email"), "scopes"),
        (("scopes", "openid"), "scopes"),
    ] {
        let page = admin.post("/organization/sign-in", &form(&url, &[("revision", "1"), with])).await;
        assert_eq!(page.status, 422, "{with:?}");
        assert!(!page.text(&format!("#{field}-error")).is_empty(), "{with:?}");
        assert_eq!(page.attribute(&format!("#f-{field}"), "value").as_deref(), Some(with.1), "what was typed stays");
    }
    let elsewhere = form("https://login.example.com", &[("revision", "1"), ("client_secret", "")]);
    let page = admin.post("/organization/sign-in", &elsewhere).await;
    assert!(page.text("#client_secret-error").starts_with("The stored secret belongs to the old issuer."));
}

#[tokio::test]
async fn of_two_who_save_the_second_sees_what_the_first_saved() {
    let (story, issuer) = begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    let url = issuer.url();
    let first = form(&url, &[("revision", "1"), ("client_id", "first")]);
    assert_eq!(admin.post("/organization/sign-in", &first).await.status, 303);
    let second = form(&url, &[("revision", "1"), ("client_id", "second")]);
    let page = admin.post("/organization/sign-in", &second).await;
    assert_eq!(page.status, 409);
    assert!(page.facts().contains(&"Client ID: first".to_owned()), "{:?}", page.facts());
    assert_eq!(page.attribute("#f-client_id", "value").as_deref(), Some("second"));
    let anew = form(&url, &[("revision", "2"), ("client_id", "second"), ("client_secret", "")]);
    assert_eq!(admin.post("/organization/sign-in", &anew).await.status, 303);
    assert_eq!(story.number("select count(*) from oidc_providers where client_secret_sealed is not null").await, 1);
}

#[tokio::test]
async fn a_test_of_the_connection_says_what_is_wrong_and_what_to_do() {
    let (story, issuer) = begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    for (trick, sentence) in [
        (Trick::None, "The provider answers"),
        (Trick::OtherIssuer, "The provider calls itself https://other.example"),
        (Trick::Huge, "The answer is larger"),
        (Trick::Slow, "The provider does not answer within"),
        (Trick::Redirect, "There is no provider's description"),
        (Trick::NoKeys, "The provider lists no key"),
    ] {
        issuer.play(trick);
        let said = admin.post("/organization/sign-in/test", &[]).await.text("#tested");
        assert!(said.starts_with(sentence), "{trick:?}: {said}");
    }
    issuer.play(Trick::None);
    let ahead = Story::begin().await;
    ahead.clock.advance(TimeDelta::minutes(5));
    let fast = Issuer::start(&ahead.clock).await;
    let url = fast.url();
    admin.post("/organization/sign-in", &form(&url, &[("revision", "1")])).await;
    let said = admin.post("/organization/sign-in/test", &[]).await.text("#tested");
    assert!(said.starts_with("The clocks of provider and portal differ by 300 s."), "{said}");
    let nobody = form("http://127.0.0.1:1", &[("revision", "2")]);
    admin.post("/organization/sign-in", &nobody).await;
    let said = admin.post("/organization/sign-in/test", &[]).await.text("#tested");
    assert!(said.starts_with("Nobody answers at the issuer URL"), "{said}");
    admin.language = "zh-CN";
    assert!(admin.post("/organization/sign-in/test", &[]).await.text("#tested").starts_with("签发者地址无法访问"));
}

#[tokio::test]
async fn the_settings_of_one_organisation_are_no_others() {
    let (story, _) = begin().await;
    let mut other = story.member("qinglan", "master").await;
    let page = other.get("/organization/sign-in").await;
    assert_eq!(page.attribute("#f-issuer", "value").as_deref(), Some(""));
    let mut finance = story.member("yunhe", "finance").await;
    assert_eq!(finance.get("/organization/sign-in").await.status, 403);
}
