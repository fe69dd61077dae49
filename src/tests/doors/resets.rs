//! Stories of lost devices: an admin takes second factors away, the member is told; recovery codes come with passkeys too.

use crate::tests::{
    passkeys::{add, asked, enter},
    second_factors::{enrol, second},
    support::{
        authenticator::Authenticator,
        client::Client,
        story::{PASSWORD, Story},
    },
};

async fn id(story: &Story, username: &str) -> i64 {
    let yunhe = story.organization("yunhe").await;
    story.number(&format!("select id from members where username = '{username}' and organization_id = {yunhe}")).await
}

/// Notes a proof of every marked permission in every session, so that a story need not prove one after the other.
async fn prove(story: &Story) {
    story
        .sql(
            "insert into session_step_ups select s.id, c, '2026-11-22 04:30+00' from sessions s,
               unnest(array['member.password', 'member.manage', 'profile.edit']) c on conflict do nothing",
        )
        .await;
}

#[tokio::test]
async fn an_admin_resets_the_factors_of_a_member_who_is_told() {
    let story = Story::begin().await.with_second_factors();
    story.sql("update organizations set mfa_policy = 'off'").await;
    let mut finance = story.member("yunhe", "finance").await;
    let (_, codes) = enrol(&story, &mut finance).await;
    assert_eq!(
        add(&mut finance, &Authenticator::new(), "my laptop").await.status,
        303,
        "the codes of the app serve both"
    );
    let mut admin = story.member("yunhe", "admin").await;
    prove(&story).await;
    let path = format!("/members/{}/factors", id(&story, "finance").await);
    let shown = admin.get(&path).await;
    let facts = shown.facts();
    assert!(facts.iter().any(|fact| fact.starts_with("Passkeys: my laptop")), "{facts:?}");
    assert!(facts.contains(&"Recovery codes left: 10".to_owned()), "{facts:?}");
    assert!(!shown.body.contains(&codes[0]), "no secret is shown");
    let done = admin.post(&path, &[("reason", "lost phone, called back")]).await;
    assert_eq!((done.status.as_u16(), done.text("#notice")), (303, String::new()));
    let left = "select (select count(*) from totp_seeds) + (select count(*) from passkeys) + (select count(*) from recovery_codes)";
    assert_eq!(story.number(left).await, 0);
    assert_eq!(finance.get("/").await.location(), "/login", "his sessions have ended");
    let mut again = story.member("yunhe", "finance").await;
    let flash = again.get("/").await.text(".flash");
    assert!(flash.starts_with("admin has taken away your second factors."), "{flash}");
    let mut later = story.member("yunhe", "finance").await;
    assert_eq!(later.get("/").await.text(".flash"), "", "he is told once");
    let record = "select count(*) from audit_events where event = 'member.factors_reset' and reason like 'lost phone%'
        and before->>'app' = 'true' and before->>'passkeys' = '1' and actor = 'admin'";
    assert_eq!(story.number(record).await, 1);
}

#[tokio::test]
async fn nobody_resets_his_own_the_masters_or_those_of_who_may_do_more() {
    let story = Story::begin().await;
    story
        .sql(
            "with r as (insert into roles (organization_id, name, permissions)
               select id, 'Desk of passwords', array['member.view', 'member.password'] from organizations where code = 'yunhe'
               returning id, organization_id)
             update member_roles h set role = null, role_id = r.id from r, members m
             where m.id = h.member_id and m.username = 'developer' and m.organization_id = r.organization_id",
        )
        .await;
    let mut clients = [story.member("yunhe", "admin").await, story.member("yunhe", "developer").await];
    for (client, username, part) in [
        (0, "admin", "Nobody changes his own"),
        (0, "master", "master account is changed by its own member"),
        (1, "admin", "permissions that you do not have yourself"),
        (1, "finance", "permissions that you do not have yourself"),
    ] {
        let path = format!("/members/{}/factors", id(&story, username).await);
        let page = clients[client].post(&path, &[("reason", "x")]).await;
        assert_eq!(page.status, 409, "{username}");
        let notice = page.text("#notice");
        assert!(notice.contains(part), "{username}: {notice}");
    }
    assert_eq!(story.number("select count(*) from audit_events where event = 'member.factors_reset'").await, 0);
    let mut auditor = story.member("yunhe", "auditor").await;
    let path = format!("/members/{}/factors", id(&story, "manager").await);
    assert_eq!(auditor.post(&path, &[]).await.status, 403);
}

