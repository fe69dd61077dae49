//! Stories of the way to the provider and back.

use serde_json::json;

use super::{begin, finance, form, go, refused};
use crate::tests::support::story::PASSWORD;

#[tokio::test]
async fn the_first_sign_in_links_the_account_and_the_account_counts_from_then_on() {
    let (story, issuer) = begin().await;
    let mut browser = story.stranger();
    let form = browser.get("/login").await;
    assert!(form.texts("main button").contains(&"Sign in with your company account".to_owned()));
    let between = browser.post("/login/oidc", &[("organization", "YunHe"), ("next", "/customers")]).await;
    assert_eq!(between.headers["refresh"], "0; url=/login/oidc/yunhe?next=%2Fcustomers");
    let home = go(&mut browser, &issuer, finance()).await;
    assert_eq!((home.status.as_u16(), home.location()), (303, "/customers"));
    assert!(browser.get("/profile").await.body.contains("finance"));
    assert_eq!(story.number("select count(*) from oidc_identities where subject = 'subject-1'").await, 1);
    assert_eq!(story.number("select count(*) from audit_events where event = 'oidc.linked'").await, 1);
    let by =
        "select count(*) from audit_events where event = 'session.started' and after::text like '%company account%'";
    assert_eq!(story.number(by).await, 1);
    // Another address, the same account: the same member.
    let mut again = story.stranger();
    let home = go(&mut again, &issuer, json!({"email": "admin@yunhe.example", "email_verified": true})).await;
    assert_eq!(home.location(), "/customers");
    assert!(again.get("/profile").await.body.contains("finance@yunhe.example"));
    // The same address, another account: refused and recorded.
    let mut other = story.stranger();
    let mut claims = finance();
    claims["sub"] = json!("subject-2");
    let answer = go(&mut other, &issuer, claims).await;
    assert!(refused(&mut other, &answer).await.starts_with("This member signs in with another company account."));
    assert_eq!(story.number("select count(*) from audit_events where event = 'oidc.refused'").await, 1);
    // An admin links it anew.
    let mut admin = story.member("yunhe", "admin").await;
    admin.post("/organization/sign-in/unlinked", &[("username", "finance")]).await;
    let mut claims = finance();
    claims["sub"] = json!("subject-2");
    assert_eq!(go(&mut other, &issuer, claims).await.location(), "/customers");
}

#[tokio::test]
async fn the_providers_page_completes_a_token_of_the_same_account_only() {
    let (story, issuer) = begin().await;
    let about = |sub: &str| json!({"sub": sub, "email": "finance@yunhe.example", "email_verified": true});
    issuer.say(about("another"));
    let mut browser = story.stranger();
    let answer = go(&mut browser, &issuer, json!({})).await;
    assert!(
        refused(&mut browser, &answer).await.contains("no verified mail address"),
        "of another account nothing is taken"
    );
    issuer.say(about("subject-1"));
    assert_eq!(go(&mut browser, &issuer, json!({})).await.location(), "/customers");
}

#[tokio::test]
async fn signing_out_offers_to_sign_out_there_too() {
    let (story, issuer) = begin().await;
    let mut browser = story.stranger();
    go(&mut browser, &issuer, finance()).await;
    let out = browser.post("/logout", &[]).await;
    assert_eq!(out.location(), "/login/oidc/yunhe/ended");
    let page = browser.get(out.location()).await;
    let there = page.attribute("main a.button.main", "href").unwrap();
    let wanted = "/end?client_id=portal&post_logout_redirect_uri=https%3A%2F%2Fportal.example%2Flogin";
    let (before, hint) = there.split_once("&id_token_hint=").unwrap();
    assert!(before.starts_with(&issuer.url()) && before.ends_with(wanted), "{there}");
    assert_eq!(hint.split('.').count(), 3, "the token of the sign-in tells who signs out: {there}");
    assert_eq!(story.number("select count(*) from oidc_identities where id_token_sealed is not null").await, 0);
    assert!(!browser.get(out.location()).await.body.contains("id_token_hint"), "once");
    assert_eq!(browser.get("/profile").await.status, 303, "signed out here");
    let mut admin = story.member("yunhe", "admin").await;
    assert_eq!(admin.post("/logout", &[]).await.location(), "/login", "who came with a password has nothing there");
}

