//! Stories of what is done to members: changed, disabled, reset, looked at, handed over; and of who may not.

use chrono::TimeDelta;

use crate::{
    access::{Kind, Permissions, Role, permissions_of},
    members,
    tests::support::{
        commands::{QUOTA, Wish},
        story::Story,
    },
};

async fn id(story: &Story, username: &str) -> i64 {
    story.number(&format!("select id from members where username = '{username}' and organization_id = (select id from organizations where code = 'yunhe')")).await
}

async fn second_admin(story: &Story) {
    story.sql("delete from member_roles where role = 'developer';
        insert into member_roles (organization_id, member_id, role) select organization_id, id, 'admin' from members where username = 'developer'").await;
}

#[tokio::test]
async fn an_edit_is_refused_beside_what_somebody_else_saved() {
    let story = Story::begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    let path = format!("/members/{}/edit", id(&story, "manager").await);
    let form = admin.get(&path).await;
    assert_eq!(form.attribute("input[name=email]", "value").as_deref(), Some("manager@yunhe.example"));
    assert!(form.body.contains("goes into the record"), "its reader knows");
    let shown = "select count(*) from audit_events where event = 'member.revealed' and actor = 'admin'
        and after ->> 'form' = 'edit' and after ->> 'field' like '%email%'";
    assert_eq!(story.number(shown).await, 1, "the form shows what the list masks (MEM-8)");
    let revision = form.attribute("input[name=revision]", "value").unwrap();
    let fields = |department: &'static str, revision: &str| {
        [
            ("name", "Chen".to_owned()),
            ("email", "chen@yunhe.example".to_owned()),
            ("department", department.to_owned()),
            ("director", "director".to_owned()),
            ("revision", revision.to_owned()),
        ]
    };
    let first = fields("East", &revision);
    let first: Vec<(&str, &str)> = first.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(admin.post(&path, &first).await.status, 303);
    let late = fields("West", &revision);
    let late: Vec<(&str, &str)> = late.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let conflict = admin.post(&path, &late).await;
    assert_eq!((conflict.status.as_u16(), story.number(shown).await), (409, 2));
    assert!(conflict.facts().contains(&"Department: East".to_owned()), "the present state: {:?}", conflict.facts());
    assert_eq!(conflict.attribute("input[name=department]", "value").as_deref(), Some("West"), "and what was typed");
    assert_eq!(story.number("select count(*) from members where department = 'East' and name = 'Chen'").await, 1);
    let now = conflict.attribute("input[name=revision]", "value").unwrap();
    let again = fields("West", &now);
    let again: Vec<(&str, &str)> = again.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(admin.post(&path, &again).await.status, 303);
    let wrong = admin.post(&path, &[("name", "Chen"), ("email", "admin@yunhe.example"), ("revision", "3")]).await;
    assert_eq!((wrong.status.as_u16(), wrong.text("#email-error")), (422, "In use by another member.".to_owned()));
}

#[tokio::test]
async fn nobody_touches_himself_the_master_or_the_last_admin() {
    let story = Story::begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    let mut master = story.member("yunhe", "master").await;
    let (admin_id, master_id) = (id(&story, "admin").await, id(&story, "master").await);
    for (path, who, part) in [
        (format!("/members/{admin_id}/disable"), true, "Nobody changes his own"),
        (format!("/members/{master_id}/credentials"), true, "master account is changed by its own member"),
        (format!("/members/{master_id}/disable"), true, "master account is changed by its own member"),
        (format!("/members/{master_id}/hand-over"), false, "Nobody changes his own"),
        (format!("/members/{admin_id}/disable"), false, "last active admin stays"),
        (format!("/members/{admin_id}/hand-over"), false, "last active admin stays"),
    ] {
        let client = if who { &mut admin } else { &mut master };
        let page = client.post(&path, &[("reason", "x")]).await;
        assert_eq!(
            (page.status.as_u16(), page.text("#notice").contains(part)),
            (409, true),
            "{path}: {}",
            page.text("#notice")
        );
    }
    let edit = format!("/members/{admin_id}/edit");
    let page = master
        .post(&edit, &[("name", "A"), ("email", "a@b.cn"), ("expires_on", "2026-12-01"), ("revision", "1")])
        .await;
    assert!(page.text("#expires_on-error").contains("last active admin"), "{}", page.body);
    assert_eq!(story.number("select count(*) from members where state <> 'active'").await, 0);
    let shown = admin.get(&format!("/members/{master_id}")).await.facts();
    assert!(shown.iter().any(|fact| fact.starts_with("Disable: The master account")), "{shown:?}");
}

