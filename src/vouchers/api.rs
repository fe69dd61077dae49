//! Quotas in the JSON API.

use axum::{http::StatusCode, response::Response};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    forms::{self, drafts, recipients::MOST},
    routes::rehearsal::{self, Made},
    rules::{
        quota::{Status, may_issue},
        target::Target,
    },
    store::{self, quotas::Quota as Stored},
    text::Text,
};
use crate::{
    access::{
        Actor,
        permission::{QuotaIssue, QuotaView},
        replay::Once,
    },
    audit::Change,
    commands::{Intended, State, dry_run::part},
    values::decimal,
    web::{
        Error,
        api::{Body, Cursor, List, Page},
    },
};

/// A voucher quota of the organisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct Quota {
    /// Key, a decimal.
    id: String,
    /// The vendor's quota id.
    remote_id: String,
    /// `normal`, `invalid`, `adjusting`, `frozen` or `reclaimed`; the vendor's own code where it has no word.
    status: String,
    /// The vendor's `quota_type`.
    quota_type: Option<i32>,
    /// Original amount, in `currency`.
    #[schema(example = "100000.00")]
    quota_value: Option<String>,
    /// What is left, in `currency`.
    #[schema(example = "64250.50")]
    balance: Option<String>,
    /// ISO 4217.
    currency: String,
    /// Whether it can be drawn from now (QUOTA-6).
    issuable: bool,
    /// Drawable from then on.
    effective_at: Option<DateTime<Utc>>,
    /// Not drawable from then on.
    expires_at: Option<DateTime<Utc>>,
    /// Made at the vendor.
    created_at: DateTime<Utc>,
    /// Read from the vendor.
    fetched_at: DateTime<Utc>,
}

impl Quota {
    fn of(row: &Stored, now: DateTime<Utc>) -> Self {
        let status = row.status.map_or_else(String::new, |code| {
            Status::of(code).map_or_else(|| code.to_string(), |status| status.word().to_owned())
        });
        Self {
            id: row.id.to_string(),
            remote_id: row.remote_id.clone(),
            status,
            quota_type: row.quota_type,
            quota_value: row.quota_value.map(decimal::written),
            balance: row.balance.map(decimal::written),
            currency: row.currency.clone(),
            issuable: may_issue(row.facts(), now).is_ok(),
            effective_at: row.effective_at,
            expires_at: row.expires_at,
            created_at: row.created_at,
            fetched_at: row.fetched_at,
        }
    }
}

/// Voucher quotas the organisation holds, newest first. Filters as on the page: `quota`, `quota_type`, `status`, `issuable`,
/// `expires_from`, `expires_to`.
///
/// # Errors
/// When a filter cannot be read, or the database refuses.
#[utoipa::path(get, path = "/api/v1/vouchers/quotas", tag = "vouchers", params(Cursor,
        ("quota" = Option<String>, Query, description = "Part of the quota's number"),
        ("quota_type" = Option<String>, Query, description = "Code of the kind"),
        ("status" = Option<String>, Query, description = "State of the quota"),
        ("issuable" = Option<String>, Query, description = "`yes` or `no`"),
        ("expires_from" = Option<String>, Query, description = "First day of the expiry, `YYYY-MM-DD`"),
        ("expires_to" = Option<String>, Query, description = "Last day of the expiry, `YYYY-MM-DD`")),
    responses((status = 200, body = List<Quota>)), security(("token" = ["quota.view"])))]
pub async fn list_quotas(actor: Actor<QuotaView>, page: Page) -> Result<List<Quota>, Error> {
    let now = actor.face().now;
    let (filters, _, mut bar) = forms::quotas::held(page.typed.clone(), &actor.face(), &[]);
    bar.sound()?;
    let mut connection = actor.open().await?;
    let mut part = page.part(|row: &Stored| (row.created_at, row.id))?;
    while let Some(after) = part.after() {
        part.add(store::quotas::held(&mut connection, actor.org(), &filters, after, now).await?);
    }
    Ok(part.list(|row| Quota::of(row, now)))
}

