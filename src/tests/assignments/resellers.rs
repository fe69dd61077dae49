//! Resellers of a distributor: the same states, and what a manager then sees (AM-10).

use super::{member, send};
use crate::tests::support::story::Story;

async fn resellers(story: &Story) {
    story
        .sql(
            "insert into organizations (code, name, kind, parent_id, remote_id)
               select 'haiyun', 'Haiyun Ltd', 'reseller', id, 'reseller-2' from organizations where code = 'yunhe';
             insert into resellers (organization_id, account_id, run_id, fetched_at, first_seen_at, child_id, remote_id, account_name, raw)
               select a.organization_id, a.id, r.id, '2026-11-22', '2026-11-01', o.id, o.remote_id, o.code, '{}'
               from organizations o, cloud_accounts a, sync_runs r where o.kind = 'reseller';",
        )
        .await;
}

#[tokio::test]
async fn resellers_are_assigned_and_withdrawn_with_history() {
    let story = Story::begin().await;
    resellers(&story).await;
    let (manager, manager2) = (member(&story, "manager").await, member(&story, "manager2").await);
    let mut operations = story.member("yunhe", "operations").await;
    let list = operations.get("/resellers/assignments").await;
    assert_eq!(
        list.rows(),
        [
            "haiyunHaiyun Ltd | Unassigned | – | – | Account managers, past and present",
            "qinglanQinglan Ltd | Unassigned | – | – | Account managers, past and present"
        ]
    );
    let ids = list.attributes("td input[name=reseller]", "value");
    let path = format!("/resellers/assignments/review?reseller={}&reseller={}", ids[0], ids[1]);
    let choose = operations.get(&path).await;
    assert_eq!(choose.texts("select[name=to] option").len(), 3);
    let confirm = operations.get(&format!("{path}&to={manager}")).await;
    let done = send(&mut operations, &confirm, &[]).await;
    assert_eq!((done.status.as_u16(), done.location()), (303, "/resellers/assignments"));
    let taken = operations.get(&format!("/resellers/assignments/review?reseller={}&to={manager2}", ids[1])).await;
    assert_eq!(send(&mut operations, &taken, &[]).await.status, 422, "named first (TRAP-11)");
    assert_eq!(send(&mut operations, &taken, &[("reassign", "yes")]).await.status, 303);
    let ask = operations.get(&format!("/resellers/assignments/withdrawal?reseller={}", ids[0])).await;
    assert_eq!(send(&mut operations, &ask, &[]).await.status, 303);
    let page = operations.get(&format!("/resellers/{}/assignments", ids[1])).await;
    assert_eq!(page.rows().len(), 2, "{:?}", page.rows());
    assert!(page.rows()[0].starts_with("manager2 | 2026-11-22 12:00:00 UTC+08:00 | operations | Lasting"));
    for (event, count) in [("assigned", 2), ("reassigned", 1), ("unassigned", 1)] {
        let query = format!("select count(*) from audit_events where event = 'reseller_assignment.{event}'");
        assert_eq!(story.number(&query).await, count, "{event}");
    }
    let mut director = story.member("yunhe", "director").await;
    assert_eq!(director.get("/resellers/assignments").await.status, 403, "operations alone (am.reseller)");
}

