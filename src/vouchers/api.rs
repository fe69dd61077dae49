//! Quotas in the JSON API.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    forms,
    rules::quota::{Status, may_issue},
    store::{self, quotas::Quota as Stored},
};
use crate::{
    access::{Actor, permission::QuotaView},
    web::{
        Error,
        api::{Cursor, List, Page},
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
            quota_value: row.quota_value.map(|amount| amount.to_string()),
            balance: row.balance.map(|amount| amount.to_string()),
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
#[utoipa::path(get, path = "/api/v1/vouchers/quotas", tag = "vouchers", params(Cursor),
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