/// Quota to hand on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueWanted {
    /// `id` of the quota it is cut from.
    #[schema(example = "7")]
    quota_id: String,
    /// Who gets how much; at most 1000.
    recipients: Vec<RecipientWanted>,
    /// Kept in the portal; at most 256 characters.
    remark: Option<String>,
}

/// A cloud reseller with its amount.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecipientWanted {
    /// `id` of the cloud reseller.
    #[schema(example = "3")]
    reseller_id: String,
    /// In the quota's currency: positive, at most two decimals.
    #[schema(example = "1000.00")]
    amount: String,
}

/// What was confirmed.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConfirmedIssue {
    /// Key of the approval, a decimal.
    approval_id: String,
    /// One command for each recipient, in their order.
    commands: Vec<CommandMade>,
}

/// A command that was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommandMade {
    /// Key, a decimal.
    id: String,
    /// `intent`: nothing was sent yet.
    state: &'static str,
}

/// Confirms an issue of quota to cloud resellers, one command each. Nothing waits for the vendor; where another member must
/// agree, nothing is sent before.
///
/// # Errors
/// 422 with a sentence for everything the preview of the page would refuse.
#[utoipa::path(post, path = "/api/v1/vouchers/issues", tag = "vouchers", request_body = IssueWanted,
    params(("Idempotency-Key" = Option<String>, Header, description = "A repetition within 24 hours gets the first answer")),
    responses((status = 201, body = ConfirmedIssue)), security(("token" = ["quota.issue"])))]
pub async fn create_issue(actor: Actor<QuotaIssue>, body: Body<IssueWanted>) -> Result<Response, Error> {
    let once = Once::of(&actor, &body.bytes)?;
    let text = Text::of(actor.lang()).issue;
    let wanted = &body.value;
    let quota_id: i64 = wanted.quota_id.parse().map_err(|_| Error::Unprocessable(text.bad_id.to_owned()))?;
    let mut change = Change::begin(&actor).await?;
    if let Some(answer) = once.before(&mut change).await? {
        return Ok(answer);
    }
    let remark: String = wanted.remark.iter().flat_map(|remark| remark.chars()).take(drafts::REMARK).collect();
    let target = Target::Resellers;
    let (look, judged) = rehearsal::by_keys(&mut change, &actor, (quota_id, &named(wanted)?)).await?;
    let refused = || Error::Unprocessable(rehearsal::told(&judged.run, actor.lang()));
    let issue = judged.issue.filter(|_| judged.run.is_ready()).ok_or_else(refused)?;
    let made = Made { target, source: &look.source, judged: &judged, remark: &remark };
    let unconnected = || Error::Unprocessable(text.no_connection.to_owned());
    match rehearsal::intend(&mut change, &made, (&issue, &part::fresh_token())).await?.ok_or_else(unconnected)? {
        Intended::Already { .. } => Err(Error::Conflict),
        Intended::New { approval_id, commands, event } => {
            let command = |id: &i64| CommandMade { id: id.to_string(), state: State::Intent.as_str() };
            let told = ConfirmedIssue {
                approval_id: approval_id.to_string(),
                commands: commands.iter().map(command).collect(),
            };
            let answer = once.keep(&mut change, StatusCode::CREATED, &told).await?;
            change.commit(*event).await?;
            Ok(answer)
        }
    }
}

/// Keys and amounts as sent.
fn named(wanted: &IssueWanted) -> Result<Vec<(i64, String)>, Error> {
    let read = |one: &RecipientWanted| Some((one.reseller_id.parse().ok()?, one.amount.clone()));
    let all: Option<Vec<_>> = wanted.recipients.iter().take(MOST + 1).map(read).collect();
    all.ok_or(Error::NotFound)
}
