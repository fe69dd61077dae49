//! Stories of customers: filters, paging, scope (CUST-10, CUST-15, AM-1, AM-2, AM-13).

use super::support::{client::Client, story::Story};

async fn accounts(client: &mut Client, path: &str) -> Vec<String> {
    let page = client.get(path).await;
    assert_eq!(page.status, 200, "{path}");
    page.texts("tbody td:first-child a")
}

#[tokio::test]
async fn three_pages_forth_and_back_lose_and_repeat_nothing() {
    let story = Story::begin().await;
    story.customers("yunhe", "c", 120).await;
    story.sql("update customers set associated_at = null where account_name in ('c7', 'c8')").await;
    story.sql("update customers set associated_at = '2026-10-30 00:00+00' where account_name in ('c49', 'c50', 'c51', 'c52')").await;
    let mut admin = story.member("yunhe", "admin").await;
    let mut seen = Vec::new();
    let mut pages = Vec::new();
    let mut path = "/customers?association_type=2".to_owned();
    loop {
        let page = admin.get(&path).await;
        assert_eq!(page.status, 200);
        pages.push(page.texts("tbody td:first-child a"));
        seen.extend(pages[pages.len() - 1].clone());
        let Some(next) = page.attribute("a[rel=next]", "href") else { break };
        assert!(next.contains("association_type=2"), "links keep the filters: {next}");
        path = next;
    }
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [50, 50, 20]);
    assert_eq!(seen[..2], ["c1", "c2"]);
    assert!(seen[118..].contains(&"c7".to_owned()) && seen[118..].contains(&"c8".to_owned()), "without a time, last");
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 120, "no row is lost or repeated");
    for wanted in [&pages[1], &pages[0]] {
        path = admin.get(&path).await.attribute("a[rel=prev]", "href").unwrap();
        assert_eq!(&accounts(&mut admin, &path).await, wanted);
    }
    assert_eq!(path, "/customers?association_type=2");
}

#[tokio::test]
async fn filters_narrow_as_at_the_vendor() {
    let story = Story::begin().await;
    story.customers("yunhe", "c", 5).await;
    story
        .sql(
            "update customers set association_type = '1', name = '北辰数据' where account_name = 'c1';
             update customers set verified_status = '0', customer_level = 'V9' where account_name = 'c2';
             update customers set is_frozen = 1, label = '华南-A' where account_name = 'c3';
             update customers set left_at = now(), associated_at = '2026-09-30 16:00+00' where account_name = 'c4';",
        )
        .await;
    let mut admin = story.member("yunhe", "admin").await;
    for (query, want) in [
        ("text=%E5%8C%97%E8%BE%B0", vec!["c1"]),
        ("text=C5", vec!["c5"]),
        ("text=c-id-2", vec!["c2"]),
        ("text=_", vec![]),
        ("association_type=1", vec!["c1"]),
        ("verified_status=0", vec!["c2"]),
        ("customer_level=V5", vec!["c5"]),
        ("label=-A", vec!["c3"]),
        ("label=-a", vec![]),
        ("frozen=yes", vec!["c3"]),
        ("frozen=no", vec!["c1", "c2", "c5", "c4"]),
        ("state=left", vec!["c4"]),
        ("state=associated", vec!["c1", "c2", "c3", "c5"]),
        ("associated_from=2026-10-01&associated_to=2026-10-01", vec!["c4"]),
        ("associated_to=2026-09-30", vec![]),
        ("associated_from=2026-10-31", vec!["c1", "c2", "c3", "c5"]),
    ] {
        let found = accounts(&mut admin, &format!("/customers?{query}")).await;
        assert_eq!(found, want, "{query}");
    }
    let none = admin.get("/customers?text=nobody").await;
    assert_eq!(none.text(".empty strong"), "Nothing matches these filters");
}

#[tokio::test]
async fn wrong_filters_keep_what_was_typed_and_say_what_to_type() {
    let story = Story::begin().await;
    story.customers("yunhe", "c", 1).await;
    let mut admin = story.member("yunhe", "admin").await;
    let page =
        admin.get("/customers?text=abc&verified_status=9&associated_from=2026-02-30&associated_to=tomorrow").await;
    assert_eq!(page.status, 422);
    assert_eq!(page.attribute("input[name=text]", "value").as_deref(), Some("abc"));
    assert_eq!(page.attribute("input[name=associated_to]", "value").as_deref(), Some("tomorrow"));
    assert_eq!(
        page.attribute("input[name=associated_from]", "aria-describedby").as_deref(),
        Some("associated_from-error")
    );
    assert_eq!(
        page.texts(".wrongs li"),
        [
            "Verification: Choose one of the options in the list.",
            "Associated from: There is no such day: check month and day.",
            "Associated until: Enter a day like 2026-11-22.",
        ]
    );
    let reversed = admin.get("/customers?associated_from=2026-11-02&associated_to=2026-11-01").await;
    assert_eq!(
        (reversed.status.as_u16(), reversed.texts(".wrongs li")),
        (422, vec!["Associated until: The last day lies before the first day.".to_owned()])
    );
    for broken in ["after=zz", "after=5b5d", "back=..x&after=00", "after=%00"] {
        let page = admin.get(&format!("/customers?{broken}")).await;
        assert!(page.status == 422 || broken == "after=%00", "{broken} {}", page.status);
    }
    let long = admin.get(&format!("/customers?text={}", "x".repeat(129))).await;
    assert_eq!(
        long.texts(".wrongs li"),
        ["Account, name (of a person in full) or id: Enter fewer characters; the most allowed is 128"]
    );
}

