//! SQL of rebates: statements with their lines, objections with their thread, and what the timer does.

pub mod objections;
pub mod payable;
pub mod statements;
pub mod timer;
pub mod write;

use sqlx::PgConnection;

use crate::db::Error;

/// Lets one at a time work on the statements of a partner; to be called before what is there is read.
pub async fn lock(connection: &mut PgConnection, organization_id: i64) -> Result<(), Error> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended($1::bigint::text, 5500))", organization_id)
        .fetch_one(connection)
        .await
        .map(drop)
}
