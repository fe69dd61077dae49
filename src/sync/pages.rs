//! Reading a list page by page for resources whose rows need the whole answer, or have no key of their own (API-31, API-34).
//!
//! Where a row has a key and needs nothing beside its record, [`super::List`] does more by itself.

use serde_json::Value;

use super::{Merged, Pass, SyncError};
use crate::cloud::wire::Paged;

/// Whether a list of which `read` records came, `received` of them just now, is at its end: for lists too small to be read
/// by [`Pages`]. Without a total the end is an empty page (API-34).
///
/// # Errors
/// When nothing more comes before the announced total is reached, or more came than that.
pub fn is_at_end(api: &'static str, total: Option<i64>, read: usize, received: usize) -> Result<bool, SyncError> {
    let Some(total) = total else { return Ok(received == 0) };
    let records = i64::try_from(read).unwrap_or(i64::MAX);
    if records > total || (received == 0 && records < total) {
        return Err(SyncError::DoesNotAddUp { api, read, total });
    }
    Ok(records == total)
}

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
            pass.expect(total.unwrap_or(received));
            self.total = total;
        }
        pass.count(records.len(), Merged::default());
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
        let (read, total) = (self.read(), self.total.unwrap_or_default());
        if self.total == Some(self.offset) {
            return SyncError::Moved { api: O::ID, total };
        }
        SyncError::DoesNotAddUp { api: O::ID, read, total }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_ends_at_its_total_or_with_an_empty_page() {
        for (total, read, received, end) in [
            (Some(3), 3, 1, Some(true)),
            (Some(3), 2, 2, Some(false)),
            (Some(0), 0, 0, Some(true)),
            (Some(3), 2, 0, None),
            (Some(3), 4, 2, None),
            (None, 2, 2, Some(false)),
            (None, 2, 0, Some(true)),
        ] {
            assert_eq!(is_at_end("A", total, read, received).ok(), end, "{read} of {total:?}, {received} just now");
        }
    }
}