#[tokio::test]
async fn two_admins_disabled_at_once_leave_one() {
    let story = Story::begin().await;
    second_admin(&story).await;
    let (one, other) = (id(&story, "admin").await, id(&story, "developer").await);
    let mut master = story.member("yunhe", "master").await;
    let mut again = master.clone();
    let (first, second) = (format!("/members/{one}/disable"), format!("/members/{other}/disable"));
    let (a, b) = tokio::join!(master.post(&first, &[("reason", "a")]), again.post(&second, &[("reason", "b")]));
    let mut statuses = [a.status.as_u16(), b.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
    assert_eq!(story.number("select count(*) from members where state = 'disabled'").await, 1);
}

#[tokio::test]
async fn disabling_ends_sessions_at_once_and_a_director_needs_a_successor() {
    let story = Story::begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    let mut director = story.member("yunhe", "director").await;
    assert_eq!(director.get("/customers").await.status, 200);
    let path = format!("/members/{}/disable", id(&story, "director").await);
    let page = admin.post(&path, &[("reason", "leave")]).await;
    assert_eq!(page.status, 422);
    assert!(page.text("#managers_to-error").contains("Choose an active member"), "{}", page.body);
    assert_eq!(admin.post(&path, &[("managers_to", "999999")]).await.status, 422);
    assert_eq!(admin.post(&path, &[("reason", "leave"), ("managers_to", "none")]).await.status, 303);
    assert_eq!(director.get("/customers").await.location(), "/login?next=%2Fcustomers");
    let rows = admin.get("/members?director=-").await.texts("tbody td:first-child");
    assert_eq!(rows, ["manager", "manager2"], "managers without a director are found");
    let back = format!("/members/{}/enable", id(&story, "director").await);
    assert_eq!(admin.post(&back, &[]).await.status, 303);
    assert_eq!(admin.post(&back, &[]).await.status, 409, "enabled already");
}

/// ROLE-1: 1 to 3 roles, also for who comes back after his last assignment ended.
#[tokio::test]
async fn who_has_no_role_left_is_not_enabled_before_he_gets_one() {
    let story = Story::begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    let finance = id(&story, "finance").await;
    story
        .sql(&format!(
            "update members set state = 'disabled' where id = {finance};
             delete from member_roles where member_id = {finance}"
        ))
        .await;
    let path = format!("/members/{finance}/enable");
    let refused = admin.post(&path, &[("reason", "back from leave")]).await;
    assert!(
        refused.status == 422 && refused.body.contains("Assign one to three roles first"),
        "{}",
        refused.text("main")
    );
    assert_eq!(
        story.number(&format!("select count(*) from members where id = {finance} and state = 'disabled'")).await,
        1
    );
}

#[tokio::test]
async fn a_reset_ends_sessions_and_the_old_password() {
    let story = Story::begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    let mut finance = story.member("yunhe", "finance").await;
    let path = format!("/members/{}/credentials", id(&story, "finance").await);
    let page = admin.post(&path, &[("credentials", "password"), ("reason", "forgotten")]).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let password = page.attribute("button.copy", "data-copy").unwrap();
    assert_eq!(finance.get("/").await.status, 303, "the session has ended");
    assert_eq!(finance.sign_in("yunhe", "finance", crate::tests::support::story::PASSWORD).await.status, 422);
    assert_eq!(finance.sign_in("yunhe", "finance", &password).await.status, 303);
    let told = "select count(*) from audit_events where event = 'member.notified' and after::text like '%members%'";
    assert_eq!(story.number(told).await, 1);
    let link = admin.post(&path, &[("credentials", "link")]).await.attribute("button.copy", "data-copy").unwrap();
    assert!(link.contains("/activate?token="));
    assert_eq!(finance.sign_in("yunhe", "finance", &password).await.status, 422, "a link replaces the password");
    let sessions = format!("/members/{}/sessions", id(&story, "voucher").await);
    let mut voucher = story.member("yunhe", "voucher").await;
    assert_eq!(admin.get(&sessions).await.rows().len(), 1);
    assert_eq!(admin.post(&sessions, &[]).await.status, 303);
    assert_eq!(voucher.get("/").await.status, 303);
}

#[tokio::test]
async fn one_value_is_shown_for_a_reason_and_recorded() {
    let story = Story::begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    let path = format!("/members/{}/reveal", id(&story, "manager").await);
    let form = admin.get(&format!("{path}?field=phone")).await;
    assert_eq!(form.attributes("input[name=field][checked]", "value"), ["phone"]);
    assert_eq!(admin.post(&path, &[("field", "phone"), ("reason", "")]).await.status, 422);
    assert_eq!(admin.post(&path, &[("field", "password_hash"), ("reason", "x")]).await.status, 422);
    let shown = admin.post(&path, &[("field", "phone"), ("reason", "call back")]).await;
    assert!(shown.status == 200 && shown.body.contains("0086-13800001234") && !shown.body.contains("manager@yunhe"));
    assert_eq!(
        story
            .number("select count(*) from audit_events where event = 'member.revealed' and reason = 'call back'")
            .await,
        1
    );
    let mut director = story.member("yunhe", "director").await;
    assert!(!director.get("/members").await.body.contains("/reveal"), "no eye for who may not look");
    assert_eq!(director.post(&path, &[("field", "phone"), ("reason", "x")]).await.status, 403);
}

#[tokio::test]
async fn a_member_is_deleted_only_when_everything_is_handed_over() {
    let story = Story::begin().await;
    story.customers("yunhe", "c", 3).await;
    let (manager, manager2) = (id(&story, "manager").await, id(&story, "manager2").await);
    story
        .sql(&format!(
            "insert into customer_assignments (organization_id, customer_id, member_id, assigned_at)
        select organization_id, id, {manager}, '2026-11-01 00:00+00' from customers"
        ))
        .await;
    let mut admin = story.member("yunhe", "admin").await;
    let path = format!("/members/{manager}/hand-over");
    let page = admin.post(&path, &[("reason", "left")]).await;
    assert_eq!(page.status, 422);
    assert!(page.facts().contains(&"Customers: 3".to_owned()), "refused with counts: {:?}", page.facts());
    assert_eq!(admin.post(&path, &[("customers_to", &manager.to_string())]).await.status, 422, "not to himself");
    let to = manager2.to_string();
    let waiting = Wish { maker: "manager", ..QUOTA };
    let approval = story.wish(&waiting).await;
    let page = admin.post(&path, &[("customers_to", &to), ("reason", "left")]).await;
    assert!(
        page.status == 409 && page.body.contains("nobody takes them over"),
        "MEM-10: {} {}",
        page.status,
        page.body
    );
    assert!(page.facts().contains(&"Approvals that wait or are not sent yet: 1".to_owned()), "{:?}", page.facts());
    let state =
        |state: &str| format!("update approvals set state = '{state}', decided_at = made_at where id = {approval}");
    story.sql(&state("approved")).await;
    assert_eq!(admin.post(&path, &[("customers_to", &to), ("reason", "left")]).await.status, 409, "not sent yet");
    story.sql(&state("returned")).await;
    assert_eq!(admin.post(&path, &[("customers_to", &to), ("reason", "left")]).await.status, 303);
    let open = format!(
        "select count(*) from customer_assignments where member_id = {manager2} and ended_at is null and assigned_at = '2026-11-22 04:00+00'"
    );
    let closed = format!(
        "select count(*) from customer_assignments where member_id = {manager} and ended_at = '2026-11-22 04:00+00'"
    );
    assert_eq!((story.number(&open).await, story.number(&closed).await), (3, 3));
    assert_eq!(story.number("select count(*) from members where state = 'deleted' and password_hash is null").await, 1);
    assert!(!admin.get("/members").await.texts("tbody td:first-child").contains(&"manager".to_owned()));
    assert_eq!(admin.post(&path, &[("customers_to", &to)]).await.status, 409);

    let app = &story.app;
    story.clock.advance(TimeDelta::days(89));
    assert_eq!(members::erase(&app.db, &app.key, &app.clock).await.unwrap(), 0);
    story.clock.advance(TimeDelta::days(1));
    assert_eq!(members::erase(&app.db, &app.key, &app.clock).await.unwrap(), 1);
    assert_eq!(members::erase(&app.db, &app.key, &app.clock).await.unwrap(), 0);
    assert_eq!(story.number("select count(*) from members where state = 'deleted' and email is null and name = '' and username = 'manager'").await, 1);
}

#[tokio::test]
async fn after_the_last_day_a_job_disables_and_frees_the_team() {
    let story = Story::begin().await;
    story.sql("update members set expires_on = '2026-11-22' where username = 'director'").await;
    let app = &story.app;
    assert_eq!(members::expire(&app.db, &app.key, &app.clock).await.unwrap(), 0, "the last day still counts");
    story.clock.advance(TimeDelta::hours(12));
    assert_eq!(members::expire(&app.db, &app.key, &app.clock).await.unwrap(), 1);
    assert_eq!(members::expire(&app.db, &app.key, &app.clock).await.unwrap(), 0);
    assert_eq!(
        story.number("select count(*) from members where username = 'director' and state = 'disabled'").await,
        1
    );
    assert_eq!(
        story.number("select count(*) from members where username = 'manager2' and director_id is null").await,
        1
    );
    assert_eq!(
        story
            .number("select count(*) from audit_events where event = 'member.expired' and actor = 'job/expire_members'")
            .await,
        1
    );
    let mut admin = story.member("yunhe", "admin").await;
    let back = format!("/members/{}/enable", id(&story, "director").await);
    let page = admin.post(&back, &[]).await;
    assert!(page.status == 422 && page.text("#notice").contains("last day is past"));
}

/// MEM-13: nobody widens his own scope, nor by taking over what a colleague saw.
#[tokio::test]
async fn who_sees_his_own_customers_takes_over_no_colleagues() {
    let story = Story::begin().await;
    story.customers("yunhe", "c", 2).await;
    let (manager, other) = (id(&story, "manager").await, id(&story, "manager2").await);
    story
        .sql(&format!(
            "with r as (insert into roles (organization_id, name, permissions)
               select organization_id, 'Staff', array['member.view', 'member.manage'] from members where id = {manager} returning id)
             insert into member_roles (organization_id, member_id, role_id)
               select organization_id, m.id, r.id from r, members m where m.id = {manager};
             update members set scope_pin = 'own' where id = {manager};
             insert into customer_assignments (organization_id, customer_id, member_id, assigned_at)
               select organization_id, id, {other}, '2026-11-01 00:00+00' from customers"
        ))
        .await;
    let mut client = story.member("yunhe", "manager").await;
    for act in ["disable", "hand-over"] {
        let path = format!("/members/{other}/{act}");
        let offered = client.get(&path).await.attributes("select[name=customers_to] option", "value");
        assert_eq!(offered, ["", "none"], "{act}: he is not among them");
        let taken = client.post(&path, &[("customers_to", &manager.to_string()), ("reason", "leave")]).await;
        assert_eq!(taken.status, 422, "{act}: {}", taken.body);
    }
    assert_eq!(
        story.number(&format!("select count(*) from customer_assignments where member_id = {manager}")).await,
        0
    );
    let sent = [("customers_to", "none"), ("reason", "leave")];
    assert_eq!(client.post(&format!("/members/{other}/disable"), &sent).await.status, 303);
}

