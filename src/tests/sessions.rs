//! Stories of signing in and out (MEM-3, MEM-4, MEM-5, ORG-6).

use chrono::TimeDelta;

use super::support::story::{PASSWORD, Story};
use crate::access::sessions;

const COOKIE: &str = "__Host-portal";

#[tokio::test]
async fn the_right_password_opens_the_page_that_was_asked_for() {
    let story = Story::begin().await;
    let mut visitor = story.stranger();
    let asked = visitor.get("/customers?text=abc").await;
    assert_eq!((asked.status.as_u16(), asked.location()), (303, "/login?next=%2Fcustomers%3Ftext%3Dabc"));
    let form = visitor.get(asked.location()).await;
    assert_eq!(form.attribute("main input[name=next]", "value").as_deref(), Some("/customers?text=abc"));
    let fields =
        [("organization", "YUNHE"), ("username", "Admin"), ("password", PASSWORD), ("next", "/customers?text=abc")];
    let answer = visitor.post("/login", &fields).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/customers?text=abc"));
    let cookie = answer.headers["set-cookie"].to_str().unwrap();
    for part in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert_eq!(visitor.get(answer.location()).await.status, 200);
    assert_eq!(visitor.get("/login").await.status, 303, "who is signed in needs no form");
}

#[tokio::test]
async fn the_table_keeps_the_hash_of_the_cookie_only() {
    let story = Story::begin().await;
    let member = story.member("yunhe", "admin").await;
    let token = &member.cookies[COOKIE];
    let hashed = format!("select count(*) from sessions where id_hash = sha256('{token}')");
    assert_eq!(story.number(&hashed).await, 1);
    assert_eq!(story.number(&format!("select count(*) from sessions s where s::text like '%{token}%'")).await, 0);
}

#[tokio::test]
async fn next_leads_nowhere_else() {
    let story = Story::begin().await;
    for next in [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/logout",
        "/logout?x=1",
        "/logout/#a",
    ] {
        let mut visitor = story.stranger();
        let fields = [("organization", "yunhe"), ("username", "admin"), ("password", PASSWORD), ("next", next)];
        assert_eq!(visitor.post("/login", &fields).await.location(), "/", "{next}");
    }
}

#[tokio::test]
async fn wrong_and_unknown_look_alike_and_keep_what_was_typed() {
    let story = Story::begin().await;
    let mut pages = Vec::new();
    for (organization, username) in [("yunhe", "admin"), ("yunhe", "nobody"), ("nowhere", "admin")] {
        let page = story.stranger().sign_in(organization, username, "not the password").await;
        assert_eq!(page.status, 422);
        assert_eq!(page.attribute("input[name=username]", "value").as_deref(), Some(username));
        assert_eq!(page.attribute("input[name=password]", "value"), None, "a password is never shown again");
        assert!(page.headers.get("set-cookie").is_none());
        pages.push(page.text("[role=alert]"));
    }
    assert_eq!(pages[0], "Organisation, user name or password is wrong.");
    assert!(pages.iter().all(|sentence| *sentence == pages[0]), "{pages:?}");
    let chinese = story.stranger().speaking("zh-CN").sign_in("yunhe", "admin", "not the password").await;
    assert_eq!(chinese.text("[role=alert]"), "组织账号、账号名或密码错误。");
}

#[tokio::test]
async fn five_failures_lock_the_login_for_that_address_for_a_quarter_of_an_hour() {
    let story = Story::begin().await;
    for username in ["admin", "nobody"] {
        let mut visitor = story.stranger();
        for _ in 0..5 {
            assert_eq!(visitor.sign_in("yunhe", username, "wrong wrong wrong").await.status, 422);
        }
        let locked = visitor.sign_in("yunhe", username, PASSWORD).await;
        assert_eq!((locked.status.as_u16(), locked.location()), (429, ""), "{username}");
        assert!(locked.text("[role=alert]").contains("Too many wrong passwords"), "{}", locked.text("[role=alert]"));
    }
    let mut elsewhere = story.stranger();
    elsewhere.address = [192, 0, 2, 99];
    assert_eq!(elsewhere.sign_in("yunhe", "admin", PASSWORD).await.status, 303, "another address is not locked");
    story.clock.advance(TimeDelta::minutes(14));
    assert_eq!(story.stranger().sign_in("yunhe", "admin", PASSWORD).await.status, 429);
    story.clock.advance(TimeDelta::minutes(2));
    assert_eq!(story.stranger().sign_in("yunhe", "admin", PASSWORD).await.status, 303);
}

