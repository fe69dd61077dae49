//! SQL of documents and of who agreed to them.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use super::rules::{Draft, Statement};
use crate::{audit::Change, db::Error, web::pager::LIMIT};

/// Statements of a benefit that hold on a day at a site, in the version of that day, in the order of their codes.
///
/// # Errors
/// When the database refuses.
pub async fn statements(
    connection: &mut PgConnection,
    benefit: &str,
    site: &str,
    today: NaiveDate,
) -> Result<Vec<Statement>, Error> {
    sqlx::query_as!(
        Statement,
        r#"select id as "id!", code as "code!", version as "version!", title_en as "title_en!", title_zh as "title_zh!",
             text_en as "text_en!", text_zh as "text_zh!", text_hash as "text_hash!"
           from (select distinct on (code) * from policy_documents
             where benefit = $1 and kind = 'statement' and (site is null or site = $2) and valid_from <= $3
             order by code, version desc) newest
           where valid_to is null or valid_to >= $3 order by length(code), code"#,
        benefit,
        site,
        today,
    )
    .fetch_all(connection)
    .await
}

/// Whether an agreement holds on a day at a site (COM-15).
///
/// # Errors
/// When the database refuses.
pub async fn agreement_active(
    connection: &mut PgConnection,
    code: &str,
    site: &str,
    today: NaiveDate,
) -> Result<bool, Error> {
    sqlx::query_scalar!(
        r#"select coalesce((select valid_to is null or valid_to >= $3 from policy_documents
             where code = $1 and kind = 'agreement' and (site is null or site = $2) and valid_from <= $3
             order by version desc limit 1), false) as "active!""#,
        code,
        site,
        today,
    )
    .fetch_one(connection)
    .await
}

/// An agreement in the version that holds on a day at a site: ticked and kept like a statement.
///
/// # Errors
/// When the database refuses.
pub async fn agreement(
    connection: &mut PgConnection,
    code: &str,
    site: &str,
    today: NaiveDate,
) -> Result<Option<Statement>, Error> {
    sqlx::query_as!(
        Statement,
        r#"select id as "id!", code as "code!", version as "version!", title_en as "title_en!", title_zh as "title_zh!",
             text_en as "text_en!", text_zh as "text_zh!", text_hash as "text_hash!"
           from (select * from policy_documents
             where code = $1 and kind = 'agreement' and (site is null or site = $2) and valid_from <= $3
             order by version desc limit 1) newest
           where valid_to is null or valid_to >= $3"#,
        code,
        site,
        today,
    )
    .fetch_optional(connection)
    .await
}

/// Keeps that the member agreed to these statements, for a request.
///
/// # Errors
/// When the database refuses.
pub async fn keep<P>(
    change: &mut Change<P>,
    request_id: i64,
    statements: &[Statement],
    address: &str,
) -> Result<(), Error> {
    let (org, by, at) = (change.org(), change.member_id(), change.now());
    let ids: Vec<i64> = statements.iter().map(|statement| statement.id).collect();
    sqlx::query!(
        "insert into consents (organization_id, request_id, document_id, code, version, text_hash, member_id, agreed_at, address)
         select $1, $2, d.id, d.code, d.version, d.text_hash, $3, $4, $5 from policy_documents d where d.id = any($6)",
        org,
        request_id,
        by,
        at,
        address,
        &ids,
    )
    .execute(&mut **change)
    .await
    .map(drop)
}

/// A consent as it was given.
#[derive(Debug)]
pub struct Given {
    /// Code of the statement.
    pub code: String,
    /// Its version.
    pub version: i32,
    /// Title in English.
    pub title_en: String,
    /// Title in Chinese.
    pub title_zh: String,
    /// SHA-256 of the text that was shown.
    pub text_hash: String,
    /// When.
    pub agreed_at: DateTime<Utc>,
    /// From where.
    pub address: String,
}

/// Consents that were given for a request, newest first.
///
/// # Errors
/// When the database refuses.
pub async fn given(connection: &mut PgConnection, request_id: i64) -> Result<Vec<Given>, Error> {
    sqlx::query_as!(
        Given,
        "select c.code, c.version, d.title_en, d.title_zh, c.text_hash, c.agreed_at, c.address
         from consents c join policy_documents d on d.id = c.document_id
         where c.request_id = $1 order by c.id desc limit 100",
        request_id,
    )
    .fetch_all(connection)
    .await
}

/// A document as the desk's list shows it.
#[derive(Debug)]
pub(super) struct Listed {
    pub id: i64,
    pub code: String,
    pub version: i32,
    pub kind: String,
    pub benefit: String,
    pub site: Option<String>,
    pub title_en: String,
    pub title_zh: String,
    pub text_hash: String,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
    pub uploaded_by: String,
}

/// Documents, newest first, and one row more.
pub(super) async fn list(
    connection: &mut PgConnection,
    (benefit, kind): (Option<&str>, Option<&str>),
    after: Option<i64>,
) -> Result<Vec<Listed>, Error> {
    sqlx::query_as!(
        Listed,
        "select id, code, version, kind, benefit, site, title_en, title_zh, text_hash, valid_from, valid_to, uploaded_by
         from policy_documents
         where id < $1 and ($2::text is null or benefit = $2) and ($3::text is null or kind = $3)
         order by id desc limit $4",
        after.unwrap_or(i64::MAX),
        benefit,
        kind,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// Adds a version. Answers key and number.
pub(super) async fn add<P>(
    change: &mut Change<P>,
    draft: &Draft,
    (from, to): (NaiveDate, Option<NaiveDate>),
    by: &str,
) -> Result<(i64, i32), Error> {
    let at = change.now();
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended($1, 1602))", draft.code)
        .fetch_one(&mut **change)
        .await?;
    let row = sqlx::query!(
        "insert into policy_documents (code, version, kind, benefit, site, title_en, title_zh, text_en, text_zh, valid_from,
           valid_to, uploaded_by, uploaded_at)
         select $1, coalesce(max(version), 0) + 1, $2, $3, nullif($4, ''), $5, $6, $7, $8, $9, $10, $11, $12
         from policy_documents where code = $1 returning id, version",
        draft.code,
        draft.kind,
        draft.benefit,
        draft.site,
        draft.title_en.trim(),
        draft.title_zh.trim(),
        draft.text_en.trim(),
        draft.text_zh.trim(),
        from,
        to,
        by,
        at,
    )
    .fetch_one(&mut **change)
    .await?;
    Ok((row.id, row.version))
}
