//! Stories of the pages of records: one list of both kinds by time.

use super::quotas::walk;
use crate::tests::support::story::Story;

#[tokio::test]
async fn both_kinds_stand_in_one_list_by_time_and_pages_lose_nothing() {
    let story = Story::begin().await;
    story.quota_records("yunhe", "r", "C1", 60).await;
    story.coupon_records("yunhe", "k", ("P1", "x"), 60).await;
    let mut voucher = story.member("yunhe", "voucher").await;
    let (sizes, mut seen) = walk(&mut voucher, "/vouchers/records").await;
    assert_eq!(sizes, [50, 50, 20]);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 120, "ids are unique over both kinds");
    let rows = voucher.get("/vouchers/records").await.rows();
    assert!(rows[0].contains("Quota issued") && rows[1].contains("Coupon issued"), "by time: {rows:?}");
    for (kind, want) in [("quota", "Quota issued"), ("coupon", "Coupon issued")] {
        let rows = voucher.get(&format!("/vouchers/records?kind={kind}")).await.rows();
        assert!(rows.len() == 50 && rows.iter().all(|row| row.contains(want)), "{kind}");
        assert_eq!(walk(&mut voucher, &format!("/vouchers/records?kind={kind}")).await.0, [50, 10]);
    }
}

#[tokio::test]
async fn records_are_found_by_what_they_hold_failed_attempts_too() {
    let story = Story::begin().await;
    story.reseller().await;
    story.customers("yunhe", "acme", 1).await;
    story.quota_records("yunhe", "r", "C1", 3).await;
    story.coupon_records("yunhe", "k", ("P1", "acme-id-1"), 2).await;
    story.coupon_records("qinglan", "t", ("C1", "x"), 1).await;
    story
        .sql(
            "update quota_records set result = '-1', quota_remote_id = null, operator = 'op-li' where remote_id = 'r2';
             update coupon_records set operation_type = '42' where coupon_remote_id = 'k2';",
        )
        .await;
    let reseller = story.number("select id from resellers").await;
    let mut voucher = story.member("yunhe", "voucher").await;
    for (query, want) in [
        ("", 6),
        ("result=failed", 1),
        ("operation=10", 3),
        ("operation=1", 2),
        ("operator=OP-LI", 1),
        ("customer=acme1", 2),
        ("number=P1", 5),
        ("number=C1", 3),
        ("number=k1", 1),
        ("operated_from=2026-11-02", 0),
        ("operated_to=2026-10-31", 0),
        ("operated_from=2026-11-01&operated_to=2026-11-01", 6),
        ("reseller=own", 5),
        (&*format!("reseller={reseller}&kind=coupon"), 1),
        (&*format!("reseller={reseller}"), 4),
    ] {
        let rows = voucher.get(&format!("/vouchers/records?{query}")).await.rows();
        assert_eq!(rows.len(), want, "{query}: {rows:#?}");
    }
    let all = voucher.get("/vouchers/records").await.rows();
    assert!(all.iter().any(|row| row.contains("42 (unknown)")), "unknown types are shown raw: {all:?}");
    let failed = story.number("select id from quota_records where remote_id = 'r2'").await;
    let page = voucher.get(&format!("/vouchers/records/{failed}")).await;
    assert!(page.status == 200 && page.body.contains("nothing was moved") && page.body.contains("made no quota"));
    let ours = story.number("select id from coupon_records where coupon_remote_id = 'k1'").await;
    let page = voucher.get(&format!("/vouchers/records/{ours}")).await;
    assert!(page.body.contains("made by this portal") && page.body.contains("acme1"));
}

#[tokio::test]
async fn quota_records_are_for_who_may_see_issued_quotas() {
    let story = Story::begin().await;
    story.quota_records("yunhe", "r", "C1", 1).await;
    story.coupon_records("qinglan", "k", ("C1", "x"), 1).await;
    let record = story.number("select id from quota_records").await;
    let mut director = story.member("yunhe", "director").await;
    let page = director.get("/vouchers/records?kind=quota").await;
    assert!(page.status == 200 && page.text(".empty").contains("quota.issued.view"), "{}", page.text(".empty"));
    assert_eq!(director.get(&format!("/vouchers/records/{record}")).await.status, 404);
    let mut theirs = story.member("qinglan", "voucher").await;
    assert_eq!(theirs.get("/vouchers/records").await.rows().len(), 1);
    let page = theirs.get("/vouchers/records?kind=quota").await;
    assert_eq!(page.text(".empty strong"), "Quota records are kept by distributors");
    assert_eq!(theirs.get(&format!("/vouchers/records/{record}")).await.status, 404);
}
