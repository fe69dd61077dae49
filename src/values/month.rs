//! A bill cycle: a calendar month cut in UTC+8 (API-26), written `YYYY-MM`.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, TimeZone, Utc};

/// The vendor's zone: bill cycles and vendor dates are cut in UTC+8.
#[must_use]
pub fn vendor_zone() -> FixedOffset {
    FixedOffset::east_opt(8 * 3600).unwrap_or_else(|| unreachable!("eight hours is a valid offset"))
}

/// The vendor's calendar date (UTC+8) of an instant.
#[must_use]
pub fn vendor_date(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&vendor_zone()).date_naive()
}

/// A month of the vendor's calendar (UTC+8). Ordered in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    first: NaiveDate,
}

/// The text was not a month written `YYYY-MM`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a month written YYYY-MM: {0:?}")]
pub struct NotMonth(pub String);

impl Month {
    /// The month an instant falls in, by the vendor's clock.
    #[must_use]
    pub fn of(at: DateTime<Utc>) -> Self {
        Self::containing(vendor_date(at))
    }

    /// The month of a calendar date.
    #[must_use]
    pub fn containing(date: NaiveDate) -> Self {
        Self { first: date.with_day(1).unwrap_or(date) }
    }

    /// First day of the month: how the database stores a bill cycle.
    #[must_use]
    pub const fn first_day(self) -> NaiveDate {
        self.first
    }

    /// Last day of the month.
    #[must_use]
    pub fn last_day(self) -> NaiveDate {
        self.next().first.pred_opt().unwrap_or(self.first)
    }

    /// The month before.
    #[must_use]
    pub fn previous(self) -> Self {
        Self::containing(self.first.pred_opt().unwrap_or(self.first))
    }

    /// The month after.
    #[must_use]
    pub fn next(self) -> Self {
        Self::containing(self.first.checked_add_months(chrono::Months::new(1)).unwrap_or(self.first))
    }

    /// The instant the month begins: midnight of the first in UTC+8.
    #[must_use]
    pub fn starts_at(self) -> DateTime<Utc> {
        let midnight = self.first.and_time(chrono::NaiveTime::MIN);
        vendor_zone().from_local_datetime(&midnight).single().map_or(DateTime::<Utc>::MIN_UTC, |at| at.to_utc())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.first.year(), self.first.month())
    }
}

impl FromStr for Month {
    type Err = NotMonth;

    fn from_str(text: &str) -> Result<Self, NotMonth> {
        let shape = text.len() == 7
            && text.bytes().enumerate().all(|(i, b)| if i == 4 { b == b'-' } else { b.is_ascii_digit() });
        let first = shape.then(|| NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").ok()).flatten();
        first.filter(|date| date.year() >= 2000).map(Self::containing).ok_or_else(|| NotMonth(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_cut_at_midnight_in_utc_plus_8() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        assert_eq!(Month::of(at("2026-10-31T15:59:59Z")).to_string(), "2026-10");
        assert_eq!(Month::of(at("2026-10-31T16:00:00Z")).to_string(), "2026-11");
        let november: Month = "2026-11".parse().unwrap();
        assert_eq!(november.starts_at(), at("2026-10-31T16:00:00Z"));
        assert_eq!(november.last_day().to_string(), "2026-11-30");
        assert_eq!(november.next().next().to_string(), "2027-01");
        assert_eq!(november.previous().to_string(), "2026-10");
    }

    #[test]
    fn only_the_written_form_is_read() {
        for text in ["2026-1", "2026-13", "2026/11", "26-11", "2026-11-01", "", "1999-12", "２０２６-11"] {
            assert!(text.parse::<Month>().is_err(), "{text:?}");
        }
    }
}
