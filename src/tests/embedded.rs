//! The private Postgres on a real machine: started, stopped, killed, shared, and everything that can be wrong with it.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use sqlx::{ConnectOptions, Connection, postgres::PgConnectOptions};

use super::support;
use crate::db::{
    Db, Source, Use,
    embedded::{self, EmbeddedError, Server, Settings},
};

/// A folder that also the account `postgres` can reach, removed with its test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("pp-{}", &hex::encode(rand::random::<[u8; 6]>())));
        fs::create_dir(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o711)).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _left = fs::remove_dir_all(&self.0);
    }
}

fn settings(folder: &Path) -> Settings {
    Settings { durable: false, max_connections: 10, ..Settings::at(folder) }
}

async fn start(folder: &Folder) -> Server {
    embedded::start(&settings(&folder.0)).await.unwrap()
}

async fn count(server: &Server) -> i64 {
    let mut connection = server.options().connect().await.unwrap();
    sqlx::raw_sql(
        "create table if not exists visits (at timestamptz default now()); insert into visits default values",
    )
    .execute(&mut connection)
    .await
    .unwrap();
    let count = sqlx::query_scalar("select count(*) from visits").fetch_one(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    count
}

/// Whether a server holds the cluster in the folder.
fn runs(folder: &Folder) -> bool {
    folder.0.join("postgres/cluster/postmaster.pid").exists()
}

fn pid_of(server: &Server) -> Pid {
    let text = fs::read_to_string(server.home().join("cluster/postmaster.pid")).unwrap();
    Pid::from_raw(text.lines().next().unwrap().parse().unwrap())
}

#[tokio::test]
async fn keeps_its_rows_over_a_stop_and_leaves_nothing_running() {
    let folder = Folder::new();
    let server = start(&folder).await;
    assert_eq!(count(&server).await, 1);
    let begin = Instant::now();
    server.stop().await.unwrap();
    assert!(begin.elapsed().as_secs() < 10, "a stop takes less than ten seconds");
    assert!(!runs(&folder), "the server has ended");
    let server = start(&folder).await;
    assert_eq!(count(&server).await, 2);
    server.stop().await.unwrap();
}

#[tokio::test]
async fn a_server_left_behind_by_a_killed_portal_is_taken_over() {
    let folder = Folder::new();
    let server = start(&folder).await;
    assert_eq!(count(&server).await, 1);
    let pid = pid_of(&server);
    server.leave();
    let server = start(&folder).await;
    assert_eq!(pid_of(&server), pid, "the same process goes on");
    assert_eq!(count(&server).await, 2);
    server.stop().await.unwrap();
    assert!(!runs(&folder), "whoever took it over stops it");
}

#[tokio::test]
async fn a_killed_server_comes_up_again_with_its_rows() {
    let folder = Folder::new();
    let server = start(&folder).await;
    assert_eq!(count(&server).await, 1);
    let pid = pid_of(&server);
    kill(pid, Signal::SIGKILL).unwrap();
    server.leave();
    let server = start(&folder).await;
    assert_ne!(pid_of(&server), pid);
    assert_eq!(count(&server).await, 2);
    server.stop().await.unwrap();
}

/// A pool as pages have it, with a connection in it.
async fn pool(server: &Server) -> Db {
    Db::connect(server.login().unwrap(), 2, Use::Pages).await.unwrap()
}

#[tokio::test]
async fn pages_sign_in_as_a_login_that_cannot_become_the_owner() {
    let folder = Folder::new();
    let source = Source::open(None, None, &settings(&folder.0)).await.unwrap();
    source.migrate().await.unwrap();
    assert!(source.facts().await.unwrap().is_confined);
    for purpose in [Use::Pages, Use::Jobs] {
        let db = source.pool(purpose).await.unwrap();
        let mut connection = db.open_none().await.unwrap();
        let who = "select session_user::text || ' as ' || current_user::text";
        let who: String = sqlx::query_scalar(who).fetch_one(&mut *connection).await.unwrap();
        assert_eq!(who, "portal_login as portal_app");
        for stolen in [
            "set role portal",
            "set session authorization portal",
            "reset role; create table loot (id int)",
            "reset role; alter table members disable row level security",
            "reset role; create role mine superuser",
            "reset role; copy (select 1) to program 'true'",
        ] {
            let refused = sqlx::raw_sql(stolen).execute(&mut *connection).await.unwrap_err();
            assert_eq!(refused.as_database_error().unwrap().code().unwrap(), "42501", "{stolen}");
        }
        drop(connection);
        db.close().await;
    }
    source.close().await.unwrap();
}

/// With a server of his own the operator names the login; without one the doctor tells that pages come as the owner.
#[tokio::test]
async fn a_login_of_the_operators_own_is_used_and_the_owner_is_told_apart() {
    let folder = Folder::new();
    let server = start(&folder).await;
    let url = |options: &PgConnectOptions, password: &str| {
        let host = options.get_socket().unwrap().display().to_string();
        format!(
            "postgres://{}:{password}@localhost:{}/portal?host={host}&sslmode=disable",
            options.get_username(),
            options.get_port()
        )
    };
    let password = fs::read_to_string(server.home().join("password")).unwrap();
    let owner = url(&server.options(), &password);
    let mut connection = server.options().connect().await.unwrap();
    let make = "create role own_login login password 'x' in role portal_app; grant portal_app to portal_login";
    sqlx::raw_sql(make).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    let login = url(&server.options().username("own_login"), "x");
    for (app, confined, name) in [(None, false, "portal"), (Some(login.as_str()), true, "own_login")] {
        let source = Source::open(Some(&owner), app, &settings(&folder.0)).await.unwrap();
        source.migrate().await.unwrap();
        assert_eq!(source.facts().await.unwrap().is_confined, confined, "{app:?}");
        let db = source.pool(Use::Pages).await.unwrap();
        let who = sqlx::query_scalar::<_, String>("select session_user::text");
        assert_eq!(who.fetch_one(&mut *db.open_none().await.unwrap()).await.unwrap(), name);
        db.close().await;
    }
    let bad = Source::open(Some(&owner), Some("nonsense"), &settings(&folder.0)).await.unwrap_err();
    assert!(bad.to_string().starts_with("PORTAL_DATABASE_APP_URL cannot be read"), "{bad}");
    server.stop().await.unwrap();
}

async fn answers(db: &Db) -> Result<i32, sqlx::Error> {
    let mut connection = db.open_none().await?;
    sqlx::query_scalar("select 1").fetch_one(&mut *connection).await
}

#[tokio::test]
async fn a_server_killed_under_a_running_portal_is_started_again_and_pools_go_on() {
    for deep in ["", &"d".repeat(90)] {
        let folder = Folder::new();
        let mut server = embedded::start(&settings(&folder.0.join(deep))).await.unwrap();
        let db = pool(&server).await;
        assert_eq!(answers(&db).await.unwrap(), 1);
        let pid = pid_of(&server);
        server.watch();
        kill(pid, Signal::SIGKILL).unwrap();
        let again = async {
            // The dying connection of before may answer once more, or fail; the new server has another process.
            while answers(&db).await.is_err() || pid_of(&server) == pid {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), again).await.expect("the server is started again");
        assert_ne!(pid_of(&server), pid);
        db.close().await;
        server.stop().await.unwrap();
    }
}

#[tokio::test]
async fn a_stop_right_after_the_death_of_the_server_is_soon_over() {
    let folder = Folder::new();
    let mut server = start(&folder).await;
    server.watch();
    kill(pid_of(&server), Signal::SIGKILL).unwrap();
    let begin = Instant::now();
    server.stop().await.unwrap();
    assert!(begin.elapsed() < Duration::from_secs(6), "{:?}", begin.elapsed());
}

#[tokio::test]
async fn two_users_share_one_server_and_the_last_one_out_stops_it() {
    let folder = Folder::new();
    let (serve, sync) = tokio::join!(start(&folder), start(&folder));
    serve.stop().await.unwrap();
    assert_eq!(count(&sync).await, 1, "the first to leave does not stop it");
    sync.stop().await.unwrap();
    assert!(!runs(&folder), "the last one out stops it");
}

#[tokio::test]
async fn a_pid_file_of_a_stranger_is_stale() {
    let folder = Folder::new();
    start(&folder).await.stop().await.unwrap();
    let pid_file = folder.0.join("postgres/cluster/postmaster.pid");
    fs::write(&pid_file, format!("{}\n/x\n0\n5432\n", std::process::id())).unwrap();
    let server = start(&folder).await;
    assert_eq!(count(&server).await, 1);
    server.stop().await.unwrap();
}

#[tokio::test]
async fn a_path_too_long_for_a_socket_falls_back_to_loopback() {
    let folder = Folder::new();
    let deep = folder.0.join("d".repeat(90));
    let server = embedded::start(&settings(&deep)).await.unwrap();
    assert_eq!(server.options().get_socket(), None);
    assert_eq!(count(&server).await, 1);
    let again = embedded::start(&settings(&deep)).await.unwrap();
    assert_eq!(count(&again).await, 2, "a second user finds the port");
    again.stop().await.unwrap();
    server.stop().await.unwrap();
}

#[tokio::test]
async fn data_of_another_major_version_is_refused_untouched() {
    let folder = Folder::new();
    start(&folder).await.stop().await.unwrap();
    let version = folder.0.join("postgres/cluster/PG_VERSION");
    fs::write(&version, "11\n").unwrap();
    let error = embedded::start(&settings(&folder.0)).await.unwrap_err();
    assert!(matches!(error, EmbeddedError::OtherMajor { data: 11, .. }), "{error}");
    assert_eq!(fs::read_to_string(&version).unwrap(), "11\n");
}

/// A folder of programs that only know their version.
fn fake_binaries(folder: &Folder, version: &str) -> PathBuf {
    let bin = folder.0.join("bin");
    fs::create_dir(&bin).unwrap();
    for name in ["postgres", "initdb", "pg_ctl"] {
        let path = bin.join(name);
        let full = "echo 'initdb: error: could not write: No space left on device' >&2; exit 1";
        fs::write(
            &path,
            format!("#!/bin/sh\n[ \"$1\" = --version ] && exec echo 'postgres (PostgreSQL) {version}'\n{full}\n"),
        )
        .unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }
    bin
}

#[tokio::test]
async fn a_server_that_is_too_old_is_named() {
    let folder = Folder::new();
    let binaries = Some(fake_binaries(&folder, "13.21"));
    let error = embedded::start(&Settings { binaries, ..settings(&folder.0.join("data")) }).await.unwrap_err();
    assert!(matches!(error, EmbeddedError::TooOld { .. }), "{error}");
    assert!(error.to_string().contains("13.21"), "{error}");
}

#[tokio::test]
async fn a_missing_server_is_told_with_the_command_that_installs_it() {
    let folder = Folder::new();
    let binaries = Some(folder.0.join("nowhere"));
    let error = embedded::start(&Settings { binaries, ..settings(&folder.0.join("data")) }).await.unwrap_err();
    assert!(matches!(error, EmbeddedError::NotFound { .. }), "{error}");
    assert!(error.to_string().contains("apt-get install postgresql"), "{error}");
}

#[tokio::test]
async fn a_full_disk_is_told_and_leaves_no_half_database() {
    let folder = Folder::new();
    let binaries = Some(fake_binaries(&folder, "15.1"));
    let data = folder.0.join("data");
    let error = embedded::start(&Settings { binaries, ..settings(&data) }).await.unwrap_err();
    assert!(matches!(error, EmbeddedError::DiskFull { .. }), "{error}");
    assert!(!data.join("postgres/cluster").exists());
    let server = embedded::start(&settings(&data)).await.unwrap();
    server.stop().await.unwrap();
}

#[tokio::test]
async fn a_file_in_the_place_of_the_data_directory_is_told() {
    let folder = Folder::new();
    let file = folder.0.join("data");
    fs::write(&file, "").unwrap();
    let error = embedded::start(&settings(&file)).await.unwrap_err();
    assert!(matches!(error, EmbeddedError::Files { .. }), "{error}");
}

#[tokio::test]
async fn a_folder_the_account_may_not_enter_is_named() {
    let folder = Folder::new();
    let closed = folder.0.join("closed");
    fs::create_dir(&closed).unwrap();
    let mode = if nix::unistd::geteuid().is_root() { 0o700 } else { 0o000 };
    fs::set_permissions(&closed, fs::Permissions::from_mode(mode)).unwrap();
    let error = embedded::start(&settings(&closed.join("data"))).await.unwrap_err();
    assert!(matches!(&error, EmbeddedError::Unreachable { .. } | EmbeddedError::NotPermitted { .. }), "{error}");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).unwrap();
}

