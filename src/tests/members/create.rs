//! Stories of making members: limits, roles at once and after a second person's word, links and temporary passwords.

use crate::tests::support::{
    client::{Client, Page},
    story::Story,
};

/// A form that every rule allows; later fields of the same name are ignored by the portal, so `with` comes first.
async fn send(client: &mut Client, with: &[(&str, &str)]) -> Page {
    let plain = [
        ("username", "liwei"),
        ("name", "Li Wei"),
        ("email", "li.wei@yunhe.example"),
        ("credentials", "link"),
        ("step", "confirm"),
    ];
    let mut fields = with.to_vec();
    fields.extend(plain.iter().filter(|(name, _)| !with.iter().any(|(typed, _)| typed == name)));
    client.post("/members/new", &fields).await
}

async fn id(story: &Story, username: &str) -> i64 {
    story.number(&format!("select id from members where username = '{username}' and organization_id = (select id from organizations where code = 'yunhe')")).await
}

#[tokio::test]
async fn a_member_is_made_in_two_steps_and_enters_by_his_link() {
    let story = Story::begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    let form = admin.get("/members/new").await;
    assert_eq!(form.status, 200);
    let check = send(
        &mut admin,
        &[("roles", "sales"), ("roles", "operations"), ("phone", "0086-13800000000"), ("step", "check")],
    )
    .await;
    assert_eq!((check.status.as_u16(), check.text("main h2")), (200, "What will happen".to_owned()));
    assert_eq!(check.attribute("input[name=username]", "value").as_deref(), Some("liwei"), "nothing typed is lost");
    assert_eq!(check.attributes("input[name=roles][checked]", "value"), ["operations", "sales"]);
    assert_eq!(
        story.number("select count(*) from members where username = 'liwei'").await,
        0,
        "nothing has happened yet"
    );

    let made = send(&mut admin, &[("roles", "sales"), ("phone", "0086-13800000000")]).await;
    assert_eq!(made.status, 200, "{}", made.body);
    let link = made.attribute("button.copy", "data-copy").unwrap();
    assert!(link.starts_with("https://portal.example/activate?token="), "{link}");
    let page = admin.get(&format!("/members/{}", id(&story, "liwei").await)).await;
    assert!(page.body.contains("Invited") && !page.body.contains("token="), "the link is shown once");

    let mut person = story.stranger();
    person.address = [203, 0, 113, 9];
    let token = link.split("token=").nth(1).unwrap();
    let password = "a quiet river bends twice";
    let fields = [("token", token), ("password", password), ("repeated", password)];
    assert_eq!(person.post("/activate", &fields).await.status, 303);
    assert_eq!(person.sign_in("yunhe", "liwei", password).await.status, 303);
    assert_eq!(person.get("/customers").await.status, 200);
    let events = "select count(*) from audit_events where object_kind = 'member' and event in ('member.created', 'member.link_issued')";
    assert_eq!(story.number(events).await, 2);
    assert_eq!(story.number("select count(*) from audit_events where after::text like '%Li Wei%'").await, 0);
}

/// MEM-13: another Admin learns of every login that is made.
#[tokio::test]
async fn another_admin_is_told_of_a_new_login() {
    let story = Story::begin().await;
    let mut master = story.member("yunhe", "master").await;
    assert_eq!(send(&mut master, &[("roles", "sales")]).await.status, 200);
    let told = "select count(*) from notices n join members m on m.id = n.member_id
        where m.username = 'admin' and n.content ->> 'credentials_reset' like '%liwei%'";
    assert_eq!(story.number(told).await, 1);
    assert_eq!(story.number("select count(*) from audit_events where event = 'member.notified'").await, 1);
    let mut admin = story.member("yunhe", "admin").await;
    let other = [("roles", "sales"), ("username", "hanmei"), ("email", "hanmei@yunhe.example")];
    assert_eq!(send(&mut admin, &other).await.status, 200);
    assert_eq!(
        story.number("select count(*) from notices where content ? 'credentials_reset'").await,
        1,
        "not himself"
    );
}

