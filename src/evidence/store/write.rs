//! Writing: files of the partner, verdicts of the desk, the words that decide the slots.

use crate::{
    audit::Change,
    db::{Error, PgConnection},
};

/// What came of a verdict.
#[derive(Debug)]
pub struct Judged {
    /// The partner.
    pub organization_id: i64,
    /// The files that were judged.
    pub files: Vec<i64>,
    /// Whether who judges made or passed the request himself (COM-07): then nothing was done.
    pub same_person: bool,
}

/// Puts a file into a slot; the one it replaces no longer counts. Answers its key, or nothing when that one is gone already.
pub async fn insert<P>(
    change: &mut Change<P>,
    (request_id, slot): (i64, &str),
    (attachment_id, by): (i64, &str),
    replaces: Option<i64>,
) -> Result<Option<i64>, Error> {
    let (org, at) = (change.org(), change.now());
    if let Some(old) = replaces
        && !remove(change, old, by).await?
    {
        return Ok(None);
    }
    sqlx::query_scalar!(
        "insert into request_files (organization_id, request_id, slot, attachment_id, replaces_id, added_by, added_at)
         values ($1, $2, $3, $4, $5, $6, $7) returning id",
        org,
        request_id,
        slot,
        attachment_id,
        replaces,
        by,
        at,
    )
    .fetch_one(&mut **change)
    .await
    .map(Some)
}

/// Takes a file out; the row stays. Answers whether it was still there.
pub async fn remove<P>(change: &mut Change<P>, id: i64, by: &str) -> Result<bool, Error> {
    let at = change.now();
    let done = sqlx::query!(
        "update request_files set removed_by = $2, removed_at = $3 where id = $1 and removed_at is null",
        id,
        by,
        at,
    )
    .execute(&mut **change)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes what decides the slots of a request.
pub async fn mark<P>(change: &mut Change<P>, request_id: i64, words: &[String]) -> Result<(), Error> {
    let org = change.org();
    sqlx::query!(
        "insert into request_slots (request_id, organization_id, words) values ($1, $2, $3)
         on conflict (request_id) do update set words = excluded.words",
        request_id,
        org,
        words,
    )
    .execute(&mut **change)
    .await
    .map(drop)
}

/// The desk's verdict on files of a request; nothing for a request that it does not see.
pub async fn judge<P>(
    change: &mut Change<P>,
    (request_id, files): (i64, &[i64]),
    (verdict, reason): (&str, &str),
    by: &str,
) -> Result<Option<Judged>, Error> {
    let (member, at) = (change.member_id(), change.now());
    let connection: &mut PgConnection = &mut *change;
    sqlx::query_as!(
        Judged,
        r#"select organization_id as "organization_id!", judged as "files!", same_person as "same_person!"
           from judge_request_files($1, $2, $3, $4, $5, $6, $7)"#,
        request_id,
        files,
        verdict,
        reason,
        by,
        member,
        at,
    )
    .fetch_optional(connection)
    .await
}
