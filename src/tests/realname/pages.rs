//! Stories of the real-name pages: every customer's state, filters, history, masking.

use crate::tests::support::{client::Client, story::Story};

/// Customers `r1…` of an organisation with states that changed an hour apart, the first one latest.
async fn states(story: &Story, organization: &str, prefix: &str, count: u32) {
    story.customers(organization, prefix, count).await;
    story
        .sql(&format!(
            "insert into realname_states (organization_id, account_id, customer_id, state, state_at, source, list_value, list_read_at,
               run_id, fetched_at, first_seen_at)
             select c.organization_id, c.account_id, c.id, 'verified', c.associated_at, 'list', '2', '2026-11-22 02:00+00', c.run_id,
               c.fetched_at, c.first_seen_at from customers c where c.account_name like '{prefix}%'"
        ))
        .await;
}

async fn accounts(client: &mut Client, path: &str) -> Vec<String> {
    let page = client.get(path).await;
    assert_eq!(page.status, 200, "{path}");
    page.texts("tbody td:first-child a")
}

#[tokio::test]
async fn filters_narrow_and_refusals_tell_why() {
    let story = Story::begin().await;
    states(&story, "yunhe", "r", 4).await;
    story
        .sql(
            "update realname_states set state = 'refused', source = 'result', result_value = 1, opinion = '证件照片不清晰',
               result_read_at = '2026-11-22 03:30+00' where customer_id = (select id from customers where account_name = 'r1');
             update realname_states set state = 'in_review', list_value = '0', next_ask_at = '2026-11-22 04:10+00', review_since = '2026-11-22 03:00+00'
               where customer_id = (select id from customers where account_name = 'r2');
             update realname_states set state = 'unknown', list_value = '7' where customer_id = (select id from customers where account_name = 'r3');
             update customers set customer_type = 0, name = '李雷雷' where account_name = 'r3';",
        )
        .await;
    let mut operations = story.member("yunhe", "operations").await;
    for (query, want) in [
        ("", vec!["r1", "r2", "r3", "r4"]),
        ("?state=refused", vec!["r1"]),
        ("?state=in_review", vec!["r2"]),
        ("?customer_type=0", vec!["r3"]),
        ("?text=R4", vec!["r4"]),
        ("?text=r-id-2", vec!["r2"]),
        ("?since_from=2026-11-02", vec![]),
        ("?since_to=2026-10-31", vec![]),
    ] {
        assert_eq!(accounts(&mut operations, &format!("/customers/real-name{query}")).await, want, "{query}");
    }
    let page = operations.get("/customers/real-name").await;
    let rows = page.rows();
    assert!(
        rows[0].contains("Refused") && rows[0].contains("证件照片不清晰") && rows[0].contains("Review result"),
        "{}",
        rows[0]
    );
    assert!(rows[1].contains("In review") && rows[1].contains("Asked again in 10 min"), "{}", rows[1]);
    assert!(rows[2].contains("7 (unknown)"), "unknown values are shown raw: {}", rows[2]);
    assert!(!page.body.contains("李雷雷"), "a person's name is masked");
    assert_eq!(page.texts(".tiles .figure"), ["1", "1", "0", "1"], "in review, refused, not verified, verified");
    assert_eq!(operations.get("/customers/real-name?state=odd&since_from=x").await.status, 422);
}

#[tokio::test]
async fn three_pages_lose_and_repeat_nothing() {
    let story = Story::begin().await;
    states(&story, "yunhe", "r", 120).await;
    let mut operations = story.member("yunhe", "operations").await;
    let (mut seen, mut path) = (Vec::new(), "/customers/real-name?state=verified".to_owned());
    loop {
        let page = operations.get(&path).await;
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
async fn one_customer_shows_what_was_read_when() {
    let story = Story::begin().await;
    states(&story, "yunhe", "r", 1).await;
    story
        .sql(
            "insert into realname_readings (organization_id, account_id, customer_id, source, value, state, opinion, read_at, run_id)
               select organization_id, account_id, id, 'list', '0', 'in_review', null, timestamptz '2026-11-20 02:00+00', run_id from customers
               union all select organization_id, account_id, id, 'result', '1', 'refused', '证件不清晰', '2026-11-20 03:00+00', run_id from customers;
             insert into new_customer_tags (organization_id, account_id, customer_id, tag_type, tag, effective_month, expire_month, raw, run_id, fetched_at, first_seen_at)
               select organization_id, account_id, remote_id, 'SMB', 'Y', '2026-01', '2026-12', '{}', run_id, fetched_at, first_seen_at from customers;",
        )
        .await;
    let id = story.number("select id from customers").await;
    let mut operations = story.member("yunhe", "operations").await;
    let page = operations.get(&format!("/customers/real-name/{id}")).await;
    assert_eq!((page.status.as_u16(), page.text("h1").as_str()), (200, "r1"));
    assert_eq!(page.texts(".timeline li span"), ["Refused", "In review"], "newest first");
    for told in [
        "证件不清晰",
        "SMB",
        "2026-12",
        "not asked: only applications in review are",
        "ShowRealnameAuthenticationReviewResult",
    ] {
        assert!(page.body.contains(told), "{told}");
    }
    assert!(page.attributes("main a", "href").contains(&format!("/customers/{id}")));
    let mut chinese = story.member("yunhe", "operations").await.speaking("zh-CN");
    assert!(chinese.get(&format!("/customers/real-name/{id}")).await.body.contains("新客标签"));
}

#[tokio::test]
async fn only_who_may_sees_only_whose() {
    let story = Story::begin().await;
    states(&story, "yunhe", "r", 2).await;
    states(&story, "qinglan", "q", 1).await;
    story
        .sql(
            "insert into customer_assignments (organization_id, customer_id, member_id, assigned_at)
             select c.organization_id, c.id, m.id, '2026-11-01' from customers c, members m
             where c.account_name = 'r2' and m.username = 'manager' and m.organization_id = c.organization_id",
        )
        .await;
    let mut manager = story.member("yunhe", "manager").await;
    assert_eq!(accounts(&mut manager, "/customers/real-name").await, ["r2"]);
    let r1 = story.number("select id from customers where account_name = 'r1'").await;
    assert_eq!(manager.get(&format!("/customers/real-name/{r1}")).await.status, 404);
    let mut operations = story.member("yunhe", "operations").await;
    assert_eq!(accounts(&mut operations, "/customers/real-name?tab=resellers").await, ["q1"]);
    let refused = story.member("yunhe", "finance").await.get("/customers/real-name").await;
    assert!(refused.status == 403 && refused.body.contains("realname.view"));
    let mut reseller = story.member("qinglan", "manager").await;
    assert_eq!(reseller.get(&format!("/customers/real-name/{r1}")).await.status, 404);
}
