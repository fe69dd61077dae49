//! Why a reading did not complete, in classes that `/sync` and `portal doctor` turn into sentences.

use crate::{
    cloud::{Cause, Failure},
    db,
};

/// Why a pass stopped.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// The vendor refused, failed or could not be reached.
    #[error("vendor: {0}")]
    Vendor(#[from] Failure),
    /// The database failed.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// The answer holds something that cannot be read, for example an amount that is no number.
    #[error("unreadable answer of {api}: {detail}")]
    Unreadable {
        /// operationId of the call.
        api: &'static str,
        /// What could not be read, without personal data.
        detail: String,
    },
    /// A list that names the parts was never read completely, so these cannot be all.
    #[error("waits for {on}, which was never read completely")]
    Waits {
        /// Name of the resource that must be read first.
        on: String,
    },
    /// Two readings in a row did not add up: the list moved while it was read (API-34).
    #[error("list of {api} does not add up: {read} distinct records read, {total} announced")]
    DoesNotAddUp {
        /// operationId of the call.
        api: &'static str,
        /// Distinct records read.
        read: usize,
        /// Total the vendor announced.
        total: i64,
    },
    /// As many came as were announced, but the announcement had changed on the way: what was read may be of two states (API-34).
    #[error("list of {api} changed while it was read: {total} records announced in the end, another number before")]
    Moved {
        /// operationId of the call.
        api: &'static str,
        /// Total the vendor announced last.
        total: i64,
    },
    /// Nothing came where the last complete reading had many: a wrong identity answers so (SYNC-B02, API-7).
    #[error("{api} answers nothing, the last reading had {before} records")]
    SuddenlyEmpty {
        /// operationId of the call.
        api: &'static str,
        /// Records of the last complete reading.
        before: i64,
    },
}

impl SyncError {
    /// The class stored in `sync_runs.problem`, which the pages translate.
    #[must_use]
    pub fn problem(&self) -> &'static str {
        match self {
            Self::Vendor(failure) => problem_of(failure.cause()),
            Self::Database(error) if db::is_disk_full(error) => "disk_full",
            Self::Database(_) => "database",
            Self::Unreadable { .. } => "unreadable",
            Self::Waits { .. } => "waits",
            Self::DoesNotAddUp { .. } | Self::Moved { .. } => "does_not_add_up",
            Self::SuddenlyEmpty { .. } => "suddenly_empty",
        }
    }

    /// The vendor's error code, if it sent one.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Vendor(failure) => failure.code(),
            _ => None,
        }
    }

    /// The vendor's request id, if known.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Vendor(failure) => failure.request_id(),
            _ => None,
        }
    }

    /// Whether every other call of the account will fail alike, so that going on is useless.
    #[must_use]
    pub fn is_hopeless(&self) -> bool {
        matches!(
            self.problem(),
            "credentials" | "clock" | "not_partner" | "unreachable" | "vendor_down" | "database" | "disk_full"
        )
    }
}

const fn problem_of(cause: Cause) -> &'static str {
    cause.as_str()
}
