//! Stories of what restated cycles changed (BILL-43), and of what names their codes (CAT-13).

use super::{bills::furnish, support::story::Story};

#[tokio::test]
async fn every_difference_of_a_restated_cycle_is_listed_in_the_readers_language() {
    let story = Story::begin().await;
    furnish(&story).await;
    let mut finance = story.member("yunhe", "finance").await;
    for (path, leads_to) in [
        ("/bills/monthly?cycle=2026-10", "/bills/monthly/changes?cycle=2026-10"),
        ("/bills/consumption?cycle=2026-10", "/bills/monthly/changes?cycle=2026-10&set=detail"),
    ] {
        let links = finance.get(path).await.attributes(".actions a", "href");
        assert!(links.contains(&leads_to.to_owned()), "{path}: {links:?}");
    }
    let changes = finance.get("/bills/monthly/changes?cycle=2026-10").await;
    assert_eq!(changes.rows().len(), 1);
    assert!(
        changes.rows()[0].starts_with("Changed | c1 | 弹性云服务器 | 10.00 | 12.50 | 2.50 | 2"),
        "{}",
        changes.rows()[0]
    );
    assert_eq!(changes.texts(".tiles li").len(), 2, "every version with its figures");
    story
        .sql(
            "insert into service_types (organization_id, account_id, code, name_en, run_id, fetched_at, first_seen_at)
             select organization_id, account_id, 'ecs', 'Elastic Cloud Server', run_id, fetched_at, first_seen_at
             from customers limit 1",
        )
        .await;
    let lines = finance.get("/bills/monthly/changes?cycle=2026-10&set=detail").await;
    assert!(lines.rows()[0].starts_with("Removed | c1 | Elastic Cloud Server |") && lines.rows()[0].contains("-9.02"));
    assert_eq!(finance.get("/bills/monthly/changes?cycle=2026-10&set=detail&kind=added").await.rows().len(), 0);
    assert_eq!(finance.get("/bills/monthly/changes?kind=odd").await.status, 422);
}

/// Dictionaries are kept by the program until another reading of them has ended.
#[tokio::test]
async fn lines_are_named_by_the_dictionaries_as_they_were_last_read() {
    let story = Story::begin().await;
    furnish(&story).await;
    let mut finance = story.member("yunhe", "finance").await;
    let path = "/bills/consumption?cycle=2026-10&service=ecs";
    assert!(finance.get(path).await.rows()[0].contains("弹性云服务器"), "as sent");
    story
        .sql(
            "insert into service_types (organization_id, account_id, code, name_en, run_id, fetched_at, first_seen_at)
             select organization_id, account_id, 'ecs', 'Elastic Cloud Server', run_id, fetched_at, first_seen_at
             from customers limit 1;
             insert into sync_resources (account_id, organization_id, resource, next_at)
             select account_id, organization_id, 'service_types', '2026-11-23' from customers limit 1",
        )
        .await;
    let named = finance.get(path).await;
    assert!(named.rows()[0].contains("Elastic Cloud Server"), "{}", named.rows()[0]);
    assert!(named.texts("select[name=service] option").contains(&"Elastic Cloud Server".to_owned()));
    story.sql("update service_types set name_en = 'Cloud Server'").await;
    assert!(finance.get(path).await.rows()[0].contains("Elastic Cloud Server"), "the reading has not ended");
    story.sql("update sync_resources set failures = failures + 1 where resource = 'service_types'").await;
    assert!(finance.get(path).await.rows()[0].contains("Cloud Server"));
    assert!(!finance.get(path).await.rows()[0].contains("Elastic"));
}
