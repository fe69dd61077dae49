//! What is known about everybody and everything a sheet names. Pure.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

/// A reseller or customer.
#[derive(Debug, Clone, Default)]
pub struct Party {
    /// The vendor's id.
    pub remote_id: String,
    /// Account name.
    pub account_name: String,
    /// The association has ended.
    pub has_left: bool,
    /// Advisor model.
    pub is_advisor: bool,
}

/// A quota, child or coupon.
#[derive(Debug, Clone, Default)]
pub struct Stock {
    /// Number.
    pub remote_id: String,
    /// State, time and listing allow to draw from it or take it back.
    pub is_sound: bool,
    /// Drawable or usable from then on.
    pub effective_at: Option<DateTime<Utc>>,
    /// Until then.
    pub expires_at: Option<DateTime<Utc>>,
    /// What is left.
    pub balance: Decimal,
    /// ISO 4217.
    pub currency: String,
    /// A child's parent, a coupon's quota.
    pub parent: Option<String>,
    /// Who holds it: reseller or customer.
    pub holder: String,
    /// Account name of the holder.
    pub holder_name: String,
}

/// What is known.
#[derive(Debug, Default)]
pub struct Ground {
    /// Resellers or customers by id, and by account name in lower case; several of one name are there several times.
    pub parties: HashMap<String, Vec<Party>>,
    /// Own quotas.
    pub quotas: HashMap<String, Stock>,
    /// Children or coupons that are taken back.
    pub taken: HashMap<String, Stock>,
    /// What may be transferred, and its currency (ACCT-3).
    pub transferable: Option<(Decimal, String)>,
    /// Amounts of open commands by source.
    pub open_amounts: HashMap<String, Decimal>,
    /// Open commands by recipient.
    pub open: HashMap<String, i64>,
}
