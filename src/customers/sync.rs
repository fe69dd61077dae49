//! Reads customers (CUST-10): the partner's own, then each reseller's.

use serde_json::Value;

use super::mirror::{self, CustomerRow};
use crate::{
    cloud::{
        site::Sites,
        wire::{
            customers::{Customer, ListSubCustomers},
            instant,
        },
    },
    sync::{Cadence, List, Pass, Resource, SyncError, scope},
    values::Masked,
};

/// What this slice synchronises.
pub static RESOURCES: &[&Resource] = &[&CUSTOMERS];

/// Customers of the partner and of its resellers, nightly (SYNC-9).
pub(super) static CUSTOMERS: Resource = Resource {
    name: "customers",
    api: "ListSubCustomers",
    sites: Sites::Both,
    after: &["resellers"],
    distributor_only: false,
    cadence: Cadence::DailyAt(2),
    plan: scope::partner_and_resellers,
    pull: |pass| Box::pin(pull(pass)),
    finish: None,
};

async fn pull(pass: &mut Pass<'_>) -> Result<usize, SyncError> {
    let indirect_partner_id = pass.scope().indirect_partner_id.clone();
    let request = ListSubCustomers { indirect_partner_id, ..ListSubCustomers::default() };
    let key = |row: &CustomerRow| row.remote_id.clone();
    let listed = pass.read_list(List { request, row, key, merge: mirror::merge, windowed: false }).await?;
    let count = listed.len();
    pass.apply(move |connection, stamp| Box::pin(async move { mirror::miss(connection, stamp, &listed).await }))
        .await?;
    Ok(count)
}

fn row(customer: Customer, raw: Value) -> Result<CustomerRow, String> {
    let plain = |text: Option<Masked<String>>| text.map(|text| text.reveal().clone());
    Ok(CustomerRow {
        remote_id: customer.customer_id.ok_or("a customer without customer_id")?,
        account_name: customer.account_name.unwrap_or_default(),
        name: plain(customer.customer),
        association_type: customer.association_type,
        associated_at: instant(customer.associated_on.as_deref()),
        label: customer.label,
        telephone: plain(customer.telephone),
        email: plain(customer.email),
        country_code: customer.country_code,
        customer_type: customer.customer_type,
        verified_status: customer.verified_status,
        is_frozen: customer.is_frozen,
        customer_level: customer.customer_level,
        account_manager: customer.account_managers.into_iter().next().and_then(|manager| manager.account_name),
        xaccount_id: customer.xaccount_id,
        xaccount_type: customer.xaccount_type,
        raw,
    })
}
