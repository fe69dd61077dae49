//! SQL of the executor. A call is taken together with its lanes; whoever lost it writes nothing (CMD-4, CMD-6).

use std::{collections::BTreeSet, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use rust_decimal::Decimal;
use sqlx::{PgConnection, types::Json};

use super::outcome::Fate;
use crate::{
    commands::call::{Call, release},
    db::Error,
};

/// CMD-4: how long a node has a call before it is given up; above the write timeout of 120 s.
pub const LEASE: TimeDelta = TimeDelta::seconds(180);

/// Calls that could be taken now: the oldest of each free lane, and nothing that waits for another.
pub async fn ready(connection: &mut PgConnection, now: DateTime<Utc>, most: i64) -> Result<Vec<i64>, Error> {
    sqlx::query_scalar!(
        r#"select id as "id!" from (
             select distinct on (l.account_id, l.lanes) l.id
             from command_calls l
             where l.state = 'waiting' and l.not_before <= $1
               and not exists (select from command_lanes n where n.account_id = l.account_id and n.lane = any(l.lanes))
               and not exists (select from commands c join commands f on f.id = c.follows_id
                 where c.call_id = l.id and f.state not in ('failed', 'reconciled'))
             order by l.account_id, l.lanes, l.id
           ) as heads order by id limit $2"#,
        now,
        most,
    )
    .fetch_all(connection)
    .await
}

/// Takes a call with its lanes for preparation; false: another node was quicker, or one of its lanes is taken. Then the
/// transaction must be dropped.
pub async fn take(
    connection: &mut PgConnection,
    (id, node): (i64, &str),
    now: DateTime<Utc>,
    takes_lanes: bool,
) -> Result<bool, Error> {
    let taken = sqlx::query!(
        "with taken as (
           select id, organization_id, account_id, lanes from command_calls
           where id = $1 and state = 'waiting' and not_before <= $3 for update skip locked
         ),
         lanes as (
           insert into command_lanes (organization_id, account_id, lane, call_id)
           select t.organization_id, t.account_id, lane, t.id from taken t, unnest(t.lanes) lane where $5 order by lane
           on conflict do nothing returning lane
         )
         update command_calls c set state = 'preparing', node = $2, leased_until = $4, tries = c.tries + 1
         from taken t where c.id = t.id and ((select count(*) from lanes) = cardinality(t.lanes) or not $5)",
        id,
        node,
        now,
        now + LEASE,
        takes_lanes,
    )
    .execute(connection)
    .await?;
    Ok(taken.rows_affected() == 1)
}

/// Sets the amounts of commands that follow others (CMD-15).
pub async fn set_amount(connection: &mut PgConnection, id: i64, amount: Decimal) -> Result<(), Error> {
    sqlx::query!("update commands set amount = $2 where id = $1 and state = 'intent'", id, amount)
        .execute(connection)
        .await
        .map(drop)
}

/// What a followed command took: none when it is not reconciled as applied.
pub async fn taken(connection: &mut PgConnection, id: i64) -> Result<Option<Decimal>, Error> {
    let row = sqlx::query_scalar!(
        "select taken from commands where id = $1 and state = 'reconciled' and outcome = 'applied'",
        id
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.flatten())
}

/// Commits that a byte may leave from now on; false: this node has lost the call.
pub async fn begin(
    connection: &mut PgConnection,
    call: &Call,
    baseline: &BTreeSet<String>,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let begun = sqlx::query!(
        "with begun as (
           update command_calls set state = 'sending', sent_at = $3, baseline = $4, leased_until = $5, waits = null, waits_since = null
           where id = $1 and state = 'preparing' and tries = $2 and leased_until > $3 returning id
         )
         update commands c set state = 'sending', changed_at = $3 from begun where c.call_id = begun.id and c.state = 'intent'",
        call.id,
        call.tries,
        now,
        Json(baseline) as _,
        now + LEASE,
    )
    .execute(connection)
    .await?;
    Ok(begun.rows_affected() > 0)
}

/// Why a call waits, until when.
#[derive(Debug, Clone, Copy)]
pub struct Waiting {
    /// The word that pages show.
    pub waits: &'static str,
    /// After so long.
    pub pause: Duration,
    /// Whether flow control refused it.
    pub is_counted: bool,
}

/// Lets a call wait again: nothing was done. False: this node has lost it.
pub async fn wait(
    connection: &mut PgConnection,
    call: &Call,
    waiting: Waiting,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let pause = TimeDelta::from_std(waiting.pause).unwrap_or(TimeDelta::minutes(1));
    let back = sqlx::query!(
        "update command_calls set state = 'waiting', leased_until = null, not_before = $3, sent_at = null, baseline = null,
           waits_since = case when waits is not distinct from $4 then waits_since else $5 end, waits = $4,
           refusals = refusals + $6
         where id = $1 and tries = $2 and state in ('preparing', 'sending')",
        call.id,
        call.tries,
        now + pause,
        waiting.waits,
        now,
        i32::from(waiting.is_counted),
    )
    .execute(&mut *connection)
    .await?;
    if back.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query!(
        "update commands set state = 'intent', changed_at = $2 where call_id = $1 and state = 'sending'",
        call.id,
        now
    )
    .execute(&mut *connection)
    .await?;
    release(connection, call.id).await?;
    Ok(true)
}

