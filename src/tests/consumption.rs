//! Stories of consumption details: every line arrives once, changes of closed cycles are kept, a kill loses and doubles
//! nothing (BILL-40 to BILL-43, SYNC-B04 to SYNC-B12).

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use chrono::TimeDelta;
use rust_decimal::Decimal;

use super::support::{
    story::Story,
    vendor::{Partner, distributor, engine, partner, small},
};
use crate::{
    cloud::{Lane, wire::Paged, wire::bills::ListSubCustomerBillDetail},
    db::{Db, Use},
    sandbox,
    sync::{
        Progress, Selection,
        engine::{Asker, State},
        tally::Tally,
    },
    values::Month,
};

const BEFORE: &[&str] = &["resellers", "customers", "consuming_customers"];

fn october() -> Month {
    "2026-10".parse().unwrap()
}

/// Organisation, customer, cycle.
type Book = (i64, String, Month);

/// Every line the vendor has of a customer's cycle: key and payable amount.
async fn at_vendor(
    partner: &Partner,
    customer: &str,
    month: Month,
    reseller: Option<&str>,
) -> BTreeMap<String, Decimal> {
    let request = ListSubCustomerBillDetail {
        bill_cycle: month.to_string(),
        customer_id: customer.to_owned(),
        indirect_partner_id: reseller.map(str::to_owned),
        ..ListSubCustomerBillDetail::default()
    };
    let answer = partner.account.client.call(&request.page(0, 1000), Lane::People).await.unwrap().value;
    assert_eq!(answer.total_count, i64::try_from(answer.fee_records.len()).ok(), "one page holds all");
    answer.fee_records.into_iter().map(|line| (line.id.unwrap(), line.payment_amount.unwrap_or_default())).collect()
}

/// Every line stored of a customer's cycle: key and payable amount.
async fn stored(partner: &Partner, (organization, customer, month): &Book) -> BTreeMap<String, Decimal> {
    let rows: Vec<(String, Option<Decimal>)> = sqlx::query_as(
        "select line_key, payment_amount from consumption_lines where organization_id = $1 and customer_id = $2 and bill_month = $3",
    )
    .bind(organization)
    .bind(customer)
    .bind(month.first_day())
    .fetch_all(&mut partner.database.owner().await)
    .await
    .unwrap();
    rows.into_iter().map(|(key, amount)| (key, amount.unwrap_or_default())).collect()
}

/// Customers with their organisation and the reseller to ask about.
async fn customers(partner: &Partner) -> Vec<(i64, String, Option<String>)> {
    sqlx::query_as(
        "select c.organization_id, c.remote_id, o.remote_id from customers c join organizations o on o.id = c.organization_id order by c.id",
    )
    .fetch_all(&mut partner.database.owner().await)
    .await
    .unwrap()
}

/// All that is stored is what the vendor has, for every customer and both cycles.
async fn assert_equal_to_vendor(partner: &Partner) {
    let november = october().next();
    for (organization, customer, reseller) in customers(partner).await {
        for month in [october(), november] {
            let theirs = at_vendor(partner, &customer, month, reseller.as_deref()).await;
            let ours = stored(partner, &(organization, customer.clone(), month)).await;
            assert_eq!(ours, theirs, "{customer} {month}");
        }
    }
}

/// The roll-ups say what the lines say.
async fn assert_rolled_up(partner: &Partner) {
    let off = "select count(*) from (
        select organization_id, bill_month, currency, lines, zero_lines, payment_amount, official_amount from consumption_by_month
        except
        select organization_id, bill_month, currency, count(*), count(*) filter (where coalesce(payment_amount, 0) = 0),
          coalesce(sum(payment_amount), 0), coalesce(sum(official_amount), 0) from consumption_lines
        group by organization_id, bill_month, currency) x";
    assert_eq!(partner.count(off).await, 0, "roll-up by month");
    let missing = "select count(*) from (
        select organization_id, bill_month, service_type_code, sum(payment_amount) from consumption_lines group by 1, 2, 3
        except
        select organization_id, bill_month, service_type_code, sum(payment_amount) from consumption_by_service group by 1, 2, 3) x";
    assert_eq!(partner.count(missing).await, 0, "roll-up by service");
    let glance = "select count(*) from (
        select organization_id, bill_month, s ->> 0 as code, (s ->> 2)::bigint as lines from consumption_cycles, json_array_elements(services) s
        except
        select organization_id, bill_month, service_type_code, count(*) from consumption_lines group by 1, 2, 3) x";
    assert_eq!(partner.count(glance).await, 0, "choices of the filter");
    let lines = partner.count("select count(*) from consumption_lines").await;
    let summed = "select sum((s ->> 'lines')::bigint)::bigint from consumption_cycles, json_array_elements(sums) s";
    assert_eq!(partner.count(summed).await, lines, "sums of the page");
    assert_eq!(partner.count("select sum(lines)::bigint from consumption_by_customer").await, lines);
    assert_eq!(partner.count("select sum(lines)::bigint from bill_cycles where data_set = 'detail'").await, lines);
}