#[tokio::test]
async fn every_wrong_field_is_told_and_kept() {
    let story = Story::begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    let wrong = [
        ("username", "MASTER"),
        ("name", ""),
        ("email", "admin@yunhe.example"),
        ("phone", "13800"),
        ("expires_on", "2026-11-21"),
        ("director", "nobody"),
        ("roles", "account_manager"),
    ];
    let page = send(&mut admin, &wrong).await;
    assert_eq!(page.status, 422);
    let told = page.texts("#wrongs li");
    for part in ["Taken", "Required", "In use", "0086-13800000000", "past", "account director"] {
        assert!(told.iter().any(|said| said.contains(part)), "{part}: {told:?}");
    }
    assert_eq!(page.attribute("input[name=phone]", "value").as_deref(), Some("13800"));
    assert_eq!(page.attributes("input[name=roles][checked]", "value"), ["account_manager"]);
    for (day, said) in [
        ("2026-02-30", "There is no such day: check month and day."),
        ("2026-13-01", "There is no such day: check month and day."),
        ("1.12.2026", "Write the day as YYYY-MM-DD."),
    ] {
        let page = send(&mut admin, &[("expires_on", day), ("roles", "sales")]).await;
        assert_eq!(page.text("#expires_on-error"), said, "{day}");
    }
    for (roles, part) in [
        (vec![], "at least one role"),
        (vec!["sales", "operations", "auditor", "developer"], "at most three"),
        (vec!["admin", "sales"], "Admin excludes"),
        (vec!["account_manager", "account_director"], "exclude each other"),
        (vec!["desk_pdm"], "no such role"),
        (vec!["custom-999"], "Choose one of the options"),
    ] {
        let fields: Vec<(&str, &str)> = roles.iter().map(|role| ("roles", *role)).collect();
        let page = send(&mut admin, &fields).await;
        assert_eq!(
            (page.status.as_u16(), page.text("#roles-error").contains(part)),
            (422, true),
            "{roles:?} {}",
            page.text("#roles-error")
        );
    }
    let mut chinese = story.member("yunhe", "admin").await.speaking("zh-CN");
    let page = send(&mut chinese, &[("roles", "admin"), ("roles", "sales")]).await;
    assert_eq!(page.text("#roles-error"), "系统管理员不能与其他角色同时选择。");
    assert_eq!(story.number("select count(*) from members where username = 'liwei'").await, 0);
}

/// A name must look like what it is: nothing in it turns the text round, joins without being seen, or breaks the line.
#[tokio::test]
async fn what_nobody_sees_is_refused_at_its_field_and_marked() {
    let story = Story::begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    for name in ["Li\u{202e}Wei", "Li\u{200b}Wei", "Li\u{2066}Wei", "Li\u{feff}Wei", "Li\u{7}Wei", "Li\nWei"] {
        let page = send(&mut admin, &[("name", name), ("roles", "sales"), ("department", "East")]).await;
        assert_eq!((page.status.as_u16(), page.texts("#wrongs li").len()), (422, 1), "{name:?}");
        assert!(page.text("#name-error").contains("cannot be shown"), "{name:?}");
        let kept = page.attribute("input[name=name]", "value").unwrap();
        assert_eq!(
            kept,
            name.replace(|odd: char| odd != '\n' && !odd.is_ascii_graphic(), "\u{fffd}"),
            "the place is seen"
        );
        assert_eq!(page.attribute("input[name=department]", "value").as_deref(), Some("East"));
    }
    let mut chinese = story.member("yunhe", "admin").await.speaking("zh-CN");
    let page = send(&mut chinese, &[("name", "李\u{202d}伟"), ("roles", "sales")]).await;
    assert_eq!(page.text("#name-error"), "包含无法显示的字符。");
    let csv = "username,name,email,phone,department,job_title,remark,expires_on,roles,director\nliwei,Li\u{202e} Wei,li@x.example,,,,,,sales,\n";
    let rows = admin.post("/members/import", &[("csv", csv), ("step", "confirm")]).await.rows();
    assert!(rows[0].contains("cannot be shown"), "{rows:?}");
    // Where no rule of a field looks, the whole form is refused, and given back.
    let id = id(&story, "developer").await;
    let path = format!("/members/{id}/disable");
    let page = admin.post(&path, &[("reason", "left\u{202e} us")]).await;
    assert_eq!(page.status, 422);
    assert!(page.text("main").contains("characters that nobody sees"), "{}", page.text("main"));
    assert!(page.text("#typed").contains("left\u{fffd} us"), "{}", page.text("#typed"));
    let page = chinese.post(&path, &[("reason", "离职\u{200b}")]).await;
    assert!(page.text("main").contains("不可见字符"), "{}", page.text("main"));
    assert_eq!(story.number("select count(*) from members where username in ('liwei') or state = 'disabled'").await, 0);
    // Line breaks and tabs are seen, and scripts keep the joiners they need.
    let fine = [("name", "می\u{200c}خواهم"), ("remark", "one\r\n\ttwo"), ("roles", "sales")];
    assert_eq!(send(&mut admin, &fine).await.status, 200);
}

