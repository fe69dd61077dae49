//! Facts as pages read them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, types::Json};

use crate::{
    db::Error,
    facts::{forms::Filters, rules::import::Ground},
    web::pager::LIMIT,
};

/// A fact with where it is from.
#[derive(Debug)]
pub struct Listed {
    /// Key.
    pub id: i64,
    /// Kind.
    pub kind: String,
    /// What it is called.
    pub label: String,
    /// Its state in a word of its kind.
    pub status: String,
    /// What it says.
    pub fields: Json<BTreeMap<String, String>>,
    /// When it was entered.
    pub recorded_at: DateTime<Utc>,
    /// When it was corrected or retracted.
    pub ended_at: Option<DateTime<Utc>>,
    /// By whom.
    pub ended_by: Option<String>,
    /// Why it was retracted.
    pub ended_because: Option<String>,
    /// hand, import, sync.
    pub method: String,
    /// Where it is from.
    pub origin: String,
    /// Who entered it.
    pub recorded_by: String,
    /// The file that proves it.
    pub file_id: Option<i64>,
    /// Whether an import's text is kept.
    pub has_content: bool,
}

/// One page of facts of a kind, last entered first, and one row more.
pub async fn list(
    connection: &mut PgConnection,
    organization_id: i64,
    filters: &Filters,
    after: Option<i64>,
) -> Result<Vec<Listed>, Error> {
    sqlx::query_as!(
        Listed,
        r#"select f.id as "id!", f.kind as "kind!", f.label as "label!", f.status as "status!",
             fact_fields(f.id) as "fields!: Json<BTreeMap<String, String>>", f.recorded_at as "recorded_at!", f.ended_at, f.ended_by, f.ended_because, f.method as "method!",
             f.origin as "origin!", f.recorded_by as "recorded_by!", f.file_id, f.has_content as "has_content!"
           from (
             select f.*, s.method, s.origin, s.recorded_by, s.file_id, s.content is not null as has_content
             from facts f join fact_sources s on s.id = f.source_id
             where f.organization_id = $1 and f.kind = $2 and f.id < $3 and (f.ended_at is not null) = $4
               and ($5::text is null or strpos(lower(f.label), lower($5)) > 0 or strpos(f.fact_key, lower($5)) > 0)
               and ($6::text is null or f.status = $6) and ($7::text is null or s.method = $7)
             order by f.id desc limit $8
           ) f order by f.id desc"#,
        organization_id,
        filters.kind.code,
        after.unwrap_or(i64::MAX),
        filters.ended,
        filters.text,
        filters.status,
        filters.method,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// All versions of what one fact is about, newest first; of one that is not the organisation's, nothing.
pub async fn history(connection: &mut PgConnection, organization_id: i64, id: i64) -> Result<Vec<Listed>, Error> {
    sqlx::query_as!(
        Listed,
        r#"select f.id, f.kind, f.label, f.status, fact_fields(f.id) as "fields!: Json<BTreeMap<String, String>>",
             f.recorded_at, f.ended_at, f.ended_by, f.ended_because, s.method,
             s.origin, s.recorded_by, s.file_id, s.content is not null as "has_content!"
           from facts f join fact_sources s on s.id = f.source_id
           where f.organization_id = $1 and coalesce(f.first_id, f.id) =
             (select coalesce(o.first_id, o.id) from facts o where o.organization_id = $1 and o.id = $2)
           order by f.id desc limit 200"#,
        organization_id,
        id,
    )
    .fetch_all(connection)
    .await
}

/// One fact.
pub async fn find(connection: &mut PgConnection, organization_id: i64, id: i64) -> Result<Option<Listed>, Error> {
    let all = history(connection, organization_id, id).await?;
    Ok(all.into_iter().find(|fact| fact.id == id))
}

/// Current facts of a kind with these keys.
pub async fn keys(
    connection: &mut PgConnection,
    organization_id: i64,
    (kind, keys): (&str, &[String]),
) -> Result<Ground, Error> {
    let rows = sqlx::query!(
        r#"select id, fact_key, fact_fields(id) as "fields!: Json<BTreeMap<String, String>>"
           from facts where organization_id = $1 and kind = $2 and fact_key = any($3) and ended_at is null"#,
        organization_id,
        kind,
        keys,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.fact_key, (row.id, row.fields.0))).collect())
}

/// When it was last vouched that all facts of a kind are entered and right, and by whom.
pub async fn reading(
    connection: &mut PgConnection,
    organization_id: i64,
    kind: &str,
) -> Result<Option<(DateTime<Utc>, String)>, Error> {
    let row = sqlx::query!(
        "select r.read_at, s.recorded_by from fact_readings r join fact_sources s on s.id = r.source_id
         where r.organization_id = $1 and r.kind = $2 order by r.read_at desc limit 1",
        organization_id,
        kind,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (row.read_at, row.recorded_by)))
}

/// The text of the import that a fact is from.
pub async fn origin(connection: &mut PgConnection, organization_id: i64, id: i64) -> Result<Option<String>, Error> {
    let row = sqlx::query_scalar!(
        "select s.content from facts f join fact_sources s on s.id = f.source_id where f.organization_id = $1 and f.id = $2",
        organization_id,
        id,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.flatten())
}
