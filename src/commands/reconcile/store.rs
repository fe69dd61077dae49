//! SQL of the reconciler. One record proves at most one command of a connection: a unique constraint says so.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use crate::{commands::call::Call, db::Error};

/// Takes calls whose next look is due, oldest first, and keeps other nodes away until `again`.
pub async fn due(
    connection: &mut PgConnection,
    (now, again): (DateTime<Utc>, DateTime<Utc>),
    most: i64,
) -> Result<Vec<i64>, Error> {
    sqlx::query_scalar!(
        "with due as (
           select id from command_calls where look_at <= $1 order by look_at limit $3 for update skip locked
         )
         update command_calls c set look_at = $2 from due where c.id = due.id returning c.id",
        now,
        again,
        most,
    )
    .fetch_all(connection)
    .await
}

/// What is known around the commands of a call: records that prove others, and exact ids that answers to others named.
pub async fn known(
    connection: &mut PgConnection,
    call: &Call,
    keys: &[String],
) -> Result<(BTreeSet<String>, BTreeSet<String>), Error> {
    let claimed = sqlx::query_scalar!(
        r#"select record as "record!" from commands where account_id = $1 and record = any($2) and call_id <> $3
           union select d.record from command_decisions d join commands c on c.id = d.command_id
             where c.account_id = $1 and d.record = any($2) and d.decision is null and c.call_id <> $3"#,
        call.account_id,
        keys,
        call.id,
    )
    .fetch_all(&mut *connection)
    .await?;
    let recipients: Vec<&str> = call.commands.iter().map(|command| command.recipient.as_str()).collect();
    let others = sqlx::query_scalar!(
        r#"select made_remote_id as "made!" from commands
           where account_id = $1 and kind = $2 and recipient_remote_id = any($3::text[]) and call_id <> $4
             and made_remote_id is not null and state in ('confirmed', 'reconciled')"#,
        call.account_id,
        call.kind().as_str(),
        recipients as _,
        call.id,
    )
    .fetch_all(connection)
    .await?;
    Ok((claimed.into_iter().collect(), others.into_iter().collect()))
}

/// How many other commands for these recipients may have happened and are not proved, by recipient and amount.
pub async fn rivals(connection: &mut PgConnection, call: &Call) -> Result<Vec<(String, Option<Decimal>)>, Error> {
    let recipients: Vec<&str> = call.commands.iter().map(|command| command.recipient.as_str()).collect();
    let rows = sqlx::query!(
        "select recipient_remote_id, amount from commands
         where account_id = $1 and kind = $2 and recipient_remote_id = any($3::text[]) and call_id <> $4
           and state in ('sending', 'confirmed', 'unknown')",
        call.account_id,
        call.kind().as_str(),
        recipients as _,
        call.id,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.recipient_remote_id, row.amount)).collect())
}

/// What a look found out about one command.
#[derive(Debug)]
pub struct Proof {
    /// The command.
    pub command_id: i64,
    /// Whether it took effect.
    pub is_applied: bool,
    /// The record.
    pub record: Option<String>,
    /// What it says was taken or given.
    pub taken: Option<Decimal>,
    /// What it made.
    pub made: Option<String>,
}

/// Reconciles a command by a record; false: it has been decided meanwhile, or the record proves another by now.
pub async fn prove(
    connection: &mut PgConnection,
    organization_id: i64,
    proof: &Proof,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let done = sqlx::query!(
        "update commands c set state = 'reconciled', outcome = $3, proved_by = 'record', record = $4, taken = $5,
           made_remote_id = coalesce(made_remote_id, $6), settled_at = null, changed_at = $7
         where c.organization_id = $1 and c.id = $2 and c.state in ('confirmed', 'unknown')
           and not exists (select from commands o where o.account_id = c.account_id and o.record = $4 and o.id <> c.id)",
        organization_id,
        proof.command_id,
        if proof.is_applied { "applied" } else { "not_applied" },
        proof.record,
        proof.taken,
        proof.made,
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that a person must decide (CMD-9).
pub async fn settle(
    connection: &mut PgConnection,
    organization_id: i64,
    ids: &[i64],
    now: DateTime<Utc>,
) -> Result<u64, Error> {
    let done = sqlx::query!(
        "update commands set settled_at = $3 where organization_id = $1 and id = any($2) and state = 'unknown' and settled_at is null",
        organization_id,
        ids,
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

/// Lays a decided command before a person again: a second record matches (CMD-8).
pub async fn reopen(
    connection: &mut PgConnection,
    organization_id: i64,
    id: i64,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let done = sqlx::query!(
        "update commands set state = 'unknown', outcome = null, proved_by = null, record = null, taken = null, settled_at = $3,
           changed_at = $3
         where organization_id = $1 and id = $2 and state = 'reconciled' and proved_by = 'record'",
        organization_id,
        id,
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes what a record says against a person's decision (CMD-10).
pub async fn differ(
    connection: &mut PgConnection,
    organization_id: i64,
    (id, record): (i64, &str),
) -> Result<bool, Error> {
    let done = sqlx::query!(
        "update commands set difference = $3
         where organization_id = $1 and id = $2 and state = 'reconciled' and proved_by = 'person' and difference is null
           and record is distinct from $3",
        organization_id,
        id,
        record,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends a look: when the next one is, and what of it a person may need.
pub async fn looked(
    connection: &mut PgConnection,
    call: &Call,
    (next, state): (Option<DateTime<Utc>>, &str),
    evidence: Option<serde_json::Value>,
) -> Result<(), Error> {
    sqlx::query!(
        "update command_calls set looks = looks + 1, look_at = $2, state = $3, evidence = coalesce($4, evidence),
           sealed = case when $3 = 'closed' then null else sealed end
         where id = $1 and state in ('looking', 'settled', 'closed')",
        call.id,
        next,
        state,
        evidence,
    )
    .execute(connection)
    .await
    .map(drop)
}
