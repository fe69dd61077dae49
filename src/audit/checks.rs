//! When the chains were last walked, and what was found. A hint for readers of `/activity`; the proof is the walk itself.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::verify::Chain;
use crate::db::Error;

/// Notes a walk of these chains.
///
/// # Errors
/// When the database refuses.
pub async fn note(connection: &mut PgConnection, chains: &[Chain], now: DateTime<Utc>) -> Result<(), Error> {
    for chain in chains {
        sqlx::query!(
            "insert into audit_checks (organization_id, checked_at, records, flaws, first_flaw)
             select id, $2, $3, $4, $5 from organizations where code = $1
             on conflict do nothing",
            chain.organization,
            now,
            chain.records,
            i32::try_from(chain.findings.len()).unwrap_or(i32::MAX),
            chain.findings.first().map(|finding| finding.seq),
        )
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}
