//! What runs in the background of `portal serve`: resources that are due or asked for, on every node, none twice.
//!
//! A tick looks which resources are due and starts a run for each; the engine's lock keeps two nodes apart. Tests tick by
//! hand; `portal serve` ticks every second until it stops.

use std::{
    collections::HashSet,
    fmt::Display,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use futures::future::BoxFuture;
use tokio::{sync::Semaphore, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use crate::{
    access::{refusals, sessions},
    accounts,
    app::vendors::Vendors,
    attachments,
    audit::{
        self,
        heads::{self, HeadsError},
    },
    bills, catalog,
    clock::Clock,
    cloud::{Client, seal::Key},
    cloud_accounts::CloudAccounts,
    customers,
    db::Db,
    deadlines, evidence, exports, fh, forgotten_password, inbox, invoices, ledgers,
    mail::{self, Mailer},
    mdf, members, orders, realname, rebates, resellers, reviews,
    sync::{Account, Accounts, Engine, Resource, Selection, SyncError, engine::Asker},
    vouchers,
};

/// Runs at the same time in one process.
const RUNS_AT_ONCE: usize = 4;
/// How often a node looks for due resources.
const TICK: Duration = Duration::from_secs(1);

/// How often ended sessions and old sign-in attempts are deleted, members and files are kept, and the audit chains looked at.
const SWEEP: Duration = Duration::from_secs(3600);
/// How often what expires soon is looked at: often enough to be told in the first working hour.
const EXPIRY: Duration = Duration::from_secs(900);
/// How often deadlines are looked at: a timer acts at the tenth minute after midnight, or soon after.
const DEADLINES: Duration = Duration::from_secs(300);
/// How often refusals whose quarter of an hour is over are recorded.
const RECORDING: Duration = Duration::from_secs(60);

/// Does `work` at once and then every `period` until `stop`; a failure is logged as `what` and tried again next time. Work that
/// took longer than a period is not made up for. Several nodes may do the same: each piece of work keeps itself apart.
async fn every<F, E>(period: Duration, stop: CancellationToken, what: &'static str, mut work: impl FnMut() -> F)
where
    F: Future<Output = Result<(), E>>,
    E: Display,
{
    let mut turns = tokio::time::interval(period);
    turns.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = turns.tick() => {}
        }
        if let Err(error) = work().await {
            tracing::warn!(%error, "{what}");
        }
    }
}

/// Deletes ended sessions and sign-in attempts a day after their end, every hour until `stop`.
pub async fn sweep(db: Db, clock: Clock, stop: CancellationToken) {
    every(SWEEP, stop, "ended sessions could not be deleted", || async {
        sessions::sweep(&mut *db.open_none().await?, clock.now()).await.map(drop)
    })
    .await;
}

/// Writes what was refused at the doors into the audit chains, every minute until `stop`.
pub async fn record_refusals(db: Db, key: Key, clock: Clock, stop: CancellationToken) {
    every(RECORDING, stop, "what was refused could not be recorded", || async {
        refusals::record(&db, &key, &clock).await.map(drop)
    })
    .await;
}

/// Disables members after their last day, erases the contact data of those deleted long ago, begins access reviews and reminds of
/// them, ends qualifications of FH and applications of MDF, deletes evidence whose time is over, forgets old notices; every hour
/// until `stop` (MEM-2, MEM-9, PERM-8). Each member is taken under his organisation's lock.
pub async fn keep_members(db: Db, key: Key, clock: Clock, stop: CancellationToken) {
    every(SWEEP, stop, "what is done about members every hour could not be done", || async {
        members::expire(&db, &key, &clock).await?;
        inbox::forget(&db, clock.now()).await?;
        reviews::begin_due(&db, &key, &clock).await?;
        reviews::remind(&db, &key, &clock).await?;
        fh::lapse(&db, &key, &clock).await?;
        mdf::lapse(&db, &key, &clock).await?;
        evidence::expire(&db, &key, &clock).await?;
        members::erase(&db, &key, &clock).await.map(drop)
    })
    .await;
}

/// Tells of vouchers that expire soon, every quarter of an hour until `stop`: each notice is written once.
pub async fn tell_of_expiry(db: Db, key: Key, clock: Clock, stop: CancellationToken) {
    every(EXPIRY, stop, "what expires soon could not be told", || async {
        ledgers::remind(&db, &key, &clock).await.map(drop)
    })
    .await;
}

/// Confirms statements whose last day is over and closes objections whose answer stood, every quarter of an hour until `stop`.
pub async fn settle_rebates(db: Db, key: Key, clock: Clock, stop: CancellationToken) {
    every(EXPIRY, stop, "what the deadlines of rebates end could not be ended", || async {
        rebates::settle(&db, &key, &clock).await.map(drop)
    })
    .await;
}

/// Settles deadlines that nobody met and reminds of those that are near, every five minutes until `stop`; `mails` says whether
/// letters leave (DL-02, COM-10).
pub async fn keep_deadlines((db, key): (Db, Key), clock: Clock, mails: bool, stop: CancellationToken) {
    every(DEADLINES, stop, "deadlines could not be looked at", || async {
        deadlines::keep(&db, &key, &clock, mails).await.map(drop)
    })
    .await;
}

/// Deletes files that no change kept, every hour until `stop`.
pub async fn keep_files(db: Db, folder: PathBuf, stop: CancellationToken) {
    every(SWEEP, stop, "files that no change kept could not be deleted", || async {
        match attachments::sweep(&db, &folder).await {
            Ok(0) => {}
            Ok(files) => tracing::info!(files, "files that no change kept were deleted"),
            Err(error) => return Err(error.cause().unwrap_or("the disk or the database refuses").to_owned()),
        }
        Ok(())
    })
    .await;
}

/// What can be exported, each by the slice whose rows they are.
pub const READERS: [exports::Reader; 1] = [members::EXPORT];

/// Writes exports that wait, every second until `stop`: one after the other, so that they leave room for pages and readings.
pub async fn write_exports(db: Db, key: Key, clock: Clock, folder: PathBuf, stop: CancellationToken) {
    every(TICK, stop, "an export could not be written", || async {
        exports::work(&db, &key, &clock, &folder, &READERS).await.map(drop)
    })
    .await;
}

/// Deletes exported files whose time is over, every hour until `stop`.
pub async fn keep_exports(db: Db, key: Key, clock: Clock, folder: PathBuf, stop: CancellationToken) {
    every(SWEEP, stop, "exported files whose time is over could not be deleted", || async {
        exports::keep(&db, &key, &clock, &folder).await.map(drop)
    })
    .await;
}

/// Looks at who has forgotten a password, every second until `stop`.
pub async fn answer_forgotten(db: Db, key: Key, clock: Clock, mail: bool, stop: CancellationToken) {
    if mail {
        every(TICK, stop, "requests for new passwords could not be looked at", || async {
            forgotten_password::answer_requests(&db, &key, &clock).await
        })
        .await;
    }
}

/// Sends mail that is due, every second until `stop`.
pub async fn send_mail(db: Db, key: Key, clock: Clock, mailer: Option<Mailer>, stop: CancellationToken) {
    let Some(mailer) = mailer else { return };
    every(TICK, stop, "mail could not be sent", || async { mail::deliver(&db, &key, &clock, &mailer).await.map(drop) })
        .await;
}

/// Copies the heads of the audit chains to a file once a day, looking every hour, until `stop`.
pub async fn witness(db: Db, clock: Clock, file: PathBuf, stop: CancellationToken) {
    every(SWEEP, stop, "the audit chains could not be looked at", || async { look(&db, &clock, &file).await }).await;
}

/// Copies the heads unless that was done today; if it was not, walks the chains too and notes what was found.
async fn look(db: &Db, clock: &Clock, file: &Path) -> Result<(), HeadsError> {
    if !heads::keep(db, clock.now(), file).await? {
        return Ok(());
    }
    let mut connection = db.open_every().await?;
    let chains = audit::verify(&mut connection, file).await?;
    for chain in chains.iter().filter(|chain| !chain.findings.is_empty()) {
        tracing::error!(organization = %chain.organization, flaws = chain.findings.len(), "the audit chain is not whole");
    }
    Ok(audit::checks::note(&mut connection, &chains, clock.now()).await?)
}

/// Every resource that is synchronised, in the order in which `/sync` lists them.
#[must_use]
pub fn resources() -> Arc<[&'static Resource]> {
    let slices: [&[&'static Resource]; 9] = [
        resellers::sync::RESOURCES,
        customers::sync::RESOURCES,
        realname::sync::RESOURCES,
        vouchers::sync::RESOURCES,
        accounts::sync::RESOURCES,
        bills::sync::RESOURCES,
        orders::sync::RESOURCES,
        catalog::sync::RESOURCES,
        invoices::sync::RESOURCES,
    ];
    slices.concat().into()
}

impl Vendors for CloudAccounts {
    fn client(&self, account_id: i64) -> BoxFuture<'_, Option<Arc<Client>>> {
        Box::pin(async move {
            let loaded = Self::load(self).await;
            let accounts = loaded.inspect_err(|error| tracing::error!(%error, "connections cannot be read")).ok()?;
            accounts.into_iter().find(|account| account.id == account_id).map(|account| account.client)
        })
    }
}

impl Accounts for CloudAccounts {
    fn load(&self) -> BoxFuture<'_, Result<Vec<Account>, SyncError>> {
        Box::pin(async move { Ok(Self::load(self).await?) })
    }
}

