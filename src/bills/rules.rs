//! When a bill cycle is read and how final it is (BILL-40 to BILL-43, SYNC-B04). Pure.

use chrono::{DateTime, Datelike, TimeDelta, Utc};
use rust_decimal::Decimal;

use crate::values::{
    Month,
    month::{vendor_date, vendor_zone},
};

/// How final a bill cycle is (BILL-40).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finality {
    /// The month is running.
    Open,
    /// The month is over, rows still arrive.
    Provisional,
    /// Complete after the 5th, 12:00 (UTC+8).
    Final,
    /// Changed after it was final.
    Restated,
}

impl Finality {
    /// The code stored in `bill_cycles.finality`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Provisional => "provisional",
            Self::Final => "final",
            Self::Restated => "restated",
        }
    }

    /// Reads the stored code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Open, Self::Provisional, Self::Final, Self::Restated].into_iter().find(|f| f.as_str() == code)
    }
}

/// A cycle's finality with the version of its figures: 0 until final, then 1, and one more per restatement (BILL-43).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// How final.
    pub finality: Finality,
    /// Version of the figures.
    pub version: i32,
}

/// Which figures of a cycle: each set is read and closed by itself (BILL-01).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataSet {
    /// Consumption details (BILL-50).
    Detail,
    /// Monthly sums (BILL-52).
    Monthly,
    /// The partner's bill (BILL-53).
    PartnerBill,
}

impl DataSet {
    /// The code stored in `bill_cycles.data_set`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Detail => "detail",
            Self::Monthly => "monthly",
            Self::PartnerBill => "partner_bill",
        }
    }
}

/// The instant from which a complete reading makes the cycle final: the 5th of the next month, 12:00 UTC+8 (BILL-41).
#[must_use]
pub fn final_from(month: Month) -> DateTime<Utc> {
    month.next().starts_at() + TimeDelta::days(4) + TimeDelta::hours(12)
}

/// Where a cycle stands after a complete reading that began at `pulled_at` and found `changed` lines since `before`.
#[must_use]
pub fn standing_of(month: Month, pulled_at: DateTime<Utc>, before: Option<Standing>, changed: bool) -> Standing {
    if let Some(closed) = before.filter(|s| matches!(s.finality, Finality::Final | Finality::Restated)) {
        return if changed { Standing { finality: Finality::Restated, version: closed.version + 1 } } else { closed };
    }
    if pulled_at < month.next().starts_at() {
        Standing { finality: Finality::Open, version: 0 }
    } else if pulled_at < final_from(month) {
        Standing { finality: Finality::Provisional, version: 0 }
    } else {
        Standing { finality: Finality::Final, version: 1 }
    }
}

/// Whether the schedule reads a cycle today: daily until it is closed, then the one before the open one again on the 6th, the
/// 10th, the 20th and the last day (BILL-43, SYNC-B04). `standing`: `None` when it was never read completely.
#[must_use]
pub fn is_read_on(month: Month, now: DateTime<Utc>, standing: Option<Standing>) -> bool {
    let is_closed = standing.is_some_and(|s| matches!(s.finality, Finality::Final | Finality::Restated));
    let current = Month::of(now);
    let today = vendor_date(now);
    let checkpoint = matches!(today.day(), 6 | 10 | 20) || today == current.last_day();
    !is_closed || month >= current || (month == current.previous() && checkpoint)
}

/// First day to ask for when an open cycle was completely read before: three days back (SYNC-B04); `None` = the whole month.
#[must_use]
pub fn window_from(month: Month, now: DateTime<Utc>, completed_at: Option<DateTime<Utc>>) -> Option<chrono::NaiveDate> {
    let completed = completed_at?;
    if Month::of(now) != month || Month::of(completed) != month {
        return None;
    }
    let from = completed.with_timezone(&vendor_zone()).date_naive() - TimeDelta::days(3);
    (from > month.first_day()).then_some(from)
}

/// What was dropped in rounding: list price less discount less payable (BILL-32); nothing when one of them is unknown.
#[must_use]
pub fn rounded_off_of(
    official: Option<Decimal>,
    discount: Option<Decimal>,
    payable: Option<Decimal>,
) -> Option<Decimal> {
    Some(official? - discount.unwrap_or_default() - payable?)
}

/// Kind of a `bill_detail_type` (BILL-46).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Consumption.
    Consume,
    /// Refund.
    Refund,
    /// Adjustment.
    Adjust,
}

