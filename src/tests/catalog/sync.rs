//! Stories of dictionaries: both languages of a code arrive in one row, and nothing is ever removed (CAT-13).

use crate::tests::support::vendor::{distributor, partner, small};
use crate::{
    sandbox::{self, FaultPlan},
    sync::engine::State,
};

const ALL: [&str; 11] = [
    "service_types",
    "resource_types",
    "service_resources",
    "usage_types",
    "measures",
    "conversions",
    "provinces",
    "cities",
    "counties",
    "incentive_policies",
    "business_discounts",
];

#[tokio::test(flavor = "multi_thread")]
async fn dictionaries_arrive_in_both_languages() {
    let partner = distributor().await;
    partner.synced(&ALL).await;
    for table in ["service_types", "resource_types", "usage_types", "service_resources", "measures", "regions"] {
        let total = sqlx::AssertSqlSafe(format!("select count(*) from {table}"));
        let both = sqlx::AssertSqlSafe(format!(
            "select count(*) from {table} where name_zh is not null and name_en is not null and raw_zh is not null and raw_en is not null"
        ));
        let mut owner = partner.database.owner().await;
        let total: i64 = sqlx::query_scalar(total).fetch_one(&mut owner).await.unwrap();
        let both: i64 = sqlx::query_scalar(both).fetch_one(&mut owner).await.unwrap();
        assert!(total > 0 && both == total, "{table}: {both} of {total} in both languages");
    }
    assert!(partner.count("select count(*) from resource_types").await >= 30);
    assert!(partner.count("select count(*) from service_types").await >= 12);
    for level in ["province", "city", "county"] {
        let sql = sqlx::AssertSqlSafe(format!("select count(*) from places where level = '{level}'"));
        let found: i64 = sqlx::query_scalar(sql).fetch_one(&mut partner.database.owner().await).await.unwrap();
        assert!(found > 0, "{level}");
    }
    assert_eq!(partner.count("select count(distinct month) from incentive_policies").await, 2);
    assert!(partner.count("select count(*) from business_discounts").await > 0);
    assert!(partner.count("select count(*) from conversions where ratio = 1024").await > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_reading_writes_nothing_and_what_is_gone_stays() {
    let partner = distributor().await;
    partner.synced(&ALL).await;
    let old = "insert into resource_types (organization_id, account_id, code, name_zh, run_id, fetched_at, first_seen_at)
        select organization_id, account_id, 'hws.resource.type.old', '旧类型', run_id, fetched_at, first_seen_at from resource_types limit 1";
    sqlx::query(old).execute(&mut partner.database.owner().await).await.unwrap();
    partner.synced(&ALL).await;
    for resource in ALL {
        assert_eq!(partner.changes(resource).await, (0, 0, 0), "{resource}");
    }
    assert_eq!(partner.count("select count(*) from resource_types where code = 'hws.resource.type.old'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_vendor_leaves_the_dictionaries_as_they_are() {
    let partner = distributor().await;
    partner.synced(&["measures"]).await;
    let before = partner.count("select count(*) from measures").await;
    partner.vendor.control().faults(FaultPlan::from_spec("skew").unwrap());
    assert_eq!(partner.sync(&["measures"]).await, [("measures", State::Failed)]);
    assert_eq!(partner.count("select count(*) from measures").await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_international_site_has_no_places_and_no_policies() {
    let partner = partner(sandbox::Options { site: sandbox::Site::International, ..small() }).await;
    let ended = partner.sync(&[]).await;
    let names: Vec<&str> = ended.iter().map(|(name, _)| *name).collect();
    for missing in ["provinces", "cities", "counties", "incentive_policies", "business_discounts", "new_customer_tags"]
    {
        assert!(!names.contains(&missing), "{missing} is not offered (API-6)");
    }
    for (name, state) in &ended {
        if ALL.contains(name) || name.starts_with("order") || *name == "real_name" {
            assert_eq!(*state, State::Done, "{name}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reseller_sees_its_distributors_dictionaries_and_others_do_not() {
    let partner = distributor().await;
    partner.synced(&["resellers", "measures", "incentive_policies"]).await;
    let mut owner = partner.database.owner().await;
    let reseller: i64 = sqlx::query_scalar("select min(child_id) from resellers").fetch_one(&mut owner).await.unwrap();
    for (organization, sees) in [(reseller, true), (0, false), (partner.account.organization_id, true)] {
        let mut connection = partner.database.db.open(&[organization]).await.unwrap();
        let seen: i64 = sqlx::query_scalar("select count(*) from measures").fetch_one(&mut *connection).await.unwrap();
        assert_eq!(seen > 0, sees, "organisation {organization}");
    }
    let mut connection = partner.database.db.open(&[reseller]).await.unwrap();
    let policies: i64 =
        sqlx::query_scalar("select count(*) from incentive_policies").fetch_one(&mut *connection).await.unwrap();
    assert_eq!(policies, 0, "policies are the distributor's own");
    let written = sqlx::query("update measures set name_en = 'x'").execute(&mut *connection).await.unwrap();
    assert_eq!(written.rows_affected(), 0, "and a reseller changes nothing");
}
