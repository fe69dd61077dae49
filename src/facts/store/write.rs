//! Writing facts: they are added and ended, never changed.

use serde_json::json;
use sqlx::PgConnection;

use crate::{audit::Change, db::Error, facts::rules::Draft};

/// Where what is entered is from.
#[derive(Debug, Default)]
pub struct Source<'a> {
    /// `hand` or `import`.
    pub method: &'a str,
    /// In words.
    pub origin: &'a str,
    /// The file that proves it.
    pub file_id: Option<i64>,
    /// The text of an import with its SHA-256.
    pub content: Option<(&'a str, &'a [u8])>,
    /// Organisation code and user name.
    pub by: &'a str,
}

/// Lets one at a time write facts of an organisation; to be called before what is there is read.
pub async fn lock(connection: &mut PgConnection, organization_id: i64) -> Result<(), Error> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended($1::bigint::text, 4300))", organization_id)
        .fetch_one(connection)
        .await
        .map(drop)
}

/// Keeps where facts are from; answers its key.
pub async fn begin<P>(change: &mut Change<P>, source: &Source<'_>) -> Result<i64, Error> {
    let (org, at) = (change.org(), change.now());
    sqlx::query_scalar!(
        "insert into fact_sources (organization_id, method, origin, file_id, content, sha256, recorded_by, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8) returning id",
        org,
        source.method,
        source.origin,
        source.file_id,
        source.content.map(|content| content.0),
        source.content.map(|content| content.1),
        source.by,
        at,
    )
    .fetch_one(&mut **change)
    .await
}

/// Adds a fact, in the place of another one if `corrects` says so; answers its key. None: that one has ended meanwhile.
pub async fn record<P>(
    change: &mut Change<P>,
    (source_id, by): (i64, &str),
    draft: &Draft,
    corrects: Option<i64>,
) -> Result<Option<i64>, Error> {
    if let Some(id) = corrects
        && !end(change, id, (by, None)).await?
    {
        return Ok(None);
    }
    let (org, at) = (change.org(), change.now());
    let id = sqlx::query_scalar!(
        "insert into facts (organization_id, kind, fact_key, label, status, source_id, first_id, recorded_at)
         values ($1, $2, $3, $4, $5, $6, (select coalesce(o.first_id, o.id) from facts o where o.id = $7), $8) returning id",
        org,
        draft.kind.code,
        draft.key(),
        draft.label(),
        draft.status(),
        source_id,
        corrects,
        at,
    )
    .fetch_one(&mut **change)
    .await?;
    say(change, id, draft).await?;
    Ok(Some(id))
}

/// Writes what a fact says into the table of its kind; the values are texts, which Postgres reads by the column's type.
async fn say<P>(change: &mut Change<P>, id: i64, draft: &Draft) -> Result<(), Error> {
    let mut said = json!(draft.values);
    said["fact_id"] = json!(id);
    said["organization_id"] = json!(change.org());
    let done = match draft.kind.code {
        "specialist" => sqlx::query!(
            "insert into fact_specialists select (jsonb_populate_record(null::fact_specialists, $1)).*",
            said
        ),
        "certificate" => sqlx::query!(
            "insert into fact_certificates select (jsonb_populate_record(null::fact_certificates, $1)).*",
            said
        ),
        "opportunity" => sqlx::query!(
            "insert into fact_opportunities select (jsonb_populate_record(null::fact_opportunities, $1)).*",
            said
        ),
        "bill" => sqlx::query!("insert into fact_bills select (jsonb_populate_record(null::fact_bills, $1)).*", said),
        "credit" => {
            sqlx::query!("insert into fact_credits select (jsonb_populate_record(null::fact_credits, $1)).*", said)
        }
        _ => sqlx::query!("insert into fact_paths select (jsonb_populate_record(null::fact_paths, $1)).*", said),
    };
    done.execute(&mut **change).await.map(drop)
}

/// Takes a fact back; false when it has ended meanwhile.
pub async fn retract<P>(change: &mut Change<P>, id: i64, (by, because): (&str, &str)) -> Result<bool, Error> {
    end(change, id, (by, Some(because))).await
}

async fn end<P>(change: &mut Change<P>, id: i64, (by, because): (&str, Option<&str>)) -> Result<bool, Error> {
    let (org, at) = (change.org(), change.now());
    let done = sqlx::query!(
        "update facts set ended_at = $3, ended_by = $4, ended_because = $5
         where organization_id = $1 and id = $2 and ended_at is null",
        org,
        id,
        at,
        by,
        because,
    )
    .execute(&mut **change)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Keeps that somebody vouches for all facts of a kind; answers the key.
pub async fn vouch<P>(change: &mut Change<P>, source_id: i64, kind: &str) -> Result<i64, Error> {
    let (org, at) = (change.org(), change.now());
    sqlx::query_scalar!(
        "insert into fact_readings (organization_id, kind, source_id, read_at) values ($1, $2, $3, $4) returning id",
        org,
        kind,
        source_id,
        at,
    )
    .fetch_one(&mut **change)
    .await
}