/// The group of a `bill_detail_type`; nothing for one the vendor does not document.
#[must_use]
pub const fn group_of(bill_detail_type: i32) -> Option<Group> {
    match bill_detail_type {
        1..=3 | 5 | 8 | 12 | 14 | 15 | 17 | 18 | 23 | 25 | 103 => Some(Group::Consume),
        4 | 20 | 24 | 100 => Some(Group::Refund),
        9 | 16 | 101 | 102 => Some(Group::Adjust),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_rounded_off_is_what_nothing_else_explains() {
        let amount = |text: &str| Some(text.parse::<Decimal>().unwrap());
        for (official, discount, payable, want) in [
            (amount("10.12345678"), amount("1.1"), amount("9.02"), amount("0.00345678")),
            (amount("10"), None, amount("10"), amount("0")),
            (amount("-3.5"), amount("-0.5"), amount("-3"), amount("0.0")),
            (None, amount("1"), amount("9"), None),
            (amount("1"), amount("1"), None, None),
        ] {
            assert_eq!(rounded_off_of(official, discount, payable), want);
        }
        assert_eq!(
            (group_of(25), group_of(24), group_of(16), group_of(77)),
            (Some(Group::Consume), Some(Group::Refund), Some(Group::Adjust), None)
        );
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    #[test]
    fn a_cycle_goes_from_open_to_final_by_the_vendors_clock() {
        let october = month("2026-10");
        let closed = Standing { finality: Finality::Final, version: 1 };
        for (pulled, before, changed, finality, version) in [
            ("2026-10-31T15:59:59Z", None, false, Finality::Open, 0),
            ("2026-10-31T16:00:00Z", None, false, Finality::Provisional, 0),
            ("2026-11-05T03:59:59Z", None, true, Finality::Provisional, 0),
            ("2026-11-05T04:00:00Z", None, true, Finality::Final, 1),
            ("2026-11-10T04:00:00Z", Some(closed), false, Finality::Final, 1),
            ("2026-11-10T04:00:00Z", Some(closed), true, Finality::Restated, 2),
        ] {
            let standing = standing_of(october, at(pulled), before, changed);
            assert_eq!(standing, Standing { finality, version }, "{pulled}");
        }
        let restated = Standing { finality: Finality::Restated, version: 2 };
        assert_eq!(standing_of(october, at("2026-11-20T04:00:00Z"), Some(restated), true).version, 3);
        assert_eq!(standing_of(october, at("2026-11-20T04:00:00Z"), Some(restated), false), restated);
    }

    #[test]
    fn closed_cycles_are_read_again_on_the_checkpoints_only() {
        let standing = |finality| Some(Standing { finality, version: 0 });
        let (open, provisional) = (standing(Finality::Open), standing(Finality::Provisional));
        let (closed, restated) = (standing(Finality::Final), standing(Finality::Restated));
        for (now, cycle, standing, want) in [
            ("2026-11-22T00:00:00Z", "2026-11", open, true),
            ("2026-11-22T00:00:00Z", "2026-10", closed, false),
            ("2026-11-22T00:00:00Z", "2026-10", restated, false),
            ("2026-11-22T00:00:00Z", "2026-10", None, true),
            ("2026-11-22T00:00:00Z", "2026-10", provisional, true),
            ("2026-11-02T16:00:00Z", "2026-10", open, true),
            ("2026-11-05T16:00:00Z", "2026-10", closed, true),
            ("2026-11-06T16:00:00Z", "2026-10", closed, false),
            ("2026-11-20T00:00:00Z", "2026-10", closed, true),
            ("2026-11-30T00:00:00Z", "2026-10", restated, true),
            ("2026-11-10T00:00:00Z", "2026-08", closed, false),
        ] {
            assert_eq!(is_read_on(month(cycle), at(now), standing), want, "{now} {cycle}");
        }
    }

    #[test]
    fn an_open_cycle_is_read_three_days_back() {
        let november = month("2026-11");
        let now = at("2026-11-22T08:00:00Z");
        assert_eq!(window_from(november, now, None), None);
        assert_eq!(window_from(november, now, Some(at("2026-11-21T08:00:00Z"))), "2026-11-18".parse().ok());
        assert_eq!(window_from(november, now, Some(at("2026-11-03T08:00:00Z"))), None);
        assert_eq!(window_from(month("2026-10"), now, Some(at("2026-10-21T08:00:00Z"))), None);
        assert_eq!(window_from(november, now, Some(at("2026-10-31T08:00:00Z"))), None);
    }
}
