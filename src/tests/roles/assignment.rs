//! Stories of giving members roles: what changes is shown before, nobody widens unseen, privileges wait for a second person.

use super::{Story, role};
use crate::tests::support::client::{Client, Page};

async fn key(story: &Story, username: &str) -> i64 {
    story
        .number(&format!(
            "select m.id from members m join organizations o on o.id = m.organization_id
             where o.code = 'yunhe' and m.username = '{username}'"
        ))
        .await
}

/// Sends the form with these roles, each `role`, or `role from until`.
async fn assign(client: &mut Client, member: i64, roles: &[&str], more: &[(&str, &str)]) -> Page {
    let mut fields: Vec<(String, &str)> = Vec::new();
    for (number, role) in (1..).zip(roles) {
        for (name, value) in ["role", "from", "until"].iter().zip(role.split(' ')) {
            fields.push((format!("{name}{number}"), if value == "-" { "" } else { value }));
        }
    }
    let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    fields.extend(more);
    client.post(&format!("/members/{member}/roles"), &fields).await
}

#[tokio::test]
async fn a_role_without_privileges_is_checked_then_given() {
    let story = Story::begin().await;
    let incentive = key(&story, "incentive").await;
    let mut admin = story.member("yunhe", "admin").await;
    let form = admin.get(&format!("/members/{incentive}/roles")).await;
    assert_eq!(form.attributes("select[name=role1] option[selected]", "value"), ["incentive_manager"]);
    let roles = ["incentive_manager", "auditor 2026-12-01 2026-12-31"];
    let check = assign(&mut admin, incentive, &roles, &[("revision", "1"), ("step", "check")]).await;
    assert_eq!(check.status, 200);
    assert!(
        check.texts("ul.changes li").contains(&"Audit · audit.view".to_owned()),
        "{:?}",
        check.texts("ul.changes li")
    );
    assert_eq!(
        story.number("select count(*) from member_roles where role = 'auditor'").await,
        1,
        "nothing is done yet"
    );
    let more = [("revision", "1"), ("step", "save"), ("reason", "Year end")];
    let saved = assign(&mut admin, incentive, &roles, &more).await;
    assert_eq!(saved.status, 303);
    let rows = "select count(*) from member_roles g where role = 'auditor' and starts_at = '2026-12-01 00:00+08'
        and ends_at = '2027-01-01 00:00+08' and granted_by = (select id from members where username = 'admin')";
    assert_eq!(story.number(rows).await, 1);
    let events = "select count(*) from audit_events where event = 'member.roles_assigned' and reason = 'Year end'
        and before::text like '%incentive_manager%' and after::text like '%auditor 2026-11-30T16:00:00%'";
    assert_eq!(story.number(events).await, 1);
    let mut member = story.member("yunhe", "incentive").await;
    assert_eq!(member.get("/activity").await.status, 403, "not before its first day");
    story.clock.advance(chrono::TimeDelta::days(10));
    let mut member = story.member("yunhe", "incentive").await;
    assert_eq!(member.get("/activity").await.status, 200, "then it is in force");
    story.clock.advance(chrono::TimeDelta::days(31));
    let mut member = story.member("yunhe", "incentive").await;
    assert_eq!(member.get("/activity").await.status, 403, "and ends by itself");
}

#[tokio::test]
async fn nobody_sees_more_customers_without_a_choice() {
    let story = Story::begin().await;
    story.customers("yunhe", "c", 5).await;
    let manager = key(&story, "manager").await;
    story
        .sql(&format!(
            "insert into customer_assignments (organization_id, customer_id, member_id, assigned_at)
             select organization_id, id, {manager}, '2026-11-01 00:00+00' from customers where name in ('Company c1', 'Company c2')"
        ))
        .await;
    let mut admin = story.member("yunhe", "admin").await;
    let roles = ["account_manager", "incentive_manager"];
    let asked = assign(&mut admin, manager, &roles, &[("revision", "1"), ("step", "save")]).await;
    assert_eq!(asked.status, 422);
    let question = asked.text("#question");
    for part in ["Own customers, 2 customers", "All customers, 5 customers", "added: 3 customers"] {
        assert!(question.contains(part), "{part}: {question}");
    }
    assert_eq!(asked.text("#wrongs"), "", "it is a question, and no mistake");
    assert_eq!(
        asked.texts("#scope_choice_required label"),
        ["Keep: Own customers, 2 customers", "Widen: All customers, 5 customers (added: 3 customers)"],
    );
    assert_eq!(asked.attributes("#scope_choice_required input[checked]", "value"), ["keep"], "keeping is preselected");
    assert_eq!(asked.attributes("select[name=role2] option[selected]", "value"), ["incentive_manager"], "typed stays");
    let keep = [("revision", "1"), ("step", "check"), ("choice", "keep")];
    let check = assign(&mut admin, manager, &roles, &keep).await;
    assert!(
        check.body.contains("Own customers, 2 customers") && !check.body.contains("All customers"),
        "{}",
        check.body
    );
    let keep = [("revision", "1"), ("step", "save"), ("choice", "keep")];
    assert_eq!(assign(&mut admin, manager, &roles, &keep).await.status, 303);
    assert_eq!(story.number("select count(*) from members where scope_pin = 'own'").await, 1);
    let mut member = story.member("yunhe", "manager").await;
    assert_eq!(member.get("/customers").await.rows().len(), 2);
    let widen = [("revision", "2"), ("step", "save"), ("choice", "widen")];
    assert_eq!(assign(&mut admin, manager, &roles, &widen).await.status, 303);
    assert_eq!(member.get("/customers").await.rows().len(), 5, "at the next click");
}

