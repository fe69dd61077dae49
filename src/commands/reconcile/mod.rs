//! What became of calls whose outcome is not proved, found by reading alone (CMD-4, CMD-5, CMD-8 to CMD-12).

pub(super) mod matching;
pub(super) mod records;
mod store;

use std::{collections::BTreeSet, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use rust_decimal::Decimal;
use serde_json::json;
use sqlx::PgConnection;

use self::{
    matching::{Known, Match, Record, Wanted, matching, reopens},
    store::Proof,
};
use super::{
    call::{Call, Command, load, release},
    executor::Executor,
    kind::Kind,
    mirror::carry,
    state::State,
};
use crate::{
    audit::{Author, Change, Deed, Event, Fields},
    db::Error,
    sync::read_soon,
};

/// Looks as parts of the settle time (CMD-9): 5 s, 30 s, 2 min, 10 min and 30 min of half an hour.
const LOOKS: [u32; 5] = [360, 60, 15, 3, 1];
/// CMD-11: a confirmed command without a record is an alarm after so long.
const ALARM: TimeDelta = TimeDelta::hours(24);
/// A settled call is read once more so often, for what comes late (CMD-10).
const LATE_LOOKS: TimeDelta = TimeDelta::hours(1);
/// And no longer than this.
const LAST_LOOK: TimeDelta = TimeDelta::days(7);
/// How long a node has for a look before another one takes it.
const LOOK_LEASE: TimeDelta = TimeDelta::seconds(60);
/// Looks of one tick.
const LOOKS_AT_ONCE: i64 = 16;

/// When the next look is, after `looks` of them.
pub(super) fn next_look(sent_at: DateTime<Utc>, looks: i32, settle: Duration, now: DateTime<Utc>) -> DateTime<Utc> {
    let soonest = now + TimeDelta::seconds(1);
    let part = usize::try_from(looks).ok().and_then(|looks| LOOKS.get(looks));
    let settle = TimeDelta::from_std(settle).unwrap_or(TimeDelta::minutes(30));
    let planned =
        part.map_or(now + LATE_LOOKS.min(settle * 2), |part| sent_at + settle / i32::try_from(*part).unwrap_or(1));
    planned.max(soonest)
}

impl Executor {
    /// Looks at calls whose look is due; answers how many.
    pub(super) async fn look(&self) -> Result<usize, Error> {
        let now = self.clock.now();
        let ids = store::due(&mut *self.db.open_every().await?, (now, now + LOOK_LEASE), LOOKS_AT_ONCE).await?;
        let mut looks = Vec::with_capacity(ids.len());
        for id in &ids {
            looks.push(self.look_at(*id));
        }
        for looked in futures::future::join_all(looks).await {
            if let Err(error) = looked {
                tracing::warn!(%error, "a command could not be reconciled; it is looked at again");
            }
        }
        Ok(ids.len())
    }

    async fn look_at(&self, id: i64) -> Result<(), Error> {
        let Some(call) = load(&mut *self.db.open_every().await?, &self.key, id).await? else { return Ok(()) };
        let Some(sent_at) = call.sent_at else { return Ok(()) };
        let Some(account) = self.account(call.account_id).await else { return Ok(()) };
        let records = match records::read(&account.client, &call, sent_at).await {
            Ok(records) => records,
            Err(failure) => {
                tracing::info!(%failure, call = id, "the records that prove a command could not be read");
                return Ok(());
            }
        };
        let settle = self.settle_of(&account);
        let keys: Vec<String> = records.iter().map(|record| record.key.clone()).collect();
        let mut connection = self.db.open_every().await?;
        let (claimed, others) = store::known(&mut connection, &call, &keys).await?;
        let rivals = store::rivals(&mut connection, &call).await?;
        drop(connection);
        let now = self.clock.now();
        let is_settled = now >= sent_at + TimeDelta::from_std(settle).unwrap_or(TimeDelta::minutes(30));
        let around = Around { call: &call, records: &records, claimed, others, rivals, sent_at, is_settled };
        self.note_look(&around, settle).await
    }

    /// Writes what a look found out, and its event.
    async fn note_look(&self, around: &Around<'_>, settle: Duration) -> Result<(), Error> {
        let (call, now) = (around.call, self.clock.now());
        let org = call.organization_id;
        let mut change = Change::system(&self.db, &self.key, &self.clock, org, Author::job("commands")).await?;
        let (mut events, mut doubtful, mut evidence) = (Vec::new(), Vec::new(), Vec::new());
        let mut taken = BTreeSet::new();
        for command in &call.commands {
            let verdict = around.verdict(command, &taken);
            taken.extend(verdict.record_key());
            match verdict {
                Verdict::Proved(proof) => {
                    if store::prove(&mut change, org, &proof, now).await? {
                        carry(&mut change, org, command.id, now).await?;
                        events.push(proved(command, &proof));
                    }
                }
                Verdict::Reopened(several) => {
                    if store::reopen(&mut change, org, command.id, now).await? {
                        let fields = Fields::new().set("records", json!(several));
                        events.push(Event::new(Deed::CommandReopened, command.id).after(fields));
                    }
                    evidence.extend(several);
                }
                Verdict::Differs(record) => {
                    if store::differ(&mut change, org, (command.id, &record)).await? {
                        let fields = Fields::new().set("record", record);
                        events.push(Event::new(Deed::CommandDiffers, command.id).after(fields));
                    }
                }
                Verdict::Doubt(several) => {
                    doubtful.push(command.id);
                    evidence.extend(several);
                }
                Verdict::Nothing => {}
            }
        }
        if store::settle(&mut change, org, &doubtful, now).await? > 0 {
            let fields = Fields::new().set("commands", json!(doubtful));
            events.push(Event::new(Deed::CommandUnknown, call.id).after(fields));
        }
        let ended = (self.after(around, settle, (&events, &doubtful)), shown(around.records, &evidence));
        if !events.is_empty() {
            end(&mut change, call, ended).await?;
            change.commit_all(&events).await?;
            // The connection may be another organisation's: a distributor's, for its reseller.
            let mut connection = self.db.open_every().await?;
            return read_soon(&mut connection, call.account_id, call.kind().changes(), now).await;
        }
        // Nothing was found out: only the look itself is noted, and that is no event.
        drop(change);
        let mut transaction = self.db.begin(&[org]).await?;
        end(&mut transaction, call, ended).await?;
        transaction.commit().await
    }

    /// When a call is looked at next, and where it stands.
    fn after(
        &self,
        around: &Around<'_>,
        settle: Duration,
        (events, doubtful): (&[Event], &[i64]),
    ) -> (Option<DateTime<Utc>>, &'static str) {
        let (call, now) = (around.call, self.clock.now());
        let next = next_look(around.sent_at, call.looks + 1, settle, now);
        let open = call.commands.iter().filter(|command| !command.state.is_final()).count();
        let is_late = now >= around.sent_at + ALARM;
        let confirmed = call.commands.iter().any(|command| command.state == State::Confirmed);
        if is_late && confirmed && events.is_empty() {
            tracing::error!(call = call.id, "the vendor confirmed a command a day ago, but lists no record of it");
        }
        // Commands that an exact id or a token proves have no doubles; the others are watched until the settle time is over.
        let is_over = open == 0 && (around.is_settled || around.is_certain());
        let is_kept = call.commands.iter().any(|command| command.is_decided);
        match () {
            () if now >= around.sent_at + LAST_LOOK => (None, if open == 0 { "closed" } else { "settled" }),
            () if is_over && !is_kept => (None, "closed"),
            () if !doubtful.is_empty() => (Some(next), "settled"),
            () => (Some(next), "looking"),
        }
    }
}

/// Ends a look: when the next one is, where the call stands, what a person may need; and its lanes, if they are free.
async fn end(
    connection: &mut PgConnection,
    call: &Call,
    (next, evidence): ((Option<DateTime<Utc>>, &str), Option<serde_json::Value>),
) -> Result<(), Error> {
    store::looked(connection, call, next, evidence).await?;
    release(connection, call.id).await
}

/// Everything a look knows.
struct Around<'a> {
    call: &'a Call,
    records: &'a [Record],
    claimed: BTreeSet<String>,
    others: BTreeSet<String>,
    rivals: Vec<(String, Option<Decimal>)>,
    sent_at: DateTime<Utc>,
    is_settled: bool,
}

