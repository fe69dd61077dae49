//! Stories of the pages of quotas and issued quotas.

use crate::tests::support::{client::Client, story::Story};

async fn numbers(client: &mut Client, path: &str) -> Vec<String> {
    let page = client.get(path).await;
    assert_eq!(page.status, 200, "{path} {}", page.body);
    page.texts("tbody td:first-child a")
}

async fn id(story: &Story, table: &str, remote_id: &str) -> i64 {
    story.number(&format!("select id from {table} where remote_id = '{remote_id}'")).await
}

/// Follows "next" to the end; answers how many rows each page had, and every first cell.
pub async fn walk(client: &mut Client, start: &str) -> (Vec<usize>, Vec<String>) {
    let (mut sizes, mut seen, mut path) = (Vec::new(), Vec::new(), start.to_owned());
    loop {
        let page = client.get(&path).await;
        assert_eq!(page.status, 200, "{path}");
        let rows = page.attributes("tbody td:first-child a", "href");
        sizes.push(rows.len());
        seen.extend(rows);
        let Some(next) = page.attribute("a[rel=next]", "href") else { return (sizes, seen) };
        path = next;
    }
}

#[tokio::test]
async fn three_pages_lose_and_repeat_nothing() {
    let story = Story::begin().await;
    story.quotas("yunhe", "q", 120).await;
    story.issued("yunhe", "i", "q1", 120).await;
    story.sql("update voucher_quotas set created_at = '2026-10-30 00:00+00' where remote_id in ('q49', 'q50', 'q51', 'q52')").await;
    let mut voucher = story.member("yunhe", "voucher").await;
    for start in ["/vouchers/quotas?quota_type=0", "/vouchers/issued?status=normal"] {
        let (sizes, mut seen) = walk(&mut voucher, start).await;
        assert_eq!(sizes, [50, 50, 20], "{start}");
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 120, "{start}");
    }
}

#[tokio::test]
async fn quota_filters_narrow_and_tiles_sum() {
    let story = Story::begin().await;
    story.quotas("yunhe", "q", 6).await;
    story.issued("yunhe", "i", "q1", 2).await;
    story
        .sql(
            "update voucher_quotas set quota_type = 1 where remote_id = 'q1';
             update voucher_quotas set status = 4 where remote_id = 'q2';
             update voucher_quotas set expires_at = '2026-12-10 15:59:59+00' where remote_id = 'q3';
             update voucher_quotas set effective_at = '2026-12-01 00:00+00' where remote_id = 'q4';
             update voucher_quotas set status = 77 where remote_id = 'q5';
             update issued_quotas set status = 6, balance = 0 where remote_id = 'i2';",
        )
        .await;
    let mut voucher = story.member("yunhe", "voucher").await;
    for (query, want) in [
        ("quota_type=1", vec!["q1"]),
        ("status=adjusting", vec!["q2"]),
        ("status=normal", vec!["q1", "q3", "q4", "q6"]),
        ("issuable=yes", vec!["q1", "q3", "q6"]),
        ("issuable=no", vec!["q2", "q4", "q5"]),
        ("expires_to=2026-12-10", vec!["q3"]),
        ("expires_from=2026-12-11", vec!["q1", "q2", "q4", "q5", "q6"]),
        ("quota=Q6", vec!["q6"]),
        ("quota=nothing", vec![]),
    ] {
        assert_eq!(numbers(&mut voucher, &format!("/vouchers/quotas?{query}")).await, want, "{query}");
    }
    let page = voucher.get("/vouchers/quotas").await;
    assert_eq!(page.texts(".tiles .figure"), ["1,200.00 CNY", "300.00 CNY", "400.00 CNY"]);
    assert_eq!(page.texts("th")[3], "Balance (CNY)");
    assert!(page.rows()[4].contains("77 (unknown)"), "unknown codes are shown raw: {}", page.rows()[4]);
    assert!(page.rows()[3].contains("not yet effective"), "{}", page.rows()[3]);
    assert_eq!(page.attribute("tbody svg.share", "aria-label").as_deref(), Some("60 % used"));
    assert!(page.text(".fresh").contains("ListQuotaCoupons"));
}

