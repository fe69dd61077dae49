//! When a resource is read next. Pure.

use chrono::{DateTime, TimeDelta, Utc};

use crate::values::month::vendor_zone;

/// How often a resource is read (SYNC-9, SYNC-B04).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cadence {
    /// Every so many minutes.
    Minutes(i64),
    /// Once a day at this hour of the vendor's day (UTC+8).
    DailyAt(u32),
}

/// When the resource is due after a reading that began at `started` and completed.
#[must_use]
pub fn next_after(cadence: Cadence, started: DateTime<Utc>) -> DateTime<Utc> {
    match cadence {
        Cadence::Minutes(minutes) => started + TimeDelta::minutes(minutes),
        Cadence::DailyAt(hour) => {
            let local = started.with_timezone(&vendor_zone());
            let today = local.date_naive().and_hms_opt(hour, 0, 0).unwrap_or_else(|| local.naive_local());
            let at = today.and_local_timezone(vendor_zone()).single().map_or(started, |at| at.to_utc());
            if at > started { at } else { at + TimeDelta::days(1) }
        }
    }
}

/// When it is tried again after `failures` runs in a row that did not complete: 1, 2, 4 … minutes, never later than
/// the cadence would have it and never more than an hour.
#[must_use]
pub fn next_after_failure(cadence: Cadence, now: DateTime<Utc>, failures: i32) -> DateTime<Utc> {
    let minutes = 1_i64 << failures.clamp(1, 7).unsigned_abs().saturating_sub(1);
    let backoff = now + TimeDelta::minutes(minutes.min(60));
    backoff.min(next_after(cadence, now))
}

/// How long a reading counts as fresh: twice its cadence, then pages warn.
#[must_use]
pub const fn fresh_for(cadence: Cadence) -> TimeDelta {
    match cadence {
        Cadence::Minutes(minutes) => TimeDelta::minutes(2 * minutes),
        Cadence::DailyAt(_) => TimeDelta::hours(36),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn daily_means_the_vendors_hour() {
        for (started, hour, want) in [
            ("2026-11-22T07:59:59Z", 16, "2026-11-22T08:00:00Z"),
            ("2026-11-22T08:00:00Z", 16, "2026-11-23T08:00:00Z"),
            ("2026-11-22T16:00:00Z", 2, "2026-11-22T18:00:00Z"),
            ("2026-11-30T23:00:00Z", 2, "2026-12-01T18:00:00Z"),
        ] {
            assert_eq!(next_after(Cadence::DailyAt(hour), at(started)), at(want), "{started}");
        }
        assert_eq!(next_after(Cadence::Minutes(5), at("2026-11-22T00:00:00Z")), at("2026-11-22T00:05:00Z"));
    }

    #[test]
    fn failures_wait_longer_but_never_longer_than_the_cadence() {
        let now = at("2026-11-22T00:00:00Z");
        for (failures, minutes) in [(1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (40, 60)] {
            assert_eq!(next_after_failure(Cadence::DailyAt(7), now, failures), now + TimeDelta::minutes(minutes));
        }
        assert_eq!(next_after_failure(Cadence::Minutes(5), now, 6), now + TimeDelta::minutes(5));
    }
}
