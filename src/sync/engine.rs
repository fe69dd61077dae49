//! Runs resources: one runner per (connection, resource), parts side by side, progress written while it runs.

use std::{
    collections::HashSet,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use futures::{StreamExt, TryStreamExt, future::BoxFuture, stream};
use tokio_util::sync::CancellationToken;

pub use super::selection::{Asker, Selection};
use super::{
    Account, Pass, Progress, Resource, Scope, SyncError,
    dependency::{Ground, Reading},
    pass::{Planning, Run},
    resource::in_order,
    schedule, store,
    tally::Tally,
};
use crate::{
    clock::Clock,
    cloud::{Class, Failure},
    db::Db,
    values::Month,
};

/// Parts of one resource read at the same time.
const SCOPES_AT_ONCE: usize = 4;
/// Resources of one connection read at the same time: each has its own call budget.
const RESOURCES_AT_ONCE: usize = 4;
/// How often the counters of a running run are written.
const FLUSH_EVERY: Duration = Duration::from_millis(500);
/// A reading that a kill interrupted longer ago than this begins anew.
const TAKE_UP_WITHIN: TimeDelta = TimeDelta::hours(6);

/// Reads resources of connections into the mirrors. Cheap to clone.
#[derive(Clone)]
pub struct Engine {
    db: Db,
    clock: Clock,
    resources: Arc<[&'static Resource]>,
    progress: Arc<dyn Progress>,
}

/// One round over the resources of a connection.
struct Round<'a> {
    account: &'a Account,
    selection: &'a Selection,
    /// Set once the vendor could not be reached: what has not begun fails at once, instead of finding out by itself.
    away: AtomicBool,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Everything read and applied.
    Done,
    /// Some parts failed.
    Partly,
    /// No part succeeded.
    Failed,
    /// Another process is reading it.
    Busy,
}

impl State {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Partly => "partly",
            Self::Failed | Self::Busy => "failed",
        }
    }
}

