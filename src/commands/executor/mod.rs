//! Keeps what members confirmed: takes calls that may be sent, sends each exactly once, and gives up what is not known (CMD-1 to
//! CMD-6). Several nodes may run it at once.
//!
//! The order is the promise: lanes and lease, then reading, then `sending` committed, then the one HTTP write, then the outcome.
//! No transaction is open while the vendor is asked.

mod check;
pub(super) mod outcome;
mod send;
mod store;

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use self::{
    outcome::{Ending, Fate, backoff},
    send::{Delivered, deliver},
    store::{Kept, Waiting},
};
use super::{
    approval,
    call::{Call, load},
    reconcile::{matching::Record, next_look, records},
};
use crate::{
    audit::{Author, Change, Deed, Event, Fields},
    clock::Clock,
    cloud::{Failure, seal::Key},
    db::{Db, Error},
    sync::{Account, Accounts},
};

/// CMD-9: after so long without a trace a person decides.
const SETTLE: Duration = Duration::from_secs(1800);
/// Calls that one node has at a time.
const AT_ONCE: usize = 16;
/// How often a node looks for work that nothing announced.
const TICK: Duration = Duration::from_secs(1);
/// How often approvals that nobody decided are ended.
const EXPIRING: Duration = Duration::from_secs(60);

/// How a node sends.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The node's own name, the same after a restart (CMD-4).
    pub node: String,
    /// Another settle time for accounts on loopback, for drills; others keep half an hour.
    pub settle: Option<Duration>,
}

/// Sends and reconciles. Cheap to clone.
#[derive(Clone)]
pub struct Executor {
    pub(super) db: Db,
    pub(super) key: Key,
    pub(super) clock: Clock,
    accounts: Arc<dyn Accounts>,
    settings: Arc<Settings>,
    takes_lanes: bool,
}

/// What a tick did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ticked {
    /// Calls taken for sending.
    pub taken: usize,
    /// Calls looked at.
    pub looked: usize,
}

impl Executor {
    /// An executor of one node over the connections of `accounts`.
    #[must_use]
    pub fn new(db: Db, key: Key, clock: Clock, accounts: Arc<dyn Accounts>, settings: Settings) -> Self {
        Self { db, key, clock, accounts, settings: Arc::new(settings), takes_lanes: true }
    }

    /// The same without lanes: what the proof must be able to tell from the real thing.
    #[cfg(test)]
    #[must_use]
    pub fn without_lanes(self) -> Self {
        Self { takes_lanes: false, ..self }
    }

