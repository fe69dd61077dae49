//! How often the vendor is called: one paced budget per connection and API, shared by all processes (API-37 to API-40).
//!
//! Every call takes a place in time and waits for it, so calls never come in bursts. A quarter of the rate is kept for
//! people; while none of them has called for ten seconds, synchronisation has all of it. This is the one file of the
//! room that knows a table: `call_budgets`.

use std::{
    collections::HashMap,
    num::NonZeroU32,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use sqlx::PgConnection;
use tokio::time::Instant;

use crate::db::Db;

/// For whom a call is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lane {
    /// A person waits for the answer.
    People,
    /// Background work.
    Sync,
}

/// How many calls a second one API takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallRate {
    /// Calls per second and API; the identity check has half (API-40).
    PerSecond(NonZeroU32),
    /// No pacing: only for a sandbox on this machine.
    Off,
}

impl Default for CallRate {
    /// 8 a second, a fifth below the vendor's own limit (API-37, API-40).
    fn default() -> Self {
        Self::PerSecond(NonZeroU32::MIN.saturating_add(7))
    }
}

/// The budget of one connection.
#[derive(Clone, Debug)]
pub struct Throttle {
    rate: CallRate,
    ledger: Ledger,
}

#[derive(Clone, Debug)]
enum Ledger {
    Shared { db: Db, account_id: i64 },
    Memory(Arc<Mutex<HashMap<&'static str, Budget>>>),
}

/// The shared budget could not be asked; the call has not been made.
#[derive(Debug, thiserror::Error)]
#[error("the call budget cannot be read")]
pub struct BudgetError(#[from] sqlx::Error);

/// A lane that reserved within this time counts as active.
const ACTIVE: Duration = Duration::from_secs(10);

impl Throttle {
    /// The budget of a stored connection, shared through Postgres by all processes.
    #[must_use]
    pub const fn shared(db: Db, account_id: i64, rate: CallRate) -> Self {
        Self { rate, ledger: Ledger::Shared { db, account_id } }
    }

    /// A budget of this process alone: for tests, and for checking keys before the connection is stored.
    #[must_use]
    pub fn memory(rate: CallRate) -> Self {
        Self { rate, ledger: Ledger::Memory(Arc::default()) }
    }

    /// Whether calls are not paced at all.
    #[must_use]
    pub const fn is_off(&self) -> bool {
        matches!(self.rate, CallRate::Off)
    }

    /// Takes the next place of `lane` for the operation `api`; the caller waits this long, then calls.
    ///
    /// # Errors
    /// When the database cannot be asked. The place is then not taken.
    pub async fn reserve(&self, api: &'static str, lane: Lane) -> Result<Duration, BudgetError> {
        let Some(step) = self.step(api) else { return Ok(Duration::ZERO) };
        match &self.ledger {
            Ledger::Shared { db, account_id } => reserve_shared(db, *account_id, api, lane, step).await,
            Ledger::Memory(budgets) => {
                let mut budgets = budgets.lock().unwrap_or_else(PoisonError::into_inner);
                Ok(budgets.entry(api).or_default().reserve(Instant::now(), lane, step))
            }
        }
    }

    /// After a 429: no call to `api` by anybody for `pause`. Returns what the caller must still wait by itself, which
    /// is all of it when calls are not paced.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn block(&self, api: &'static str, pause: Duration) -> Result<Duration, BudgetError> {
        if self.is_off() {
            return Ok(pause);
        }
        match &self.ledger {
            Ledger::Shared { db, account_id } => block_shared(db, *account_id, api, pause).await?,
            Ledger::Memory(budgets) => {
                let mut budgets = budgets.lock().unwrap_or_else(PoisonError::into_inner);
                let budget = budgets.entry(api).or_default();
                budget.blocked_until = budget.blocked_until.max(Some(Instant::now() + pause));
            }
        }
        Ok(Duration::ZERO)
    }

    /// Time between two calls to `api` at its full rate.
    fn step(&self, api: &str) -> Option<Duration> {
        let CallRate::PerSecond(rate) = self.rate else { return None };
        let step = Duration::from_secs(1) / rate.get();
        Some(if api == "CheckUserIdentity" { step * 2 } else { step })
    }
}

/// The budget of one API in this process. The SQL below does the same, word for word.
#[derive(Debug, Default)]
struct Budget {
    sync_next: Option<Instant>,
    people_next: Option<Instant>,
    blocked_until: Option<Instant>,
}

impl Budget {
    fn reserve(&mut self, now: Instant, lane: Lane, step: Duration) -> Duration {
        let active = |next: Option<Instant>| next.is_some_and(|next| next + ACTIVE > now);
        let (sync_active, people_active) = (active(self.sync_next), active(self.people_next));
        let free = now.max(self.blocked_until.unwrap_or(now));
        let start = match lane {
            Lane::Sync => {
                // Synchronisation that comes back queues behind people who had the whole rate meanwhile.
                let others = self.people_next.filter(|_| !sync_active).unwrap_or(now);
                let start = free.max(self.sync_next.unwrap_or(now)).max(others);
                self.sync_next = Some(start + if people_active { step * 4 / 3 } else { step });
                start
            }
            Lane::People => {
                let start = free.max(self.people_next.unwrap_or(now));
                self.people_next = Some(start + if sync_active { step * 4 } else { step });
                if !people_active && self.sync_next.is_some_and(|next| next > now) {
                    self.sync_next = self.sync_next.map(|next| next + step); // the lent place is paid back
                }
                start
            }
        };
        start - now
    }
}

async fn reserve_shared(
    db: &Db,
    account_id: i64,
    api: &str,
    lane: Lane,
    step: Duration,
) -> Result<Duration, BudgetError> {
    let microseconds = |time: Duration| i64::try_from(time.as_micros()).unwrap_or(i64::MAX);
    let mut connection = db.open_none().await?;
    let wait = match lane {
        Lane::Sync => {
            let steps = (microseconds(step), microseconds(step * 4 / 3));
            reserve_for_sync(&mut connection, account_id, api, steps).await?
        }
        Lane::People => {
            let steps = (microseconds(step), microseconds(step * 4));
            reserve_for_people(&mut connection, account_id, api, steps).await?
        }
    };
    Ok(Duration::from_micros(wait.try_into().unwrap_or(0)))
}

/// Microseconds to wait. `whole` and `shared` are the steps while people are idle and while they are not. All times are
/// those of one reading of the database's clock, which all nodes share.
async fn reserve_for_sync(
    connection: &mut PgConnection,
    account_id: i64,
    api: &str,
    (whole, shared): (i64, i64),
) -> Result<i64, BudgetError> {
    let wait = sqlx::query_scalar!(
        r#"insert into call_budgets as b
               (account_id, api, sync_next_at, people_next_at, sync_seen_at, people_seen_at, blocked_until)
           select $1, $2, at + $3::bigint * interval '1 microsecond', '-infinity', at, '-infinity', '-infinity'
           from (select clock_timestamp() as at) as now
           on conflict (account_id, api) do update set
               sync_seen_at = excluded.sync_seen_at,
               sync_next_at = greatest(excluded.sync_seen_at, b.sync_next_at, b.blocked_until, case
                       when b.sync_next_at <= excluded.sync_seen_at - interval '10 seconds' then b.people_next_at
                   end) + interval '1 microsecond' * case
                       when b.people_next_at > excluded.sync_seen_at - interval '10 seconds' then $4::bigint
                       else $3::bigint
                   end
           returning (extract(epoch from b.sync_next_at - b.sync_seen_at) * 1000000)::bigint - case
                   when b.people_next_at > b.sync_seen_at - interval '10 seconds' then $4::bigint
                   else $3::bigint
               end as "wait!""#,
        account_id,
        api,
        whole,
        shared,
    );
    Ok(wait.fetch_one(connection).await?)
}

/// Microseconds to wait. `whole` and `shared` are the steps while synchronisation is idle and while it is not.
async fn reserve_for_people(
    connection: &mut PgConnection,
    account_id: i64,
    api: &str,
    (whole, shared): (i64, i64),
) -> Result<i64, BudgetError> {
    let wait = sqlx::query_scalar!(
        r#"insert into call_budgets as b
               (account_id, api, sync_next_at, people_next_at, sync_seen_at, people_seen_at, blocked_until)
           select $1, $2, '-infinity', at + $3::bigint * interval '1 microsecond', '-infinity', at, '-infinity'
           from (select clock_timestamp() as at) as now
           on conflict (account_id, api) do update set
               people_seen_at = excluded.people_seen_at,
               people_next_at = greatest(excluded.people_seen_at, b.people_next_at, b.blocked_until)
                   + interval '1 microsecond' * case
                       when b.sync_next_at > excluded.people_seen_at - interval '10 seconds' then $4::bigint
                       else $3::bigint
                   end,
               sync_next_at = b.sync_next_at + interval '1 microsecond' * case
                       when b.sync_next_at > excluded.people_seen_at
                           and b.people_next_at <= excluded.people_seen_at - interval '10 seconds' then $3::bigint
                       else 0
                   end
           returning (extract(epoch from b.people_next_at - b.people_seen_at) * 1000000)::bigint - case
                   when b.sync_next_at > b.people_seen_at - interval '10 seconds' then $4::bigint
                   else $3::bigint
               end as "wait!""#,
        account_id,
        api,
        whole,
        shared,
    );
    Ok(wait.fetch_one(connection).await?)
}

async fn block_shared(db: &Db, account_id: i64, api: &str, pause: Duration) -> Result<(), BudgetError> {
    let pause = i64::try_from(pause.as_micros()).unwrap_or(i64::MAX);
    let mut connection = db.open_none().await?;
    sqlx::query!(
        "update call_budgets
         set blocked_until = greatest(blocked_until, clock_timestamp() + $3::bigint * interval '1 microsecond')
         where account_id = $1 and api = $2",
        account_id,
        api,
        pause,
    )
    .execute(&mut *connection)
    .await?;
    Ok(())
}

#[cfg(test)]
#[path = "throttle_tests.rs"]
mod tests;