#[tokio::test]
async fn wrong_filters_keep_what_was_typed() {
    let story = Story::begin().await;
    story.quotas("yunhe", "q", 1).await;
    let mut voucher = story.member("yunhe", "voucher").await;
    let page = voucher.get("/vouchers/quotas?status=odd&expires_from=soon&quota=abc").await;
    assert_eq!(page.status, 422);
    assert_eq!(page.attribute("input[name=quota]", "value").as_deref(), Some("abc"));
    assert_eq!(page.attribute("input[name=expires_from]", "value").as_deref(), Some("soon"));
    assert_eq!(
        page.texts(".wrongs li"),
        ["Status: Choose one of the options in the list.", "Expires from: Enter a day like 2026-11-22."]
    );
    for path in ["/vouchers/issued?status=odd", "/vouchers/coupons?status=odd", "/vouchers/records?result=odd"] {
        assert_eq!(voucher.get(path).await.status, 422, "{path}");
    }
}

#[tokio::test]
async fn one_quota_shows_its_tree_its_limits_and_what_nobody_can_explain() {
    let story = Story::begin().await;
    story.reseller().await;
    story.quotas("yunhe", "P", 1).await;
    story.issued("yunhe", "C", "P1", 2).await;
    story.quotas("qinglan", "C", 1).await;
    story.quota_records("yunhe", "r", "C1", 1).await;
    story
        .sql(
            r#"update voucher_quotas set limits = '[{"limit_key": "subscribeType", "limit_values": [{"value1": "new"}]},
                 {"limit_key": "industryScenario", "limit_values": [{"value1": "smart", "value2": "Factory"}]}]'
               where remote_id = 'P1';
               insert into sync_resources (account_id, organization_id, resource, completed_at, next_at)
               select a.id, a.organization_id, v.name, '2026-11-22 03:59+00', '2026-11-22 04:04+00'
               from cloud_accounts a, (values ('coupon_records'), ('quota_records')) v (name);"#,
        )
        .await;
    let mut voucher = story.member("yunhe", "voucher").await;
    let page = voucher.get(&format!("/vouchers/quotas/{}", id(&story, "voucher_quotas", "P1").await)).await;
    assert_eq!(page.status, 200);
    let facts = page.facts();
    assert!(facts.iter().any(|fact| fact == "Order types: new purchase"), "{facts:?}");
    assert!(facts.iter().any(|fact| fact == "Other limit: industryScenario: smart (Factory)"), "{facts:?}");
    assert!(facts.contains(&"Original less balance: 600.00 CNY".to_owned()), "{facts:?}");
    assert!(facts.iter().all(|fact| !fact.starts_with("Unexplained") || fact.contains("none")), "2 × 300 explain 600");
    let rows = page.rows();
    assert!(rows[0].starts_with("P1") && rows[1].starts_with("└ C1") && rows[2].starts_with("└ C2"), "{rows:?}");
    let held = rows.iter().find(|row| row.starts_with("qinglan-acct")).expect("a row for the reseller");
    assert!(held.contains("600.00") && held.contains("400.00"), "given, and issued on or reclaimed: {held}");
    assert_eq!(held.matches("200.00").count(), 2, "all that is left can be taken back: {held}");

    story.sql("update voucher_quotas set balance = 390 where remote_id = 'P1'").await;
    let page = voucher.get(&format!("/vouchers/quotas/{}", id(&story, "voucher_quotas", "P1").await)).await;
    let told = page.facts().into_iter().find(|fact| fact.starts_with("Unexplained")).unwrap();
    assert!(told.contains("10.00 CNY") && told.contains("never corrected"), "{told}");

    let child = voucher.get(&format!("/vouchers/issued/{}", id(&story, "issued_quotas", "C1").await)).await;
    assert_eq!(child.status, 200);
    assert!(child.rows()[0].starts_with("P1"), "the parent leads to its page: {:?}", child.rows());
    assert!(
        child.rows().iter().any(|row| row.contains("Quota issued") && row.contains("op-zhang")),
        "{:?}",
        child.rows()
    );
    assert!(child.body.contains("Qinglan Ltd"), "the holder is named by its organisation");
    assert!(!child.body.contains("青蓝网络"), "the vendor's name of it stays masked");
}

