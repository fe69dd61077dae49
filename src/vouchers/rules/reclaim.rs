//! What can be taken back: the whole balance of a child (QUOTA-12) or of a coupon (COUPON-10). Pure.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

use super::{coupon, quota::Status};
use crate::cloud::site::Association;

/// Why nothing can be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotReclaimable {
    /// Only a normal child is taken back (QUOTA-12).
    State,
    /// The vendor no longer lists it.
    Unlisted,
    /// Nothing is left.
    Empty,
    /// Issued by a reseller, for which the member does not act.
    OfReseller,
    /// The customer is in the advisor model (COUPON-6).
    Advisor,
    /// The parent or the reseller is not known: nothing would prove the command (CMD-5).
    Rootless,
}

/// A child quota, as far as taking it back needs it.
#[derive(Debug, Clone, Copy)]
pub struct Child {
    /// `quota_status` as sent.
    pub status: Option<i32>,
    /// Left, in its currency.
    pub balance: Option<Decimal>,
    /// Whether the vendor still lists it.
    pub listed: bool,
    /// Whether its parent and its holder are known.
    pub rooted: bool,
}

/// Whether a child's balance can be taken back (QUOTA-12, QUOTA-14).
///
/// # Errors
/// The first thing in the way.
pub fn may_reclaim_quota(child: Child) -> Result<(), NotReclaimable> {
    if !child.listed {
        return Err(NotReclaimable::Unlisted);
    }
    if child.status != Some(Status::Normal.code()) {
        return Err(NotReclaimable::State);
    }
    if !child.rooted {
        return Err(NotReclaimable::Rootless);
    }
    left(child.balance)
}

/// A coupon, as far as taking it back needs it.
#[derive(Debug, Clone, Copy)]
pub struct Coupon {
    /// `status` as sent.
    pub status: Option<i32>,
    /// Not usable from then on.
    pub expires_at: Option<DateTime<Utc>>,
    /// Left, in its currency.
    pub balance: Option<Decimal>,
    /// Whether the vendor still lists it.
    pub listed: bool,
    /// Whether the member acts for its issuer: his own organisation, or as its distributor a reseller (API-8).
    pub acts: bool,
    /// How its customer is bound; none when that is not known.
    pub association: Option<Association>,
}

/// Whether a coupon's balance can be taken back (COUPON-3, COUPON-6, COUPON-10).
///
/// # Errors
/// The first thing in the way.
pub fn may_reclaim_coupon(coupon: Coupon, now: DateTime<Utc>) -> Result<(), NotReclaimable> {
    if !coupon.acts {
        return Err(NotReclaimable::OfReseller);
    }
    if !coupon.listed {
        return Err(NotReclaimable::Unlisted);
    }
    let state = coupon::State::of(coupon.status, coupon.expires_at, now);
    if !matches!(state, coupon::State::Usable | coupon::State::NotActivated) {
        return Err(NotReclaimable::State);
    }
    if coupon.association == Some(Association::Referral) {
        return Err(NotReclaimable::Advisor);
    }
    left(coupon.balance)
}

fn left(balance: Option<Decimal>) -> Result<(), NotReclaimable> {
    if balance.is_some_and(|balance| balance > Decimal::ZERO) { Ok(()) } else { Err(NotReclaimable::Empty) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_normal_child_with_a_balance_is_taken_back() {
        let some = Some(Decimal::ONE);
        for (status, balance, listed, rooted, want) in [
            (Some(0), some, true, true, Ok(())),
            (Some(0), Some(Decimal::ZERO), true, true, Err(NotReclaimable::Empty)),
            (Some(0), None, true, true, Err(NotReclaimable::Empty)),
            (Some(0), some, false, true, Err(NotReclaimable::Unlisted)),
            (Some(0), some, true, false, Err(NotReclaimable::Rootless)),
            (Some(3), some, true, true, Err(NotReclaimable::State)),
            (Some(4), some, true, true, Err(NotReclaimable::State)),
            (Some(5), some, true, true, Err(NotReclaimable::State)),
            (Some(6), some, true, true, Err(NotReclaimable::State)),
            (None, some, true, true, Err(NotReclaimable::State)),
        ] {
            let child = Child { status, balance, listed, rooted };
            assert_eq!(may_reclaim_quota(child), want, "{child:?}");
        }
    }

    #[test]
    fn only_a_usable_coupon_of_a_resellers_customer_is_taken_back() {
        let now: DateTime<Utc> = "2026-11-22T04:00:00Z".parse().unwrap();
        let ahead = Some(now + chrono::TimeDelta::days(1));
        let fine = Coupon {
            status: Some(2),
            expires_at: ahead,
            balance: Some(Decimal::ONE),
            listed: true,
            acts: true,
            association: Some(Association::Resale),
        };
        for (coupon, want) in [
            (fine, Ok(())),
            (Coupon { status: Some(1), ..fine }, Ok(())),
            (Coupon { association: None, ..fine }, Ok(())),
            (Coupon { status: Some(3), ..fine }, Err(NotReclaimable::State)),
            (Coupon { status: Some(4), ..fine }, Err(NotReclaimable::State)),
            (Coupon { status: Some(5), ..fine }, Err(NotReclaimable::State)),
            (Coupon { expires_at: Some(now), ..fine }, Err(NotReclaimable::State)),
            (Coupon { balance: Some(Decimal::ZERO), ..fine }, Err(NotReclaimable::Empty)),
            (Coupon { listed: false, ..fine }, Err(NotReclaimable::Unlisted)),
            (Coupon { acts: false, ..fine }, Err(NotReclaimable::OfReseller)),
            (Coupon { association: Some(Association::Referral), ..fine }, Err(NotReclaimable::Advisor)),
        ] {
            assert_eq!(may_reclaim_coupon(coupon, now), want, "{coupon:?}");
        }
    }
}
