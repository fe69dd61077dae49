//! What may be said about orders without looking anything up: which stretches of time are asked for, whose orders a page
//! shows, which colour a state has. Pure.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    access::permission::{Permission, ResellerOrderView},
    web::{Error, Tone, Typed},
};

/// How far back orders are always read again (SYNC-B14).
const RECENT: TimeDelta = TimeDelta::days(7);
/// How far back the first reading goes.
const FIRST: TimeDelta = TimeDelta::days(365);
/// Longest stretch asked for at once; the vendor takes a year (ORD-20), shorter ones move less while they are read.
const WIDEST: TimeDelta = TimeDelta::days(92);
/// Bounds are strict (API-27) and records come late (SYNC-4), so neighbouring stretches share this much.
const OVERLAP: TimeDelta = TimeDelta::minutes(15);

/// A stretch of creation times; both bounds are strict at the vendor (API-27).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Created after this.
    pub begin: DateTime<Utc>,
    /// Created before this.
    pub end: DateTime<Utc>,
}

/// The stretches to read at `now`: the last seven days, or back to the last complete reading if that is longer ago
/// (SYNC-B14); the first time a year. Oldest first.
#[must_use]
pub fn windows(now: DateTime<Utc>, last_read: Option<DateTime<Utc>>) -> Vec<Window> {
    let oldest = now - FIRST;
    let from = last_read.map_or(oldest, |at| (at - OVERLAP).min(now - RECENT)).max(oldest);
    let mut windows = Vec::new();
    let mut begin = from;
    while begin < now {
        let end = (begin + WIDEST).min(now + OVERLAP);
        windows.push(Window { begin, end });
        if end > now {
            break;
        }
        begin = end - OVERLAP;
    }
    windows
}

/// Whether refunds are asked for: unsubscriptions, and changes, which may be downgrades (ORD-22, SYNC-B14).
#[must_use]
pub const fn may_refund(order_type: i32) -> bool {
    matches!(order_type, 3 | 4)
}

/// Whose orders a list shows (ORD-06).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// Those of the partner's own customers (我的客户订单).
    Own,
    /// Those of its resellers' customers (云经销商的客户).
    Resellers,
}

impl Tab {
    /// The tab of an address.
    ///
    /// # Errors
    /// The second one is refused to who may not see it: he would take his own rows for the resellers'.
    pub fn of(typed: &Typed, may_resellers: bool) -> Result<Self, Error> {
        match (typed.get("tab"), may_resellers) {
            ("resellers", true) => Ok(Self::Resellers),
            ("resellers", false) => Err(Error::Forbidden(ResellerOrderView::CODES)),
            _ => Ok(Self::Own),
        }
    }
}

/// Colour of a state (ORD-04): somebody is waited for, or it is final.
#[must_use]
pub const fn tone(status: i32) -> Tone {
    match status {
        5 => Tone::Done,
        1..=3 | 6 | 9..=13 => Tone::Waiting,
        _ => Tone::Idle,
    }
}

/// Whether the customer still has to pay: then the end of the time for it is shown.
#[must_use]
pub const fn waits_for_payment(status: Option<i32>) -> bool {
    matches!(status, Some(6))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn every_instant_lies_strictly_inside_some_window() {
        let now = at("2026-11-22T10:00:00Z");
        for (last_read, reaches_back_to) in [
            (None, now - TimeDelta::days(365)),
            (Some(now - TimeDelta::hours(1)), now - TimeDelta::days(7)),
            (Some(now - TimeDelta::days(20)), now - TimeDelta::days(20) - OVERLAP),
            (Some(now - TimeDelta::days(900)), now - TimeDelta::days(365)),
        ] {
            let windows = windows(now, last_read);
            assert_eq!(windows[0].begin, reaches_back_to, "{last_read:?}");
            assert!(windows.last().unwrap().end > now, "the present second is inside");
            for window in &windows {
                assert!(window.end - window.begin <= TimeDelta::days(366), "{window:?} is longer than a year");
            }
            for pair in windows.windows(2) {
                assert!(pair[1].begin < pair[0].end, "{pair:?}: a record on the seam is in neither, bounds are strict");
            }
        }
    }

    #[test]
    fn a_recent_reading_needs_one_call() {
        let now = at("2026-11-22T10:00:00Z");
        assert_eq!(windows(now, Some(now - TimeDelta::minutes(60))).len(), 1);
        assert_eq!(windows(now, None).len(), 4);
    }

    #[test]
    fn refunds_belong_to_changes_and_unsubscriptions() {
        let asked: Vec<i32> = (1..=15).filter(|kind| may_refund(*kind)).collect();
        assert_eq!(asked, [3, 4]);
    }
}