/// Background synchronisation of one process. Cheap to clone.
#[derive(Clone)]
pub struct Background {
    engine: Engine,
    accounts: Arc<dyn Accounts>,
    running: Arc<Mutex<HashSet<(i64, &'static str)>>>,
    places: Arc<Semaphore>,
}

impl Background {
    /// Background work over `engine` for the connections of `accounts`.
    #[must_use]
    pub fn new(engine: Engine, accounts: Arc<dyn Accounts>) -> Self {
        Self { engine, accounts, running: Arc::default(), places: Arc::new(Semaphore::new(RUNS_AT_ONCE)) }
    }

    /// Ticks until `stop`, then waits for no run: a run that is cut off is taken up by the next process.
    pub async fn run(&self, stop: CancellationToken) {
        let stopped = stop.clone();
        let ticking =
            every(TICK, stop, "due synchronisations could not be looked up", || async { self.tick().await.map(drop) });
        // A tick that waits for a dead database is left behind.
        tokio::select! {
            () = stopped.cancelled() => {}
            () = ticking => {}
        }
    }

    /// Starts a run for every resource that is due and waits for none; answers the runs it started.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tick(&self) -> Result<Vec<JoinHandle<()>>, SyncError> {
        let mut started = Vec::new();
        for account in self.accounts.load().await? {
            let due = self.engine.due(&account).await?;
            for (resource, asked) in self.ready(&account, &due) {
                let asker = if asked { Asker::Person } else { Asker::Schedule };
                started.extend(self.start(account.clone(), resource, asker));
            }
        }
        Ok(started)
    }