/// How each resource of a selection ended.
pub type Outcome = Vec<(&'static str, State)>;

impl Engine {
    /// An engine over `resources`; `db` is a pool for jobs.
    #[must_use]
    pub fn new(db: Db, clock: Clock, resources: Arc<[&'static Resource]>, progress: Arc<dyn Progress>) -> Self {
        Self { db, clock, resources, progress }
    }

    /// The same engine, watched by `progress`.
    #[must_use]
    pub fn watched(&self, progress: Arc<dyn Progress>) -> Self {
        Self { progress, ..self.clone() }
    }

    /// All resources this engine knows.
    #[must_use]
    pub fn resources(&self) -> &[&'static Resource] {
        &self.resources
    }

    /// Reads the selected resources of a connection, each after those it depends on.
    ///
    /// # Errors
    /// Only when the database fails outside a run; a failing resource is part of the outcome.
    pub async fn run(&self, account: &Account, selection: &Selection) -> Result<Outcome, SyncError> {
        let applying = self.applying(account);
        self.enlist(account, &applying).await?;
        let wanted: Vec<&'static Resource> = applying
            .into_iter()
            .filter(|r| selection.only.is_empty() || selection.only.iter().any(|name| name == r.name))
            .collect();
        let round = Round { account, selection, away: AtomicBool::new(false) };
        let round = &round;
        let mut outcome = Outcome::new();
        for wave in in_order(&wanted) {
            let mut runs: Vec<BoxFuture<'_, Result<_, SyncError>>> = Vec::new();
            for resource in wave {
                runs.push(Box::pin(async move { Ok((resource.name, self.run_resource(round, resource).await?)) }));
            }
            let ended: Vec<_> = stream::iter(runs).buffer_unordered(RESOURCES_AT_ONCE).try_collect().await?;
            outcome.extend(ended);
        }
        Ok(outcome)
    }

    /// Resources of a connection that are due or asked for, and whether a person asked.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn due(&self, account: &Account) -> Result<Vec<(String, bool)>, SyncError> {
        let applying = self.applying(account);
        self.enlist(account, &applying).await?;
        let mut connection = self.db.open(&[account.organization_id]).await?;
        let due = store::due(&mut connection, account.id, self.clock.now()).await?;
        let some_wait = due.iter().any(|due| due.waits && !due.asked);
        let readings = if some_wait { store::readings(&mut connection, account.id).await? } else { Vec::new() };
        // What waits is not tried again before what it waits for: it would fail alike, minute by minute.
        let ready = |due: &store::Due| {
            let resource = applying.iter().find(|resource| resource.name == due.resource);
            resource.is_some_and(|resource| !due.waits || due.asked || ground(resource, &readings).missing.is_none())
        };
        Ok(due.into_iter().filter(ready).map(|due| (due.resource, due.asked)).collect())
    }

    fn applying(&self, account: &Account) -> Vec<&'static Resource> {
        self.resources.iter().copied().filter(|r| r.applies(account.site, account.has_resellers)).collect()
    }

    async fn enlist(&self, account: &Account, resources: &[&'static Resource]) -> Result<(), SyncError> {
        let names: Vec<String> = resources.iter().map(|r| r.name.to_owned()).collect();
        let mut connection = self.db.open(&[account.organization_id]).await?;
        store::enlist(&mut connection, account.organization_id, account.id, &names, self.clock.now()).await?;
        Ok(())
    }

    /// Reads one resource under its lock.
    async fn run_resource(&self, round: &Round<'_>, resource: &'static Resource) -> Result<State, SyncError> {
        let account = round.account;
        let mut holder = self.db.open(&[account.organization_id]).await?;
        if !store::lock(&mut holder, account.id, resource.name).await? {
            tracing::info!(resource = resource.name, "another process is reading this resource");
            return Ok(State::Busy);
        }
        let ran = self.run_locked(&mut holder, round, resource).await;
        store::unlock(&mut holder, account.id, resource.name).await?;
        ran
    }

    async fn run_locked(
        &self,
        holder: &mut sqlx::PgConnection,
        round: &Round<'_>,
        resource: &'static Resource,
    ) -> Result<State, SyncError> {
        let Round { account, selection, away } = round;
        let now = self.clock.now();
        let begin = store::Begin {
            organization_id: account.organization_id,
            account_id: account.id,
            resource: resource.name,
            asker: selection.asker,
            now,
        };
        let interrupted = store::abandon(holder, begin).await?;
        let round_started_at = interrupted.filter(|at| !selection.full && now - *at < TAKE_UP_WITHIN).unwrap_or(now);
        let id = store::begin(holder, begin, round_started_at).await?;
        let ground = ground(resource, &store::readings(holder, account.id).await?);
        let tally = Arc::new(Tally::default());
        let months = if selection.months.is_empty() { open_months(now) } else { selection.months.clone() };
        let run = Run {
            db: &self.db,
            clock: &self.clock,
            account,
            resource,
            id,
            round_started_at,
            months: &months,
            asked_for: selection.full || !selection.months.is_empty() || selection.asker == Asker::Person,
            full: selection.full,
            tally: Arc::clone(&tally),
            ground: &ground,
            away,
        };
        self.progress.began(resource.name, Arc::clone(&tally));
        let reading = read_scopes(&run, interrupted == Some(round_started_at));
        let state = while_flushing(&self.db, &run, reading).await;
        let next_at = self.next_at(holder, &run, state).await?;
        store::flush(holder, id, tally.counts()).await?;
        let complete_as_of = ground.complete_as_of(round_started_at);
        let end =
            store::End { run_id: id, state, problem: tally.problem(), complete_as_of, now: self.clock.now(), next_at };
        store::end(holder, &end).await?;
        self.progress.ended(resource.name, state);
        Ok(state)
    }

    async fn next_at(
        &self,
        holder: &mut sqlx::PgConnection,
        run: &Run<'_>,
        state: State,
    ) -> Result<DateTime<Utc>, SyncError> {
        if state == State::Done {
            return Ok(schedule::next_after(run.resource.cadence, self.clock.now()));
        }
        let failures = store::failures(holder, run.account.id, run.resource.name).await?;
        Ok(schedule::next_after_failure(run.resource.cadence, self.clock.now(), failures + 1))
    }
}

/// The readings of what a resource is read by. What its site does not offer has no reading, and is not waited for.
fn ground(resource: &Resource, readings: &[Reading]) -> Ground {
    let reading = |name: &&str| readings.iter().find(|reading| reading.resource == *name).cloned();
    Ground::of(&resource.after.iter().filter_map(reading).collect::<Vec<_>>())
}

/// The month before and the open month: both still change (SYNC-B04). Older ones are read when somebody asks for them.
#[must_use]
pub fn open_months(now: DateTime<Utc>) -> Vec<Month> {
    let current = Month::of(now);
    vec![current.previous(), current]
}

async fn read_scopes(run: &Run<'_>, taking_up: bool) -> State {
    if run.away.load(Ordering::Relaxed) {
        run.tally.failed("", &SyncError::Vendor(Failure::local(run.resource.api, Class::NotSent)));
        return State::Failed;
    }
    let scopes = match plan(run, taking_up).await {
        Ok(scopes) => scopes,
        Err(error) => {
            report(run, "", &error);
            return State::Failed;
        }
    };
    let hopeless = AtomicBool::new(false);
    let mut passes: Vec<BoxFuture<'_, Passed>> = Vec::new();
    for scope in scopes {
        passes.push(Box::pin(pass(run, scope, &hopeless)));
    }
    let mut done = 0_usize;
    let mut failed = 0_usize;
    // Every pass that began comes to its end: one that is dropped in the middle leaves a connection in the middle.
    let mut passes = stream::iter(passes).buffer_unordered(SCOPES_AT_ONCE);
    while let Some(ended) = passes.next().await {
        match ended {
            Passed::Done => done += 1,
            Passed::Failed => failed += 1,
            Passed::Skipped => {}
        }
    }
    drop(passes);
    if let Some(on) = &run.ground.missing {
        report(run, on, &SyncError::Waits { on: on.clone() });
        // Parts that had nobody to ask about have read nothing.
        if run.tally.counts().calls == 0 {
            return State::Failed;
        }
    } else if failed == 0 {
        if let Err(error) = finish(run).await {
            report(run, "", &error);
            return State::Partly;
        }
        return State::Done;
    }
    if done == 0 { State::Failed } else { State::Partly }
}

/// The parts to read: all, or after a kill those that the interrupted reading had not completed.
async fn plan(run: &Run<'_>, taking_up: bool) -> Result<Vec<Scope>, SyncError> {
    let mut planning = Planning { run };
    let mut scopes = (run.resource.plan)(&mut planning).await?;
    if taking_up {
        let mut connection = run.db.open(&[run.account.organization_id]).await?;
        let since = run.round_started_at;
        let completed = store::completed_scopes(&mut connection, run.account.id, run.resource.name, since).await?;
        let completed: HashSet<String> = completed.into_iter().collect();
        scopes.retain(|scope| !completed.contains(&scope.key));
    }
    run.tally.planned(scopes.len());
    Ok(scopes)
}

/// How one part ended.
enum Passed {
    Done,
    Failed,
    /// Not begun, since every call of the connection fails alike.
    Skipped,
}

async fn pass(run: &Run<'_>, scope: Scope, hopeless: &AtomicBool) -> Passed {
    if hopeless.load(Ordering::Relaxed) {
        return Passed::Skipped;
    }
    let key = scope.key.clone();
    let mut pass = Pass { run, scope };
    let read = async {
        let records = (run.resource.pull)(&mut pass).await?;
        pass.complete(records).await
    };
    match read.await {
        Ok(()) => {
            run.tally.scope_done();
            Passed::Done
        }
        Err(error) => {
            report(run, &key, &error);
            hopeless.fetch_or(error.is_hopeless(), Ordering::Relaxed);
            Passed::Failed
        }
    }
}

async fn finish(run: &Run<'_>) -> Result<(), SyncError> {
    let Some(finish) = run.resource.finish else { return Ok(()) };
    let mut pass = Pass { run, scope: Scope::own(run.account.organization_id) };
    finish(&mut pass).await.map(drop)
}

fn report(run: &Run<'_>, scope: &str, error: &SyncError) {
    let (resource, account) = (run.resource.name, run.account.id);
    match error.problem() {
        "waits" => tracing::info!(resource, account, %error, "a synchronisation is not complete"),
        _ if run.db.is_closed() => tracing::info!(resource, account, scope, "cut off by the end of the process"),
        problem => {
            tracing::warn!(resource, account, scope, %error, "part of a synchronisation failed");
            run.away.fetch_or(problem == "unreachable", Ordering::Relaxed);
        }
    }
    run.tally.failed(scope, error);
}

/// Writes the counters now and then while `work` goes on. The last write is waited for, not cut off.
async fn while_flushing(db: &Db, run: &Run<'_>, work: impl Future<Output = State>) -> State {
    let ended = CancellationToken::new();
    let working = async {
        let state = work.await;
        ended.cancel();
        state
    };
    let (state, ()) = tokio::join!(working, flushing(db, run, &ended));
    state
}

async fn flushing(db: &Db, run: &Run<'_>, ended: &CancellationToken) {
    let mut ticks = tokio::time::interval(FLUSH_EVERY);
    loop {
        tokio::select! {
            () = ended.cancelled() => return,
            _ = ticks.tick() => {}
        }
        let flushed = async {
            let mut connection = db.open(&[run.account.organization_id]).await?;
            store::flush(&mut connection, run.id, run.tally.counts()).await
        };
        if let Err(error) = flushed.await {
            tracing::warn!(%error, "progress of a synchronisation could not be written");
        }
    }
}
