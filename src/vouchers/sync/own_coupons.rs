//! Reads the coupons the partner itself holds (COUPON-12), on every site.

use serde_json::Value;

use super::{Pulled, array_of, currency_of, id_of};
use crate::{
    cloud::{
        site::{Site, Sites},
        wire::{
            coupons::{ListSubCustomerCoupons, OwnCoupon},
            instant,
        },
    },
    sync::{Cadence, List, Pass, Resource, scope},
    vouchers::mirror::own_coupons::{OwnCouponRow, merge, miss},
};

/// The partner's own coupons, nightly (SYNC-9).
pub static OWN_COUPONS: Resource = Resource {
    name: "own_coupons",
    api: "ListSubCustomerCoupons",
    sites: Sites::Both,
    after: &[],
    distributor_only: false,
    cadence: Cadence::DailyAt(3),
    plan: scope::partner,
    pull: |pass| Box::pin(pull(pass)),
    finish: None,
};

async fn pull(pass: &mut Pass<'_>) -> Pulled {
    let row = match pass.account().site {
        Site::China => china_row,
        Site::International => international_row,
        Site::Europe => row,
    };
    let request = ListSubCustomerCoupons::default();
    let key = |row: &OwnCouponRow| row.remote_id.clone();
    let listed = pass.read_list(List { request, row, key, merge, windowed: false }).await?;
    let count = listed.len();
    pass.apply(move |connection, stamp| Box::pin(async move { miss(connection, stamp, &listed).await })).await?;
    Ok(count)
}

fn china_row(coupon: OwnCoupon, raw: Value) -> Result<OwnCouponRow, String> {
    row(coupon, raw).map(|row| row.in_currency(currency_of(Site::China)))
}

fn international_row(coupon: OwnCoupon, raw: Value) -> Result<OwnCouponRow, String> {
    row(coupon, raw).map(|row| row.in_currency(currency_of(Site::International)))
}

fn row(coupon: OwnCoupon, raw: Value) -> Result<OwnCouponRow, String> {
    Ok(OwnCouponRow {
        remote_id: id_of(coupon.coupon_id, "a coupon")?,
        coupon_code: coupon.coupon_code,
        holder_remote_id: coupon.customer_id,
        coupon_type: coupon.coupon_type,
        coupon_version: coupon.coupon_version,
        status: coupon.status,
        face_value: coupon.face_value,
        balance: coupon.balance,
        currency: coupon.currency.filter(|name| !name.is_empty()),
        measure_id: coupon.measure_id,
        created_at: instant(coupon.create_time.as_deref()),
        effective_at: instant(coupon.valid_time.as_deref()),
        expires_at: instant(coupon.expire_time.as_deref()),
        activated_at: instant(coupon.active_time.as_deref()),
        last_used_at: instant(coupon.reserve_time.as_deref()),
        order_id: coupon.order_id,
        lock_order_id: coupon.lock_order_id,
        plan_id: coupon.promotion_plan_id,
        plan_name: coupon.plan_name,
        plan_description: coupon.plan_desc,
        promotion_id: coupon.promotion_id,
        media_type: coupon.media_type,
        fetch_method: coupon.fetch_method,
        is_frozen: coupon.is_frozen,
        coupon_usage: coupon.coupon_usage,
        source_id: coupon.source_id,
        extension: coupon.extend_param1,
        limits: array_of(&raw, "use_limits"),
        raw,
    })
}