#[tokio::test]
async fn who_may_not_enter_with_a_password_may_not_with_an_account() {
    let (story, issuer) = begin().await;
    for (claims, sentence) in [
        (json!({"email": "nobody@yunhe.example", "email_verified": true}), "No member of this organisation belongs"),
        (json!({"email": "finance@yunhe.example", "email_verified": false}), "carries no verified mail address"),
        (json!({"email": "finance@yunhe.example"}), "carries no verified mail address"),
        (json!({"email": "manager@qinglan.example", "email_verified": true}), "No member of this organisation belongs"),
        (json!({}), "carries no verified mail address"),
    ] {
        let mut browser = story.stranger();
        let answer = go(&mut browser, &issuer, claims).await;
        let said = refused(&mut browser, &answer).await;
        assert!(said.contains(sentence), "{said}");
    }
    for (sql, sentence) in [
        ("update members set state = 'disabled' where username = 'finance'", "This login is disabled."),
        (
            "update members set state = 'active', expires_on = '2026-11-21' where username = 'finance'",
            "This login is disabled.",
        ),
        (
            "update members set expires_on = null where username = 'finance';
             update organizations set state = 'exited' where code = 'yunhe'",
            "Your organisation has left",
        ),
    ] {
        story.sql(sql).await;
        let mut browser = story.stranger();
        let answer = go(&mut browser, &issuer, finance()).await;
        let said = refused(&mut browser, &answer).await;
        assert!(said.contains(sentence), "{said}");
    }
    let noted =
        "select count(*) from door_refusals r join members m on m.id = r.member_id where m.username = 'finance'";
    assert!(story.number(noted).await > 0, "refusals at this door are counted like those of passwords");
    assert_eq!(
        story.number("select count(*) from oidc_identities").await,
        1,
        "linked while the organisation was active"
    );
}

#[tokio::test]
async fn an_invited_member_is_active_from_his_first_sign_in() {
    let (story, issuer) = begin().await;
    story.sql("update members set state = 'invited', password_hash = null where username = 'finance'").await;
    let mut browser = story.stranger();
    assert_eq!(go(&mut browser, &issuer, finance()).await.location(), "/customers");
    assert_eq!(story.number("select count(*) from members where username = 'finance' and state = 'active'").await, 1);
}

#[tokio::test]
async fn a_second_factor_is_asked_for_unless_the_provider_is_trusted_with_it() {
    let (story, issuer) = begin().await;
    story.sql(
        "insert into totp_seeds (member_id, organization_id, seed_sealed, last_step, confirmed_at)
         select m.id, m.organization_id, '\\x00', 0, now() from members m join organizations o on o.id = m.organization_id
         where m.username = 'finance' and o.code = 'yunhe'",
    )
    .await;
    let story = story.with_second_factors();
    let mfa = || json!({"email": "finance@yunhe.example", "email_verified": true, "amr": ["pwd", "mfa"]});
    let mut browser = story.stranger();
    assert_eq!(go(&mut browser, &issuer, mfa()).await.location(), "/second-factor?next=%2Fcustomers");
    story.sql("update oidc_providers set trusts_second_factor = true").await;
    let mut browser = story.stranger();
    assert_eq!(go(&mut browser, &issuer, finance()).await.location(), "/second-factor?next=%2Fcustomers");
    let mut browser = story.stranger();
    assert_eq!(go(&mut browser, &issuer, mfa()).await.location(), "/customers");
}

#[tokio::test]
async fn with_company_accounts_only_a_password_opens_no_login_but_the_masters_and_admins() {
    let (story, issuer) = begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    let url = issuer.url();
    let only = form(&url, &[("revision", "1"), ("is_only", "1")]);
    let untried = admin.post("/organization/sign-in", &only).await;
    assert_eq!(untried.status, 422);
    assert!(untried.text("#is_only-error").starts_with("Save without this, sign in once"));
    go(&mut story.stranger(), &issuer, finance()).await;
    assert_eq!(admin.post("/organization/sign-in", &only).await.status, 303);
    let closed = story.stranger().sign_in("yunhe", "finance", PASSWORD).await;
    assert_eq!(closed.status, 422);
    assert!(closed.text("[role=alert]").starts_with("Your organisation signs in with company accounts."));
    let wrong = story.stranger().sign_in("yunhe", "finance", "another password").await;
    assert!(wrong.text("[role=alert]").ends_with("is wrong."), "a stranger learns nothing of it");
    for username in ["master", "admin"] {
        assert_eq!(story.stranger().sign_in("yunhe", username, PASSWORD).await.status, 303, "{username}");
    }
    assert_eq!(story.stranger().sign_in("qinglan", "finance", PASSWORD).await.status, 303, "others are not touched");
}

#[tokio::test]
async fn a_stranger_learns_nothing_of_organisations_without_company_accounts() {
    let (story, _) = begin().await;
    let mut answers = Vec::new();
    for code in ["qinglan", "nowhere", "%20", "a%2Fb"] {
        let mut browser = story.stranger();
        let answer = browser.get(&format!("/login/oidc/{code}")).await;
        answers.push((
            answer.status,
            answer.location().to_owned(),
            browser.get("/login").await.text(".notice, .flash"),
        ));
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    assert!(answers[0].2.starts_with("There is no sign-in with company accounts"), "{answers:?}");
    let mut hurried = story.stranger();
    for _ in 0..20 {
        hurried.get("/login/oidc/nowhere").await;
    }
    hurried.get("/login/oidc/yunhe").await;
    assert!(hurried.get("/login").await.body.contains("Too many tries from your network"));
}