#[tokio::test]
async fn managers_see_theirs_directors_the_teams_and_others_all() {
    let story = Story::begin().await;
    story.customers("yunhe", "c", 4).await;
    story
        .sql(
            "insert into customer_assignments (organization_id, customer_id, member_id, assigned_at, ended_at)
             select c.organization_id, c.id, m.id, '2026-11-01', v.ended::timestamptz
             from (values ('c1', 'manager', null), ('c2', 'manager2', null), ('c3', 'manager', '2026-11-10'))
               v (account, username, ended)
             join customers c on c.account_name = v.account
             join members m on m.username = v.username and m.organization_id = c.organization_id",
        )
        .await;
    for (username, want) in [
        ("manager", vec!["c1"]),
        ("manager2", vec!["c2"]),
        ("director", vec!["c1", "c2"]),
        ("operations", vec!["c1", "c2", "c3", "c4"]),
        ("master", vec!["c1", "c2", "c3", "c4"]),
    ] {
        let mut member = story.member("yunhe", username).await;
        assert_eq!(accounts(&mut member, "/customers").await, want, "{username}");
        let home = member.get("/").await;
        assert_eq!(home.text(".tiles .figure"), want.len().to_string(), "the home page counts what {username} sees");
        for account in ["c1", "c2", "c3", "c4"] {
            let id = story.number(&format!("select id from customers where account_name = '{account}'")).await;
            let status = member.get(&format!("/customers/{id}")).await.status;
            assert_eq!(status == 200, want.contains(&account), "{username} {account} {status}");
        }
    }
    let second_role = "insert into member_roles (organization_id, member_id, role)
        select organization_id, id, 'sales' from members where username = 'manager' and organization_id in
          (select id from organizations where code = 'yunhe')";
    story.sql(second_role).await;
    let mut manager = story.member("yunhe", "manager").await;
    assert_eq!(accounts(&mut manager, "/customers").await.len(), 4, "a second role widens to all (AM-2)");
}

#[tokio::test]
async fn resellers_customers_have_their_tab_for_who_may_see_them() {
    let story = Story::begin().await;
    story.customers("yunhe", "own", 1).await;
    story.customers("qinglan", "theirs", 2).await;
    story.customers("other", "foreign", 1).await;
    let theirs = story.number("select id from customers where account_name = 'theirs1'").await;
    let foreign = story.number("select id from customers where account_name = 'foreign1'").await;
    let mut finance = story.member("yunhe", "finance").await;
    assert_eq!(accounts(&mut finance, "/customers").await, ["own1"]);
    let page = finance.get("/customers?tab=resellers").await;
    assert_eq!(page.texts("tbody td:nth-child(2)"), ["Qinglan Ltd", "Qinglan Ltd"]);
    assert_eq!(finance.get(&format!("/customers/{theirs}")).await.status, 200);
    let mut voucher = story.member("yunhe", "voucher").await;
    assert_eq!(voucher.get("/customers?tab=resellers").await.status, 403, "own rows are no answer");
    assert_eq!(voucher.get(&format!("/customers/{theirs}")).await.status, 404);
    let mut reseller = story.member("qinglan", "voucher").await;
    assert_eq!(accounts(&mut reseller, "/customers").await, ["theirs1", "theirs2"]);
    for client in [&mut finance, &mut reseller] {
        assert_eq!(client.get(&format!("/customers/{foreign}")).await.status, 404);
    }
}

