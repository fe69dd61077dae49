//! Stories of access reviews: who is asked, what is removed and how, reminders, the end, the file.

use chrono::TimeDelta;

use super::{inbox::id, support::story::Story};
use crate::reviews;

async fn item(story: &Story, username: &str, role: &str) -> String {
    let query = format!(
        "select i.id from access_review_items i join members m on m.id = i.member_id
         where m.username = '{username}' and i.role = '{role}'"
    );
    story.number(&query).await.to_string()
}

async fn begun(story: &Story) -> String {
    let mut admin = story.member("yunhe", "admin").await;
    assert_eq!(admin.get("/roles/reviews/new").await.status, 200);
    assert_eq!(admin.post("/roles/reviews", &[]).await.status, 303);
    format!("/roles/reviews/{}", story.number("select id from access_reviews").await)
}

#[tokio::test]
async fn directors_answer_for_their_managers_and_admins_for_the_rest() {
    let story = Story::begin().await;
    story.sql("insert into member_roles (organization_id, member_id, role) select organization_id, id, 'sales' from members where username = 'manager2'").await;
    let path = begun(&story).await;
    let (mut director, mut master) = (story.member("yunhe", "director").await, story.member("yunhe", "master").await);
    let mut admin = story.member("yunhe", "admin").await;
    assert!(director.get("/inbox").await.body.contains("An access review began"));
    let rows = director.get(&path).await.rows();
    assert_eq!(rows.len(), 3, "manager, and manager2 twice: {rows:?}");
    assert!(rows[0].contains("Not in the last 90 days") && rows[0].contains("Unused permissions"), "{}", rows[0]);
    let admins = admin.get(&path).await.rows();
    assert!(!admins.iter().any(|row| row.starts_with("admin |")), "nobody reviews himself: {admins:?}");
    assert!(!admins.iter().any(|row| row.starts_with("manager |")), "that is the director's: {admins:?}");
    assert!(master.get(&path).await.rows().iter().any(|row| row.starts_with("admin |")));
    let all = director.get(&format!("{path}?whose=all")).await;
    assert_eq!(all.rows().len(), 13, "everything may be looked at");
    assert_eq!(all.attributes("input[type=radio]", "name").len(), 6, "but not answered");

    let finance = format!("answer-{}", item(&story, "finance", "finance").await);
    assert_eq!(director.post(&path, &[(&finance, "keep")]).await.status, 404);
    let own = format!("answer-{}", item(&story, "admin", "admin").await);
    assert_eq!(admin.post(&path, &[(&own, "keep")]).await.status, 404);
    let (sales, manager) = (item(&story, "manager2", "sales").await, item(&story, "manager", "account_manager").await);
    let typed = [
        (format!("answer-{sales}"), "remove"),
        (format!("note-{sales}"), "sells nothing"),
        (format!("answer-{manager}"), "remove"),
    ];
    let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    assert_eq!(director.post(&path, &typed).await.status, 303);
    let rows = director.get(&path).await.rows();
    assert!(
        rows.iter().any(|row| row.contains("Waits for a second person") && row.contains("sells nothing")),
        "{rows:?}"
    );
    let waiting = rows.iter().filter(|row| row.contains("Waits for a second person")).count();
    assert_eq!(waiting, 2, "a last role waits too: {rows:?}");
    assert_eq!(story.number("select count(*) from member_roles where role = 'sales'").await, 1, "nothing by itself");

    let request = format!("/members/{}/role-request", id(&story, "manager2").await);
    let number = admin.get(&request).await.attribute("input[name=request]", "value").unwrap();
    assert_eq!(admin.post(&request, &[("request", &number), ("step", "approve")]).await.status, 303);
    assert_eq!(story.number("select count(*) from member_roles where role = 'sales'").await, 0);
    assert!(director.get(&path).await.rows().iter().any(|row| row.contains("Removed")));
    assert_eq!(director.post(&path, &[(&format!("answer-{sales}"), "keep")]).await.status, 409, "it is decided");
    let list = director.get("/roles/reviews").await.rows();
    assert!(
        list[0].contains("| Running |") && list[0].contains("2026-12-05") && list[0].contains("2 / 13"),
        "{list:?}"
    );
}

#[tokio::test]
async fn without_a_last_role_the_login_ends_and_a_lost_role_is_not_asked_about() {
    let story = Story::begin().await;
    let path = begun(&story).await;
    let mut admin = story.member("yunhe", "admin").await;
    let mut master = story.member("yunhe", "master").await;
    let answer = format!("answer-{}", item(&story, "auditor", "auditor").await);
    assert_eq!(master.post(&path, &[(&answer, "remove")]).await.status, 303);
    let auditor = id(&story, "auditor").await;
    let request = format!("/members/{auditor}/role-request");
    let page = admin.get(&request).await;
    assert!(
        page.facts().contains(&"Roles after approval: None: the login is disabled".to_owned()),
        "{:?}",
        page.facts()
    );
    assert!(page.facts().iter().any(|fact| fact.starts_with("Permissions removed: ")), "{:?}", page.facts());
    let number = page.attribute("input[name=request]", "value").unwrap();
    assert_eq!(admin.post(&request, &[("request", &number), ("step", "approve")]).await.status, 303);
    let state = "select count(*) from members where username = 'auditor' and state = 'disabled'";
    assert_eq!(story.number(state).await, 1, "ROLE-1: nobody signs in without a role");
    assert!(admin.get(&path).await.rows().iter().any(|row| row.contains("the login is disabled")));

    let (before, open) = (admin.get("/roles/reviews").await.rows(), "Answer in the access review: ");
    assert!(before[0].contains("1 / 12"), "{before:?}");
    let waits = |rows: Vec<String>| {
        rows.into_iter().find_map(|row| Some(row.strip_prefix(open)?.split(' ').next()?.to_owned()))
    };
    let asked: i64 = waits(admin.get("/inbox").await.rows()).unwrap().parse().unwrap();
    story.sql("delete from member_roles where role = 'developer'").await;
    let rows = admin.get(&path).await.rows();
    assert!(rows.iter().any(|row| row.starts_with("developer |") && row.contains("No longer held")), "{rows:?}");
    assert!(admin.get("/roles/reviews").await.rows()[0].contains("2 / 12"));
    assert_eq!(waits(admin.get("/inbox").await.rows()).unwrap(), (asked - 1).to_string());
    assert!(!admin.get(&format!("{path}?answer=open")).await.rows().iter().any(|row| row.starts_with("developer |")));
}

