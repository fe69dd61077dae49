//! Who did something to an object, as the record tells it: for rules that keep makers and checkers apart (PERM-6).

use sqlx::PgConnection;

use super::Deed;
use crate::db::Error;

/// The members of an organisation who did this to an object first and last; nobody where only jobs did, or nobody.
///
/// # Errors
/// When the database refuses.
pub async fn first_and_last(
    connection: &mut PgConnection,
    organization_id: i64,
    deed: Deed,
    object_id: i64,
) -> Result<Vec<i64>, Error> {
    sqlx::query_scalar!(
        r#"select member_id as "member_id!" from (
             (select member_id from audit_events where organization_id = $1 and object_kind = $2 and object_id = $3 and event = $4
               and member_id is not null order by seq limit 1)
             union
             (select member_id from audit_events where organization_id = $1 and object_kind = $2 and object_id = $3 and event = $4
               and member_id is not null order by seq desc limit 1)) h"#,
        organization_id,
        deed.object_kind(),
        object_id.to_string(),
        deed.code(),
    )
    .fetch_all(connection)
    .await
}
