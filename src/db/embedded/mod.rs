//! Finds an installed Postgres and runs a private one under the data directory, for whoever has no database URL.
//!
//! The server outlives a `kill -9` of the portal, and the next start takes it over. Several processes may use one data
//! directory at a time (`portal serve` beside `portal sync`): the first starts the server, the last one out stops it. Two
//! file locks keep that order: `start.lock` is held while starting or stopping, `use.lock` is shared by all users. This
//! room knows no table and no page.

use std::{
    fs::File,
    path::{Path, PathBuf},
    time::Duration,
};

use ring::hmac;
use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, PgConnection,
    postgres::{PgConnectOptions, PgSslMode},
};

mod account;
mod binaries;
mod cluster;
mod error;
mod process;
mod secret;
mod watch;

use binaries::Binaries;
pub use binaries::{OLDEST, Version};
use cluster::{Address, Cluster, LOGIN, NAME};
pub use error::EmbeddedError;
use watch::{Watch, Watched};

/// What the private server is to be like.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The server lives in `postgres` below this folder; made if missing.
    pub data_dir: PathBuf,
    /// Whether committed rows survive a loss of power; they survive `kill -9` in any case. Only tests and drills say no.
    pub durable: bool,
    /// Connections at a time.
    pub max_connections: u16,
    /// Folder of `postgres`, `initdb` and `pg_ctl`; none: the newest that is installed.
    pub binaries: Option<PathBuf>,
}

impl Settings {
    /// Durable, 100 connections, the newest installed server.
    #[must_use]
    pub fn at(data_dir: impl Into<PathBuf>) -> Self {
        Self { data_dir: data_dir.into(), durable: true, max_connections: 100, binaries: None }
    }
}

/// The private server, up and answering. Dropping it stops it like [`Server::stop`], but blocks while doing so.
#[derive(Debug)]
pub struct Server {
    cluster: Cluster,
    binaries: Binaries,
    settings: Settings,
    address: Address,
    options: PgConnectOptions,
    /// Shared lock on `use.lock`; none once stopped or left.
    in_use: Option<File>,
    /// Starts the server again when it has died; see [`Server::watch`].
    watch: Option<Watch>,
}

/// Starts the private server, or takes over the one that runs in this data directory already.
///
/// # Errors
/// Every reason that an operator can meet, with what to do: [`EmbeddedError`].
pub async fn start(settings: &Settings) -> Result<Server, EmbeddedError> {
    let cluster = Cluster::prepare(&settings.data_dir)?;
    let turn = cluster.lock_start().await?;
    let in_use = cluster.lock_use()?;
    let major = cluster.major()?;
    let binaries = binaries::find(settings.binaries.as_deref(), major, &cluster.data()).await?;
    if major.is_none() {
        cluster.initialise(&binaries, settings.durable).await?;
    }
    let password = cluster.password()?;
    let address = match process::running(&cluster).await? {
        Some(address) => address,
        None => process::launch(&cluster, &binaries, settings, None).await?,
    };
    let options = options(&address, &password);
    let settings = settings.clone();
    let mut server = Server { cluster, binaries, settings, address, options, in_use: Some(in_use), watch: None };
    let ready = server.make_ready().await;
    drop(turn);
    if let Err(error) = ready {
        server.stop().await?;
        return Err(error);
    }
    Ok(server)
}

fn options(address: &Address, password: &str) -> PgConnectOptions {
    named(address, NAME, password)
}

fn named(address: &Address, name: &str, password: &str) -> PgConnectOptions {
    let options = PgConnectOptions::new_without_pgpass().username(name).password(password).database(NAME);
    let options = options.ssl_mode(PgSslMode::Disable);
    match address {
        Address::Socket { folder, port } => options.host("localhost").socket(folder).port(*port),
        Address::Loopback { port } => options.host("127.0.0.1").port(*port),
    }
}

impl Server {
    /// How to connect as the owner of the database `portal`.
    #[must_use]
    pub fn options(&self) -> PgConnectOptions {
        self.options.clone()
    }

    /// How to connect as a login that can be nobody but `portal_app`: pages and jobs, which read what strangers send, never hold
    /// a connection that could become the owner's (ASVS 5.0 V13.2.2).
    ///
    /// # Errors
    /// When the password cannot be read.
    pub fn login(&self) -> Result<PgConnectOptions, EmbeddedError> {
        Ok(named(&self.address, LOGIN, &login_password(&self.cluster.password()?)))
    }

    /// Version of the server's programs.
    #[must_use]
    pub const fn version(&self) -> Version {
        self.binaries.version
    }

    /// The folder with the cluster, the password and the log.
    #[must_use]
    pub fn home(&self) -> &Path {
        &self.cluster.home
    }

    /// From now on until it is stopped or left, starts the server again within two seconds of its death, on the same address
    /// and with the same password: pools made before work again by themselves.
    pub fn watch(&mut self) {
        self.watch = Some(Watch::begin(Watched {
            cluster: self.cluster.clone(),
            binaries: self.binaries.clone(),
            settings: self.settings.clone(),
            address: self.address.clone(),
        }));
    }

