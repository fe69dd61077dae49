//! A partner with its vendor: an organisation, a sandbox on a port of its own, a connection between them, all on one
//! stopped clock.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use tokio::net::TcpListener;

use super::{TestDatabase, database};
use crate::{
    clock::Clock,
    cloud::{CallRate, Client, Connection, Site, Throttle, client::Patience, install_crypto},
    db::Db,
    jobs,
    sandbox::{self, Running},
    sync::{
        Account, Engine, Outcome, Selection,
        engine::{Asker, State},
        tally::Unwatched,
    },
};

/// The stopped instant of every story: a Wednesday, 18 November 2026, 10:00 in Beijing.
pub fn story_time() -> DateTime<Utc> {
    "2026-11-18T02:00:00Z".parse().unwrap()
}

/// A partner organisation with a vendor to synchronise from.
pub struct Partner {
    pub database: TestDatabase,
    pub clock: Clock,
    pub vendor: Running,
    pub account: Account,
    pub engine: Engine,
}

/// A distributor on the China site with a small world: 12 customers, 2 resellers, 2 months of 5 lines.
pub async fn distributor() -> Partner {
    partner(small()).await
}

/// The small world's options, to be changed by stories.
pub fn small() -> sandbox::Options {
    sandbox::Options { customers: 12, resellers: 2, months: 2, lines: 5, rate: 0, ..sandbox::Options::default() }
}

/// A partner as `options` describe it; the sandbox tells the time of the story's clock.
pub async fn partner(options: sandbox::Options) -> Partner {
    install_crypto();
    // Shown with the output of a test that fails.
    drop(tracing_subscriber::fmt().with_test_writer().with_max_level(tracing::Level::WARN).try_init());
    let clock = Clock::stopped(story_time());
    let time = clock.clone();
    let options = sandbox::Options { now: Some(Arc::new(move || time.now())), ..options };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let vendor = sandbox::start(&options, listener).unwrap();
    let database = database().await;
    let has_resellers = options.profile == sandbox::Profile::Distributor;
    let kind = if has_resellers { "distributor" } else { "solution_provider" };
    let site = if options.site == sandbox::Site::China { Site::China } else { Site::International };
    let (organization_id, account_id) = stored(&mut database.owner().await, kind, site, &vendor).await;
    let account = Account {
        id: account_id,
        organization_id,
        has_resellers,
        site,
        detail_page: 100,
        client: Arc::new(client(&vendor, site, &clock)),
    };
    let engine = engine(&database.db, &clock);
    Partner { database, clock, vendor, account, engine }
}

/// An engine over all resources that nobody watches.
pub fn engine(db: &Db, clock: &Clock) -> Engine {
    Engine::new(db.clone(), clock.clone(), jobs::resources(), Arc::new(Unwatched))
}

fn client(vendor: &Running, site: Site, clock: &Clock) -> Client {
    let keys = vendor.keys();
    let url = vendor.base_url();
    let mut connection = Connection::new(site, &url, &url, &keys.ak, keys.sk.into()).unwrap();
    connection.domain_id = Some(keys.domain_id);
    let patience = Patience { pauses: [std::time::Duration::from_millis(1); 3], ..Patience::default() };
    Client::with_patience(connection, clock.clone(), Throttle::memory(CallRate::Off), patience).unwrap()
}

async fn stored(owner: &mut PgConnection, kind: &str, site: Site, vendor: &Running) -> (i64, i64) {
    let organization: i64 = sqlx::query_scalar(
        "insert into organizations (code, name, kind) values ('yunhe', '云河科技', $1) returning id",
    )
    .bind(kind)
    .fetch_one(&mut *owner)
    .await
    .unwrap();
    let account = sqlx::query_scalar(
        "insert into cloud_accounts (organization_id, site, base_url, iam_url, access_key, secret_key_sealed)
         values ($1, $2, $3, $3, $4, '\\x00') returning id",
    )
    .bind(organization)
    .bind(site.as_str())
    .bind(vendor.base_url())
    .bind(vendor.keys().ak)
    .fetch_one(owner)
    .await
    .unwrap();
    (organization, account)
}

impl Partner {
    /// Lets the vendor play faults, spelled as on its command line.
    pub fn play(&self, faults: &str) {
        self.vendor.control().faults(sandbox::FaultPlan::from_spec(faults).unwrap());
    }

    /// Synchronises the named resources as somebody on the command line would, and answers how each ended.
    pub async fn sync(&self, only: &[&str]) -> Outcome {
        self.settle(only).await;
        self.engine.run(&self.account, &self.selection(only)).await.unwrap()
    }

    /// The same, and every resource must end done.
    pub async fn synced(&self, only: &[&str]) {
        let outcome = self.sync(only).await;
        assert!(outcome.iter().all(|(_, state)| *state == State::Done), "{outcome:?}");
        assert!(!outcome.is_empty(), "no such resource: {only:?}");
    }

    /// Lets what the named resources are read by count as read, unless it is named too: stories that put rows into the
    /// mirrors by themselves, or need only one resource.
    pub async fn settle(&self, only: &[&str]) {
        let resources = self.engine.resources().iter();
        let named = resources.filter(|resource| only.contains(&resource.name));
        let below: Vec<String> = named.flat_map(|resource| resource.after).map(|name| (*name).to_owned()).collect();
        let read = "insert into sync_resources (account_id, organization_id, resource, next_at, completed_at)
            select $1, $2, name, $4, $4 from (select distinct unnest($3::text[]) as name) as below where name <> all($5)
            on conflict (account_id, resource) do update set completed_at = coalesce(sync_resources.completed_at, $4)";
        sqlx::query(read)
            .bind(self.account.id)
            .bind(self.account.organization_id)
            .bind(below)
            .bind(self.clock.now())
            .bind(only)
            .execute(&mut self.database.owner().await)
            .await
            .unwrap();
    }

    /// The same connection at an address where nobody listens.
    pub fn unreachable(&self) -> Account {
        let nowhere = "http://127.0.0.1:1";
        let connection = Connection::new(self.account.site, nowhere, nowhere, "AK", "SK".into()).unwrap();
        let patience = Patience { pauses: [std::time::Duration::from_millis(1); 3], ..Patience::default() };
        let throttle = Throttle::memory(CallRate::Off);
        let client = Client::with_patience(connection, self.clock.clone(), throttle, patience).unwrap();
        Account { client: client.into(), ..self.account.clone() }
    }

    /// What [`Partner::sync`] asks for.
    pub fn selection(&self, only: &[&str]) -> Selection {
        let only = only.iter().map(|name| (*name).to_owned()).collect();
        Selection { only, months: Vec::new(), full: false, asker: Asker::CommandLine }
    }

    /// New, changed and gone rows of the latest run of a resource.
    pub async fn changes(&self, resource: &str) -> (i64, i64, i64) {
        let sql =
            "select rows_inserted, rows_updated, rows_gone from sync_runs where resource = $1 order by id desc limit 1";
        sqlx::query_as(sql).bind(resource).fetch_one(&mut self.database.owner().await).await.unwrap()
    }

    /// One number from the database, seen as the owner.
    pub async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&mut self.database.owner().await).await.unwrap()
    }
}
