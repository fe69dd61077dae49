//! Reading a list page by page until it adds up (API-31 to API-34).

use std::collections::HashSet;

use futures::future::BoxFuture;
use serde_json::Value;
use sqlx::PgConnection;

use super::{Merged, Pass, Stamp, SyncError};
use crate::cloud::wire::{Operation, Paged};

/// Merges rows into their table, in the transaction of the page.
pub type Merge<R> = for<'a> fn(&'a mut PgConnection, &'a Stamp, &'a [R]) -> BoxFuture<'a, Result<Merged, sqlx::Error>>;

/// How a list is read: the call, a row in our words, its key, the merge of a page.
pub struct List<O: Paged, R> {
    /// The call with its filters; offset and limit are set while reading.
    pub request: O,
    /// A record and the record as received, in our words. `Err` holds what could not be read, without personal data.
    pub row: fn(O::Row, Value) -> Result<R, String>,
    /// The natural key, to see repeats.
    pub key: fn(&R) -> String,
    /// Merges one page.
    pub merge: Merge<R>,
    /// Whether only a window of the list is asked for: then nothing is a proper answer.
    pub windowed: bool,
}

impl Pass<'_> {
    /// Reads a list to its end and merges every page in its own transaction. A list that moved while it was read is read
    /// once more; if it moves again that is reported. Returns the keys of all records. (API-34)
    ///
    /// # Errors
    /// [`SyncError`]; what was merged before stays, since each record is true by itself.
    pub async fn read_list<O, R>(&mut self, list: List<O, R>) -> Result<HashSet<String>, SyncError>
    where
        O: Paged,
        R: Send + Sync,
    {
        match self.read_once(&list).await? {
            Reading { keys, moved: false, .. } => Ok(keys),
            Reading { .. } => {
                tracing::info!(resource = self.resource().name, scope = %self.scope().key, "list moved while it was read, reading again");
                let again = self.read_once(&list).await?;
                if again.moved {
                    let total = again.total.unwrap_or_default();
                    return Err(SyncError::DoesNotAddUp { api: O::ID, read: again.keys.len(), total });
                }
                Ok(again.keys)
            }
        }
    }

    async fn read_once<O, R>(&mut self, list: &List<O, R>) -> Result<Reading, SyncError>
    where
        O: Paged,
        R: Send + Sync,
    {
        let mut reading = Reading::default();
        let mut offset = 0;
        loop {
            let request = list.request.clone().page(offset, O::LARGEST_PAGE);
            let (answer, records) = self.call_with_records(&request, O::ROWS).await?;
            let total = O::total(&answer);
            let rows = O::rows(answer).into_iter().zip(records).map(|(row, raw)| (list.row)(row, raw));
            let rows: Vec<R> =
                rows.collect::<Result<_, _>>().map_err(|detail| SyncError::Unreadable { api: O::ID, detail })?;
            let received = i64::try_from(rows.len()).unwrap_or(i64::MAX);
            if offset == 0 {
                if !list.windowed {
                    self.believe::<O>(received).await?;
                }
                self.expect(total.unwrap_or(received));
                reading.total = total;
            }
            reading.moved |= total.is_some() && total != reading.total;
            for row in &rows {
                reading.moved |= !reading.keys.insert((list.key)(row));
            }
            self.count(rows.len(), Merged::default());
            if !rows.is_empty() {
                self.merge(list.merge, &rows).await?;
            }
            offset += received;
            let enough = reading.total.is_some_and(|total| offset >= total);
            if received == 0 || enough || (reading.total.is_none() && received < O::LARGEST_PAGE) {
                break;
            }
        }
        let read = i64::try_from(reading.keys.len()).unwrap_or(i64::MAX);
        reading.moved |= reading.total.is_some_and(|total| total != read);
        Ok(reading)
    }

    /// Calls the vendor and gives the typed answer with the records of `array` as received: mirrors keep both (SYNC-2).
    ///
    /// # Errors
    /// As the client says, and when the answer does not fit its type.
    pub async fn call_with_records<O: Operation>(
        &self,
        operation: &O,
        array: &str,
    ) -> Result<(O::Answer, Vec<Value>), SyncError> {
        let body = self.call_bytes(operation).await?;
        let unreadable = |error: serde_json::Error| SyncError::Unreadable { api: O::ID, detail: error.to_string() };
        let body: &[u8] = if body.is_empty() { b"{}" } else { &body };
        let mut whole: Value = serde_json::from_slice(body).map_err(unreadable)?;
        let records = match whole.get_mut(array).map(Value::take) {
            Some(Value::Array(records)) => records,
            _ => Vec::new(),
        };
        let answer = serde_json::from_slice(body).map_err(unreadable)?;
        Ok((answer, records))
    }

    /// A sudden nothing is not believed where the last complete reading had many (SYNC-B02).
    pub(super) async fn believe<O: Operation>(&self, received: i64) -> Result<(), SyncError> {
        const MANY: i64 = 5;
        if received > 0 {
            return Ok(());
        }
        match self.rows_before().await? {
            before if before >= MANY && !self.is_full() => Err(SyncError::SuddenlyEmpty { api: O::ID, before }),
            _ => Ok(()),
        }
    }
}

#[derive(Default)]
struct Reading {
    keys: HashSet<String>,
    total: Option<i64>,
    moved: bool,
}