#[tokio::test]
async fn a_customer_page_shows_every_field_and_masks_persons() {
    let story = Story::begin().await;
    story.customers("yunhe", "c", 1).await;
    story
        .sql(
            "update customers set label = 'south', account_manager = 'vendor_manager', xaccount_id = 'x-1', name = '张伟',
               customer_type = 0, verified_status = '7', is_frozen = 5, left_at = '2026-11-21 04:00+00';
             insert into sync_resources (account_id, organization_id, resource, completed_at, next_at)
               select id, organization_id, 'customers', '2026-11-22 03:58+00', '2026-11-23 03:58+00' from cloud_accounts",
        )
        .await;
    let mut admin = story.member("yunhe", "admin").await;
    let id = story.number("select id from customers").await;
    let page = admin.get(&format!("/customers/{id}")).await;
    assert_eq!(page.status, 200);
    for shown in ["c-id-1", "South", "x-1", "008****78", "c***@c.example", "vendor_manager", "张**", "7 (unknown)"] {
        let found = page.body.to_lowercase().contains(&shown.to_lowercase());
        assert!(found, "{shown} is missing");
    }
    for hidden in ["13912345678", "contact@", "张伟"] {
        assert!(!page.body.contains(hidden), "{hidden} is shown");
    }
    assert_eq!(page.text(".badge.fresh"), "Synchronised 2 min ago · ListSubCustomers");
    let first = page.text(".timeline li");
    assert!(first.starts_with("Data changed at the vendor"), "{first}");
    assert_eq!(page.text(".heading .badge.idle"), "Left");
}

#[tokio::test]
async fn an_empty_list_says_what_to_do() {
    let story = Story::begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    let page = admin.get("/customers").await;
    assert_eq!(page.text(".empty strong"), "No customers yet");
    assert_eq!(page.text(".badge.fresh"), "Not synchronised yet · ListSubCustomers");
    let mut manager = story.member("yunhe", "manager").await;
    assert!(manager.get("/customers").await.text(".empty").contains("No customer is assigned to you"));
}

#[tokio::test]
async fn a_masked_value_is_shown_once_for_a_reason_and_within_ones_scope_only() {
    let story = Story::begin().await;
    story.customers("yunhe", "c", 2).await;
    story
        .sql(
            "update customers set name = '张伟', customer_type = 0;
             insert into customer_assignments (organization_id, customer_id, member_id, assigned_at)
               select c.organization_id, c.id, m.id, '2026-11-01' from customers c
               join members m on m.organization_id = c.organization_id and m.username = 'manager'
               where c.account_name = 'c1'",
        )
        .await;
    let mine = story.number("select id from customers where account_name = 'c1'").await;
    let other = story.number("select id from customers where account_name = 'c2'").await;
    let mut manager = story.member("yunhe", "manager").await;
    let page = manager.get(&format!("/customers/{mine}")).await;
    let path = format!("/customers/{mine}/reveal");
    for field in ["name", "telephone", "email"] {
        assert!(page.body.contains(&format!("{path}?field={field}")), "{field} has no eye: {}", page.body);
    }
    let asked = manager.get(&format!("{path}?field=telephone")).await;
    assert!(asked.status == 200 && !asked.body.contains("13912345678"), "{}", asked.body);
    for (fields, field) in [
        (vec![("field", "telephone")], "reason"),
        (vec![("field", "telephone"), ("reason", " ")], "reason"),
        (vec![("field", "remote_id"), ("reason", "call back")], "field"),
    ] {
        let refused = manager.post(&path, &fields).await;
        assert_eq!(refused.status, 422, "{fields:?}");
        assert!(!refused.text(&format!("#{field}-error")).is_empty() && !refused.body.contains("13912345678"));
    }
    assert_eq!(story.number("select count(*) from audit_events where event = 'personal_data.revealed'").await, 0);
    let shown = manager.post(&path, &[("field", "telephone"), ("reason", "call back")]).await;
    assert!(shown.status == 200 && shown.body.contains("0086-13912345678"), "{}", shown.body);
    assert!(!shown.body.contains("张伟") && !shown.body.contains("contact@"), "one value at a time");
    let told = format!(
        "select count(*) from audit_events where event = 'personal_data.revealed' and reason = 'call back'
           and object_id = 'customers/{mine}' and after ->> 'field' = 'telephone' and after::text not like '%13912345678%'"
    );
    assert_eq!(story.number(&told).await, 1);
    let theirs = format!("/customers/{other}/reveal");
    assert_eq!(manager.get(&theirs).await.status, 404, "beyond his scope");
    let refused = manager.post(&theirs, &[("field", "telephone"), ("reason", "curious")]).await;
    assert!(refused.status == 404 && !refused.body.contains("13912345678"));
    let mut finance = story.member("yunhe", "finance").await;
    assert!(!finance.get(&format!("/customers/{mine}")).await.body.contains("/reveal"), "no eye for who may not look");
    assert_eq!(finance.get(&path).await.status, 403);
    assert_eq!(manager.speaking("zh-CN").get(&path).await.text("h1"), "查看敏感信息");
}
