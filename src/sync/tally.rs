//! Live progress of a run: counted without locks, shown by progress bars and flushed to `sync_runs`.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI64, Ordering::Relaxed},
    },
    time::Duration,
};

use super::{SyncError, pass::Merged};

/// Counters of one run, shared by its passes.
#[derive(Debug, Default)]
pub struct Tally {
    scopes_total: AtomicI64,
    scopes_done: AtomicI64,
    calls: AtomicI64,
    waited_ms: AtomicI64,
    rows_expected: AtomicI64,
    rows_read: AtomicI64,
    merged: Mutex<Merges>,
    problem: Mutex<Option<Problem>>,
}

/// What merging changed, apart for the rows that come a second time in another language.
#[derive(Debug, Default)]
struct Merges {
    first: Merged,
    translated: Merged,
}

impl Merges {
    /// Each row once: whichever language comes first inserts it, and the other one's update is the same row.
    fn sum(&self) -> Merged {
        let Self { first, translated } = self;
        let changed = (first.updated - translated.inserted).max(translated.updated - first.inserted);
        Merged {
            inserted: first.inserted + translated.inserted,
            updated: changed.max(0),
            gone: first.gone + translated.gone,
        }
    }
}

/// The first failure of a run.
#[derive(Debug, Clone)]
pub struct Problem {
    /// Class, as pages translate it.
    pub class: &'static str,
    /// The vendor's error code.
    pub code: Option<String>,
    /// The part that failed.
    pub scope: String,
    /// The vendor's request id.
    pub request_id: Option<String>,
}

/// The counters at one moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Parts of the reading.
    pub scopes_total: i64,
    /// Parts finished.
    pub scopes_done: i64,
    /// Calls made.
    pub calls: i64,
    /// Milliseconds waited for the call budget.
    pub waited_ms: i64,
    /// Sum of the totals announced so far.
    pub rows_expected: i64,
    /// Records received.
    pub rows_read: i64,
    /// Rows new here.
    pub rows_inserted: i64,
    /// Rows that differed.
    pub rows_updated: i64,
    /// Rows no longer listed.
    pub rows_gone: i64,
}

impl Tally {
    /// The counters now.
    pub fn counts(&self) -> Counts {
        let merged = self.merged.lock().unwrap_or_else(PoisonError::into_inner).sum();
        Counts {
            scopes_total: self.scopes_total.load(Relaxed),
            scopes_done: self.scopes_done.load(Relaxed),
            calls: self.calls.load(Relaxed),
            waited_ms: self.waited_ms.load(Relaxed),
            rows_expected: self.rows_expected.load(Relaxed),
            rows_read: self.rows_read.load(Relaxed),
            rows_inserted: merged.inserted,
            rows_updated: merged.updated,
            rows_gone: merged.gone,
        }
    }

    pub(super) fn planned(&self, scopes: usize) {
        self.scopes_total.store(i64::try_from(scopes).unwrap_or(i64::MAX), Relaxed);
    }

    pub(super) fn scope_done(&self) {
        self.scopes_done.fetch_add(1, Relaxed);
    }

    pub(super) fn called(&self, waited: Duration) {
        self.calls.fetch_add(1, Relaxed);
        self.waited_ms.fetch_add(i64::try_from(waited.as_millis()).unwrap_or(i64::MAX), Relaxed);
    }

    pub(super) fn expect(&self, rows: i64) {
        self.rows_expected.fetch_add(rows, Relaxed);
    }

    pub(super) fn read(&self, rows: usize) {
        self.rows_read.fetch_add(i64::try_from(rows).unwrap_or(i64::MAX), Relaxed);
    }

    pub(super) fn merged(&self, merged: Merged, is_translation: bool) {
        let mut merges = self.merged.lock().unwrap_or_else(PoisonError::into_inner);
        let sum = if is_translation { &mut merges.translated } else { &mut merges.first };
        sum.inserted += merged.inserted;
        sum.updated += merged.updated;
        sum.gone += merged.gone;
    }

    pub(super) fn failed(&self, scope: &str, error: &SyncError) {
        let mut problem = self.problem.lock().unwrap_or_else(PoisonError::into_inner);
        problem.get_or_insert_with(|| Problem {
            class: error.problem(),
            code: error.code().map(str::to_owned),
            scope: scope.to_owned(),
            request_id: error.request_id().map(str::to_owned),
        });
    }

    /// Class of the first failure ([`SyncError::problem`]), if anything failed.
    #[must_use]
    pub fn problem_class(&self) -> Option<&'static str> {
        self.problem().map(|problem| problem.class)
    }

    pub(super) fn problem(&self) -> Option<Problem> {
        self.problem.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Who is told when runs begin and end: progress bars, or nobody.
pub trait Progress: Send + Sync {
    /// A run began; its counters move until [`Progress::ended`].
    fn began(&self, resource: &'static str, tally: Arc<Tally>);
    /// The run ended.
    fn ended(&self, resource: &'static str, outcome: super::engine::State);
}

/// Nobody watches.
#[derive(Debug, Clone, Copy)]
pub struct Unwatched;

impl Progress for Unwatched {
    fn began(&self, _: &'static str, _: Arc<Tally>) {}
    fn ended(&self, _: &'static str, _: super::engine::State) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_in_two_languages_is_one_row() {
        let merged = |inserted, updated| Merged { inserted, updated, gone: 0 };
        for (first, translated, want) in [
            (merged(54, 0), merged(0, 54), merged(54, 0)),
            (merged(30, 24), merged(24, 30), merged(54, 0)),
            (merged(1, 2), merged(0, 3), merged(1, 2)),
            (merged(0, 3), merged(0, 0), merged(0, 3)),
            (merged(0, 0), merged(0, 2), merged(0, 2)),
            (merged(5, 0), merged(0, 0), merged(5, 0)),
        ] {
            let tally = Tally::default();
            tally.merged(first, false);
            tally.merged(translated, true);
            let counts = tally.counts();
            assert_eq!((counts.rows_inserted, counts.rows_updated), (want.inserted, want.updated));
        }
    }
}
