//! How old the rows of a page are, for the badge beside its title (every figure knows its API and fetch time).

use chrono::{DateTime, Utc};
use serde::Deserialize;
use sqlx::PgConnection;

use super::Resource;
use crate::web::{self, Face, FreshnessBadge};

/// Freshness of one resource as an organisation may know it, through its own connection or its distributor's.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
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

/// The badge of a page whose rows come from `resource`.
///
/// # Errors
/// When the database fails.
pub async fn badge(
    connection: &mut PgConnection,
    organization_id: i64,
    resource: &Resource,
    face: &Face,
) -> Result<FreshnessBadge, sqlx::Error> {
    let known = freshness(connection, organization_id, &[resource.name.to_owned()]).await?;
    Ok(badge_of(&known, resource, face))
}

/// The badge of a page whose rows come from `resource`, which is one of those that are `known`.
#[must_use]
pub fn badge_of(known: &[Freshness], resource: &Resource, face: &Face) -> FreshnessBadge {
    let row = known.iter().find(|row| row.resource == resource.name);
    let known = row.map_or_else(web::Freshness::default, |row| web::Freshness {
        completed_at: row.completed_at,
        next_at: Some(row.next_at),
        failed: row.problem.is_some(),
    });
    known.badge(resource.api, face)
}
