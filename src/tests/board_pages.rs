//! The list of commands page by page: its order is urgency, then age, and a page may begin in the middle of either.

use super::support::{
    client::{Client, Page},
    commands::{QUOTA, Wish},
    story::Story,
};

fn firsts(page: &Page) -> Vec<i64> {
    page.texts("tbody td:first-child a").iter().map(|id| id.parse().unwrap()).collect()
}

/// Every page from the first to the last, as its reader turns them.
async fn turn(client: &mut Client, first: &str) -> Vec<Vec<i64>> {
    let (mut pages, mut next) = (Vec::new(), Some(first.to_owned()));
    while let Some(address) = next {
        let page = client.get(&address).await;
        assert_eq!(page.status, 200, "{address}");
        pages.push(firsts(&page));
        assert!(pages.len() < 10, "the list comes to no end");
        next = page.attribute("a[rel=next]", "href");
    }
    pages
}

/// Sixty in doubt among a hundred and thirty: the first page ends within an urgency, the second one holds two.
#[tokio::test]
async fn pages_over_several_urgencies_lose_and_double_nothing() {
    let story = Story::begin().await;
    let approval = story.wish(&Wish { commands: 130, ..QUOTA }).await;
    let first = story.command(approval).await;
    story
        .sql(&format!(
            "update commands set state = 'unknown', settled_at = '2026-11-22' where id % 13 = 0 and id >= {first};
             update commands set state = 'unknown' where id % 13 in (3, 5, 7, 9, 11) and id >= {first}"
        ))
        .await;
    let place = |id: i64| match id % 13 {
        0 => 0,
        3 | 5 | 7 | 9 | 11 => 1,
        _ => 4,
    };
    let mut want: Vec<i64> = (first..first + 130).collect();
    want.sort_by_key(|id| (place(*id), -id));
    let mut voucher = story.member("yunhe", "voucher").await;
    let pages = turn(&mut voucher, "/commands").await;
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [50, 50, 30]);
    let mixed = |page: &[i64]| page.first().map(|id| place(*id)) != page.last().map(|id| place(*id));
    assert!(mixed(&pages[0]) && mixed(&pages[1]), "two pages hold two urgencies each");
    assert_eq!(pages.concat(), want);
    let unresolved = turn(&mut voucher, "/commands?view=unresolved").await.concat();
    assert_eq!(unresolved, want[..60], "the filter ends the list within a page");
    // Between two pages one is settled: those not shown yet still come, each once.
    let second = voucher.get("/commands").await.attribute("a[rel=next]", "href").unwrap();
    let (shown, waiting) = (pages[0][0], pages[2][29]);
    story
        .sql(&format!(
            "update commands set state = 'reconciled', outcome = 'applied', proved_by = 'record', record = 'quota_records:1'
             where id = {shown}"
        ))
        .await;
    let rest = turn(&mut voucher, &second).await.concat();
    assert_eq!(rest.iter().filter(|id| **id != shown).copied().collect::<Vec<_>>(), want[50..]);
    assert!(rest.contains(&waiting));
}
