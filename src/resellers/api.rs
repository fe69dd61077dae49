//! Resellers in the JSON API.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::{forms, store};
use crate::{
    access::{Actor, permission::ResellerView},
    values::decimal,
    web::{
        Error,
        api::{Cursor, List, Page},
    },
};

/// A cloud reseller of the distributor.
#[derive(Debug, Serialize, ToSchema)]
pub struct Reseller {
    /// Key, a decimal.
    id: String,
    /// The vendor's id of the partner (`indirect_partner_id`).
    remote_id: String,
    /// Account at the vendor.
    account_name: Option<String>,
    /// Name of its organisation here.
    organization: String,
    /// State of its organisation: `pending`, `active`, `frozen`, `exited`.
    organization_state: String,
    /// Customers it has now.
    customers: i64,
    /// Child quotas it holds.
    quotas: i64,
    /// What is left of them, in `currency`; null when they are in several currencies.
    quota_balance: Option<String>,
    /// ISO 4217.
    currency: Option<String>,
    /// Associated since.
    associated_at: Option<DateTime<Utc>>,
    /// No longer listed by the vendor since.
    left_at: Option<DateTime<Utc>>,
    /// Read from the vendor.
    fetched_at: DateTime<Utc>,
}

impl Reseller {
    fn of(row: &store::Reseller) -> Self {
        Self {
            id: row.id.to_string(),
            remote_id: row.remote_id.clone(),
            account_name: row.account_name.clone(),
            organization: row.organization.clone(),
            organization_state: row.organization_state.clone(),
            customers: row.customers,
            quotas: row.quotas,
            quota_balance: row.quota_balance.map(decimal::written),
            currency: row.currency.clone(),
            associated_at: row.associated_at,
            left_at: row.left_at,
            fetched_at: row.fetched_at,
        }
    }
}

/// Cloud resellers in the owner's data scope (AM-10), latest association first. Filters as on the page: `text`, `organization`, `state`, `associated_from`,
/// `associated_to`.
///
/// # Errors
/// When a filter cannot be read, or the database refuses.
#[utoipa::path(get, path = "/api/v1/resellers", tag = "resellers", params(Cursor,
        ("text" = Option<String>, Query, description = "Part of a name, or the whole id"),
        ("organization" = Option<String>, Query, description = "State of its organisation"),
        ("state" = Option<String>, Query, description = "`associated` or `left`"),
        ("associated_from" = Option<String>, Query, description = "First day of the association, `YYYY-MM-DD`"),
        ("associated_to" = Option<String>, Query, description = "Last day of the association, `YYYY-MM-DD`")),
    responses((status = 200, body = List<Reseller>)), security(("token" = ["reseller.view"])))]
pub async fn list_resellers(actor: Actor<ResellerView>, page: Page) -> Result<List<Reseller>, Error> {
    let (filters, mut bar) = forms::filters(page.typed.clone(), &actor.face());
    bar.sound()?;
    let mut connection = actor.open().await?;
    let mut part = page.part(|row: &store::Reseller| (row.sort_at, row.id))?;
    while let Some(after) = part.after() {
        part.add(store::list(&mut connection, actor.org(), actor.resellers(), &filters, after).await?);
    }
    Ok(part.list(Reseller::of))
}
