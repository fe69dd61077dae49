//! Stories of `/organization/security` (MEM-12): who changes the rule, when it begins, whom it concerns.

use chrono::TimeDelta;

use crate::tests::support::{
    client::{Client, Page},
    story::Story,
};

const PATH: &str = "/organization/security";

async fn save(member: &mut Client, policy: &str, days: &str) -> Page {
    let was = member.get(PATH).await.attribute("input[name=was]", "value").unwrap();
    member.post(PATH, &[("policy", policy), ("days", days), ("reason", "audit asked"), ("was", &was)]).await
}

/// Gives a member of yunhe a custom role with `org.settings` instead of what he has.
async fn settings_for(story: &Story, username: &str) {
    story
        .sql(&format!(
            "delete from member_roles r using members m where m.id = r.member_id and m.username = '{username}';
             with r as (insert into roles (organization_id, name, permissions)
               select id, 'Settings', array['org.settings'] from organizations where code = 'yunhe' returning id, organization_id)
             insert into member_roles (organization_id, member_id, role_id)
               select r.organization_id, m.id, r.id from r join members m using (organization_id) where m.username = '{username}'"
        ))
        .await;
}

#[tokio::test]
async fn the_page_counts_whom_each_rule_concerns_and_names_who_has_no_factor() {
    let story = Story::begin().await;
    story.sql("insert into totp_seeds select id, organization_id, '\\x00', 0, now() from members where username = 'finance'").await;
    let mut admin = story.member("yunhe", "admin").await;
    let page = admin.get(PATH).await;
    assert!(page.facts().contains(&"Required now: Privileged members".to_owned()), "{:?}", page.facts());
    let hints = page.texts("fieldset label small");
    assert!(hints[0].ends_with("ask for the password."), "{hints:?}");
    assert!(hints[1].ends_with("Members: 8, without a second factor: 7."), "{hints:?}");
    assert!(hints[2].ends_with("Members: 13, without a second factor: 12."), "{hints:?}");
    let names = page.texts("tbody td:first-child");
    assert!(names.iter().any(|name| name.starts_with("master")), "{names:?}");
    assert!(!names.contains(&"finance".to_owned()), "he has an app");
    assert!(!names.contains(&"auditor".to_owned()), "he is not privileged");
    assert_eq!(admin.get("/members?factor=app").await.texts("tbody td:first-child"), ["finance"]);
    assert_eq!(admin.get("/members?factor=passkey").await.texts("tbody td:first-child"), [""; 0]);
    assert_eq!(admin.get("/members?factor=none").await.texts("tbody td:first-child").len(), 12);
    let chinese = story.member("yunhe", "admin").await.speaking("zh-CN").get(PATH).await;
    assert_eq!(chinese.text("h1"), "登录安全");
}

#[tokio::test]
async fn a_stricter_rule_counts_at_once_or_when_its_days_are_over() {
    let story = Story::begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    let story = story.with_second_factors();
    let mut auditor = story.member("yunhe", "auditor").await;
    assert_eq!(save(&mut admin, "all", "7").await.status, 303);
    assert_eq!(auditor.get("/customers").await.status, 200, "there is time");
    let notice = auditor.get("/profile").await.text("p.notice");
    assert!(notice.contains("From 2026-11-29 your organisation asks for a second factor."), "{notice}");
    story.clock.advance(TimeDelta::days(7));
    let mut auditor = story.member("yunhe", "auditor").await;
    assert_eq!(auditor.get("/customers").await.location(), "/profile/second-factor");
    let record =
        "select count(*) from audit_events where event = 'organization.doors_changed' and reason = 'audit asked'
        and before->>'mfa_policy' = 'privileged' and after->>'next_mfa_policy' = 'all' and actor = 'admin'";
    assert_eq!(story.number(record).await, 1);
}

#[tokio::test]
async fn only_the_master_or_an_admin_makes_it_looser() {
    let story = Story::begin().await;
    settings_for(&story, "developer").await;
    let mut developer = story.member("yunhe", "developer").await;
    let mut admin = story.member("yunhe", "admin").await;
    for policy in ["off", "privileged"] {
        assert_eq!(save(&mut admin, "all", "0").await.status, 303);
        let refused = save(&mut developer, policy, "0").await;
        assert_eq!((refused.status.as_u16(), refused.text("#refusal").contains("Only the master")), (403, true));
        assert_eq!(refused.attributes("input[name=policy][checked]", "value"), [policy], "what was chosen is kept");
        assert_eq!(save(&mut admin, policy, "0").await.status, 303);
    }
    assert_eq!(save(&mut developer, "all", "7").await.status, 303, "stricter is for everybody who may set it");
    assert_eq!(save(&mut developer, "all", "14").await.status, 403, "later is looser");
    assert_eq!(save(&mut admin, "all", "7").await.status, 422, "it is so already");
    for (policy, days) in [("", "0"), ("sometimes", "0"), ("all", "400")] {
        assert_eq!(save(&mut admin, policy, days).await.status, 422, "{policy} {days}");
    }
}

#[tokio::test]
async fn of_two_changes_at_once_the_second_sees_the_first() {
    let story = Story::begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    let mut master = story.member("yunhe", "master").await;
    let was = admin.get(PATH).await.attribute("input[name=was]", "value").unwrap();
    let fields = |policy| [("policy", policy), ("days", "0"), ("was", was.as_str())];
    assert_eq!(admin.post(PATH, &fields("all")).await.status, 303);
    let late = master.post(PATH, &fields("off")).await;
    assert_eq!(late.status, 409);
    assert!(late.facts().contains(&"Required now: Everybody".to_owned()), "{:?}", late.facts());
    assert_eq!(late.attributes("input[name=policy][checked]", "value"), ["off"]);
    assert_eq!(story.number("select count(*) from organizations where mfa_policy = 'all'").await, 1);
}
