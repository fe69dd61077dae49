//! Stories of passkeys, told with a software authenticator: registering, signing in, step-up, and everything a forged answer
//! may try.

use chrono::TimeDelta;

use super::support::{
    authenticator::Authenticator,
    client::{Client, Page},
    story::{PASSWORD, Story},
};

fn options(page: &Page) -> String {
    page.attribute("form[data-passkey]", "data-options").unwrap_or_else(|| panic!("{}", page.body))
}

/// Registers a passkey; the first one brings recovery codes.
pub async fn add(member: &mut Client, device: &Authenticator, name: &str) -> Page {
    let asked = member.post("/profile/passkey-challenges", &[("name", name)]).await;
    assert_eq!(asked.status, 200, "{}", asked.location());
    let credential = device.register(&options(&asked));
    member.post("/profile/passkeys", &[("name", name), ("credential", &credential)]).await
}

/// Options of a sign-in.
pub async fn asked(visitor: &mut Client) -> String {
    options(&visitor.post("/login/passkey-challenges", &[("next", "/customers")]).await)
}

/// Sends the answer of a device.
pub async fn enter(visitor: &mut Client, credential: &str) -> Page {
    visitor.post("/login/passkeys", &[("credential", credential), ("next", "/customers")]).await
}

#[tokio::test]
async fn a_passkey_signs_in_without_password_and_code() {
    let story = Story::begin().await.with_second_factors();
    let mut member = story.member("yunhe", "finance").await;
    let mut device = Authenticator::new();
    let added = add(&mut member, &device, "my phone").await;
    assert_eq!((added.status.as_u16(), added.texts(".codes code").len()), (200, 10), "{}", added.text("[role=alert]"));
    assert_eq!(member.get("/customers").await.status, 200, "it is a second factor: the policy is met");
    let mut visitor = story.stranger();
    let credential = device.sign(&asked(&mut visitor).await);
    let entered = enter(&mut visitor, &credential).await;
    assert_eq!((entered.status.as_u16(), entered.location()), (303, "/customers"), "{}", entered.text("[role=alert]"));
    assert!(visitor.get("/customers").await.body.contains("finance"));
    let page = visitor.get("/profile/passkeys").await;
    assert!(page.rows()[0].contains("just now"), "{:?}", page.rows());
    let mut by_password = story.stranger();
    assert!(by_password.sign_in("yunhe", "finance", PASSWORD).await.location().starts_with("/second-factor"));
    story.sql("update members set state = 'disabled' where username = 'finance'").await;
    let refused = enter(&mut visitor, &device.sign(&asked(&mut by_password).await)).await;
    assert_eq!(refused.text("[role=alert]"), "This login is disabled. Ask an admin of your organisation to enable it.");
}

#[tokio::test]
async fn a_forged_or_repeated_answer_opens_nothing() {
    let story = Story::begin().await;
    let mut member = story.member("yunhe", "finance").await;
    let mut device = Authenticator::new();
    assert_eq!(add(&mut member, &device, "my phone").await.status, 200);
    let mut visitor = story.stranger();
    let used = device.sign(&asked(&mut visitor).await);
    assert_eq!(enter(&mut visitor, &used).await.status, 303);
    assert_eq!(enter(&mut story.stranger(), &used).await.status, 422, "an answer is good once");
    let mut stranger = story.stranger();
    let copied = device.sign_again(&asked(&mut stranger).await);
    assert_eq!(enter(&mut stranger, &copied).await.status, 422, "the counter did not grow: a copy");
    type Bend = fn(&mut Authenticator);
    let bends: [(&str, Bend); 5] = [
        ("another origin", |device| device.origin = "https://portal.example.evil".to_owned()),
        ("without TLS", |device| device.origin = "http://portal.example".to_owned()),
        ("another site", |device| device.site = "evil.example".to_owned()),
        ("nobody verified", |device| device.flags = 1),
        ("nobody present", |device| device.flags = 4),
    ];
    for (what, bend) in bends {
        let (origin, site, flags) = (device.origin.clone(), device.site.clone(), device.flags);
        bend(&mut device);
        let credential = device.sign(&asked(&mut stranger).await);
        assert_eq!(enter(&mut stranger, &credential).await.status, 422, "{what}");
        (device.origin, device.site, device.flags) = (origin, site, flags);
    }
    let mut thief = Authenticator::new();
    thief.credential.clone_from(&device.credential);
    thief.count = 100;
    let forged = thief.sign(&asked(&mut stranger).await);
    assert_eq!(enter(&mut stranger, &forged).await.status, 422, "signed by another key");
    let late = device.sign(&asked(&mut stranger).await);
    story.clock.advance(TimeDelta::minutes(6));
    assert_eq!(enter(&mut stranger, &late).await.status, 422, "five minutes are over");
    for nonsense in ["", "{}", "[]", "{\"id\":\"!\",\"response\":{}}"] {
        assert_eq!(enter(&mut stranger, nonsense).await.status, 422, "{nonsense}");
    }
    let credential = device.sign(&asked(&mut stranger).await);
    assert_eq!(enter(&mut stranger, &credential).await.status, 303, "and the device itself still opens");
}

