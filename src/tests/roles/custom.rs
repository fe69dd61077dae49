//! Stories of custom roles: made, changed, deleted; with what saving would do shown before.

use super::{Story, give, role};
use crate::tests::support::client::{Client, Page};

async fn send(client: &mut Client, path: &str, name: &str, codes: &str, more: &[(&str, &str)]) -> Page {
    let mut fields = vec![("name", name), ("description", "For the night shift")];
    fields.extend(codes.split_whitespace().map(|code| ("permission", code)));
    fields.extend(more);
    client.post(path, &fields).await
}

#[tokio::test]
async fn a_role_is_checked_then_made() {
    let story = Story::begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    let empty = admin.get("/roles/new").await;
    assert_eq!(empty.status, 200);
    let offered = empty.attributes("input[name=permission]", "value");
    for never in ["role.assign", "company.edit", "settings.manage", "desk.po.review", "home.view"] {
        assert!(!offered.contains(&never.to_owned()), "{never} is in no custom role");
    }
    let check = send(&mut admin, "/roles", "Night shift", "sync.run coupon.issue", &[("step", "check")]).await;
    assert_eq!((check.status.as_u16(), check.text("h1")), (200, "What saving will do".to_owned()));
    let changes = check.texts("ul.changes li");
    assert_eq!(
        changes,
        [
            "Issue coupons · coupon.issue",
            "Run synchronisation · sync.run",
            "Issued coupons · coupon.view",
            "Synchronisation · sync.view"
        ],
    );
    assert_eq!(story.number("select count(*) from roles").await, 0, "nothing is saved yet");
    let back = send(&mut admin, "/roles", "Night shift", "sync.run", &[("step", "back")]).await;
    assert_eq!(back.attribute("input[name=name]", "value").as_deref(), Some("Night shift"));
    let saved = send(&mut admin, "/roles", "Night shift", "sync.run coupon.issue", &[("step", "save")]).await;
    let id = story.number("select id from roles").await;
    assert_eq!((saved.status.as_u16(), saved.location()), (303, format!("/roles/{id}").as_str()));
    let held = story
        .number("select count(*) from roles where permissions @> '{coupon.view,coupon.issue,sync.view,sync.run}'")
        .await;
    assert_eq!(held, 1, "views are ticked with what writes");
    let events = story
        .number("select count(*) from audit_events where event = 'role.created' and after::text like '%Night shift%'")
        .await;
    assert_eq!(events, 1);
    let shown = admin.get(&format!("/roles/{id}")).await;
    assert_eq!(shown.text("h1"), "Night shift");
}

#[tokio::test]
async fn every_rule_refuses_with_its_sentence_and_keeps_what_was_typed() {
    let story = Story::begin().await;
    role(&story, "Taken", "balance.view").await;
    let mut admin = story.member("yunhe", "admin").await;
    for (name, codes, sentence) in [
        ("", "bill.view", "Name: 1 to 64 characters."),
        ("Finance", "bill.view", "Name: a preset role has this name."),
        ("财务", "bill.view", "Name: a preset role has this name."),
        ("tAKEN", "bill.view", "Name: another role has this name."),
        ("New", "", "Permissions: choose at least one."),
        ("New", "bill.eat", "Permissions: one of them does not exist."),
        ("New", "role.assign", "only the master account or an admin may hold this one"),
        ("New", "desk.po.review", "this kind of organisation has no such permission"),
        ("New", "coupon.issue coupon.approve", "one person should not make and check the same thing"),
        ("New", "bizinfo.edit incentive.pay", "one person should not make and check the same thing"),
    ] {
        for step in ["check", "save"] {
            let page = send(&mut admin, "/roles", name, codes, &[("step", step)]).await;
            assert_eq!(page.status, 422, "{name} {codes}");
            assert!(page.text("[role=alert]").contains(sentence), "{name} {codes}: {}", page.text("[role=alert]"));
            let description = page.attribute("input[name=description]", "value");
            assert_eq!(description.as_deref(), Some("For the night shift"));
        }
    }
    for number in 1..10 {
        role(&story, &format!("Role {number}"), "balance.view").await;
    }
    let eleventh = send(&mut admin, "/roles", "New", "bill.view", &[("step", "save")]).await;
    assert!(eleventh.text("[role=alert]").contains("Limit: 10"), "ROLE-6: {}", eleventh.text("[role=alert]"));
    assert_eq!(story.number("select count(*) from roles").await, 10);
    let mut director = story.member("yunhe", "director").await;
    assert_eq!(send(&mut director, "/roles", "New", "bill.view", &[("step", "save")]).await.status, 403);
}

