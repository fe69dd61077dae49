//! Stories of the pages of orders: filters, paging, scope, detail (ORD-06, AM-13).

use crate::tests::support::{client::Client, story::Story};

/// Adds `count` orders `<prefix>1…` of customer `<customer>-id-1` of an organisation, the first one newest, an hour apart.
async fn orders(story: &Story, organization: &str, (prefix, customer): (&str, &str), count: u32) {
    story
        .sql(&format!(
            "insert into orders (organization_id, account_id, remote_id, customer_id, service_type_code, service_type_name,
               source_type, status, order_type, official_amount, amount_after_discount, currency, created_at, paid_at, raw,
               run_id, fetched_at, first_seen_at)
             select o.id, a.id, '{prefix}' || i, '{customer}-id-1', 'hws.service.type.ec2', 'ECS as sent', 1, 5, 1, 1200.5,
               999.12345678, 'CNY', timestamptz '2026-11-20 00:00+00' - i * interval '1 hour', '2026-11-21 00:00+00', '{{}}',
               r.id, '2026-11-22 03:00+00', '2026-11-22 03:00+00'
             from generate_series(1, {count}) i, organizations o, cloud_accounts a, sync_runs r where o.code = '{organization}'"
        ))
        .await;
}

async fn numbers(client: &mut Client, path: &str) -> Vec<String> {
    let page = client.get(path).await;
    assert_eq!(page.status, 200, "{path}");
    page.texts("tbody td:first-child a")
}

#[tokio::test]
async fn three_pages_lose_and_repeat_nothing() {
    let story = Story::begin().await;
    story.customers("yunhe", "c", 1).await;
    orders(&story, "yunhe", ("CS", "c"), 120).await;
    story
        .sql("update orders set created_at = '2026-11-18 00:00+00' where remote_id in ('CS49', 'CS50', 'CS51', 'CS52')")
        .await;
    let mut admin = story.member("yunhe", "admin").await;
    let (mut seen, mut path) = (Vec::new(), "/orders?status=5".to_owned());
    loop {
        let page = admin.get(&path).await;
        seen.push(page.texts("tbody td:first-child a"));
        let Some(next) = page.attribute("a[rel=next]", "href") else { break };
        assert!(next.contains("status=5"), "links keep the filters: {next}");
        path = next;
    }
    assert_eq!(seen.iter().map(Vec::len).collect::<Vec<_>>(), [50, 50, 20]);
    let mut all = seen.concat();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 120);
    let back = admin.get(&path).await.attribute("a[rel=prev]", "href").unwrap();
    assert_eq!(numbers(&mut admin, &back).await, seen[1]);
}

#[tokio::test]
async fn filters_narrow_and_six_months_are_the_default() {
    let story = Story::begin().await;
    story.customers("yunhe", "c", 2).await;
    orders(&story, "yunhe", ("CS", "c"), 4).await;
    story
        .sql(
            "update orders set status = 6, payment_ends_at = '2026-11-25 00:00+00' where remote_id = 'CS1';
             update orders set order_type = 4, customer_id = 'c-id-2' where remote_id = 'CS2';
             update orders set service_type_code = 'hws.service.type.obs', paid_at = '2026-11-01 00:00+00' where remote_id = 'CS3';
             update orders set created_at = '2026-02-01 00:00+00', paid_at = null where remote_id = 'CS4';
             insert into service_types (organization_id, account_id, code, name_zh, name_en, run_id, fetched_at, first_seen_at)
               select organization_id, account_id, 'hws.service.type.obs', '对象存储服务', 'Object Storage Service', run_id,
                 fetched_at, first_seen_at from orders limit 1;
             insert into sub_orders (organization_id, account_id, order_id, remote_id, currency, raw, run_id, fetched_at, first_seen_at)
               select organization_id, account_id, id, 'CHILD-9', 'CNY', '{}', run_id, fetched_at, first_seen_at
               from orders where remote_id = 'CS3';",
        )
        .await;
    let mut finance = story.member("yunhe", "finance").await;
    for (query, want) in [
        ("", vec!["CS1", "CS2", "CS3"]),
        ("?created_from=2026-01-01", vec!["CS1", "CS2", "CS3", "CS4"]),
        ("?created_to=2026-02-01", vec!["CS4"]),
        ("?order=cs4", vec!["CS4"]),
        ("?order=child-9", vec!["CS3"]),
        ("?status=6", vec!["CS1"]),
        ("?order_type=4", vec!["CS2"]),
        ("?service_type=hws.service.type.obs", vec!["CS3"]),
        ("?customer=C2", vec!["CS2"]),
        ("?customer=c-id-2", vec!["CS2"]),
        ("?customer=_", vec![]),
        ("?paid_from=2026-11-01&paid_to=2026-11-01", vec!["CS3"]),
    ] {
        assert_eq!(numbers(&mut finance, &format!("/orders{query}")).await, want, "{query}");
    }
    let page = finance.get("/orders").await;
    assert_eq!(page.attribute("input[name=created_from]", "value").as_deref(), Some("2026-05-22"), "it says so");
    let rows = page.rows();
    assert!(rows[0].contains("Pending payment") && rows[0].contains("to be paid in 3 days"), "{}", rows[0]);
    assert!(rows[2].contains("1 sub-orders") && rows[2].contains("Object Storage Service"), "{}", rows[2]);
    assert!(rows[1].contains("1,200.50") && rows[1].contains("999.12345678"), "never rounded: {}", rows[1]);
    assert!(page.texts("thead th").contains(&"After discount (CNY)".to_owned()));
}

