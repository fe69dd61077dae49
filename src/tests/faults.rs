//! Everything that can go wrong at the vendor against the whole synchronisation: what is stored stays whole while it
//! lasts, the run says why, and when it is over the mirrors are those of a partner who never saw it.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use chrono::TimeDelta;
use sqlx::AssertSqlSafe;

use super::support::{
    spoiler::{Spoil, Spoiler},
    vendor::{Partner, distributor},
};
use crate::{
    cloud::{
        CallRate, Client, Connection, Lane, Limits, Patience, Site, Throttle,
        wire::{
            quotas::{ListQuotaCoupons, UpdateCouponQuotas},
            resellers::ListIndirectPartners,
        },
    },
    sandbox::FaultPlan,
    sync::{Account, Outcome, engine::State},
};

/// Tables that are not what the vendor said: the portal's own, and those that tell of the readings themselves.
const NOT_MIRRORED: &str = "organizations members member_roles login_attempts sessions cloud_accounts call_budgets \
    sync_runs sync_resources sync_cursors customer_assignments consumption_seen monthly_bill_staging _sqlx_migrations";
/// Columns that tell when and by which run a row came.
const STAMPS: [&str; 14] = [
    "id",
    "run_id",
    "fetched_at",
    "first_seen_at",
    "pulled_at",
    "found_at",
    "details_at",
    "refunds_at",
    "read_at",
    "list_read_at",
    "result_read_at",
    "next_ask_at",
    "review_since",
    "state_at",
];

/// Rows of every mirror: table → digest of a row → how often it is there.
type Mirrors = BTreeMap<String, BTreeMap<String, usize>>;

/// What is stored. Rows are told apart by everything the vendor said and whose they are; ids and times of reading differ
/// between two databases and are left out.
async fn mirrors(partner: &Partner) -> Mirrors {
    let owner = &mut partner.database.owner().await;
    let tables: Vec<(String, Vec<String>)> = sqlx::query_as(
        "select c.relname, coalesce((
             select array_agg(a.attname::text) from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid
             where k.conrelid = c.oid and k.contype = 'f' and a.attnum = any(k.conkey)), '{}')
         from pg_class c
         where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
             and c.relname <> all(string_to_array($1, ' '))
         order by 1",
    )
    .bind(NOT_MIRRORED)
    .fetch_all(&mut *owner)
    .await
    .unwrap();
    let mut mirrors = Mirrors::new();
    for (table, references) in tables {
        let left_out: Vec<String> = references.into_iter().chain(STAMPS.map(str::to_owned)).collect();
        let sql = format!(
            "select md5((to_jsonb(t) - $1 || jsonb_build_object('whose', o.remote_id))::text) || case
                 when $2 then (to_jsonb(t) - $1)::text else '' end
             from {table} t left join organizations o on o.id = (to_jsonb(t) ->> 'organization_id')::bigint"
        );
        let told = std::env::var_os("FAULTS_TELL").is_some();
        let rows: Vec<String> =
            sqlx::query_scalar(AssertSqlSafe(sql)).bind(left_out).bind(told).fetch_all(&mut *owner).await.unwrap();
        let counted = mirrors.entry(table).or_default();
        for row in rows {
            *counted.entry(row).or_default() += 1;
        }
    }
    mirrors
}

/// Fails with the tables that differ, and by which rows.
#[track_caller]
fn assert_same(fault: &str, found: &Mirrors, wanted: &Mirrors) {
    let mut differing = Vec::new();
    for (table, wanted) in wanted {
        let found = &found[table];
        let missing: Vec<_> = wanted.iter().filter(|(row, count)| found.get(*row) != Some(count)).take(2).collect();
        let extra: Vec<_> = found.iter().filter(|(row, count)| wanted.get(*row) != Some(count)).take(2).collect();
        if !missing.is_empty() || !extra.is_empty() {
            differing.push(format!("{table}: missing {missing:?}, more {extra:?}"));
        }
    }
    assert!(differing.is_empty(), "{fault}:\n  {}", differing.join("\n  "));
}