#[tokio::test]
async fn a_change_shows_difference_and_affected_members_before_it_is_saved() {
    let story = Story::begin().await;
    let id = role(&story, "Helpers", "order.view bill.view").await;
    give(&story, "operations", id).await;
    give(&story, "incentive", id).await;
    let mut admin = story.member("yunhe", "admin").await;
    let mut operations = story.member("yunhe", "operations").await;
    assert_eq!(operations.get("/bills/monthly").await.status, 200);
    let form = admin.get(&format!("/roles/{id}/edit")).await;
    assert_eq!(form.attributes("input[name=permission][checked]", "value"), ["bill.view", "order.view"]);
    let path = format!("/roles/{id}");
    let fields = [("revision", "1"), ("step", "check")];
    let check = send(&mut admin, &path, "Helpers", "order.view sync.view", &fields).await;
    assert_eq!(check.texts("ul.changes li"), ["Synchronisation · sync.view", "Partner bills · bill.view"]);
    assert_eq!(check.rows(), ["incentive | Synchronisation | Partner bills", "operations |  | Partner bills"]);
    let saved =
        send(&mut admin, &path, "Helpers", "order.view sync.view", &[("revision", "1"), ("step", "save")]).await;
    assert_eq!(saved.status, 303);
    assert_eq!(operations.get("/bills/monthly").await.status, 403, "effective at the next request");
    let event = "select count(*) from audit_events where event = 'role.updated' and before::text like '%bill.view%'
        and after::text like '%sync.view%'";
    assert_eq!(story.number(event).await, 1);

    let late = send(&mut admin, &path, "Mine", "order.view bill.view", &[("revision", "1"), ("step", "save")]).await;
    assert_eq!(late.status, 409, "somebody was quicker");
    let told = late.rows();
    assert!(late.text("[role=alert]").contains("admin"), "who: {}", late.text("[role=alert]"));
    assert_eq!(told[0], "Helpers | Mine", "side by side");
    assert_eq!(late.attribute("input[name=revision]", "value").as_deref(), Some("2"));
    assert_eq!(late.attribute("input[name=name]", "value").as_deref(), Some("Mine"), "nothing typed is lost");
}

#[tokio::test]
async fn a_change_that_would_go_round_the_second_person_is_refused() {
    let story = Story::begin().await;
    let id = role(&story, "Coupons", "coupon.view").await;
    give(&story, "finance", id).await;
    give(&story, "voucher", id).await;
    give(&story, "operations", id).await;
    let mut admin = story.member("yunhe", "admin").await;
    for step in ["check", "save"] {
        let fields = [("revision", "1"), ("step", step)];
        let page = send(&mut admin, &format!("/roles/{id}"), "Coupons", "coupon.issue", &fields).await;
        assert_eq!(page.status, 422);
        let told = page.texts("[role=alert] li");
        assert!(told[0].contains("make and check the same thing") && told[0].contains("finance"), "{told:?}");
        assert!(told[1].contains("without a second person") && told[1].contains("operations"), "{told:?}");
        assert!(!told[1].contains("voucher"), "he may issue already: {told:?}");
    }
    assert_eq!(story.number("select count(*) from roles where 'coupon.issue' = any(permissions)").await, 0);
}

#[tokio::test]
async fn a_copy_begins_with_what_a_custom_role_may_hold() {
    let story = Story::begin().await;
    let id = role(&story, "Helpers", "order.view bill.view").await;
    let mut admin = story.member("yunhe", "admin").await;
    let copy = admin.get("/roles/new?from=auditor").await;
    let ticked = copy.attributes("input[name=permission][checked]", "value");
    assert!(ticked.contains(&"bill.view".to_owned()) && ticked.contains(&"audit.export".to_owned()), "{ticked:?}");
    let copy = admin.get(&format!("/roles/new?from={id}")).await;
    assert_eq!(copy.attributes("input[name=permission][checked]", "value"), ["bill.view", "order.view"]);
    for missing in ["/roles/new?from=king", "/roles/new?from=999999"] {
        assert_eq!(admin.get(missing).await.status, 404, "{missing}");
    }
}

#[tokio::test]
async fn only_a_role_that_nobody_holds_is_deleted() {
    let story = Story::begin().await;
    let id = role(&story, "Helpers", "order.view").await;
    give(&story, "operations", id).await;
    let mut admin = story.member("yunhe", "admin").await;
    let path = format!("/roles/{id}/deletion");
    let asked = admin.get(&path).await;
    assert!(asked.text("[role=alert]").ends_with("another role first: 1"), "{}", asked.text("[role=alert]"));
    assert_eq!(admin.post(&path, &[("revision", "1")]).await.status, 409);
    story.sql(&format!("update member_roles set ends_at = '2026-11-01 00:00+08' where role_id = {id}")).await;
    assert_eq!(admin.get(&path).await.attributes("form[action*=deletion]", "method"), ["post"]);
    assert_eq!(admin.post(&path, &[("revision", "7")]).await.status, 409, "changed meanwhile");
    let deleted = admin.post(&path, &[("revision", "1")]).await;
    assert_eq!((deleted.status.as_u16(), deleted.location()), (303, "/roles"));
    assert_eq!(story.number("select count(*) from roles").await, 0);
    assert_eq!(story.number("select count(*) from audit_events where event = 'role.deleted'").await, 1);
    assert_eq!(admin.get(&path).await.status, 404);
}
