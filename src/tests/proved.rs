//! Stories of what lies between a confirmation and the vendor's next list: what an approver reads before he signs, what was done here
//! but does not stand in a balance yet (CMD-3, CMD-13, ACCT-17 to ACCT-22, SYNC-3).

use super::{
    money::{abroad, confirm, rich},
    support::story::Story,
};

/// Everything the executor and the reconciler would have done to the commands, at `at`, save that no list was read again.
async fn done(story: &Story, at: &str) {
    story
        .sql(&format!(
            "update command_calls set state = 'closed', sent_at = '{at}', answered_at = '{at}';
             update commands set state = 'reconciled', outcome = 'applied', proved_by = 'record', record = 'r:' || id,
               changed_at = '{at}'"
        ))
        .await;
}

#[tokio::test]
async fn what_was_done_after_the_balance_was_read_is_deducted_until_it_is_read_again() {
    let story = rich().await;
    let mut finance = story.member("yunhe", "finance").await;
    let path = "/accounts/transfers";
    let fields = [("recipients", "c1"), ("amount", "600")];
    let preview = finance.post(path, &fields).await;
    assert_eq!(confirm(&mut finance, path, &preview, &fields).await.status, 303);
    // Balances were read at 03:50.
    for (at, left, status) in [("2026-11-22 03:55+00", "-600.00", 422), ("2026-11-22 03:45+00", "", 200)] {
        done(&story, at).await;
        let preview = finance.post(path, &[("recipients", "c2"), ("amount", "301")]).await;
        assert_eq!(preview.status, status, "{at}: {}", preview.text("[role=alert]"));
        assert_eq!(preview.body.contains("Done here since then"), status == 422, "{at}");
        assert!(preview.body.contains(left), "{at}");
        let page = finance.get("/accounts").await;
        assert_eq!(page.body.contains("since then done here: -600.00"), status == 422, "{at}: {}", page.body);
    }
    let short = finance.post(path, &[("recipients", "c2"), ("amount", "901")]).await;
    assert!(short.body.contains("Balance too small") && !short.body.contains("then confirm"), "{}", short.body);
}

#[tokio::test]
async fn a_take_back_names_the_balances_it_moves() {
    let story = rich().await;
    let mut finance = story.member("yunhe", "finance").await;
    let preview = finance.post("/accounts/takebacks", &[("recipients", "c1\nc2"), ("amount", "100")]).await;
    assert!(preview.body.contains("250.00") && preview.body.contains("1,000.00 CNY"), "{}", preview.body);
    assert!(preview.body.contains("Amount (CNY)") && preview.body.contains("100.00 CNY"), "c2 is not counted");
}

#[tokio::test]
async fn who_approves_reads_everything_that_is_sent() {
    let story = abroad().await;
    let (mut operations, mut finance) =
        (story.member("yunhe", "operations").await, story.member("yunhe", "finance").await);
    let path = "/accounts/budgets";
    let fields = [("recipients", "c1"), ("amount", "19"), ("budget_type", "PACKAGE"), ("operate_type", "1")];
    let preview = operations.post(path, &fields).await;
    for part in ["500.00", "20.00", "USD", "will freeze the customer within minutes"] {
        assert!(preview.body.contains(part), "{part}: {}", preview.body);
    }
    let approval = confirm(&mut operations, path, &preview, &fields).await.location().to_owned();
    let page = finance.get(&approval).await;
    let facts = page.facts().join(" ");
    for part in ["One-time", "The customer is frozen by itself", "Also unfreezes now"] {
        assert!(facts.contains(part), "{part}: {facts}");
    }
    assert!(page.rows()[0].contains("19.00 USD") && page.rows()[0].contains("500.00 USD"), "{:?}", page.rows());
    assert!(page.rows()[0].contains("used 20.00 USD"), "{:?}", page.rows());
    let command = story.number("select id from commands").await;
    let shown = operations.get(&format!("/commands/{command}")).await.facts().join(" ");
    assert!(shown.contains("The customer is frozen by itself") && !shown.contains("taken back"), "{shown}");

    let path = "/accounts/freezes";
    let fields = [("recipients", "c3"), ("freeze_type", "ACCOUNT_AND_RESOURCE"), ("reason", "unpaid")];
    let preview = operations.post(path, &fields).await;
    let approval = confirm(&mut operations, path, &preview, &fields).await.location().to_owned();
    let page = finance.get(&approval).await;
    let (facts, said) = (page.facts().join(" "), page.texts("main .notice").join(" "));
    assert!(facts.contains("The account and all resources") && facts.contains("unpaid"), "{facts}");
    assert!(facts.contains("Organisation") && !facts.contains("Payer"), "{facts}");
    assert!(facts.contains("in 3 days"), "72 hours: {facts}");
    assert!(said.contains("deletes their data for good"), "{said}");
    let chinese = story.member("yunhe", "finance").await.speaking("zh-CN").get(&approval).await;
    assert!(chinese.body.contains("指令编号") && chinese.body.contains("操作方"), "{}", chinese.body);
}

