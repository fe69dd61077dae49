//! Reads issues and reclaims of child quotas (QUOTA-13), failed attempts too.

use serde_json::Value;

use super::{Pulled, china_currency, id_of, plain};
use crate::{
    cloud::{
        site::Sites,
        wire::{
            instant, instant_text,
            quotas::{ListCouponQuotasRecords, QuotaRecord},
        },
    },
    sync::{Cadence, List, Pass, Resource, scope},
    vouchers::mirror::quota_records::{QuotaRecordRow, merge},
};

/// Quota records of a distributor and all its resellers in one list, every five minutes (SYNC-8, SYNC-9).
pub static QUOTA_RECORDS: Resource = Resource {
    name: "quota_records",
    api: "ListCouponQuotasRecords",
    sites: Sites::China,
    after: &[],
    distributor_only: true,
    cadence: Cadence::Minutes(5),
    plan: scope::partner,
    pull: |pass| Box::pin(pull(pass)),
    finish: None,
};

async fn pull(pass: &mut Pass<'_>) -> Pulled {
    let operation_time_begin = pass.since().await?.map(instant_text);
    let request = ListCouponQuotasRecords { operation_time_begin, ..ListCouponQuotasRecords::default() };
    let key = |row: &QuotaRecordRow| row.remote_id.clone();
    let listed = pass.read_list(List { request, row, key, merge, windowed: true }).await?;
    Ok(listed.len())
}

fn row(record: QuotaRecord, raw: Value) -> Result<QuotaRecordRow, String> {
    Ok(QuotaRecordRow {
        remote_id: id_of(record.id, "a quota record")?,
        operator: record.operator,
        operation_type: record.operation_type,
        quota_remote_id: record.quota_id,
        parent_remote_id: record.parent_quota_id,
        amount: record.amount,
        currency: china_currency(None),
        operated_at: instant(record.operation_time.as_deref()),
        result: record.result,
        reseller_remote_id: record.indirect_partner_id,
        reseller_account_name: record.indirect_partner_account_name,
        reseller_name: plain(record.indirect_partner_name),
        remark: record.remark,
        raw,
    })
}
