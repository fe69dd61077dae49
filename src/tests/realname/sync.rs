//! Stories of real-name verification: the newest reading wins, the vendor is asked only while an application is in review.

use chrono::TimeDelta;

use crate::tests::support::vendor::{Partner, distributor};

const ALL: [&str; 3] = ["resellers", "customers", "real_name"];

async fn asked(partner: &Partner) -> i64 {
    partner.count("select calls from sync_runs where resource = 'real_name' order by id desc limit 1").await
}

async fn sql(partner: &Partner, statement: &'static str) {
    sqlx::query(statement).execute(&mut partner.database.owner().await).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_customer_has_a_state_and_only_reviews_are_asked_about() {
    let partner = distributor().await;
    partner.synced(&ALL).await;
    let customers = partner.count("select count(*) from customers").await;
    assert_eq!(partner.count("select count(*) from realname_states").await, customers);
    let in_review = partner.count("select count(*) from customers where verified_status = '0'").await;
    assert_eq!(asked(&partner).await, in_review);
    let verified = "select count(*) from realname_states s join customers c on c.id = s.customer_id
        where (c.verified_status = '2') <> (s.state = 'verified') and s.source = 'list'";
    assert_eq!(partner.count(verified).await, 0);
    partner.synced(&["real_name"]).await;
    assert_eq!(partner.changes("real_name").await, (0, 0, 0));
    assert_eq!(asked(&partner).await, 0, "asked at once, then only after fifteen minutes");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_review_is_asked_about_until_it_is_decided() {
    let partner = distributor().await;
    partner.synced(&ALL).await;
    // The list says that a verified customer applied again; the vendor knows of no such review.
    sql(
        &partner,
        "update customers set verified_status = '0', fetched_at = fetched_at + interval '5 minutes'
        where id = (select min(id) from customers where verified_status = '2')",
    )
    .await;
    partner.clock.advance(TimeDelta::minutes(10));
    partner.synced(&["real_name"]).await;
    assert_eq!(asked(&partner).await, 1, "at once");
    let decided =
        "select count(*) from realname_states where source = 'result' and state = 'verified' and next_ask_at is null
        and result_value = 2 and list_value = '0'";
    assert_eq!(partner.count(decided).await, 1, "the newest reading wins (RN-8)");
    let history = "select count(*) from realname_readings where customer_id = (select min(id) from customers where verified_status = '0')";
    assert_eq!(partner.count(history).await, 3, "verified by the list, in review by the list, verified by the result");
    partner.clock.advance(TimeDelta::minutes(30));
    partner.synced(&["real_name"]).await;
    assert_eq!(asked(&partner).await, 0, "a decided application is not asked about");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_later_list_reading_overrules_an_older_result() {
    let partner = distributor().await;
    partner.synced(&ALL).await;
    sql(
        &partner,
        "update realname_states set result_value = 1, result_read_at = fetched_at, state = 'refused', source = 'result'
        where customer_id = (select min(id) from customers where verified_status = '2')",
    )
    .await;
    partner.clock.advance(TimeDelta::days(1));
    partner.synced(&["customers", "real_name"]).await;
    let overruled =
        "select count(*) from realname_states where result_value = 1 and state = 'verified' and source = 'list'";
    assert_eq!(partner.count(overruled).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn tags_arrive_a_hundred_at_a_time() {
    let partner = distributor().await;
    partner.synced(&["resellers", "customers", "new_customer_tags"]).await;
    let tags = partner.count("select count(*) from new_customer_tags").await;
    assert!(tags > 0);
    let strays = "select count(*) from new_customer_tags t where not exists
        (select 1 from customers c where c.organization_id = t.organization_id and c.remote_id = t.customer_id)";
    assert_eq!(partner.count(strays).await, 0);
    partner.synced(&["new_customer_tags"]).await;
    assert_eq!(partner.changes("new_customer_tags").await, (0, 0, 0));
}
