//! The budget in virtual time, and the same budget in Postgres.

use proptest::prelude::*;

use super::*;
use crate::tests::support::{TestDatabase, database};

const STEP: Duration = Duration::from_millis(125);

fn eight() -> CallRate {
    CallRate::default()
}

#[test]
fn a_lane_alone_has_the_whole_rate() {
    for lane in [Lane::Sync, Lane::People] {
        let (mut budget, now) = (Budget::default(), Instant::now());
        let waits: Vec<Duration> = (0..4).map(|_| budget.reserve(now, lane, STEP)).collect();
        assert_eq!(waits, [0, 125, 250, 375].map(Duration::from_millis), "{lane:?}");
    }
}

#[test]
fn a_quarter_is_kept_for_people_and_lent_while_they_are_idle() {
    let (mut budget, start) = (Budget::default(), Instant::now());
    budget.reserve(start, Lane::Sync, STEP);
    assert_eq!(budget.reserve(start, Lane::People, STEP), Duration::ZERO, "a person does not queue behind sync");
    assert_eq!(budget.reserve(start, Lane::People, STEP), Duration::from_millis(500), "a quarter of eight a second");
    let first = budget.reserve(start, Lane::Sync, STEP);
    let second = budget.reserve(start, Lane::Sync, STEP);
    assert_eq!(first, Duration::from_millis(250), "the place lent to sync is paid back");
    assert_eq!((second - first).as_micros(), 166_666, "three quarters while people are active");
    let later = start + Duration::from_secs(12);
    let first = budget.reserve(later, Lane::Sync, STEP);
    assert_eq!(budget.reserve(later, Lane::Sync, STEP) - first, STEP, "ten seconds later all of it");
}

#[test]
fn sync_that_comes_back_queues_behind_a_burst_of_people() {
    let (mut budget, now) = (Budget::default(), Instant::now());
    for _ in 0..8 {
        budget.reserve(now, Lane::People, STEP);
    }
    assert_eq!(budget.reserve(now, Lane::Sync, STEP), Duration::from_secs(1));
}

#[test]
fn a_crowd_on_both_lanes_stays_within_the_rate() {
    let (mut budget, start) = (Budget::default(), Instant::now());
    let minute = start + Duration::from_secs(60);
    let mut calls = [1, 1];
    budget.reserve(start, Lane::Sync, STEP);
    budget.reserve(start, Lane::People, STEP);
    // Each lane asks again as soon as its next place has come.
    let mut next = [budget.sync_next.unwrap(), budget.people_next.unwrap()];
    while next[0].min(next[1]) < minute {
        let turn = usize::from(next[1] < next[0]);
        let lane = [Lane::Sync, Lane::People][turn];
        budget.reserve(next[turn], lane, STEP);
        calls[turn] += 1;
        next = [budget.sync_next.unwrap(), budget.people_next.unwrap()];
    }
    let [sync, people] = calls;
    assert!((476..=482).contains(&(sync + people)), "eight a second for a minute: {sync} + {people}");
    assert!((118..=122).contains(&people), "of which a quarter for people: {people}");
}

proptest! {
    /// Whoever comes when: never more than the vendor's own ten in any second (API-37).
    #[test]
    fn no_second_holds_more_than_the_vendor_takes(
        arrivals in prop::collection::vec((0_u64..40_000, any::<bool>()), 1..300)
    ) {
        let (mut budget, origin) = (Budget::default(), Instant::now());
        let mut arrivals = arrivals;
        arrivals.sort_unstable();
        let mut starts: Vec<Duration> = arrivals
            .into_iter()
            .map(|(at, person)| {
                let at = Duration::from_millis(at);
                at + budget.reserve(origin + at, if person { Lane::People } else { Lane::Sync }, STEP)
            })
            .collect();
        starts.sort_unstable();
        for window in starts.windows(11) {
            prop_assert!(window[10] - window[0] >= Duration::from_millis(990), "{window:?}");
        }
    }
}

#[test]
fn the_identity_check_has_half_the_rate() {
    let throttle = Throttle::memory(eight());
    assert_eq!(throttle.step("ListSubCustomers"), Some(STEP));
    assert_eq!(throttle.step("CheckUserIdentity"), Some(STEP * 2));
    assert_eq!(Throttle::memory(CallRate::Off).step("ListSubCustomers"), None);
}

/// A database with one connection in it.
async fn account() -> (TestDatabase, i64) {
    let database = database().await;
    let mut owner = database.owner().await;
    let id = sqlx::query_scalar(
        "with made as (
             insert into organizations (code, name, kind) values ('yunhe', 'Yunhe', 'distributor') returning id
         )
         insert into cloud_accounts (organization_id, site, base_url, iam_url, access_key, secret_key_sealed)
         select id, 'china', 'https://bss.example.com', 'https://iam.example.com', 'AK', '\\x00' from made
         returning id",
    )
    .fetch_one(&mut owner)
    .await
    .unwrap();
    (database, id)
}

