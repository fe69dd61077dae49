//! Stories of the inbox: what waits for whom, what is told, and when it goes.

use chrono::TimeDelta;

use super::support::story::Story;
use crate::{
    access::{Role, locks},
    audit::{Author, Change},
    inbox, members,
};

pub async fn id(story: &Story, username: &str) -> i64 {
    story
        .number(&format!(
            "select m.id from members m join organizations o on o.id = m.organization_id and o.code = 'yunhe'
             where username = '{username}'"
        ))
        .await
}

#[tokio::test]
async fn a_request_waits_for_a_second_person_and_the_decision_is_told() {
    let story = Story::begin().await;
    let (mut admin, mut master) = (story.member("yunhe", "admin").await, story.member("yunhe", "master").await);
    let developer = id(&story, "developer").await;
    let path = format!("/members/{developer}/roles");
    let form = [("revision", "1"), ("role1", "finance"), ("reason", "stands in"), ("step", "save")];
    assert_eq!(admin.post(&path, &form).await.status, 303);
    let waits = |page: &super::support::client::Page| {
        page.rows().iter().any(|row| row.starts_with("Agree to roles of developer"))
    };
    assert!(waits(&master.get("/inbox").await), "{}", master.get("/inbox").await.body);
    assert!(!waits(&admin.get("/inbox").await), "who asked does not decide");
    assert!(!waits(&story.member("yunhe", "finance").await.get("/inbox").await));
    let home = master.get("/").await;
    assert!(home.texts(".tiles li").iter().any(|tile| tile.starts_with("Waiting for you")), "{}", home.body);
    let tile = |page: &super::support::client::Page| page.texts("main .tiles li").join(" ");
    let approvals = master.get("/approvals").await;
    assert!(tile(&approvals).contains("Roles that wait for a second person") && tile(&approvals).contains('1'));
    let path = format!("/members/{developer}/role-request");
    assert!(approvals.attributes("main .tiles a", "href").contains(&path), "{}", approvals.body);
    for silent in [
        admin.get("/approvals").await,
        story.member("yunhe", "finance").await.get("/approvals").await,
        master.get("/approvals?view=all").await,
    ] {
        assert_eq!((silent.status.as_u16(), tile(&silent)), (200, String::new()), "who cannot decide is not told");
    }
    let voucher = id(&story, "voucher").await;
    let form = [("revision", "1"), ("role1", "finance"), ("reason", "stands in"), ("step", "save")];
    assert_eq!(admin.post(&format!("/members/{voucher}/roles"), &form).await.status, 303);
    let both = story.member("yunhe", "master").await.speaking("zh-CN").get("/approvals").await;
    assert!(tile(&both).contains("待审批的角色申请") && tile(&both).contains('2'), "{}", tile(&both));
    assert!(both.attributes("main .tiles a", "href").contains(&"/inbox".to_owned()), "both stand there");
    story
        .sql(&format!("update role_requests set state = 'withdrawn', decided_at = now() where member_id = {voucher}"))
        .await;

    let request = master.get(&path).await.attribute("input[name=request]", "value").unwrap();
    let agreed = [("request", request.as_str()), ("step", "approve")];
    assert_eq!(master.post(&path, &agreed).await.status, 303);
    assert!(!waits(&master.get("/inbox").await));
    assert_eq!(tile(&master.get("/approvals").await), "", "it is decided");
    let told = admin.get("/inbox").await;
    assert!(told.body.contains("master agreed to the roles of developer."), "{}", told.body);
    assert_eq!(told.text("nav .count"), "1", "the menu counts what was not read");
    let mut developer = story.member("yunhe", "developer").await.speaking("zh-CN");
    assert!(developer.get("/inbox").await.body.contains("master 变更了您的角色。"));

    assert_eq!(admin.post("/inbox", &[("notice", "all")]).await.status, 303);
    assert_eq!(admin.get("/inbox").await.texts("nav .count").len(), 0);
    assert_eq!(admin.get("/inbox?state=unread").await.texts("main form button").len(), 1, "only the filter's");
    assert_eq!(developer.get("/inbox").await.text("nav .count"), "1", "nobody reads for another");
    assert_eq!(admin.post("/inbox", &[("notice", "x")]).await.status, 400);
}

