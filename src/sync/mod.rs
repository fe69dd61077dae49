//! Synchronisation: reads resources from the vendor and merges them into the mirrors, so that a kill loses and doubles nothing.
//!
//! In reading order: a [`Resource`] says what is read, how often and after what; a [`Scope`] is one part of it (the partner
//! itself, a reseller, a month, a customer); a [`Pass`] reads one scope and merges it; the [`Engine`] runs passes, one
//! runner per (account, resource); [`schedule`] decides when. This room knows no slice: the slices hand it their resources.

pub mod account;
mod dependency;
pub mod engine;
pub mod error;
pub mod freshness;
pub mod pages;
pub mod paging;
pub mod pass;
pub mod resource;
pub mod schedule;
pub mod scope;
mod selection;
mod store;
pub mod tally;

pub use account::{Account, Accounts};
pub use engine::{Engine, Outcome, Selection};
pub use error::SyncError;
pub use freshness::Freshness;
pub use pages::{Pages, is_at_end};
pub use paging::List;
pub use pass::{Merged, Pass, Stamp};
pub use resource::Resource;
pub use schedule::Cadence;
pub use scope::Scope;
pub use tally::Progress;

use sqlx::PgConnection;

/// Asks for a run of one resource of an organisation's connection, or of all (`None`); a node that runs jobs takes it up.
/// Answers how many resources were asked for.
///
/// # Errors
/// When the database fails.
pub async fn ask(
    connection: &mut PgConnection,
    organization_id: i64,
    resource: Option<&str>,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<u64, sqlx::Error> {
    store::ask(connection, organization_id, resource, now).await
}

/// Brings the next reading of resources of a connection forward, since the portal itself has changed them: at once, or half a
/// minute after the latest one, so that a thousand changes are not a thousand readings.
///
/// # Errors
/// When the database fails.
pub async fn read_soon(
    connection: &mut PgConnection,
    account_id: i64,
    resources: &[&str],
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), sqlx::Error> {
    store::bring_forward(connection, account_id, resources, now).await
}
