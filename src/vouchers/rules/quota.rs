//! State of a quota, and whether coupons or children may be drawn from it now (QUOTA-6).

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

use crate::values::month::vendor_zone;

/// `quota_status` as documented (QUOTA-6); other codes are shown raw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// 0 正常.
    Normal,
    /// 3 失效: expired, or set by hand.
    Invalid,
    /// 4 额度调整中: visible, cannot issue.
    Adjusting,
    /// 5 冻结.
    Frozen,
    /// 6 回收: children only.
    Reclaimed,
}

impl Status {
    /// Every documented state, in the order of filters.
    pub const ALL: [Self; 5] = [Self::Normal, Self::Adjusting, Self::Frozen, Self::Invalid, Self::Reclaimed];

    /// Reads the vendor's number.
    #[must_use]
    pub const fn of(code: i32) -> Option<Self> {
        Some(match code {
            0 => Self::Normal,
            3 => Self::Invalid,
            4 => Self::Adjusting,
            5 => Self::Frozen,
            6 => Self::Reclaimed,
            _ => return None,
        })
    }

    /// The vendor's number.
    #[must_use]
    pub const fn code(self) -> i32 {
        match self {
            Self::Normal => 0,
            Self::Invalid => 3,
            Self::Adjusting => 4,
            Self::Frozen => 5,
            Self::Reclaimed => 6,
        }
    }

    /// The word in addresses and in the JSON API.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Invalid => "invalid",
            Self::Adjusting => "adjusting",
            Self::Frozen => "frozen",
            Self::Reclaimed => "reclaimed",
        }
    }

    /// Reads [`Status::word`].
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.word() == word)
    }
}

/// What decides whether a quota can be drawn from.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    /// `quota_status` as sent.
    pub status: Option<i32>,
    /// Drawable from then on.
    pub effective_at: Option<DateTime<Utc>>,
    /// Not drawable from then on.
    pub expires_at: Option<DateTime<Utc>>,
    /// Whether the vendor still lists it.
    pub listed: bool,
}

/// Why nothing can be drawn from a quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotIssuable {
    /// Its state forbids it; the badge says which.
    Status,
    /// `effective_time` lies ahead.
    NotYetEffective,
    /// `expire_time` has passed.
    Expired,
    /// The vendor no longer lists it.
    Unlisted,
    /// Validity is not known, so nothing is promised.
    NoValidity,
}

/// Issuable = status 0 and effective_time ≤ now < expire_time (QUOTA-6); what is not listed any more is not offered.
///
/// # Errors
/// The first reason against it.
pub fn may_issue(facts: Facts, now: DateTime<Utc>) -> Result<(), NotIssuable> {
    if !facts.listed {
        return Err(NotIssuable::Unlisted);
    }
    if facts.status != Some(Status::Normal.code()) {
        return Err(NotIssuable::Status);
    }
    let (Some(effective), Some(expires)) = (facts.effective_at, facts.expires_at) else {
        return Err(NotIssuable::NoValidity);
    };
    match (effective <= now, now < expires) {
        (false, _) => Err(NotIssuable::NotYetEffective),
        (true, false) => Err(NotIssuable::Expired),
        (true, true) => Ok(()),
    }
}

/// Share of a quota that has left its balance, in whole percent from 0 to 100, rounded down; 100 only when nothing is
/// left. `None` when it cannot be said: no value, or amounts that contradict QUOTA-5.
#[must_use]
pub fn used_percent(value: Option<Decimal>, balance: Option<Decimal>) -> Option<u8> {
    let (value, balance) = (value?, balance?);
    if value <= Decimal::ZERO || balance < Decimal::ZERO || balance > value {
        return None;
    }
    let percent = (value - balance).checked_mul(Decimal::ONE_HUNDRED)?.checked_div(value)?.trunc();
    u8::try_from(percent).ok()
}

/// Calendar days from today to the day of `until` in the vendor's zone; negative once that day has passed.
#[must_use]
pub fn days_left(until: DateTime<Utc>, now: DateTime<Utc>) -> i64 {
    let day = |at: DateTime<Utc>| at.with_timezone(&vendor_zone()).date_naive();
    (day(until) - day(now)).num_days()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn issuable_means_normal_and_within_validity() {
        let now = at("2026-11-22T04:00:00Z");
        let (before, after) = (Some(at("2026-11-22T03:59:59Z")), Some(at("2026-11-22T04:00:01Z")));
        let cases = [
            (Some(0), before, after, true, Ok(())),
            (Some(0), Some(now), after, true, Ok(())),
            (Some(0), before, Some(now), true, Err(NotIssuable::Expired)),
            (Some(0), after, after, true, Err(NotIssuable::NotYetEffective)),
            (Some(3), before, after, true, Err(NotIssuable::Status)),
            (Some(4), before, after, true, Err(NotIssuable::Status)),
            (Some(5), before, after, true, Err(NotIssuable::Status)),
            (Some(6), before, after, true, Err(NotIssuable::Status)),
            (Some(9), before, after, true, Err(NotIssuable::Status)),
            (None, before, after, true, Err(NotIssuable::Status)),
            (Some(0), None, after, true, Err(NotIssuable::NoValidity)),
            (Some(0), before, None, true, Err(NotIssuable::NoValidity)),
            (Some(0), before, after, false, Err(NotIssuable::Unlisted)),
        ];
        for (status, effective_at, expires_at, listed, want) in cases {
            let facts = Facts { status, effective_at, expires_at, listed };
            assert_eq!(may_issue(facts, now), want, "{facts:?}");
        }
    }

    #[test]
    fn words_and_numbers_of_states_are_read_back() {
        for status in Status::ALL {
            assert_eq!(Status::of(status.code()), Some(status));
            assert_eq!(Status::parse(status.word()), Some(status));
        }
        assert_eq!((Status::of(1), Status::parse("spent")), (None, None));
    }

    #[test]
    fn the_used_part_never_claims_more_than_is_gone() {
        let cases = [
            ("100", "100", Some(0)),
            ("100", "0", Some(100)),
            ("100000", "0.01", Some(99)),
            ("3", "2", Some(33)),
            ("0", "0", None),
            ("100", "-1", None),
            ("100", "101", None),
        ];
        for (value, balance, want) in cases {
            let (value, balance) = (value.parse().unwrap(), balance.parse().unwrap());
            assert_eq!(used_percent(Some(value), Some(balance)), want, "{value} {balance}");
        }
        assert_eq!(used_percent(None, Some(Decimal::ONE)), None);
    }

    #[test]
    fn remaining_days_are_days_of_the_vendor() {
        let now = at("2026-11-22T15:59:59Z");
        for (until, want) in [
            ("2026-11-22T15:59:59Z", 0),
            ("2026-11-22T16:00:00Z", 1),
            ("2026-12-31T15:59:59Z", 39),
            ("2026-11-21T15:59:59Z", -1),
        ] {
            assert_eq!(days_left(at(until), now), want, "{until}");
        }
    }
}
