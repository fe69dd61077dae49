//! SQL of requests: heads, events, recorded decisions, and whose internal review is off.

mod clocks;

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde_json::json;
use sqlx::PgConnection;

pub use self::clocks::{calendar, site};
use super::{
    decision::Recorded,
    machine::{Case, Hand, Refusal, Rule, Side},
    terms::Term,
};
use crate::{access::counterparts::Issued, audit::Change, db::Error, values::workdays::Due};

/// Side, name and member of who moves a request.
pub type Mover = (Side, String, Option<i64>);

/// What else a transition sets.
#[derive(Debug)]
pub struct Marks {
    /// Whether the desk sees it afterwards.
    pub submitted: bool,
    /// Whether the mover becomes its maker.
    pub maker: bool,
    /// Its health afterwards; none: as it was.
    pub health: Option<&'static str>,
    /// Whether what was said stays as the reason.
    pub reason: bool,
    /// The date of a recorded decision.
    pub effective_on: Option<NaiveDate>,
    /// The clock of the new state, its day 0 and its end.
    pub clock: Option<(&'static Term, NaiveDate, Due)>,
}

/// Begins a request as a draft. Answers its key.
///
/// # Errors
/// When the database refuses.
pub async fn begin<P>(
    change: &mut Change<P>,
    kind: &str,
    title: &str,
    amount: Option<(Decimal, &str)>,
) -> Result<i64, Error> {
    let (org, by, at) = (change.org(), change.member_id(), change.now());
    sqlx::query_scalar!(
        "insert into requests (organization_id, kind, state, title, amount, currency, maker_id, state_at, created_at)
         values ($1, $2, 'draft', $3, $4, $5, $6, $7, $7) returning id",
        org,
        kind,
        title,
        amount.map(|amount| amount.0),
        amount.map(|amount| amount.1),
        by,
        at,
    )
    .fetch_one(&mut **change)
    .await
}

/// Lets one step at a time in, whoever takes it; to be called before what the step depends on is read.
///
/// # Errors
/// When the database refuses.
pub async fn lock(connection: &mut PgConnection, id: i64) -> Result<(), Error> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended($1::bigint::text, 1600))", id)
        .fetch_one(connection)
        .await
        .map(drop)
}

/// A request as it is now: one of the partner's own, or one that was submitted to the desk.
///
/// # Errors
/// When the database refuses.
pub async fn case(connection: &mut PgConnection, kind: &str, id: i64) -> Result<Option<Case>, Error> {
    sqlx::query_as!(
        Case,
        "select r.id, r.state, r.health, r.revision, r.maker_id, r.approver_id,
           (select e.from_state from request_events e where e.request_id = r.id and e.to_state = r.state
              and e.from_state <> e.to_state order by e.id desc limit 1) as former
         from requests r where r.kind = $1 and r.id = $2",
        kind,
        id,
    )
    .fetch_optional(connection)
    .await
}

/// These members, with who last issued credentials to each (MEM-13).
pub(super) async fn hands(
    connection: &mut PgConnection,
    organization_id: i64,
    members: &[i64],
) -> Result<Vec<Hand>, Error> {
    let rows = sqlx::query!(
        "select id, credentials_by, credentials_at from members where organization_id = $1 and id = any($2)",
        organization_id,
        members,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, Issued { by: row.credentials_by, at: row.credentials_at })).collect())
}

/// Moves a request if it still is as it was found; answers whose it is and the event.
pub(super) async fn transit<P>(
    change: &mut Change<P>,
    (case, rule, to): (&Case, &Rule, &str),
    (side, name, member_id): &Mover,
    (said, marks): (&str, &Marks),
) -> Result<Result<(i64, i64), Refusal>, Error> {
    let at = change.now();
    let clock = marks.clock.map(|(term, began_on, due)| {
        json!({ "rule": term.rule, "side": term.side.word(), "began_on": began_on, "due_on": due.last_day,
            "due_at": due.at, "acts_at": due.acts_at })
    });
    let set = json!({ "clock": clock, "submitted": marks.submitted, "maker": marks.maker, "health": marks.health,
        "reason": marks.reason, "effective_on": marks.effective_on });
    let row = sqlx::query!(
        r#"select organization_id as "organization_id!", found_state as "found_state!", event_id, same_person as "same_person!"
           from move_request($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"#,
        case.id,
        case.revision,
        case.state,
        to,
        rule.step,
        side.word(),
        name,
        *member_id,
        said,
        at,
        set,
    )
    .fetch_optional(&mut **change)
    .await?;
    Ok(match row {
        None => Err(Refusal::WrongSide),
        Some(row) if row.same_person => Err(Refusal::OwnRequest),
        Some(row) => row.event_id.map(|event| (row.organization_id, event)).ok_or(Refusal::Stale(row.found_state)),
    })
}

/// Keeps what proves a decision that was taken elsewhere (COM-07); `evidence` is the desk's file.
///
/// # Errors
/// When the database refuses.
pub async fn record(
    connection: &mut PgConnection,
    event_id: i64,
    recorded: &Recorded,
    evidence: i64,
) -> Result<(), Error> {
    sqlx::query_scalar!(
        "select record_vendor_decision($1, $2, $3, $4, $5)",
        event_id,
        recorded.decided_on,
        recorded.channel,
        recorded.reference,
        evidence,
    )
    .fetch_one(connection)
    .await
    .map(drop)
}

/// Something that happened to a request.
#[derive(Debug)]
pub struct Event {
    /// State after.
    pub to_state: String,
    /// What was done.
    pub step: String,
    /// Whose step.
    pub side: String,
    /// Organisation code and user name, or the job.
    pub actor: String,
    /// What was said.
    pub comment: String,
    /// When it was entered.
    pub happened_at: DateTime<Utc>,
    /// The date of a recorded decision.
    pub effective_on: Option<NaiveDate>,
    /// How a recorded decision came.
    pub channel: Option<String>,
    /// The vendor's reference of a recorded decision.
    pub reference: Option<String>,
    /// The file that proves a recorded decision.
    pub evidence_id: Option<i64>,
}

/// What happened to requests, newest first.
///
/// # Errors
/// When the database refuses.
pub async fn events(connection: &mut PgConnection, requests: &[i64]) -> Result<Vec<Event>, Error> {
    sqlx::query_as!(
        Event,
        r#"select e.to_state, e.step, e.side, e.actor, e.comment, e.happened_at, e.effective_on,
             d.channel as "channel?", d.reference as "reference?", d.evidence_id as "evidence_id?"
           from request_events e left join vendor_decisions d on d.event_id = e.id
           where e.request_id = any($1) order by e.id desc limit 100"#,
        requests,
    )
    .fetch_all(connection)
    .await
}

/// Whether an organisation's internal review of a kind is off (COM-08).
///
/// # Errors
/// When the database refuses.
pub async fn is_unreviewed(connection: &mut PgConnection, organization_id: i64, kind: &str) -> Result<bool, Error> {
    sqlx::query_scalar!(
        r#"select exists (select from review_switches where organization_id = $1 and kind = $2 and is_off) as "off!""#,
        organization_id,
        kind,
    )
    .fetch_one(connection)
    .await
}

/// Kinds whose internal review is off.
///
/// # Errors
/// When the database refuses.
pub async fn unreviewed(connection: &mut PgConnection, organization_id: i64) -> Result<Vec<String>, Error> {
    sqlx::query_scalar!("select kind from review_switches where organization_id = $1 and is_off", organization_id)
        .fetch_all(connection)
        .await
}
