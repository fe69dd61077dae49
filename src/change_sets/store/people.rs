//! Who can sign in, to find who could agree.

use sqlx::PgConnection;

use crate::db::Error;

/// Active members: key and user name.
pub async fn active(connection: &mut PgConnection, organization_id: i64) -> Result<Vec<(i64, String)>, Error> {
    let rows = sqlx::query!(
        "select id, username from members where organization_id = $1 and state = 'active' order by lower(username), id",
        organization_id,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.username)).collect())
}
