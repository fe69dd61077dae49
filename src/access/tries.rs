//! Tries of a secret, counted before it is looked at: five failures in 15 minutes lock it for 15, an address has some a minute
//! (MEM-5). Shared by all nodes through the database. Knows no secret.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use sqlx::PgConnection;

use crate::db::Error;

/// What is tried, and from where.
#[derive(Debug, Clone, Copy)]
pub struct Try<'a> {
    /// What is tried: `organisation/user name` for a password.
    pub key: &'a str,
    /// Network address; failures are counted per key and address.
    pub address: &'a str,
    /// Tries the address has per minute.
    pub per_minute: i32,
}

/// Whether the secret may be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It may; say [`succeed`] with this when it was right.
    Begun(i64),
    /// Locked until then.
    Locked(DateTime<Utc>),
    /// Too many tries from this address in a minute.
    Crowded,
}

/// Counts a try.
///
/// # Errors
/// When the database refuses.
pub async fn begin(connection: &mut PgConnection, tried: Try<'_>, now: DateTime<Utc>) -> Result<Turn, Error> {
    let counted = sqlx::query!(
        r#"select attempt_id, locked_until, crowded as "crowded!" from begin_sign_in($1, $2, $3, $4)"#,
        tried.key.to_lowercase(),
        tried.address,
        now,
        tried.per_minute,
    )
    .fetch_one(connection)
    .await?;
    Ok(match (counted.attempt_id, counted.locked_until) {
        (_, Some(until)) => Turn::Locked(until),
        (Some(begun), None) if !counted.crowded => Turn::Begun(begun),
        _ => Turn::Crowded,
    })
}

/// The secret was right: the failures before it are forgiven.
///
/// # Errors
/// When the database refuses.
pub async fn succeed(connection: &mut PgConnection, begun: i64) -> Result<(), Error> {
    sqlx::query!("select succeed_sign_in($1)", begun).execute(connection).await.map(drop)
}

/// A lock that holds (MEM-5).
#[derive(Debug, Clone, Deserialize)]
pub struct Lock {
    /// What is locked: `password`, `code` (mailed for a forgotten password) or `factor`.
    pub what: String,
    /// For which network address; of a second factor for all.
    pub address: String,
    /// Until when.
    pub locked_until: DateTime<Utc>,
}

/// All that can be locked of a login.
pub const EVERY: [&str; 3] = ["password", "code", "factor"];
/// What new credentials open again; guesses of the second factor are not forgiven by them.
pub const CREDENTIALS: [&str; 2] = ["password", "code"];

/// Forgets the failures of a member's login, so that nothing of these kinds is locked any more. Answers how many there were.
///
/// # Errors
/// When the database refuses.
pub async fn forgive(connection: &mut PgConnection, member_id: i64, kinds: &[&str]) -> Result<i64, Error> {
    let kinds: Vec<String> = kinds.iter().map(|kind| (*kind).to_owned()).collect();
    sqlx::query_scalar!(r#"select forgive_login($1, $2) as "forgiven!""#, member_id, &kinds).fetch_one(connection).await
}