#[tokio::test]
async fn a_lost_password_is_told() {
    let folder = Folder::new();
    start(&folder).await.stop().await.unwrap();
    fs::remove_file(folder.0.join("postgres/password")).unwrap();
    let error = embedded::start(&settings(&folder.0)).await.unwrap_err();
    assert!(matches!(error, EmbeddedError::Password { .. }), "{error}");
}

#[tokio::test]
async fn a_connection_costs_one_round_and_needs_the_password() {
    let folder = Folder::new();
    let server = start(&folder).await;
    let mut connection = server.options().connect().await.unwrap();
    let kept = "select rolpassword from pg_authid where rolname = user";
    let secret: String = sqlx::query_scalar(kept).fetch_one(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    assert!(secret.starts_with("SCRAM-SHA-256$1:"), "{secret}");

    let refused = server.options().password("not-it").connect().await.unwrap_err();
    assert_eq!(refused.as_database_error().unwrap().code().unwrap(), "28P01");
    server.stop().await.unwrap();
}

#[tokio::test]
async fn tests_get_a_database_of_their_own_as_the_application_role() {
    let (one, two) = tokio::join!(support::database(), support::database());
    sqlx::query("insert into organizations (code, name, kind) values ('yunhe', '云禾', 'distributor')")
        .execute(&mut one.owner().await)
        .await
        .unwrap();
    let count = "select count(*) from organizations";
    let every = |database: &support::TestDatabase| {
        let db = database.db.clone();
        async move { sqlx::query_scalar::<_, i64>(count).fetch_one(&mut *db.open_every().await.unwrap()).await.unwrap() }
    };
    assert_eq!((every(&one).await, every(&two).await), (1, 0));
    let mut none = one.db.open_none().await.unwrap();
    assert_eq!(sqlx::query_scalar::<_, i64>(count).fetch_one(&mut *none).await.unwrap(), 0, "the second wall stands");
}
