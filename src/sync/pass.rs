//! One pass: one part of one resource, read and merged.

use std::{
    sync::{Arc, atomic::AtomicBool},
    time::Duration,
};

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use futures::future::BoxFuture;
use sqlx::PgConnection;

use super::{Account, Resource, Scope, SyncError, dependency::Ground, paging::Merge, store, tally::Tally};
use crate::{
    clock::Clock,
    cloud::{Answer, Failure, Lane, wire::Operation},
    db::{Connection, Db},
    values::Month,
};

/// Overlap of windows over instants (SYNC-4).
const OVERLAP: TimeDelta = TimeDelta::minutes(15);

/// What a merge changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Merged {
    /// Rows that are new.
    pub inserted: i64,
    /// Rows that differed.
    pub updated: i64,
    /// Rows that the vendor no longer lists.
    pub gone: i64,
}

/// What every mirrored row carries.
#[derive(Debug, Clone, Copy)]
pub struct Stamp {
    /// Organisation the rows belong to.
    pub organization_id: i64,
    /// Connection they came over.
    pub account_id: i64,
    /// Run that brought them.
    pub run_id: i64,
    /// When they were fetched.
    pub at: DateTime<Utc>,
}

/// What all passes of a run share.
pub(super) struct Run<'a> {
    pub db: &'a Db,
    pub clock: &'a Clock,
    pub account: &'a Account,
    pub resource: &'static Resource,
    pub id: i64,
    pub round_started_at: DateTime<Utc>,
    pub months: &'a [Month],
    /// Whether somebody asked for just this, so that the schedule's restraint does not apply.
    pub asked_for: bool,
    pub full: bool,
    pub tally: Arc<Tally>,
    /// What the parts are known by.
    pub ground: &'a Ground,
    /// Whether the vendor could not be reached in this round.
    pub away: &'a AtomicBool,
}

/// What a resource may use to cut itself into parts.
pub struct Planning<'a> {
    pub(super) run: &'a Run<'a>,
}

impl Planning<'_> {
    /// The connection that is read.
    #[must_use]
    pub fn account(&self) -> &Account {
        self.run.account
    }

    /// Bill cycles that this run is about: those asked for, or the open month and those not yet final.
    #[must_use]
    pub fn months(&self) -> &[Month] {
        self.run.months
    }

    /// One part per present reseller; none for a partner without resellers.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn resellers(&self) -> Result<Vec<Scope>, SyncError> {
        if !self.run.account.has_resellers {
            return Ok(Vec::new());
        }
        let own = self.run.account.organization_id;
        let mut connection = self.run.db.open(&[own]).await?;
        let found = store::resellers(&mut connection, own).await?;
        Ok(found.iter().map(|(organization, remote)| Scope::reseller(*organization, remote)).collect())
    }

    /// When the reading began.
    #[must_use]
    pub fn started_at(&self) -> DateTime<Utc> {
        self.run.round_started_at
    }

    /// Whether somebody asked for this reading, so that the schedule's restraint does not apply.
    #[must_use]
    pub fn is_asked_for(&self) -> bool {
        self.run.asked_for
    }

    /// A connection that sees the partner and all its resellers, for plans that look into mirrors.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open(&self) -> Result<Connection, SyncError> {
        Ok(self.run.db.open(&self.family().await?).await?)
    }

    /// The partner's organisation and its resellers'.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn family(&self) -> Result<Vec<i64>, SyncError> {
        let own = self.run.account.organization_id;
        let mut connection = self.run.db.open(&[own]).await?;
        Ok(store::family(&mut connection, own).await?)
    }

    /// Whether a part of another resource was ever read completely: what was not cannot be taken for empty.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_read(&self, resource: &str, scope: &str) -> Result<bool, SyncError> {
        let account = self.run.account;
        let mut connection = self.run.db.open(&[account.organization_id]).await?;
        let key = store::Key { account_id: account.id, resource, scope };
        Ok(store::cursor(&mut connection, key).await?.completed_at.is_some())
    }

    /// A call while planning, for lists that name the parts (consuming customers of a month).
    ///
    /// # Errors
    /// As the client says.
    pub async fn call<O: Operation>(&self, operation: &O) -> Result<O::Answer, SyncError> {
        call(self.run, operation).await
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.run.clock.now()
    }
}

/// One part being read.
pub struct Pass<'a> {
    pub(super) run: &'a Run<'a>,
    pub(super) scope: Scope,
}