fn asked_for(months: &[Month]) -> Selection {
    let only = vec!["consumption".to_owned()];
    Selection { only, months: months.to_vec(), full: false, asker: Asker::CommandLine }
}

async fn read_again(partner: &Partner, months: &[Month]) {
    let outcome = partner.engine.run(&partner.account, &asked_for(months)).await.unwrap();
    assert_eq!(outcome, [("consumption", State::Done)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_line_arrives_under_its_organisation_and_once() {
    let partner = distributor().await;
    partner.synced(BEFORE).await;
    partner.synced(&["consumption"]).await;
    assert_equal_to_vendor(&partner).await;
    assert_rolled_up(&partner).await;
    let (inserted, updated, gone) = partner.changes("consumption").await;
    assert!(inserted > 50 && updated == 0 && gone == 0, "{inserted} {updated} {gone}");
    let standing = "select count(*) from bill_cycles where data_set = 'detail' and
      (bill_month, finality, version) in (('2026-10-01', 'final', 1), ('2026-11-01', 'open', 0))";
    assert_eq!(partner.count(standing).await, 6, "three organisations, two cycles (BILL-40)");
    assert_eq!(partner.count("select count(*) from bill_versions where data_set = 'detail'").await, 3);

    read_again(&partner, &[october(), october().next()]).await;
    assert_eq!(partner.changes("consumption").await, (0, 0, 0), "nothing changed, nothing is written");
    assert_eq!(partner.count("select count(*) from consumption_changes").await, 0);
    let foreign = partner.database.db.open(&[999_999]).await;
    let seen: i64 =
        sqlx::query_scalar("select count(*) from consumption_lines").fetch_one(&mut *foreign.unwrap()).await.unwrap();
    assert_eq!(seen, 0, "row-level security");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_open_cycle_is_read_three_days_back_and_the_closed_one_left_alone() {
    let partner = partner(sandbox::Options { lines: 60, ..small() }).await;
    partner.synced(BEFORE).await;
    partner.synced(&["consumption"]).await;
    let first = partner.count("select rows_read from sync_runs where resource = 'consumption'").await;
    partner.clock.advance(TimeDelta::days(1));
    partner.synced(&["consuming_customers"]).await;
    let scheduled = Selection { asker: Asker::Schedule, ..partner.selection(&["consumption"]) };
    let outcome = partner.engine.run(&partner.account, &scheduled).await.unwrap();
    assert_eq!(outcome, [("consumption", State::Done)]);
    let second = partner.count("select rows_read from sync_runs where resource = 'consumption' order by id desc").await;
    assert!(second * 3 < first, "{second} of {first} rows were read again");
    let (inserted, updated, gone) = partner.changes("consumption").await;
    assert!(inserted > 0 && updated == 0 && gone == 0, "a day's lines came: {inserted} {updated} {gone}");
    assert_equal_to_vendor(&partner).await;
    assert_rolled_up(&partner).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restated_cycle_becomes_a_new_version_with_its_differences() {
    let partner = distributor().await;
    partner.synced(BEFORE).await;
    partner.synced(&["consumption"]).await;
    let (organization, customer, reseller) = customers(&partner).await.remove(0);
    let book = (organization, customer.clone(), october());
    let before = stored(&partner, &book).await;
    partner.vendor.control().restate(&customer, october()).unwrap();

    read_again(&partner, &[october()]).await;
    let after = stored(&partner, &book).await;
    assert_eq!(after, at_vendor(&partner, &customer, october(), reseller.as_deref()).await);
    let removed = before.keys().filter(|key| !after.contains_key(*key)).count();
    let added = after.keys().filter(|key| !before.contains_key(*key)).count();
    let changed = after.iter().filter(|(key, amount)| before.get(*key).is_some_and(|old| old != *amount)).count();
    assert!(removed > 0 && added > 0 && changed > 0);
    let kept: Vec<(String, i64)> =
        sqlx::query_as("select kind, count(*) from consumption_changes where version = 2 group by kind order by kind")
            .fetch_all(&mut partner.database.owner().await)
            .await
            .unwrap();
    let count = |n: usize| i64::try_from(n).unwrap();
    assert_eq!(
        kept,
        [("added".into(), count(added)), ("changed".into(), count(changed)), ("removed".into(), count(removed))]
    );
    let amounts = "select count(*) from consumption_changes where kind = 'changed'
        and (before ->> 'payment_amount')::numeric is distinct from (after ->> 'payment_amount')::numeric";
    assert_eq!(partner.count(amounts).await, count(changed), "both amounts are kept");
    let versions: Vec<(i32, String)> = sqlx::query_as(
        "select v.version, c.finality from bill_versions v join bill_cycles c using (organization_id, bill_month, data_set)
         where v.organization_id = $1 and v.data_set = 'detail' order by v.version",
    )
    .bind(organization)
    .fetch_all(&mut partner.database.owner().await)
    .await
    .unwrap();
    assert_eq!(versions, [(1, "restated".to_owned()), (2, "restated".to_owned())], "the first version stays as it was");
    let others = "select count(*) from bill_cycles where finality = 'restated'";
    assert_eq!(partner.count(others).await, 1, "only that organisation's cycle");
    assert_rolled_up(&partner).await;

    read_again(&partner, &[october()]).await;
    assert_eq!(partner.count("select max(version)::bigint from bill_cycles").await, 2, "no difference, no version");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_vanished_is_taken_away_and_remembered() {
    let partner = distributor().await;
    partner.synced(BEFORE).await;
    partner.synced(&["consumption"]).await;
    let ghost = "insert into consumption_lines (organization_id, bill_month, line_key, digest, account_id, run_id, fetched_at,
          currency, customer_id, trade_time, payment_amount)
        select organization_id, bill_month, 'ghost', digest, account_id, run_id, fetched_at, currency, customer_id, trade_time, 7.5
        from consumption_lines where bill_month = '2026-10-01' limit 1";
    sqlx::query(ghost).execute(&mut partner.database.owner().await).await.unwrap();
    read_again(&partner, &[october()]).await;
    assert_eq!(partner.changes("consumption").await, (0, 0, 1));
    let kept = "select count(*) from consumption_changes where line_key = 'ghost' and kind = 'removed'
        and (before ->> 'payment_amount')::numeric = 7.5 and version = 2";
    assert_eq!(partner.count(kept).await, 1);
    assert_equal_to_vendor(&partner).await;
    assert_eq!(partner.count("select count(*) from consumption_seen").await, 0, "nothing is remembered afterwards");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sudden_nothing_takes_no_line_away() {
    let partner = distributor().await;
    partner.synced(BEFORE).await;
    partner.synced(&["consumption"]).await;
    let lines = partner.count("select count(*) from consumption_lines").await;
    let silent = self::partner(sandbox::Options { lines: 0, ..small() }).await;
    let account = crate::sync::Account { client: silent.account.client.clone(), ..partner.account.clone() };
    let outcome = partner.engine.run(&account, &asked_for(&[october()])).await.unwrap();
    assert_ne!(outcome, [("consumption", State::Done)]);
    let told = "select count(*) from sync_resources where resource = 'consumption' and problem = 'suddenly_empty'";
    assert_eq!(partner.count(told).await, 1, "SYNC-B02");
    assert_eq!(partner.count("select count(*) from consumption_lines").await, lines);
}

/// Tells how far a run is.
#[derive(Default)]
struct Watching(std::sync::Mutex<Option<Arc<Tally>>>);

impl Progress for Watching {
    fn began(&self, _: &'static str, tally: Arc<Tally>) {
        *self.0.lock().unwrap() = Some(tally);
    }
    fn ended(&self, _: &'static str, _: State) {}
}

impl Watching {
    /// Waits until the run has merged so many rows.
    async fn until(&self, rows: i64) {
        loop {
            let read = self.0.lock().unwrap().as_ref().map_or(0, |tally| tally.counts().rows_read);
            if read >= rows {
                return;
            }
            tokio::task::yield_now().await;
        }
    }
}

/// Reads with pages of three lines and dies after `rows` lines; answers whether it died before the end.
async fn killed_after(partner: &Partner, months: &[Month], rows: i64) -> bool {
    // A process of its own: its connections die with it, and with them its lock.
    let db = Db::connect(partner.database.options.clone(), 8, Use::Jobs).await.unwrap();
    let watching = Arc::new(Watching::default());
    let doomed = engine(&db, &partner.clock).watched(watching.clone());
    let account = crate::sync::Account { detail_page: 3, ..partner.account.clone() };
    let selection = asked_for(months);
    let died = tokio::select! {
        _ = doomed.run(&account, &selection) => false,
        () = watching.until(rows) => true,
    };
    drop(doomed);
    tokio::time::timeout(Duration::from_secs(10), db.close()).await.unwrap();
    tokio::time::timeout(Duration::from_secs(10), unlocked(partner)).await.unwrap();
    died
}

/// Waits until the server has noticed that the process is dead: until then its lock stands, and a run answers `Busy`.
async fn unlocked(partner: &Partner) {
    let held = "select count(*) from pg_locks where locktype = 'advisory'
      and database = (select oid from pg_database where datname = current_database())";
    while partner.count(held).await > 0 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_at_any_point_loses_nothing_and_doubles_nothing() {
    let partner = partner(sandbox::Options { customers: 4, resellers: 1, lines: 40, ..small() }).await;
    partner.synced(BEFORE).await;
    let both = [october(), october().next()];
    for rows in [1, 20, 70, 110, 150] {
        killed_after(&partner, &both, rows).await;
        partner.clock.advance(TimeDelta::minutes(1));
    }
    let account = crate::sync::Account { detail_page: 3, ..partner.account.clone() };
    let outcome = partner.engine.run(&account, &asked_for(&both)).await.unwrap();
    assert_eq!(outcome, [("consumption", State::Done)]);
    assert!(partner.count("select count(*) from sync_runs where state = 'abandoned'").await > 0, "it was killed");
    assert_equal_to_vendor(&partner).await;
    assert_rolled_up(&partner).await;
    let read = partner.count("select rows_read from sync_runs where resource = 'consumption' order by id desc").await;
    let lines = partner.count("select count(*) from consumption_lines").await;
    assert!(read < lines, "the last run took up what the others had done: {read} of {lines} rows");
    assert_eq!(partner.count("select count(*) from consumption_seen").await, 0);
    assert_eq!(partner.count("select count(*) from consumption_changes").await, 0, "a first reading changes nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restatement_survives_a_kill() {
    let partner = partner(sandbox::Options { customers: 3, resellers: 0, lines: 40, ..small() }).await;
    partner.synced(BEFORE).await;
    partner.synced(&["consumption"]).await;
    partner.clock.advance(TimeDelta::hours(1));
    for (_, customer, _) in customers(&partner).await {
        partner.vendor.control().restate(&customer, october()).unwrap();
    }
    let died = killed_after(&partner, &[october()], 30).await;
    assert!(died);
    read_again(&partner, &[october()]).await;
    assert_equal_to_vendor(&partner).await;
    assert_rolled_up(&partner).await;
    let versions = "select count(*) from bill_versions where data_set = 'detail' and version = 2";
    assert_eq!(partner.count(versions).await, 1, "one restatement, however often it was begun");
    let doubled =
        "select count(*) from (select line_key from consumption_changes group by line_key having count(*) > 1) x";
    assert_eq!(partner.count(doubled).await, 0);
    let missing = "select count(*) from consumption_changes where version <> 2";
    assert_eq!(partner.count(missing).await, 0);
}

#[tokio::test]
async fn a_line_names_its_units_and_its_product_in_the_readers_language() {
    let story = Story::begin().await;
    story.customers("yunhe", "c", 1).await;
    story
        .sql(
            "select ensure_consumption_month('2026-11-01');
             insert into consumption_lines (organization_id, bill_month, line_key, digest, account_id, run_id, fetched_at, currency,
               customer_id, trade_time, product_id, product_spec_desc, usage_amount, usage_measure_id, ri_usage, ri_usage_measure_id)
             select organization_id, '2026-11-01', 'k', md5('k')::uuid, account_id, run_id, fetched_at, 'CNY', remote_id,
               '2026-11-10 04:00+00', 'p-1', '通用计算型', 2, 4, 3, 99 from customers;
             insert into measures (organization_id, account_id, measure_id, name_zh, name_en, run_id, fetched_at, first_seen_at)
             select organization_id, account_id, 4, '小时', 'Hour', run_id, fetched_at, fetched_at from customers;
             insert into business_discounts (organization_id, account_id, item_key, item_type, product_id, name_zh, name_en, run_id,
               fetched_at, first_seen_at)
             select organization_id, account_id, 'i-1', 'product', 'p-1', '通用计算型', 'General computing', run_id, fetched_at, fetched_at
             from customers",
        )
        .await;
    let id = story.number("select id from consumption_lines").await;
    let mut admin = story.member("yunhe", "admin").await;
    for (language, shown) in [("en", ["2 Hour", "General computing"]), ("zh-CN", ["2 小时", "通用计算型"])] {
        admin.language = language;
        let page = admin.get(&format!("/bills/consumption/{id}?cycle=2026-11")).await;
        let values = page.texts(".facts dd");
        for want in shown {
            assert!(values.iter().any(|value| value == want), "{want}: {values:?}");
        }
        assert!(values.iter().any(|value| value.contains("99")), "an unknown unit keeps its number");
    }
}
