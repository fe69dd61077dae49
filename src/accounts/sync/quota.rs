//! Reads the partner's consumption quota (ACCT-23): international site.

use serde_json::Value;

use crate::{
    accounts::mirror::quota::{self as mirror, QuotaRow},
    cloud::{site::Sites, wire::budgets::ShowPartnerConsumptionQuota},
    sync::{Cadence, Merged, Pass, Resource, SyncError, scope},
};

/// The consumption quota, every 15 minutes (SYNC-9).
pub static CONSUMPTION_QUOTA: Resource = Resource {
    name: "consumption_quota",
    api: "ShowPartnerConsumptionQuota",
    sites: Sites::International,
    after: &[],
    distributor_only: false,
    cadence: Cadence::Minutes(15),
    plan: scope::partner,
    pull: |pass| Box::pin(pull(pass)),
    finish: None,
};

async fn pull(pass: &mut Pass<'_>) -> Result<usize, SyncError> {
    let body = pass.call_bytes(&ShowPartnerConsumptionQuota::default()).await?;
    let row = row(pass, &body).map_err(|error| {
        let api = "ShowPartnerConsumptionQuota";
        SyncError::Unreadable { api, detail: error.to_string() }
    })?;
    pass.count(1, Merged::default());
    pass.apply(move |connection, stamp| Box::pin(async move { mirror::merge(connection, stamp, &row).await })).await?;
    Ok(1)
}

fn row(pass: &Pass<'_>, body: &[u8]) -> Result<QuotaRow, serde_json::Error> {
    type Answer = <ShowPartnerConsumptionQuota as crate::cloud::wire::Operation>::Answer;
    let raw: Value = serde_json::from_slice(body)?;
    let quota: Answer = serde_json::from_slice(body)?;
    Ok(QuotaRow {
        consumption_quota: quota.consumption_quota,
        used_consumption_quota: quota.used_consumption_quota,
        amount: quota.amount,
        coupon_amount: quota.coupon_amount,
        due_amount: quota.due_amount,
        unbilled_amount: quota.unbilled_amount,
        currency: pass.account().currency_of(quota.currency.as_deref()),
        raw,
    })
}
