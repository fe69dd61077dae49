//! Stories of company accounts: settings, the way to a provider and back, and everything that is tried on that way.

mod attacks;
mod settings;
mod way;

use serde_json::{Value, json};

use super::support::{
    client::{Client, Page},
    issuer::{CLIENT, Issuer},
    story::Story,
};

/// A story with a provider that yunhe has set up.
async fn begin() -> (Story, Issuer) {
    let story = Story::begin().await.reaching_out();
    let issuer = Issuer::start(&story.clock).await;
    let mut admin = story.member("yunhe", "admin").await;
    let saved = admin.post("/organization/sign-in", &form(&issuer.url(), &[])).await;
    assert_eq!(saved.status, 303, "{}", saved.text("#wrongs"));
    (story, issuer)
}

/// The form of the settings, with these fields in place of the usual ones.
fn form<'a>(issuer: &'a str, with: &[(&'static str, &'a str)]) -> Vec<(&'static str, &'a str)> {
    let mut fields = vec![
        ("revision", "0"),
        ("issuer", issuer),
        ("client_id", CLIENT.0),
        ("client_secret", CLIENT.1),
        ("scopes", "openid email"),
        ("member_claim", "email"),
        ("is_enabled", "1"),
    ];
    fields.retain(|(name, _)| !with.iter().any(|(other, _)| other == name));
    fields.extend(with);
    fields
}

/// What the provider says of the finance member.
fn finance() -> Value {
    json!({"email": "Finance@yunhe.example", "email_verified": true})
}

/// Goes to the provider, signs in there with these claims and comes back.
async fn go(browser: &mut Client, issuer: &Issuer, claims: Value) -> Page {
    let sent = browser.get("/login/oidc/yunhe?next=/customers").await;
    assert_eq!(sent.status, 303);
    let back = issuer.sign_in(sent.location(), claims);
    browser.get(&back).await
}

/// The sentence on the page somebody was sent back to, who must not be signed in.
async fn refused(browser: &mut Client, answer: &Page) -> String {
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/login"));
    assert!(!browser.cookies.contains_key("__Host-portal"), "nobody is signed in");
    browser.get("/login").await.text(".notice.refused, .flash")
}
