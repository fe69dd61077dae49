//! Reads issues and returns of coupons (COUPON-11), failed attempts too: the partner's and each reseller's.

use serde_json::Value;

use super::{Pulled, china_currency, id_of};
use crate::{
    cloud::{
        site::Sites,
        wire::{
            coupons::{CouponRecord, ListPartnerCouponsRecord},
            instant, instant_text,
        },
    },
    sync::{Cadence, List, Pass, Resource, scope},
    vouchers::mirror::coupon_records::{CouponRecordRow, merge},
};

/// Coupon records of the partner and its resellers, every five minutes (SYNC-9).
pub static COUPON_RECORDS: Resource = Resource {
    name: "coupon_records",
    api: "ListPartnerCouponsRecord",
    sites: Sites::China,
    after: &["resellers"],
    distributor_only: false,
    cadence: Cadence::Minutes(5),
    plan: scope::partner_and_resellers,
    pull: |pass| Box::pin(pull(pass)),
    finish: None,
};

/// Names no operation type: that gives all nine, a list may hold only eight (COUPON-11).
async fn pull(pass: &mut Pass<'_>) -> Pulled {
    let request = ListPartnerCouponsRecord {
        operation_time_begin: pass.since().await?.map(instant_text),
        indirect_partner_id: pass.scope().indirect_partner_id.clone(),
        ..ListPartnerCouponsRecord::default()
    };
    let key = |row: &CouponRecordRow| row.remote_id.clone();
    let listed = pass.read_list(List { request, row, key, merge, windowed: true }).await?;
    Ok(listed.len())
}

fn row(record: CouponRecord, raw: Value) -> Result<CouponRecordRow, String> {
    Ok(CouponRecordRow {
        remote_id: id_of(record.id, "a coupon record")?,
        operation_type: record.operation_type,
        quota_remote_id: record.quota_id,
        quota_type: record.quota_type,
        coupon_remote_id: record.coupon_id,
        customer_remote_id: record.customer_id,
        amount: record.operation_amount,
        currency: china_currency(None),
        operated_at: instant(record.operation_time.as_deref()),
        result: record.result,
        remark: record.remark,
        raw,
    })
}
