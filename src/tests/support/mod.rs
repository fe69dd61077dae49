//! What stories stand on: a database of their own within milliseconds, on a server that needs no set-up.
//!
//! All test processes of one account share one private Postgres in the system's temporary folder. The first one starts it,
//! migrates one template per state of the schema, and every test gets a copy of that. The server ends itself a minute
//! after the last test process. `PORTAL_TEST_DATABASE_URL` (a role that may create databases) names another server.

pub mod authenticator;
pub mod client;
pub mod commands;
pub mod issuer;
#[macro_use]
mod operations;
pub mod smtp;
pub mod spoiler;
pub mod story;
pub mod vendor;
pub mod vouchers;
pub mod workbook;

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        Mutex,
        atomic::{AtomicU32, Ordering},
        mpsc,
    },
};

use sha2::{Digest, Sha256};
use sqlx::{ConnectOptions, Connection, PgConnection, postgres::PgConnectOptions};
use tokio::sync::OnceCell;

use crate::db::{Db, MIGRATOR, Use, embedded, migrate};

/// A migrated database for one test, dropped with it.
pub struct TestDatabase {
    /// Connections as the pages have them: role `portal_app`.
    pub db: Db,
    /// Connections as the owner has them: no row-level security; to look behind the second wall.
    pub options: PgConnectOptions,
    name: String,
}