/// What a look says of one command.
enum Verdict {
    Proved(Proof),
    /// A person must decide: these could be it.
    Doubt(Vec<String>),
    Reopened(Vec<String>),
    Differs(String),
    Nothing,
}

impl Verdict {
    fn record_key(&self) -> Option<String> {
        match self {
            Self::Proved(proof) => proof.record.clone(),
            _ => None,
        }
    }
}

impl Around<'_> {
    /// Whether no second record could be taken for any of the commands.
    fn is_certain(&self) -> bool {
        let by_token = matches!(self.call.kind(), Kind::CouponIssue | Kind::QuotaReclaim | Kind::CouponReclaim);
        by_token || self.call.commands.iter().all(|command| command.made.is_some() || command.state == State::Failed)
    }

    fn verdict(&self, command: &Command, taken: &BTreeSet<String>) -> Verdict {
        let token = self.call.token(command);
        let rivals = self.rivals.iter().filter(|(recipient, amount)| {
            *recipient == command.recipient && (*amount == command.amount || command.amount.is_none())
        });
        let wanted = Wanted {
            kind: self.call.kind(),
            recipient: &command.recipient,
            quota: self.call.write.quota(),
            amount: command.amount,
            made: command.made.as_deref(),
            is_confirmed: command.state == State::Confirmed,
            token: token.as_deref(),
            sent_at: self.sent_at,
            rivals: rivals.count(),
            is_settled: self.is_settled,
        };
        let mut claimed: BTreeSet<String> = self.claimed.union(taken).cloned().collect();
        claimed.extend(command.record.clone());
        let known = Known { baseline: &self.call.baseline, claimed: &claimed, others: &self.others };
        match command.state {
            State::Confirmed | State::Unknown => self.sought(command, matching(&wanted, self.records, known)),
            State::Reconciled if command.is_decided => {
                let found = matching(&wanted, self.records, known);
                if let Match::Applied(record) = found { Verdict::Differs(record.key.clone()) } else { Verdict::Nothing }
            }
            State::Reconciled if command.made.is_none() && !self.is_certain() => {
                let second = reopens(&wanted, self.records, known);
                let keys: Vec<String> = second.iter().map(|record| record.key.clone()).collect();
                if keys.is_empty() { Verdict::Nothing } else { Verdict::Reopened(keys) }
            }
            _ => Verdict::Nothing,
        }
    }

    fn sought(&self, command: &Command, found: Match<'_>) -> Verdict {
        match found {
            Match::Applied(record) => Verdict::Proved(proof(command, record, true)),
            Match::NotApplied(record) => Verdict::Proved(proof(command, record, false)),
            Match::Several(several) => Verdict::Doubt(several.iter().map(|record| record.key.clone()).collect()),
            Match::None if !self.is_settled || command.state == State::Confirmed => Verdict::Nothing,
            // CMD-12: the coupon was gone before, and not by us.
            Match::None if command.code.as_deref() == Some("CBC.99000048") => Verdict::Proved(Proof {
                command_id: command.id,
                is_applied: false,
                record: None,
                taken: None,
                made: None,
            }),
            Match::None => Verdict::Doubt(Vec::new()),
        }
    }
}