    /// Gives up what this node had when it ended: sent calls are unknown at once (CMD-4). Once, before the first tick.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn recover(&self) -> Result<(), Error> {
        self.give_up(true).await
    }

    /// One round by hand: gives up expired leases, sends what is due, looks at what is due; waits for all of it.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn tick(&self) -> Result<Ticked, Error> {
        self.give_up(false).await?;
        let ids = self.take(AT_ONCE).await?;
        let taken = ids.len();
        let mut sending = Vec::with_capacity(taken);
        for id in ids {
            sending.push(self.carry_out(id));
        }
        futures::future::join_all(sending).await;
        Ok(Ticked { taken, looked: self.look().await? })
    }

    /// Works until `stop`; what is being sent then may end within the process's last seconds.
    pub async fn run(&self, stop: CancellationToken) {
        if let Err(error) = self.recover().await {
            tracing::error!(%error, "commands of before the restart could not be given up");
        }
        let mut sending: JoinSet<()> = JoinSet::new();
        let mut ticks = tokio::time::interval(TICK);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let (mut is_tick, mut expired_at) = (true, None);
        loop {
            if let Err(error) = self.round(&mut sending, is_tick, &mut expired_at).await {
                tracing::warn!(%error, "due commands could not be looked up");
            }
            is_tick = tokio::select! {
                () = stop.cancelled() => break,
                _ = ticks.tick() => true,
                Some(_) = sending.join_next(), if !sending.is_empty() => false,
            };
        }
        while sending.join_next().await.is_some() {}
    }

    async fn round(
        &self,
        sending: &mut JoinSet<()>,
        is_tick: bool,
        expired_at: &mut Option<DateTime<Utc>>,
    ) -> Result<(), Error> {
        let now = self.clock.now();
        let every = TimeDelta::from_std(EXPIRING).unwrap_or(TimeDelta::minutes(1));
        if is_tick && expired_at.is_none_or(|at| now - at >= every) {
            *expired_at = Some(now);
            approval::expire(&self.db, &self.key, &self.clock).await?;
        }
        if is_tick {
            self.give_up(false).await?;
            let executor = self.clone();
            sending.spawn(async move {
                if let Err(error) = executor.look().await {
                    tracing::warn!(%error, "commands could not be reconciled");
                }
            });
        }
        for id in self.take(AT_ONCE.saturating_sub(sending.len())).await? {
            let executor = self.clone();
            sending.spawn(async move { executor.carry_out(id).await });
        }
        Ok(())
    }

    async fn give_up(&self, own: bool) -> Result<(), Error> {
        let now = self.clock.now();
        let node = own.then_some(self.settings.node.as_str());
        let lost = store::give_up(&mut *self.db.open_every().await?, node, now).await?;
        for (id, _) in lost {
            let Some(call) = load(&mut *self.db.open_every().await?, &self.key, id).await? else { continue };
            let fates = all(&call, &Fate::Unknown(None));
            let answer = json!({ "class": "Lost" });
            self.end(&call, &fates, (None, &answer)).await?;
        }
        Ok(())
    }

    /// Takes calls that may be sent, each with its lanes, in a transaction of its own.
    async fn take(&self, most: usize) -> Result<Vec<i64>, Error> {
        if most == 0 {
            return Ok(Vec::new());
        }
        let now = self.clock.now();
        let mut connection = self.db.open_every().await?;
        let ready = store::ready(&mut connection, now, i64::try_from(most).unwrap_or(1)).await?;
        let mut taken = Vec::new();
        for id in ready {
            let mut transaction = connection.begin().await?;
            let node = self.settings.node.as_str();
            if store::take(&mut transaction, (id, node), now, self.takes_lanes).await? {
                transaction.commit().await?;
                taken.push(id);
            }
        }
        Ok(taken)
    }

    async fn carry_out(&self, id: i64) {
        if let Err(error) = self.send(id).await {
            // Its lease runs out; what was sent is unknown then, what was not waits again.
            tracing::error!(%error, call = id, "a command could not be carried to its end");
        }
    }

    /// From a call that was taken to its outcome.
    async fn send(&self, id: i64) -> Result<(), Error> {
        let Some(mut call) = load(&mut *self.db.open_every().await?, &self.key, id).await? else { return Ok(()) };
        let Some(account) = self.account(call.account_id).await else {
            return self
                .wait(&call, Waiting { waits: "unreachable", pause: backoff(call.tries), is_counted: false })
                .await;
        };
        if let Some(hindrance) = self.hindrance(&mut call).await? {
            return self.fail(&call, hindrance).await;
        }
        let (is_fine, records) = match read(&account, &call, self.clock.now()).await {
            Ok(read) => read,
            Err(failure) => {
                tracing::info!(%failure, call = id, "nothing is sent: the vendor's figures could not be read");
                let pause = failure.retry_after.unwrap_or(Duration::ZERO).max(backoff(call.tries));
                return self.wait(&call, Waiting { waits: "unread", pause, is_counted: false }).await;
            }
        };
        if !is_fine {
            return self.fail(&call, "precheck").await;
        }
        let baseline: BTreeSet<String> = records.into_iter().map(|record| record.key).collect();
        let mut transaction = self.db.begin(&[call.organization_id]).await?;
        if !store::begin(&mut transaction, &call, &baseline, self.clock.now()).await? {
            return Ok(());
        }
        transaction.commit().await?;
        let delivered = deliver(&account.client, &self.clock, &call).await;
        self.conclude(&call, delivered).await
    }

    /// People, time, and the command it follows.
    async fn hindrance(&self, call: &mut Call) -> Result<Option<&'static str>, Error> {
        let mut connection = self.db.open_every().await?;
        if let Some(hindrance) = check::people(&mut connection, call, self.clock.now()).await? {
            return Ok(Some(hindrance));
        }
        for command in &mut call.commands {
            let Some((other, less)) = command.follows else { continue };
            let left = store::taken(&mut connection, other).await?.map(|taken| taken - less);
            let Some(left) = left.filter(|left| *left > rust_decimal::Decimal::ZERO) else {
                return Ok(Some("follows"));
            };
            store::set_amount(&mut connection, command.id, left).await?;
            command.amount = Some(left);
        }
        Ok(None)
    }

    async fn conclude(&self, call: &Call, delivered: Delivered) -> Result<(), Error> {
        let fates = match delivered.result {
            Ok(fates) => fates,
            Err(Ending::Over(fate)) => all(call, &fate),
            Err(Ending::Again { waits, pause, is_counted }) => {
                return self.wait(call, Waiting { waits, pause, is_counted }).await;
            }
        };
        self.end(call, &fates, (delivered.request_id.as_deref(), &delivered.answer)).await
    }

    async fn fail(&self, call: &Call, why: &'static str) -> Result<(), Error> {
        self.end(call, &all(call, &Fate::Failed(why, None)), (None, &json!({ "class": "NotSent" }))).await
    }

    async fn wait(&self, call: &Call, waiting: Waiting) -> Result<(), Error> {
        let mut transaction = self.db.begin(&[call.organization_id]).await?;
        if !store::wait(&mut transaction, call, waiting, self.clock.now()).await? {
            let late = json!({ "class": waiting.waits });
            store::keep_late(&mut transaction, call, &late).await?;
        }
        transaction.commit().await
    }

    /// Writes an outcome with its event; an answer that came too late is kept as evidence.
    async fn end(
        &self,
        call: &Call,
        fates: &[(i64, Fate)],
        (request_id, answer): (Option<&str>, &serde_json::Value),
    ) -> Result<(), Error> {
        let org = call.organization_id;
        let mut change = Change::system(&self.db, &self.key, &self.clock, org, Author::job("commands")).await?;
        let now = change.now();
        let is_open = fates.iter().any(|(_, fate)| !matches!(fate, Fate::Failed(..)));
        let settle = self.account(call.account_id).await.map_or(SETTLE, |account| self.settle_of(&account));
        let sent_at = call.sent_at.unwrap_or(now);
        let look_at = is_open.then(|| next_look(sent_at, 0, settle, now));
        let kept = Kept { request_id, answer, look_at };
        if store::end(&mut change, call, (fates, &kept), now).await? {
            return change.commit(event(call, fates, request_id)).await;
        }
        drop(change);
        let mut transaction = self.db.begin(&[org]).await?;
        let late = json!({ "answer": answer, "request_id": request_id, "at": now });
        store::keep_late(&mut transaction, call, &late).await?;
        transaction.commit().await
    }

    /// The connection of a call, ready to call.
    pub(super) async fn account(&self, id: i64) -> Option<Account> {
        match self.accounts.load().await {
            Ok(accounts) => accounts.into_iter().find(|account| account.id == id),
            Err(error) => {
                tracing::warn!(%error, "the connections could not be read");
                None
            }
        }
    }

    /// The settle time of a connection: half an hour, unless a drill on this machine shortens it.
    pub(super) fn settle_of(&self, account: &Account) -> Duration {
        self.settings.settle.filter(|_| account.client.is_loopback()).unwrap_or(SETTLE)
    }
}

