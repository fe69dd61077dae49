//! Stories of the dictionaries' pages: both names, filters, paging, who sees the policies (CAT-13).

use crate::tests::support::story::Story;

async fn resource_types(story: &Story, count: u32) {
    story
        .sql(&format!(
            "insert into resource_types (organization_id, account_id, code, service_type_code, name_zh, name_en, run_id, fetched_at, first_seen_at)
             select a.organization_id, a.id, 'hws.resource.type.' || lpad(i::text, 3, '0'), 'hws.service.type.ec2', '资源' || i, 'Resource ' || i,
               r.id, '2026-11-22 03:00+00', '2026-11-22 03:00+00' from generate_series(1, {count}) i, cloud_accounts a, sync_runs r;
             insert into service_types (organization_id, account_id, code, name_zh, name_en, run_id, fetched_at, first_seen_at)
             select a.organization_id, a.id, 'hws.service.type.ec2', '弹性云服务器', 'Elastic Cloud Server', r.id, '2026-11-22 03:00+00',
               '2026-11-22 03:00+00' from cloud_accounts a, sync_runs r;"
        ))
        .await;
}

#[tokio::test]
async fn resource_types_are_found_by_code_and_by_name_in_either_language() {
    let story = Story::begin().await;
    resource_types(&story, 3).await;
    story.sql("update resource_types set name_zh = null, name_en = null where code like '%003'").await;
    let mut english = story.member("yunhe", "voucher").await;
    for (query, want) in [
        ("", vec!["Resource 1", "Resource 2", "hws.resource.type.003"]),
        ("?text=TYPE.002", vec!["Resource 2"]),
        ("?text=resource+1", vec!["Resource 1"]),
        ("?text=%E8%B5%84%E6%BA%902", vec!["Resource 2"]),
        ("?service_type=hws.service.type.ec2", vec!["Resource 1", "Resource 2", "hws.resource.type.003"]),
        ("?text=_", vec![]),
    ] {
        let page = english.get(&format!("/catalog/resource-types{query}")).await;
        assert_eq!(page.texts("tbody td:first-child a"), want, "{query}");
    }
    let page = english.get("/catalog/resource-types").await;
    assert_eq!(page.texts("tbody td:first-child small")[0], "资源1", "the other language beneath");
    assert_eq!(english.get("/catalog/resource-types?service_type=nope").await.status, 422);
    let mut chinese = story.member("yunhe", "voucher").await.speaking("zh-CN");
    let page = chinese.get("/catalog/resource-types").await;
    assert_eq!(page.texts("tbody td:first-child a")[0], "资源1");
    assert_eq!(page.texts("tbody td:first-child small")[0], "Resource 1");
}

#[tokio::test]
async fn three_pages_of_codes_lose_and_repeat_nothing() {
    let story = Story::begin().await;
    resource_types(&story, 120).await;
    let mut member = story.member("yunhe", "admin").await;
    let (mut seen, mut path) = (Vec::new(), "/catalog/resource-types?text=type".to_owned());
    loop {
        let page = member.get(&path).await;
        seen.extend(page.texts("tbody td:first-child a"));
        let Some(next) = page.attribute("a[rel=next]", "href") else { break };
        path = next;
    }
    let all = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!((all, seen.len()), (120, 120));
}

#[tokio::test]
async fn a_resource_type_shows_its_usage_types_and_services() {
    let story = Story::begin().await;
    resource_types(&story, 1).await;
    story
        .sql(
            "insert into usage_types (organization_id, account_id, code, resource_type_code, name_zh, name_en, run_id, fetched_at, first_seen_at)
               select organization_id, account_id, 'duration', code, '时长', 'Duration', run_id, fetched_at, first_seen_at from resource_types;
             insert into service_resources (organization_id, account_id, service_type_code, resource_type_code, name_zh, run_id, fetched_at, first_seen_at)
               select organization_id, account_id, 'hws.service.type.ec2', code, '云主机', run_id, fetched_at, first_seen_at from resource_types;",
        )
        .await;
    let id = story.number("select id from resource_types").await;
    let mut member = story.member("yunhe", "voucher").await;
    let page = member.get(&format!("/catalog/resource-types/{id}")).await;
    assert_eq!((page.status.as_u16(), page.text("h1").as_str()), (200, "Resource 1"));
    for told in ["Duration", "时长", "Elastic Cloud Server", "云主机", "资源1", "ListResourceTypes"] {
        assert!(page.body.contains(told), "{told}");
    }
    let mut reseller = story.member("qinglan", "finance").await;
    assert_eq!(
        reseller.get(&format!("/catalog/resource-types/{id}")).await.status,
        200,
        "the distributor's dictionary"
    );
    assert_eq!(reseller.get("/catalog/usage-types").await.rows().len(), 1);
}