#[tokio::test]
async fn one_session_ends_and_the_others_go_on() {
    let story = Story::begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    let (mut office, mut home) = (story.member("yunhe", "voucher").await, story.member("yunhe", "voucher").await);
    let path = format!("/members/{}/sessions", id(&story, "voucher").await);
    let page = admin.get(&path).await;
    let choices = page.attributes("input[name=session]", "value");
    assert_eq!((choices.len(), choices[0].as_str()), (3, "all"));
    let first = story
        .number("select min(s.id) from sessions s join members m on m.id = s.member_id where m.username = 'voucher'")
        .await;
    assert_eq!(admin.post(&path, &[("session", &first.to_string()), ("reason", "left open")]).await.status, 303);
    assert_eq!((office.get("/").await.status.as_u16(), home.get("/").await.status.as_u16()), (303, 200));
    let foreign = story
        .number("select s.id from sessions s join members m on m.id = s.member_id where m.username = 'admin'")
        .await;
    admin.post(&path, &[("session", &foreign.to_string())]).await;
    assert_eq!(admin.get("/").await.status, 200, "a session of somebody else is none of this member's");
    assert_eq!(admin.post(&path, &[("session", "nonsense")]).await.status, 400);
    assert_eq!(admin.post(&path, &[("session", "all")]).await.status, 303);
    assert_eq!(home.get("/").await.status, 303);
}

async fn with_code(story: &Story, code: &str) -> (u16, Client) {
    let mut visitor = story.stranger();
    let asked = visitor.sign_in("yunhe", "finance", PASSWORD).await;
    assert!(asked.location().starts_with("/second-factor"), "{}", asked.location());
    (second(&mut visitor, code).await.status.as_u16(), visitor)
}

#[tokio::test]
async fn the_codes_of_a_passkey_open_the_door_when_the_device_is_lost() {
    let story = Story::begin().await.with_second_factors();
    let mut member = story.member("yunhe", "finance").await;
    let added = add(&mut member, &Authenticator::new(), "my phone").await;
    let codes = added.texts(".codes code");
    assert_eq!(codes.len(), 10, "the first passkey brings codes");
    assert_eq!(add(&mut member, &Authenticator::new(), "my key").await.status, 303, "the second does not");
    assert!(member.get("/profile/passkeys").await.body.contains("<strong>10</strong>"));
    let (status, mut back) = with_code(&story, &codes[0]).await;
    assert_eq!(status, 303);
    assert_eq!(with_code(&story, &codes[0]).await.0, 422, "each once");
    let numbers = back.get("/profile/passkeys").await.attributes("button[name=passkey]", "value");
    assert_eq!(numbers.len(), 2);
    story.clock.advance(chrono::TimeDelta::minutes(6));
    let removed = [("passkey", numbers[0].as_str())];
    let asked = back.post("/profile/removed-passkeys", &removed).await;
    assert_eq!(asked.status, 307, "a fresh proof");
    let proof = [("passkey", numbers[0].as_str()), ("step-up-code", codes[1].as_str())];
    let on = back.post(asked.location(), &proof).await;
    assert_eq!((on.status.as_u16(), on.location()), (307, "/profile/removed-passkeys"), "a code proves it too");
    assert_eq!(back.post("/profile/removed-passkeys", &removed).await.status, 303);
    assert_eq!(story.number("select count(*) from recovery_codes").await, 10, "there is still a passkey");
    assert_eq!(back.post("/profile/removed-passkeys", &[("passkey", &numbers[1])]).await.status, 303);
    assert_eq!(story.number("select count(*) from recovery_codes").await, 0, "codes alone are no second factor");
}

#[tokio::test]
async fn removing_the_app_leaves_codes_while_there_is_a_passkey() {
    let story = Story::begin().await.with_second_factors();
    let mut member = story.member("yunhe", "finance").await;
    let mut device = Authenticator::new();
    enrol(&story, &mut member).await;
    assert_eq!(add(&mut member, &device, "my phone").await.status, 303);
    prove(&story).await;
    assert_eq!(member.post("/profile/removed-second-factors", &[]).await.status, 303);
    assert_eq!(story.number("select count(*) from recovery_codes").await, 10);
    let renewed = member.post("/profile/recovery-codes", &[]).await;
    assert_eq!(renewed.texts(".codes code").len(), 10, "new ones without an app");
    let mut visitor = story.stranger();
    let options = asked(&mut visitor).await;
    assert_eq!(enter(&mut visitor, &device.sign(&options)).await.status, 303);
}
