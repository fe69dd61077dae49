//! Reads coupons issued to customers (COUPON-9): the partner's and each reseller's.

use serde_json::Value;

use super::{Pulled, array_of, china_currency, id_of};
use crate::{
    cloud::{
        site::Sites,
        wire::{
            coupons::{IssuedCoupon, ListIssuedPartnerCoupons},
            instant,
        },
    },
    sync::{Cadence, List, Pass, Resource, scope},
    vouchers::mirror::coupons::{CouponRow, merge, miss},
};

/// Issued coupons of the partner and its resellers, nightly (SYNC-9); those a record names are read at once, see
/// [`super::TOUCHED_COUPONS`]. What the vendor's history drops is kept (SYNC-7).
pub static COUPONS: Resource = Resource {
    name: "coupons",
    api: "ListIssuedPartnerCoupons",
    sites: Sites::China,
    after: &["resellers"],
    distributor_only: false,
    cadence: Cadence::DailyAt(3),
    plan: scope::partner_and_resellers,
    pull: |pass| Box::pin(pull(pass)),
    finish: None,
};

async fn pull(pass: &mut Pass<'_>) -> Pulled {
    let indirect_partner_id = pass.scope().indirect_partner_id.clone();
    let request = ListIssuedPartnerCoupons { indirect_partner_id, ..ListIssuedPartnerCoupons::default() };
    let listed = pass.read_list(List { request, row, key, merge, windowed: false }).await?;
    let count = listed.len();
    pass.apply(move |connection, stamp| Box::pin(async move { miss(connection, stamp, &listed).await })).await?;
    Ok(count)
}

pub(super) fn key(row: &CouponRow) -> String {
    row.remote_id.clone()
}

pub(super) fn row(coupon: IssuedCoupon, raw: Value) -> Result<CouponRow, String> {
    Ok(CouponRow {
        remote_id: id_of(coupon.coupon_id, "a coupon")?,
        customer_remote_id: coupon.customer_id,
        coupon_type: coupon.coupon_type,
        status: coupon.status,
        face_value: coupon.face_value,
        balance: coupon.balance,
        currency: china_currency(None),
        measure_id: coupon.measure_id,
        created_at: instant(coupon.create_time.as_deref()),
        effective_at: instant(coupon.effective_time.as_deref()),
        expires_at: instant(coupon.expire_time.as_deref()),
        activated_at: instant(coupon.active_time.as_deref()),
        last_used_at: instant(coupon.last_used_time.as_deref()),
        order_id: coupon.order_id,
        lock_order_id: coupon.lock_order_id,
        plan_id: coupon.promotion_plan_id,
        plan_name: coupon.promotion_plan_name,
        plan_description: coupon.promotion_plan_desc,
        promotion_id: coupon.promotion_id,
        media_type: coupon.media_type,
        fetch_method: coupon.fetch_method,
        is_frozen: coupon.is_frozen,
        limits: array_of(&raw, "use_limits"),
        raw,
    })
}