/// Mirrors whose rows come whole in one answer. Others are put together: of two languages, of a list and its details, of
/// sums over parts; they are right when everything was read.
const WHOLE: [&str; 13] = [
    "adjust_records",
    "consumption_lines",
    "coupon_records",
    "coupons",
    "customer_balances",
    "customers",
    "issued_quotas",
    "monthly_bills",
    "partner_balances",
    "partner_statement",
    "quota_records",
    "resellers",
    "voucher_quotas",
];

/// Fails when a row is stored that an undisturbed reading does not know, or more often than there.
#[track_caller]
fn assert_part_of(fault: &str, found: &Mirrors, wanted: &Mirrors) {
    for table in WHOLE {
        let (found, wanted) = (&found[table], &wanted[table]);
        let strangers = found.iter().filter(|(row, count)| wanted.get(*row).is_none_or(|all| all < count));
        let strangers: Vec<_> = strangers.take(2).collect();
        assert!(strangers.is_empty(), "{fault}: {table} holds what nobody sent: {strangers:?}");
    }
}

/// A partner whose client waits for nobody, against the vendor or something before it.
async fn impatient() -> Partner {
    let mut partner = distributor().await;
    let url = partner.vendor.base_url();
    partner.account = through(&partner, &url, IMPATIENT);
    partner
}

/// So long an answer may take where slowness is among what is tried.
const IMPATIENT: Duration = Duration::from_millis(900);

/// The partner's connection to another address.
fn through(partner: &Partner, url: &str, wait: Duration) -> Account {
    within(partner, url, patience(wait))
}

fn patience(wait: Duration) -> Patience {
    Patience {
        pauses: [Duration::ZERO; 3],
        flow_pause: Duration::ZERO,
        people_wait: wait,
        sync_wait: wait,
        ..Patience::default()
    }
}

fn within(partner: &Partner, url: &str, patience: Patience) -> Account {
    let keys = partner.vendor.keys();
    let mut connection = Connection::new(Site::China, url, url, &keys.ak, keys.sk.into()).unwrap();
    connection.domain_id = Some(keys.domain_id);
    let clock = partner.clock.clone();
    let client = Client::with_patience(connection, clock, Throttle::memory(CallRate::Off), patience).unwrap();
    Account { client: Arc::new(client), ..partner.account.clone() }
}

/// The mirrors of a partner who reads the same world once, undisturbed.
async fn undisturbed() -> Mirrors {
    let partner = impatient().await;
    partner.synced(&[]).await;
    mirrors(&partner).await
}

/// Why the runs since `run` failed; those aside that only wait for another resource.
async fn problems(partner: &Partner, run: i64) -> Vec<String> {
    let sql = "select distinct problem from sync_runs where id > $1 and problem is not null and problem <> 'waits' order by problem";
    sqlx::query_scalar(sql).bind(run).fetch_all(&mut partner.database.owner().await).await.unwrap()
}

async fn latest_run(partner: &Partner) -> i64 {
    partner.count("select coalesce(max(id), 0) from sync_runs").await
}

fn failed(outcome: &Outcome) -> bool {
    outcome.iter().any(|(_, state)| *state != State::Done)
}

/// Plays `plan` into an empty portal, then lets it read in peace, then plays it again over a full one.
async fn survives(plan: &str, problem: &[&str], wanted: &Mirrors) {
    let partner = impatient().await;
    let faults = |plan: &str| partner.vendor.control().faults(FaultPlan::from_spec(plan).unwrap());
    faults(plan);
    let disturbed = partner.sync(&[]).await;
    assert_eq!(failed(&disturbed), !problem.is_empty(), "{plan}: {disturbed:?}");
    assert_eq!(problems(&partner, 0).await, problem, "{plan}");
    assert_part_of(plan, &mirrors(&partner).await, wanted);

    faults("");
    partner.clock.advance(TimeDelta::minutes(5));
    partner.synced(&[]).await;
    assert_same(&format!("after {plan}"), &mirrors(&partner).await, wanted);

    faults(plan);
    partner.clock.advance(TimeDelta::minutes(5));
    partner.sync(&[]).await;
    assert_same(&format!("again {plan}"), &mirrors(&partner).await, wanted);
}