#[tokio::test]
async fn a_second_role_widens_only_by_choice() {
    let story = Story::begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    story.customers("yunhe", "c", 5).await;
    let both = [("roles", "account_manager"), ("roles", "sales"), ("director", "director")];
    let asked = send(&mut admin, &both).await;
    assert_eq!(asked.status, 422);
    let question = asked.text("#question");
    assert!(question.contains("from “Own customers, 0 customers” to “All customers, 5 customers”"), "{question}");
    assert_eq!((asked.text("#wrongs"), asked.text("#scope-error")), (String::new(), String::new()), "it is no mistake");
    assert_eq!(asked.attributes("#question a", "href"), ["#f-scope"]);
    let mut mistyped = both.to_vec();
    mistyped.extend([("phone", "1"), ("scope", "")]);
    let mistyped = send(&mut admin, &mistyped).await;
    assert!(!mistyped.text("#question").is_empty() && mistyped.text("#wrongs").contains("0086"), "{}", mistyped.body);
    assert!(!mistyped.text("#wrongs").contains("data scope"), "{}", mistyped.text("#wrongs"));
    assert_eq!(asked.attributes("input[name=scope][checked]", "value"), ["keep"], "the narrow one is preselected");
    let asked = asked.text("main");
    assert!(asked.contains("Own customers, 0 customers") && asked.contains("All customers, 5 customers"), "{asked}");
    let mut kept = both.to_vec();
    kept.push(("scope", "keep"));
    kept.push(("step", "check"));
    let looked = send(&mut admin, &kept).await;
    assert!(looked.text("main").contains("Own customers, 0 customers"), "{}", looked.text("main"));
    kept.pop();
    assert_eq!(send(&mut admin, &kept).await.status, 200);
    let pinned = "select count(*) from members m join members d on d.id = m.director_id
        where m.username = 'liwei' and m.scope_pin = 'own' and d.username = 'director'";
    assert_eq!(story.number(pinned).await, 1);
    let widened = [
        ("roles", "account_manager"),
        ("roles", "sales"),
        ("scope", "widen"),
        ("username", "wangfang"),
        ("email", "wang@yunhe.example"),
    ];
    assert_eq!(send(&mut admin, &widened).await.status, 200);
    let rows = admin.get("/members?text=wangfang").await.rows();
    assert!(rows[0].contains("Several roles: sees every customer") && rows[0].contains("No director"), "{rows:?}");
    let narrow = admin.get("/members?scope=own&role=sales").await.texts("tbody td:first-child");
    assert_eq!(narrow, ["liwei"]);
}

#[tokio::test]
async fn a_privileged_role_waits_for_another_admin() {
    let story = Story::begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    let fields = [("roles", "finance"), ("roles", "sales"), ("reason", "Quarter end")];
    assert_eq!(send(&mut admin, &fields).await.status, 200);
    let liwei = id(&story, "liwei").await;
    let held = format!("select count(*) from member_roles where member_id = {liwei} and role = 'sales'");
    let all = format!("select count(*) from member_roles where member_id = {liwei}");
    assert_eq!((story.number(&held).await, story.number(&all).await), (1, 1));
    let path = format!("/members/{liwei}/role-request");
    let own = admin.get(&path).await;
    assert!(own.text("#notice").contains("neither who asked"), "{}", own.body);
    let request = own.attribute("input[name=request]", "value").unwrap();
    let say = |step: &'static str| [("request", request.clone()), ("step", step.to_owned())];
    let pairs = say("approve");
    let approve: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(admin.post(&path, &approve).await.status, 409, "who asked does not agree");
    assert_eq!(story.number(&all).await, 1);

    let mut finance = story.member("yunhe", "finance").await;
    assert_eq!(finance.post(&path, &approve).await.status, 403);
    let mut master = story.member("yunhe", "master").await;
    let page = master.get(&path).await;
    assert!(page.facts().contains(&"Roles after approval: Finance, Sales".to_owned()), "{:?}", page.facts());
    assert_eq!(master.post(&path, &approve).await.status, 303);
    assert_eq!(story.number(&all).await, 2);
    assert_eq!(master.post(&path, &approve).await.status, 409, "a request is decided once");
    let seen = master.get(&format!("/members/{liwei}")).await;
    assert!(seen.texts(".timeline li span").contains(&"Roles approved".to_owned()));
    assert!(seen.rows().iter().any(|row| row.contains("transfer.customer | Finance")), "{:?}", seen.rows());
}

