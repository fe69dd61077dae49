//! Stories of approval rules and of who can issue how much to whom.

use super::{inbox::id, support::story::Story};

fn form<'a>(revision: &'a str, step: &'a str, above: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![("action", "coupon_issue"), ("currency", "CNY"), ("revision", revision), ("step", step), ("above", above)]
}

const PATH: &str = "/roles/approval-rules";

#[tokio::test]
async fn a_higher_amount_needs_a_second_person_and_a_lower_one_does_not() {
    let story = Story::begin().await;
    let (mut admin, mut master) = (story.member("yunhe", "admin").await, story.member("yunhe", "master").await);
    let shown = admin.get(PATH).await;
    assert_eq!(shown.rows().len(), 13);
    assert_eq!(shown.attribute("input[name=above]", "value").as_deref(), Some("0.00"), "CMD-3: everything is approved");
    assert_eq!(admin.post(PATH, &form("0", "set", "1,000")).await.status, 303);
    let above = "select above::bigint from approval_rules";
    assert_eq!(story.number(above).await, 0, "nothing counts yet");
    let own = admin.post(PATH, &form("1", "agree", "")).await;
    assert_eq!((own.status.as_u16(), own.text("#notice").starts_with("Nobody agrees")), (409, true), "{}", own.body);
    assert!(master.get("/inbox").await.rows().iter().any(|row| row.starts_with("Agree to higher approval amounts")));
    assert_eq!(master.post(PATH, &form("1", "agree", "")).await.status, 303);
    assert_eq!(story.number(above).await, 1000);
    assert!(admin.get("/inbox").await.body.contains("master agreed to the higher approval amount."));
    assert_eq!(admin.post(PATH, &form("1", "set", "500")).await.status, 409, "an old form");
    assert_eq!(admin.post(PATH, &form("2", "set", "500")).await.status, 303);
    assert_eq!(story.number(above).await, 500, "stricter counts at once");
    for wrong in ["-1", "x", "0.001", ""] {
        assert_eq!(admin.post(PATH, &form("3", "set", wrong)).await.status, 422, "{wrong}");
    }
    let mut off = form("3", "set", "500");
    off.push(("off", "on"));
    let page = admin.post(PATH, &off).await;
    assert!(page.text("#notice").contains("More than one member can approve"), "TRAP-3: {}", page.body);
    assert_eq!(story.number("select count(*) from audit_events where object_kind = 'approval_rule'").await, 3);
    assert_eq!(story.member("yunhe", "finance").await.get(PATH).await.status, 403);
}

#[tokio::test]
async fn who_reset_the_askers_login_does_not_agree_with_him() {
    let story = Story::begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    assert_eq!(admin.post(PATH, &form("0", "set", "1000")).await.status, 303);
    let (admin_id, master_id) = (id(&story, "admin").await, id(&story, "master").await);
    story
        .sql(&format!(
            "update members set credentials_by = {master_id}, credentials_at = '2026-11-22 03:00+00' where id = {admin_id}"
        ))
        .await;
    let mut master = story.member("yunhe", "master").await;
    let page = master.post(PATH, &form("1", "agree", "")).await;
    assert_eq!(
        (page.status.as_u16(), page.text("#notice").contains("less than 24 hours")),
        (409, true),
        "{}",
        page.body
    );
    story.clock.advance(chrono::TimeDelta::hours(23));
    let mut master = story.member("yunhe", "master").await;
    assert_eq!(master.post(PATH, &form("1", "agree", "")).await.status, 303);
}

/// From a rule's amount on somebody must agree; what the page cannot read it refuses.
async fn a_rule_decides_from_its_amount_on(story: &Story) {
    let mut admin = story.member("yunhe", "admin").await;
    let who = |page: &super::support::client::Page| page.texts("tbody td:first-child");
    story
        .sql(
            "insert into approval_rules (organization_id, action, currency, above, changed_by, changed_at)
        select organization_id, 'coupon_issue', 'CNY', 5000, id, now() from members where username = 'admin'",
        )
        .await;
    let rows = admin.get("/roles/issuers?action=coupon_issue&customer=acme1&amount=5000").await.rows();
    assert!(rows.iter().all(|row| row.ends_with("Not needed")), "{rows:?}");
    let rows = admin.get("/roles/issuers?action=coupon_issue&customer=acme1&amount=5000.01").await.rows();
    assert!(rows.iter().all(|row| row.contains("Approve coupons")), "{rows:?}");
    let rows = admin.get("/roles/issuers?action=coupon_issue&amount=1&currency=USD").await.rows();
    assert!(
        rows.iter().all(|row| row.contains("Approve coupons")),
        "a rule says nothing about other currencies: {rows:?}"
    );
    assert_eq!(who(&admin.get("/roles/issuers?action=quota_issue").await), ["admin", "master", "voucher", "voucher2"]);
    for wrong in [
        "action=x",
        "action=coupon_issue&amount=0",
        "action=coupon_issue&customer=nobody",
        "action=coupon_issue&amount=x",
    ] {
        assert_eq!(admin.get(&format!("/roles/issuers?{wrong}")).await.status, 422, "{wrong}");
    }
    story.sql("delete from approval_rules").await;
}

