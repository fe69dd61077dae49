//! SQL of tokens. The secret stands only as a hash, in the sessions table.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::rules::Allowed;
use crate::{
    access::sessions::{BEARER_MARK, Token},
    db::Error,
};

/// Characters of a token that its list shows.
const SHOWN: usize = BEARER_MARK.len() + 6;

/// A token as lists show it.
#[derive(Debug)]
pub struct Listed {
    pub id: i64,
    /// User name of its owner.
    pub owner: String,
    pub name: String,
    pub prefix: String,
    pub scopes: Vec<String>,
    pub expires_at: DateTime<Utc>,
    pub last_used_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
    /// Whether it still opens anything.
    pub works: bool,
}

/// Tokens of one member, or of everybody in the organisation; working ones first, then newest. At most 200.
pub async fn list(
    connection: &mut PgConnection,
    organization_id: i64,
    member_id: Option<i64>,
    now: DateTime<Utc>,
) -> Result<Vec<Listed>, Error> {
    sqlx::query_as!(
        Listed,
        r#"select t.id, m.username as owner, t.name, t.prefix, t.scopes, t.expires_at, t.last_used_at,
             t.revoked_at, (s.id is not null and t.expires_at > $3) as "works!"
           from api_tokens t
           join members m on m.id = t.member_id
           left join sessions s on s.token_id = t.id
           where t.organization_id = $1 and ($2::bigint is null or t.member_id = $2)
           order by (s.id is not null and t.expires_at > $3) desc, t.id desc limit 200"#,
        organization_id,
        member_id,
        now,
    )
    .fetch_all(connection)
    .await
}

/// Keeps a new token; answers its key.
pub async fn insert(
    connection: &mut PgConnection,
    organization_id: i64,
    member_id: i64,
    (allowed, token): (&Allowed, &Token),
    now: DateTime<Utc>,
) -> Result<i64, Error> {
    let scopes: Vec<String> = allowed.scopes.iter().map(|code| code.as_str().to_owned()).collect();
    let prefix: String = token.reveal().chars().take(SHOWN).collect();
    sqlx::query_scalar!(
        r#"with made as (
             insert into api_tokens (organization_id, member_id, name, prefix, scopes, created_at, expires_at)
             values ($1, $2, $3, $4, $5, $6, $7) returning id),
           opened as (
             insert into sessions (id_hash, organization_id, member_id, token_id, data, created_at, seen_at, expires_at)
             select $8, $1, $2, id, '{}', $6, timestamptz '9999-01-01 00:00:00+00', $7 from made)
           select id as "id!" from made"#,
        organization_id,
        member_id,
        allowed.name,
        prefix,
        &scopes,
        now,
        allowed.expires_at,
        token.hash(),
    )
    .fetch_one(connection)
    .await
}

/// Revokes a token of one member, or of anybody in the organisation; answers whether there was one that was not revoked.
pub async fn revoke(
    connection: &mut PgConnection,
    organization_id: i64,
    member_id: Option<i64>,
    (id, by): (i64, i64),
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let revoked = sqlx::query!(
        "update api_tokens set revoked_at = $4, revoked_by = $5
         where organization_id = $1 and ($2::bigint is null or member_id = $2) and id = $3 and revoked_at is null",
        organization_id,
        member_id,
        id,
        now,
        by,
    )
    .execute(&mut *connection)
    .await?;
    if revoked.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query!("delete from sessions where organization_id = $1 and token_id = $2", organization_id, id)
        .execute(connection)
        .await?;
    Ok(true)
}
