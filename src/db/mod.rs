//! The database: pool, migrations, and the connection that carries the second wall.
//!
//! Every connection works as the role `portal_app`, which owns nothing and cannot bypass row-level security. A connection
//! is only had by naming the organisations whose rows it sees: [`Db::open`] some, [`Db::open_none`] none, and
//! [`Db::open_unnamed`] those that the first statement on it names.
//! This module knows no table.

use std::{
    ops::{Deref, DerefMut},
    time::Duration,
};

use sqlx::{
    Executor, PgPool, Postgres,
    migrate::{MigrateError, Migrator},
    pool::PoolConnection,
    postgres::{PgConnectOptions, PgPoolOptions},
};

pub mod embedded;
mod masked;
mod source;

pub use source::{Facts, Source, SourceError};
pub use sqlx::{Error, PgConnection};

/// Whether the database failed because its disk is full (SQLSTATE 53100, `disk_full`).
#[must_use]
pub fn is_disk_full(error: &Error) -> bool {
    error.as_database_error().and_then(|error| error.code()).as_deref() == Some("53100")
}

/// The schema, forward only; applied by `portal migrate`, at start of `portal serve` and by tests.
pub static MIGRATOR: Migrator = sqlx::migrate!();

/// How long a page waits for a connection before it says that the database is away.
const PAGE_PATIENCE: Duration = Duration::from_secs(5);
/// The same for jobs and the command line, which nobody watches.
const JOB_PATIENCE: Duration = Duration::from_secs(30);
/// A page that waits so long for a connection is logged.
const SLOW: Duration = Duration::from_secs(2);
/// A connection that lay idle for so long is tested before it is used: its server may have been started anew.
const UNTESTED: Duration = Duration::from_millis(500);

/// A pool of connections that work as `portal_app`.
#[derive(Clone, Debug)]
pub struct Db {
    pool: PgPool,
}

/// What the connections of a pool are for: decides how Postgres plans.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Page requests: generic plans, since partitioned lists would otherwise be planned anew at every call.
    Pages,
    /// Jobs and the command line: Postgres chooses.
    Jobs,
}

impl Db {
    /// Makes a pool of at most `size` connections. The first connection is made at once, so that errors show here.
    ///
    /// # Errors
    /// When the server cannot be reached or the role `portal_app` is missing (migrations not applied).
    pub async fn connect(options: PgConnectOptions, size: u32, purpose: Use) -> Result<Self, sqlx::Error> {
        let (options, patience) = match purpose {
            Use::Pages => {
                // Compiling a statement takes a hundred times as long as a page's statement.
                let settings =
                    [("plan_cache_mode", "force_generic_plan"), ("statement_timeout", "15s"), ("jit", "off")];
                (options.options(settings), PAGE_PATIENCE)
            }
            Use::Jobs => (options, JOB_PATIENCE),
        };
        let pool = PgPoolOptions::new()
            .max_connections(size)
            .acquire_timeout(patience)
            // A page that waits is worth a line; a synchronisation waits by design, until it fails.
            .acquire_slow_threshold(if purpose == Use::Pages { SLOW } else { patience })
            .test_before_acquire(false)
            .before_acquire(|connection, found| {
                Box::pin(async move {
                    if found.idle_for >= UNTESTED {
                        sqlx::Connection::ping(connection).await?;
                    }
                    Ok(true)
                })
            })
            .after_connect(|connection, _| {
                Box::pin(async move { connection.execute("set role portal_app").await.map(drop) })
            })
            .connect_with(options)
            .await?;
        Ok(Self { pool })
    }

    /// A connection that sees the rows of `organizations` and of no other.
    ///
    /// # Errors
    /// When no connection can be had in time.
    pub async fn open(&self, organizations: &[i64]) -> Result<Connection, sqlx::Error> {
        let mut connection = self.pool.acquire().await?;
        sqlx::query("select set_config('portal.organizations', $1::bigint[]::text, false)")
            .bind(organizations)
            .execute(&mut *connection)
            .await?;
        Ok(Connection(connection))
    }