    /// Stops the server, unless another process uses it. Takes at most six seconds, commonly a tenth of one.
    ///
    /// # Errors
    /// When the server does not stop; it is then left as it is, and the next start takes it over.
    pub async fn stop(mut self) -> Result<(), EmbeddedError> {
        if let Some(watch) = self.watch.take() {
            watch.end().await;
        }
        let Some(in_use) = self.in_use.take() else { return Ok(()) };
        let turn = self.cluster.lock_start().await?;
        if in_use.try_lock().is_ok() {
            process::stop(&self.cluster, &self.binaries).await?;
        }
        drop(turn);
        Ok(())
    }

    /// Lets go of the server without stopping it.
    pub fn leave(mut self) {
        self.in_use = None;
    }

    /// Makes the database and the login where they are missing and the password's secret cheap, and checks what the portal relies
    /// on.
    async fn make_ready(&mut self) -> Result<(), EmbeddedError> {
        let mut connection = self.greet().await?;
        let failed = |source| EmbeddedError::Answer { path: self.cluster.home.clone(), source };
        let exists: bool = sqlx::query_scalar("select exists (select from pg_database where datname = 'portal')")
            .fetch_one(&mut connection)
            .await
            .map_err(failed)?;
        if !exists {
            sqlx::query("create database portal").execute(&mut connection).await.map_err(failed)?;
        }
        let is_cheap: bool =
            sqlx::query_scalar("select starts_with(rolpassword, $1) from pg_authid where rolname = user")
                .bind(secret::PREFIX)
                .fetch_one(&mut connection)
                .await
                .map_err(failed)?;
        if !is_cheap {
            let secret = secret::secret(&self.cluster.password()?, rand::random());
            // No parameters in DDL; the secret is letters, digits and marks of base64.
            let alter = format!("alter role {NAME} password '{secret}'");
            sqlx::query(AssertSqlSafe(alter)).execute(&mut connection).await.map_err(failed)?;
        }
        make_login(&mut connection, &self.cluster.password()?).await.map_err(failed)?;
        let sorts_chinese: bool =
            sqlx::query_scalar("select exists (select from pg_collation where collname = 'zh-x-icu')")
                .fetch_one(&mut connection)
                .await
                .map_err(failed)?;
        connection.close().await.map_err(failed)?;
        if sorts_chinese { Ok(()) } else { Err(EmbeddedError::NoIcu { directory: self.binaries.directory.clone() }) }
    }

    /// Waits until the server takes connections: after a crash it first replays its journal.
    async fn greet(&self) -> Result<PgConnection, EmbeddedError> {
        let maintenance = self.options.clone().database("postgres");
        let mut last = None;
        for _ in 0..600 {
            match maintenance.connect().await {
                Ok(connection) => return Ok(connection),
                Err(error) if has_code(&error, "28P01") => {
                    return Err(EmbeddedError::Password { path: self.cluster.home.join("password") });
                }
                Err(error) => last = Some(error),
            }
            if process::running(&self.cluster).await?.is_none() {
                let words = self.cluster.log_since(0);
                return Err(EmbeddedError::last_words(&words, &self.cluster.home, &self.cluster.log(), None));
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let source = last.unwrap_or(sqlx::Error::PoolTimedOut);
        Err(EmbeddedError::Answer { path: self.cluster.home.clone(), source })
    }
}

/// The login's own password: it follows from the owner's, and nothing leads back.
fn login_password(password: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, password.as_bytes());
    hex::encode(hmac::sign(&key, LOGIN.as_bytes()))
}

/// The login beside the owner, and the role it takes on, which the first migration finds made.
async fn make_login(connection: &mut PgConnection, password: &str) -> Result<(), sqlx::Error> {
    let known: Option<String> = sqlx::query_scalar("select rolpassword from pg_authid where rolname = $1")
        .bind(LOGIN)
        .fetch_optional(&mut *connection)
        .await?;
    if known.is_some_and(|secret| secret.starts_with(secret::PREFIX)) {
        return Ok(());
    }
    let secret = secret::secret(&login_password(password), rand::random());
    // No parameters in DDL; the secret is letters, digits and marks of base64.
    let make = format!(
        "do $make$ begin
           if not exists (select from pg_roles where rolname = 'portal_app') then
             create role portal_app nologin nosuperuser nobypassrls;
           end if;
           if not exists (select from pg_roles where rolname = '{LOGIN}') then create role {LOGIN}; end if;
         end $make$;
         alter role {LOGIN} login nosuperuser nobypassrls nocreatedb nocreaterole password '{secret}';
         grant portal_app to {LOGIN}"
    );
    sqlx::raw_sql(AssertSqlSafe(make)).execute(connection).await.map(drop)
}

fn has_code(error: &sqlx::Error, code: &str) -> bool {
    error.as_database_error().and_then(|error| error.code()).is_some_and(|found| found == code)
}

impl Drop for Server {
    fn drop(&mut self) {
        // First of all the watch: it would start again what is stopped here.
        self.watch = None;
        let Some(in_use) = self.in_use.take() else { return };
        let Ok(turn) = self.cluster.lock_file("start.lock") else { return };
        if turn.lock().is_ok() && in_use.try_lock().is_ok() {
            process::stop_blocking(&self.cluster, &self.binaries);
        }
    }
}