#[tokio::test]
async fn admins_see_a_lock_and_end_it() {
    let story = Story::begin().await;
    let finance = story.number("select m.id from members m join organizations o on o.id = m.organization_id where username = 'finance' and o.code = 'yunhe'").await;
    let page = format!("/members/{finance}");
    let mut admin = story.member("yunhe", "admin").await;
    assert!(!admin.get(&page).await.body.contains("/unlock"), "nothing to unlock");
    let lock = async || {
        let mut visitor = story.stranger();
        for _ in 0..5 {
            assert_eq!(visitor.sign_in("yunhe", "finance", "wrong wrong wrong").await.status, 422);
        }
        assert_eq!(visitor.sign_in("yunhe", "finance", PASSWORD).await.status, 429);
        visitor
    };
    let mut visitor = lock().await;
    assert!(admin.get("/members?text=finance").await.body.contains(">Locked<"));
    let shown = admin.get(&page).await;
    assert!(shown.body.contains("Sign-in with the password") && shown.body.contains("/unlock"), "{}", shown.body);
    let done = admin.post(&format!("{page}/unlock"), &[("reason", "He called me"), ("do", "")]).await;
    assert_eq!((done.status.as_u16(), done.location()), (303, page.as_str()));
    assert_eq!(visitor.sign_in("yunhe", "finance", PASSWORD).await.status, 303);
    assert_eq!(story.number("select count(*) from audit_events where event = 'member.unlocked'").await, 1);

    story.clock.advance(TimeDelta::minutes(2));
    let mut visitor = lock().await;
    let reset = admin
        .post(&format!("{page}/credentials"), &[("credentials", "password"), ("reason", "Forgot it"), ("do", "")])
        .await;
    assert_eq!(reset.status, 200);
    let new = reset.attribute("button.copy", "data-copy").unwrap();
    assert_eq!(visitor.sign_in("yunhe", "finance", &new).await.status, 303, "new credentials end the lock: {new}");
}

#[tokio::test]
async fn a_success_forgives_the_failures_before_it() {
    let story = Story::begin().await;
    for _ in 0..3 {
        let mut visitor = story.stranger();
        for _ in 0..4 {
            assert_eq!(visitor.sign_in("yunhe", "admin", "wrong wrong wrong").await.status, 422);
        }
        assert_eq!(visitor.sign_in("yunhe", "admin", PASSWORD).await.status, 303);
        story.clock.advance(TimeDelta::minutes(1));
    }
}

#[tokio::test]
async fn an_address_has_twenty_tries_a_minute() {
    let story = Story::begin().await;
    for number in 0..20 {
        let username = format!("nobody{number}");
        assert_eq!(story.stranger().sign_in("yunhe", &username, "wrong wrong wrong").await.status, 422);
    }
    let crowded = story.stranger().sign_in("yunhe", "admin", PASSWORD).await;
    assert_eq!(crowded.status, 429);
    assert!(crowded.text("[role=alert]").contains("your network"));
    story.clock.advance(TimeDelta::seconds(61));
    assert_eq!(story.stranger().sign_in("yunhe", "admin", PASSWORD).await.status, 303);
}

#[tokio::test]
async fn who_may_not_enter_learns_why_only_with_the_right_password() {
    let story = Story::begin().await;
    story.sql("update members set state = 'disabled' where username = 'finance'").await;
    for (organization, username, change, sentence) in [
        ("yunhe", "finance", "", "This login is disabled. Ask an admin of your organisation to enable it."),
        (
            "qinglan",
            "manager",
            "pending",
            "Your organisation is not active yet. You can sign in once it has been admitted.",
        ),
        ("qinglan", "manager", "exited", "Your organisation has left; only its master account can still sign in."),
    ] {
        if !change.is_empty() {
            story.sql(&format!("update organizations set state = '{change}' where code = '{organization}'")).await;
        }
        let page = story.stranger().sign_in(organization, username, PASSWORD).await;
        assert_eq!((page.status.as_u16(), page.text("[role=alert]").as_str()), (422, sentence));
        let page = story.stranger().sign_in(organization, username, "wrong wrong wrong").await;
        assert_eq!(page.text("[role=alert]"), "Organisation, user name or password is wrong.");
    }
    assert_eq!(story.stranger().sign_in("qinglan", "master", PASSWORD).await.status, 303, "the master may still read");
}

