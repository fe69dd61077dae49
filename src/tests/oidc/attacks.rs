//! Stories of everything that is tried between leaving and arriving; each would let somebody in who must not.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{begin, finance, form, go, refused};
use crate::tests::support::issuer::Trick;

fn with(name: &str, value: Value) -> Value {
    let mut claims = finance();
    claims[name] = value;
    claims
}

#[tokio::test]
async fn tokens_that_are_not_for_this_visit_are_not_believed() {
    let (story, issuer) = begin().await;
    let now = story.clock.now().timestamp();
    for (what, claims) in [
        ("another nonce", with("nonce", json!("another"))),
        ("no nonce", with("nonce", Value::Null)),
        ("another audience", with("aud", json!("another-client"))),
        ("several audiences without a party", with("aud", json!(["portal", "another"]))),
        ("another party", with("azp", json!("another"))),
        ("another issuer", with("iss", json!("https://other.example"))),
        ("expired", with("exp", json!(now - 61))),
        ("of the future", with("iat", json!(now + 120))),
        ("not yet", with("nbf", json!(now + 120))),
        ("made long ago", with("iat", json!(now - 3600))),
        ("no subject", with("sub", json!(""))),
        ("times as text", with("exp", json!("tomorrow"))),
    ] {
        let mut browser = story.stranger();
        let answer = go(&mut browser, &issuer, claims).await;
        let said = refused(&mut browser, &answer).await;
        assert!(said.contains("could not be verified"), "{what}: {said}");
    }
    let several = with("aud", json!(["portal", "another"]));
    let mut claims = several.clone();
    claims["azp"] = json!("portal");
    assert_eq!(go(&mut story.stranger(), &issuer, claims).await.location(), "/customers", "with a party it is for us");
}

#[tokio::test]
async fn signatures_that_prove_nothing_are_not_believed() {
    let (story, issuer) = begin().await;
    for trick in [Trick::Unsigned, Trick::PublicKeyAsSecret, Trick::StrangeKey, Trick::StrangeName] {
        issuer.play(trick);
        let mut browser = story.stranger();
        let answer = go(&mut browser, &issuer, finance()).await;
        let said = refused(&mut browser, &answer).await;
        assert!(said.contains("could not be verified"), "{trick:?}: {said}");
    }
    issuer.play(Trick::None);
    assert_eq!(go(&mut story.stranger(), &issuer, finance()).await.location(), "/customers");
}

#[tokio::test]
async fn a_new_key_is_asked_for_once_and_not_more_often_than_once_a_minute() {
    let (story, issuer) = begin().await;
    go(&mut story.stranger(), &issuer, finance()).await;
    assert_eq!(issuer.reads_of_keys(), 1);
    go(&mut story.stranger(), &issuer, finance()).await;
    assert_eq!(issuer.reads_of_keys(), 1, "known keys are not asked for again");
    issuer.rotate("second");
    let answer = go(&mut story.stranger(), &issuer, finance()).await;
    assert_eq!((answer.location(), issuer.reads_of_keys()), ("/login", 1), "within the minute nobody is asked");
    story.clock.advance(TimeDelta::seconds(61));
    let answer = go(&mut story.stranger(), &issuer, finance()).await;
    assert_eq!((answer.location(), issuer.reads_of_keys()), ("/customers", 2));
    issuer.play(Trick::StrangeName);
    story.clock.advance(TimeDelta::seconds(61));
    for _ in 0..3 {
        assert_eq!(go(&mut story.stranger(), &issuer, finance()).await.location(), "/login");
    }
    assert_eq!(issuer.reads_of_keys(), 3, "a flood of strange names is one question");
}

#[tokio::test]
async fn a_way_ends_once_in_the_browser_in_which_it_began() {
    let (story, issuer) = begin().await;
    let mut browser = story.stranger();
    let sent = browser.get("/login/oidc/yunhe").await;
    let back = issuer.sign_in(sent.location(), finance());
    let mut stranger = story.stranger();
    let answer = stranger.get(&back).await;
    assert!(refused(&mut stranger, &answer).await.contains("began in another browser"), "no cookie");
    stranger.get("/login/oidc/yunhe").await;
    let answer = stranger.get(&back).await;
    assert!(refused(&mut stranger, &answer).await.contains("began in another browser"), "a cookie of another way");
    let cookies = browser.cookies.clone();
    assert_eq!(browser.get(&back).await.location(), "/", "a stranger's try does not use it up");
    let mut again = story.stranger();
    again.cookies = cookies;
    let answer = again.get(&back).await;
    assert!(refused(&mut again, &answer).await.contains("was used already"), "a state works once");
    let mut late = story.stranger();
    let sent = late.get("/login/oidc/yunhe").await;
    let back = issuer.sign_in(sent.location(), finance());
    story.clock.advance(TimeDelta::minutes(11));
    let answer = late.get(&back).await;
    assert!(refused(&mut late, &answer).await.contains("has expired"));
    for path in ["/oidc/callback", "/oidc/callback?state=x&code=y", "/oidc/callback?error=access_denied"] {
        let mut browser = story.stranger();
        let answer = browser.get(path).await;
        refused(&mut browser, &answer).await;
    }
}

