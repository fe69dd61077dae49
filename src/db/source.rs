//! Where the database is: a server the operator names, or the private one. Migrates it and makes the pools. Knows no table.

use std::{net::IpAddr, num::NonZeroUsize};

use sqlx::{
    ConnectOptions, Connection,
    migrate::MigrateError,
    postgres::{PgConnectOptions, PgSslMode},
};

use super::{
    Db, MIGRATOR, Use,
    embedded::{self, EmbeddedError, OLDEST, Server},
};

/// Connections for background jobs: four resources at once, each with its parts, its lock and its counters.
const JOBS_POOL: u32 = 32;

/// A database that answers, and the server if it is the private one.
#[derive(Debug)]
pub struct Source {
    /// As the owner: for migrations and the command line.
    options: PgConnectOptions,
    /// For pages and jobs.
    login: PgConnectOptions,
    server: Option<Server>,
}

/// Why there is no usable database, as one sentence with what to do.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The private server cannot run.
    #[error(transparent)]
    Embedded(#[from] EmbeddedError),
    /// The address cannot be read.
    #[error("PORTAL_DATABASE_URL cannot be read. Write it as postgres://user:password@host:5432/database.")]
    Url(#[source] sqlx::Error),
    /// The address of the login cannot be read.
    #[error("PORTAL_DATABASE_APP_URL cannot be read. Write it as postgres://login:password@host:5432/database.")]
    LoginUrl(#[source] sqlx::Error),
    /// The named server does not answer.
    #[error("The database server does not answer: {reason}. Check PORTAL_DATABASE_URL, and that the server is up.")]
    Unreachable {
        /// What the driver said.
        reason: String,
    },
    /// The named server does not let us in.
    #[error("The database server refuses user name or password ({code}). Check PORTAL_DATABASE_URL.")]
    Refused {
        /// SQLSTATE.
        code: String,
    },
    /// The named database does not exist.
    #[error("The database named in PORTAL_DATABASE_URL does not exist. Create it: createdb --encoding UTF8 NAME.")]
    NoDatabase,
    /// The named server is too old.
    #[error("The database server is Postgres {major}, but the portal needs {OLDEST} or later. Use a newer server.")]
    TooOld {
        /// Its major version.
        major: i32,
    },
    /// Text is not stored as UTF-8.
    #[error(
        "The database is encoded as {encoding} and cannot hold Chinese. Create it anew: createdb --encoding UTF8 NAME."
    )]
    Encoding {
        /// Its encoding.
        encoding: String,
    },
    /// The server cannot sort Chinese.
    #[error("The database server was built without ICU and cannot sort Chinese. Use a server with ICU.")]
    NoIcu,
    /// The schema was made by a newer portal, or its history was changed.
    #[error("The database was migrated by a newer portal (migration {version} is not known here). Start that version.")]
    Newer {
        /// The unknown migration.
        version: i64,
    },
    /// A migration is not the one that was applied.
    #[error(
        "Migration {version} was changed after it had been applied to this database. Start the version of the portal that \
         made the database, or begin with an empty one."
    )]
    Changed {
        /// The migration.
        version: i64,
    },
    /// Rows cannot be written.
    #[error(
        "The database takes no rows (SQLSTATE {code}). If its disk is full, make room; else look into the server's log."
    )]
    NotWritable {
        /// SQLSTATE, or `none`.
        code: String,
    },
    /// A migration failed.
    #[error(
        "The database could not be migrated: {reason}. Nothing was changed; restore the rights of its owner, or report this."
    )]
    Migration {
        /// What the driver said.
        reason: String,
    },
    /// The application role is missing or not granted.
    #[error(
        "The role portal_app cannot be used: {reason}. Connect as the owner of the database and run `portal migrate`."
    )]
    Role {
        /// What the driver said.
        reason: String,
    },
}

/// What `portal doctor` tells of a database.
#[derive(Debug, Clone)]
pub struct Facts {
    /// Version as the server prints it.
    pub version: String,
    /// Migrations this program knows and the database lacks.
    pub missing: usize,
    /// Whether the login of pages and jobs can act neither as the owner nor as a superuser.
    pub is_confined: bool,
    /// Whether the connection stays on this machine, or is encrypted to a server whose certificate is checked.
    pub is_sealed: bool,
}