/// Whether the vendor's figures allow a call, and the records that stand there before it.
async fn read(account: &Account, call: &Call, now: DateTime<Utc>) -> Result<(bool, Vec<Record>), Failure> {
    let is_fine = check::figures(&account.client, call, now).await?;
    Ok((is_fine, records::read(&account.client, call, now).await?))
}

fn all(call: &Call, fate: &Fate) -> Vec<(i64, Fate)> {
    call.commands.iter().map(|command| (command.id, fate.clone())).collect()
}

/// What the record says of an outcome: how many of each, and the first code.
fn event(call: &Call, fates: &[(i64, Fate)], request_id: Option<&str>) -> Event {
    let count = |wanted: fn(&Fate) -> bool| fates.iter().filter(|(_, fate)| wanted(fate)).count();
    let confirmed = count(|fate| matches!(fate, Fate::Confirmed(_)));
    let unknown = count(|fate| matches!(fate, Fate::Unknown(_)));
    let (why, code) = fates
        .iter()
        .find_map(|(_, fate)| match fate {
            Fate::Failed(why, code) => Some((Some(*why), code.clone())),
            Fate::Unknown(code) => Some((None, code.clone())),
            Fate::Confirmed(_) => None,
        })
        .unwrap_or((None, None));
    let deed = match (unknown, confirmed) {
        (1.., _) => Deed::CommandUnknown,
        (0, 1..) => Deed::CommandAnswered,
        _ => Deed::CommandFailed,
    };
    let ids: Vec<i64> = fates.iter().map(|(id, _)| *id).collect();
    let fields = Fields::new()
        .set("kind", call.kind().as_str())
        .set("commands", json!(ids))
        .set("confirmed", confirmed)
        .set("unknown", unknown)
        .set("failure", why)
        .set("code", code)
        .set("request", request_id);
    Event::new(deed, ids.first().copied().unwrap_or_default()).after(fields)
}