#[tokio::test]
async fn a_frozen_organisation_reads_and_does_not_write() {
    let story = Story::begin().await;
    story.sql("update organizations set state = 'frozen' where code = 'yunhe'").await;
    let mut member = story.member("yunhe", "admin").await;
    assert_eq!(member.get("/customers").await.status, 200);
    let chosen = member.post("/language", &[("language", "zh-CN"), ("next", "/")]).await;
    assert_eq!(chosen.status, 303);
    assert_eq!(story.number("select count(*) from members where language is not null").await, 0, "nothing was written");
    assert_eq!(member.post("/logout", &[]).await.location(), "/login", "but anybody may leave");
}

#[tokio::test]
async fn a_session_ends_after_thirty_idle_minutes_and_after_twelve_hours() {
    let story = Story::begin().await;
    let mut idle = story.member("yunhe", "admin").await;
    story.clock.advance(TimeDelta::minutes(29));
    assert_eq!(idle.get("/").await.status, 200);
    story.clock.advance(TimeDelta::minutes(29));
    assert_eq!(idle.get("/").await.status, 200, "a visit counts");
    story.clock.advance(TimeDelta::minutes(31));
    assert_eq!(idle.get("/").await.location(), "/login");
    let mut busy = story.member("yunhe", "admin").await;
    for _ in 0..35 {
        story.clock.advance(TimeDelta::minutes(20));
        assert_eq!(busy.get("/").await.status, 200);
    }
    story.clock.advance(TimeDelta::minutes(20));
    assert_eq!(busy.get("/").await.location(), "/login", "twelve hours are over");
}

