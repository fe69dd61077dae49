//! Reading a list page by page for resources whose rows need the whole answer, or have no key of their own (API-31, API-34).
//!
//! Where a row has a key and needs nothing beside its record, [`super::List`] does more by itself.

use serde_json::Value;

use super::{Pass, SyncError};
use crate::cloud::wire::Paged;

/// A list being read. Knows whether what was read adds up.
pub struct Pages<O> {
    request: O,
    offset: i64,
    total: Option<i64>,
    moved: bool,
    ended: bool,
    windowed: bool,
}

impl<O: Paged> Pages<O> {
    /// The list of `request` from its beginning. `windowed`: only a window of it is asked for, so nothing is a proper answer.
    #[must_use]
    pub const fn of(request: O, windowed: bool) -> Self {
        Self { request, offset: 0, total: None, moved: false, ended: false, windowed }
    }

    /// The next answer with its records as received; `None` after the last.
    ///
    /// # Errors
    /// As the client says, when the answer does not fit its type, and when nothing comes where much was (SYNC-B02).
    pub async fn next(&mut self, pass: &Pass<'_>) -> Result<Option<(O::Answer, Vec<Value>)>, SyncError> {
        if self.ended {
            return Ok(None);
        }
        let request = self.request.clone().page(self.offset, O::LARGEST_PAGE);
        let (answer, records) = pass.call_with_records(&request, O::ROWS).await?;
        let total = O::total(&answer);
        let received = i64::try_from(records.len()).unwrap_or(i64::MAX);
        if self.offset == 0 {
            if !self.windowed {
                pass.believe::<O>(received).await?;
            }
            pass.tally().expect(total.unwrap_or(received));
            self.total = total;
        }
        pass.tally().read(records.len());
        self.moved |= total != self.total;
        self.offset += received;
        let enough = self.total.is_some_and(|total| self.offset >= total);
        self.ended = received == 0 || enough || (self.total.is_none() && received < O::LARGEST_PAGE);
        Ok((received > 0).then_some((answer, records)))
    }

    /// Records read so far.
    #[must_use]
    pub fn read(&self) -> usize {
        usize::try_from(self.offset).unwrap_or(0)
    }

    /// Whether as many records came as were announced and the announcement never changed (API-34).
    #[must_use]
    pub fn adds_up(&self) -> bool {
        !self.moved && self.total.is_none_or(|total| total == self.offset)
    }

    /// What to report when the list does not add up.
    #[must_use]
    pub fn mismatch(&self) -> SyncError {
        SyncError::DoesNotAddUp { api: O::ID, read: self.read(), total: self.total.unwrap_or_default() }
    }
}