#[tokio::test]
async fn wrong_filters_keep_what_was_typed() {
    let story = Story::begin().await;
    let mut finance = story.member("yunhe", "finance").await;
    let page = finance.get("/orders?customer=abc&status=7&created_from=2026-02-30&paid_to=x").await;
    assert_eq!(page.status, 422);
    assert_eq!(page.attribute("input[name=customer]", "value").as_deref(), Some("abc"));
    assert_eq!(page.attribute("input[name=paid_to]", "value").as_deref(), Some("x"));
    assert_eq!(page.texts(".wrongs li").len(), 3);
    assert_eq!(finance.get("/orders?after=zz").await.status, 422);
}

#[tokio::test]
async fn an_order_shows_lines_discounts_children_and_refund() {
    let story = Story::begin().await;
    story.customers("yunhe", "c", 1).await;
    orders(&story, "yunhe", ("CS", "c"), 2).await;
    let id = story.number("select id from orders where remote_id = 'CS1'").await;
    story
        .sql(
            "update orders set order_type = 4, user_name = 'leilei_li', is_agent_pay = true, paying_agent_id = 'agent-1',
               commission_amount = 12, details_at = fetched_at, refunds_at = fetched_at,
               discounts = '[{\"discount_type\": \"607\", \"discount_amount\": 201.5}, {\"discount_type\": \"999\", \"discount_amount\": \"1\"}]',
               enterprise_projects = '[{\"id\": \"0\", \"name\": \"default\"}]' where remote_id = 'CS1';
             insert into order_lines (organization_id, account_id, order_id, remote_id, product_spec_desc, period_type, period_num,
               official_amount, currency, raw, run_id, fetched_at, first_seen_at)
               select organization_id, account_id, id, 'CS1-00001', '2 vCPUs | 4 GB', 2, 3, 1200.5, 'CNY', '{}', run_id, fetched_at,
                 first_seen_at from orders where remote_id = 'CS1';
             insert into order_refunds (organization_id, account_id, order_id, remote_id, amount, currency, region_code, base_order_id,
               raw, run_id, fetched_at, first_seen_at)
               select organization_id, account_id, id, 'R1', -88.5, 'CNY', 'cn-north-4', 'CS2', '{}', run_id, fetched_at, first_seen_at
               from orders where remote_id = 'CS1';",
        )
        .await;
    let mut finance = story.member("yunhe", "finance").await;
    let page = finance.get(&format!("/orders/{id}")).await;
    assert_eq!((page.status.as_u16(), page.text("h1").as_str()), (200, "CS1"));
    for told in [
        "2 vCPUs | 4 GB",
        "3 months",
        "Granted by the partner",
        "999 (",
        "201.50",
        "-88.50",
        "refunded",
        "cn-north-4",
        "agent-1",
        "default",
        "Unsubscription",
        "ListCustomerOrders",
    ] {
        assert!(page.body.contains(told), "{told}");
    }
    assert!(page.body.contains("leilei_li"), "a login name is no personal name (MEM-8)");
    let base = story.number("select id from orders where remote_id = 'CS2'").await;
    assert!(page.attributes("main a", "href").contains(&format!("/orders/{base}")), "the original order is linked");
    let mut chinese = story.member("yunhe", "finance").await.speaking("zh-CN");
    let page = chinese.get(&format!("/orders/{id}")).await;
    assert!(page.body.contains("退订") && page.body.contains("合作伙伴授权折扣") && page.body.contains("3 个月"));
}