#[tokio::test]
async fn each_organisation_sees_its_own_and_a_distributor_its_resellers() {
    let story = Story::begin().await;
    story.reseller().await;
    story.quotas("yunhe", "own", 1).await;
    story.quotas("qinglan", "child", 1).await;
    story.quotas("other", "foreign", 1).await;
    story.issued("yunhe", "child", "own1", 1).await;
    let reseller = story.number("select id from resellers").await;
    let child = id(&story, "voucher_quotas", "child1").await;
    let mut voucher = story.member("yunhe", "voucher").await;
    assert_eq!(numbers(&mut voucher, "/vouchers/quotas").await, ["own1"]);
    assert_eq!(numbers(&mut voucher, &format!("/vouchers/quotas?reseller={reseller}")).await, ["child1"]);
    assert_eq!(voucher.get(&format!("/vouchers/quotas/{child}")).await.status, 200);
    let mut director = story.member("yunhe", "director").await;
    let tiles = director.get("/vouchers/quotas").await.texts(".tiles .figure");
    assert_eq!(tiles.len(), 2, "no sum of issued quotas without its permission");
    assert_eq!(director.get(&format!("/vouchers/quotas/{child}")).await.status, 404);
    let refused = director.get("/vouchers/issued").await;
    assert!(refused.status == 403 && refused.body.contains("quota.issued.view"));
    let mut theirs = story.member("qinglan", "voucher").await;
    assert_eq!(numbers(&mut theirs, "/vouchers/quotas").await, ["child1"]);
    let own = id(&story, "voucher_quotas", "own1").await;
    assert_eq!(theirs.get(&format!("/vouchers/quotas/{own}")).await.status, 404);
    let menu = theirs.get("/vouchers/quotas").await;
    assert!(!menu.attributes("nav a", "href").contains(&"/vouchers/issued".to_owned()), "no entry without the right");
    assert!(menu.attributes("nav a", "href").contains(&"/vouchers/records".to_owned()));
    let mut manager = story.member("yunhe", "manager").await;
    assert_eq!(manager.get("/vouchers/quotas").await.status, 403);
}

#[tokio::test]
async fn empty_lists_say_why_in_both_languages() {
    let story = Story::begin().await;
    let mut voucher = story.member("yunhe", "voucher").await;
    assert_eq!(voucher.get("/vouchers/quotas").await.text(".empty strong"), "No data yet");
    let resource = |name: &str| {
        format!(
            "insert into sync_resources (account_id, organization_id, resource, completed_at, next_at)
             select id, organization_id, '{name}', '2026-11-22 03:58+00', '2026-11-22 04:13+00' from cloud_accounts"
        )
    };
    story.sql(&resource("customers")).await;
    let abroad = voucher.get("/vouchers/quotas").await;
    assert_eq!(abroad.text(".empty strong"), "The site of this account does not offer this");
    story.sql(&resource("voucher_quotas")).await;
    let page = voucher.get("/vouchers/quotas").await;
    assert_eq!(page.text(".empty strong"), "No quotas yet");
    assert!(page.text(".fresh").contains("2 min ago"));
    let mut chinese = voucher.speaking("zh-CN");
    let page = chinese.get("/vouchers/quotas").await;
    assert_eq!(page.text(".empty strong"), "暂无额度");
    assert_eq!(page.text("h1"), "代金券额度");
}
