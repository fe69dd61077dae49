//! Stories of the pages of coupons.

use super::quotas::walk;
use crate::tests::support::{client::Client, story::Story};

async fn numbers(client: &mut Client, path: &str) -> Vec<String> {
    let page = client.get(path).await;
    assert_eq!(page.status, 200, "{path} {}", page.body);
    page.texts("tbody td:first-child a")
}

#[tokio::test]
async fn three_pages_of_both_tabs_lose_and_repeat_nothing() {
    let story = Story::begin().await;
    story.coupons("yunhe", "k", "nobody", 60).await;
    story.coupons("qinglan", "l", "nobody", 60).await;
    story.own_coupons("yunhe", "o", 120).await;
    let mut voucher = story.member("yunhe", "voucher").await;
    for start in ["/vouchers/coupons?coupon_type=1", "/vouchers/coupons?tab=own&status=usable"] {
        let (sizes, mut seen) = walk(&mut voucher, start).await;
        assert_eq!(sizes, [50, 50, 20], "{start}");
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 120, "{start}");
    }
}

#[tokio::test]
async fn filters_narrow_and_a_passed_expiry_outweighs_the_status() {
    let story = Story::begin().await;
    story.reseller().await;
    story.customers("yunhe", "acme", 2).await;
    story.coupons("yunhe", "k", "acme-id-1", 5).await;
    story.coupons("qinglan", "theirs", "someone", 1).await;
    story.coupon_records("yunhe", "k", ("QQ", "acme-id-1"), 1).await;
    story
        .sql(
            "update coupons set coupon_type = 4 where remote_id = 'k2';
             update coupons set status = 3, balance = 0 where remote_id = 'k3';
             update coupons set expires_at = '2026-11-20 00:00+00' where remote_id = 'k4';
             update coupons set customer_remote_id = 'acme-id-2', is_frozen = '1' where remote_id = 'k5';",
        )
        .await;
    let reseller = story.number("select id from resellers").await;
    let mut voucher = story.member("yunhe", "voucher").await;
    for (query, want) in [
        ("reseller=own", vec!["k1", "k2", "k3", "k4", "k5"]),
        (&*format!("reseller={reseller}"), vec!["theirs1"]),
        ("coupon_type=4", vec!["k2"]),
        ("status=used", vec!["k3"]),
        ("status=lapsed", vec!["k4"]),
        ("reseller=own&status=usable", vec!["k1", "k2", "k5"]),
        ("customer=ACME2", vec!["k5"]),
        ("customer=acme-id-1", vec!["k1", "k2", "k3", "k4"]),
        ("quota=QQ", vec!["k1"]),
        ("coupon=K3", vec!["k3"]),
        ("expires_to=2026-11-20", vec!["k4"]),
    ] {
        assert_eq!(numbers(&mut voucher, &format!("/vouchers/coupons?{query}")).await, want, "{query}");
    }
    let page = voucher.get("/vouchers/coupons?reseller=own").await;
    let rows = page.rows();
    assert!(rows[0].contains("acme1") && rows[0].contains("QQ"), "customer and quota are named: {}", rows[0]);
    assert!(rows[3].contains("Past its validity"), "{}", rows[3]);
    assert!(rows[4].contains("Frozen"), "{}", rows[4]);
    let lapsed = story.number("select id from coupons where remote_id = 'k4'").await;
    let page = voucher.get(&format!("/vouchers/coupons/{lapsed}")).await;
    assert!(page.body.contains("it is invalid although"), "the page says what that means");
}

#[tokio::test]
async fn own_coupons_of_the_old_version_are_worth_their_face_value_while_usable() {
    let story = Story::begin().await;
    story.own_coupons("yunhe", "o", 2).await;
    story.sql("update own_coupons set status = 3 where remote_id = 'o2'").await;
    let mut voucher = story.member("yunhe", "voucher").await;
    let rows = voucher.get("/vouchers/coupons?tab=own").await.rows();
    assert!(rows[0].contains("50.00 | 50.00 | Usable") && rows[1].contains("50.00 | 0.00 | Used"), "{rows:?}");
    assert_eq!(numbers(&mut voucher, "/vouchers/coupons?tab=own&coupon=gift+o2").await, ["o2"]);
    let id = story.number("select id from own_coupons where remote_id = 'o1'").await;
    let page = voucher.get(&format!("/vouchers/coupons/{id}")).await;
    assert!(page.status == 200 && page.body.contains("derived for version 1"));
    let mut theirs = story.member("qinglan", "voucher").await;
    assert_eq!(theirs.get(&format!("/vouchers/coupons/{id}")).await.status, 404);
}

#[tokio::test]
async fn a_director_sees_coupons_and_records_of_the_teams_customers_only() {
    let story = Story::begin().await;
    story.customers("yunhe", "c", 2).await;
    story.coupons("yunhe", "ours", "c-id-1", 1).await;
    story.coupons("yunhe", "others", "c-id-2", 1).await;
    story.coupon_records("yunhe", "ours", ("Q", "c-id-1"), 1).await;
    story.coupon_records("yunhe", "others", ("Q", "c-id-2"), 1).await;
    story
        .sql(
            "insert into customer_assignments (organization_id, customer_id, member_id, assigned_at)
             select c.organization_id, c.id, m.id, '2026-11-01' from customers c
             join members m on m.organization_id = c.organization_id and m.username = 'manager' where c.account_name = 'c1'",
        )
        .await;
    let mut director = story.member("yunhe", "director").await;
    assert_eq!(numbers(&mut director, "/vouchers/coupons").await, ["ours1"]);
    assert_eq!(director.get("/vouchers/records").await.rows().len(), 1);
    for (table, path) in [("coupons", "coupons"), ("coupon_records", "records")] {
        for (number, want) in [("ours1", 200), ("others1", 404)] {
            let column = if table == "coupons" { "remote_id" } else { "coupon_remote_id" };
            let id = story.number(&format!("select id from {table} where {column} = '{number}'")).await;
            assert_eq!(director.get(&format!("/vouchers/{path}/{id}")).await.status, want, "{table} {number} (AM-13)");
        }
    }
    let mut finance = story.member("yunhe", "finance").await;
    assert_eq!(numbers(&mut finance, "/vouchers/coupons").await, ["others1", "ours1"]);
}
