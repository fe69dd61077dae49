//! SQL that merges the vendor's rows into the mirrors. Only `sync` calls it.

pub mod coupon_records;
pub mod coupons;
pub mod issued_quotas;
pub mod own_coupons;
pub mod quota_records;
pub mod quotas;