#[tokio::test]
async fn what_ends_and_what_has_no_director_waits_for_who_may_mend_it() {
    let story = Story::begin().await;
    story.customers("yunhe", "c", 3).await;
    story
        .sql(
            "update members set director_id = null where username = 'manager2';
             update members set expires_on = '2026-12-05' where username = 'auditor';
             update members set expires_on = '2026-12-07' where username = 'developer';
             update member_roles set ends_at = '2026-11-30 00:00+08' where member_id = (select id from members where username = 'finance2')",
        )
        .await;
    let mut admin = story.member("yunhe", "admin").await;
    let rows = admin.get("/inbox").await.rows();
    let starts = |start: &str| rows.iter().any(|row| row.starts_with(start));
    assert!(starts("Account managers without director: 1"), "{rows:?}");
    assert!(starts("Customers without account manager: 3"), "{rows:?}");
    assert!(starts("The login of auditor ends soon"), "{rows:?}");
    assert!(!starts("The login of developer"), "more than 14 days from now: {rows:?}");
    assert!(starts("A role of finance2 ends soon"), "{rows:?}");
    let rows = story.member("yunhe", "director").await.get("/inbox").await.rows();
    assert_eq!(rows.len(), 0, "a director sees no unassigned customers (AM-12): {rows:?}");
}

#[tokio::test]
async fn new_credentials_are_told_and_notices_are_forgotten_after_180_days() {
    let story = Story::begin().await;
    let mut master = story.member("yunhe", "master").await;
    let voucher = id(&story, "voucher").await;
    let path = format!("/members/{voucher}/credentials");
    assert_eq!(master.post(&path, &[("credentials", "link"), ("reason", "lost")]).await.status, 200);
    let told = story.number("select count(*) from notices where content ? 'credentials_reset'").await;
    assert_eq!(told, 2, "the member and the Admin");
    story.clock.advance(TimeDelta::days(180));
    assert_eq!(inbox::forget(&story.app.db, story.clock.now()).await.unwrap(), 0);
    story.clock.advance(TimeDelta::seconds(1));
    assert_eq!(inbox::forget(&story.app.db, story.clock.now()).await.unwrap(), 2);
}

