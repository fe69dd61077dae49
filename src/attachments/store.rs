//! SQL of attachments. The bytes are `folder`'s.

use std::path::Path;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::intake::Received;
use crate::db::{Db, Error};

/// What is known of a file.
#[derive(Debug)]
pub struct Attachment {
    /// Key.
    pub id: i64,
    /// What it was sent for.
    pub purpose: String,
    /// SHA-256 of its bytes.
    pub sha256: Vec<u8>,
    /// Bytes.
    pub size: i64,
    /// What its content is.
    pub media_type: String,
    /// As its sender called it.
    pub name: String,
    /// When it came.
    pub created_at: DateTime<Utc>,
}

/// A file that the connection may see: row-level security knows whose it is and to whom it was submitted.
///
/// # Errors
/// When the database refuses.
pub async fn find(connection: &mut PgConnection, id: i64) -> Result<Option<Attachment>, Error> {
    sqlx::query_as!(
        Attachment,
        "select id, purpose, sha256, size, media_type, name, created_at from attachments where id = $1",
        id,
    )
    .fetch_optional(connection)
    .await
}

/// Keeps [`forget`] away from these bytes until the change has ended.
pub(super) async fn lock(connection: &mut PgConnection, sha256: &[u8]) -> Result<(), Error> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended(encode($1, 'hex'), 97))", sha256)
        .fetch_one(connection)
        .await
        .map(drop)
}

pub(super) async fn insert(
    connection: &mut PgConnection,
    organization_id: i64,
    (purpose, received): (&str, &Received),
    (by, at): (Option<i64>, DateTime<Utc>),
) -> Result<i64, Error> {
    sqlx::query_scalar!(
        "insert into attachments (organization_id, purpose, sha256, size, media_type, name, created_by, created_at,
           is_scanned)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id",
        organization_id,
        purpose,
        &received.sha256()[..],
        received.size,
        received.kind.media_type(),
        received.name,
        by,
        at,
        received.is_scanned,
    )
    .fetch_one(connection)
    .await
}

/// Deletes the bytes unless a row names them; nobody can name them meanwhile.
pub(super) async fn forget(db: &Db, sha256: &[u8], file: &Path) -> Result<bool, Error> {
    let mut connection = db.open_every().await?;
    let mut transaction = connection.begin().await?;
    lock(&mut transaction, sha256).await?;
    let named =
        sqlx::query_scalar!(r#"select exists (select from attachments where sha256 = $1) as "named!""#, sha256,)
            .fetch_one(&mut *transaction)
            .await?;
    let gone = !named && tokio::fs::remove_file(file).await.is_ok();
    transaction.commit().await?;
    Ok(gone)
}
