//! Stories of the ledgers: what the records do not explain, what expires, what was not done here.

use super::support::story::Story;
use crate::ledgers;

#[tokio::test]
async fn a_quota_that_its_records_do_not_explain_is_listed_with_what_it_could_come_from() {
    let story = Story::begin().await;
    story.quotas("yunhe", "q", 2).await;
    // q1: 600 left its balance; coupons of 100 explain 500, the sixth attempt failed. q2: 600 are explained by six coupons.
    story.coupon_records("yunhe", "a", ("q1", "x"), 6).await;
    story.coupon_records("yunhe", "b", ("q2", "x"), 6).await;
    story.sql("update coupon_records set result = '-1' where coupon_remote_id = 'a6'").await;
    let mut voucher = story.member("yunhe", "voucher").await;
    let rows = voucher.get("/vouchers/differences").await.rows();
    assert_eq!(rows.len(), 1, "{rows:#?}");
    for part in ["q1", "600.00", "500.00", "100.00 CNY", "Records were not read yet", "Coupon issued 100 CNY (Failed)"]
    {
        assert!(rows[0].contains(part), "{part}: {}", rows[0]);
    }
    // Records were read completely long after the balance changed at 03:00.
    for (read_at, told) in [("03:10", "Records may still come"), ("03:15", "Unexplained")] {
        story
            .sql(&format!(
                "insert into sync_resources (account_id, organization_id, resource, completed_at, next_at)
                 select id, organization_id, r, '2026-11-22 {read_at}+00', now()
                 from cloud_accounts, unnest(array['coupon_records', 'quota_records']) r
                 on conflict (account_id, resource) do update set completed_at = excluded.completed_at"
            ))
            .await;
        let rows = voucher.get("/vouchers/differences").await.rows();
        assert!(rows[0].contains(told), "{read_at}: {}", rows[0]);
    }
    // A late record explains it: nothing was corrected, it is gone.
    story.coupon_records("yunhe", "c", ("q1", "x"), 1).await;
    let page = voucher.speaking("zh-CN").get("/vouchers/differences").await;
    assert!(page.rows().is_empty() && page.body.contains("没有差异"), "{:?}", page.rows());
}

#[tokio::test]
async fn what_the_vendor_forgets_is_kept_and_listed() {
    let story = Story::begin().await;
    story.quotas("yunhe", "q", 1).await;
    story.coupons("yunhe", "k", "x", 1).await;
    story.coupon_records("yunhe", "a", ("q1", "x"), 6).await;
    story.sql("update coupons set unlisted_at = '2026-11-20 03:00+00'").await;
    let mut voucher = story.member("yunhe", "voucher").await;
    let page = voucher.get("/vouchers/differences").await;
    let rows = page.rows();
    assert!(rows.len() == 1 && rows[0].contains("k1") && rows[0].contains("60.00 CNY"), "{rows:?}");
    assert!(page.body.contains("No longer listed by Huawei"));
}

/// A quota that expires in nine days, a child in three and coupons tomorrow; one more far away.
async fn furnish(story: &Story) {
    story.quotas("yunhe", "q", 2).await;
    story.issued("yunhe", "c", "q1", 1).await;
    story.customers("yunhe", "acme", 1).await;
    story.coupons("yunhe", "k", "acme-id-1", 2).await;
    story
        .sql(
            "update voucher_quotas set expires_at = '2026-12-01 15:59:59+00' where remote_id = 'q1';
             update voucher_quotas set expires_at = '2027-06-30 15:59:59+00' where remote_id = 'q2';
             update issued_quotas set expires_at = '2026-11-25 15:59:59+00';
             update coupons set expires_at = '2026-11-24 15:59:59+00'",
        )
        .await;
}

#[tokio::test]
async fn the_forecast_tells_what_is_lost_when_and_by_whom() {
    let story = Story::begin().await;
    furnish(&story).await;
    let mut voucher = story.member("yunhe", "voucher").await;
    for (query, want) in [
        ("", 4),
        ("?within=7", 3),
        ("?within=90", 4),
        ("?kind=coupon", 2),
        ("?kind=issued&within=7", 1),
        ("?view=month", 4),
        ("?view=holder", 2),
        ("?view=holder&kind=coupon", 1),
    ] {
        let rows = voucher.get(&format!("/vouchers/expiry{query}")).await.rows();
        assert_eq!(rows.len(), want, "{query}: {rows:#?}");
    }
    let page = voucher.get("/vouchers/expiry").await;
    let tiles = page.texts(".tiles li");
    assert!(tiles[0].contains("220.00 CNY") && tiles[0].contains("3 expiring"), "{tiles:?}");
    assert!(tiles[1].contains("620.00 CNY") && tiles[2].contains("620.00 CNY"), "{tiles:?}");
    assert!(page.rows()[0].contains("2026-11-24") && page.rows()[0].contains("2 days left"), "{:?}", page.rows());
    let file = voucher.get("/vouchers/expiry/export?within=7").await;
    assert_eq!(file.body.lines().count(), 4, "{}", file.body);
    assert!(file.body.contains("2026-11-24,Coupon,k1,acme1,60,CNY"), "{}", file.body);
    assert_eq!(voucher.get("/vouchers/expiry?kind=nothing").await.status, 422);
    // A reseller does not see the distributor's.
    let mut theirs = story.member("qinglan", "voucher").await;
    assert!(theirs.get("/vouchers/expiry").await.rows().is_empty());
}