#[tokio::test]
async fn every_dictionary_has_its_page_and_policies_their_permission() {
    let story = Story::begin().await;
    story
        .sql(
            "insert into measures (organization_id, account_id, measure_id, measure_type, name_zh, name_en, run_id, fetched_at, first_seen_at)
               select a.organization_id, a.id, i, case i when 10 then 7 else 999 end, '单位' || i, 'Unit ' || i, r.id, '2026-11-22', '2026-11-22'
               from (values (10), (11)) v (i), cloud_accounts a, sync_runs r;
             insert into conversions (organization_id, account_id, measure_id, ref_measure_id, ratio, raw, run_id, fetched_at, first_seen_at)
               select a.organization_id, a.id, 10, 11, 1024, '{}', r.id, '2026-11-22', '2026-11-22' from cloud_accounts a, sync_runs r;
             insert into incentive_policies (organization_id, account_id, month, service_type_code, service_type_name, incentive_policy,
               allow_discount, raw, run_id, fetched_at, first_seen_at)
               select a.organization_id, a.id, m::date, 'hws.service.type.ec2', '云服务器', '13', 'NO', '{}', r.id, '2026-11-22', '2026-11-22'
               from (values ('2026-11-01'), ('2026-10-01')) v (m), cloud_accounts a, sync_runs r;",
        )
        .await;
    let mut finance = story.member("yunhe", "finance").await;
    let units = finance.get("/catalog/measures").await;
    assert_eq!(units.attributes(".crumbs a", "href"), ["/catalog/resource-types"], "its tabs lie under one entry");
    assert_eq!(units.attributes("nav a[aria-current=page]", "href")[0], "/catalog/resource-types");
    assert_eq!(units.rows(), ["10 | Unit 10单位10 | – | Capacity", "11 | Unit 11单位11 | – | 999 (unknown)"]);
    assert_eq!(finance.get("/catalog/conversions").await.rows(), ["Unit 1010 | 1,024 | Unit 1111 | –"]);
    let policies = finance.get("/catalog/policies").await;
    assert_eq!(policies.rows().len(), 1, "the present month by itself");
    assert!(policies.body.contains("Performance without rebate"));
    assert_eq!(finance.get("/catalog/policies?month=2026-10").await.rows().len(), 1);
    assert_eq!(finance.get("/catalog/policies?month=2026-13").await.status, 422);
    for path in ["service-types", "usage-types", "places", "discounts"] {
        assert_eq!(finance.get(&format!("/catalog/{path}")).await.status, 200, "{path}");
    }
    let mut voucher = story.member("yunhe", "voucher").await;
    let refused = voucher.get("/catalog/policies").await;
    assert_eq!(refused.status, 403);
    assert!(refused.body.contains("policy.view"));
    assert!(
        !voucher.get("/catalog/measures").await.attributes("nav a", "href").contains(&"/catalog/policies".to_owned())
    );
    let mut reseller = story.member("qinglan", "finance").await;
    assert_eq!(reseller.get("/catalog/policies").await.status, 403, "not a reseller's");
}

#[tokio::test]
async fn what_the_site_does_not_offer_is_said() {
    let story = Story::begin().await;
    let mut member = story.member("yunhe", "finance").await;
    let page = member.get("/catalog/places").await;
    assert!(page.text(".empty").contains("not connected"), "{}", page.text(".empty"));
    story
        .sql(
            "insert into sync_resources (account_id, organization_id, resource, next_at)
             select id, organization_id, 'service_types', '2026-11-23' from cloud_accounts",
        )
        .await;
    let page = member.get("/catalog/places").await;
    assert_eq!(page.text(".empty strong"), "Not available on this site");
    let page = member.get("/catalog/service-types").await;
    assert_eq!(page.text(".empty strong"), "Nothing synchronised yet");
}