#[tokio::test]
async fn a_link_of_another_site_signs_nobody_in() {
    let (story, _issuer) = begin().await;
    for (site, foreign) in [("cross-site", true), ("same-site", true), ("same-origin", false), ("none", false)] {
        let mut browser = story.stranger();
        browser.headers.push(("sec-fetch-site", site.to_owned()));
        let page = browser.get("/login/oidc/yunhe?next=%2Fcustomers").await;
        assert_eq!(page.status.as_u16(), if foreign { 200 } else { 303 }, "{site}");
        assert_eq!(
            browser.cookies.contains_key("__Host-oidc") || browser.cookies.contains_key("oidc"),
            !foreign,
            "{site}"
        );
        if foreign {
            let go = page.attribute("main a.button", "href");
            assert_eq!(go.as_deref(), Some("/login/oidc/yunhe?next=%2Fcustomers"), "a button leads on");
        }
    }
}

#[tokio::test]
async fn answers_of_somebody_else_are_not_taken() {
    let (story, issuer) = begin().await;
    let mut browser = story.stranger();
    let sent = browser.get("/login/oidc/yunhe").await;
    let back = issuer.sign_in(sent.location(), finance());
    let (path, _) = back.split_once("&iss=").unwrap();
    let answer = browser.get(path).await;
    assert!(
        refused(&mut browser, &answer).await.contains("could not be verified"),
        "a provider that names itself must"
    );
    let sent = browser.get("/login/oidc/yunhe").await;
    let back = issuer.sign_in(sent.location(), finance()).replace("code-", "stolen-");
    let answer = browser.get(&back).await;
    assert!(refused(&mut browser, &answer).await.contains("cannot be used right now"), "a code that it did not give");
    let sent = browser.get("/login/oidc/yunhe").await;
    let denied = issuer.sign_in(sent.location(), finance()).replace("code=", "error=access_denied&ignored=");
    let answer = browser.get(&denied).await;
    assert!(refused(&mut browser, &answer).await.contains("did not let you in"));
}

#[tokio::test]
async fn a_code_is_exchanged_only_with_the_verifier_and_the_address_of_its_way() {
    let (story, issuer) = begin().await;
    let (mut one, mut two) = (story.stranger(), story.stranger());
    let first = one.get("/login/oidc/yunhe").await;
    let second = two.get("/login/oidc/yunhe").await;
    let stolen = issuer.sign_in(first.location(), finance());
    let own = issuer.sign_in(second.location(), finance());
    // The code of one way with the state of another: the provider finds another challenge.
    let code = |path: &str| path.split(['=', '&']).nth(1).unwrap().to_owned();
    let mixed = own.replace(&code(&own), &code(&stolen));
    let answer = two.get(&mixed).await;
    assert!(refused(&mut two, &answer).await.contains("cannot be used right now"));
    assert!(first.location().contains("redirect_uri=https%3A%2F%2Fportal.example%2Foidc%2Fcallback&"));
}

#[tokio::test]
async fn a_change_of_the_settings_ends_every_way() {
    let (story, issuer) = begin().await;
    let mut browser = story.stranger();
    let sent = browser.get("/login/oidc/yunhe").await;
    let back = issuer.sign_in(sent.location(), finance());
    let mut admin = story.member("yunhe", "admin").await;
    let url = issuer.url();
    let changed = form(&url, &[("revision", "1"), ("scopes", "openid email profile")]);
    assert_eq!(admin.post("/organization/sign-in", &changed).await.status, 303);
    let answer = browser.get(&back).await;
    assert!(refused(&mut browser, &answer).await.contains("Begin again"));
}

#[tokio::test]
async fn a_provider_that_misbehaves_is_told_to_the_visitor_as_one_sentence() {
    for trick in [Trick::OtherIssuer, Trick::Huge, Trick::Slow, Trick::Redirect] {
        let (story, issuer) = begin().await;
        issuer.play(trick);
        let mut browser = story.stranger();
        let answer = browser.get("/login/oidc/yunhe").await;
        assert_eq!(answer.location(), "/login", "{trick:?}");
        assert!(refused(&mut browser, &answer).await.contains("cannot be used right now"), "{trick:?}");
    }
}
