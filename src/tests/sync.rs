//! Stories of synchronisation: what the vendor has arrives once, changes arrive, what vanished is kept, failures are told.

use chrono::TimeDelta;

use super::support::vendor::{distributor, partner, small};
use crate::{
    sandbox::{self, FaultPlan},
    sync::engine::State,
};

#[tokio::test(flavor = "multi_thread")]
async fn resellers_and_customers_arrive_each_with_its_organisation() {
    let partner = distributor().await;
    partner.synced(&["resellers", "customers"]).await;

    assert_eq!(partner.count("select count(*) from resellers").await, 2);
    assert_eq!(partner.count("select count(*) from customers").await, 12);
    let pending = "select count(*) from organizations where kind = 'reseller' and state = 'pending'";
    assert_eq!(partner.count(pending).await, 2, "every reseller has its organisation (ORG-14)");
    let strays = "select count(*) from customers c where not exists (select 1 from organizations o where o.id = c.organization_id)";
    assert_eq!(partner.count(strays).await, 0);
    let under =
        "select count(*) from customers c join organizations o on o.id = c.organization_id where o.kind = 'reseller'";
    assert!(partner.count(under).await > 0, "rows asked for with indirect_partner_id are the reseller's");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unchanged_list_writes_nothing() {
    let partner = distributor().await;
    partner.synced(&["resellers", "customers"]).await;
    assert_eq!(partner.changes("customers").await, (12, 0, 0));
    partner.clock.advance(TimeDelta::hours(1));
    partner.synced(&["resellers", "customers"]).await;
    assert_eq!(partner.changes("customers").await, (0, 0, 0));
    assert_eq!(partner.changes("resellers").await, (0, 0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_listed_twice_in_a_row_has_left_and_is_kept() {
    let partner = distributor().await;
    partner.synced(&["resellers", "customers"]).await;
    let ghost = "insert into customers (organization_id, account_id, remote_id, account_name, raw, run_id, fetched_at, first_seen_at)
        select organization_id, account_id, 'ghost', 'ghost', '{}', run_id, fetched_at, first_seen_at from customers limit 1";
    sqlx::query(ghost).execute(&mut partner.database.owner().await).await.unwrap();

    partner.synced(&["customers"]).await;
    assert_eq!(
        partner.count("select count(*) from customers where left_at is not null").await,
        0,
        "one miss proves nothing"
    );
    partner.synced(&["customers"]).await;
    assert_eq!(partner.changes("customers").await, (0, 0, 1));
    assert_eq!(partner.count("select count(*) from customers where left_at is not null").await, 1, "CUST-11");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sudden_nothing_is_not_believed() {
    let partner = distributor().await;
    partner.synced(&["resellers"]).await;
    let many = "update sync_cursors set rows_read = 50 where resource = 'resellers'";
    sqlx::query(many).execute(&mut partner.database.owner().await).await.unwrap();
    let stranger = self::partner(sandbox::Options { resellers: 0, ..small() }).await;
    let account = crate::sync::Account { client: stranger.account.client.clone(), ..partner.account.clone() };
    let outcome = partner.engine.run(&account, &partner.selection(&["resellers"])).await.unwrap();
    assert_eq!(outcome, [("resellers", State::Failed)]);
    assert_eq!(partner.count("select count(*) from resellers where missed_reads > 0").await, 0, "SYNC-B02");
    let problem = "select count(*) from sync_resources where problem = 'suddenly_empty' and failures = 1";
    assert_eq!(partner.count(problem).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_was_killed_is_taken_up_where_it_stood() {
    let partner = distributor().await;
    partner.synced(&["resellers", "customers"]).await;
    // The process died in the middle: the run is still marked running, one part was complete.
    let killed = "update sync_runs set state = 'running', finished_at = null where resource = 'customers'";
    sqlx::query(killed).execute(&mut partner.database.owner().await).await.unwrap();
    let one_left = "update sync_cursors set completed_at = completed_at - interval '1 day' where resource = 'customers' and scope = ''";
    sqlx::query(one_left).execute(&mut partner.database.owner().await).await.unwrap();

    partner.clock.advance(TimeDelta::minutes(5));
    partner.synced(&["customers"]).await;
    let calls = "select calls from sync_runs where resource = 'customers' order by id desc limit 1";
    assert_eq!(partner.count(calls).await, 1, "only the part that was missing is read");
    assert_eq!(partner.count("select count(*) from sync_runs where state = 'abandoned'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_off_is_told_as_such_and_forgotten_when_mended() {
    let partner = distributor().await;
    partner.vendor.control().faults(FaultPlan::from_spec("skew").unwrap());
    assert_eq!(partner.sync(&["resellers"]).await, [("resellers", State::Failed)]);
    let told: (String, i32) =
        sqlx::query_as("select problem, failures from sync_resources where resource = 'resellers'")
            .fetch_one(&mut partner.database.owner().await)
            .await
            .unwrap();
    assert_eq!(told, ("clock".to_owned(), 1));
    partner.vendor.control().faults(FaultPlan::default());
    partner.synced(&["resellers"]).await;
    assert_eq!(
        partner
            .count(
                "select count(*) from sync_resources where problem is null and failures = 0 and resource = 'resellers'"
            )
            .await,
        1
    );
}

/// Every resource of a world is read without a complaint, and read again without a change.
async fn read_twice(options: sandbox::Options) {
    let partner = partner(options).await;
    partner.synced(&[]).await;
    let rows = partner.count("select sum(rows_inserted)::bigint from sync_runs").await;
    assert!(rows > 100, "only {rows} rows came");
    partner.clock.advance(TimeDelta::hours(1));
    partner.synced(&[]).await;
    let again: Vec<(String, i64, i64)> = sqlx::query_as(
        "select resource, rows_inserted, rows_updated from sync_runs r
         where rows_inserted + rows_updated > 0 and exists (select 1 from sync_runs o where o.resource = r.resource and o.id < r.id)",
    )
    .fetch_all(&mut partner.database.owner().await)
    .await
    .unwrap();
    assert_eq!(again, [], "nothing changed at the vendor");
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_of_a_distributor_is_read_once() {
    read_twice(small()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_of_a_solution_provider_is_read_once() {
    read_twice(sandbox::Options { profile: sandbox::Profile::SolutionProvider, ..small() }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_of_an_international_partner_is_read_once() {
    read_twice(sandbox::Options { site: sandbox::Site::International, ..small() }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_nobody_answers_nothing_looks_fresh() {
    let partner = distributor().await;
    let outcome = partner.engine.run(&partner.unreachable(), &partner.selection(&[])).await.unwrap();
    assert!(outcome.len() > 30 && outcome.iter().all(|(_, state)| *state == State::Failed), "{outcome:?}");
    assert_eq!(partner.count("select count(*) from sync_resources where completed_at is not null").await, 0);
    assert_eq!(partner.count("select count(*) from sync_resources where problem <> 'unreachable'").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_read_by_another_list_waits_for_it() {
    let partner = distributor().await;
    let balances = partner.selection(&["customer_balances"]);
    let outcome = partner.engine.run(&partner.account, &balances).await.unwrap();
    assert_eq!(outcome, [("customer_balances", State::Failed)]);
    let told = "select count(*) from sync_runs where problem = 'waits' and problem_scope = 'resellers' and calls = 0";
    assert_eq!(partner.count(told).await, 1);
    assert_eq!(partner.count("select count(*) from sync_resources where completed_at is not null").await, 0);

    partner.clock.advance(TimeDelta::hours(2));
    let is_due = async || {
        let due = partner.engine.due(&partner.account).await.unwrap();
        due.iter().any(|(name, _)| name == "customer_balances")
    };
    assert!(!is_due().await, "it is not tried again before what it waits for");
    partner.synced(&["resellers", "customers"]).await;
    assert!(is_due().await, "then it follows at once");
    assert_eq!(partner.engine.run(&partner.account, &balances).await.unwrap(), [("customer_balances", State::Done)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_fresher_than_the_list_it_is_read_by() {
    let partner = distributor().await;
    partner.synced(&["resellers", "customers"]).await;
    let failed = "update sync_resources set problem = 'rights' where resource = 'customers'";
    sqlx::query(failed).execute(&mut partner.database.owner().await).await.unwrap();
    partner.clock.advance(TimeDelta::hours(3));
    partner.synced(&["customer_balances"]).await;
    let as_old = "select count(*) from sync_resources b, sync_resources c
        where b.resource = 'customer_balances' and c.resource = 'customers' and b.completed_at = c.completed_at";
    assert_eq!(partner.count(as_old).await, 1, "customers that came since are not known");
}

/// Resources that are counted in the rows of one table of their own.
const COUNTED: &[(&str, &str)] = &[
    ("resellers", "resellers"),
    ("customers", "customers"),
    ("real_name", "realname_states"),
    ("voucher_quotas", "voucher_quotas"),
    ("issued_quotas", "issued_quotas"),
    ("quota_records", "quota_records"),
    ("coupon_records", "coupon_records"),
    ("adjust_records", "adjust_records"),
    ("coupons", "coupons"),
    ("own_coupons", "own_coupons"),
    ("customer_balances", "customer_balances"),
    ("partner_balances", "partner_balances"),
    ("monthly_bills", "monthly_bills"),
    ("orders", "orders"),
    ("order_refunds", "order_refunds"),
    ("new_customer_tags", "new_customer_tags"),
    ("service_types", "service_types"),
    ("resource_types", "resource_types"),
    ("service_resources", "service_resources"),
    ("usage_types", "usage_types"),
    ("measures", "measures"),
    ("conversions", "conversions"),
    ("incentive_policies", "incentive_policies"),
    ("business_discounts", "business_discounts"),
];

#[tokio::test(flavor = "multi_thread")]
async fn counts_of_a_first_reading_are_the_rows_that_stand_there() {
    let partner = distributor().await;
    partner.synced(&[]).await;
    let mut wrong = Vec::new();
    for (resource, table) in COUNTED {
        let sql = format!(
            "select rows_read, rows_inserted, rows_updated, rows_gone, (select count(*) from {table})
             from sync_runs where resource = '{resource}'"
        );
        let counts: (i64, i64, i64, i64, i64) =
            sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_one(&mut partner.database.owner().await).await.unwrap();
        let rows = counts.4;
        if counts != (rows, rows, 0, 0, rows) {
            wrong.push((resource, counts));
        }
    }
    assert!(wrong.is_empty(), "read, new, changed, gone, rows: {wrong:#?}");
}
