//! Stories of forgotten passwords (MEM-6) and of mailed codes for sensitive operations (MEM-12).

use chrono::TimeDelta;

use super::support::{
    client::{Client, Page},
    smtp::MailServer,
    story::{PASSWORD, Story},
};
use crate::{forgotten_password, mail};

const NEW: &str = "a sentence that nobody knows";
const ADDRESS: &str = "finance@yunhe.example";

/// What the background job does in a second.
async fn tick(story: &Story, server: &MailServer) {
    forgotten_password::answer_requests(&story.database.db, &story.app.key, &story.clock).await.unwrap();
    mail::deliver(&story.database.db, &story.app.key, &story.clock, &server.mailer()).await.unwrap();
}

async fn request(browser: &mut Client, organization: &str, username: &str) -> Page {
    browser.post("/forgotten-password", &[("organization", organization), ("username", username)]).await
}

async fn replace(browser: &mut Client, username: &str, code: &str, password: &str) -> Page {
    let fields = [
        ("organization", "yunhe"),
        ("username", username),
        ("code", code),
        ("password", password),
        ("repeated", password),
    ];
    browser.post("/forgotten-password/code", &fields).await
}

#[tokio::test]
async fn a_mailed_code_sets_a_new_password_once() {
    let story = Story::begin().await.reaching_out();
    let server = MailServer::start().await;
    let mut signed_in = story.member("yunhe", "finance").await;
    let mut browser = story.stranger();
    assert!(browser.get("/login").await.attributes("main a", "href").contains(&"/forgotten-password".to_owned()));
    let sent = request(&mut browser, "yunhe", "finance").await;
    assert_eq!(sent.location(), "/forgotten-password/code?organization=yunhe&username=finance");
    assert_eq!(browser.get(sent.location()).await.status, 200);
    tick(&story, &server).await;
    let code = server.letters_to(ADDRESS)[0].code();
    for (password, sentence) in [
        ("short", "The password needs 12 to 128 characters."),
        (PASSWORD, "You have used this password before."),
        ("finance is my name", "The password must not contain"),
    ] {
        let page = replace(&mut browser, "finance", &code, password).await;
        assert_eq!(page.status, 422);
        assert!(page.text("[role=alert]").starts_with(sentence), "{}", page.text("[role=alert]"));
    }
    let done = replace(&mut browser, "finance", &code, NEW).await;
    assert_eq!((done.status.as_u16(), done.location()), (303, "/login"));
    assert_eq!(signed_in.get("/profile").await.status, 303, "sessions have ended");
    assert_eq!(story.stranger().sign_in("yunhe", "finance", NEW).await.status, 303);
    assert_eq!(story.stranger().sign_in("yunhe", "finance", PASSWORD).await.status, 422);
    let again = replace(&mut browser, "finance", &code, "another sentence of mine").await;
    assert!(again.text("[role=alert]").starts_with("The code is wrong"), "a code works once");
    tick(&story, &server).await;
    assert!(server.letters_to(ADDRESS)[1].text.contains("forgotten password of finance"));
    assert_eq!(server.letters_to("admin@yunhe.example").len(), 1, "an admin is told");
    let recorded =
        "select count(*) from audit_events where event in ('member.password_code_mailed', 'member.password_recovered')";
    assert_eq!(story.number(recorded).await, 2);
}

#[tokio::test]
async fn nobody_learns_whether_a_login_exists() {
    let story = Story::begin().await.reaching_out();
    let server = MailServer::start().await;
    story.sql("update members set email = null where username = 'voucher'").await;
    let mut pages = Vec::new();
    for (organization, username) in
        [("yunhe", "finance"), ("yunhe", "absentee"), ("nowhere", "finance"), ("yunhe", "voucher")]
    {
        let mut browser = story.stranger();
        let sent = request(&mut browser, organization, username).await;
        assert_eq!(sent.status, 303);
        let page = browser.get(sent.location()).await;
        let wrong = replace(&mut browser, username, "000000", NEW).await;
        let same = |page: &Page| page.text("main").replace(username, "").replace(organization, "");
        pages.push((same(&page), wrong.status, same(&wrong)));
    }
    pages.dedup();
    assert_eq!(pages.len(), 1, "{pages:?}");
    tick(&story, &server).await;
    assert_eq!(story.number("select count(*) from mails").await, 1);
    assert_eq!(story.number("select count(*) from password_requests").await, 0, "nothing typed is kept");
}

