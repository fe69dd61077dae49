//! Stories of the profile: own data, own password, own sessions (MEM-3, MEM-5, MEM-6).

use super::support::{
    client::{Client, Page},
    story::{PASSWORD, Story},
};

const NEW: &str = "a quiet river bends";

async fn change(client: &mut Client, current: &str, password: &str, repeated: &str) -> Page {
    client.post("/profile/password", &[("current", current), ("password", password), ("repeated", repeated)]).await
}

#[tokio::test]
async fn a_member_sees_his_own_data_and_nobody_elses() {
    let story = Story::begin().await;
    let mut member = story.member("yunhe", "finance").await;
    let page = member.get("/profile").await;
    let facts = page.facts();
    for fact in ["User name: finance", "Roles: Finance", "Name: Name of finance", "E-mail: finance@yunhe.example"] {
        assert!(facts.iter().any(|known| known == fact), "{fact}: {facts:?}");
    }
    assert!(!page.body.contains("admin@"));
    let chinese = story.member("desk", "psm").await.speaking("zh-CN").get("/profile").await;
    assert_eq!((chinese.status.as_u16(), chinese.text("h1").as_str()), (200, "个人资料"));
}

/// MEM-11: his name and mobile, within the limits of MEM-2 and in the record; his mail address is an administrator's.
#[tokio::test]
async fn a_member_changes_his_own_name_and_mobile() {
    let story = Story::begin().await;
    let mut member = story.member("yunhe", "finance").await;
    let form = member.get("/profile/data").await;
    assert_eq!(form.attribute("input[name=name]", "value").as_deref(), Some("Name of finance"));
    assert!(
        form.attribute("input[name=email]", "value").is_none() && form.body.contains("an administrator changes that")
    );
    let revision = form.attribute("input[name=revision]", "value").unwrap();
    let (long, old) = ("x".repeat(65), revision.as_str());
    for (name, phone, field, error) in [
        ("", "", "name", "Enter your name"),
        (long.as_str(), "", "name", "at most 64"),
        ("Han Meimei", "13800000000", "phone", "0086-13800000000"),
    ] {
        let page = member.post("/profile/data", &[("name", name), ("phone", phone), ("revision", old)]).await;
        assert!(
            page.status == 422 && page.text(&format!("#{field}-error")).contains(error),
            "{name} {phone}: {}",
            page.body
        );
        assert_eq!(page.attribute("input[name=name]", "value").unwrap_or_default(), name, "nothing typed is lost");
    }
    let new =
        [("name", "Han Meimei"), ("phone", "0086-13800000000"), ("email", "thief@evil.example"), ("revision", old)];
    assert_eq!(member.post("/profile/data", &new).await.status, 303);
    let facts = member.get("/profile").await.facts().join(" / ");
    for fact in ["Name: Han Meimei", "Mobile: 0086-13800000000", "E-mail: finance@yunhe.example"] {
        assert!(facts.contains(fact), "{fact}: {facts}");
    }
    let kept = "select count(*) from audit_events where event = 'member.updated' and actor = 'finance'";
    assert_eq!(story.number(kept).await, 1);
    assert_eq!(story.number("select count(*) from audit_events where after::text like '%Meimei%'").await, 0, "digests");
    let late = member.post("/profile/data", &[("name", "Late"), ("phone", ""), ("revision", old)]).await;
    assert!(late.status == 409 && late.facts().contains(&"Name: Han Meimei".to_owned()), "{:?}", late.facts());
    assert_eq!(late.attribute("input[name=name]", "value").as_deref(), Some("Late"));
}

#[tokio::test]
async fn a_new_password_follows_mem_3_and_nothing_else() {
    let story = Story::begin().await;
    let mut member = story.member("yunhe", "finance").await;
    for (current, password, repeated, sentence) in [
        ("not my password", NEW, NEW, "The current password is wrong."),
        (PASSWORD, "short", "short", "The password needs 12 to 128 characters."),
        (PASSWORD, NEW, "a quiet river bent", "The two passwords differ."),
        (
            PASSWORD,
            "finance passphrase",
            "finance passphrase",
            "The password must not contain your user name, organisation or mail address.",
        ),
        (
            PASSWORD,
            "QWERTY123456",
            "QWERTY123456",
            "This password is on lists of stolen passwords that attackers try first. Choose one that only you would think of.",
        ),
        (
            PASSWORD,
            PASSWORD,
            PASSWORD,
            "You have used this password before. Choose one that is not among your last five.",
        ),
    ] {
        let page = change(&mut member, current, password, repeated).await;
        assert_eq!((page.status.as_u16(), page.text("[role=alert]").as_str()), (422, sentence));
        assert!(!page.body.contains(password), "a password is never shown again");
    }
    let done = change(&mut member, PASSWORD, NEW, NEW).await;
    assert_eq!((done.status.as_u16(), done.location()), (303, "/profile"));
    assert_eq!(story.stranger().sign_in("yunhe", "finance", PASSWORD).await.status, 422);
    assert_eq!(story.stranger().sign_in("yunhe", "finance", NEW).await.status, 303);
}

