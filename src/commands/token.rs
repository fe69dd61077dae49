//! One confirmation is one approval, however often its form is sent: the token of a preview ([`super::dry_run::part::fresh_token`]).

use sqlx::PgConnection;

pub use super::dry_run::part::fresh_token as fresh;
use crate::db::Error;

/// The approval that a preview's confirmation was kept as (double click, reload, back button).
///
/// # Errors
/// When the database refuses.
pub async fn approval_of(
    connection: &mut PgConnection,
    organization_id: i64,
    token: &str,
) -> Result<Option<i64>, Error> {
    sqlx::query_scalar!(
        "select id from approvals where organization_id = $1 and token = $2 and token <> ''",
        organization_id,
        token,
    )
    .fetch_optional(connection)
    .await
}
