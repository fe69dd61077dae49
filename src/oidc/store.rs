//! SQL of providers, linked accounts and visitors on their way. The client secret lies sealed.

use chrono::{DateTime, TimeDelta, Utc};
use secrecy::SecretString;
use sqlx::PgConnection;

use super::rules::{Candidate, MemberClaim, Settings};
use crate::{
    access::sessions::Token,
    cloud::seal::{Key, SealError},
    db::Error,
};

/// How long a visitor may take at his provider.
const WAY: TimeDelta = TimeDelta::minutes(10);

/// A provider as it is stored.
#[derive(Debug, Clone)]
pub struct Stored {
    /// The settings.
    pub settings: Settings,
    /// Counts changes.
    pub revision: i64,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// The description as last read, and when.
    pub discovery: Option<(String, DateTime<Utc>)>,
    /// The keys as last read, and when.
    pub keys: Option<(String, DateTime<Utc>)>,
    /// Accounts of this issuer that have signed in.
    pub linked: i64,
    secret: Option<Vec<u8>>,
}

impl Stored {
    /// Whether there is a secret.
    pub const fn has_secret(&self) -> bool {
        self.secret.is_some()
    }

    /// The client secret.
    ///
    /// # Errors
    /// When it does not open with this key.
    pub fn secret(&self, key: &Key, organization_id: i64) -> Result<Option<SecretString>, SealError> {
        self.secret.as_deref().map(|sealed| key.open(&purpose(organization_id), sealed)).transpose()
    }
}

/// What the secret of an organisation is sealed for: it opens for no other.
pub fn purpose(organization_id: i64) -> String {
    format!("oidc_providers.client_secret/{organization_id}")
}

/// The provider of an organisation.
pub async fn find(connection: &mut PgConnection, organization_id: i64) -> Result<Option<Stored>, Error> {
    let row = sqlx::query!(
        r#"select p.*, (select count(*) from oidc_identities i
             where i.organization_id = $1 and i.issuer = p.issuer) as "linked!"
           from oidc_providers p where p.organization_id = $1"#,
        organization_id,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Stored {
        settings: Settings {
            issuer: row.issuer,
            client_id: row.client_id,
            scopes: row.scopes,
            member_claim: MemberClaim::parse(&row.member_claim).unwrap_or(MemberClaim::Email),
            is_enabled: row.is_enabled,
            is_only: row.is_only,
            trusts_second_factor: row.trusts_second_factor,
        },
        revision: row.revision,
        updated_at: row.updated_at,
        discovery: row.discovery.zip(row.discovered_at),
        keys: row.keys.zip(row.keys_at),
        linked: row.linked,
        secret: row.client_secret_sealed,
    }))
}

/// Accounts of an issuer that have signed in.
pub async fn linked(connection: &mut PgConnection, organization_id: i64, issuer: &str) -> Result<i64, Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from oidc_identities where organization_id = $1 and issuer = $2"#,
        organization_id,
        issuer,
    )
    .fetch_one(connection)
    .await
}

/// Saves settings over those of `revision` (0: there are none); answers whether nobody else had saved meanwhile. What was
/// read from the provider is forgotten.
pub async fn save(
    connection: &mut PgConnection,
    organization_id: i64,
    (settings, revision): (&Settings, i64),
    secret: Option<&[u8]>,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let saved = sqlx::query!(
        "insert into oidc_providers (organization_id, issuer, client_id, client_secret_sealed, scopes, member_claim,
           is_enabled, is_only, trusts_second_factor, updated_at)
         select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10
         where $11::bigint = 0 or exists (select from oidc_providers where organization_id = $1)
         on conflict (organization_id) do update set issuer = $2, client_id = $3, client_secret_sealed = $4, scopes = $5,
           member_claim = $6, is_enabled = $7, is_only = $8, trusts_second_factor = $9, updated_at = $10,
           revision = oidc_providers.revision + 1, discovery = null, discovered_at = null, keys = null, keys_at = null
         where oidc_providers.revision = $11",
        organization_id,
        settings.issuer,
        settings.client_id,
        secret,
        settings.scopes,
        settings.member_claim.code(),
        settings.is_enabled,
        settings.is_only,
        settings.trusts_second_factor,
        now,
        revision,
    )
    .execute(connection)
    .await?;
    Ok(saved.rows_affected() == 1)
}

/// The sealed secret as it is, to keep it.
pub fn sealed(stored: Option<&Stored>) -> Option<&[u8]> {
    stored.and_then(|stored| stored.secret.as_deref())
}