#[tokio::test]
async fn a_reclaim_that_issues_again_shows_either_sum_and_what_remains() {
    let story = rich().await;
    let mut finance = story.member("yunhe", "finance").await;
    let path = "/accounts/transfers";
    let fields = [("recipients", "c1, 100\nc2, 30"), ("amount", "1")];
    let preview = finance.post(path, &fields).await;
    let approval = confirm(&mut finance, path, &preview, &fields).await.location().to_owned();
    story
        .sql(
            "update approvals set kind = 'quota_reclaim', code = 'quota.approve';
             update commands set kind = case amount when 100 then 'quota_reclaim' else 'quota_issue' end;
             update command_calls l set kind = c.kind, parameters = case c.kind
               when 'quota_issue' then '{\"kind\": \"QuotaIssue\", \"quota_id\": \"P9\"}'::jsonb
               else '{\"kind\": \"QuotaReclaim\", \"parent_quota_id\": \"P9\", \"reseller_id\": \"R9\"}' end
             from commands c where c.call_id = l.id",
        )
        .await;
    let page = finance.get(&approval).await;
    let facts = page.facts().join(" ");
    for part in ["Taken back", "100.00 CNY", "Issued again", "30.00 CNY", "Net taken back", "70.00 CNY"] {
        assert!(facts.contains(part), "{part}: {facts}");
    }
    let rows = page.rows();
    assert!(rows[0].contains("Reclaim quota") && rows[0].contains("R9"), "{rows:?}");
    assert!(rows[1].contains("Issue quota") && rows[1].contains("P9"), "{rows:?}");
}

#[tokio::test]
async fn a_balance_that_is_older_than_its_records_is_not_compared() {
    let story = Story::begin().await;
    story.quotas("yunhe", "q", 1).await;
    story.coupon_records("yunhe", "a", ("q1", "x"), 2).await;
    story
        .sql(
            "insert into sync_resources (account_id, organization_id, resource, completed_at, next_at)
             select id, organization_id, r, '2026-11-22 03:20+00', now()
             from cloud_accounts, unnest(array['coupon_records', 'quota_records', 'voucher_quotas']) r;
             update coupon_records set first_seen_at = '2026-11-22 03:02+00'",
        )
        .await;
    let mut voucher = story.member("yunhe", "voucher").await;
    let rows = voucher.get("/vouchers/differences").await.rows();
    assert!(rows[0].contains("Unexplained") && rows[0].contains("400.00 CNY"), "{rows:?}");
    story.sql("update coupon_records set first_seen_at = '2026-11-22 03:21+00'").await;
    let rows = voucher.get("/vouchers/differences").await.rows();
    assert!(rows[0].contains("Balance was read before the records"), "{rows:?}");
    assert!(!rows[0].contains("400.00 CNY"), "{rows:?}");
}