/// A new database with all migrations and no rows.
pub async fn database() -> TestDatabase {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let server = server().await;
    let name = format!("test_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let mut admin = server.admin().await;
    let strategy = if server.chooses_strategy { "strategy file_copy" } else { "" };
    run(&mut admin, format!("create database {name} template {} {strategy}", server.template)).await;
    admin.close().await.unwrap();
    let options = server.options.clone().database(&name);
    let db = Db::connect(options.clone(), 8, Use::Pages).await.unwrap();
    TestDatabase { db, options, name }
}

/// A database without the schema, for tests of the migrations themselves.
pub async fn empty_database() -> EmptyDatabase {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let server = server().await;
    let name = format!("test_{}_empty_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let mut admin = server.admin().await;
    run(&mut admin, format!("create database {name}")).await;
    admin.close().await.unwrap();
    EmptyDatabase { options: server.options.clone().database(&name), name }
}

/// A database without the schema, dropped with its test.
pub struct EmptyDatabase {
    /// How to connect as its owner.
    pub options: PgConnectOptions,
    name: String,
}

impl TestDatabase {
    /// A connection as the owner, which no row-level security binds.
    pub async fn owner(&self) -> PgConnection {
        self.options.connect().await.unwrap()
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        drop_later(&self.name);
    }
}

impl Drop for EmptyDatabase {
    fn drop(&mut self) {
        drop_later(&self.name);
    }
}

struct TestServer {
    options: PgConnectOptions,
    template: String,
    /// Postgres 15 and later would copy through its journal, which takes twice as long here.
    chooses_strategy: bool,
}

impl TestServer {
    async fn admin(&self) -> PgConnection {
        self.options.clone().database("postgres").connect().await.unwrap()
    }
}

async fn server() -> &'static TestServer {
    static SERVER: OnceCell<TestServer> = OnceCell::const_new();
    SERVER
        .get_or_init(|| async {
            let options = match std::env::var("PORTAL_TEST_DATABASE_URL") {
                Ok(url) => url.parse().unwrap(),
                Err(_) => embedded_server().await,
            };
            let mut server = TestServer { options, template: template_name(), chooses_strategy: false };
            let mut admin = server.admin().await;
            let newer = "select current_setting('server_version_num')::int >= 150000";
            server.chooses_strategy = sqlx::query_scalar(newer).fetch_one(&mut admin).await.unwrap();
            make_template(&server, &mut admin).await;
            drop_leftovers(&mut admin).await;
            admin.close().await.unwrap();
            server
        })
        .await
}

/// The shared private server. It is never stopped from here: other test processes may use it.
async fn embedded_server() -> PgConnectOptions {
    let folder = format!("partner-portal-tests-{}", nix::unistd::geteuid());
    let mut settings = embedded::Settings::at(fast_folder().join(folder));
    settings.durable = false;
    settings.max_connections = 200;
    settings.binaries = std::env::var_os("PORTAL_POSTGRES_BIN").map(Into::into);
    let server = embedded::start(&settings).await.unwrap_or_else(|error| panic!("{error}"));
    stop_when_idle(&server);
    let options = server.options();
    // Keeps the mark of use until this process ends.
    std::mem::forget(server);
    options
}

/// Memory where there is plenty, since copying a template makes 300 files; else the temporary folder.
fn fast_folder() -> PathBuf {
    let memory = Path::new("/dev/shm");
    let room = nix::sys::statvfs::statvfs(memory)
        .map_or(0, |disk| u128::from(disk.blocks_available()) * u128::from(disk.fragment_size()));
    if room > 2 << 30 { memory.to_owned() } else { std::env::temp_dir() }
}

/// Leaves a small watcher behind that stops the server once no test process has used it for a minute. It holds `use.lock`
/// meanwhile, so that a test process that begins just then waits and starts the server anew.
fn stop_when_idle(server: &embedded::Server) {
    let stop = "kill -INT $(head -n 1 cluster/postmaster.pid); while [ -e cluster/postmaster.pid ]; do sleep 0.1; done";
    let script = format!(
        "idle=0; while sleep 20 && [ -e cluster/postmaster.pid ]; do idle=$((idle + 1)); \
         flock -n use.lock true || idle=0; [ $idle -lt 3 ] || flock -n use.lock sh -c '{stop}'; done"
    );
    let mut watcher = Command::new("flock");
    watcher.args(["-n", "watcher.lock", "sh", "-c", &script]).current_dir(server.home());
    let _absent = watcher.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
}

fn template_name() -> String {
    let mut hash = Sha256::new();
    for migration in MIGRATOR.iter() {
        hash.update(&migration.checksum);
    }
    format!("template_{}", &hex::encode(hash.finalize())[..16])
}

/// Migrates the template unless it exists. It gets its name last, so that an interrupted one is never copied.
async fn make_template(server: &TestServer, admin: &mut PgConnection) {
    run(admin, "select pg_advisory_lock(20261122)".to_owned()).await;
    let exists: bool = sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
        .bind(&server.template)
        .fetch_one(&mut *admin)
        .await
        .unwrap();
    if !exists {
        let draft = format!("test_{}_draft", std::process::id());
        run(admin, format!("create database {draft}")).await;
        migrate(&server.options.clone().database(&draft)).await.unwrap();
        run(admin, format!("alter database {draft} rename to {}", server.template)).await;
    }
    run(admin, "select pg_advisory_unlock(20261122)".to_owned()).await;
}

/// Drops databases of test processes that are gone.
async fn drop_leftovers(admin: &mut PgConnection) {
    let names: Vec<String> = sqlx::query_scalar("select datname from pg_database where datname like 'test\\_%'")
        .fetch_all(&mut *admin)
        .await
        .unwrap();
    for name in names {
        let pid = name.split('_').nth(1).and_then(|pid| pid.parse().ok()).unwrap_or(0);
        let gone = nix::sys::signal::kill(nix::unistd::Pid::from_raw(pid), None) == Err(nix::errno::Errno::ESRCH);
        if gone {
            run(admin, format!("drop database if exists {name} with (force)")).await;
        }
    }
}

/// Hands the name to a thread that drops databases while the tests go on; what it misses, the next run drops.
fn drop_later(name: &str) {
    static DROPPER: Mutex<Option<mpsc::Sender<String>>> = Mutex::new(None);
    let mut dropper = DROPPER.lock().unwrap();
    let sender = dropper.get_or_insert_with(|| {
        let (sender, names) = mpsc::channel::<String>();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let mut admin = server().await.admin().await;
                for name in names {
                    run(&mut admin, format!("drop database if exists {name} with (force)")).await;
                }
            });
        });
        sender
    });
    let _ended = sender.send(name.to_owned());
}

async fn run(connection: &mut PgConnection, statement: String) {
    sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(connection).await.unwrap();
}