impl Source {
    /// Connects to `url`, or starts the private server; checks version, encoding and ICU. `app_url` is the same database by the
    /// login that pages and jobs use; without one they connect as the owner and take on the role `portal_app`.
    ///
    /// # Errors
    /// Each reason with what to do: [`SourceError`].
    pub async fn open(
        url: Option<&str>,
        app_url: Option<&str>,
        settings: &embedded::Settings,
    ) -> Result<Self, SourceError> {
        let source = match url {
            Some(url) => {
                let options: PgConnectOptions = url.parse().map_err(SourceError::Url)?;
                let login = app_url.map(|url| url.parse().map_err(SourceError::LoginUrl)).transpose()?;
                Self { login: login.unwrap_or_else(|| options.clone()), options, server: None }
            }
            None => {
                let server = embedded::start(settings).await?;
                Self { options: server.options(), login: server.login()?, server: Some(server) }
            }
        };
        source.check().await?;
        Ok(source)
    }

    /// Lets the private server, if it is one, be started again whenever it has died.
    pub fn watch(&mut self) {
        if let Some(server) = &mut self.server {
            server.watch();
        }
    }

    /// What the database is.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn facts(&self) -> Result<Facts, SourceError> {
        let mut connection = self.options.connect().await.map_err(unreachable_of)?;
        let version = "select current_setting('server_version')";
        let version: String = sqlx::query_scalar(version).fetch_one(&mut connection).await.map_err(unreachable_of)?;
        let migrated = "select to_regclass('_sqlx_migrations') is not null";
        let migrated: bool = sqlx::query_scalar(migrated).fetch_one(&mut connection).await.map_err(unreachable_of)?;
        let applied: i64 = if migrated {
            let applied = "select count(*) from _sqlx_migrations where success";
            sqlx::query_scalar(applied).fetch_one(&mut connection).await.map_err(unreachable_of)?
        } else {
            0
        };
        let confined = "select not rolsuper and not pg_has_role(rolname, (select datdba from pg_database
                        where datname = current_database()), 'member') from pg_roles where rolname = $1";
        let confined = sqlx::query_scalar(confined).bind(self.login.get_username());
        let is_confined: Option<bool> = confined.fetch_optional(&mut connection).await.map_err(unreachable_of)?;
        // What was read stands; a connection that does not close politely changes nothing.
        let _ = connection.close().await;
        let known = MIGRATOR.iter().count();
        let missing = known.saturating_sub(usize::try_from(applied).unwrap_or(known));
        let is_sealed = [&self.options, &self.login].into_iter().all(is_sealed);
        Ok(Facts { version, missing, is_confined: is_confined.unwrap_or(false), is_sealed })
    }

    /// Whether rows can be written, tried with some that are taken back.
    ///
    /// # Errors
    /// When they cannot, as on a full disk.
    pub async fn can_write(&self) -> Result<(), SourceError> {
        let mut connection = self.options.connect().await.map_err(unreachable_of)?;
        let tried = async {
            let mut transaction = connection.begin().await?;
            sqlx::query("create table write_probe (content text)").execute(&mut *transaction).await?;
            let rows = "insert into write_probe select repeat('x', 1000) from generate_series(1, 100)";
            sqlx::query(rows).execute(&mut *transaction).await?;
            transaction.rollback().await
        };
        tried.await.map_err(|error: sqlx::Error| {
            let code = error.as_database_error().and_then(|error| error.code());
            SourceError::NotWritable { code: code.map_or_else(|| "none".to_owned(), |code| code.into_owned()) }
        })
    }

    /// Applies the migrations that are missing.
    ///
    /// # Errors
    /// When the schema is newer than this program, or a migration fails.
    pub async fn migrate(&self) -> Result<(), SourceError> {
        super::migrate(&self.options).await.map_err(|error| match error {
            MigrateError::VersionMissing(version) | MigrateError::VersionTooNew(version, _) => {
                SourceError::Newer { version }
            }
            MigrateError::VersionMismatch(version) => SourceError::Changed { version },
            other => SourceError::Migration { reason: other.to_string() },
        })
    }

    /// A pool for pages: four connections a processor, or one for `purpose` jobs.
    ///
    /// # Errors
    /// When the role `portal_app` cannot be used.
    pub async fn pool(&self, purpose: Use) -> Result<Db, SourceError> {
        let cores = std::thread::available_parallelism().map_or(2, NonZeroUsize::get);
        let size = match purpose {
            Use::Pages => u32::try_from(cores * 4).unwrap_or(64).clamp(8, 64),
            Use::Jobs => JOBS_POOL,
        };
        let made = Db::connect(self.login.clone(), size, purpose).await;
        made.map_err(|error| SourceError::Role { reason: error.to_string() })
    }

    /// A connection as the owner, which no row-level security binds: for making organisations.
    ///
    /// # Errors
    /// When the server does not answer.
    pub async fn owner(&self) -> Result<sqlx::PgConnection, SourceError> {
        self.options.connect().await.map_err(unreachable_of)
    }

    /// Whether the server is the private one.
    #[must_use]
    pub const fn is_private(&self) -> bool {
        self.server.is_some()
    }

    /// Stops the private server, if it is one and nobody else uses it.
    ///
    /// # Errors
    /// When it does not stop.
    pub async fn close(self) -> Result<(), SourceError> {
        match self.server {
            Some(server) => Ok(server.stop().await?),
            None => Ok(()),
        }
    }

    async fn check(&self) -> Result<(), SourceError> {
        let mut connection = self.options.connect().await.map_err(unreachable_of)?;
        let (number, encoding, sorts_chinese): (i32, String, bool) = sqlx::query_as(
            "select current_setting('server_version_num')::int, current_setting('server_encoding'),
                    exists (select from pg_collation where collname = 'zh-x-icu')",
        )
        .fetch_one(&mut connection)
        .await
        .map_err(unreachable_of)?;
        // What was read stands; a connection that does not close politely changes nothing.
        let _ = connection.close().await;
        let major = number / 10_000;
        if u32::try_from(major).unwrap_or(0) < OLDEST {
            return Err(SourceError::TooOld { major });
        }
        if encoding != "UTF8" {
            return Err(SourceError::Encoding { encoding });
        }
        if sorts_chinese { Ok(()) } else { Err(SourceError::NoIcu) }
    }
}

