//! SQL of loose ends: customers that nobody looks after, managers whom nobody leads (TRAP-2). Derived, never stored.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::db::Error;

/// What waits for somebody who may assign.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Loose {
    /// Associated customers without a manager; none for a reader with a scope, who sees no unassigned ones (AM-12).
    pub unassigned: i64,
    /// Customers whose manager cannot work as one: disabled, or without the role.
    pub stranded: i64,
    /// Account managers without a director (未设主管).
    pub undirected: i64,
}

/// Counts loose ends within a scope; `managers` are those whose customers the reader sees, `None` for all.
///
/// # Errors
/// When the database refuses.
pub async fn loose(
    connection: &mut PgConnection,
    organization_id: i64,
    managers: Option<&[i64]>,
    now: DateTime<Utc>,
) -> Result<Loose, Error> {
    sqlx::query_as!(
        Loose,
        r#"select unassigned as "unassigned!", stranded as "stranded!", undirected as "undirected!" from loose_ends($1, $2, $3)"#,
        organization_id,
        managers,
        now,
    )
    .fetch_one(connection)
    .await
}