/// How much time the places of a lane take up, from `since` on, in milliseconds.
async fn taken(database: &TestDatabase, column: &'static str, since: chrono::DateTime<chrono::Utc>) -> i64 {
    let next: chrono::DateTime<chrono::Utc> = match column {
        "sync" => sqlx::query_scalar("select sync_next_at from call_budgets"),
        _ => sqlx::query_scalar("select people_next_at from call_budgets"),
    }
    .fetch_one(&mut database.owner().await)
    .await
    .unwrap();
    (next - since).num_milliseconds()
}

async fn clock(database: &TestDatabase) -> chrono::DateTime<chrono::Utc> {
    sqlx::query_scalar("select clock_timestamp()").fetch_one(&mut database.owner().await).await.unwrap()
}

#[tokio::test]
async fn two_processes_share_one_budget() {
    let (database, account_id) = account().await;
    let other = Db::connect(database.options.clone(), 4, crate::db::Use::Jobs).await.unwrap();
    let processes = [database.db.clone(), other].map(|db| Throttle::shared(db, account_id, eight()));
    let since = clock(&database).await;
    let reservations = (0..40).map(|n| processes[n % 2].reserve("ListSubCustomers", Lane::Sync));
    let waits = futures::future::try_join_all(reservations).await.unwrap();
    assert!(taken(&database, "sync", since).await >= 40 * 125, "forty places take five seconds, whoever took them");
    let longest = *waits.iter().max().unwrap();
    assert!(longest <= STEP * 39, "and not more than that: {longest:?}");
    let apart = Throttle::shared(database.db.clone(), account_id, eight());
    assert_eq!(apart.reserve("ListQuotaCoupons", Lane::Sync).await.unwrap(), Duration::ZERO, "each API has its own");
}

/// Puts the next places of both lanes where they decide everything, however slow this machine is: an hour ahead for a
/// lane in use, the beginning of time for one that rests. In columns of `call_budgets`.
async fn places(database: &TestDatabase, sync: &'static str, people: &'static str) {
    let at = |lane| if lane == "in use" { "clock_timestamp() + interval '1 hour'" } else { "'-infinity'" };
    let sql = format!("update call_budgets set sync_next_at = {}, people_next_at = {}", at(sync), at(people));
    sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&mut database.owner().await).await.unwrap();
}

/// By how many microseconds a lane's next place moves when `count` places of `lane` are taken.
async fn moved(database: &TestDatabase, throttle: &Throttle, (lane, count): (Lane, usize), seen: Lane) -> Option<i64> {
    let column = if seen == Lane::Sync { "sync_next_at" } else { "people_next_at" };
    let owner = &mut database.owner().await;
    let sql = format!("select {column} from call_budgets");
    let before: chrono::DateTime<chrono::Utc> =
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql.clone())).fetch_one(&mut *owner).await.unwrap();
    for _ in 0..count {
        throttle.reserve("ListSubCustomers", lane).await.unwrap();
    }
    let after: chrono::DateTime<chrono::Utc> =
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(owner).await.unwrap();
    (after - before).num_microseconds()
}

#[tokio::test]
async fn postgres_keeps_a_quarter_for_people() {
    let (database, account_id) = account().await;
    let throttle = Throttle::shared(database.db.clone(), account_id, eight());
    throttle.reserve("ListSubCustomers", Lane::Sync).await.unwrap();
    places(&database, "in use", "at rest").await;
    let wait = throttle.reserve("ListSubCustomers", Lane::People).await.unwrap();
    assert_eq!(wait, Duration::ZERO, "a person does not queue behind an hour of sync");
    places(&database, "in use", "at rest").await;
    let paid = moved(&database, &throttle, (Lane::People, 1), Lane::Sync).await;
    assert_eq!(paid, Some(125_000), "the place lent to sync is paid back");
    places(&database, "in use", "in use").await;
    let people = moved(&database, &throttle, (Lane::People, 4), Lane::People).await;
    assert_eq!(people, Some(2_000_000), "two places a second are people's");
    let sync = moved(&database, &throttle, (Lane::Sync, 6), Lane::Sync).await;
    assert_eq!(sync, Some(6 * 166_666), "six places a second are left to sync");
    places(&database, "in use", "at rest").await;
    let lent = moved(&database, &throttle, (Lane::Sync, 8), Lane::Sync).await;
    assert_eq!(lent, Some(1_000_000), "all of it while people are idle");
}

#[tokio::test]
async fn a_refusal_holds_back_both_lanes_in_postgres() {
    let (database, account_id) = account().await;
    let throttle = Throttle::shared(database.db.clone(), account_id, eight());
    throttle.reserve("ListSubCustomers", Lane::Sync).await.unwrap();
    assert_eq!(throttle.block("ListSubCustomers", Duration::from_secs(600)).await.unwrap(), Duration::ZERO);
    throttle.block("ListSubCustomers", Duration::from_secs(1)).await.unwrap();
    for lane in [Lane::People, Lane::Sync] {
        let wait = throttle.reserve("ListSubCustomers", lane).await.unwrap();
        assert!(wait > Duration::from_secs(500), "the longer refusal counts: {lane:?} {wait:?}");
    }
}

#[tokio::test]
async fn without_a_database_no_place_is_given() {
    let (database, account_id) = account().await;
    let throttle = Throttle::shared(database.db.clone(), account_id, eight());
    database.db.close().await;
    assert!(throttle.reserve("ListSubCustomers", Lane::People).await.is_err());
}