/// What is kept of an answer.
#[derive(Debug)]
pub struct Kept<'a> {
    /// X-Request-Id.
    pub request_id: Option<&'a str>,
    /// Class, code and status.
    pub answer: &'a serde_json::Value,
    /// When the first look is; none: nothing is left to look for.
    pub look_at: Option<DateTime<Utc>>,
}

/// Ends a call's sending or preparation with what became of each command. False: this node has lost it.
pub async fn end(
    connection: &mut PgConnection,
    call: &Call,
    (fates, kept): (&[(i64, Fate)], &Kept<'_>),
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let state = if kept.look_at.is_some() { "looking" } else { "closed" };
    let ended = sqlx::query!(
        "update command_calls set state = $3, leased_until = null, request_id = $4, answered_at = $5, answer = $6, look_at = $7,
           sealed = case when $3 = 'closed' then null else sealed end
         where id = $1 and tries = $2 and state in ('preparing', 'sending')",
        call.id,
        call.tries,
        state,
        kept.request_id,
        now,
        kept.answer,
        kept.look_at,
    )
    .execute(&mut *connection)
    .await?;
    if ended.rows_affected() == 0 {
        return Ok(false);
    }
    let words = fates.iter().map(|(id, fate)| {
        let (state, failure, code, made) = match fate {
            Fate::Confirmed(made) => ("confirmed", None, None, made.as_deref()),
            Fate::Failed(why, code) => ("failed", Some(*why), code.as_deref(), None),
            Fate::Unknown(code) => ("unknown", None, code.as_deref(), None),
        };
        serde_json::json!({ "id": id, "state": state, "failure": failure, "code": code, "made": made })
    });
    sqlx::query!(
        "update commands c set state = x.state, failure = x.failure, code = x.code, made_remote_id = x.made, changed_at = $2
         from jsonb_to_recordset($3) as x(id bigint, state text, failure text, code text, made text)
         where c.id = x.id and c.call_id = $1 and c.state in ('intent', 'sending')",
        call.id,
        now,
        serde_json::Value::Array(words.collect()),
    )
    .execute(&mut *connection)
    .await?;
    release(connection, call.id).await?;
    Ok(true)
}

/// Keeps an answer that came too late: evidence only (CMD-4).
pub async fn keep_late(connection: &mut PgConnection, call: &Call, answer: &serde_json::Value) -> Result<(), Error> {
    sqlx::query!("update command_calls set late_answer = $2 where id = $1", call.id, answer)
        .execute(connection)
        .await
        .map(drop)
}

/// Gives up what a node had and has no more: what it only prepared waits again, what it sent is unknown (CMD-4). Answers the
/// calls that are unknown now, with their organisations. `node`: what this node itself had before it was started anew.
pub async fn give_up(
    connection: &mut PgConnection,
    node: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Vec<(i64, i64)>, Error> {
    sqlx::query!(
        "with waiting as (
           update command_calls set state = 'waiting', leased_until = null
           where state = 'preparing' and (leased_until <= $1 or node = $2) returning id
         )
         delete from command_lanes where call_id in (select id from waiting)",
        now,
        node,
    )
    .execute(&mut *connection)
    .await?;
    let lost = sqlx::query!(
        "select id, organization_id from command_calls where state = 'sending' and (leased_until <= $1 or node = $2) order by id",
        now,
        node,
    )
    .fetch_all(connection)
    .await?;
    Ok(lost.into_iter().map(|row| (row.id, row.organization_id)).collect())
}

/// What of an approval counts at the moment of sending.
#[derive(Debug)]
pub struct Standing {
    /// approved or something else.
    pub state: String,
    /// Nothing is sent afterwards.
    pub expires_at: DateTime<Utc>,
    /// Permission that agrees.
    pub code: Option<String>,
    /// Who confirmed it.
    pub made_by: i64,
    /// Who agreed.
    pub voters: Vec<i64>,
    /// By whose right.
    pub rights: Vec<i64>,
}

/// The approval of a call as it stands now.
pub async fn standing(connection: &mut PgConnection, call: &Call) -> Result<Standing, Error> {
    sqlx::query_as!(
        Standing,
        r#"select a.state, a.expires_at, a.code, a.made_by,
             array(select member_id from approval_votes v where v.approval_id = a.id and v.decision = 'agreed') as "voters!",
             array(select coalesce(for_member_id, member_id) from approval_votes v
               where v.approval_id = a.id and v.decision = 'agreed') as "rights!"
           from approvals a where a.organization_id = $1 and a.id = $2"#,
        call.organization_id,
        call.approval_id,
    )
    .fetch_one(connection)
    .await
}