#[tokio::test]
async fn a_scoped_member_sees_the_resellers_of_his_scope() {
    let story = Story::begin().await;
    resellers(&story).await;
    let manager = member(&story, "manager").await;
    story
        .sql(&format!(
            "insert into reseller_assignments (organization_id, reseller_id, member_id, assigned_at)
             select organization_id, id, {manager}, '2026-11-01' from resellers where account_name = 'haiyun'"
        ))
        .await;
    let haiyun = story.number("select id from resellers where account_name = 'haiyun'").await;
    let qinglan = story.number("select id from resellers where account_name = 'qinglan'").await;
    for (username, want) in [
        ("manager", vec!["haiyun"]),
        ("manager2", vec![]),
        ("director", vec!["haiyun"]),
        ("operations", vec!["qinglan", "haiyun"]),
    ] {
        let mut client = story.member("yunhe", username).await;
        let mut seen = client.get("/resellers").await.texts("tbody td:first-child a");
        seen.sort();
        let mut sorted = want.clone();
        sorted.sort_unstable();
        assert_eq!(seen, sorted, "{username}");
        for (id, account) in [(haiyun, "haiyun"), (qinglan, "qinglan")] {
            let status = client.get(&format!("/resellers/{id}")).await.status;
            assert_eq!(status == 200, want.contains(&account), "{username} {account} {status}");
        }
        let mut program = story.program("yunhe", username).await;
        let told = program.get("/api/v1/resellers").await.body;
        assert_eq!(told.contains("\"qinglan\""), want.contains(&"qinglan"), "{username} {told}");
        let home = client.get("/").await;
        let tile = home.texts(".tiles .tile, .tiles a").into_iter().find(|tile| tile.contains("Cloud resellers"));
        let tile = tile.unwrap_or_else(|| home.text(".tiles"));
        assert!(tile.contains(&want.len().to_string()), "{username}: {tile}");
    }
}

/// Resellers, one of which `manager` looks after, with a row of everything; `director`, `manager` and `manager2` may see it all
/// as far as their scopes go.
async fn looked_after() -> Story {
    let story = Story::begin().await;
    resellers(&story).await;
    let manager = member(&story, "manager").await;
    for (organization, prefix) in [("haiyun", "h"), ("qinglan", "q"), ("yunhe", "y")] {
        story.customers(organization, prefix, 1).await;
    }
    story
        .sql(&format!(
            "insert into reseller_assignments (organization_id, reseller_id, member_id, assigned_at)
               select organization_id, id, {manager}, '2026-11-01' from resellers where account_name = 'haiyun';
             insert into orders (organization_id, account_id, run_id, fetched_at, first_seen_at, remote_id, customer_id,
                 currency, created_at, raw)
               select c.organization_id, c.account_id, c.run_id, now(), now(), 'CS-' || c.account_name, c.remote_id, 'CNY',
                 '2026-11-02', '{{}}' from customers c;
             insert into coupons (organization_id, account_id, run_id, fetched_at, first_seen_at, remote_id, customer_remote_id,
                 currency, created_at, limits, raw)
               select c.organization_id, c.account_id, c.run_id, now(), now(), 'CP-' || c.account_name, c.remote_id, 'CNY',
                 '2026-11-02', '[]', '{{}}' from customers c;
             insert into issued_quotas (organization_id, account_id, run_id, fetched_at, first_seen_at, remote_id,
                 reseller_remote_id, currency, created_at, limits, raw, quota_value, balance, status, expires_at, unlisted_at)
               select s.organization_id, s.account_id, s.run_id, now(), now(), v.prefix || s.account_name, s.remote_id, 'CNY',
                 '2026-11-02', '[]', '{{}}', 10, 10, 0, '2026-11-25', v.unlisted_at
               from resellers s, (values ('IQ-', null), ('GONE-', timestamptz '2026-11-20')) v (prefix, unlisted_at);
             insert into quota_records (organization_id, account_id, run_id, fetched_at, first_seen_at, remote_id, operated_at,
                 reseller_remote_id, quota_remote_id, currency, raw)
               select s.organization_id, s.account_id, s.run_id, now(), now(), 'QR-' || s.account_name, '2026-11-02', s.remote_id,
                 'IQ-' || s.account_name, 'CNY', '{{}}' from resellers s;
             insert into roles (organization_id, name, permissions)
               select id, 'More', '{{reseller.customer.view,reseller.order.view,quota.issued.view,quota.view,coupon.view,coupon.record.view,quota.issue,quota.reclaim}}'
               from organizations where code = 'yunhe';
             insert into member_roles (organization_id, member_id, role_id) select m.organization_id, m.id, r.id
               from members m join roles r using (organization_id) where m.username in ('director', 'manager', 'manager2');
             update members set scope_pin = case username when 'director' then 'team' else 'own' end
               where username in ('director', 'manager', 'manager2');"
        ))
        .await;
    story
}

