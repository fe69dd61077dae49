//! Stories of the pages of resellers (CUST-5, ORG-14).

use super::support::story::Story;

#[tokio::test]
async fn a_distributor_sees_its_resellers_with_their_organisation_quotas_and_customers() {
    let story = Story::begin().await;
    story.reseller().await;
    story.issued("yunhe", "i", "P1", 2).await;
    story.customers("qinglan", "c", 3).await;
    let mut finance = story.member("yunhe", "finance").await;
    let page = finance.get("/resellers").await;
    assert_eq!(page.status, 200);
    let rows = page.rows();
    assert!(rows.len() == 1 && rows[0].contains("qinglan-acct") && rows[0].contains("Active"), "{rows:?}");
    assert!(rows[0].ends_with("3 | 200.00 CNY"), "{rows:?}");
    assert!(page.text(".fresh").contains("ListIndirectPartners"));
    let href = page.attribute("tbody a", "href").unwrap();
    let page = finance.get(&href).await;
    let facts = page.facts();
    assert!(
        facts.contains(&"Original: 600.00 CNY".to_owned()) && facts.contains(&"Customers: 3".to_owned()),
        "{facts:?}"
    );
    assert_eq!(page.texts(".list tbody td:first-child a"), ["i1", "i2"], "its quotas stand on its page");
    for personal in ["13912345678", "boss@"] {
        assert!(!page.body.contains(personal), "{personal} is masked");
    }
    for (query, want) in [
        ("text=QINGLAN", 1),
        ("text=nobody", 0),
        ("organization=pending", 0),
        ("organization=active", 1),
        ("state=left", 0),
    ] {
        assert_eq!(finance.get(&format!("/resellers?{query}")).await.rows().len(), want, "{query}");
    }
    assert_eq!(finance.get("/resellers?organization=odd").await.status, 422);
}

#[tokio::test]
async fn who_may_not_count_sees_no_counts_and_a_reseller_sees_no_resellers() {
    let story = Story::begin().await;
    story.reseller().await;
    story.issued("yunhe", "i", "P1", 1).await;
    let own = "insert into reseller_assignments (organization_id, reseller_id, member_id, assigned_at)
        select r.organization_id, r.id, m.id, '2026-11-01' from resellers r
        join members m on m.organization_id = r.organization_id and m.username = 'manager'";
    story.sql(own).await;
    let mut manager = story.member("yunhe", "manager").await;
    let page = manager.get("/resellers").await;
    assert_eq!(page.status, 200);
    assert!(!page.texts("th").iter().any(|heading| heading == "Customers" || heading == "Quota balance"));
    let href = page.attribute("tbody a", "href").unwrap();
    assert!(manager.get(&href).await.rows().is_empty(), "no quotas without quota.issued.view");
    let mut theirs = story.member("qinglan", "master").await;
    let refused = theirs.get("/resellers").await;
    assert!(refused.status == 403 && refused.body.contains("reseller.view"));
    let mut chinese = manager.speaking("zh-CN");
    assert_eq!(chinese.get("/resellers").await.text("h1"), "云经销商");
}

#[tokio::test]
async fn a_resellers_contact_is_shown_for_a_reason_to_who_looks_after_it() {
    let story = Story::begin().await;
    story.reseller().await;
    let own = "insert into reseller_assignments (organization_id, reseller_id, member_id, assigned_at)
        select r.organization_id, r.id, m.id, '2026-11-01' from resellers r
        join members m on m.organization_id = r.organization_id and m.username = 'manager'";
    let path = format!("/resellers/{}/reveal", story.number("select id from resellers").await);
    let fields = [("field", "mobile_phone"), ("reason", "call back")];
    let mut manager = story.member("yunhe", "manager").await;
    assert_eq!(manager.post(&path, &fields).await.status, 404, "not his");
    story.sql(own).await;
    let mut manager = story.member("yunhe", "manager").await;
    let page = manager.get(path.trim_end_matches("/reveal")).await;
    assert!(page.body.contains(&format!("{path}?field=mobile_phone")) && !page.body.contains("13912345678"));
    let shown = manager.post(&path, &fields).await;
    assert!(
        shown.status == 200 && shown.body.contains("13912345678") && !shown.body.contains("boss@"),
        "{}",
        shown.body
    );
    assert_eq!(story.number("select count(*) from audit_events where event = 'personal_data.revealed'").await, 1);
    assert_eq!(story.member("yunhe", "finance").await.get(&path).await.status, 403);
    assert_eq!(story.member("qinglan", "master").await.get(&path).await.status, 404);
}
