//! Stories of synchronised quotas, coupons and records against the sandbox.

use chrono::TimeDelta;
use rust_decimal::Decimal;

use crate::{
    cloud::wire::{coupons::ReclaimPartnerCoupons, quotas::UpdateCouponQuotas},
    sandbox,
    tests::support::vendor::{Partner, distributor, partner, small},
};

const ALL: &[&str] = &[
    "resellers",
    "customers",
    "voucher_quotas",
    "issued_quotas",
    "quota_records",
    "coupons",
    "own_coupons",
    "coupon_records",
    "touched_coupons",
];
const MIRRORS: [&str; 6] =
    ["voucher_quotas", "issued_quotas", "quota_records", "coupons", "own_coupons", "coupon_records"];

impl Partner {
    async fn texts(&self, sql: &'static str) -> Vec<String> {
        sqlx::query_scalar(sql).fetch_all(&mut self.database.owner().await).await.unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_arrives_with_its_organisation_and_a_second_reading_changes_nothing() {
    let partner = distributor().await;
    partner.synced(ALL).await;
    for mirror in MIRRORS {
        let (rows, _, _) = partner.changes(mirror).await;
        assert!(rows > 0, "{mirror} is empty");
    }
    let kinds = partner.texts("select distinct quota_type::text from voucher_quotas order by 1").await;
    assert_eq!(kinds, ["0", "1"], "both kinds are asked for (QUOTA-8)");
    let held = "select count(*) from voucher_quotas q join organizations o on o.id = q.organization_id where o.kind = 'reseller'";
    assert!(partner.count(held).await > 0, "a reseller's quotas carry its organisation");
    let strays = "select count(*) from issued_quotas where organization_id <> (select id from organizations where code = 'yunhe')";
    assert_eq!(partner.count(strays).await, 0, "issued quotas are the distributor's rows");
    let known = "select count(*) from issued_quotas i join organizations o on o.remote_id = i.reseller_remote_id";
    assert_eq!(partner.count(known).await, partner.count("select count(*) from issued_quotas").await);
    let raw = "select count(*) from voucher_quotas where raw->>'quota_id' <> remote_id or (raw->>'balance')::numeric <> balance
        or (raw->>'quota_value')::numeric <> quota_value";
    assert_eq!(partner.count(raw).await, 0, "columns equal what was received");
    assert!(partner.count("select count(*) from quota_records where result = '-1'").await > 0, "failed attempts too");
    let links = "select count(*) from coupons c where not exists (select 1 from coupon_records r
        where r.organization_id = c.organization_id and r.coupon_remote_id = c.remote_id)";
    assert_eq!(partner.count(links).await, 0, "the records say which quota a coupon came from");

    partner.clock.advance(TimeDelta::hours(1));
    partner.synced(ALL).await;
    for mirror in MIRRORS {
        assert_eq!(partner.changes(mirror).await, (0, 0, 0), "{mirror}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_vendors_own_sums_leave_no_unexplained_difference() {
    let partner = distributor().await;
    partner.synced(ALL).await;
    let family: Vec<i64> = sqlx::query_scalar("select id from organizations")
        .fetch_all(&mut partner.database.owner().await)
        .await
        .unwrap();
    let mut connection = partner.database.db.open(&family).await.unwrap();
    let quotas: Vec<(String, Decimal, Decimal)> =
        sqlx::query_as("select remote_id, quota_value, balance from voucher_quotas")
            .fetch_all(&mut *connection)
            .await
            .unwrap();
    for (remote_id, value, balance) in quotas {
        let tally = crate::vouchers::tally_of(&mut connection, &family, &remote_id).await.unwrap();
        assert_eq!(tally.unexplained(Some(value), Some(balance)), Some(Decimal::ZERO), "quota {remote_id}: {tally:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_arrive_and_records_are_only_added() {
    let partner = distributor().await;
    partner.synced(ALL).await;
    let parent =
        "select remote_id from voucher_quotas where status = 0 and quota_type = 0 and effective_at < '2026-11-18'
        and expires_at > '2026-11-19' and organization_id = (select id from organizations where code = 'yunhe')
        order by balance desc limit 1";
    let quota_id = partner.texts(parent).await.remove(0);
    let reseller = partner.texts("select remote_id from resellers order by id limit 1").await.remove(0);
    let issue = UpdateCouponQuotas {
        quota_id: quota_id.clone(),
        indirect_partner_ids: vec![reseller],
        quota_amount: Decimal::new(12_345, 2),
    };
    partner.account.client.call(&issue, crate::cloud::Lane::People).await.unwrap();
    let before = partner.count("select count(*) from quota_records").await;
    partner.clock.advance(TimeDelta::minutes(5));
    partner.synced(ALL).await;
    assert_eq!(partner.count("select count(*) from quota_records").await, before + 1);
    assert_eq!(partner.changes("voucher_quotas").await, (1, 1, 0), "the child is new, the parent has less");
    assert_eq!(partner.changes("issued_quotas").await, (1, 0, 0));
    assert_eq!(
        partner.count("select count(*) from issued_quotas where quota_value = 123.45 and balance = 123.45").await,
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coupon_that_a_record_names_is_read_again_before_the_night() {
    let partner = distributor().await;
    partner.synced(ALL).await;
    let usable = "select c.remote_id from coupons c join organizations o on o.id = c.organization_id
        where c.status = 2 and c.balance > 0 and c.expires_at > '2026-11-19' and o.code = 'yunhe' limit 1";
    let coupon_id = partner.texts(usable).await.remove(0);
    let reclaim = ReclaimPartnerCoupons { coupon_id, indirect_partner_id: None };
    partner.account.client.call(&reclaim, crate::cloud::Lane::People).await.unwrap();
    partner.clock.advance(TimeDelta::minutes(5));
    partner.synced(&["coupon_records", "touched_coupons"]).await;
    assert_eq!(partner.changes("coupon_records").await, (1, 0, 0));
    assert_eq!(partner.changes("touched_coupons").await, (0, 1, 0), "its status changed to reclaimed");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_longer_listed_is_kept_and_marked() {
    let partner = distributor().await;
    partner.synced(ALL).await;
    let ghost = "insert into voucher_quotas (organization_id, account_id, remote_id, quota_type, currency, created_at, limits, raw,
          run_id, fetched_at, first_seen_at)
        select organization_id, account_id, 'ghost', 0, currency, created_at, '[]', '{}', run_id, fetched_at, first_seen_at
        from voucher_quotas limit 1";
    sqlx::query(ghost).execute(&mut partner.database.owner().await).await.unwrap();
    partner.synced(&["voucher_quotas"]).await;
    assert_eq!(partner.count("select count(*) from voucher_quotas where unlisted_at is not null").await, 0);
    partner.synced(&["voucher_quotas"]).await;
    assert_eq!(partner.changes("voucher_quotas").await, (0, 0, 1));
    assert_eq!(partner.count("select count(*) from voucher_quotas where unlisted_at is not null").await, 1, "SYNC-7");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_opened_for_another_organisation_sees_none() {
    let partner = distributor().await;
    partner.synced(ALL).await;
    let reseller = partner.count("select child_id from resellers order by id limit 1").await;
    let mut stranger = partner.database.db.open(&[reseller]).await.unwrap();
    for (mirror, sees_own) in [("voucher_quotas", true), ("issued_quotas", false), ("quota_records", false)] {
        let sql = format!("select count(*) filter (where organization_id <> {reseller}), count(*) from {mirror}");
        let (others, all): (i64, i64) =
            sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_one(&mut *stranger).await.unwrap();
        assert_eq!((others, all > 0), (0, sees_own), "{mirror}");
    }
    let rewrite = sqlx::query("update coupon_records set amount = 0").execute(&mut *stranger).await;
    assert!(rewrite.is_err(), "records are append-only (SYNC-2)");
}

#[tokio::test(flavor = "multi_thread")]
async fn abroad_only_own_coupons_are_read() {
    let partner = partner(sandbox::Options { site: sandbox::Site::International, ..small() }).await;
    let outcome = partner.sync(ALL).await;
    let mut read: Vec<&str> = outcome.iter().map(|(name, _)| *name).collect();
    read.sort_unstable();
    assert_eq!(read, ["customers", "own_coupons", "resellers"], "a call the site does not offer is never sent (API-5)");
    assert_eq!(partner.count("select count(*) from own_coupons where currency <> 'USD'").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coupon_is_read_again_when_its_order_changes_and_the_others_are_left_alone() {
    let partner = distributor().await;
    partner.synced(ALL).await;
    partner.synced(&["orders", "touched_coupons"]).await;
    partner.clock.advance(TimeDelta::hours(1));
    partner.synced(&["touched_coupons"]).await;
    partner.clock.advance(TimeDelta::hours(1));
    let owner = &mut partner.database.owner().await;
    // The vendor gave back what an unsubscription freed; here the coupons still look as before, and one order has changed.
    let stale = "update coupons set balance = 0.01, raw = raw || '{\"balance\": 0.01}' where order_id is not null
        returning remote_id";
    let stale: Vec<String> = sqlx::query_scalar(stale).fetch_all(&mut *owner).await.unwrap();
    assert!(stale.len() > 1, "{stale:?}");
    let changed = "insert into orders (organization_id, account_id, run_id, fetched_at, first_seen_at, remote_id, currency, raw, coupon_amount)
        select organization_id, account_id, run_id, $2, $2, order_id, 'CNY', '{}', 0 from coupons where remote_id = $1";
    sqlx::query(changed).bind(&stale[0]).bind(partner.clock.now()).execute(&mut *owner).await.unwrap();

    partner.clock.advance(TimeDelta::minutes(5));
    partner.synced(&["touched_coupons"]).await;
    let still = "select remote_id from coupons where balance = 0.01 order by id";
    let still: Vec<String> = sqlx::query_scalar(still).fetch_all(owner).await.unwrap();
    assert_eq!(still.iter().filter(|id| **id == stale[0]).count(), 0, "SYNC-6");
    assert!(!still.is_empty(), "nothing is known to have changed of the others");
}