/// Whether nobody between here and the server can read along or stand in for it.
fn is_sealed(options: &PgConnectOptions) -> bool {
    let host = options.get_host().trim_matches(['[', ']']);
    let here = host.parse::<IpAddr>().map_or(host == "localhost", |address| address.is_loopback());
    let checked = matches!(options.get_ssl_mode(), PgSslMode::VerifyFull);
    here || host.starts_with('/') || options.get_socket().is_some() || checked
}

fn unreachable_of(error: sqlx::Error) -> SourceError {
    let code = error.as_database_error().and_then(|error| error.code().map(|code| code.into_owned()));
    match code.as_deref() {
        Some("3D000") => SourceError::NoDatabase,
        Some(code) if code.starts_with("28") => SourceError::Refused { code: code.to_owned() },
        _ => SourceError::Unreachable { reason: error.to_string() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_is_sealed_on_this_machine_or_with_a_certificate_that_is_checked() {
        for (url, sealed) in [
            ("postgres://p@localhost/portal", true),
            ("postgres://p@127.0.0.1/portal", true),
            ("postgres://p@[::1]/portal", true),
            ("postgres://p@localhost/portal?host=/run/postgresql", true),
            ("postgres://p@db.example.com/portal?sslmode=verify-full", true),
            ("postgres://p@db.example.com/portal", false),
            ("postgres://p@db.example.com/portal?sslmode=require", false),
            ("postgres://p@db.example.com/portal?sslmode=verify-ca", false),
            ("postgres://p@10.0.0.5/portal", false),
        ] {
            assert_eq!(is_sealed(&url.parse().unwrap()), sealed, "{url}");
        }
    }
}
