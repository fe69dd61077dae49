//! Commands in the JSON API.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    forms, routes,
    rules::{Concerned, sees},
    store::{self, list::Command as Stored},
};
use crate::{
    access::Actor,
    web::{
        Error,
        api::{Cursor, List, Page},
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
            amount: row.amount.map(|amount| amount.to_string()),
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
