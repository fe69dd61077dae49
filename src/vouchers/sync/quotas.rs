//! Reads quotas (QUOTA-8): the partner's own and each reseller's, vouchers and cash coupons apart.

use futures::future::BoxFuture;
use serde_json::Value;

use super::{Pulled, array_of, china_currency, id_of};
use crate::{
    cloud::{
        site::Sites,
        wire::{
            instant,
            quotas::{ListQuotaCoupons, Quota},
        },
    },
    sync::{Cadence, List, Pass, Resource, Scope, SyncError, pass::Planning},
    vouchers::mirror::quotas::{QuotaRow, merge, miss},
};

/// Quotas of the partner and its resellers, every quarter of an hour (SYNC-9).
pub static VOUCHER_QUOTAS: Resource = Resource {
    name: "voucher_quotas",
    api: "ListQuotaCoupons",
    sites: Sites::China,
    after: &["resellers"],
    distributor_only: false,
    cadence: Cadence::Minutes(15),
    plan,
    pull: |pass| Box::pin(pull(pass)),
    finish: None,
};

/// Left out, `quota_type` means vouchers only: both kinds are asked for (QUOTA-8).
const KINDS: [&str; 2] = ["0", "1"];

fn plan<'a>(planning: &'a mut Planning<'_>) -> BoxFuture<'a, Result<Vec<Scope>, SyncError>> {
    Box::pin(async move {
        let mut holders = vec![Scope::own(planning.account().organization_id)];
        holders.extend(planning.resellers().await?);
        Ok(holders.iter().flat_map(|holder| KINDS.map(|kind| holder.clone().named(kind))).collect())
    })
}

async fn pull(pass: &mut Pass<'_>) -> Pulled {
    let quota_type = i64::from(pass.scope().name() == KINDS[1]);
    let indirect_partner_id = pass.scope().indirect_partner_id.clone();
    let request = ListQuotaCoupons { quota_type: Some(quota_type), indirect_partner_id, ..ListQuotaCoupons::default() };
    let key = |row: &QuotaRow| row.remote_id.clone();
    let listed = pass.read_list(List { request, row, key, merge, windowed: false }).await?;
    let count = listed.len();
    pass.apply(move |connection, stamp| Box::pin(async move { miss(connection, stamp, quota_type, &listed).await }))
        .await?;
    Ok(count)
}

fn row(quota: Quota, raw: Value) -> Result<QuotaRow, String> {
    Ok(QuotaRow {
        remote_id: id_of(quota.quota_id, "a quota")?,
        quota_type: quota.quota_type,
        quota_value: quota.quota_value,
        balance: quota.balance,
        currency: china_currency(quota.currency),
        measure_id: quota.measure_id,
        status: quota.quota_status,
        created_at: instant(quota.create_time.as_deref()),
        updated_at: instant(quota.last_update_time.as_deref()),
        effective_at: instant(quota.effective_time.as_deref()),
        expires_at: instant(quota.expire_time.as_deref()),
        limits: array_of(&raw, "limit_infos"),
        raw,
    })
}
