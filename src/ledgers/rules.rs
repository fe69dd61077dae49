//! What the ledgers conclude: how far an expiry is away, who is told when, how a difference is to be read. Pure.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;
use rust_decimal::Decimal;

use crate::values::month::vendor_date;

/// The farthest horizon.
pub const FARTHEST: TimeDelta = TimeDelta::days(30);
/// So late may the vendor list what has happened (SYNC-5).
const LATE: TimeDelta = TimeDelta::minutes(15);

/// How near an expiry is when it is told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Horizon {
    /// Within a day.
    Day,
    /// Within seven days.
    Week,
    /// Within thirty days.
    Month,
}

impl Horizon {
    /// Days.
    #[must_use]
    pub const fn days(self) -> i64 {
        match self {
            Self::Day => 1,
            Self::Week => 7,
            Self::Month => 30,
        }
    }

    /// The nearest horizon that so many days lie within; none beyond the farthest and none when it has passed.
    #[must_use]
    pub fn reached(days: i64) -> Option<Self> {
        [Self::Day, Self::Week, Self::Month].into_iter().find(|horizon| (0..=horizon.days()).contains(&days))
    }
}

/// Calendar days of the vendor (UTC+8) from today to `day`.
#[must_use]
pub fn days_until(day: NaiveDate, now: DateTime<Utc>) -> i64 {
    (day - vendor_date(now)).num_days()
}

/// Whether it is a working hour of an organisation: Monday to Friday, from the first of `hours` to before the second, in its zone.
#[must_use]
pub fn works(now: DateTime<Utc>, zone: &str, hours: (NaiveTime, NaiveTime)) -> bool {
    let local = now.with_timezone(&zone.parse::<Tz>().unwrap_or(chrono_tz::Asia::Shanghai));
    let weekend = matches!(local.weekday(), Weekday::Sat | Weekday::Sun);
    !weekend && hours.0 <= local.time() && local.time() < hours.1
}

/// What a difference between a balance and its records is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Records were read completely after they could be late: nothing explains it.
    Unexplained,
    /// A record may still come (SYNC-5).
    Settling,
    /// Records were never read.
    Unread,
    /// The balance was read before the records: not comparable until it is read again.
    Older,
}

impl Standing {
    /// Of a difference that stands since `since`, with records last read completely at `read_at`; `is_older`: the balance was
    /// read before them.
    #[must_use]
    pub fn of(since: DateTime<Utc>, read_at: Option<DateTime<Utc>>, is_older: bool) -> Self {
        match read_at {
            _ if is_older => Self::Older,
            None => Self::Unread,
            Some(read_at) if read_at >= since + LATE => Self::Unexplained,
            Some(_) => Self::Settling,
        }
    }
}

/// Sum of amounts in one currency, each summand with how many rows it stands for.
#[must_use]
pub fn total(summands: impl IntoIterator<Item = (i64, Decimal)>) -> (i64, Decimal) {
    summands.into_iter().fold((0, Decimal::ZERO), |sum, one| (sum.0 + one.0, sum.1 + one.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expiry_is_told_at_the_nearest_horizon_it_has_reached() {
        for (days, want) in [
            (-1, None),
            (0, Some(Horizon::Day)),
            (1, Some(Horizon::Day)),
            (2, Some(Horizon::Week)),
            (7, Some(Horizon::Week)),
            (8, Some(Horizon::Month)),
            (30, Some(Horizon::Month)),
            (31, None),
        ] {
            assert_eq!(Horizon::reached(days), want, "{days}");
        }
        let now = "2026-11-22T17:00:00Z".parse().unwrap();
        assert_eq!(days_until(NaiveDate::from_ymd_opt(2026, 11, 24).unwrap(), now), 1, "the vendor's day is the 23rd");
    }

    #[test]
    fn working_hours_are_the_organisations_own() {
        let hours = (NaiveTime::from_hms_opt(9, 0, 0).unwrap(), NaiveTime::from_hms_opt(18, 0, 0).unwrap());
        for (now, zone, want) in [
            ("2026-11-23T01:00:00Z", "Asia/Shanghai", true),
            ("2026-11-23T00:59:59Z", "Asia/Shanghai", false),
            ("2026-11-23T10:00:00Z", "Asia/Shanghai", false),
            ("2026-11-23T10:00:00Z", "Europe/Berlin", true),
            ("2026-11-22T04:00:00Z", "Asia/Shanghai", false),
            ("2026-11-23T01:00:00Z", "nowhere", true),
        ] {
            assert_eq!(works(now.parse().unwrap(), zone, hours), want, "{now} {zone}");
        }
    }

    #[test]
    fn a_difference_is_unexplained_only_after_late_records_were_read() {
        let since: DateTime<Utc> = "2026-11-22T03:00:00Z".parse().unwrap();
        for (read_at, want) in [
            (None, Standing::Unread),
            (Some("2026-11-22T03:14:59Z"), Standing::Settling),
            (Some("2026-11-22T03:15:00Z"), Standing::Unexplained),
        ] {
            let read_at = read_at.map(|at: &str| at.parse().unwrap());
            assert_eq!(Standing::of(since, read_at, false), want, "{read_at:?}");
            assert_eq!(Standing::of(since, read_at, true), Standing::Older, "{read_at:?}");
        }
    }
}
