//! How long a report or invitation is valid, and how many may be open (CUST-3). Pure.

use chrono::{Days, NaiveDate};

use crate::values::day::{self, NoDay};

/// Most reports that may be pending and valid at the vendor.
pub const MOST_REPORTS: i64 = 100;

/// How a customer was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// 报备: valid fifteen days.
    Report,
    /// 邮件邀请: the link is valid seven days.
    Mail,
    /// 线下邀请 by link or QR code: never expires.
    Link,
}

impl Way {
    /// Every way, in the order of pages.
    pub const ALL: [Self; 3] = [Self::Report, Self::Mail, Self::Link];

    /// The word of the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Mail => "mail",
            Self::Link => "link",
        }
    }

    /// Reads [`Way::as_str`].
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.as_str() == word)
    }

    /// The last day of what was done on a day; both UTC+8.
    #[must_use]
    pub fn expires_on(self, sent_on: NaiveDate) -> Option<NaiveDate> {
        let days = match self {
            Self::Report => 15,
            Self::Mail => 7,
            Self::Link => return None,
        };
        sent_on.checked_add_days(Days::new(days))
    }
}

/// Where an invitation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Valid, so many days more; none: without an end.
    Open(Option<i64>),
    /// Its last day has passed and nobody said what became of it.
    Expired,
    /// The customer is associated.
    Accepted,
    /// Withdrawn or refused.
    Ended,
}

/// Where an invitation stands on a day, UTC+8.
#[must_use]
pub fn standing_of(state: &str, expires_on: Option<NaiveDate>, today: NaiveDate) -> Standing {
    match (state, expires_on) {
        ("accepted", _) => Standing::Accepted,
        ("ended", _) => Standing::Ended,
        (_, Some(last)) if last < today => Standing::Expired,
        (_, last) => Standing::Open(last.map(|last| (last - today).num_days())),
    }
}

/// Why a record cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// Nothing was typed.
    Missing,
    /// None of the choices.
    Choice,
    /// Not a day.
    Day,
    /// No day of the calendar.
    NoSuchDay,
    /// After today.
    Future,
    /// Longer than this many characters.
    TooLong(usize),
    /// [`MOST_REPORTS`] are open already.
    TooMany,
}

/// The day it was done: a day, not after today.
///
/// # Errors
/// What is wrong.
pub fn sent_on(typed: &str, today: NaiveDate) -> Result<NaiveDate, Wrong> {
    if typed.is_empty() {
        return Err(Wrong::Missing);
    }
    match day::read(typed) {
        Err(NoDay::Form) => Err(Wrong::Day),
        Err(NoDay::Absent) => Err(Wrong::NoSuchDay),
        Ok(day) if day > today => Err(Wrong::Future),
        Ok(day) => Ok(day),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn reports_last_fifteen_days_mails_seven_links_for_ever() {
        let sent = on("2026-11-20");
        for (way, want) in
            [(Way::Report, Some(on("2026-12-05"))), (Way::Mail, Some(on("2026-11-27"))), (Way::Link, None)]
        {
            assert_eq!(way.expires_on(sent), want);
            assert_eq!(Way::parse(way.as_str()), Some(way));
        }
    }

    #[test]
    fn a_last_day_still_counts() {
        let last = Some(on("2026-11-22"));
        for (state, expires, today, want) in [
            ("open", last, "2026-11-22", Standing::Open(Some(0))),
            ("open", last, "2026-11-20", Standing::Open(Some(2))),
            ("open", last, "2026-11-23", Standing::Expired),
            ("open", None, "2026-11-23", Standing::Open(None)),
            ("accepted", last, "2026-11-23", Standing::Accepted),
            ("ended", last, "2026-11-20", Standing::Ended),
        ] {
            assert_eq!(standing_of(state, expires, on(today)), want, "{state} {today}");
        }
        let today = on("2026-11-22");
        assert_eq!(sent_on("2026-11-22", today), Ok(today));
        for (typed, want) in [
            ("", Wrong::Missing),
            ("22.11.2026", Wrong::Day),
            ("2026-02-30", Wrong::NoSuchDay),
            ("2026-11-23", Wrong::Future),
        ] {
            assert_eq!(sent_on(typed, today), Err(want), "{typed}");
        }
    }
}