#[tokio::test]
async fn a_challenge_is_for_one_member_and_one_purpose() {
    let story = Story::begin().await;
    let mut member = story.member("yunhe", "finance").await;
    let mut colleague = story.member("yunhe", "finance2").await;
    let device = Authenticator::new();
    let page = colleague.post("/profile/passkey-challenges", &[("name", "x")]).await;
    let stolen = device.register(&options(&page));
    let refused = member.post("/profile/passkeys", &[("name", "x"), ("credential", &stolen)]).await;
    assert_eq!(refused.status, 422, "a challenge of somebody else");
    let sign_in = asked(&mut story.stranger()).await;
    let refused = member.post("/profile/passkeys", &[("name", "x"), ("credential", &device.register(&sign_in))]).await;
    assert_eq!(refused.status, 422, "a challenge for signing in");
    assert_eq!(add(&mut member, &device, "my phone").await.status, 200);
    assert_eq!(add(&mut colleague, &device, "the same").await.status, 422, "one passkey, one login");
    assert_eq!(add(&mut member, &Authenticator::new(), &"n".repeat(64)).await.status, 303);
    let long = member.post("/profile/passkey-challenges", &[("name", &"n".repeat(65))]).await;
    assert_eq!(long.status, 422);
}

#[tokio::test]
async fn passkeys_are_renamed_and_removed_by_their_owner_only() {
    let story = Story::begin().await;
    let mut member = story.member("yunhe", "finance").await;
    let mut device = Authenticator::new();
    add(&mut member, &device, "my phone").await;
    let number = member.get("/profile/passkeys").await.attribute("button[name=passkey]", "value").unwrap();
    let mut other = story.member("yunhe", "admin").await;
    assert_eq!(other.post("/profile/passkeys/names", &[("passkey", &number), ("name", "mine")]).await.status, 404);
    assert_eq!(other.post("/profile/removed-passkeys", &[("passkey", &number)]).await.status, 404);
    member.post("/profile/passkeys/names", &[("passkey", &number), ("name", "old phone")]).await;
    let page = member.get("/profile/passkeys").await;
    assert_eq!(page.attribute("td input[name=name]", "value").as_deref(), Some("old phone"));
    assert_eq!(member.post("/profile/removed-passkeys", &[("passkey", &number)]).await.status, 303);
    let mut visitor = story.stranger();
    let credential = device.sign(&asked(&mut visitor).await);
    assert_eq!(enter(&mut visitor, &credential).await.status, 422);
    // Whoever asks what became of a member's second factor asks by the member, not by a passkey that is gone.
    let finance = super::inbox::id(&story, "finance").await;
    let listed = story.member("yunhe", "auditor").await.get(&format!("/activity?object={finance}")).await;
    for deed in ["Passkey added", "Passkey renamed", "Passkey removed"] {
        assert!(listed.rows().iter().any(|row| row.contains(deed)), "{deed}: {:?}", listed.rows());
    }
    let kept = format!(
        "select count(*) from audit_events where event like 'passkey.%' and object_id = '{finance}'
           and (coalesce(before, after) ->> 'passkey') = '{number}'"
    );
    assert_eq!(story.number(&kept).await, 3, "which passkey it was is kept beside");
}

#[tokio::test]
async fn a_passkey_is_a_fresh_proof() {
    let story = Story::begin().await.with_second_factors();
    let mut member = story.member("yunhe", "finance").await;
    let mut device = Authenticator::new();
    add(&mut member, &device, "my phone").await;
    let fields = [("name", "a program"), ("days", "90"), ("scope", "customer.view")];
    let sent = member.post("/tokens", &fields).await;
    assert_eq!(sent.status, 307);
    let page = member.post(sent.location(), &fields).await;
    let credential = device.sign(&options(&page));
    let mut proved = fields.to_vec();
    proved.push(("step-up-passkey", &credential));
    let on = member.post(sent.location(), &proved).await;
    assert_eq!((on.status.as_u16(), on.location()), (307, "/tokens"), "{}", on.text("[role=alert]"));
    assert_eq!(member.post("/tokens", &proved).await.status, 200);
    story.clock.advance(TimeDelta::minutes(6));
    let mut other = story.member("yunhe", "auditor").await;
    let mut foreign = Authenticator::new();
    add(&mut other, &foreign, "another phone").await;
    let page = member.post(sent.location(), &fields).await;
    let credential = foreign.sign(&options(&page));
    let refused = member.post(sent.location(), &[("step-up-passkey", &credential)]).await;
    assert_eq!(refused.status, 422, "a colleague's passkey proves nothing");
}

#[tokio::test]
async fn at_an_address_of_numbers_there_are_no_passkeys() {
    use crate::access::factors::passkeys::Relying;
    assert_eq!(Relying::at("127.0.0.1:8080", false), None);
    assert_eq!(Relying::at("[::1]:8080", false), None);
    assert_eq!(Relying::at("", true), None);
    let local = Relying::at("localhost:8080", false).unwrap();
    assert_eq!((local.id.as_str(), local.origin.as_str()), ("localhost", "http://localhost:8080"));
    let secure = Relying::at("portal.example", true).unwrap();
    assert_eq!((secure.id.as_str(), secure.origin.as_str()), ("portal.example", "https://portal.example"));
}