/// Keeps what was read from the provider, unless its settings have changed since.
pub async fn keep(
    connection: &mut PgConnection,
    organization_id: i64,
    revision: i64,
    (discovery, keys): (Option<&str>, Option<&str>),
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "update oidc_providers set discovery = coalesce($3, discovery), keys = coalesce($4, keys),
           discovered_at = case when $3::text is null then discovered_at else $5 end,
           keys_at = case when $4::text is null then keys_at else $5 end
         where organization_id = $1 and revision = $2",
        organization_id,
        revision,
        discovery,
        keys,
        now,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// The organisation whose members sign in with a company account under this code. Before anybody is signed in.
pub async fn organization(connection: &mut PgConnection, code: &str) -> Result<Option<i64>, Error> {
    sqlx::query_scalar!("select oidc_organization($1)", code).fetch_one(connection).await
}

/// A visitor on his way.
#[derive(Debug)]
pub struct Flow {
    /// Whose provider he went to.
    pub organization_id: i64,
    /// The settings then.
    pub provider_revision: i64,
    /// Where he comes back to.
    pub redirect_uri: String,
    /// The page he wanted.
    pub next: String,
}

/// Remembers a visitor who goes to his provider with `state`, in the browser that holds `browser`.
pub async fn begin(
    connection: &mut PgConnection,
    (state, browser): (&Token, &Token),
    flow: &Flow,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into oidc_flows (state_hash, organization_id, browser_hash, provider_revision, redirect_uri, next, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        state.hash(),
        flow.organization_id,
        browser.hash(),
        flow.provider_revision,
        flow.redirect_uri,
        flow.next,
        now + WAY,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// Who comes back, once: with the state he went with, in the browser he went with.
pub async fn take(
    connection: &mut PgConnection,
    (state, browser): (&Token, &Token),
    now: DateTime<Utc>,
) -> Result<Option<Flow>, Error> {
    sqlx::query_as!(
        Flow,
        r#"select organization_id as "organization_id!", provider_revision as "provider_revision!",
            redirect_uri as "redirect_uri!", next as "next!"
         from take_oidc_flow($1, $2, $3)"#,
        state.hash(),
        browser.hash(),
        now,
    )
    .fetch_optional(connection)
    .await
}

/// Members that are linked to the account, or fit what it says of itself (`typed`).
pub async fn candidates(
    connection: &mut PgConnection,
    organization_id: i64,
    (issuer, subject): (&str, &str),
    (claim, typed): (MemberClaim, Option<&str>),
    now: DateTime<Utc>,
) -> Result<Vec<Candidate>, Error> {
    let rows = sqlx::query!(
        r#"select m.id, m.is_master, o.state as organization_state, i.issuer as "issuer?", i.subject as "subject?",
             case when login_ends_at(m.expires_on, o.time_zone) <= $6 then 'disabled' else m.state end as "state!"
           from members m
           join organizations o on o.id = m.organization_id
           left join oidc_identities i on i.member_id = m.id
           where m.organization_id = $1 and m.state <> 'deleted'
             and ((i.issuer = $2 and i.subject = $3)
               or lower($5) = case $4 when 'email' then lower(m.email) else lower(m.username) end)
           order by m.id limit 3"#,
        organization_id,
        issuer,
        subject,
        claim.code(),
        typed.filter(|typed| !typed.is_empty()),
        now,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Candidate {
            member_id: row.id,
            member_state: row.state,
            organization_state: row.organization_state,
            is_master: row.is_master,
            linked: row.issuer.zip(row.subject),
        })
        .collect())
}

/// Links an account to a member, in place of one of another provider. Of two sign-ins at once the first one links.
pub async fn link(
    connection: &mut PgConnection,
    organization_id: i64,
    member_id: i64,
    (issuer, subject): (&str, &str),
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let linked = sqlx::query!(
        "insert into oidc_identities (member_id, organization_id, issuer, subject, linked_at) values ($1, $2, $3, $4, $5)
         on conflict (member_id) do update set issuer = $3, subject = $4, linked_at = $5
         where oidc_identities.issuer <> $3",
        member_id,
        organization_id,
        issuer,
        subject,
        now,
    )
    .execute(connection)
    .await?;
    Ok(linked.rows_affected() == 1)
}

/// What an ID token is sealed for: it opens for no other member.
pub fn token_purpose(member_id: i64) -> String {
    format!("oidc_identities.id_token/{member_id}")
}

/// Keeps the sealed ID token of a sign-in until the member signs out.
pub async fn keep_token(
    connection: &mut PgConnection,
    organization_id: i64,
    (member_id, sealed): (i64, &[u8]),
) -> Result<(), Error> {
    sqlx::query!(
        "update oidc_identities set id_token_sealed = $3 where organization_id = $1 and member_id = $2",
        organization_id,
        member_id,
        sealed,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// The sealed ID token of a member's last sign-in, which is erased with that.
pub async fn take_token(
    connection: &mut PgConnection,
    organization_id: i64,
    member_id: i64,
) -> Result<Option<Vec<u8>>, Error> {
    sqlx::query_scalar!(
        r#"update oidc_identities i set id_token_sealed = null from oidc_identities was
           where i.organization_id = $1 and i.member_id = $2 and was.member_id = i.member_id and was.id_token_sealed is not null
           returning was.id_token_sealed as "sealed!""#,
        organization_id,
        member_id,
    )
    .fetch_optional(connection)
    .await
}

/// Forgets the account of the member with this user name, so that the next sign-in links anew; answers the member.
pub async fn unlink(connection: &mut PgConnection, organization_id: i64, username: &str) -> Result<Option<i64>, Error> {
    sqlx::query_scalar!(
        "delete from oidc_identities i using members m
         where i.organization_id = $1 and m.organization_id = $1 and m.id = i.member_id and lower(m.username) = lower($2)
         returning i.member_id",
        organization_id,
        username,
    )
    .fetch_optional(connection)
    .await
}
