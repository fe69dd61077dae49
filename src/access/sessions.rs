//! Sessions in Postgres: the cookie holds a random token, the table its SHA-256 (MEM-5). Thirty minutes idle, twelve hours in all.
//!
//! Reading a session is `seat.rs`, since one query answers whose it is and what he may do.

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;

use super::permission::ProfileEdit;
use crate::db::Error;

/// MEM-5: a session ends this long after sign-in.
pub const LIFE: TimeDelta = TimeDelta::hours(12);
/// MEM-5: an idle session ends after so long.
pub const IDLE: TimeDelta = TimeDelta::minutes(30);

/// How tokens of the JSON API begin.
pub const BEARER_MARK: &str = "portal_";

/// The secret in the cookie, in a link, or of a program. Never logged, never stored.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// A new token: 32 bytes of the operating system's randomness in hex.
    #[must_use]
    pub fn fresh() -> Self {
        let bytes: [u8; 32] = rand::random();
        Self(hex::encode(bytes))
    }

    /// Reads a cookie; anything but 64 lower-case hex digits is no token.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (text.len() == 64 && text.bytes().all(hex)).then(|| Self(text.to_owned()))
    }

    /// A new token of the JSON API: the same randomness after a mark that secret scanners find.
    #[must_use]
    pub fn fresh_bearer() -> Self {
        Self(format!("{BEARER_MARK}{}", Self::fresh().0))
    }

    /// Reads the token of an `Authorization` header: 16 to 200 visible characters, whatever they are; the hash decides.
    #[must_use]
    pub fn parse_bearer(text: &str) -> Option<Self> {
        let visible = (16..=200).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        visible.then(|| Self(text.to_owned()))
    }

    /// What the cookie or the link carries.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What the table keeps.
    #[must_use]
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0.as_bytes()).to_vec()
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(***)")
    }
}

/// Who signs in, and from where.
#[derive(Debug, Clone, Copy)]
pub struct Visit<'a> {
    /// Organisation of the member.
    pub organization_id: i64,
    /// The member.
    pub member_id: i64,
    /// Network address.
    pub address: &'a str,
    /// Browser, as it calls itself.
    pub user_agent: &'a str,
}

/// Starts a session with a fresh token, so that a token known before sign-in is worth nothing after it. Who has just signed in
/// has proved who he is: for five minutes he may change his own factors (MEM-12).
///
/// # Errors
/// When the database refuses.
pub async fn start(connection: &mut PgConnection, visit: Visit<'_>, now: DateTime<Utc>) -> Result<Token, Error> {
    let token = Token::fresh();
    sqlx::query!(
        "with begun as (
           insert into sessions (id_hash, organization_id, member_id, data, address, user_agent, created_at, seen_at, expires_at)
           values ($1, $2, $3, '{}', $4, left($5, 300), $6, $6, $7) returning id)
         insert into session_step_ups (session_id, operation, proved_at) select id, $8, $6 from begun",
        token.hash(),
        visit.organization_id,
        visit.member_id,
        visit.address,
        visit.user_agent,
        now,
        now + LIFE,
        ProfileEdit::CODE.as_str(),
    )
    .execute(connection)
    .await?;
    Ok(token)
}

/// Organisation and member of a session, alive or ended; none for a token that names no session.
///
/// # Errors
/// When the database refuses.
pub async fn whose(connection: &mut PgConnection, token: &Token) -> Result<Option<(i64, i64)>, Error> {
    let row = sqlx::query!("select organization_id, member_id from sessions where id_hash = $1", token.hash())
        .fetch_optional(connection)
        .await?;
    Ok(row.and_then(|row| row.organization_id.zip(row.member_id)))
}

/// Notes that the session was opened by a company account: signing out offers to sign out there too.
///
/// # Errors
/// When the database refuses.
pub async fn note_company_account(connection: &mut PgConnection, token: &Token) -> Result<(), Error> {
    sqlx::query!(r#"update sessions set data = '{"company_account": true}' where id_hash = $1"#, token.hash())
        .execute(connection)
        .await
        .map(drop)
}

/// Code of the organisation whose company account opened the session; none for every other session.
///
/// # Errors
/// When the database refuses.
pub async fn company_account(connection: &mut PgConnection, token: &Token) -> Result<Option<String>, Error> {
    sqlx::query_scalar!(
        "select o.code from sessions s join organizations o on o.id = s.organization_id
         where s.id_hash = $1 and s.data ? 'company_account'",
        token.hash(),
    )
    .fetch_optional(connection)
    .await
}

/// Gives a session another token: what was known of it before a proof opens nothing afterwards.
///
/// # Errors
/// When the database refuses.
pub async fn renew(connection: &mut PgConnection, session_id: i64) -> Result<Token, Error> {
    let token = Token::fresh();
    sqlx::query!("update sessions set id_hash = $2 where id = $1 and token_id is null", session_id, token.hash())
        .execute(connection)
        .await?;
    Ok(token)
}

/// Ends one session.
///
/// # Errors
/// When the database refuses.
pub async fn end(connection: &mut PgConnection, token: &Token) -> Result<(), Error> {
    sqlx::query!("delete from sessions where id_hash = $1", token.hash()).execute(connection).await?;
    Ok(())
}

/// Ends every session and every API token of a member: when somebody else resets his login, disables or deletes it (MEM-5).
/// A password he changes himself leaves his tokens alone.
///
/// # Errors
/// When the database refuses.
pub async fn end_all_of(connection: &mut PgConnection, organization_id: i64, member_id: i64) -> Result<(), Error> {
    sqlx::query!("delete from sessions where organization_id = $1 and member_id = $2", organization_id, member_id)
        .execute(connection)
        .await?;
    Ok(())
}

/// Ends every session of a member's browsers and leaves his API tokens: when his second factors are taken away.
///
/// # Errors
/// When the database refuses.
pub async fn end_browsers_of(connection: &mut PgConnection, organization_id: i64, member_id: i64) -> Result<(), Error> {
    sqlx::query!(
        "delete from sessions where organization_id = $1 and member_id = $2 and token_id is null",
        organization_id,
        member_id,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// Deletes sessions and sign-in attempts that ended more than a day ago: for a background job. Answers how many rows went.
///
/// # Errors
/// When the database refuses.
pub async fn sweep(connection: &mut PgConnection, now: DateTime<Utc>) -> Result<i64, Error> {
    sqlx::query_scalar!(
        r#"select forget_sign_ins($1) + forget_turns($2) as "gone!""#,
        now - TimeDelta::days(1),
        now - TimeDelta::hours(1),
    )
    .fetch_one(connection)
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_differ_and_are_read_back() {
        let token = Token::fresh();
        assert_eq!(Token::parse(token.reveal()).unwrap().hash(), token.hash());
        assert_ne!(Token::fresh().hash(), token.hash());
        for text in ["", "abc", &"g".repeat(64), &"A".repeat(64), &"a".repeat(65)] {
            assert!(Token::parse(text).is_none(), "{text:?}");
        }
        assert_eq!(format!("{token:?}"), "Token(***)");
    }
}
