//! Between password and second factor: the password was right, but there is no session yet. The member has ten minutes.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

use crate::{access::sessions::Token, db::Error};

/// How long the second factor may take.
const LIFE: TimeDelta = TimeDelta::minutes(10);

/// Whose second factor is awaited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pending {
    /// Organisation of the login.
    pub organization_id: i64,
    /// The login.
    pub member_id: i64,
}

/// What was proved first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum First {
    /// The password.
    Password,
    /// An account at the organisation's OpenID provider.
    CompanyAccount,
}

impl First {
    /// The word in the database and in the record.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::CompanyAccount => "company account",
        }
    }
}

/// Begins to wait for the second factor; the token goes into the cookie.
///
/// # Errors
/// When the database refuses.
pub async fn begin(
    connection: &mut PgConnection,
    whose: Pending,
    first: First,
    now: DateTime<Utc>,
) -> Result<Token, Error> {
    let token = Token::fresh();
    sqlx::query!(
        "insert into pending_sign_ins (id_hash, organization_id, member_id, begun_at, expires_at, first_factor)
         values ($1, $2, $3, $4, $5, $6)",
        token.hash(),
        whose.organization_id,
        whose.member_id,
        now,
        now + LIFE,
        first.as_str(),
    )
    .execute(connection)
    .await?;
    Ok(token)
}

/// Whose second factor the cookie's token waits for, while it does.
///
/// # Errors
/// When the database refuses.
pub async fn find(connection: &mut PgConnection, token: &Token, now: DateTime<Utc>) -> Result<Option<Pending>, Error> {
    sqlx::query_as!(
        Pending,
        "select organization_id, member_id from pending_sign_ins where id_hash = $1 and expires_at > $2",
        token.hash(),
        now,
    )
    .fetch_optional(connection)
    .await
}

/// What was proved first by whom the cookie's token waits for.
///
/// # Errors
/// When the database refuses.
pub async fn first(connection: &mut PgConnection, token: &Token) -> Result<First, Error> {
    let word = sqlx::query_scalar!("select first_factor from pending_sign_ins where id_hash = $1", token.hash())
        .fetch_optional(connection)
        .await?;
    Ok(if word.as_deref() == Some(First::CompanyAccount.as_str()) { First::CompanyAccount } else { First::Password })
}

/// Waits no longer: the session has begun, or the visitor went away.
///
/// # Errors
/// When the database refuses.
pub async fn end(connection: &mut PgConnection, token: &Token) -> Result<(), Error> {
    sqlx::query!("delete from pending_sign_ins where id_hash = $1", token.hash()).execute(connection).await.map(drop)
}
