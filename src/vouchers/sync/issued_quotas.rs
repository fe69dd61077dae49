//! Reads the child quotas a distributor has issued (QUOTA-9). One list covers all resellers.

use serde_json::Value;

use super::{Pulled, array_of, china_currency, id_of, plain};
use crate::{
    cloud::{
        site::Sites,
        wire::{
            instant,
            quotas::{IssuedQuota, ListIssuedCouponQuotas},
        },
    },
    sync::{Cadence, List, Pass, Resource, scope},
    vouchers::mirror::{
        issued_quotas::{IssuedQuotaRow, merge, miss},
        quotas::QuotaRow,
    },
};

/// Child quotas of a distributor, every quarter of an hour (SYNC-9).
pub static ISSUED_QUOTAS: Resource = Resource {
    name: "issued_quotas",
    api: "ListIssuedCouponQuotas",
    sites: Sites::China,
    after: &["resellers"],
    distributor_only: true,
    cadence: Cadence::Minutes(15),
    plan: scope::partner,
    pull: |pass| Box::pin(pull(pass)),
    finish: None,
};

async fn pull(pass: &mut Pass<'_>) -> Pulled {
    let request = ListIssuedCouponQuotas::default();
    let key = |row: &IssuedQuotaRow| row.quota.remote_id.clone();
    let listed = pass.read_list(List { request, row, key, merge, windowed: false }).await?;
    let count = listed.len();
    pass.apply(move |connection, stamp| Box::pin(async move { miss(connection, stamp, &listed).await })).await?;
    Ok(count)
}

fn row(child: IssuedQuota, raw: Value) -> Result<IssuedQuotaRow, String> {
    Ok(IssuedQuotaRow {
        parent_remote_id: child.parent_quota_id,
        reseller_remote_id: child.indirect_partner_id,
        reseller_account_name: child.indirect_partner_account_name,
        reseller_name: plain(child.indirect_partner_name),
        quota: QuotaRow {
            remote_id: id_of(child.quota_id, "an issued quota")?,
            quota_type: child.quota_type,
            quota_value: child.quota_value,
            balance: child.balance,
            currency: china_currency(child.currency),
            measure_id: child.measure_id,
            status: child.quota_status,
            created_at: instant(child.create_time.as_deref()),
            updated_at: instant(child.last_update_time.as_deref()),
            effective_at: instant(child.effective_time.as_deref()),
            expires_at: instant(child.expire_time.as_deref()),
            limits: array_of(&raw, "limit_infos"),
            raw,
        },
    })
}