#[tokio::test]
async fn the_last_five_passwords_do_not_come_back_and_the_sixth_may() {
    let story = Story::begin().await;
    let mut member = story.member("yunhe", "finance").await;
    let passwords: Vec<String> = (1..=5).map(|number| format!("{NEW} {number}")).collect();
    let mut current = PASSWORD.to_owned();
    for password in &passwords {
        let page = change(&mut member, &current, password, password).await;
        assert_eq!(page.status, 303, "{}", page.text("[role=alert]"));
        current.clone_from(password);
    }
    assert_eq!(
        change(&mut member, &current, &passwords[0], &passwords[0]).await.status,
        422,
        "four before the current one"
    );
    assert_eq!(change(&mut member, &current, PASSWORD, PASSWORD).await.status, 303, "five before it");
    assert_eq!(story.number("select count(*) from previous_passwords").await, 4, "no more is kept than is compared");
}

#[tokio::test]
async fn a_password_change_ends_the_other_sessions() {
    let story = Story::begin().await;
    let mut member = story.member("yunhe", "finance").await;
    let mut elsewhere = story.member("yunhe", "finance").await;
    let mut colleague = story.member("yunhe", "finance2").await;
    assert_eq!(change(&mut member, PASSWORD, NEW, NEW).await.status, 303);
    assert_eq!(elsewhere.get("/").await.location(), "/login");
    assert_eq!(
        member.get("/profile").await.text(".flash"),
        "The password is changed, and your other sessions have ended."
    );
    assert_eq!(colleague.get("/").await.status, 200, "of nobody else");
}

#[tokio::test]
async fn the_current_password_cannot_be_guessed_with_a_stolen_session() {
    let story = Story::begin().await;
    let mut thief = story.member("yunhe", "finance").await;
    for _ in 0..5 {
        assert_eq!(change(&mut thief, "guess guess guess", NEW, NEW).await.status, 422);
    }
    let locked = change(&mut thief, PASSWORD, NEW, NEW).await;
    assert_eq!(
        (locked.status.as_u16(), locked.text("[role=alert]").as_str()),
        (429, "Too many wrong passwords. Try again in 15 minutes.")
    );
}

#[tokio::test]
async fn sessions_are_listed_and_ended_one_by_one_or_together() {
    let story = Story::begin().await;
    let mut member = story.member("yunhe", "finance").await;
    let mut others = Vec::new();
    for browser in ["Mozilla/5.0 Firefox/128.0", "curl/8.0", "Mozilla/5.0 Chrome/126.0"] {
        let mut other = story.stranger();
        other.headers.push(("user-agent", browser.to_owned()));
        other.sign_in("yunhe", "finance", PASSWORD).await;
        others.push(other);
    }
    let page = member.get("/profile").await;
    let rows = page.rows();
    assert_eq!(rows.len(), 4, "{rows:?}");
    assert!(rows[0].contains("This session"), "{rows:?}");
    assert!(rows.iter().any(|row| row.starts_with("Firefox | 192.0.2.1 | just now")), "{rows:?}");
    let numbers = page.attributes("td button[name=session]", "value");
    assert_eq!(numbers.len(), 3, "the session in use is ended by signing out");
    member.post("/profile/ended-sessions", &[("session", &numbers[0])]).await;
    assert_eq!(member.get("/profile").await.rows().len(), 3);
    member.post("/profile/ended-sessions", &[("session", "others")]).await;
    assert_eq!(member.get("/profile").await.rows().len(), 1);
    for other in &mut others {
        assert_eq!(other.get("/").await.location(), "/login");
    }
}

#[tokio::test]
async fn nobody_ends_a_session_of_somebody_else() {
    let story = Story::begin().await;
    let mut victim = story.member("yunhe", "admin").await;
    let number = story.number("select id from sessions").await.to_string();
    let mut member = story.member("yunhe", "finance").await;
    member.post("/profile/ended-sessions", &[("session", &number)]).await;
    assert_eq!(member.get("/profile").await.text(".flash"), "There was no such session any more.");
    assert_eq!(victim.get("/").await.status, 200);
    assert_eq!(member.post("/profile/ended-sessions", &[("session", "x")]).await.status, 400);
}
