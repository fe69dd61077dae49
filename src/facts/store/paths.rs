//! Stages of paths and plans, as benefits read them (GATE-05).

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{db::Error, gates};

/// How far a partner has come on a path.
#[derive(Debug)]
pub struct Reached {
    /// The stage, if it suffices for the step.
    pub stage: Option<String>,
    /// When it was last vouched that paths are entered and right.
    pub read_at: Option<DateTime<Utc>>,
}

/// The stage of a path that a partner has reached, as a step asks for it.
///
/// # Errors
/// When the database refuses.
pub async fn reached(
    connection: &mut PgConnection,
    organization_id: i64,
    path: &str,
    asked: gates::Asked<'_>,
) -> Result<Reached, Error> {
    sqlx::query_as!(
        Reached,
        "select (select p.stage from facts f join fact_paths p on p.fact_id = f.id
             where f.organization_id = $1 and f.kind = 'path' and f.ended_at is null and p.path = $2 and p.since <= $5
               and (p.until is null or p.until >= $5)
               and exists (select from gate_paths g where g.step = $3 and (g.site is null or g.site = $4)
                 and g.path = p.path and p.stage = any(g.stages) and g.valid_from <= $5
                 and (g.valid_to is null or g.valid_to >= $5))
             order by p.since desc limit 1) as stage,
           (select max(read_at) from fact_readings where organization_id = $1 and kind = 'path') as read_at",
        organization_id,
        path,
        asked.step,
        asked.site,
        asked.day,
    )
    .fetch_one(connection)
    .await
}
