//! Stories of orders: they arrive as the vendor has them, changes arrive, refunds come with what was given back (SYNC-B14).

use chrono::TimeDelta;
use sqlx::Row;

use crate::sync::engine::State;
use crate::tests::support::vendor::{Partner, distributor};

const ALL: [&str; 5] = ["resellers", "customers", "orders", "order_lines", "order_refunds"];

async fn without_changes(partner: &Partner, resource: &str) -> bool {
    partner.changes(resource).await == (0, 0, 0)
}

#[tokio::test(flavor = "multi_thread")]
async fn orders_arrive_with_lines_and_refunds_each_with_its_organisation() {
    let partner = distributor().await;
    partner.synced(&ALL).await;

    let orders = partner.count("select count(*) from orders").await;
    assert!(orders > 100, "a year of orders of twelve customers, found {orders}");
    let resellers =
        "select count(*) from orders o join organizations g on g.id = o.organization_id where g.kind = 'reseller'";
    assert!(partner.count(resellers).await > 0, "rows asked for with indirect_partner_id are the reseller's");
    let strays = "select count(*) from orders o where not exists
        (select 1 from customers c where c.organization_id = o.organization_id and c.remote_id = o.customer_id)";
    assert_eq!(partner.count(strays).await, 0, "an order stands with its customer's organisation");
    assert_eq!(partner.count("select count(*) from orders where details_at is null").await, 0);
    let bare = "select count(*) from orders o where not exists (select 1 from order_lines l where l.order_id = o.id)";
    assert_eq!(partner.count(bare).await, 0, "every order has lines");
    let refunded =
        "select count(*) from order_refunds r join orders o on o.id = r.order_id where o.order_type in (3, 4)";
    assert!(partner.count(refunded).await > 0);
    assert_eq!(partner.count("select count(*) from order_refunds").await, partner.count(refunded).await);
    let sums = "select count(*) from orders o where o.order_type in (1, 2) and o.official_amount is distinct from
        (select sum(l.official_amount) from order_lines l where l.order_id = o.id)";
    assert_eq!(partner.count(sums).await, 0, "amounts arrive to the last digit: lines add up to their order");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_reading_asks_for_a_week_and_writes_nothing() {
    let partner = distributor().await;
    partner.synced(&ALL).await;
    partner.clock.advance(TimeDelta::minutes(1));
    partner.synced(&ALL).await;
    for resource in ["orders", "order_lines", "order_refunds"] {
        assert!(without_changes(&partner, resource).await, "{resource}");
    }
    let calls = "select calls from sync_runs where resource = 'order_lines' order by id desc limit 1";
    assert_eq!(partner.count(calls).await, 0, "details are read for new or changed orders only");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_order_that_is_not_final_is_read_until_it_is() {
    let partner = distributor().await;
    partner.synced(&ALL).await;
    let pending = "select count(*) from orders where status = 6";
    let before = partner.count(pending).await;
    assert!(before > 0, "the world has unpaid orders");
    partner.clock.advance(TimeDelta::days(20));
    partner.synced(&["orders"]).await;
    let still = "select count(*) from orders where status = 6 and created_at < '2026-11-18'";
    assert_eq!(partner.count(still).await, 0, "unpaid orders of before are cancelled or paid by now (ORD-04)");
    let asked = "select count(*) from orders where details_at < fetched_at";
    assert!(partner.count(asked).await > 0, "a changed order waits for its details");
    partner.synced(&["order_lines"]).await;
    assert_eq!(partner.count(asked).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn other_organisations_see_none_of_the_rows() {
    let partner = distributor().await;
    partner.synced(&ALL).await;
    let tables = ["orders", "sub_orders", "order_lines", "order_refunds"];
    let mut stranger = partner.database.db.open(&[0]).await.unwrap();
    for table in tables {
        let sql = sqlx::AssertSqlSafe(format!("select count(*) from {table}"));
        let seen: i64 = sqlx::query(sql).fetch_one(&mut *stranger).await.unwrap().get(0);
        assert_eq!(seen, 0, "{table}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_order_that_cannot_be_read_does_not_keep_the_others_from_being_read() {
    let partner = distributor().await;
    partner.synced(&["resellers", "customers", "orders"]).await;
    let gone = "update orders set remote_id = 'no-such-order' where id = (select min(id) from orders)";
    sqlx::query(gone).execute(&mut partner.database.owner().await).await.unwrap();
    assert_eq!(partner.sync(&["order_lines"]).await, [("order_lines", State::Partly)]);
    assert_eq!(partner.count("select count(*) from orders where details_at is null").await, 1);
}
