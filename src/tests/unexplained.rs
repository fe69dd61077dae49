//! Balances against the statement (SYNC-3): they agree, or the difference is told and left as it is.

use super::support::story::Story;

/// A cash balance that changed at 03:00, a statement that ends at `stated`, read completely at `read_at`.
async fn furnish(story: &Story, stated: &str, read_at: &str) {
    story
        .sql(&format!(
            "delete from partner_balance_changes; delete from partner_balances; delete from partner_statement;
             delete from sync_resources;
             insert into cloud_accounts (organization_id, site, base_url, iam_url, access_key, secret_key_sealed)
             select id, 'china', 'https://a.example', 'https://a.example', 'AK', '\\x00' from organizations
             where code = 'yunhe' on conflict do nothing;
             insert into sync_runs (organization_id, account_id, resource, cause, round_started_at, started_at)
             select organization_id, id, 'partner_statement', 'person', now(), now() from cloud_accounts;
             insert into sync_resources (account_id, organization_id, resource, completed_at, next_at)
             select id, organization_id, 'partner_statement', '{read_at}', now() from cloud_accounts;
             insert into partner_balances (organization_id, account_id, run_id, fetched_at, first_seen_at, account_type,
                 vendor_account_id, currency, amount, raw)
             select organization_id, account_id, max(sync_runs.id), '2026-11-22 03:00+00', '2026-11-22 03:00+00', 1, 'A1', 'CNY',
                 1000, '{{}}' from sync_runs group by 1, 2;
             insert into partner_statement (organization_id, account_id, run_id, fetched_at, account_change_id,
                 balance_type, trade_time, balance_after_change, currency, raw)
             select organization_id, account_id, max(sync_runs.id), now(), line.id, 'BALANCE_TYPE_DEBIT', line.at::timestamptz,
                 line.after, 'CNY', '{{}}'
             from sync_runs, (values ('late', '2026-11-22 02:00+00', {stated}), ('early', '2026-11-21 02:00+00', 5))
                 as line (id, at, after)
             group by 1, 2, 5, 7, 8"
        ))
        .await;
}

#[tokio::test]
async fn a_balance_that_the_statement_does_not_explain_is_told_and_not_corrected() {
    let story = Story::begin().await;
    let mut finance = story.member("yunhe", "finance").await;
    for (stated, read_at, told) in [
        ("1000", "2026-11-22 03:30+00", None),
        ("1012.34", "2026-11-22 03:30+00", Some("-12.34")),
        // The latest change may not be on the statement yet (SYNC-5).
        ("1012.34", "2026-11-22 03:14+00", None),
    ] {
        furnish(&story, stated, read_at).await;
        let page = finance.get("/accounts").await;
        let row = page.rows().into_iter().find(|row| row.contains("A1")).unwrap();
        assert!(row.contains("1,000.00"), "{row}");
        match told {
            Some(difference) => {
                assert!(row.contains(&format!("Not explained by the statement: {difference}")), "{row}");
                let chinese = story.member("yunhe", "admin").await.speaking("zh-CN").get("/accounts").await;
                assert!(chinese.body.contains("收支明细未能解释"), "{}", chinese.body);
            }
            None => assert!(!row.contains("explained"), "{stated} at {read_at}: {row}"),
        }
    }
    // A line that is later than the reading of the balance: they are not comparable until it is read again.
    furnish(&story, "1012.34", "2026-11-22 04:30+00").await;
    story.sql("update partner_statement set trade_time = '2026-11-22 03:10+00' where account_change_id = 'late'").await;
    let page = finance.get("/accounts").await;
    assert!(!page.body.contains("explained"), "{}", page.body);
    story
        .sql(
            "insert into sync_resources (account_id, organization_id, resource, completed_at, next_at)
             select id, organization_id, 'partner_balances', '2026-11-22 03:11+00', now() from cloud_accounts",
        )
        .await;
    assert!(finance.get("/accounts").await.body.contains("Not explained by the statement: -12.34"));
}