#[tokio::test]
async fn privileges_wait_for_a_second_person() {
    let story = Story::begin().await;
    let id = role(&story, "Coupons", "coupon.view coupon.issue").await;
    let incentive = key(&story, "incentive").await;
    let mut admin = story.member("yunhe", "admin").await;
    for (roles, code) in [
        (vec!["finance"], "Approve coupons"),
        (vec![&*id.to_string()], "Issue coupons"),
        (vec!["admin"], "Assign roles"),
    ] {
        let check = assign(&mut admin, incentive, &roles, &[("revision", "1"), ("step", "check")]).await;
        assert!(check.text("#second").contains(code), "{roles:?}: {}", check.text("#second"));
    }
    let warned = assign(&mut admin, incentive, &["finance"], &[("revision", "1")]).await;
    let warnings = warned.texts(".warning");
    assert!(
        warnings.iter().any(|warning| warning.ends_with("Edit business information, Request payment")),
        "{warnings:?}"
    );
    let word = id.to_string();
    let save = [("revision", "1"), ("step", "save"), ("reason", "Stand-in")];
    let asked = assign(&mut admin, incentive, &["incentive_manager", &word], &save).await;
    assert_eq!(asked.status, 303);
    assert_eq!(story.number("select count(*) from member_roles where role_id is not null").await, 0, "not in force");
    let request = format!(
        "select count(*) from role_requests where state = 'pending' and reason = 'Stand-in'
        and roles @> '[{{\"role\": \"incentive_manager\"}}, {{\"role_id\": {id}}}]'"
    );
    assert_eq!(story.number(&request).await, 1);
    assert_eq!(story.number("select count(*) from audit_events where event = 'member.roles_requested'").await, 1);
    let form = admin.get(&format!("/members/{incentive}/roles")).await;
    assert!(form.text(".notice.waiting").ends_with("Asked by: admin"), "{}", form.text(".notice.waiting"));
}

#[tokio::test]
async fn every_rule_of_roles_and_members_refuses() {
    let story = Story::begin().await;
    let id = role(&story, "Coupons", "coupon.view coupon.issue").await.to_string();
    let (admin_key, incentive) = (key(&story, "admin").await, key(&story, "incentive").await);
    let (master, director) = (key(&story, "master").await, key(&story, "director").await);
    let mut admin = story.member("yunhe", "admin").await;
    let cases: &[(i64, &[&str], &str)] = &[
        (incentive, &[], "Choose at least one role"),
        (incentive, &["sales", "sales"], "The same role twice"),
        (incentive, &["admin", "sales"], "excludes every other role"),
        (incentive, &["account_manager", "account_director"], "exclude each other"),
        (incentive, &["desk_pdm"], "has no such role"),
        (incentive, &["finance", &id], "make and check the same thing"),
        (incentive, &["king"], "there is no such role here"),
        (incentive, &["999999"], "there is no such role here"),
        (incentive, &["sales soon"], "enter a day"),
        (incentive, &["sales 2026-12-02 2026-12-01"], "lies before the first"),
        (incentive, &["sales - 2026-11-01"], "is over"),
        (admin_key, &["admin"], "Nobody changes his own roles"),
        (master, &["sales"], "The master account has every permission"),
        (director, &["sales"], "choose who leads these managers"),
    ];
    for (member, roles, sentence) in cases {
        for step in ["check", "save"] {
            let page = assign(&mut admin, *member, roles, &[("revision", "1"), ("step", step)]).await;
            assert_eq!(page.status, 422, "{roles:?}");
            let said = [page.text("[role=alert]"), page.text("#question")].concat();
            assert!(said.contains(sentence), "{roles:?}: {said}");
        }
    }
    let mut master = story.member("yunhe", "master").await;
    let last = assign(&mut master, admin_key, &["sales"], &[("revision", "1"), ("step", "save")]).await;
    assert!(last.text("[role=alert]").contains("the last active admin"), "{}", last.text("[role=alert]"));
    let passing = assign(&mut master, admin_key, &["admin - 2026-12-31"], &[("revision", "1"), ("step", "save")]).await;
    assert!(passing.text("[role=alert]").contains("the last active admin"), "not for a time either");
    let late = assign(&mut admin, incentive, &["sales"], &[("revision", "9"), ("step", "save")]).await;
    assert_eq!(late.status, 409);
    assert_eq!(late.texts(".present li"), ["Incentive manager"], "what is there now stands beside");
    assert_eq!(story.number("select count(*) from audit_events where event like 'member.roles%'").await, 0);
    assert_eq!(story.number("select count(*) from role_requests").await, 0);
}

#[tokio::test]
async fn a_directors_managers_get_a_successor_or_an_explicit_none() {
    let story = Story::begin().await;
    let (director, developer) = (key(&story, "director").await, key(&story, "developer").await);
    story.sql(&format!("update member_roles set role = 'account_director' where member_id = {developer}")).await;
    let mut admin = story.member("yunhe", "admin").await;
    let asked = assign(&mut admin, director, &["incentive_manager"], &[("revision", "1"), ("choice", "widen")]).await;
    let offered = asked.attributes("select[name=successor] option", "value");
    assert_eq!(offered, ["", "none", &developer.to_string()]);
    let word = developer.to_string();
    let more = [("revision", "1"), ("choice", "widen"), ("successor", word.as_str()), ("step", "save")];
    assert_eq!(assign(&mut admin, director, &["incentive_manager"], &more).await.status, 303);
    let led = format!("select count(*) from members where director_id = {developer}");
    assert_eq!(story.number(&led).await, 2, "TRAP-2");
}