#[tokio::test]
async fn two_removals_of_one_member_become_one_request_and_others_are_left_alone() {
    let story = Story::begin().await;
    story.sql("insert into member_roles (organization_id, member_id, role) select organization_id, id, unnest(array['sales', 'auditor']) from members where username = 'developer'").await;
    let path = begun(&story).await;
    let mut master = story.member("yunhe", "master").await;
    for role in ["sales", "auditor"] {
        let answer = format!("answer-{}", item(&story, "developer", role).await);
        assert_eq!(master.post(&path, &[(&answer, "remove")]).await.status, 303, "{role}");
    }
    assert_eq!(story.number("select count(*) from role_requests where state = 'pending'").await, 1);
    assert_eq!(
        story.number("select count(distinct request_id) from access_review_items where request_id is not null").await,
        1
    );
    let kept = "select count(*) from role_requests where state = 'pending' and jsonb_array_length(roles) = 1 and roles -> 0 ->> 'role' = 'developer'";
    assert_eq!(story.number(kept).await, 1);

    story.sql("insert into member_roles (organization_id, member_id, role) select organization_id, id, 'sales' from members where username = 'finance';
        insert into role_requests (organization_id, member_id, roles, asked_by, asked_at)
          select organization_id, id, '[{\"role\": \"finance\", \"role_id\": null}]', (select id from members m where m.username = 'admin' limit 1), now() from members where username = 'finance' and organization_id = (select id from organizations where code = 'yunhe')").await;
    let answer = format!("answer-{}", item(&story, "finance", "finance").await);
    let page = master.post(&path, &[(&answer, "remove")]).await;
    assert_eq!(page.status, 422);
    assert!(page.text("#wrongs").contains("Another request"), "{}", page.body);
}

#[tokio::test]
async fn reminders_come_once_and_what_nobody_answers_stays() {
    let story = Story::begin().await;
    let path = begun(&story).await;
    let remind = || reviews::remind(&story.app.db, &story.app.key, &story.clock);
    assert_eq!(remind().await.unwrap(), 0, "14 days are left");
    story.clock.advance(TimeDelta::days(7)); // 29 November, noon in Shanghai
    assert_eq!(remind().await.unwrap(), 3, "director, admin, master");
    assert_eq!(remind().await.unwrap(), 0, "each once");
    story.clock.advance(TimeDelta::days(6));
    assert_eq!(remind().await.unwrap(), 3, "the last day");
    let page = story.member("yunhe", "director").await.get("/inbox").await;
    assert!(page.body.contains("ends on 2026-12-05 (days left: 1). Answers missing: 2."), "{}", page.body);
    story.clock.advance(TimeDelta::hours(12)); // midnight
    assert_eq!(remind().await.unwrap(), 0);
    let roles = "select count(*) from member_roles";
    let before = story.number(roles).await;
    let mut director = story.member("yunhe", "director").await;
    let answer = format!("answer-{}", item(&story, "manager", "account_manager").await);
    assert_eq!(director.post(&path, &[(&answer, "remove")]).await.status, 303);
    let page = director.get(&path).await;
    assert!(page.text("[role=status]").contains("over"), "{}", page.body);
    assert!(page.rows()[0].contains("Not answered until the end"), "{:?}", page.rows());
    assert_eq!((story.number(roles).await, story.number("select count(*) from role_requests").await), (before, 0));
    let file = director.get(&format!("{path}/export")).await;
    assert!(
        file.body.contains("manager,Account manager,") && file.body.contains("Not answered until the end"),
        "{}",
        file.body
    );
    assert_eq!(story.number("select count(*) from audit_events where event = 'access_review.exported'").await, 1);
}

#[tokio::test]
async fn a_review_begins_by_itself_every_quarter() {
    let story = Story::begin().await;
    let begin = || reviews::begin_due(&story.app.db, &story.app.key, &story.clock);
    story.sql("update organizations set created_at = '2026-10-01 00:00+08'").await;
    assert_eq!(begin().await.unwrap(), 0, "made in this quarter");
    story.sql("update organizations set created_at = '2026-09-30 23:59+08' where code in ('yunhe', 'desk')").await;
    assert_eq!(begin().await.unwrap(), 2);
    assert_eq!(begin().await.unwrap(), 0, "once a quarter");
    assert_eq!(
        story.number("select count(*) from access_reviews where quarter = '2026-Q4' and started_by is null").await,
        2
    );
    let mut admin = story.member("yunhe", "admin").await;
    assert_eq!(admin.post("/roles/reviews", &[]).await.status, 303);
    assert_eq!(story.number("select count(*) from access_reviews").await, 2, "one runs already");
    story.clock.advance(TimeDelta::days(39) + TimeDelta::hours(11)); // 31 December, 23:00 in Shanghai
    assert_eq!(begin().await.unwrap(), 0);
    story.clock.advance(TimeDelta::hours(1));
    assert_eq!(begin().await.unwrap(), 3, "the new quarter: now the reseller too");
}
