//! Stories of what the vendor is asked while a new customer is typed: is the name free, and a code to the phone (CUST-6, CUST-7).

use std::sync::Arc;

use futures::future::BoxFuture;

use super::support::{
    story::Story,
    vendor::{Partner, partner, small},
};
use crate::{app::vendors::Vendors, cloud::Client, sandbox};

/// One client for every connection.
struct One(Arc<Client>);

impl Vendors for One {
    fn client(&self, _: i64) -> BoxFuture<'_, Option<Arc<Client>>> {
        Box::pin(async { Some(Arc::clone(&self.0)) })
    }
}

/// A solution provider whose pages ask a vendor.
async fn calling() -> (Story, Partner) {
    let vendor =
        partner(sandbox::Options { profile: sandbox::Profile::SolutionProvider, resellers: 0, ..small() }).await;
    let mut story = Story::begin().await;
    story.customers("yunhe", "c", 1).await;
    story.sql("update organizations set kind = 'solution_provider' where code = 'yunhe'").await;
    story.app = story.app.calling(Arc::new(One(Arc::clone(&vendor.account.client))));
    (story, vendor)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_and_a_phone_are_checked_before_anything_is_created() {
    let (story, vendor) = calling().await;
    vendor.synced(&["customers"]).await;
    let mut owner = vendor.database.owner().await;
    let taken: String = sqlx::query_scalar("select account_name from customers order by id limit 1")
        .fetch_one(&mut owner)
        .await
        .unwrap();
    let mut manager = story.member("yunhe", "manager").await;
    let path = "/customers/creations";
    let token = manager.get(&format!("{path}/new")).await.attribute("input[name=token]", "value").unwrap();
    let fields = |name| [("account_name", name), ("phone", "13800001234"), ("step", "check"), ("token", &*token)];
    let free = manager.post(path, &fields("li_company")).await;
    assert_eq!(free.status, 200, "{}", free.body);
    assert_eq!(free.text("#account_name-help"), "This account name is free.");
    assert!(free.text("#phone-help").contains("Accounts it can still have"), "{}", free.body);
    assert_eq!(free.attribute("input[name=account_name]", "value").as_deref(), Some("li_company"), "nothing is lost");
    let used = manager.post(path, &fields(&taken)).await;
    assert_eq!(used.status, 422);
    assert!(used.text("#account_name-error").contains("taken"), "{}", used.body);
    let empty = manager.post(path, &[("step", "check"), ("token", &token)]).await;
    assert_eq!((empty.status.as_u16(), empty.text("#account_name-error")), (422, "Must be filled.".to_owned()));
    let chinese = story.member("yunhe", "manager").await.speaking("zh-CN").post(path, &fields("li_company")).await;
    assert_eq!(chinese.text("#account_name-help"), "该账号名可以使用。");
    assert_eq!(story.number("select count(*) from commands").await, 0, "asking creates nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_goes_to_the_customer_until_the_vendor_has_sent_enough() {
    let (story, _vendor) = calling().await;
    let mut manager = story.member("yunhe", "manager").await;
    let path = "/customers/creations";
    let token = manager.get(&format!("{path}/new")).await.attribute("input[name=token]", "value").unwrap();
    let fields = [("account_name", "li_company"), ("phone", "13800001234"), ("step", "code"), ("token", &*token)];
    let nowhere = manager.post(path, &[fields[0], fields[2], fields[3]]).await;
    assert_eq!((nowhere.status.as_u16(), nowhere.text("#phone-error")), (422, "Must be filled.".to_owned()));
    let sent = manager.post(path, &fields).await;
    assert_eq!(sent.status, 200, "{}", sent.body);
    assert!(sent.text("#done").contains("10 minutes"), "{}", sent.body);
    let told = "select count(*) from audit_events where event = 'customer_creation.code_sent' and after::text not like '%13800001234%'";
    assert_eq!(story.number(told).await, 1, "recorded, the phone only as a digest");
    let again = manager.post(path, &fields).await;
    assert_eq!(again.status, 422, "a double click sends one");
    assert!(again.text("#notice").contains("less than a minute ago"), "{}", again.body);
    assert_eq!(again.attribute("input[name=account_name]", "value").as_deref(), Some("li_company"), "nothing is lost");
    assert_eq!(story.number(told).await, 1);
    assert_eq!(story.number("select count(*) from customer_codes where receiver like '%13800001234%'").await, 0);
    let later = "update customer_codes set claimed_at = claimed_at - interval '60 seconds'";
    for _ in 0..14 {
        story.sql(later).await;
        assert_eq!(manager.post(path, &fields).await.status, 200);
    }
    story.sql(later).await;
    let enough = manager.post(path, &fields).await;
    assert_eq!(enough.status, 422);
    assert!(enough.text("#notice").contains("No more codes can be sent"), "{}", enough.body);
    let told_again = manager.post(path, &fields).await;
    assert!(told_again.text("#notice").contains("No more codes can be sent"), "a refusal leaves no claim behind");
}

#[tokio::test]
async fn a_process_without_connections_says_so() {
    let story = Story::begin().await;
    story.customers("yunhe", "c", 1).await;
    story.sql("update organizations set kind = 'solution_provider' where code = 'yunhe'").await;
    let mut manager = story.member("yunhe", "manager").await;
    let page = manager
        .post("/customers/creations", &[("account_name", "li_company"), ("step", "check"), ("token", "abc")])
        .await;
    assert_eq!(page.status, 422);
    assert!(page.text("#notice").contains("cannot be used at the moment"), "{}", page.body);
}
