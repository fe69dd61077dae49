//! Stories of a distributor who acts for its resellers (API-8): coupons from their quotas to their customers, and back again.

use super::issue::{confirm, is_offered, stage};

#[tokio::test]
async fn a_distributor_issues_coupons_from_a_resellers_quota_to_its_customers() {
    let (story, own) = stage(0).await;
    story.quotas("qinglan", "child", 1).await;
    story.customers("qinglan", "q", 2).await;
    story.customers("yunhe", "cu", 1).await;
    story
        .sql(
            "insert into service_types (organization_id, account_id, code, name_en, name_zh, run_id, fetched_at, first_seen_at)
             select a.organization_id, a.id, v.code, v.en, v.zh, r.id, '2026-11-22', '2026-11-22'
             from (select * from cloud_accounts order by id limit 1) a, (select * from sync_runs order by id limit 1) r,
               (values ('hws.service.type.obs', 'Object Storage', '对象存储服务'), ('hws.service.type.ec2', 'Elastic Cloud Server', null)) v (code, en, zh)",
        )
        .await;
    let child = story.number("select id from voucher_quotas where remote_id = 'child1'").await;
    let mut voucher = story.member("yunhe", "voucher").await;
    let form = format!("/vouchers/quotas/{child}/coupons/new");
    assert_eq!(voucher.get(&form).await.status, 404, "who does not see resellers' customers does not act for them");
    let mut admin = story.member("yunhe", "admin").await;
    let shown = admin.get(&format!("/vouchers/quotas/{child}")).await;
    assert!(shown.attributes(".actions a", "href").contains(&form), "{}", shown.body);
    let page = admin.get(&form).await;
    assert!(page.status == 200 && page.body.contains("on its behalf"), "{}", page.body);
    let offered: Vec<String> = page.texts("#f-services label");
    assert_eq!(offered, ["Elastic Cloud Server (hws.service.type.ec2)", "Object Storage (hws.service.type.obs)"]);
    let chinese = story.member("yunhe", "admin").await.speaking("zh-CN").get(&form).await;
    assert!(chinese.body.contains("对象存储服务 (hws.service.type.obs)"), "{}", chinese.body);
    let path = format!("/vouchers/quotas/{child}/coupons");
    let foreign = admin.post(&path, &[("recipients", "cu1"), ("amount", "5")]).await;
    assert!(!is_offered(&foreign), "the distributor's own customers are none of the reseller's");
    let typed = [("recipients", "q1\nq2"), ("amount", "25"), ("services", "hws.service.type.obs")];
    let preview = admin.post(&path, &typed).await;
    assert!(is_offered(&preview), "{}", preview.body);
    assert!(preview.facts().iter().any(|fact| fact.contains("Object Storage")), "{:?}", preview.facts());
    assert_eq!(confirm(&mut admin, &preview).await.status, 303);
    let sent =
        "select count(*) from command_calls where on_behalf_of = 'reseller-1' and parameters ->> 'quota_id' = 'child1'";
    assert_eq!(story.number(sent).await, 1);
    assert_eq!(
        admin.get(&format!("/vouchers/quotas/{child}/issues/new")).await.status,
        404,
        "a child is not cut again"
    );
    assert_eq!(admin.get(&format!("/vouchers/quotas/{own}/coupons/new")).await.status, 200);
}

/// COUPON-10 with `indirect_partner_id`: own coupons and a reseller's in one confirmation, each sent for whom it is.
#[tokio::test]
async fn a_distributor_takes_back_coupons_of_its_resellers_customers() {
    let (story, _) = stage(0).await;
    story.customers("yunhe", "cu", 1).await;
    story.customers("qinglan", "q", 1).await;
    story.coupons("yunhe", "v", "cu-id-1", 1).await;
    story.coupons("qinglan", "w", "q-id-1", 2).await;
    let id = async |remote: &str| story.number(&format!("select id from coupons where remote_id = '{remote}'")).await;
    let (own, one, two) = (id("v1").await, id("w1").await, id("w2").await);
    let (shown, form) = (format!("/vouchers/coupons/{one}"), format!("/vouchers/coupons/reclaims/new?coupon={one}"));
    let mut voucher = story.member("yunhe", "voucher").await;
    let page = voucher.get(&shown).await;
    assert!(!page.attributes(".actions a", "href").contains(&form), "who does not see resellers' customers");
    let refused = voucher.get(&form).await;
    assert!(
        refused.body.contains("or members of yours who see its customers") && !is_offered(&refused),
        "{}",
        refused.body
    );
    let chinese = story.member("yunhe", "voucher").await.speaking("zh-CN").get(&form).await;
    assert!(chinese.body.contains("有权查看其客户的成员代为回收"), "{}", chinese.body);
    let mut admin = story.member("yunhe", "admin").await;
    let page = admin.get(&shown).await;
    assert!(page.attributes(".actions a", "href").contains(&form), "{}", page.body);
    let listed = admin.get("/vouchers/coupons").await.attributes("td input[name=coupon]", "value");
    assert_eq!(listed.len(), 3, "all three can be picked");
    let preview = admin.get(&format!("/vouchers/coupons/reclaims/new?coupon={own}&coupon={one}&coupon={two}")).await;
    assert!(is_offered(&preview), "{}", preview.text("#notice"));
    let reseller = story.text("select name from organizations where code = 'qinglan'").await;
    assert_eq!(preview.body.matches(&format!("{reseller} · ")).count(), 2, "{}", preview.body);
    assert_eq!(confirm(&mut admin, &preview).await.status, 303);
    let behalf = "select string_agg(c.recipient_remote_id || '=' || coalesce(l.on_behalf_of, '-'), ' ' order by c.recipient_remote_id)
         from commands c join command_calls l on l.id = c.call_id";
    assert_eq!(story.text(behalf).await, "v1=- w1=reseller-1 w2=reseller-1");
    assert_eq!(story.text("select facts ->> 'on_behalf_of' from approvals").await, "reseller-1");
    story
        .sql("update resellers set left_at = '2026-11-21' where remote_id = 'reseller-1'; delete from command_lanes")
        .await;
    story.coupons("qinglan", "x", "q-id-1", 1).await;
    let gone = admin.get(&format!("/vouchers/coupons/reclaims/new?coupon={}", id("x1").await)).await;
    assert!(!is_offered(&gone), "a reseller that has left is acted for no longer");
}