#[tokio::test]
async fn ended_sessions_and_old_attempts_are_swept_after_a_day() {
    let story = Story::begin().await;
    story.stranger().sign_in("yunhe", "admin", "wrong wrong wrong").await;
    let _ended = story.member("yunhe", "admin").await;
    let rows = "select (select count(*) from sessions) + (select count(*) from login_attempts)";
    for (hours, want) in [(13, 3), (12, 1), (13, 0)] {
        story.clock.advance(TimeDelta::hours(hours));
        let mut connection = story.app.db.open_none().await.unwrap();
        sessions::sweep(&mut connection, story.clock.now()).await.unwrap();
        assert_eq!(story.number(rows).await, want, "{hours} hours on");
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_itself() {
    let story = Story::begin().await;
    let mut member = story.member("yunhe", "admin").await;
    let mut thief = member.clone();
    let left = member.post("/logout", &[]).await;
    assert_eq!((left.status.as_u16(), left.location()), (303, "/login"));
    assert!(!member.cookies.contains_key(COOKIE));
    assert_eq!(member.get("/login").await.text(".flash"), "You have signed out.");
    assert_eq!(member.get("/login").await.text(".flash"), "", "a flash is said once");
    assert_eq!(thief.get("/").await.location(), "/login", "the token is worth nothing now");
}

#[tokio::test]
async fn a_token_known_before_sign_in_is_not_the_session_afterwards() {
    let story = Story::begin().await;
    let mut visitor = story.member("yunhe", "finance").await;
    let before = visitor.cookies[COOKIE].clone();
    let mut other = visitor.clone();
    assert_eq!(visitor.sign_in("yunhe", "admin", PASSWORD).await.status, 303);
    assert_ne!(visitor.cookies[COOKIE], before);
    assert_eq!(other.get("/").await.location(), "/login", "the earlier session has ended");
}

#[tokio::test]
async fn disabling_a_member_ends_his_sessions_at_the_next_request() {
    let story = Story::begin().await;
    let mut member = story.member("yunhe", "finance").await;
    story.sql("update members set state = 'disabled' where username = 'finance'").await;
    assert_eq!(member.get("/").await.location(), "/login");
}

#[tokio::test]
async fn an_activation_link_sets_the_first_password_once() {
    let story = Story::begin().await;
    let token = "ab".repeat(32);
    story
        .sql(&format!(
            "update members set state = 'invited', password_hash = null, activation_hash = sha256('{token}'),
               activation_expires_at = '2026-11-29 04:00+00' where username = 'operations'"
        ))
        .await;
    let mut visitor = story.stranger();
    let form = visitor.get(&format!("/activate?token={token}")).await;
    assert!(form.body.contains("yunhe / operations"));
    let send = |password: &'static str, repeated: &'static str| {
        [("token", "ab".repeat(32)), ("password", password.to_owned()), ("repeated", repeated.to_owned())]
    };
    for (password, repeated, sentence) in [
        ("short", "short", "The password needs 12 to 128 characters."),
        ("a quiet river", "a quiet rivet", "The two passwords differ."),
        (
            "operations rule here",
            "operations rule here",
            "The password must not contain your user name, organisation or mail address.",
        ),
    ] {
        let fields = send(password, repeated);
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        let page = visitor.post("/activate", &fields).await;
        assert_eq!((page.status.as_u16(), page.text("[role=alert]").as_str()), (422, sentence));
    }
    let fields = send("a quiet river", "a quiet river");
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    assert_eq!(visitor.post("/activate", &fields).await.location(), "/login");
    assert_eq!(visitor.sign_in("yunhe", "operations", "a quiet river").await.status, 303);
    assert_eq!(visitor.post("/activate", &fields).await.status, 404, "a link works once");
    assert_eq!(visitor.get("/activate?token=nonsense").await.status, 404);
}

#[tokio::test]
async fn an_activation_link_works_for_seven_days() {
    let story = Story::begin().await;
    let token = "cd".repeat(32);
    story
        .sql(&format!(
            "update members set state = 'invited', activation_hash = sha256('{token}'),
               activation_expires_at = '2026-11-29 04:00+00' where username = 'operations'"
        ))
        .await;
    story.clock.advance(TimeDelta::days(7));
    let page = story.stranger().get(&format!("/activate?token={token}")).await;
    assert_eq!((page.status.as_u16(), page.text("h1").as_str()), (404, "This link no longer works"));
}

#[tokio::test]
async fn the_language_is_the_members_then_the_cookies_then_the_browsers() {
    let story = Story::begin().await;
    let mut visitor = story.stranger();
    assert_eq!(visitor.get("/login").await.attribute("html", "lang").as_deref(), Some("en"));
    visitor.post("/language", &[("language", "zh-CN"), ("next", "/login")]).await;
    assert_eq!(visitor.get("/login").await.attribute("html", "lang").as_deref(), Some("zh-CN"));
    let mut member = story.member("yunhe", "admin").await;
    let chosen = member.post("/language", &[("language", "zh-CN"), ("next", "/members?text=a")]).await;
    assert_eq!(chosen.location(), "/members?text=a");
    let mut elsewhere = story.member("yunhe", "admin").await;
    assert_eq!(elsewhere.get("/").await.text("h1"), "主页", "the choice follows the member");
}

#[tokio::test]
async fn the_theme_is_remembered() {
    let story = Story::begin().await;
    let mut visitor = story.stranger();
    assert_eq!(visitor.get("/login").await.attribute("html", "data-theme"), None);
    visitor.post("/theme", &[("theme", "dark"), ("next", "/login")]).await;
    assert_eq!(visitor.get("/login").await.attribute("html", "data-theme").as_deref(), Some("dark"));
    visitor.post("/theme", &[("theme", "system"), ("next", "/login")]).await;
    assert_eq!(visitor.get("/login").await.attribute("html", "data-theme"), None);
}

#[tokio::test]
async fn a_password_is_taken_as_it_was_typed() {
    let story = Story::begin().await;
    for typed in [format!("{PASSWORD} "), format!(" {PASSWORD}"), format!("{PASSWORD}\n")] {
        assert_eq!(story.stranger().sign_in("yunhe", "admin", &typed).await.status, 422, "{typed:?}");
    }
    assert_eq!(story.stranger().sign_in(" yunhe ", "admin ", PASSWORD).await.status, 303, "names are trimmed");
}

/// What is left empty is named, and costs no try; who is locked out is told when to come back.
#[tokio::test]
async fn an_empty_field_is_named_and_a_lock_says_how_long() {
    let story = Story::begin().await;
    let mut stranger = story.stranger();
    for (organization, username, password, said) in
        [("", "admin", "x", "Fill in: Organisation."), ("yunhe", "", "", "Fill in: User name, Password.")]
    {
        let page = stranger.sign_in(organization, username, password).await;
        assert_eq!((page.status.as_u16(), page.text("[role=alert]")), (422, said.to_owned()));
    }
    assert_eq!(story.number("select count(*) from login_attempts").await, 0);
    for _ in 0..5 {
        stranger.sign_in("yunhe", "admin", "not the password").await;
    }
    let locked = stranger.sign_in("yunhe", "admin", "not the password").await;
    let wait: u64 = locked.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!(locked.status == 429 && (840..=901).contains(&wait), "{wait}");
}
