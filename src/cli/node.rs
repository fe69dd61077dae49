//! One node of the portal: database, pools, connections, pages, background jobs, and how they end within ten seconds.
//! `portal serve` and the demo are this with different beginnings.

use std::{
    io::{ErrorKind, Write},
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use tokio::{net::TcpListener, task::JoinHandle, time::timeout};
use tokio_util::sync::CancellationToken;

use super::{Failure, store};
use crate::{
    access::usage,
    app::{App, Options},
    audit::heads,
    clock::Clock,
    cloud::seal,
    cloud_accounts::{CloudAccounts, Settings},
    commands::{self, Executor},
    config::{Config, ListenConfig},
    db::{Db, Source, Use},
    jobs::{self, Background, resources},
    mail::Mailer,
    router::router,
    scan::Scanner,
    sync::{Engine, tally::Unwatched},
};

/// How long requests in progress may take to end.
const LAST_REQUESTS: Duration = Duration::from_secs(3);
/// How long pages and background jobs together may take to end.
const LAST_TASKS: Duration = Duration::from_secs(4);
/// How long the private database may take to stop. With the two above and below, less than ten seconds.
const LAST_STOP: Duration = Duration::from_secs(5);
/// How long the pools may take to close.
const LAST_QUERIES: Duration = Duration::from_millis(500);

/// Database, pools and connections of one process.
pub struct Node {
    /// Where the database is.
    pub source: Source,
    /// Pool of background jobs.
    pub jobs: Db,
    /// Connections to the vendor.
    pub accounts: CloudAccounts,
    /// The engine of synchronisation, unwatched.
    pub engine: Engine,
    /// The machine's clock.
    pub clock: Clock,
    /// The deployment key.
    pub key: seal::Key,
    /// Where the heads of the audit chains are kept outside the database.
    pub heads: PathBuf,
    /// Where the files that members send are kept.
    pub attachments: PathBuf,
    /// The mail server, if there is one.
    pub mailer: Option<Mailer>,
    /// What scans files that members send.
    pub scanner: Option<Scanner>,
    /// Whether files are refused without a scanner.
    pub scan_required: bool,
    /// How commands are sent.
    pub sending: commands::Settings,
}

impl Node {
    /// Opens the database, brings its schema up to date, and opens the connections.
    ///
    /// # Errors
    /// The first thing that is missing, with what to do.
    pub async fn open(config: &Config) -> Result<Self, Failure> {
        let mailer = config.mailer()?;
        let mut source = open_source(config).await?;
        source.watch();
        match Self::over(config, &source).await {
            Ok((jobs, accounts, engine, key)) => {
                let (clock, heads) = (Clock::machine(), heads::file_in(&config.data_dir()));
                let attachments = config.attachments();
                let (scanner, scan_required) = (config.scan_command.clone(), config.scan_required);
                let sending = match sending(config, &accounts).await {
                    Ok(sending) => sending,
                    Err(failure) => {
                        source.close().await?;
                        return Err(failure);
                    }
                };
                Ok(Self {
                    source,
                    jobs,
                    accounts,
                    engine,
                    clock,
                    key,
                    heads,
                    attachments,
                    mailer,
                    scanner,
                    scan_required,
                    sending,
                })
            }
            Err(failure) => {
                source.close().await?;
                Err(failure)
            }
        }
    }

    async fn over(config: &Config, source: &Source) -> Result<(Db, CloudAccounts, Engine, seal::Key), Failure> {
        source.migrate().await?;
        let key_file = key_file(config, source).await?;
        let jobs = source.pool(Use::Jobs).await?;
        let settings = Settings { loopback_rate: config.call_rate, detail_page: config.detail_page };
        let accounts = CloudAccounts::open(jobs.clone(), Clock::machine(), &key_file, settings)?;
        let key = accounts.key().clone();
        let engine = Engine::new(jobs.clone(), Clock::machine(), resources(), Arc::new(Unwatched));
        Ok((jobs, accounts, engine, key))
    }

    /// Serves pages on `listener` until `stop`.
    ///
    /// # Errors
    /// When the pool of pages cannot be made.
    pub async fn serve_pages(
        &self,
        listener: TcpListener,
        options: Options,
        stop: CancellationToken,
    ) -> Result<JoinHandle<()>, Failure> {
        let pages = self.source.pool(Use::Pages).await?;
        let (attachments, scanner) = (self.attachments.clone(), self.scanner.clone());
        let (scan_required, mail) = (self.scan_required, self.mailer.is_some());
        let options = Options { attachments, scanner, scan_required, mail, ..options };
        let app = App::new(pages.clone(), self.clock.clone(), self.key.clone(), options)
            .calling(Arc::new(self.accounts.clone()));
        let usage = tokio::spawn(usage::keep(app.clone(), stop.clone()));
        let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
        let serving = axum::serve(listener, service).with_graceful_shutdown(stop.clone().cancelled_owned());
        Ok(tokio::spawn(async move {
            let serving = async {
                if let Err(error) = serving.await {
                    tracing::error!(%error, "pages are no longer served");
                }
            };
            let patience = async {
                stop.cancelled().await;
                tokio::time::sleep(LAST_REQUESTS).await;
            };
            tokio::select! {
                () = serving => {}
                () = patience => tracing::warn!("requests still in progress were cut off"),
            }
            let _ = timeout(LAST_QUERIES, usage).await;
            // Connections that are still out are closed by the server's stop.
            let _ = timeout(LAST_QUERIES, pages.close()).await;
        }))
    }

    /// Synchronises what is due and deletes ended sessions, in the background, until `stop`.
    pub fn run_jobs(&self, stop: CancellationToken) -> JoinHandle<()> {
        let background = Background::new(self.engine.clone(), Arc::new(self.accounts.clone()));
        let (executor, last) = (self.executor(), stop.clone());
        let sweep = jobs::sweep(self.jobs.clone(), self.clock.clone(), stop.clone());
        let witness = jobs::witness(self.jobs.clone(), self.clock.clone(), self.heads.clone(), stop.clone());
        let members = jobs::keep_members(self.jobs.clone(), self.key.clone(), self.clock.clone(), stop.clone());
        let refusals = jobs::record_refusals(self.jobs.clone(), self.key.clone(), self.clock.clone(), stop.clone());
        let files = jobs::keep_files(self.jobs.clone(), self.attachments.clone(), stop.clone());
        let expiry = jobs::tell_of_expiry(self.jobs.clone(), self.key.clone(), self.clock.clone(), stop.clone());
        let rebates = jobs::settle_rebates(self.jobs.clone(), self.key.clone(), self.clock.clone(), stop.clone());
        let (keys, mails) = ((self.jobs.clone(), self.key.clone()), self.mailer.is_some());
        let deadlines = jobs::keep_deadlines(keys, self.clock.clone(), mails, stop.clone());
        let (db, key, clock) = (self.jobs.clone(), self.key.clone(), self.clock.clone());
        let folder = self.attachments.clone();
        let exports = jobs::write_exports(db.clone(), key.clone(), clock.clone(), folder.clone(), stop.clone());
        let exported = jobs::keep_exports(db.clone(), key.clone(), clock.clone(), folder, stop.clone());
        let mail = jobs::send_mail(db.clone(), key.clone(), clock.clone(), self.mailer.clone(), stop.clone());
        let forgotten = jobs::answer_forgotten(db, key, clock, self.mailer.is_some(), stop.clone());
        tokio::spawn(async move {
            let commands = executor.run(last);
            tokio::join!(
                background.run(stop),
                sweep,
                witness,
                members,
                refusals,
                files,
                expiry,
                rebates,
                deadlines,
                mail,
                exports,
                exported,
                forgotten,
                commands
            )
            .0;
        })
    }

    fn executor(&self) -> Executor {
        let accounts = Arc::new(self.accounts.clone());
        Executor::new(self.jobs.clone(), self.key.clone(), self.clock.clone(), accounts, self.sending.clone())
    }

    /// Closes the pools and stops the private database, if there is one.
    ///
    /// # Errors
    /// When the private database does not stop.
    pub async fn close(self) -> Result<(), Failure> {
        // Background runs are cut off here; the next process takes them up.
        let _ = timeout(LAST_QUERIES, self.jobs.close()).await;
        match timeout(LAST_STOP, self.source.close()).await {
            Ok(closed) => Ok(closed?),
            Err(_) => {
                tracing::warn!("the private Postgres was left as it is; the next start takes it over");
                Ok(())
            }
        }
    }
}

/// How this node sends commands: its name, the same after a restart, and a drill's settle time.
async fn sending(config: &Config, accounts: &CloudAccounts) -> Result<commands::Settings, Failure> {
    let settle = config.settle_seconds.map(Duration::from_secs);
    if settle.is_some() {
        let listed = accounts.list().await?;
        let is_local =
            |url: &str| ["http://127.", "http://localhost", "http://[::1]"].iter().any(|at| url.starts_with(at));
        if let Some(account) = listed.iter().find(|account| !is_local(&account.base_url)) {
            return Err(Failure::Typed(format!(
                "PORTAL_SETTLE_SECONDS is for drills on this machine, but {} has a connection to {}. Leave it out.",
                account.organization, account.base_url
            )));
        }
    }
    let node = name(&config.data_dir()).map_err(|error| {
        Failure::Typed(format!(
            "The name of this node cannot be kept in the data directory: {error}. Check --data-dir."
        ))
    })?;
    Ok(commands::Settings { node, settle })
}

/// The name of the node that has this data directory, made when it is missing.
fn name(folder: &Path) -> std::io::Result<String> {
    let path = folder.join("node");
    match std::fs::read_to_string(&path) {
        Ok(name) if !name.trim().is_empty() => return Ok(name.trim().to_owned()),
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let name = uuid::Uuid::new_v4().to_string();
    std::fs::create_dir_all(folder)?;
    std::fs::write(&path, &name)?;
    Ok(name)
}

/// Waits until pages and jobs have ended, but not for ever: a task that waits for a dead database is left behind.
pub async fn wait_for(tasks: impl IntoIterator<Item = JoinHandle<()>>) {
    let ended = timeout(LAST_TASKS, async {
        for task in tasks {
            // A task that panicked has told so itself.
            let _ = task.await;
        }
    });
    if ended.await.is_err() {
        tracing::warn!("background jobs still in progress were cut off");
    }
}

/// Opens the database that the settings name, as it is.
///
/// # Errors
/// Why there is none, with what to do.
pub async fn open_source(config: &Config) -> Result<Source, Failure> {
    let (url, login) = (config.database_url.as_ref(), config.database_app_url.as_ref());
    Ok(Source::open(url.map(|url| url.expose()), login.map(|url| url.expose()), &config.embedded()).await?)
}

/// How often a port that is taken is tried, a moment apart: a process that was just killed may still hold it.
const TRIES: u32 = 20;
/// How long a moment is.
const MOMENT: Duration = Duration::from_millis(250);

/// Binds the address of the pages, so that a busy port shows before anything else is begun.
///
/// # Errors
/// When it is taken or not ours to take.
pub async fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    for _ in 1..TRIES {
        match TcpListener::bind(address).await {
            Err(source) if source.kind() == ErrorKind::AddrInUse => tokio::time::sleep(MOMENT).await,
            bound => return bound.map_err(|source| Failure::Listen { address, source }),
        }
    }
    TcpListener::bind(address).await.map_err(|source| Failure::Listen { address, source })
}

/// Secrets that open with the deployment key alone.
pub(super) async fn sealed(source: &Source) -> Result<i64, Failure> {
    Ok(store::sealed(&mut source.owner().await?).await?)
}

/// The key file, which may be made: a new key in place of a lost one would hide the loss, and open nothing.
pub(super) async fn key_file(config: &Config, source: &Source) -> Result<PathBuf, Failure> {
    let path = config.key_file();
    match sealed(source).await? {
        sealed @ 1.. if !path.exists() => Err(Failure::KeyLost { path, sealed }),
        _ => Ok(path),
    }
}

/// Settings of the pages for an address to listen on.
#[must_use]
pub fn page_options(listen: &ListenConfig) -> Options {
    Options {
        secure_cookies: listen.secure_cookies(),
        trust_forwarded: listen.trust_forwarded,
        member_rate: listen.member_rate,
        address_rate: listen.address_rate,
        public_url: listen.public_url.clone(),
        private_hosts: listen.private_hosts.clone(),
        ..Options::default()
    }
}

/// Says that the portal can be used: the one line scripts wait for, also through a pipe.
///
/// # Errors
/// When standard output is closed.
pub fn announce(address: SocketAddr) -> Result<(), Failure> {
    let mut output = std::io::stdout().lock();
    writeln!(output, "ready http://{address}").and_then(|()| output.flush()).map_err(Failure::Output)
}
