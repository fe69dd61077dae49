//! Stories of what there is: the list, one role, the catalogue, who may do what, what is unused.

use chrono::TimeDelta;

use super::{Story, give, role};
use crate::access::usage;

#[tokio::test]
async fn the_list_shows_presets_and_custom_roles_with_their_members() {
    let story = Story::begin().await;
    let id = role(&story, "运维工程师", "balance.view").await;
    give(&story, "finance", id).await;
    let mut admin = story.member("yunhe", "admin").await;
    let page = admin.get("/roles").await;
    let rows = page.rows();
    assert_eq!(rows.len(), 12, "eleven presets and one of our own: {rows:?}");
    assert!(rows[0].starts_with("Admin | Preset | ") && rows[0].ends_with(" | 1 | –"), "{}", rows[0]);
    assert!(rows.iter().any(|row| row.starts_with("Finance | Preset | ") && row.ends_with(" | 2 | –")), "{rows:?}");
    assert!(rows[11].starts_with("运维工程师 | Custom | 11 | 1 | "), "{}", rows[11]);
    for (query, want) in
        [("kind=custom", 1), ("kind=preset", 11), ("text=MANAGER", 3), ("text=工程", 1), ("text=%25", 0)]
    {
        assert_eq!(admin.get(&format!("/roles?{query}")).await.rows().len(), want, "{query}");
    }
    assert_eq!(admin.get("/roles?kind=king").await.status, 422);
    let mut desk = story.member("desk", "desk-admin").await;
    let presets = desk.get("/roles").await.texts("tbody td:first-child");
    assert!(presets.contains(&"Ecosystem manager".to_owned()) && !presets.contains(&"Finance".to_owned()));
    let mut director = story.member("yunhe", "director").await;
    let seen = director.get("/roles").await;
    assert_eq!(seen.status, 200);
    assert!(!seen.body.contains("/roles/new"), "who may not make roles is not offered it");
}

#[tokio::test]
async fn a_role_tells_what_it_permits_and_who_holds_it() {
    let story = Story::begin().await;
    let id = role(&story, "Desk work", "order.view bill.view").await;
    give(&story, "operations", id).await;
    let mut admin = story.member("yunhe", "admin").await;
    let preset = admin.get("/roles/presets?code=account_manager").await;
    assert_eq!(preset.text("h1"), "Account manager");
    assert!(preset.facts().contains(&"Customers seen by this role alone: Own customers".to_owned()));
    assert!(preset.facts().iter().any(|fact| fact.starts_with("Excludes: Account manager and account director")));
    let rows = preset.rows();
    assert!(rows.iter().any(|row| row.starts_with("Customers | customer.view | ")), "{rows:?}");
    assert!(!rows.iter().any(|row| row.contains("quota.view")), "ROLE-5: no vouchers");
    assert!(rows.iter().any(|row| row.starts_with("manager | ") && row.contains("| Account manager |")), "{rows:?}");
    assert!(!preset.body.contains("/edit"), "presets cannot be edited");
    let finance = admin.get("/roles/presets?code=finance").await;
    assert!(finance.rows().contains(&"Edit business information | Request payment".to_owned()), "PERM-8 is told");

    let own = admin.get(&format!("/roles/{id}")).await;
    let rows = own.rows();
    assert!(rows.iter().any(|row| row.starts_with("operations | N** | Desk work | 1 h ago")), "{rows:?}");
    assert!(own.body.contains(&format!("/roles/{id}/edit")));
    for missing in
        ["/roles/presets?code=king", "/roles/presets", "/roles/presets?code=desk_pdm", "/roles/x", "/roles/0"]
    {
        assert_eq!(admin.get(missing).await.status, 404, "{missing}");
    }
}

#[tokio::test]
async fn who_may_do_something_is_told_with_role_and_period() {
    let story = Story::begin().await;
    let id = role(&story, "Quick hands", "coupon.view coupon.issue").await;
    give(&story, "operations", id).await;
    give(&story, "developer", id).await;
    story
        .sql(&format!(
            "update member_roles set starts_at = '2026-12-01 00:00+08', ends_at = '2026-12-31 00:00+08'
             where role_id = {id} and member_id = (select id from members where username = 'operations');
             update member_roles set ends_at = '2026-11-01 00:00+08'
             where role_id = {id} and member_id = (select id from members where username = 'developer')"
        ))
        .await;
    let mut admin = story.member("yunhe", "admin").await;
    let page = admin.get("/roles/holders?code=coupon.issue").await;
    let who: Vec<String> =
        page.rows().iter().map(|row| row.split(" | ").take(3).collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(
        who,
        [
            "admin N** Admin",
            "master N** Master account",
            "operations N** Quick hands",
            "voucher N** Voucher manager",
            "voucher2 N** Voucher manager"
        ],
        "not developer, whose time is over",
    );
    assert!(page.rows()[2].contains("| in 9 days | 2026-12-31 |"), "{}", page.rows()[2]);
    assert_eq!(admin.get("/roles/holders").await.rows().len(), 0);
    assert_eq!(admin.get("/roles/holders?code=coupon.eat").await.status, 422);
    let company = admin.get("/roles/holders?code=company.edit").await;
    assert_eq!(company.texts("tbody td:first-child"), ["master"]);
    let desk = admin.get("/roles/holders?code=desk.po.review").await;
    assert_eq!(desk.rows().len(), 0, "this kind of organisation has no such permission");
}

#[tokio::test]
async fn the_catalogue_is_whole_and_tells_what_nobody_used() {
    let story = Story::begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    let page = admin.get("/roles/permissions").await;
    let rows = page.rows();
    assert_eq!(rows.len(), crate::access::Code::all().count());
    let of = |rows: &[String], code: &str| rows.iter().find(|row| row.contains(code)).unwrap().clone();
    let issue = of(&rows, "Issue quotasquota.issue");
    assert!(issue.contains("| Distributor | Needed | BPC_ITEM_SALES_020106 BPC_ITEM_SUBCUSTSERV_030104 |"), "{issue}");
    assert!(issue.ends_with("| Admin, Voucher manager | Not in the last 90 days"), "{issue}");
    assert!(of(&rows, "company.edit").contains("Master account only"));
    assert!(of(&rows, "home.view").contains("| All | – | – | Every role |"));
    assert!(of(&rows, "audit.export").ends_with("Not in the last 90 days"), "{}", of(&rows, "audit.export"));

    let mut auditor = story.member("yunhe", "auditor").await;
    assert_eq!(auditor.get("/activity/export").await.status, 200);
    story.clock.advance(TimeDelta::minutes(3));
    usage::flush(&story.app).await.unwrap();
    let rows = admin.get("/roles/permissions").await.rows();
    assert!(of(&rows, "audit.export").ends_with("3 min ago"), "{}", of(&rows, "audit.export"));
    let mut chinese = admin.clone().speaking("zh-CN");
    let rows = chinese.get("/roles/permissions").await.rows();
    let issue = rows.iter().find(|row| row.starts_with("发放额度quota.issue |")).unwrap();
    assert!(issue.contains("系统管理员、券管理员"), "{issue}");
}