#[tokio::test(flavor = "multi_thread")]
async fn flow_control_a_clock_that_is_off_and_slowness_lose_and_double_nothing() {
    let wanted = undisturbed().await;
    for (plan, problem) in [
        ("throttle", &["throttled"] as &[&str]),
        ("throttle=0.2", &[]),
        ("flow=0.2", &["throttled"]),
        ("skew", &["clock"]),
        ("skew=0.3", &["clock"]),
        ("slow=1", &[]),
    ] {
        survives(plan, problem, &wanted).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_of_writes_do_not_touch_the_reading() {
    let plan = "error_before,error_after,cut_before,cut_after,ok_with_error,partial,busy_quota,late_records=600,association_timeout";
    survives(plan, &[], &undisturbed().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_right_stops_its_own_resource_and_no_other() {
    let partner = impatient().await;
    let plan = serde_json::json!({"denied": true, "operation": "ListQuotaCoupons"});
    partner.vendor.control().faults(FaultPlan::from_json(&plan).unwrap());
    let outcome = partner.sync(&[]).await;
    let failed: Vec<&str> = outcome.iter().filter(|(_, state)| *state != State::Done).map(|(name, _)| *name).collect();
    assert_eq!(failed, ["voucher_quotas"]);
    assert_eq!(problems(&partner, 0).await, ["rights"]);
    assert_eq!(
        partner.count("select count(*) from sync_runs where problem = 'rights' and calls = 0").await,
        0,
        "refused calls count"
    );
    let code = "select count(*) from sync_runs where problem_code = 'CBC.0151' and problem_request_id is not null";
    assert_eq!(partner.count(code).await, 1, "for whoever asks the vendor for the right");
}

/// A write whose record the vendor lists late: it is not missed, whatever was read meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_is_listed_late_arrives_once() {
    let partner = impatient().await;
    partner.synced(&["resellers", "quota_records"]).await;
    let count = "select count(*) from quota_records";
    let before = partner.count(count).await;
    partner.vendor.control().faults(FaultPlan::from_spec("late_records=600").unwrap());
    let quota = ListQuotaCoupons { quota_status_list: vec![0], ..ListQuotaCoupons::default() };
    let client = &partner.account.client;
    let quotas = client.call(&quota, Lane::People).await.unwrap().value.quotas;
    let parent = quotas.into_iter().max_by_key(|quota| quota.balance).unwrap();
    let reseller = client.call(&ListIndirectPartners::default(), Lane::People).await.unwrap().value;
    let issue = UpdateCouponQuotas {
        quota_id: parent.quota_id.unwrap(),
        indirect_partner_ids: vec![reseller.indirect_partners[0].indirect_partner_id.clone().unwrap()],
        quota_amount: rust_decimal::Decimal::ONE,
    };
    client.call(&issue, Lane::People).await.unwrap();
    for (minutes, more) in [(0, 0), (5, 0), (6, 1), (5, 1)] {
        partner.clock.advance(TimeDelta::minutes(minutes));
        partner.synced(&["quota_records"]).await;
        assert_eq!(partner.count(count).await - before, more, "{minutes} minutes later");
    }
}

/// Pages so small that every list of lines has several.
async fn on_small_pages() -> Partner {
    let mut partner = impatient().await;
    partner.account.detail_page = 2;
    partner
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_moves_while_it_is_read_is_read_again_and_then_reported() {
    let wanted = undisturbed().await;
    let partner = on_small_pages().await;
    let faults = |plan: &str| partner.vendor.control().faults(FaultPlan::from_spec(plan).unwrap());
    faults("shift");
    assert!(failed(&partner.sync(&[]).await));
    assert_eq!(problems(&partner, 0).await, ["does_not_add_up"]);
    assert_part_of("shift", &mirrors(&partner).await, &wanted);
    // One list moves once: its second reading adds up.
    let once = serde_json::json!({"shift": {"count": 1}});
    partner.vendor.control().faults(FaultPlan::from_json(&once).unwrap());
    partner.clock.advance(TimeDelta::minutes(5));
    partner.synced(&[]).await;
    assert_same("shift once", &mirrors(&partner).await, &wanted);
}

/// A partner who reaches the vendor through something that spoils answers.
async fn spoilt() -> (Partner, Spoiler) {
    let mut partner = impatient().await;
    let spoiler = Spoiler::before(partner.vendor.address()).await;
    partner.account = through(&partner, &spoiler.url, IMPATIENT);
    (partner, spoiler)
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_are_none_are_told_as_such_and_change_nothing() {
    let wanted = undisturbed().await;
    for (spoil, problem) in [
        (Spoil::Html, "unreadable"),
        (Spoil::BadGateway, "vendor_down"),
        (Spoil::Half, "unreadable"),
        (Spoil::Total, "does_not_add_up"),
    ] {
        let (partner, spoiler) = spoilt().await;
        spoiler.spoils(spoil);
        assert!(failed(&partner.sync(&[]).await), "{spoil:?}");
        assert_eq!(problems(&partner, 0).await, [problem], "{spoil:?}");
        assert_part_of(&format!("{spoil:?}"), &mirrors(&partner).await, &wanted);

        spoiler.spoils(Spoil::Nothing);
        partner.clock.advance(TimeDelta::minutes(5));
        partner.synced(&[]).await;
        assert_same(&format!("after {spoil:?}"), &mirrors(&partner).await, &wanted);

        let before = latest_run(&partner).await;
        spoiler.spoils(spoil);
        partner.clock.advance(TimeDelta::minutes(5));
        assert!(failed(&partner.sync(&[]).await), "{spoil:?}");
        assert_eq!(problems(&partner, before).await, [problem], "again {spoil:?}");
        assert_same(&format!("again {spoil:?}"), &mirrors(&partner).await, &wanted);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn compressed_answers_and_a_first_one_lost_read_as_if_nothing_were() {
    let (partner, spoiler) = spoilt().await;
    spoiler.spoils(Spoil::FirstOfEach);
    partner.synced(&[]).await;
    let (answers, compressed) = spoiler.answers();
    assert!(answers > 0 && answers == compressed, "{compressed} of {answers} were compressed");
    assert_same("first of each", &mirrors(&partner).await, &undisturbed().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_without_end_is_given_up_at_once_and_not_asked_for_again() {
    for spoil in [Spoil::Endless, Spoil::Bomb] {
        let (mut partner, spoiler) = spoilt().await;
        // Up to the usual limit it is a long way on a busy machine.
        let limits = Limits { body: 1 << 22, ..Limits::default() };
        partner.account = within(&partner, &spoiler.url, Patience { limits, ..patience(Duration::from_mins(1)) });
        spoiler.spoils(spoil);
        assert_eq!(partner.sync(&["resellers"]).await, [("resellers", State::Failed)], "{spoil:?}");
        assert_eq!(problems(&partner, 0).await, ["unreadable"], "{spoil:?}");
        assert_eq!(spoiler.answers().0, 1, "{spoil:?}: the next one would be as long");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vendor_that_speaks_no_tls_or_is_not_there_is_out_of_reach() {
    let mut partner = impatient().await;
    let address = partner.vendor.address();
    let nobody = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    for url in [format!("https://{address}"), format!("http://{nobody}")] {
        let before = latest_run(&partner).await;
        partner.account = through(&partner, &url, IMPATIENT);
        assert!(failed(&partner.sync(&[]).await), "{url}");
        assert_eq!(problems(&partner, before).await, ["unreachable"], "{url}");
    }
}
