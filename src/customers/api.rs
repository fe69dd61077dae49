//! Customers in the JSON API: no personal data but the account's name.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::{forms, rules::shown_name, store};
use crate::{
    access::{Actor, permission::CustomerView},
    web::{
        Error,
        api::{Cursor, List, Page},
    },
};

/// A customer of the organisation, as far as the token's owner sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Customer {
    /// Key, a decimal.
    id: String,
    /// The vendor's customer id.
    remote_id: String,
    /// Account at the vendor.
    account_name: String,
    /// Name; a person's is masked.
    name: Option<String>,
    /// The vendor's `customer_type`.
    customer_type: Option<i32>,
    /// The vendor's `association_type`.
    association_type: Option<String>,
    /// The vendor's `verified_status`.
    verified_status: Option<String>,
    /// Whether it is frozen.
    is_frozen: Option<bool>,
    /// User name of its account manager.
    account_manager: Option<String>,
    /// Associated since.
    associated_at: Option<DateTime<Utc>>,
    /// No longer listed by the vendor since.
    left_at: Option<DateTime<Utc>>,
}

impl Customer {
    fn of(row: &store::Listed) -> Self {
        Self {
            id: row.id.to_string(),
            remote_id: row.remote_id.clone(),
            account_name: row.account_name.clone(),
            name: row.name.as_ref().map(|name| shown_name(row.customer_type, name)),
            customer_type: row.customer_type,
            association_type: row.association_type.clone(),
            verified_status: row.verified_status.clone(),
            is_frozen: row.is_frozen.map(|frozen| frozen != 0),
            account_manager: row.manager.clone(),
            associated_at: row.associated_at,
            left_at: row.left_at,
        }
    }
}

/// The organisation's own customers in the owner's data scope (AM-13), latest association first. Filters as on the page:
/// `text`, `association_type`, `verified_status`, `customer_level`, `label`, `frozen`, `state`, `associated_from`,
/// `associated_to`.
///
/// # Errors
/// When a filter cannot be read, or the database refuses.
#[utoipa::path(get, path = "/api/v1/customers", tag = "customers", params(Cursor,
        ("text" = Option<String>, Query, description = "Part of a name or the account, or the whole id"),
        ("association_type" = Option<String>, Query, description = "Code of the association"),
        ("verified_status" = Option<String>, Query, description = "Code of the real-name verification"),
        ("customer_level" = Option<String>, Query, description = "Level, `V0` to `V5`"),
        ("label" = Option<String>, Query, description = "Part of the label"),
        ("frozen" = Option<String>, Query, description = "Whether it is frozen"),
        ("state" = Option<String>, Query, description = "`associated` or `left`"),
        ("associated_from" = Option<String>, Query, description = "First day of the association, `YYYY-MM-DD`"),
        ("associated_to" = Option<String>, Query, description = "Last day of the association, `YYYY-MM-DD`")),
    responses((status = 200, body = List<Customer>)), security(("token" = ["customer.view"])))]
pub async fn list_customers(actor: Actor<CustomerView>, page: Page) -> Result<List<Customer>, Error> {
    let mut connection = actor.open().await?;
    let (filters, mut bar) = forms::filters(page.typed.clone(), &actor.organization().sites, &actor.face());
    bar.sound()?;
    let organizations = [actor.org()];
    let mut part = page.part(|row: &store::Listed| (row.sort_at, row.id))?;
    while let Some(after) = part.after() {
        part.add(store::list(&mut connection, actor.seen(&organizations), &filters, after).await?);
    }
    Ok(part.list(Customer::of))
}
