//! Commands in the JSON API.

use axum::{http::StatusCode, response::Response};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    forms,
    pages::show::{Told, sentence},
    routes::{self, again, resolve::propose},
    rules::{Acting, Concerned, sees},
    store::{self, list::Command as Stored},
    text::Text,
};
use crate::{
    access::{Actor, replay::Once},
    audit::Change,
    commands::resolution::{self, Refusal},
    values::decimal,
    web::{
        Error, Id,
        api::{Body, Cursor, List, Page},
    },
};

/// One intended write at the vendor, for one recipient.
#[derive(Debug, Serialize, ToSchema)]
pub struct Command {
    /// Key, a decimal.
    id: String,
    /// `quota_issue`, `coupon_issue`, `customer_transfer` …
    kind: String,
    /// `intent`, `sending`, `confirmed`, `failed`, `unknown` or `reconciled`.
    state: String,
    /// `applied` or `not_applied` once reconciled.
    outcome: Option<String>,
    /// `record` or `person` once reconciled.
    proved_by: Option<String>,
    /// Why it failed: `cancelled`, `returned`, `expired`, `precheck`, `refused`, `throttled` …
    failure: Option<String>,
    /// Whether a person must decide: no trace after the settle time, or several candidates.
    settled: bool,
    /// In `currency`.
    #[schema(example = "5000.00")]
    amount: Option<String>,
    /// ISO 4217.
    currency: Option<String>,
    /// The vendor's id of the quota it draws on or returns to, as named in the request.
    vendor_quota_id: Option<String>,
    /// The vendor's id of the recipient, as named in the request.
    vendor_counterparty_id: String,
    /// Key of the approval it belongs to.
    approval_id: String,
    /// `pending`, `approved`, `returned`, `cancelled` or `expired`.
    approval_state: String,
    /// User name of who made it.
    made_by: String,
    /// When.
    made_at: DateTime<Utc>,
    /// When its state last changed.
    changed_at: DateTime<Utc>,
}

impl Command {
    fn of(row: &Stored) -> Self {
        Self {
            id: row.id.to_string(),
            kind: row.kind.clone(),
            state: row.state.clone(),
            outcome: row.outcome.clone(),
            proved_by: row.proved_by.clone(),
            failure: row.failure.clone(),
            settled: row.settled_at.is_some(),
            amount: row.amount.map(decimal::written),
            currency: row.currency.clone(),
            vendor_quota_id: row.quota_remote_id.clone(),
            vendor_counterparty_id: row.recipient_remote_id.clone(),
            approval_id: row.approval_id.to_string(),
            approval_state: row.approval_state.clone(),
            made_by: row.maker.clone(),
            made_at: row.made_at,
            changed_at: row.changed_at,
        }
    }
}

/// Commands of the organisation that the member sees, those that need somebody first. Filters as on the page: `kind`, `state`,
/// `recipient`, `member`, `amount_from`, `amount_to`, `made_from`, `made_to`, `approval`, `view=unresolved`.
///
/// # Errors
/// When a filter cannot be read, or the database refuses.
#[utoipa::path(get, path = "/api/v1/commands", tag = "commands", params(Cursor,
        ("kind" = Option<String>, Query, description = "Kind of command"),
        ("state" = Option<String>, Query, description = "State of the command"),
        ("recipient" = Option<String>, Query, description = "Part of the recipient's name"),
        ("member" = Option<String>, Query, description = "Part of the maker's user name"),
        ("amount_from" = Option<String>, Query, description = "Smallest amount"),
        ("amount_to" = Option<String>, Query, description = "Largest amount"),
        ("made_from" = Option<String>, Query, description = "First day, `YYYY-MM-DD`"),
        ("made_to" = Option<String>, Query, description = "Last day, `YYYY-MM-DD`"),
        ("approval" = Option<String>, Query, description = "Number of the approval")),
    responses((status = 200, body = List<Command>)), security(("token" = ["quota.approve"])))]
pub async fn list_commands(actor: Actor<Concerned>, page: Page) -> Result<List<Command>, Error> {
    let kinds = sees(actor.seat().permissions);
    let reader = routes::reader(&actor, kinds.as_deref());
    let (filters, mut bar) = forms::filters(page.typed.clone(), &actor.face());
    bar.sound()?;
    let mut connection = actor.open().await?;
    let mut part = page.part(Stored::key)?;
    while let Some(after) = part.after() {
        part.add(store::list::list(&mut connection, reader, &filters, after).await?);
    }
    Ok(part.list(Command::of))
}