    /// A transaction that sees the rows of `organizations` and of no other; dropped without `commit` it leaves no trace.
    ///
    /// # Errors
    /// When no connection can be had in time.
    pub async fn begin(&self, organizations: &[i64]) -> Result<Transaction<'static>, sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        sqlx::query("select set_config('portal.organizations', $1::bigint[]::text, true)")
            .bind(organizations)
            .execute(&mut *transaction)
            .await?;
        Ok(transaction)
    }

    /// A connection that sees every organisation: for background jobs and the command line, never for a page.
    ///
    /// # Errors
    /// When no connection can be had in time.
    pub async fn open_every(&self) -> Result<Connection, sqlx::Error> {
        let mut connection = self.pool.acquire().await?;
        connection.execute("select set_config('portal.organizations', every_organization()::text, false)").await?;
        Ok(Connection(connection))
    }

    /// A connection that sees no organisation's rows: for sign-in, sessions and health checks.
    ///
    /// # Errors
    /// When no connection can be had in time.
    pub async fn open_none(&self) -> Result<Connection, sqlx::Error> {
        let mut connection = self.pool.acquire().await?;
        // Prepared: parsed and planned once a connection, not once a request.
        sqlx::query("select set_config('portal.organizations', '', false)").execute(&mut *connection).await?;
        Ok(Connection(connection))
    }

    /// A connection whose first statement must name the organisations, as the SQL function `session_seat` does whatever it
    /// finds: spares a page one round trip. Until then it sees what the request before saw.
    ///
    /// # Errors
    /// When no connection can be had in time.
    pub(crate) async fn open_unnamed(&self) -> Result<Connection, sqlx::Error> {
        self.pool.acquire().await.map(Connection)
    }

    /// Whether the process is ending: the pool is closed, and whatever still runs on it is cut off.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.pool.is_closed()
    }

    /// Waits until every connection is back and closes the pool.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// A connection on which row-level security admits the organisations it was opened for.
#[derive(Debug)]
pub struct Connection(PoolConnection<Postgres>);

/// A transaction; dropped without `commit` it leaves no trace.
pub type Transaction<'a> = sqlx::Transaction<'a, Postgres>;

impl Connection {
    /// Begins a transaction that sees the same organisations.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn begin(&mut self) -> Result<Transaction<'_>, Error> {
        sqlx::Connection::begin(&mut **self).await
    }
}

impl Deref for Connection {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.0
    }
}

impl DerefMut for Connection {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.0
    }
}

/// Applies the migrations that are missing, as the owner the options name. Several nodes may do it at once.
///
/// # Errors
/// When the server cannot be reached, or a migration fails or was changed after it had been applied.
pub async fn migrate(options: &PgConnectOptions) -> Result<(), MigrateError> {
    use sqlx::ConnectOptions;
    let mut owner = options.connect().await?;
    MIGRATOR.run(&mut owner).await
}

impl Db {
    /// The latest migration applied to the database.
    ///
    /// # Errors
    /// When no connection can be had in time.
    pub async fn schema_version(&self) -> Result<i64, Error> {
        let mut connection = self.open_none().await?;
        sqlx::query_scalar!(r#"select schema_version() as "version!""#).fetch_one(&mut *connection).await
    }

    /// Writes some rows that nobody keeps, to learn whether the disk takes any.
    ///
    /// # Errors
    /// When they cannot be written; [`is_disk_full`] says whether for lack of room.
    pub async fn try_room(&self) -> Result<(), Error> {
        let mut connection = self.open_none().await?;
        let mut transaction = connection.begin().await?;
        // A table of its own: in others there may be room left by rows that are gone.
        let written = "create temporary table room_probe on commit drop as
             select repeat('x', 1000) as content from generate_series(1, 100)";
        transaction.execute(written).await?;
        transaction.rollback().await
    }

    /// The latest migration this program knows.
    #[must_use]
    pub fn known_version() -> i64 {
        MIGRATOR.iter().map(|migration| migration.version).max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The demo's first reading has more parts than connections.
    #[tokio::test]
    async fn a_job_that_waits_for_a_connection_is_not_told_as_slow() {
        let database = crate::tests::support::database().await;
        for (purpose, slow) in [(Use::Pages, SLOW), (Use::Jobs, JOB_PATIENCE)] {
            let db = Db::connect(database.options.clone(), 1, purpose).await.unwrap();
            assert_eq!(db.pool.options().get_acquire_slow_threshold(), slow, "{purpose:?}");
            db.close().await;
        }
    }
}