fn proof(command: &Command, record: &Record, is_applied: bool) -> Proof {
    // A state proves whoever wanted it: its key is made the command's own.
    let key = if record.is_state { format!("{}@{}", record.key, command.id) } else { record.key.clone() };
    Proof {
        command_id: command.id,
        is_applied,
        record: Some(key),
        taken: record.amount.filter(|_| is_applied).map(|amount| amount.abs()),
        made: record.made.clone().filter(|_| is_applied),
    }
}

fn proved(command: &Command, proof: &Proof) -> Event {
    let fields = Fields::new()
        .set("outcome", if proof.is_applied { "applied" } else { "not_applied" })
        .set("record", proof.record.clone())
        .set("taken", proof.taken.map(|taken| taken.to_string()));
    Event::new(Deed::CommandReconciled, command.id).after(fields)
}

/// The candidates as a person reads them.
fn shown(records: &[Record], keys: &[String]) -> Option<serde_json::Value> {
    let candidates = records.iter().filter(|record| keys.contains(&record.key)).map(|record| {
        json!({
            "record": record.key, "recipient": record.recipient, "quota": record.quota, "made": record.made,
            "amount": record.amount.map(|amount| amount.to_string()), "at": record.at, "ok": record.is_ok,
            "remark": record.remark,
        })
    });
    let candidates: Vec<_> = candidates.collect();
    (!candidates.is_empty()).then(|| json!(candidates))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_are_parts_of_the_settle_time_and_never_under_a_second_apart() {
        let sent: DateTime<Utc> = "2026-11-22T10:00:00Z".parse().unwrap();
        let half = Duration::from_secs(1800);
        let after = |looks| (next_look(sent, looks, half, sent) - sent).num_seconds();
        assert_eq!([0, 1, 2, 3, 4].map(after), [5, 30, 120, 600, 1800]);
        assert_eq!(after(5), 3600);
        let late = sent + TimeDelta::seconds(100);
        assert_eq!(next_look(sent, 1, half, late), late + TimeDelta::seconds(1));
        assert_eq!(next_look(sent, 0, Duration::from_secs(20), sent), sent + TimeDelta::seconds(1));
    }
}