#[tokio::test]
async fn a_line_shows_its_specification_in_the_readers_language_or_marks_it_as_chinese() {
    let story = Story::begin().await;
    story.customers("yunhe", "c", 1).await;
    orders(&story, "yunhe", ("CS", "c"), 1).await;
    story
        .sql(
            "insert into order_lines (organization_id, account_id, order_id, remote_id, product_id, product_spec_desc, currency, raw,
               run_id, fetched_at, first_seen_at)
             select organization_id, account_id, id, 'L' || n, 'p-' || n, '通用计算型' || n, 'CNY', '{}', run_id, fetched_at, fetched_at
             from orders, generate_series(1, 2) n;
             insert into business_discounts (organization_id, account_id, item_key, item_type, product_id, name_zh, name_en, run_id,
               fetched_at, first_seen_at)
             select organization_id, account_id, 'i-1', 'product', 'p-1', '通用计算型1', 'General computing', run_id, fetched_at, fetched_at
             from orders",
        )
        .await;
    let path = format!("/orders/{}", story.number("select id from orders").await);
    let english = story.member("yunhe", "finance").await.get(&path).await;
    assert!(english.body.contains("General computing") && !english.body.contains("通用计算型1"));
    assert_eq!(english.texts("td span[lang=zh-CN]"), ["通用计算型2"], "without an English name it is marked");
    let chinese = story.member("yunhe", "finance").await.speaking("zh-CN").get(&path).await;
    assert!(chinese.body.contains("通用计算型1") && chinese.texts("td span[lang=zh-CN]").is_empty());
}

#[tokio::test]
async fn managers_see_orders_of_their_customers_and_resellers_have_their_tab() {
    let story = Story::begin().await;
    story.customers("yunhe", "c", 1).await;
    story.customers("yunhe", "d", 1).await;
    story.customers("qinglan", "q", 1).await;
    orders(&story, "yunhe", ("C", "c"), 1).await;
    orders(&story, "yunhe", ("D", "d"), 1).await;
    orders(&story, "qinglan", ("Q", "q"), 1).await;
    story
        .sql(
            "insert into customer_assignments (organization_id, customer_id, member_id, assigned_at)
             select c.organization_id, c.id, m.id, '2026-11-01' from customers c, members m
             where c.account_name = 'c1' and m.username = 'manager' and m.organization_id = c.organization_id",
        )
        .await;
    let id = |number: &'static str| format!("select id from orders where remote_id = '{number}'");
    let (d, q) = (story.number(&id("D1")).await, story.number(&id("Q1")).await);
    let mut manager = story.member("yunhe", "manager").await;
    assert_eq!(numbers(&mut manager, "/orders").await, ["C1"]);
    assert_eq!(manager.get(&format!("/orders/{d}")).await.status, 404, "another manager's customer");
    assert_eq!(manager.get("/orders?tab=resellers").await.status, 403, "own rows are no answer");
    let mut finance = story.member("yunhe", "finance").await;
    assert_eq!(numbers(&mut finance, "/orders").await, ["D1", "C1"]);
    assert_eq!(numbers(&mut finance, "/orders?tab=resellers").await, ["Q1"]);
    assert_eq!(finance.get(&format!("/orders/{q}")).await.status, 200);
    let mut reseller = story.member("qinglan", "finance").await;
    assert_eq!(numbers(&mut reseller, "/orders").await, ["Q1"]);
    assert_eq!(reseller.get(&format!("/orders/{d}")).await.status, 404);
    let refused = story.member("yunhe", "voucher").await.get("/orders").await;
    assert_eq!(refused.status, 403);
    assert!(refused.body.contains("order.view"));
}

#[tokio::test]
async fn without_orders_it_says_what_to_do() {
    let story = Story::begin().await;
    let mut finance = story.member("yunhe", "finance").await;
    assert_eq!(finance.get("/orders").await.text(".empty strong"), "No orders in the last six months");
    let mut chinese = story.member("yunhe", "finance").await.speaking("zh-CN");
    assert_eq!(chinese.get("/orders").await.text(".empty strong"), "最近六个月没有订单");
}