#[tokio::test]
async fn a_request_is_refused_or_withdrawn_and_a_login_just_made_agrees_to_nothing() {
    let story = Story::begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    story.sql("insert into member_roles (organization_id, member_id, role) select organization_id, id, 'admin' from members where username = 'incentive';
        delete from member_roles where role = 'incentive_manager';
        update members set credentials_at = '2026-11-22 03:00+00', credentials_by = (select id from members where username = 'admin'
          and organization_id = (select id from organizations where code = 'yunhe')) where username = 'incentive'").await;
    send(&mut admin, &[("roles", "finance")]).await;
    let path = format!("/members/{}/role-request", id(&story, "liwei").await);
    let mut second = story.member("yunhe", "incentive").await;
    assert!(second.get(&path).await.text("#notice").contains("less than 24 hours"));
    let request = admin.get(&path).await.attribute("input[name=request]", "value").unwrap();
    assert_eq!(second.post(&path, &[("request", &request), ("step", "approve")]).await.status, 409);
    assert_eq!(admin.post(&path, &[("request", &request), ("step", "withdraw")]).await.status, 303);
    assert_eq!(story.number("select count(*) from role_requests where state = 'withdrawn'").await, 1);
    assert!(admin.get(&path).await.text("#notice").contains("no open request"));
}

#[tokio::test]
async fn a_temporary_password_is_shown_once_and_must_be_changed() {
    let story = Story::begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    let made = send(&mut admin, &[("roles", "sales"), ("credentials", "password")]).await;
    let password = made.attribute("button.copy", "data-copy").unwrap();
    assert_eq!(password.len(), 26);
    let must = "select count(*) from members where username = 'liwei' and must_change_password and password_hash like '$argon2id$%'";
    assert_eq!(story.number(must).await, 1);
    let mut person = story.stranger();
    assert_eq!(person.sign_in("yunhe", "liwei", &password).await.status, 303);
}

#[tokio::test]
async fn nobody_makes_a_member_above_himself() {
    let story = Story::begin().await;
    story.sql("with r as (insert into roles (organization_id, name, permissions)
          select id, 'Staffing', '{member.view,member.manage,member.password}' from organizations where code = 'yunhe' returning id, organization_id)
        insert into member_roles (organization_id, member_id, role_id) select r.organization_id, m.id, r.id from r join members m
          on m.organization_id = r.organization_id and m.username = 'operations'").await;
    story.sql("delete from member_roles where role = 'operations'").await;
    let mut staffing = story.member("yunhe", "operations").await;
    let page = send(&mut staffing, &[("roles", "finance")]).await;
    assert_eq!(page.status, 422);
    assert!(page.text("#roles-error").contains("that you do not have yourself"), "{}", page.text("#roles-error"));
    let role = story.number("select id from roles where name = 'Staffing'").await;
    let page = send(&mut staffing, &[("roles", &format!("custom-{role}"))]).await;
    assert_eq!(page.status, 200, "{}", page.text("#roles-error"));
    assert_eq!(
        story.number("select count(*) from role_requests where state = 'pending'").await,
        1,
        "who may not assign roles only asks"
    );
    assert_eq!(
        story
            .number(
                "select count(*) from member_roles r join members m on m.id = r.member_id where m.username = 'liwei'"
            )
            .await,
        0
    );
}
