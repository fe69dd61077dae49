//! To whom a quota is issued: to resellers as quota (QUOTA-10), or to customers as coupons (COUPON-8).

use super::hindrance::{Facts, Hindrance, may_issue_coupons, may_issue_quota};
use crate::commands::Kind;

/// Most recipients of one vendor request for coupons (COUPON-8).
const COUPONS_PER_CALL: usize = 100;

/// To whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Resellers get child quotas.
    Resellers,
    /// Customers get coupons.
    Customers,
}

impl Target {
    /// The kind of command.
    #[must_use]
    pub const fn kind(self) -> Kind {
        match self {
            Self::Resellers => Kind::QuotaIssue,
            Self::Customers => Kind::CouponIssue,
        }
    }

    /// Where the form is sent.
    #[must_use]
    pub fn path(self, quota_id: i64) -> String {
        match self {
            Self::Resellers => format!("/vouchers/quotas/{quota_id}/issues"),
            Self::Customers => format!("/vouchers/quotas/{quota_id}/coupons"),
        }
    }

    /// Where the form is.
    #[must_use]
    pub fn form(self, quota_id: i64) -> String {
        format!("{}/new", self.path(quota_id))
    }

    /// Most recipients of one vendor request (QUOTA-11, COUPON-8).
    #[must_use]
    pub const fn per_call(self) -> usize {
        match self {
            Self::Resellers => 1,
            Self::Customers => COUPONS_PER_CALL,
        }
    }

    /// Whether it can be done at all.
    ///
    /// # Errors
    /// The first thing in the way.
    pub fn may(self, facts: Facts) -> Result<(), Hindrance> {
        match self {
            Self::Resellers => may_issue_quota(facts),
            Self::Customers => may_issue_coupons(facts),
        }
    }
}