#[tokio::test]
async fn who_issues_is_told_of_an_expiry_once_per_horizon_in_working_hours() {
    let story = Story::begin().await;
    furnish(&story).await;
    let remind = || ledgers::remind(&story.app.db, &story.app.key, &story.clock);
    // Sunday noon.
    assert_eq!(remind().await.unwrap(), 0);
    story.clock.advance(chrono::TimeDelta::hours(22));
    // Monday 10:00: the quota within 30 days, the coupons of one day within one; voucher, voucher2, admin and master.
    assert_eq!(remind().await.unwrap(), 8);
    assert_eq!(remind().await.unwrap(), 0, "once");
    let mut voucher = story.member("yunhe", "voucher").await;
    let inbox = voucher.get("/inbox").await;
    assert!(
        inbox.body.contains("Coupons of customers expire on 2026-11-24 (days left: 1): 2, with 120.00 CNY unused.")
    );
    assert!(inbox.body.contains("Quotas expire on 2026-12-01 (days left: 8): 1, with 400.00 CNY left to issue."));
    story.clock.advance(chrono::TimeDelta::days(1));
    assert_eq!(remind().await.unwrap(), 4, "the quota is within seven days now");
}

/// A command of the portal that names a record, or what it made.
async fn claim(story: &Story, kind: &str, column: &str, value: &str) {
    story
        .sql(&format!(
            "with m as (select m.id, m.organization_id from members m join organizations o on o.id = m.organization_id
                 where o.code = 'yunhe' and m.username = 'voucher'),
               a as (insert into approvals (organization_id, kind, steps, commands, facts, digest, token, made_by, made_at, state,
                   expires_at, decided_at)
                 select organization_id, '{kind}', 0, 1, '{{}}', '', '{value}', id, now(), 'approved', now(), now() from m
                 returning id, organization_id),
               c as (insert into command_calls (organization_id, account_id, approval_id, kind, parameters, lanes, state, not_before)
                 select a.organization_id, k.id, a.id, '{kind}', '{{}}', '{{lane}}', 'closed', now() from a, cloud_accounts k
                 returning id, organization_id, account_id, approval_id)
             insert into commands (organization_id, account_id, call_id, approval_id, kind, recipient_remote_id, state, made_at,
               changed_at, {column})
             select organization_id, account_id, id, approval_id, '{kind}', 'x', 'confirmed', now(), now(), '{value}' from c"
        ))
        .await;
}

#[tokio::test]
async fn what_was_not_done_here_is_listed_with_its_operation() {
    let story = Story::begin().await;
    story.quota_records("yunhe", "r", "C1", 2).await;
    story.coupon_records("yunhe", "k", ("P1", "x"), 3).await;
    story
        .sql(
            "update coupon_records set remark = null, operation_type = '4' where coupon_remote_id = 'k1';
             update quota_records set quota_remote_id = 'C2' where remote_id = 'r2';
             update coupon_records set remark = 'by hand', operation_type = '77', result = '-1' where coupon_remote_id = 'k2'",
        )
        .await;
    claim(&story, "coupon_issue", "record", "coupon_records:rec-k3").await;
    claim(&story, "quota_issue", "made_remote_id", "C2").await;
    let mut voucher = story.member("yunhe", "voucher").await;
    let rows = voucher.get("/vouchers/outside").await.rows();
    assert_eq!(rows.len(), 3, "the coupon k3 and the child C2 were issued here: {rows:#?}");
    assert!(
        rows.iter().any(|row| row.contains("Returned on expiry"))
            && rows.iter().any(|row| row.contains("77 (unknown)"))
    );
    assert_eq!(voucher.get("/vouchers/outside?operation=10").await.rows().len(), 1);
    assert_eq!(voucher.get("/vouchers/outside?operated_from=2026-11-02").await.rows().len(), 0);
    let months = voucher.get("/vouchers/outside?view=month").await.rows();
    assert!(months.iter().any(|row| row.contains("Quota issued | 1 | 300.00 CNY")), "{months:#?}");
    assert!(months.iter().any(|row| row.contains("77 (unknown) | 0 | 0.00 CNY | 1")), "{months:#?}");
}
