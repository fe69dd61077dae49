//! SQL of passkeys and of the challenges they sign: each challenge is answered once.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

use super::{Asserted, PublicKey, Registered};
use crate::{access::sessions::Token, db::Error};

/// How long an answer may take.
const LIFE: TimeDelta = TimeDelta::minutes(5);

/// What an answer is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A new passkey of this member.
    Register(i64),
    /// Signing in: the passkey says who.
    SignIn,
    /// A proof of identity of this member.
    StepUp(i64),
}

impl Purpose {
    const fn parts(self) -> (&'static str, Option<i64>) {
        match self {
            Self::Register(member) => ("register", Some(member)),
            Self::SignIn => ("sign_in", None),
            Self::StepUp(member) => ("step_up", Some(member)),
        }
    }
}

/// Makes a challenge.
///
/// # Errors
/// When the database refuses.
pub async fn challenge(connection: &mut PgConnection, purpose: Purpose, now: DateTime<Utc>) -> Result<Token, Error> {
    let (challenge, (purpose, member_id)) = (Token::fresh(), purpose.parts());
    sqlx::query!(
        "insert into passkey_challenges (challenge_hash, purpose, member_id, expires_at) values ($1, $2, $3, $4)",
        challenge.hash(),
        purpose,
        member_id,
        now + LIFE,
    )
    .execute(connection)
    .await?;
    Ok(challenge)
}

/// Uses up a challenge; answers whether it was given out for this, to this member, not long ago, and never answered.
///
/// # Errors
/// When the database refuses.
pub async fn answer(
    connection: &mut PgConnection,
    challenge: &Token,
    purpose: Purpose,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let (purpose, member_id) = purpose.parts();
    let used = sqlx::query!(
        "delete from passkey_challenges
         where challenge_hash = $1 and purpose = $2 and member_id is not distinct from $3 and expires_at > $4",
        challenge.hash(),
        purpose,
        member_id,
        now,
    )
    .execute(connection)
    .await?;
    Ok(used.rows_affected() == 1)
}

/// A passkey as its owner sees it.
#[derive(Debug)]
pub struct Listed {
    /// Key.
    pub id: i64,
    /// What its owner calls it.
    pub name: String,
    /// The authenticator's name for it.
    pub credential_id: Vec<u8>,
    /// Registered.
    pub created_at: DateTime<Utc>,
    /// Last used.
    pub last_used_at: Option<DateTime<Utc>>,
}

/// A member's passkeys, the oldest first. At most fifty.
///
/// # Errors
/// When the database refuses.
pub async fn list(connection: &mut PgConnection, organization_id: i64, member_id: i64) -> Result<Vec<Listed>, Error> {
    sqlx::query_as!(
        Listed,
        "select id, name, credential_id, created_at, last_used_at from passkeys
         where organization_id = $1 and member_id = $2 order by id limit 50",
        organization_id,
        member_id,
    )
    .fetch_all(connection)
    .await
}

/// Keeps a new passkey; answers its key, or nothing when it is registered already.
///
/// # Errors
/// When the database refuses.
pub async fn insert(
    connection: &mut PgConnection,
    (organization_id, member_id): (i64, i64),
    name: &str,
    passkey: &Registered,
    now: DateTime<Utc>,
) -> Result<Option<i64>, Error> {
    sqlx::query_scalar!(
        "insert into passkeys (organization_id, member_id, name, credential_id, algorithm, public_key, sign_count, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (credential_id) do nothing returning id",
        organization_id,
        member_id,
        name,
        passkey.credential_id,
        passkey.key.algorithm(),
        passkey.key.der(),
        i64::from(passkey.sign_count),
        now,
    )
    .fetch_optional(connection)
    .await
}

/// Names a member's passkey anew; answers whether there is one.
///
/// # Errors
/// When the database refuses.
pub async fn rename(
    connection: &mut PgConnection,
    (organization_id, member_id): (i64, i64),
    id: i64,
    name: &str,
) -> Result<bool, Error> {
    let done = sqlx::query!(
        "update passkeys set name = $4 where organization_id = $1 and member_id = $2 and id = $3",
        organization_id,
        member_id,
        id,
        name,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes a member's passkey; answers whether there was one.
///
/// # Errors
/// When the database refuses.
pub async fn delete(
    connection: &mut PgConnection,
    (organization_id, member_id): (i64, i64),
    id: i64,
) -> Result<bool, Error> {
    let done = sqlx::query!(
        "delete from passkeys where organization_id = $1 and member_id = $2 and id = $3",
        organization_id,
        member_id,
        id,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The login a passkey opens.
#[derive(Debug)]
pub struct Subject {
    /// Organisation of the login.
    pub organization_id: i64,
    /// The login.
    pub member_id: i64,
    /// Public key.
    pub key: PublicKey,
    /// Counter at the last use.
    pub sign_count: u32,
    /// MEM-9; past its last day `disabled`.
    pub member_state: String,
    /// ORG-6.
    pub organization_state: String,
    /// Whether it is the master login.
    pub is_master: bool,
}

/// The login a passkey opens, whoever asks: before anybody is signed in.
///
/// # Errors
/// When the database refuses.
pub async fn subject(
    connection: &mut PgConnection,
    credential_id: &[u8],
    now: DateTime<Utc>,
) -> Result<Option<Subject>, Error> {
    let row = sqlx::query!(
        r#"select member_id as "member_id!", organization_id as "organization_id!", algorithm as "algorithm!",
             public_key as "public_key!", sign_count as "sign_count!", member_state as "member_state!",
             organization_state as "organization_state!", is_master as "is_master!"
           from passkey_subject($1, $2)"#,
        credential_id,
        now,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.and_then(|row| {
        Some(Subject {
            organization_id: row.organization_id,
            member_id: row.member_id,
            key: PublicKey::read(row.algorithm, &row.public_key)?,
            sign_count: u32::try_from(row.sign_count).ok()?,
            member_state: row.member_state,
            organization_state: row.organization_state,
            is_master: row.is_master,
        })
    }))
}

/// Notes a use. Of two answers with the same counter one succeeds, where the authenticator counts.
///
/// # Errors
/// When the database refuses.
pub async fn note_use(
    connection: &mut PgConnection,
    organization_id: i64,
    credential_id: &[u8],
    asserted: Asserted,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let count = i64::from(asserted.sign_count);
    let noted = sqlx::query!(
        "update passkeys set sign_count = $3, last_used_at = $4
         where organization_id = $1 and credential_id = $2 and (sign_count < $3 or (sign_count = 0 and $3 = 0))",
        organization_id,
        credential_id,
        count,
        now,
    )
    .execute(connection)
    .await?;
    Ok(noted.rows_affected() == 1)
}