impl Pass<'_> {
    /// The part being read.
    #[must_use]
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The connection that is read.
    #[must_use]
    pub fn account(&self) -> &Account {
        self.run.account
    }

    /// The resource being read.
    #[must_use]
    pub fn resource(&self) -> &'static Resource {
        self.run.resource
    }

    /// Bill cycles that this run is about.
    #[must_use]
    pub fn months(&self) -> &[Month] {
        self.run.months
    }

    /// Whether everything is to be read again, whatever was read before.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.run.full
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.run.clock.now()
    }

    /// When the reading began that this pass belongs to.
    #[must_use]
    pub fn round_started_at(&self) -> DateTime<Utc> {
        self.run.round_started_at
    }

    /// What rows of this pass are stamped with.
    #[must_use]
    pub fn stamp(&self) -> Stamp {
        Stamp {
            organization_id: self.scope.organization_id,
            account_id: self.run.account.id,
            run_id: self.run.id,
            at: self.run.clock.now(),
        }
    }

    /// Announces `rows` more records to come, for progress.
    pub fn expect(&self, rows: i64) {
        if !self.scope.is_translation() {
            self.run.tally.expect(rows);
        }
    }

    /// Counts records received and what merging them changed, for passes that merge by themselves. A row that comes once
    /// more in another language is one row.
    pub fn count(&self, received: usize, merged: Merged) {
        if !self.scope.is_translation() {
            self.run.tally.read(received);
        }
        self.run.tally.merged(merged, self.scope.is_translation());
    }

    /// Calls the vendor in the lane of synchronisation.
    ///
    /// # Errors
    /// As the client says.
    pub async fn call<O: Operation>(&self, operation: &O) -> Result<O::Answer, SyncError> {
        call(self.run, operation).await
    }

    /// Calls the vendor and gives the body unread, for bulk rows that go straight into COPY.
    ///
    /// # Errors
    /// As the client says.
    pub async fn call_bytes<O: Operation>(&self, operation: &O) -> Result<Bytes, SyncError> {
        counted(self.run, self.run.account.client.call_bytes(operation, Lane::Sync).await)
    }

    /// A connection that sees the rows of this part's organisation and the account owner's.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open(&self) -> Result<Connection, SyncError> {
        Ok(self.run.db.open(&[self.scope.organization_id, self.run.account.organization_id]).await?)
    }

    /// The run as its plan saw it: for `finish`, which looks over all parts.
    #[must_use]
    pub const fn planning(&self) -> Planning<'_> {
        Planning { run: self.run }
    }

    /// When this part was last read completely.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn completed_at(&self) -> Result<Option<DateTime<Utc>>, SyncError> {
        let mut connection = self.open().await?;
        Ok(store::cursor(&mut connection, self.key()).await?.completed_at)
    }

    /// Merges rows in one transaction and counts what changed.
    ///
    /// # Errors
    /// When the database fails; then nothing of these rows is applied.
    pub async fn merge<R: Sync>(&self, merge: Merge<R>, rows: &[R]) -> Result<(), SyncError> {
        let merged = self.merge_beside(merge, rows).await?;
        self.count(0, merged);
        Ok(())
    }

    /// The same for rows of another kind than the resource is counted in.
    ///
    /// # Errors
    /// As [`Pass::merge`].
    pub async fn merge_beside<R: Sync>(&self, merge: Merge<R>, rows: &[R]) -> Result<Merged, SyncError> {
        let mut connection = self.open().await?;
        let mut transaction = connection.begin().await?;
        let merged = merge(&mut transaction, &self.stamp(), rows).await?;
        transaction.commit().await?;
        Ok(merged)
    }

    /// Runs one statement of a slice's store in a transaction and counts what it changed.
    ///
    /// # Errors
    /// When the database fails; then nothing is applied.
    pub async fn apply<F>(&self, statement: F) -> Result<(), SyncError>
    where
        F: for<'c> FnOnce(&'c mut PgConnection, Stamp) -> BoxFuture<'c, Result<Merged, sqlx::Error>> + Send,
    {
        let merged = self.apply_uncounted(statement).await?;
        self.count(0, merged);
        Ok(())
    }

    /// The same where the pass knows itself which rows it has counted already.
    ///
    /// # Errors
    /// As [`Pass::apply`].
    pub async fn apply_uncounted<F>(&self, statement: F) -> Result<Merged, SyncError>
    where
        F: for<'c> FnOnce(&'c mut PgConnection, Stamp) -> BoxFuture<'c, Result<Merged, sqlx::Error>> + Send,
    {
        let mut connection = self.open().await?;
        let mut transaction = connection.begin().await?;
        let merged = statement(&mut transaction, self.stamp()).await?;
        transaction.commit().await?;
        Ok(merged)
    }

    /// Where to read from when only news are wanted: the last complete reading less the overlap; `None` = everything.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn since(&self) -> Result<Option<DateTime<Utc>>, SyncError> {
        if self.run.full {
            return Ok(None);
        }
        Ok(self.completed_at().await?.map(|at| at - OVERLAP))
    }

    /// Records of the last complete reading of this part.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rows_before(&self) -> Result<i64, SyncError> {
        let mut connection = self.open().await?;
        Ok(store::cursor(&mut connection, self.key()).await?.rows_read)
    }

    /// The position of an unfinished reading of this part, as [`Pass::save_position`] wrote it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn position(&self) -> Result<Option<serde_json::Value>, SyncError> {
        let mut connection = self.open().await?;
        Ok(store::cursor(&mut connection, self.key()).await?.position)
    }

    /// Writes the position inside the transaction that writes the rows, so that a kill resumes and never skips.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn save_position(
        &self,
        connection: &mut PgConnection,
        position: &serde_json::Value,
    ) -> Result<(), sqlx::Error> {
        store::save_position(connection, self.run.account.organization_id, self.key(), position).await
    }

    /// Marks this part as completely read with `rows` records.
    pub(super) async fn complete(&self, rows: usize) -> Result<(), SyncError> {
        let mut connection = self.open().await?;
        let rows = i64::try_from(rows).unwrap_or(i64::MAX);
        store::complete(&mut connection, self.run.account.organization_id, self.key(), self.run.round_started_at, rows)
            .await?;
        Ok(())
    }

    fn key(&self) -> store::Key<'_> {
        store::Key { account_id: self.run.account.id, resource: self.run.resource.name, scope: &self.scope.key }
    }
}

async fn call<O: Operation>(run: &Run<'_>, operation: &O) -> Result<O::Answer, SyncError> {
    counted(run, run.account.client.call(operation, Lane::Sync).await)
}

/// Every call that reached the vendor counts, also one it refused.
fn counted<T>(run: &Run<'_>, outcome: Result<Answer<T>, Failure>) -> Result<T, SyncError> {
    match outcome {
        Ok(answer) => {
            run.tally.called(answer.waited);
            Ok(answer.value)
        }
        Err(failure) => {
            if failure.reached_vendor() {
                run.tally.called(Duration::ZERO);
            }
            Err(failure.into())
        }
    }
}
