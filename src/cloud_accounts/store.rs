//! SQL of the connections.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

/// What may be shown of a connection.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Key.
    pub id: i64,
    /// Code of the organisation it belongs to.
    pub organization: String,
    /// Site profile.
    pub site: String,
    /// Origin of the BSS API.
    pub base_url: String,
    /// AK.
    pub access_key: String,
    /// The caller's account id, once known.
    pub domain_id: Option<String>,
    /// When it last worked.
    pub verified_at: Option<DateTime<Utc>>,
}

/// A connection as it is stored; equal rows make equal clients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stored {
    pub id: i64,
    pub organization_id: i64,
    pub kind: String,
    pub site: String,
    pub base_url: String,
    pub iam_url: String,
    pub access_key: String,
    pub secret_key_sealed: Vec<u8>,
    pub domain_id: Option<String>,
}

pub(super) struct Organization {
    pub id: i64,
    pub kind: String,
}

pub(super) struct Saving<'a> {
    pub site: &'a str,
    pub base_url: &'a str,
    pub iam_url: &'a str,
    pub access_key: &'a str,
    pub secret_key_sealed: Vec<u8>,
    pub domain_id: Option<&'a str>,
    pub now: DateTime<Utc>,
}

pub(super) async fn organization(
    connection: &mut PgConnection,
    code: &str,
) -> Result<Option<Organization>, sqlx::Error> {
    sqlx::query_as!(Organization, "select id, kind from organizations where code = lower($1)", code)
        .fetch_optional(connection)
        .await
}

pub(super) async fn save(
    connection: &mut PgConnection,
    organization_id: i64,
    saving: &Saving<'_>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into cloud_accounts (organization_id, site, base_url, iam_url, access_key, secret_key_sealed, domain_id, verified_at)
         values ($1, $2, $3, $4, $5, $6, $7, case when $7::text is not null then $8::timestamptz end)
         on conflict (organization_id, site) do update set
             base_url = excluded.base_url, iam_url = excluded.iam_url, access_key = excluded.access_key,
             secret_key_sealed = excluded.secret_key_sealed, domain_id = excluded.domain_id, verified_at = excluded.verified_at",
        organization_id,
        saving.site,
        saving.base_url,
        saving.iam_url,
        saving.access_key,
        saving.secret_key_sealed,
        saving.domain_id,
        saving.now,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// In the order of [`all`].
pub(super) async fn list(connection: &mut PgConnection) -> Result<Vec<Listed>, sqlx::Error> {
    sqlx::query_as!(
        Listed,
        "select a.id, o.code as organization, a.site, a.base_url, a.access_key, a.domain_id, a.verified_at
         from cloud_accounts a join organizations o on o.id = a.organization_id order by a.id",
    )
    .fetch_all(connection)
    .await
}

/// Connections that are read from: an organisation that has left is left alone (ORG-6).
pub(super) async fn all(connection: &mut PgConnection) -> Result<Vec<Stored>, sqlx::Error> {
    sqlx::query_as!(
        Stored,
        "select a.id, a.organization_id, o.kind, a.site, a.base_url, a.iam_url, a.access_key, a.secret_key_sealed, a.domain_id
         from cloud_accounts a join organizations o on o.id = a.organization_id
         where o.state <> 'exited' order by a.id",
    )
    .fetch_all(connection)
    .await
}

pub(super) async fn worked(
    connection: &mut PgConnection,
    organization_id: i64,
    account_id: i64,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update cloud_accounts set verified_at = $3 where organization_id = $1 and id = $2",
        organization_id,
        account_id,
        now,
    )
    .execute(connection)
    .await
    .map(drop)
}