#[tokio::test]
async fn the_page_tells_who_can_issue_how_much_to_a_customer() {
    let story = Story::begin().await;
    story.customers("yunhe", "acme", 2).await;
    story
        .sql(
            "insert into customer_assignments (organization_id, customer_id, member_id, assigned_at)
               select c.organization_id, c.id, m.id, '2026-11-01' from customers c, members m
               where c.account_name = 'acme1' and m.username = 'manager' and m.organization_id = c.organization_id;
             insert into roles (organization_id, name, permissions)
               select id, 'Quick hands', '{coupon.view,coupon.issue}' from organizations where code = 'yunhe';
             insert into member_roles (organization_id, member_id, role_id) select m.organization_id, m.id, r.id from members m, roles r
               where m.username in ('manager', 'manager2') and m.organization_id = r.organization_id;
             update members set scope_pin = 'own' where username in ('manager', 'manager2')",
        )
        .await;
    let mut admin = story.member("yunhe", "admin").await;
    let who = |page: &super::support::client::Page| page.texts("tbody td:first-child");
    let page = admin.get("/roles/issuers?action=coupon_issue&customer=ACME1&amount=5000").await;
    assert_eq!(who(&page), ["admin", "manager", "master", "voucher", "voucher2"], "not manager2: {:?}", page.rows());
    let anybody = admin.get("/roles/issuers?action=coupon_issue&amount=5000").await;
    assert_eq!(who(&anybody), ["admin", "manager", "master", "voucher", "voucher2"], "manager2 looks after nobody");
    let rows = page.rows();
    assert!(
        rows[1].starts_with("manager | Quick hands | Account manager of the customer | Needed | Approve coupons"),
        "{rows:?}"
    );
    assert!(
        rows[3].contains("Sees every customer") && rows[3].contains("admin, finance, finance2, master"),
        "{rows:?}"
    );
    assert!(
        rows[0].contains("finance, finance2, master") && !rows[0].contains("admin, finance"),
        "never himself: {rows:?}"
    );
    a_rule_decides_from_its_amount_on(&story).await;
    // Who may agree without seeing the customer is named as such, and last.
    story
        .sql("update roles set permissions = permissions || '{coupon.approve}' where name = 'Quick hands'; update members set scope_pin = 'team' where username = 'manager2'")
        .await;
    let rows = admin.get("/roles/issuers?action=coupon_issue&customer=acme1&amount=5000").await.rows();
    assert!(rows[0].contains("finance, finance2, manager, master +1"), "{rows:?}");
    story.sql("update members set state = 'disabled' where username in ('finance', 'finance2')").await;
    let mut chinese = story.member("yunhe", "admin").await.speaking("zh-CN");
    let named = chinese.get("/roles/issuers?action=coupon_issue&customer=acme1&amount=5000").await.rows();
    assert!(named[0].contains("manager、master、manager2（不可见该客户）"), "{named:?}");
    let elsewhere = admin.get("/roles/issuers?action=coupon_issue&amount=5000").await.rows();
    assert!(!elsewhere.iter().any(|row| row.contains("does not see")), "no customer is asked about: {elsewhere:?}");
    let mut director = story.member("yunhe", "director").await;
    assert_eq!(director.get("/roles/issuers?action=coupon_issue&customer=acme1").await.status, 200);
    assert_eq!(director.get("/roles/issuers?action=coupon_issue&customer=acme2").await.status, 422, "not in his team");
}

/// A higher amount that nobody could ever agree to is not kept: the page says who is missing (CMD-3, TRAP-3).
#[tokio::test]
async fn who_is_alone_hears_that_a_second_person_is_missing() {
    let story = Story::begin().await;
    let mut master = story.member("yunhe", "master").await;
    assert_eq!(master.get(PATH).await.texts(".banner").len(), 0);
    story.sql("update members set state = 'disabled' where username = 'admin'").await;
    let page = master.get(PATH).await;
    assert!(page.text(".banner").contains("nobody could agree to a higher amount"), "{}", page.body);
    let refused = master.post(PATH, &form("0", "set", "1000")).await;
    assert!(refused.status == 409 && refused.text("#notice").contains("Give a second member the admin role"));
    assert_eq!(story.number("select count(*) from approval_rules").await, 0, "nothing waits for nobody");
    story.sql("update members set state = 'disabled' where username not in ('master', 'finance')").await;
    story.sql("update members set state = 'disabled' where username = 'finance'").await;
    let mut off = form("0", "set", "0");
    off.push(("off", "on"));
    assert_eq!(master.post(PATH, &off).await.status, 303);
    let banners = master.get(PATH).await.texts(".banner");
    assert!(banners[0].contains("only one member can approve") && banners[0].contains("Issue coupon"), "{banners:?}");
}

#[tokio::test]
async fn above_a_second_amount_two_people_agree() {
    let story = Story::begin().await;
    let (mut admin, mut master) = (story.member("yunhe", "admin").await, story.member("yunhe", "master").await);
    let rule = |revision: &'static str, step: &'static str, above: &'static str, two: &'static str| {
        let mut fields = form(revision, step, above);
        fields.push(("two_above", two));
        fields
    };
    let page = admin.post(PATH, &rule("0", "set", "100", "50")).await;
    assert!(page.status == 422 && page.text("#notice").starts_with("Two people can only"), "{}", page.body);
    assert_eq!(admin.post(PATH, &rule("0", "set", "0", "5,000")).await.status, 303);
    let two = "select coalesce(two_above, -1)::bigint from approval_rules";
    assert_eq!(story.number(two).await, 5000, "stricter counts at once");
    assert_eq!(admin.post(PATH, &rule("1", "set", "0", "")).await.status, 303);
    assert_eq!(story.number(two).await, 5000, "dropping it waits for a second person");
    assert_eq!(admin.post(PATH, &rule("2", "agree", "", "")).await.status, 409);
    assert_eq!(master.post(PATH, &rule("2", "agree", "", "")).await.status, 303);
    assert_eq!(story.number(two).await, -1);
    assert_eq!(admin.post(PATH, &rule("3", "set", "0", "500")).await.status, 303);
    let rows = admin.get("/roles/issuers?action=coupon_issue&amount=500.01").await.rows();
    assert!(rows.iter().all(|row| row.contains("Approve coupons × 2")), "{rows:?}");
}
