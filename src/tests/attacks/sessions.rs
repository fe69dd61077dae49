//! Stolen and planted sessions, two tabs, a member who is disabled while he works.

use crate::tests::support::{
    client::Client,
    story::{PASSWORD, Story},
};

const COOKIE: &str = "__Host-portal";
const NEW: &str = "a quiet river bends";

async fn id(story: &Story, username: &str) -> i64 {
    let yunhe = story.organization("yunhe").await;
    story.number(&format!("select id from members where username = '{username}' and organization_id = {yunhe}")).await
}

/// The owner of a login, and a thief with a copy of his cookie who calls from elsewhere.
async fn robbed(story: &Story, username: &str) -> (Client, Client) {
    let owner = story.member("yunhe", username).await;
    let mut thief = owner.clone();
    thief.address = [203, 0, 113, 66];
    assert_eq!(thief.get("/profile").await.status, 200, "the copy works at first");
    (owner, thief)
}

#[tokio::test]
async fn a_stolen_session_ends_when_the_owner_changes_his_password_elsewhere() {
    let story = Story::begin().await;
    let (_, mut thief) = robbed(&story, "finance").await;
    let mut owner = story.member("yunhe", "finance").await;
    let fields = [("current", PASSWORD), ("password", NEW), ("repeated", NEW)];
    assert_eq!(owner.post("/profile/password", &fields).await.status, 303);
    assert_eq!(thief.get("/profile").await.location(), "/login?next=%2Fprofile");
    assert_eq!(thief.post("/profile/password", &fields).await.location(), "/login");
    assert_eq!(owner.get("/profile").await.status, 200, "the session that changed it goes on");
}

#[tokio::test]
async fn a_stolen_session_ends_with_the_login() {
    for act in ["disable", "credentials", "sessions", "factors", "hand-over"] {
        let story = Story::begin().await;
        let (_, mut thief) = robbed(&story, "finance").await;
        let mut admin = story.member("yunhe", "admin").await;
        let path = format!("/members/{}/{act}", id(&story, "finance").await);
        let done = admin.post(&path, &[("reason", "stolen"), ("credentials", "link"), ("session", "all")]).await;
        assert!([200, 303].contains(&done.status.as_u16()), "{act}: {}", done.text("#notice"));
        assert_eq!(thief.get("/profile").await.location(), "/login?next=%2Fprofile", "{act}");
        assert_eq!(thief.post("/profile/ended-sessions", &[("session", "others")]).await.location(), "/login", "{act}");
    }
}

#[tokio::test]
async fn a_stolen_session_changes_no_factor_without_a_fresh_proof() {
    let story = Story::begin().await.with_second_factors();
    story.sql("update organizations set mfa_policy = 'off'").await;
    let (_, mut thief) = robbed(&story, "finance").await;
    story.clock.advance(chrono::TimeDelta::minutes(6));
    for path in
        ["/profile/second-factor", "/profile/removed-second-factors", "/profile/recovery-codes", "/profile/passkeys"]
    {
        let page = thief.post(path, &[("seed", ""), ("code", "1"), ("name", "x"), ("credential", "{}")]).await;
        let refused = page.status == 307 && page.location().starts_with("/step-up?");
        assert!(refused, "{path}: {} {}", page.status, page.location());
    }
    let made = thief.post("/tokens", &[("name", "x"), ("days", "30"), ("scope", "customer.view")]).await;
    assert_eq!(made.status, 307, "nor does it make a token");
}

#[tokio::test]
async fn a_member_who_is_disabled_is_out_at_the_next_request() {
    let story = Story::begin().await;
    let mut member = story.member("yunhe", "finance").await;
    let mut program = story.program("yunhe", "finance").await;
    assert_eq!(member.get("/bills/monthly").await.status, 200);
    let mut admin = story.member("yunhe", "admin").await;
    let path = format!("/members/{}/disable", id(&story, "finance").await);
    assert_eq!(admin.post(&path, &[("reason", "left")]).await.status, 303);
    assert_eq!(member.get("/bills/monthly").await.location(), "/login?next=%2Fbills%2Fmonthly");
    assert_eq!(program.get("/api/v1/customers").await.status, 401);
    let page = story.stranger().sign_in("yunhe", "finance", PASSWORD).await;
    assert!(page.text("[role=alert]").starts_with("This login is disabled."), "{}", page.text("[role=alert]"));
    let back = format!("/members/{}/enable", id(&story, "finance").await);
    assert_eq!(admin.post(&back, &[]).await.status, 303);
    assert_eq!(member.get("/bills/monthly").await.status, 303, "the old session does not come back to life");
    assert_eq!(program.get("/api/v1/customers").await.status, 401, "nor the token");
}

#[tokio::test]
async fn a_role_that_is_taken_away_is_gone_at_the_next_request() {
    let story = Story::begin().await;
    let mut member = story.member("yunhe", "finance").await;
    assert_eq!(member.get("/bills/monthly").await.status, 200);
    story.sql("delete from member_roles where role = 'finance'").await;
    assert_eq!(member.get("/bills/monthly").await.status, 403);
}

#[tokio::test]
async fn a_planted_session_is_not_adopted() {
    let story = Story::begin().await;
    let planted = "5".repeat(64);
    let mut victim = story.stranger();
    victim.cookies.insert(COOKIE.to_owned(), planted.clone());
    assert_eq!(victim.sign_in("yunhe", "finance", PASSWORD).await.status, 303);
    assert_ne!(victim.cookies[COOKIE], planted);
    let mut thief = story.stranger();
    thief.cookies.insert(COOKIE.to_owned(), planted);
    assert_eq!(thief.get("/profile").await.location(), "/login?next=%2Fprofile");
    let mut without_prefix = story.stranger();
    without_prefix.cookies.insert("portal".to_owned(), victim.cookies[COOKIE].clone());
    assert_eq!(without_prefix.get("/profile").await.status, 303, "a cookie that another host can set is not read");
}

#[tokio::test]
async fn two_tabs_are_one_session() {
    let story = Story::begin().await;
    let mut one = story.member("yunhe", "finance").await;
    let mut two = one.clone();
    assert_eq!(one.post("/logout", &[]).await.status, 303);
    let fields = [("current", PASSWORD), ("password", NEW), ("repeated", NEW)];
    assert_eq!(
        two.post("/profile/password", &fields).await.location(),
        "/login",
        "the form of the other tab is refused"
    );
    assert_eq!(story.stranger().sign_in("yunhe", "finance", NEW).await.status, 422, "and nothing was written");
    two.cookies.clear();
    assert_eq!(two.sign_in("yunhe", "finance", PASSWORD).await.status, 303);
    one.cookies.clone_from(&two.cookies);
    assert_eq!(one.get("/profile").await.status, 200, "both tabs are signed in again");
}

#[tokio::test]
async fn a_sign_in_that_waits_for_its_code_opens_nothing() {
    let story = Story::begin().await.with_second_factors();
    story.sql("insert into totp_seeds select id, organization_id, '\\x00', 0, now() from members where username = 'finance'").await;
    let mut half = story.stranger();
    assert!(half.sign_in("yunhe", "finance", PASSWORD).await.location().starts_with("/second-factor"));
    for path in ["/", "/profile", "/profile/second-factor", "/customers", "/step-up?operation=profile.edit&next=/"] {
        assert!(half.get(path).await.location().starts_with("/login"), "{path}");
    }
    assert_eq!(half.post("/profile/removed-second-factors", &[]).await.location(), "/login");
}