#[tokio::test]
async fn a_code_has_five_tries_and_five_minutes_and_a_minute_between() {
    let story = Story::begin().await.reaching_out();
    let server = MailServer::start().await;
    let wrong = |code: &str| if code == "111111" { "222222" } else { "111111" };
    request(&mut story.stranger(), "yunhe", "finance").await;
    tick(&story, &server).await;
    request(&mut story.stranger(), "yunhe", "finance").await;
    tick(&story, &server).await;
    assert_eq!(server.letters_to(ADDRESS).len(), 1, "no other within the minute");
    let code = server.letters_to(ADDRESS)[0].code();
    for place in 0..5 {
        let mut browser = story.stranger();
        browser.address = [203, 0, 113, place];
        assert_eq!(replace(&mut browser, "finance", wrong(&code), NEW).await.status, 422);
    }
    let page = replace(&mut story.stranger(), "finance", &code, NEW).await;
    assert_eq!(page.status, 422, "the right one comes too late");
    story.clock.advance(TimeDelta::seconds(61));
    request(&mut story.stranger(), "yunhe", "finance").await;
    tick(&story, &server).await;
    let code = server.letters_to(ADDRESS)[1].code();
    story.clock.advance(TimeDelta::seconds(301));
    assert_eq!(replace(&mut story.stranger(), "finance", &code, NEW).await.status, 422, "five minutes");
    for _ in 0..8 {
        story.clock.advance(TimeDelta::seconds(61));
        request(&mut story.stranger(), "yunhe", "finance").await;
        tick(&story, &server).await;
    }
    assert_eq!(server.letters_to(ADDRESS).len(), 6, "six an hour");
    let mut hurried = story.stranger();
    hurried.address = [203, 0, 113, 99];
    for _ in 0..5 {
        assert_eq!(replace(&mut hurried, "finance", "1", NEW).await.status, 422);
    }
    assert_eq!(replace(&mut hurried, "finance", "1", NEW).await.status, 429, "five tries an address");
}

#[tokio::test]
async fn who_cannot_have_a_code_is_told_why_by_mail_only() {
    let story = Story::begin().await.reaching_out();
    let server = MailServer::start().await;
    story
        .sql(
            "update members set state = 'disabled' where username = 'voucher';
         insert into oidc_providers (organization_id, issuer, client_id, scopes, member_claim, is_enabled, is_only,
           trusts_second_factor, updated_at)
         select id, 'https://id.example', 'portal', 'openid email', 'email', true, true, false, now()
         from organizations where code = 'yunhe'",
        )
        .await;
    for username in ["voucher", "finance", "admin", "master"] {
        assert_eq!(request(&mut story.stranger(), "yunhe", username).await.status, 303);
    }
    tick(&story, &server).await;
    let told = |username: &str| server.letters_to(&format!("{username}@yunhe.example"))[0].text.clone();
    assert!(told("voucher").contains("Your login is disabled"));
    assert!(told("finance").contains("Sign in with your company account"));
    for username in ["admin", "master"] {
        assert!(told(username).contains("Code for a new password"), "{username} keeps a way in");
    }
}

#[tokio::test]
async fn without_mail_the_page_says_whom_to_ask() {
    let story = Story::begin().await;
    let mut browser = story.stranger();
    for (language, sentence) in [("en", "This portal sends no mail."), ("zh-CN", "本系统不发送邮件")] {
        browser.language = language;
        let page = browser.get("/forgotten-password").await;
        assert!(page.text("main p").starts_with(sentence), "{}", page.text("main"));
    }
    assert_eq!(request(&mut browser, "yunhe", "finance").await.status, 422);
    assert_eq!(story.number("select count(*) from password_requests").await, 0);
    assert!(!browser.get("/login").await.attributes("main a", "href").contains(&"/forgotten-password".to_owned()));
}

#[tokio::test]
async fn a_mailed_code_confirms_a_sensitive_operation() {
    let story = Story::begin().await.reaching_out();
    let server = MailServer::start().await;
    let story = story.with_second_factors();
    story.sql("update organizations set mfa_policy = 'off'").await;
    let mut admin = story.member("yunhe", "admin").await;
    let form = [("name", "Auditors"), ("reason", "audit")];
    let asked = admin.post("/roles", &form).await;
    assert_eq!(asked.status, 307, "{}", asked.body);
    let path = asked.location().to_owned();
    let page = admin.post(&path, &form).await;
    assert_eq!(page.text("main form button"), "Send a code");
    let mut sending = form.to_vec();
    sending.push(("step-up-send", "1"));
    let page = admin.post(&path, &sending).await;
    assert_eq!((page.status.as_u16(), page.attribute("input[name=name]", "value").as_deref()), (200, Some("Auditors")));
    assert_eq!(admin.post(&path, &sending).await.status, 429, "no other within the minute");
    tick(&story, &server).await;
    let code = server.letters_to("admin@yunhe.example")[0].code();
    let mut browser = story.stranger();
    request(&mut browser, "yunhe", "admin").await;
    assert_eq!(replace(&mut browser, "admin", &code, NEW).await.status, 422, "it opens nothing else");
    let mut typed = form.to_vec();
    typed.push(("step-up-code", if code == "111111" { "222222" } else { "111111" }));
    assert_eq!(admin.post(&path, &typed).await.status, 422);
    typed[2].1 = &code;
    let other = path.replace("role.manage", "member.manage");
    assert_ne!(other, path);
    assert_eq!(admin.post(&other, &typed).await.status, 422, "nor another operation");
    let mut elsewhere = story.member("yunhe", "admin").await;
    assert_eq!(elsewhere.post(&path, &typed).await.status, 422, "nor the same one in another session");
    let through = admin.post(&path, &typed).await;
    assert_eq!((through.status.as_u16(), through.location()), (307, "/roles"));
    assert_ne!(admin.post("/roles", &form).await.status, 307, "good for five minutes");
}
