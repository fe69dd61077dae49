//! How old the rows of a page are, for the badge beside its title (every figure knows its API and fetch time).

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

/// Freshness of one resource as an organisation may know it, through its own connection or its distributor's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Freshness {
    /// Name of the resource.
    pub resource: String,
    /// Start of the latest complete reading; `None`: never read.
    pub completed_at: Option<DateTime<Utc>>,
    /// When it is read next.
    pub next_at: DateTime<Utc>,
    /// Class of the failure of the latest run; `None` when it completed.
    pub problem: Option<String>,
}

/// Freshness of the resources `names`, one row each that has a connection. One round trip.
///
/// # Errors
/// When the database fails.
pub async fn freshness(
    connection: &mut PgConnection,
    organization_id: i64,
    names: &[String],
) -> Result<Vec<Freshness>, sqlx::Error> {
    sqlx::query_as!(
        Freshness,
        r#"select resource as "resource!", completed_at, next_at as "next_at!", problem from freshness($1, $2)"#,
        organization_id,
        names,
    )
    .fetch_all(connection)
    .await
}