    /// Due resources of which nothing they depend on is due or running.
    fn ready(&self, account: &Account, due: &[(String, bool)]) -> Vec<(&'static Resource, bool)> {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let busy = |name: &str| running.iter().any(|(id, other)| *id == account.id && *other == name);
        let waits = |resource: &Resource| {
            resource.after.iter().any(|name| busy(name) || due.iter().any(|(other, _)| other == name))
        };
        let find = |name: &str| self.engine.resources().iter().copied().find(|r| r.name == name);
        let known = due.iter().filter_map(|(name, asked)| find(name).map(|resource| (resource, *asked)));
        known.filter(|(resource, _)| !busy(resource.name) && !waits(resource)).collect()
    }

    fn start(&self, account: Account, resource: &'static Resource, asker: Asker) -> Option<JoinHandle<()>> {
        let place = Arc::clone(&self.places).try_acquire_owned().ok()?;
        let key = (account.id, resource.name);
        self.running.lock().unwrap_or_else(PoisonError::into_inner).insert(key);
        let background = self.clone();
        let selection = Selection { only: vec![resource.name.to_owned()], months: Vec::new(), full: false, asker };
        Some(tokio::spawn(async move {
            if let Err(error) = background.engine.run(&account, &selection).await {
                tracing::warn!(%error, resource = resource.name, "a synchronisation could not run");
            }
            background.running.lock().unwrap_or_else(PoisonError::into_inner).remove(&key);
            drop(place);
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_resource_has_a_name_on_its_page() {
        for resource in resources().iter() {
            assert!(
                crate::runs::known().contains(&(resource.name, resource.api)),
                "{} has no name on /sync",
                resource.name
            );
        }
    }

    #[test]
    fn what_commands_change_is_read() {
        for name in crate::commands::Kind::ALL.into_iter().flat_map(crate::commands::Kind::changes) {
            assert!(resources().iter().any(|resource| resource.name == *name), "{name}");
        }
    }
}