/// MEM-13: nor by leading more managers.
#[tokio::test]
async fn who_sees_his_teams_customers_adds_nobody_to_his_team() {
    let story = Story::begin().await;
    let (director, free) = (id(&story, "director").await, id(&story, "manager2").await);
    // He may do what a manager may, so that nothing else is in the way.
    let held = permissions_of(Kind::Distributor, false, &[Role::AccountManager], Permissions::NONE);
    let codes: Vec<&str> = held.iter().map(|code| code.as_str()).chain(["member.manage"]).collect();
    story
        .sql(&format!(
            "with r as (insert into roles (organization_id, name, permissions)
               select organization_id, 'Staff', string_to_array('{}', ' ') from members where id = {director} returning id)
             insert into member_roles (organization_id, member_id, role_id)
               select organization_id, m.id, r.id from r, members m where m.id = {director};
             update members set scope_pin = 'team' where id = {director};
             update members set director_id = null where id = {free}",
            codes.join(" ")
        ))
        .await;
    let path = format!("/members/{free}/edit");
    let edit = |director: &'static str, revision: String| {
        let fields = [("name", "Chen"), ("email", "chen@yunhe.example"), ("director", director)];
        fields
            .map(|(name, value)| (name, value.to_owned()))
            .into_iter()
            .chain([("revision", revision)])
            .collect::<Vec<_>>()
    };
    let mut client = story.member("yunhe", "director").await;
    for (chosen, status) in [("director", 422), ("", 303)] {
        let revision = client.get(&path).await.attribute("input[name=revision]", "value").unwrap();
        let fields = edit(chosen, revision);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let page = client.post(&path, &fields).await;
        assert_eq!(page.status, status, "{chosen}: {}", page.body);
        let error = page.text("#director-error");
        assert!(status == 303 || error.contains("Nobody changes his own"), "{error}");
    }
    assert_eq!(
        story
            .number(
                "select count(*) from members where username = 'manager2' and director_id is null and name = 'Chen'"
            )
            .await,
        1
    );
}