/// Whoever looks after a reseller sees its customers too, as far as his permissions go, and nobody else's (AM-2, AM-10).
#[tokio::test]
async fn a_scoped_member_sees_the_customers_and_quotas_of_his_resellers() {
    let story = looked_after().await;
    let lists = [
        ("/customers?tab=resellers", ["h1", "q1", "y1"]),
        ("/orders?tab=resellers", ["CS-h1", "CS-q1", "CS-y1"]),
        ("/vouchers/coupons", ["CP-h1", "CP-q1", "CP-y1"]),
        ("/vouchers/issued", ["IQ-haiyun", "IQ-qinglan", "-"]),
        ("/vouchers/records", ["IQ-haiyun", "IQ-qinglan", "-"]),
        ("/vouchers/outside", ["IQ-haiyun", "IQ-qinglan", "-"]),
        ("/vouchers/expiry", ["IQ-haiyun", "IQ-qinglan", "-"]),
        ("/vouchers/differences", ["GONE-haiyun", "GONE-qinglan", "-"]),
    ];
    for (username, sees) in [("director", true), ("manager", true), ("manager2", false)] {
        let mut client = story.member("yunhe", username).await;
        for (path, [his, another, own]) in lists {
            let page = client.get(path).await;
            assert_eq!(page.status, 200, "{username} {path}");
            let text = page.text("tbody");
            assert_eq!(text.contains(his), sees, "{username} {path}: {text}");
            assert!(!text.contains(another) && (own == "-" || !text.contains(own)), "{username} {path}: {text}");
        }
        for (table, name, path) in [
            ("customers", "account_name", "customers"),
            ("orders", "remote_id", "orders"),
            ("coupons", "remote_id", "vouchers/coupons"),
            ("issued_quotas", "remote_id", "vouchers/issued"),
        ] {
            for (like, want) in [("%h%", sees), ("%q1", false), ("%qinglan", false), ("%y1", false)] {
                let query = format!(
                    "select coalesce(min(id), 0) from {table} where {name} like '{like}' and {name} not like '%qinglan'
                    or '{like}' = '%qinglan' and {name} like '%qinglan'"
                );
                let id = story.number(&query).await;
                if id != 0 {
                    let status = client.get(&format!("/{path}/{id}")).await.status;
                    assert_eq!(status == 200, want, "{username} {table} {like}: {status}");
                }
            }
        }
    }
}

/// What is not seen is neither issued to nor taken back, nor added up (AM-10).
#[tokio::test]
async fn a_scoped_member_moves_no_quota_of_other_resellers() {
    let story = looked_after().await;
    let mut manager = story.member("yunhe", "manager").await;
    for (account, sees) in [("haiyun", true), ("qinglan", false)] {
        let id = story.number(&format!("select id from issued_quotas where remote_id = 'IQ-{account}'")).await;
        let page = manager.get(&format!("/vouchers/issued/reclaims/new?quota={id}")).await;
        assert_eq!(page.text("tbody").contains(&format!("IQ-{account}")), sees, "{account}: {}", page.text("main"));
        for (kind, row, stranger) in [
            ("quota_issue", format!("q9,{account},1"), "is no reseller of yours."),
            ("quota_reclaim", format!("IQ-{account},"), "is no quota you issued."),
        ] {
            let path = format!("/change-sets?kind={kind}");
            let set = manager.send_file(&path, "paste", ("", row.as_bytes())).await;
            let told = manager.get(set.location()).await.text("#mend");
            assert_eq!(told.contains(stranger), !sees, "{account} {kind}: {told}");
        }
    }
    let month = manager.get("/vouchers/outside?view=month").await.rows();
    assert!(month.len() == 1 && month[0].contains("| 0 |"), "one record of the two, without a result: {month:?}");
}