#[tokio::test]
async fn the_last_admin_is_not_ended_by_a_date() {
    let story = Story::begin().await;
    let mut master = story.member("yunhe", "master").await;
    let admin = id(&story, "admin").await;
    let path = format!("/members/{admin}/roles");
    let form = [("revision", "1"), ("role1", "admin"), ("until1", "2026-12-31"), ("step", "save")];
    let page = master.post(&path, &form).await;
    assert_eq!(page.status, 422);
    assert!(page.text("#wrongs").contains("last active admin"), "{}", page.body);
    // A second Admin whose time ends leaves the first one the last.
    story.sql("update member_roles set role = 'admin', ends_at = '2026-12-01 00:00+08' where role = 'developer'").await;
    let disabled = master.post(&format!("/members/{admin}/disable"), &[("reason", "x")]).await;
    assert_eq!(disabled.status, 409, "the other one ends by himself");
    let developer = id(&story, "developer").await;
    let form = [("name", "D"), ("email", "d@yunhe.example"), ("expires_on", "2026-12-24"), ("revision", "1")];
    assert_eq!(master.post(&format!("/members/{developer}/edit"), &form).await.status, 303, "he is not the last");

    story.sql("update members set expires_on = '2026-11-21' where username = 'admin' and state = 'active';
               update member_roles set ends_at = '2026-11-22 00:00+08' where member_id = (select id from members where username = 'developer')").await;
    members::expire(&story.app.db, &story.app.key, &story.clock).await.unwrap();
    assert_eq!(
        story
            .number("select count(*) from members where username = 'admin' and state = 'active' and expires_on is null")
            .await,
        1
    );
    let page = master.get("/inbox").await;
    assert!(page.body.contains("admin is the last active admin"), "{}", page.body);
    story.member("yunhe", "admin").await;
}

#[tokio::test]
async fn a_locked_role_stays_until_the_submission_is_decided() {
    let story = Story::begin().await;
    let (org, manager) = (story.organization("yunhe").await, id(&story, "manager").await);
    let link = "/incentives/fh/3";
    let submission = locks::Submission { name: "FH 2026-11", link };
    let mut change = Change::of(&story.app, org, Author::job("story")).await.unwrap();
    let event = locks::lock(&mut change, manager, Role::AccountManager, submission).await.unwrap();
    change.commit(event).await.unwrap();
    let mut admin = story.member("yunhe", "admin").await;
    let path = format!("/members/{manager}/roles");
    let shown = admin.get(&path).await;
    assert!(
        shown.rows().iter().any(|row| row.starts_with("Account manager | FH 2026-11 | – | just now")),
        "{}",
        shown.body
    );
    assert!(shown.attributes("main a", "href").contains(&link.to_owned()), "TRAP-6: the link");
    let sales = [("revision", "1"), ("role1", "sales"), ("choice", "widen"), ("step", "save")];
    let page = admin.post(&path, &sales).await;
    assert_eq!(page.status, 422);
    assert!(page.text("#wrongs").contains("Account manager · FH 2026-11"), "{}", page.text("#wrongs"));
    let ending = [("revision", "1"), ("role1", "account_manager"), ("until1", "2026-12-31"), ("step", "save")];
    assert_eq!(admin.post(&path, &ending).await.status, 422, "nor may it end");

    let mut change = Change::of(&story.app, org, Author::job("story")).await.unwrap();
    let event = locks::unlock(&mut change, manager, Role::AccountManager, link).await.unwrap();
    change.commit(event).await.unwrap();
    assert_eq!(admin.post(&path, &sales).await.status, 303);
}

#[tokio::test]
async fn the_limit_of_custom_roles_is_a_setting() {
    let story = Story::begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    assert_eq!(admin.get("/roles/limit").await.attribute("input[name=limit]", "value").as_deref(), Some("10"));
    for wrong in ["9", "101", "x", ""] {
        assert_eq!(admin.post("/roles/limit", &[("limit", wrong)]).await.status, 422, "{wrong}");
    }
    assert_eq!(admin.post("/roles/limit", &[("limit", "12")]).await.status, 303);
    story
        .sql(
            "insert into roles (organization_id, name, permissions)
             select o.id, 'Role ' || i, '{bill.view}' from organizations o, generate_series(1, 11) i where o.code = 'yunhe'",
        )
        .await;
    let new = |name: &'static str| [("name", name), ("permission", "order.view"), ("step", "save")];
    assert_eq!(admin.post("/roles", &new("Twelfth")).await.status, 303);
    let page = admin.post("/roles", &new("Thirteenth")).await;
    assert_eq!((page.status.as_u16(), page.text("#wrongs").contains("Limit: 12")), (422, true), "{}", page.body);
    assert_eq!(admin.post("/roles/limit", &[("limit", "11")]).await.status, 422, "not below what there is");
}

/// The first page and the inbox count the same ends, each once (TRAP-2).
#[tokio::test]
async fn loose_ends_are_counted_once() {
    let story = Story::begin().await;
    story.customers("yunhe", "c", 5).await;
    let manager = id(&story, "manager").await;
    story
        .sql(&format!(
            "insert into customer_assignments (organization_id, customer_id, member_id, assigned_at)
               select organization_id, id, {manager}, '2026-11-01' from customers where account_name in ('c1', 'c2');
             update members set state = 'disabled', director_id = null where id = {manager};
             update members set director_id = null where username = 'manager2';"
        ))
        .await;
    let mut admin = story.member("yunhe", "admin").await;
    let inbox = admin.get("/inbox").await.rows();
    for said in [
        "Account managers without director: 1",
        "Customers without account manager: 3",
        "Customers whose account manager cannot work: 2",
    ] {
        assert_eq!(inbox.iter().filter(|row| row.starts_with(said)).count(), 1, "{said}: {inbox:?}");
    }
    let tiles = admin.get("/").await.texts(".tiles li");
    assert_eq!(tiles.iter().filter(|tile| tile.starts_with("To do:")).count(), 3, "{tiles:?}");
    assert!(!tiles.iter().any(|tile| tile.starts_with("Waiting for you")), "nothing is counted twice: {tiles:?}");
    let tiles = story.member("yunhe", "director").await.get("/").await.texts(".tiles li");
    assert!(!tiles.iter().any(|tile| tile.starts_with("To do:")), "none of them is his: {tiles:?}");
}
