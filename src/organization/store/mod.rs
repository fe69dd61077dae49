//! SQL of organisations, by what it is about. Callers that write have opened a change.

pub mod company;
pub mod contacts;
pub mod desk;
pub mod master;
pub mod preferences;
pub mod request;

use sqlx::PgConnection;

use crate::db::Error;

/// Lets one change of the organisation itself, or of its members, in at a time (MEM-13).
pub async fn lock(connection: &mut PgConnection, organization_id: i64) -> Result<(), Error> {
    sqlx::query!("select id from organizations where id = $1 for no key update", organization_id)
        .fetch_one(connection)
        .await
        .map(drop)
}
