//! What may not be done with a quota, and why (QUOTA-4, QUOTA-6, QUOTA-14, COUPON-8): told in place of the button, never hidden.

use rust_decimal::Decimal;

use super::quota::NotIssuable;
use crate::access::{Code, Kind, OrganizationState};

/// Why a member cannot issue from a quota, or reclaim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hindrance {
    /// The organisation is frozen or has left (ORG-6).
    ReadOnly,
    /// Quotas and their coupons exist in China only.
    Abroad,
    /// A cloud reseller hands no quota on (QUOTA-2).
    OfReseller,
    /// A solution provider has no resellers (QUOTA-2).
    OfProvider,
    /// The member lacks the permission.
    Permission(Code),
    /// Another organisation holds it: its own members issue from it.
    HeldByReseller,
    /// Cash-coupon quota is not handed on to resellers (QUOTA-9).
    CashCoupon,
    /// Huawei Cloud answered that the partner uses coupons itself (QUOTA-4).
    UsesCoupons,
    /// It cannot be drawn from now (QUOTA-6).
    NotIssuable(NotIssuable),
    /// Its balance is zero.
    UsedUp,
}

/// What decides whether a member may issue from a quota at all.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    /// Kind of the member's organisation.
    pub kind: Kind,
    /// Its state.
    pub state: OrganizationState,
    /// Whether it is connected to sites outside China only.
    pub abroad: bool,
    /// What is missing to the member, if anything.
    pub missing: Option<Code>,
    /// Whether his organisation holds the quota.
    pub own: bool,
    /// `quota_type`: 0 voucher, 1 cash coupon.
    pub quota_type: Option<i32>,
    /// Whether the vendor answered QUOTA-4 to the organisation's last issue.
    pub uses_coupons: bool,
    /// QUOTA-6 for now.
    pub issuable: Result<(), NotIssuable>,
    /// Left to issue, in the quota's currency.
    pub balance: Option<Decimal>,
}

/// Whether quota can be handed on to resellers from it (QUOTA-10).
///
/// # Errors
/// The first thing in the way.
pub fn may_issue_quota(facts: Facts) -> Result<(), Hindrance> {
    match facts.kind {
        Kind::Reseller => return Err(Hindrance::OfReseller),
        Kind::SolutionProvider | Kind::VendorDesk => return Err(Hindrance::OfProvider),
        Kind::Distributor => {}
    }
    common(facts)?;
    if facts.quota_type == Some(CASH_COUPON) {
        return Err(Hindrance::CashCoupon);
    }
    drawable(facts)
}

/// Whether coupons can be issued to customers from it (COUPON-8).
///
/// # Errors
/// The first thing in the way.
pub fn may_issue_coupons(facts: Facts) -> Result<(), Hindrance> {
    common(facts)?;
    drawable(facts)
}

/// `quota_type` of cash coupons.
const CASH_COUPON: i32 = 1;

fn common(facts: Facts) -> Result<(), Hindrance> {
    if facts.state != OrganizationState::Active {
        return Err(Hindrance::ReadOnly);
    }
    if facts.abroad {
        return Err(Hindrance::Abroad);
    }
    if !facts.own {
        return Err(Hindrance::HeldByReseller);
    }
    facts.missing.map_or(Ok(()), |code| Err(Hindrance::Permission(code)))
}

fn drawable(facts: Facts) -> Result<(), Hindrance> {
    if facts.uses_coupons {
        return Err(Hindrance::UsesCoupons);
    }
    facts.issuable.map_err(Hindrance::NotIssuable)?;
    if facts.balance.is_some_and(|balance| balance <= Decimal::ZERO) { Err(Hindrance::UsedUp) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::permission::{CouponIssue, QuotaIssue};

    fn fine() -> Facts {
        Facts {
            kind: Kind::Distributor,
            state: OrganizationState::Active,
            abroad: false,
            missing: None,
            own: true,
            quota_type: Some(0),
            uses_coupons: false,
            issuable: Ok(()),
            balance: Some(Decimal::ONE),
        }
    }

    #[test]
    fn each_hindrance_stands_in_the_way_of_one_or_both() {
        use Hindrance as H;
        let (quota, coupon) = (QuotaIssue::CODE, CouponIssue::CODE);
        let adjusting = Err(NotIssuable::Status);
        let cases = [
            (fine(), None, None),
            (Facts { kind: Kind::Reseller, ..fine() }, Some(H::OfReseller), None),
            (Facts { kind: Kind::SolutionProvider, ..fine() }, Some(H::OfProvider), None),
            (Facts { state: OrganizationState::Frozen, ..fine() }, Some(H::ReadOnly), Some(H::ReadOnly)),
            (Facts { abroad: true, ..fine() }, Some(H::Abroad), Some(H::Abroad)),
            (Facts { missing: Some(quota), ..fine() }, Some(H::Permission(quota)), Some(H::Permission(quota))),
            (Facts { own: false, missing: Some(coupon), ..fine() }, Some(H::HeldByReseller), Some(H::HeldByReseller)),
            (Facts { quota_type: Some(1), ..fine() }, Some(H::CashCoupon), None),
            (Facts { quota_type: None, ..fine() }, None, None),
            (Facts { uses_coupons: true, ..fine() }, Some(H::UsesCoupons), Some(H::UsesCoupons)),
            (
                Facts { issuable: adjusting, ..fine() },
                Some(H::NotIssuable(NotIssuable::Status)),
                Some(H::NotIssuable(NotIssuable::Status)),
            ),
            (
                Facts { issuable: Err(NotIssuable::Expired), balance: Some(Decimal::ZERO), ..fine() },
                Some(H::NotIssuable(NotIssuable::Expired)),
                Some(H::NotIssuable(NotIssuable::Expired)),
            ),
            (Facts { balance: Some(Decimal::ZERO), ..fine() }, Some(H::UsedUp), Some(H::UsedUp)),
            (Facts { balance: None, ..fine() }, None, None),
        ];
        for (facts, quotas, coupons) in cases {
            assert_eq!(may_issue_quota(facts).err(), quotas, "{facts:?}");
            assert_eq!(may_issue_coupons(facts).err(), coupons, "{facts:?}");
        }
    }
}
