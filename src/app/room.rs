//! Whether the database has room for what is written. A full disk is noticed by the write that failed; from then on the node
//! is not ready until a write succeeds that was tried after the last failure.

use std::sync::atomic::{AtomicU64, Ordering::SeqCst};

use tokio::sync::Mutex;

use crate::db::{self, Db, Error};

/// What was seen of the database's room.
#[derive(Debug, Default)]
pub struct Room {
    /// Writes that failed for lack of room.
    lost: AtomicU64,
    /// How many of them happened before a write that succeeded.
    made_good: AtomicU64,
    /// Held by who tries: writing costs, and whoever asks for readiness is not counted.
    trying: Mutex<()>,
}

impl Room {
    /// A write failed because the disk is full.
    pub fn lost(&self) {
        self.lost.fetch_add(1, SeqCst);
    }

    /// The same, if that is what an error says.
    pub fn note(&self, error: &Error) {
        if db::is_disk_full(error) {
            self.lost();
        }
    }

    /// Whether writes fail for lack of room. While they did, it is found out by a write; one at a time.
    pub async fn is_lacking(&self, db: &Db) -> bool {
        let lost = self.lost.load(SeqCst);
        if lost == self.made_good.load(SeqCst) {
            return false;
        }
        let Ok(_alone) = self.trying.try_lock() else { return true };
        match db.try_room().await {
            Err(error) if db::is_disk_full(&error) => true,
            // Whatever else it says is not about room; a write that fails of it again is noticed again.
            _ => {
                self.made_good.fetch_max(lost, SeqCst);
                self.lost.load(SeqCst) > lost
            }
        }
    }
}
