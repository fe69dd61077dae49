//! Stories of what a site does not offer (API-6), and of addresses that name what a page does not have.

use super::support::{client::Page, story::Story};

#[tokio::test]
async fn abroad_what_the_site_does_not_offer_says_so_and_is_not_in_the_menu() {
    let story = Story::begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    let china = admin.get("/").await;
    assert!(china.texts(".side a").contains(&"Consumption".to_owned()));
    story
        .sql(
            "update cloud_accounts set site = 'international';
             insert into sync_resources (account_id, organization_id, resource, completed_at, next_at)
               select id, organization_id, unnest(array['customers', 'service_types']), '2026-11-22 03:58+00', '2026-11-23 03:58+00'
               from cloud_accounts",
        )
        .await;
    for path in [
        "/bills/consumption",
        "/bills/consumption?view=overview",
        "/bills/statements",
        "/vouchers/quotas",
        "/vouchers/records?kind=coupon",
        "/vouchers/coupons",
        "/vouchers/expiry",
        "/accounts/customers",
        "/accounts/resellers",
        "/accounts/adjustments",
        "/catalog/policies",
    ] {
        let page = admin.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        assert_eq!(page.texts(".badge.fresh"), [""; 0], "{path} cannot be fresh");
        assert!(!page.text(".tiles").contains("Not read yet"), "{path} is never read");
        let said = page.text(".empty strong");
        assert!(
            said.contains("Not available")
                || said.contains("does not offer")
                || said.contains("offers no")
                || said.contains("instead"),
            "{path}: {said}"
        );
    }
    let menu = admin.get("/").await.texts(".side a");
    for gone in ["Consumption", "Partner statement", "Voucher quotas", "Issued quotas", "Records"] {
        assert!(!menu.contains(&gone.to_owned()), "{gone} leads to nothing");
    }
    assert!(menu.contains(&"Coupons".to_owned()), "own coupons exist on every site");
}

#[tokio::test]
async fn an_address_that_names_a_stranger_is_told() {
    let story = Story::begin().await;
    let mut admin = story.member("yunhe", "admin").await;
    for path in [
        "/orders?foo=bar",
        "/orders?status[]=6",
        "/orders?status=6&status=5",
        "/catalog/measures?page=2",
        // It lists every cycle.
        "/bills/monthly?tab=partner&cycle=2026-10",
    ] {
        let page = admin.get(path).await;
        assert_eq!(page.status, 422, "{path}");
        assert!(page.text(".wrongs").contains("filter"), "{path}: {}", page.text(".wrongs"));
    }
    assert_eq!(admin.get("/orders?status=6&after=&back=").await.status, 200);
    let page = admin.get("/accounts?cycle=2026-10").await;
    assert_eq!((page.status.as_u16(), page.text("h1").as_str()), (422, "There is no such filter"));
    let tabs = |page: &Page| page.attributes(".tabs a", "href");
    story.sql("update cloud_accounts set site = 'international'").await;
    assert_eq!(admin.get("/bills/monthly?cycle=2026-10").await.status, 422);
    assert!(tabs(&admin.get("/bills/monthly").await).iter().all(|href| !href.contains("cycle")));
}

#[tokio::test]
async fn a_customer_leads_to_his_lists_and_figures_say_their_age() {
    let story = Story::begin().await;
    story.customers("yunhe", "c", 2).await;
    story
        .sql(
            "insert into sync_resources (account_id, organization_id, resource, completed_at, next_at)
               select id, organization_id, 'customers', '2026-11-22 03:58+00', '2026-11-23 03:58+00' from cloud_accounts",
        )
        .await;
    let id = story.number("select id from customers where account_name = 'c1'").await;
    let mut admin = story.member("yunhe", "admin").await;
    let page = admin.get(&format!("/customers/{id}")).await;
    let mut lists = page.attributes(".facts dd a", "href");
    lists.retain(|list| !list.contains("/reveal?"));
    assert_eq!(lists.len(), 5, "{lists:?}");
    for list in lists {
        assert_eq!(admin.get(&list).await.status, 200, "{list}");
    }
    let mut voucher = story.member("yunhe", "voucher").await;
    let open = voucher.get(&format!("/customers/{id}")).await.attributes(".facts dd a", "href");
    assert!(!open.iter().any(|list| list.starts_with("/bills")), "only what the member may open: {open:?}");
    assert!(admin.get("/").await.text(".tiles").contains("from Huawei Cloud, 2 min ago"));
    assert_eq!(admin.get("/customers").await.text(".count"), "2 in total");
}
