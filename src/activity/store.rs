//! SQL of the record: only reads, always of one organisation.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::forms::Filters;
use crate::{audit::Record, db::Error, web::pager::LIMIT};

/// What is known of the chain.
#[derive(Debug)]
pub struct State {
    /// Number of records.
    pub records: i64,
    /// Hash of the last one.
    pub head: Option<Vec<u8>>,
    /// When it was last walked.
    pub checked_at: Option<DateTime<Utc>>,
    /// Records found not to fit then.
    pub flaws: Option<i32>,
    /// The first of them.
    pub first_flaw: Option<i64>,
}

/// Beyond every record: where the list begins.
fn newest() -> (DateTime<Utc>, i64) {
    // The end of the year 9999: the last instant that cursors and Postgres both hold.
    (DateTime::from_timestamp(253_402_300_799, 0).unwrap_or_default(), i64::MAX)
}

/// One page, newest first, and one record more.
pub async fn list(
    connection: &mut PgConnection,
    organization_id: i64,
    filters: &Filters,
    after: Option<(DateTime<Utc>, i64)>,
) -> Result<Vec<Record>, Error> {
    let (at, seq) = after.unwrap_or_else(newest);
    sqlx::query_as!(
        Record,
        r#"select organization_id, seq, previous_hash, hash, at, member_id, actor, address, request_id, event, object_kind,
             object_id, null as before, null as after, reason
           from audit_events
           where organization_id = $1 and (at, seq) < ($2, $3)
             and ($4::timestamptz is null or at >= $4) and ($5::timestamptz is null or at < $5)
             and ($6::text is null or strpos(lower(actor), lower($6)) > 0)
             and ($7::text is null or event = $7) and ($8::text is null or object_kind = $8)
             and ($9::text is null or object_id = $9) and ($10::text is null or starts_with(address, $10))
           order by at desc, seq desc
           limit $11"#,
        organization_id,
        at,
        seq,
        filters.from,
        filters.until,
        filters.actor,
        filters.event,
        filters.kind,
        filters.object,
        filters.address,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// One record, by its hash: unlike its place, no other organisation has one like it.
pub async fn find(connection: &mut PgConnection, organization_id: i64, hash: &[u8]) -> Result<Option<Record>, Error> {
    sqlx::query_as!(
        Record,
        r#"select organization_id, seq, previous_hash, hash, at, member_id, actor, address, request_id, event, object_kind,
             object_id, before::text as before, after::text as after, reason
           from audit_events where organization_id = $1 and hash = $2"#,
        organization_id,
        hash,
    )
    .fetch_optional(connection)
    .await
}

/// What is known of the organisation's chain.
pub async fn state(connection: &mut PgConnection, organization_id: i64) -> Result<State, Error> {
    sqlx::query_as!(
        State,
        r#"select coalesce(h.seq, 0) as "records!", h.hash as "head?", c.checked_at as "checked_at?", c.flaws as "flaws?",
             c.first_flaw as "first_flaw?"
           from (select $1::bigint as id) o
           left join audit_heads h on h.organization_id = o.id
           left join lateral (select * from audit_checks where organization_id = o.id order by checked_at desc limit 1) c
             on true"#,
        organization_id,
    )
    .fetch_one(connection)
    .await
}

/// Records of the export after `after` and up to `head`, oldest first: at most `limit`.
pub async fn slice(
    connection: &mut PgConnection,
    organization_id: i64,
    filters: &Filters,
    (after, head): (i64, i64),
    limit: i64,
) -> Result<Vec<Record>, Error> {
    sqlx::query_as!(
        Record,
        r#"select organization_id, seq, previous_hash, hash, at, member_id, actor, address, request_id, event, object_kind,
             object_id, before::text as before, after::text as after, reason
           from audit_events
           where organization_id = $1 and seq > $2 and seq <= $3
             and ($4::timestamptz is null or at >= $4) and ($5::timestamptz is null or at < $5)
             and ($6::text is null or strpos(lower(actor), lower($6)) > 0)
             and ($7::text is null or event = $7) and ($8::text is null or object_kind = $8)
             and ($9::text is null or object_id = $9) and ($10::text is null or starts_with(address, $10))
           order by seq
           limit $11"#,
        organization_id,
        after,
        head,
        filters.from,
        filters.until,
        filters.actor,
        filters.event,
        filters.kind,
        filters.object,
        filters.address,
        limit,
    )
    .fetch_all(connection)
    .await
}
