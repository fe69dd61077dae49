//! Reads quotas, coupons and their records. The only place of the slice that sees the vendor's words.

pub mod coupon_records;
pub mod coupons;
pub mod issued_quotas;
pub mod own_coupons;
pub mod quota_records;
pub mod quotas;
pub mod touched_coupons;

use serde_json::Value;

use crate::{
    cloud::site::Site,
    sync::{Resource, SyncError},
    values::{Currency, Masked},
};

pub use self::{
    coupon_records::COUPON_RECORDS, coupons::COUPONS, issued_quotas::ISSUED_QUOTAS, own_coupons::OWN_COUPONS,
    quota_records::QUOTA_RECORDS, quotas::VOUCHER_QUOTAS, touched_coupons::TOUCHED_COUPONS,
};

/// Everything of this slice that is read from the vendor.
pub static RESOURCES: &[&Resource] =
    &[&VOUCHER_QUOTAS, &ISSUED_QUOTAS, &QUOTA_RECORDS, &COUPONS, &OWN_COUPONS, &COUPON_RECORDS, &TOUCHED_COUPONS];

/// Currency of a record of the China site that names none (API-28).
fn china_currency(named: Option<String>) -> String {
    named.filter(|name| !name.is_empty()).or_else(|| currency_of(Site::China)).unwrap_or_default()
}

fn currency_of(site: Site) -> Option<String> {
    site.currency().as_ref().map(Currency::as_str).map(str::to_owned)
}

/// The array `field` of a record as received; an empty one when it is absent.
fn array_of(raw: &Value, field: &str) -> Value {
    raw.get(field).filter(|found| found.is_array()).cloned().unwrap_or_else(|| Value::Array(Vec::new()))
}

fn plain(text: Option<Masked<String>>) -> Option<String> {
    text.map(|text| text.reveal().clone())
}

/// The reading as `Result`, for records that must carry their id.
fn id_of(id: Option<String>, what: &str) -> Result<String, String> {
    id.filter(|id| !id.is_empty()).ok_or_else(|| format!("{what} without an id"))
}

type Pulled = Result<usize, SyncError>;
