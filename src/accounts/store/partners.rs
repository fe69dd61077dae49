//! Whose accounts, and on which sites.

use sqlx::PgConnection;

use crate::db::Error;

/// Sites the organisation is connected to, by itself or through its distributor.
pub async fn sites(connection: &mut PgConnection, organization_id: i64) -> Result<Vec<String>, Error> {
    sqlx::query_scalar!(r#"select connected_sites($1) as "sites!""#, organization_id).fetch_one(connection).await
}

/// Whether the organisation is connected, and only where partners have budgets in place of balances (API-6).
pub fn is_abroad(sites: &[String]) -> bool {
    !sites.is_empty() && !sites.iter().any(|site| site == "china")
}

/// Names of organisations, in the order of a choice.
pub async fn names(connection: &mut PgConnection, organizations: &[i64]) -> Result<Vec<(i64, String)>, Error> {
    let rows = sqlx::query!("select id, name from organizations where id = any($1) order by name, id", organizations)
        .fetch_all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}
