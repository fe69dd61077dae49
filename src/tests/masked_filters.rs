//! What filters may find of personal data (MEM-8, SYNC-10): what is shown, or the whole; never a part of what is masked.

use super::support::{client::Client, story::Story};
use crate::{customers::shown_name, values::Masked};

/// `陈志强`, of whom `陈` is shown.
const WHOLE: &str = "%E9%99%88%E5%BF%97%E5%BC%BA";
const SHOWN: &str = "%E9%99%88";
const HIDDEN: &str = "%E5%BF%97%E5%BC%BA";

async fn found(client: &mut Client, path: &str) -> usize {
    let page = client.get(path).await;
    assert_eq!(page.status, 200, "{path}");
    page.rows().len()
}

#[tokio::test]
async fn no_filter_tells_what_a_mask_hides_of_a_customer() {
    let story = Story::begin().await;
    story.customers("yunhe", "c", 3).await;
    story
        .sql(
            "update customers set name = '陈志强', customer_type = 0 where account_name = 'c1';
             update customers set name = '北辰志强公司', customer_type = 1 where account_name = 'c2';
             insert into customer_balances (organization_id, account_id, run_id, fetched_at, first_seen_at, customer_id,
               amount, debt_amount, currency, raw)
             select organization_id, account_id, run_id, fetched_at, fetched_at, remote_id, 1, 0, 'CNY', '{}' from customers",
        )
        .await;
    let mut admin = story.member("yunhe", "admin").await;
    for (list, key) in
        [("/customers", "text"), ("/accounts/customers", "customer"), ("/customers/assignments/new", "name")]
    {
        for (typed, want) in [(HIDDEN, 1), (WHOLE, 1), (SHOWN, 1), ("nobody", 0)] {
            let path = format!("{list}?{key}={typed}");
            let page = admin.get(&path).await;
            assert_eq!(page.status, 200, "{path}");
            assert_eq!(page.rows().len(), want, "{path}");
            let account = if typed == HIDDEN { "c2" } else { "c1" };
            assert_eq!(page.body.contains(&format!(">{account}<")), want == 1, "{path}");
        }
    }
}

#[tokio::test]
async fn no_filter_tells_the_mail_address_of_a_member() {
    let story = Story::begin().await;
    story.sql("update members set email = 'zhang.wei@example.cn', name = '章伟' where username = 'finance'").await;
    let mut admin = story.member("yunhe", "admin").await;
    for (typed, want) in
        [("ang.wei", 0), ("zhang.wei@example.cn", 1), ("z***@exam", 1), ("%E4%BC%9F", 0), ("%E7%AB%A0%E4%BC%9F", 1)]
    {
        assert_eq!(found(&mut admin, &format!("/members?text={typed}")).await, want, "{typed}");
    }
}

#[tokio::test]
async fn the_database_finds_by_part_what_the_pages_show_whole() {
    let story = Story::begin().await;
    let endings = ["", "公司", "集团", "中心", "大学", "Ltd.", "Ltd", "Inc.", "GmbH", "公司部"];
    for (ending, kind) in
        endings.iter().flat_map(|ending| [None, Some(-1), Some(0), Some(1)].map(|kind| (ending, kind)))
    {
        let name = format!("北辰志强{ending}");
        let of = kind.map_or("null".to_owned(), |kind| kind.to_string());
        let found =
            story.number(&format!("select customer_name_found({of}, '{name}', '志强')::int::bigint")).await == 1;
        let is_shown = shown_name(kind, &Masked::new(name.clone())) == name;
        assert_eq!(found, is_shown, "{name} {kind:?}");
    }
}

#[tokio::test]
async fn the_database_masks_as_the_pages_do() {
    let story = Story::begin().await;
    for plain in [
        "zhang.wei@example.cn",
        "@",
        "a@b@c",
        "0086-13800001234",
        "1234567",
        "123456",
        "abc4567",
        "张伟",
        "李",
        "",
        "Ängström 张",
    ] {
        let masked = story.word(&format!("select masked_text('{plain}')")).await;
        assert_eq!(masked, Masked::new(plain).masked(), "{plain}");
    }
}
