//! A member's password in the database: the current one, and those it may not equal (MEM-3).

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{
    Unchecked, Verdict,
    policy::{Allowed, Refusal},
    verify,
};
use crate::{access::tries, db::Error};

/// MEM-3: a new password differs from so many before it, the current one included.
const REMEMBERED: i64 = 5;

/// Hashes of the current password and of those before it, newest first, at most five.
///
/// # Errors
/// When the database refuses.
pub async fn last(connection: &mut PgConnection, organization_id: i64, member_id: i64) -> Result<Vec<String>, Error> {
    sqlx::query_scalar!(
        r#"select hash as "hash!" from (
             select password_hash as hash, 0 as age, 0::bigint as id from members
             where organization_id = $1 and id = $2 and password_hash is not null
             union all
             select password_hash, 1, id from previous_passwords where organization_id = $1 and member_id = $2
           ) known order by age, id desc limit $3"#,
        organization_id,
        member_id,
        REMEMBERED,
    )
    .fetch_all(connection)
    .await
}

/// Whether the password is none of these.
///
/// # Errors
/// [`Unchecked`] when too many passwords are being compared, or a stored hash cannot be read.
pub async fn differs(password: &Allowed, hashes: Vec<String>) -> Result<Result<(), Refusal>, Unchecked> {
    for hash in hashes {
        if verify(password.reveal().clone(), Some(hash)).await? != Verdict::Wrong {
            return Ok(Err(Refusal::Used));
        }
    }
    Ok(Ok(()))
}

/// Stores a new password and remembers the one it replaces; what failed before it is forgiven (MEM-5).
///
/// # Errors
/// When the database refuses.
pub async fn replace(
    connection: &mut PgConnection,
    organization_id: i64,
    member_id: i64,
    hash: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "with old as (
           insert into previous_passwords (organization_id, member_id, password_hash, replaced_at)
           select organization_id, id, password_hash, $4 from members
           where organization_id = $1 and id = $2 and password_hash is not null)
         update members set password_hash = $3, password_changed_at = $4, must_change_password = false
         where organization_id = $1 and id = $2",
        organization_id,
        member_id,
        hash,
        now,
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "delete from previous_passwords where organization_id = $1 and member_id = $2 and id not in (
           select id from previous_passwords where organization_id = $1 and member_id = $2 order by id desc limit $3)",
        organization_id,
        member_id,
        REMEMBERED - 1,
    )
    .execute(&mut *connection)
    .await?;
    tries::forgive(connection, member_id, &tries::CREDENTIALS).await.map(drop)
}
