//! Stories of which permissions are used: counted without a write, shown on the pages that decide what can be taken away.

use chrono::TimeDelta;

use super::{inbox::id, support::story::Story};
use crate::access::usage;

#[tokio::test]
async fn what_requests_pass_by_is_counted_and_shown() {
    let story = Story::begin().await;
    let mut voucher = story.member("yunhe", "voucher").await;
    for _ in 0..3 {
        assert_eq!(voucher.get("/vouchers/coupons").await.status, 200);
    }
    assert_eq!(voucher.get("/activity").await.status, 403);
    assert_eq!(story.number("select count(*) from permission_uses").await, 0, "no request writes");
    usage::flush(&story.app).await.unwrap();
    assert_eq!(story.number("select uses from permission_uses where code = 'coupon.view'").await, 3);
    assert_eq!(story.number("select count(*) from permission_uses where code = 'audit.view'").await, 0, "refused");
    story.clock.advance(TimeDelta::minutes(5));
    let mut admin = story.member("yunhe", "admin").await;
    let last = |rows: Vec<String>, code: &str| rows.into_iter().find(|row| row.contains(code)).unwrap_or_default();
    let member = admin.get(&format!("/members/{}", id(&story, "voucher").await)).await.rows();
    assert!(last(member.clone(), "coupon.view").ends_with("| 5 min ago"), "{member:?}");
    assert!(last(member, "coupon.issue").ends_with("Not in the last 90 days"));
    let role = admin.get("/roles/presets?code=voucher_manager").await.rows();
    assert!(last(role.clone(), "coupon.view").ends_with("| 5 min ago"), "{role:?}");
    assert!(last(role, "coupon.issue").ends_with("Not in the last 90 days"));
    let finance = admin.get("/roles/presets?code=finance").await.rows();
    assert!(last(finance, "coupon.view").ends_with("Not in the last 90 days"), "nobody of that role");

    voucher.get("/vouchers/coupons").await;
    usage::flush(&story.app).await.unwrap();
    assert_eq!(story.number("select uses from permission_uses where code = 'coupon.view'").await, 4, "added up");
    story.clock.advance(TimeDelta::days(90));
    let mut admin = story.member("yunhe", "admin").await;
    let rows = admin.get("/roles/permissions").await.rows();
    assert!(last(rows, "coupon.view").ends_with("Not in the last 90 days"));
}

#[tokio::test]
async fn what_cannot_be_written_is_kept_for_the_next_time() {
    let story = Story::begin().await;
    story.member("yunhe", "voucher").await.get("/vouchers/coupons").await;
    story.sql("alter table permission_uses rename to elsewhere").await;
    assert!(usage::flush(&story.app).await.is_err());
    story.sql("alter table elsewhere rename to permission_uses").await;
    usage::flush(&story.app).await.unwrap();
    assert_eq!(story.number("select uses from permission_uses where code = 'coupon.view'").await, 1);
}
