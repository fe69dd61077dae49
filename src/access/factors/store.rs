//! SQL of second factors: seeds sealed, codes hashed, each code used once however many requests try it.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{recovery, totp::Seed};
use crate::{
    access::passwords::Unchecked,
    cloud::seal::{Key, SealError},
    db::Error,
};

/// Why a second factor could not be looked at.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// The database refused.
    #[error("database: {0}")]
    Database(#[from] Error),
    /// The seed cannot be sealed or opened: another key.
    #[error("the seed of a second factor: {0}")]
    Seal(#[from] SealError),
    /// The password could not be compared.
    #[error("{0}")]
    Unchecked(#[from] Unchecked),
}

/// What the seed of a member is sealed for: it opens for nobody else.
fn purpose(member_id: i64) -> String {
    format!("totp_seeds.seed/{member_id}")
}

/// The member's seed and the latest step used.
///
/// # Errors
/// When the database refuses or the seed does not open.
pub async fn find_seed(
    connection: &mut PgConnection,
    key: &Key,
    organization_id: i64,
    member_id: i64,
) -> Result<Option<(Seed, i64)>, Failed> {
    let row = sqlx::query!(
        "select seed_sealed, last_step from totp_seeds where organization_id = $1 and member_id = $2",
        organization_id,
        member_id,
    )
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let opened = key.open(&purpose(member_id), &row.seed_sealed)?;
    Ok(Seed::parse(opened).map(|seed| (seed, row.last_step)))
}

/// Stores a seed of which the code of `step` was typed; the member's earlier app no longer works.
///
/// # Errors
/// When the database refuses or the seed cannot be sealed.
pub async fn keep_seed(
    connection: &mut PgConnection,
    key: &Key,
    (organization_id, member_id): (i64, i64),
    (seed, step): (&Seed, i64),
    now: DateTime<Utc>,
) -> Result<(), Failed> {
    let sealed = key.seal(&purpose(member_id), seed.reveal())?;
    sqlx::query!(
        "insert into totp_seeds (member_id, organization_id, seed_sealed, last_step, confirmed_at)
         values ($1, $2, $3, $4, $5)
         on conflict (member_id) do update set seed_sealed = $3, last_step = $4, confirmed_at = $5",
        member_id,
        organization_id,
        sealed,
        step,
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether something can be mailed to the member.
///
/// # Errors
/// When the database refuses.
pub async fn has_email(connection: &mut PgConnection, organization_id: i64, member_id: i64) -> Result<bool, Error> {
    sqlx::query_scalar!(
        r#"select email is not null as "has!" from members where organization_id = $1 and id = $2"#,
        organization_id,
        member_id,
    )
    .fetch_one(connection)
    .await
}

/// The hash of the member's password, if he has one.
///
/// # Errors
/// When the database refuses.
pub async fn password_hash(
    connection: &mut PgConnection,
    organization_id: i64,
    member_id: i64,
) -> Result<Option<String>, Error> {
    sqlx::query_scalar!(
        "select password_hash from members where organization_id = $1 and id = $2",
        organization_id,
        member_id,
    )
    .fetch_one(connection)
    .await
}

/// Uses up a step; of two requests with the same code one succeeds.
///
/// # Errors
/// When the database refuses.
pub async fn use_step(
    connection: &mut PgConnection,
    organization_id: i64,
    member_id: i64,
    step: i64,
) -> Result<bool, Error> {
    let used = sqlx::query!(
        "update totp_seeds set last_step = $3 where organization_id = $1 and member_id = $2 and last_step < $3",
        organization_id,
        member_id,
        step,
    )
    .execute(connection)
    .await?;
    Ok(used.rows_affected() == 1)
}

/// Uses up a recovery code.
///
/// # Errors
/// When the database refuses.
pub async fn use_code(
    connection: &mut PgConnection,
    organization_id: i64,
    member_id: i64,
    code_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let used = sqlx::query!(
        "update recovery_codes set used_at = $4
         where organization_id = $1 and member_id = $2 and code_hash = $3 and used_at is null",
        organization_id,
        member_id,
        code_hash,
        now,
    )
    .execute(connection)
    .await?;
    Ok(used.rows_affected() == 1)
}

/// Puts new recovery codes in the place of all the member had; answers them as they are shown, once.
///
/// # Errors
/// When the database refuses.
pub async fn renew_codes(
    connection: &mut PgConnection,
    organization_id: i64,
    member_id: i64,
    now: DateTime<Utc>,
) -> Result<Vec<String>, Error> {
    let codes = recovery::fresh();
    let hashes: Vec<Vec<u8>> = codes.iter().filter_map(|code| recovery::hash(code)).collect();
    forget_codes(&mut *connection, organization_id, member_id).await?;
    sqlx::query!(
        "insert into recovery_codes (organization_id, member_id, code_hash, made_at)
         select $1, $2, hash, $4 from unnest($3::bytea[]) as hash",
        organization_id,
        member_id,
        &hashes,
        now,
    )
    .execute(connection)
    .await?;
    Ok(codes)
}

/// How many recovery codes are left, and since when the member has an app.
///
/// # Errors
/// When the database refuses.
pub async fn standing(
    connection: &mut PgConnection,
    organization_id: i64,
    member_id: i64,
) -> Result<(i64, Option<DateTime<Utc>>), Error> {
    let row = sqlx::query!(
        r#"select (select count(*) from recovery_codes where organization_id = $1 and member_id = $2 and used_at is null) as "left!",
             (select confirmed_at from totp_seeds where organization_id = $1 and member_id = $2) as since"#,
        organization_id,
        member_id,
    )
    .fetch_one(connection)
    .await?;
    Ok((row.left, row.since))
}

/// Takes the app away from the member; the recovery codes stay while he has passkeys.
///
/// # Errors
/// When the database refuses.
pub async fn forget(connection: &mut PgConnection, organization_id: i64, member_id: i64) -> Result<(), Error> {
    sqlx::query!("delete from totp_seeds where organization_id = $1 and member_id = $2", organization_id, member_id)
        .execute(&mut *connection)
        .await?;
    forget_idle_codes(connection, organization_id, member_id).await
}

/// Takes every second factor away from the member: app, passkeys and recovery codes, by an administrator who resets him. He is
/// told at his next sign-in that `by` did. Answers whether there was an app, and how many passkeys.
///
/// # Errors
/// When the database refuses.
pub async fn reset(
    connection: &mut PgConnection,
    (organization_id, member_id): (i64, i64),
    by: i64,
    now: DateTime<Utc>,
) -> Result<(bool, i64), Error> {
    let gone = sqlx::query!(
        r#"with told as (update members set factors_reset_at = $4, factors_reset_by = $3, revision = revision + 1
             where organization_id = $1 and id = $2),
           app as (delete from totp_seeds where organization_id = $1 and member_id = $2 returning 1),
           keys as (delete from passkeys where organization_id = $1 and member_id = $2 returning 1)
         select exists (select from app) as "app!", (select count(*) from keys) as "passkeys!""#,
        organization_id,
        member_id,
        by,
        now,
    )
    .fetch_one(&mut *connection)
    .await?;
    forget_codes(connection, organization_id, member_id).await?;
    Ok((gone.app, gone.passkeys))
}

/// Deletes the recovery codes of a member who has neither app nor passkey any more.
///
/// # Errors
/// When the database refuses.
pub async fn forget_idle_codes(
    connection: &mut PgConnection,
    organization_id: i64,
    member_id: i64,
) -> Result<(), Error> {
    sqlx::query!(
        "delete from recovery_codes where organization_id = $1 and member_id = $2
           and not exists (select from totp_seeds where organization_id = $1 and member_id = $2)
           and not exists (select from passkeys where organization_id = $1 and member_id = $2)",
        organization_id,
        member_id,
    )
    .execute(connection)
    .await
    .map(drop)
}

async fn forget_codes(connection: &mut PgConnection, organization_id: i64, member_id: i64) -> Result<(), Error> {
    sqlx::query!("delete from recovery_codes where organization_id = $1 and member_id = $2", organization_id, member_id)
        .execute(connection)
        .await
        .map(drop)
}
