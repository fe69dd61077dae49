//! A story of approvals before somebody with a data scope (AM-13).

use super::{
    inbox::id,
    support::{
        commands::{QUOTA, Wish},
        story::Story,
    },
};

const AGREE: [(&str, &str); 1] = [("step", "agree")];

/// AM-13: whoever sees his own customers only sees and decides only what is for them.
#[tokio::test]
async fn who_has_a_scope_decides_within_it() {
    let story = Story::begin().await;
    story.customers("yunhe", "c", 2).await;
    let coupons = Wish { kind: "coupon_issue", code: "coupon.approve", ..QUOTA };
    let (inside, outside) = (story.wish(&coupons).await, story.wish(&coupons).await);
    let finance = id(&story, "finance2").await;
    story
        .sql(&format!(
            "insert into member_roles (organization_id, member_id, role) select organization_id, id, 'account_manager' from members
               where id = {finance};
             update members set scope_pin = 'own' where id = {finance};
             insert into customer_assignments (organization_id, customer_id, member_id, assigned_at)
               select organization_id, id, {finance}, '2026-11-01 00:00+00' from customers where account_name = 'c1';
             update commands set recipient_remote_id = 'c-id-1' where approval_id = {inside};
             update commands set recipient_remote_id = 'c-id-2' where approval_id = {outside}"
        ))
        .await;
    let mut scoped = story.member("yunhe", "finance2").await;
    for view in ["/approvals", "/approvals?view=all"] {
        let page = scoped.get(view).await;
        let rows = page.texts("tbody td:first-child a");
        assert_eq!(rows, [inside.to_string()], "{view}: {:?}", page.rows());
    }
    let waits = scoped.get("/inbox").await.rows();
    assert_eq!(waits.iter().filter(|row| row.starts_with("Approve or return")).count(), 1, "{waits:?}");
    let path = format!("/approvals/{outside}");
    assert_eq!(scoped.get(&path).await.status, 404);
    assert_eq!(scoped.post(&path, &AGREE).await.status, 404);
    assert_eq!(story.approval(outside).await, "pending");
    assert_eq!(scoped.post(&format!("/approvals/{inside}"), &AGREE).await.status, 303);
    assert_eq!(story.member("yunhe", "finance").await.post(&path, &AGREE).await.status, 303, "who sees all");
}
