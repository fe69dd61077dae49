//! SQL of activation and language. Sessions themselves are kept by `access`.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    access::{
        passwords::{history, policy::Owner},
        sessions::Token,
    },
    db::Error,
    lang::Lang,
};

/// The login an activation link leads to.
#[derive(Debug)]
pub struct Subject {
    /// Organisation.
    pub organization_id: i64,
    /// Member.
    pub member_id: i64,
    /// Organisation code.
    pub organization_code: String,
    /// User name.
    pub username: String,
    /// Mail address, for the password rule only.
    pub email: Option<String>,
}

impl Subject {
    /// Whose password it is to be (MEM-3).
    pub fn owner(&self) -> Owner<'_> {
        Owner { organization: &self.organization_code, username: &self.username, email: self.email.as_deref() }
    }
}

/// The login whose link carries a token with this hash, while the link works. Before anybody is signed in, so without an
/// organisation: the database function answers for this one token only.
pub async fn find_subject(
    connection: &mut PgConnection,
    token_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<Option<Subject>, Error> {
    sqlx::query_as!(
        Subject,
        r#"select organization_id as "organization_id!", member_id as "member_id!",
            organization_code as "organization_code!", username as "username!", email
         from activation_subject($1, $2)"#,
        token_hash,
        now,
    )
    .fetch_optional(connection)
    .await
}

/// Who took the second factors of this session's member away since his last sign-in: answered once.
pub async fn take_reset(connection: &mut PgConnection, token: &Token) -> Result<Option<String>, Error> {
    sqlx::query_scalar!(r#"select reset_by as "by!" from take_reset_notice($1)"#, token.hash())
        .fetch_optional(connection)
        .await
}

/// Whether any organisation signs in with company accounts.
pub async fn has_company_accounts(connection: &mut PgConnection) -> Result<bool, Error> {
    sqlx::query_scalar!(r#"select oidc_in_use() as "used!""#).fetch_one(connection).await
}

/// Stores the password and uses up the link.
pub async fn activate(
    connection: &mut PgConnection,
    subject: &Subject,
    hash: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    history::replace(&mut *connection, subject.organization_id, subject.member_id, hash, now).await?;
    sqlx::query!(
        "update members set state = 'active', activation_hash = null, activation_expires_at = null
         where organization_id = $1 and id = $2",
        subject.organization_id,
        subject.member_id,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Remembers a member's language.
pub async fn remember_language(
    connection: &mut PgConnection,
    organization_id: i64,
    member_id: i64,
    lang: Lang,
) -> Result<(), Error> {
    sqlx::query!(
        "update members set language = $3 where organization_id = $1 and id = $2",
        organization_id,
        member_id,
        lang.code(),
    )
    .execute(connection)
    .await?;
    Ok(())
}