/// What a person says became of a command.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Resolution {
    /// `applied` or `not_applied`.
    outcome: String,
    /// What that is based on.
    reason: String,
    /// The record that proves it, one of the candidates.
    #[serde(default)]
    record_id: Option<String>,
}

/// Where it stands now.
#[derive(Debug, Serialize, ToSchema)]
pub struct Proposed {
    /// Key of the command.
    id: String,
    /// `unknown` until another person agrees by `decisions`.
    state: String,
}

/// Says what became of a command whose outcome no record proves (`settled`). It stays `unknown` until another person, who holds
/// the permission that approves its kind, agrees by `decisions`.
///
/// # Errors
/// When no person is asked, or the database refuses.
#[utoipa::path(post, path = "/api/v1/commands/{id}/resolutions", tag = "commands", request_body = Resolution,
    params(("id" = String, Path, description = "Key of the command"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repetition within 24 hours gets the first answer")),
    responses((status = 202, body = Proposed)), security(("token" = ["quota.issue"])))]
pub async fn create_resolution(
    actor: Actor<Acting>,
    Id(id): Id,
    body: Result<Body<Resolution>, Error>,
) -> Result<Response, Error> {
    let kinds = sees(actor.seat().permissions);
    let mut change = Change::begin(&actor).await?;
    let org = change.org();
    let found = store::show::find(&mut change, routes::reader(&actor, kinds.as_deref()), id).await?;
    found.ok_or(Error::NotFound)?;
    let body = body?;
    let once = Once::of(&actor, &body.bytes)?;
    if let Some(answer) = once.before(&mut change).await? {
        return Ok(answer);
    }
    let command = resolution::lock(&mut change, org, id).await?.ok_or(Error::Conflict)?;
    let wanted = &body.value;
    let typed = (wanted.outcome.as_str(), wanted.record_id.as_deref().unwrap_or_default(), wanted.reason.as_str());
    let event = propose(&actor, &mut change, &command, typed).await?.map_err(|told| problem(told, &actor))?;
    let answer = Proposed { id: id.to_string(), state: command.state.as_str().to_owned() };
    let answer = once.keep(&mut change, StatusCode::ACCEPTED, &answer).await?;
    change.commit(event).await?;
    Ok(answer)
}

/// A command once more.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Repetition {
    /// Whether also beside another one of the kind to the same recipient that is under way.
    #[serde(default)]
    anyway: bool,
}

/// What it became.
#[derive(Debug, Serialize, ToSchema)]
pub struct Repeated {
    /// Key of the command that is repeated.
    id: String,
    /// Key of the approval of the new one.
    approval_id: String,
}

/// Sends a command again that was certainly not done: `failed`, or `reconciled` as `not_applied`. It becomes a new command under
/// a new approval; a command is repeated once.
///
/// # Errors
/// When it may have been done, was repeated before, or the database refuses.
#[utoipa::path(post, path = "/api/v1/commands/{id}/repetitions", tag = "commands", request_body = Repetition,
    params(("id" = String, Path, description = "Key of the command"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repetition within 24 hours gets the first answer")),
    responses((status = 202, body = Repeated)), security(("token" = ["quota.issue"])))]
pub async fn create_repetition(
    actor: Actor<Acting>,
    Id(id): Id,
    body: Result<Body<Repetition>, Error>,
) -> Result<Response, Error> {
    let kinds = sees(actor.seat().permissions);
    let mut change = Change::begin(&actor).await?;
    let found = store::show::find(&mut change, routes::reader(&actor, kinds.as_deref()), id).await?;
    let found = found.ok_or(Error::NotFound)?;
    let body = body?;
    let once = Once::of(&actor, &body.bytes)?;
    if let Some(answer) = once.before(&mut change).await? {
        return Ok(answer);
    }
    let kind = again::kind_of(&found).ok_or_else(|| problem(Told::NotAgain, &actor))?;
    let sent = again::send(&actor, &mut change, (id, kind, body.value.anyway)).await?;
    let kept = sent.map_err(|told| problem(told, &actor))?;
    let event = kept.event.ok_or(Error::Conflict)?;
    let answer = Repeated { id: id.to_string(), approval_id: kept.approval_id.to_string() };
    let answer = once.keep(&mut change, StatusCode::ACCEPTED, &answer).await?;
    change.commit(event).await?;
    Ok(answer)
}

/// Why it was not made: a conflict where the command has moved on, else a sentence.
pub fn problem(told: Told, actor: &Actor<Acting>) -> Error {
    match told {
        Told::Rule(Refusal::NotSettled | Refusal::Proposal) | Told::Claimed => Error::Conflict,
        told => Error::Unprocessable(sentence(told, Text::of(actor.lang())).to_owned()),
    }
}
