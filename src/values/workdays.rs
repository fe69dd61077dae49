//! Working days and limits (DL-01…04): which days of a site count, when a limit ends, how many working days lie between two
//! days. Pure: knows no table, no clock and no benefit; whoever counts brings the calendar with him.
//!
//! The day of the event is day 0. A limit of n ends at 24:00 of day n in the site's zone; what follows is done at 00:10 after
//! it. A year without a calendar skips weekends only, and the calendar says that it guesses ([`Calendar::guesses`]).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc, Weekday};
use chrono_tz::Tz;

/// How long after the end of a limit its timer acts (DL-02).
const ACTS_AFTER: TimeDelta = TimeDelta::minutes(10);

/// A day that is not what its weekday says (DL-01).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Special {
    /// A weekday on which nobody works.
    Holiday,
    /// A Saturday or Sunday on which people work, to make up for a holiday.
    MakeUp,
}

/// The working days of a site: its zone, the years it is settled for, and their special days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    zone: Tz,
    years: BTreeSet<i32>,
    special: BTreeMap<NaiveDate, Special>,
}

/// How long something may take, counted from its event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// So many working days (wd).
    WorkingDays(u16),
    /// So many days of the calendar.
    Days(u16),
    /// So many hours from the instant; of an event that is only a day, to the end of that day.
    Hours(u16),
    /// So many months; a day that the month does not have is its last.
    Months(u16),
    /// To the last day of the event's month (DL-14, DL-17).
    EndOfMonth,
    /// To the last day of the quarter after the event's (DL-16).
    EndOfNextQuarter,
    /// To a day that a notice names (DL-05, DL-08).
    Until(NaiveDate),
}

/// When a limit ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The last day on which it can still be done, in the site's zone.
    pub last_day: NaiveDate,
    /// The instant after which it cannot: 24:00 of the last day.
    pub at: DateTime<Utc>,
    /// When the timer acts: ten minutes later (DL-02).
    pub acts_at: DateTime<Utc>,
}

impl Due {
    /// The later of two: a changed calendar never shortens what is stored (DL-04).
    #[must_use]
    pub fn or_later(self, other: Self) -> Self {
        if other.at > self.at { other } else { self }
    }

    /// Whether it can still be done at `now`: 24:00 itself is the next day.
    #[must_use]
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        now < self.at
    }
}

impl Calendar {
    /// A calendar of a zone; `years` are settled, even one without special days.
    #[must_use]
    pub fn new(
        zone: Tz,
        years: impl IntoIterator<Item = i32>,
        special: impl IntoIterator<Item = (NaiveDate, Special)>,
    ) -> Self {
        Self { zone, years: years.into_iter().collect(), special: special.into_iter().collect() }
    }

    /// The zone whose midnight ends a day.
    #[must_use]
    pub const fn zone(&self) -> Tz {
        self.zone
    }

    /// Whether people work on this day.
    #[must_use]
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        match self.special.get(&day).filter(|_| self.years.contains(&day.year())) {
            Some(Special::Holiday) => false,
            Some(Special::MakeUp) => true,
            None => !matches!(day.weekday(), Weekday::Sat | Weekday::Sun),
        }
    }

    /// Years from one day to another that nobody has settled: what is counted in them is a guess (DL-01).
    #[must_use]
    pub fn guesses(&self, from: NaiveDate, to: NaiveDate) -> Vec<i32> {
        (from.year()..=to.year()).filter(|year| !self.years.contains(year)).collect()
    }

    /// The day it is in the site at an instant.
    #[must_use]
    pub fn day(&self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self.zone).date_naive()
    }

    /// 24:00 of a day. Where clocks change at midnight, the first instant that is surely the next day.
    #[must_use]
    pub fn end_of(&self, day: NaiveDate) -> DateTime<Utc> {
        let midnight = following(day).and_time(NaiveTime::MIN);
        let local = self.zone.from_local_datetime(&midnight).earliest();
        let skipped = || self.zone.from_local_datetime(&(midnight + TimeDelta::hours(1))).earliest();
        local.or_else(skipped).map_or_else(|| midnight.and_utc(), |at| at.to_utc())
    }

    /// The `count`-th working day after a day; the day itself is none of them.
    #[must_use]
    pub fn after(&self, day: NaiveDate, count: u16) -> NaiveDate {
        self.walk(day, count, following)
    }

    /// The `count`-th working day before a day; the day itself is none of them.
    #[must_use]
    pub fn before(&self, day: NaiveDate, count: u16) -> NaiveDate {
        self.walk(day, count, |day| day.pred_opt().unwrap_or(day))
    }

    fn walk(&self, day: NaiveDate, count: u16, step: fn(NaiveDate) -> NaiveDate) -> NaiveDate {
        let (mut day, mut left) = (day, count);
        while left > 0 {
            let next = step(day);
            // The ends of time: no day follows.
            if next == day {
                return day;
            }
            day = next;
            left -= u16::from(self.is_working_day(day));
        }
        day
    }

    /// Working days after `event` up to and including `start` (DL-03); none if `start` is not later.
    #[must_use]
    pub fn between(&self, event: NaiveDate, start: NaiveDate) -> usize {
        following(event).iter_days().take_while(|day| *day <= start).filter(|day| self.is_working_day(*day)).count()
    }

    /// Whether `event` lies at least `count` working days before `start` (DL-03).
    #[must_use]
    pub fn is_ahead(&self, event: NaiveDate, start: NaiveDate, count: u16) -> bool {
        start > event && self.after(event, count) <= start
    }

    /// When a limit ends that an event began at an instant.
    #[must_use]
    pub fn due(&self, event: DateTime<Utc>, limit: Limit) -> Due {
        let Limit::Hours(hours) = limit else { return self.due_from(self.day(event), limit) };
        let at = event + TimeDelta::hours(i64::from(hours));
        Due { last_day: self.day(at), at, acts_at: at + ACTS_AFTER }
    }

    /// When a limit ends that began with a day.
    #[must_use]
    pub fn due_from(&self, event: NaiveDate, limit: Limit) -> Due {
        let last_day = match limit {
            Limit::WorkingDays(count) => self.after(event, count),
            Limit::Days(count) => event + Days::new(u64::from(count)),
            Limit::Hours(_) => event,
            Limit::Months(count) => event + Months::new(u32::from(count)),
            Limit::EndOfMonth => last_of_month(event),
            Limit::EndOfNextQuarter => last_of_month(event + Months::new(5 - event.month0() % 3)),
            Limit::Until(day) => day,
        };
        let at = self.end_of(last_day);
        Due { last_day, at, acts_at: at + ACTS_AFTER }
    }
}

/// The next day; at the end of time the same.
fn following(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}

fn last_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1)
        .and_then(|first| first.checked_add_months(Months::new(1)))
        .and_then(|next| next.pred_opt())
        .unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// The seed of the China site for 2026 (DL-01).
    fn china() -> Calendar {
        let holidays = [
            "01-01", "01-02", "02-16", "02-17", "02-18", "02-19", "02-20", "02-23", "04-06", "05-01", "05-04", "05-05",
            "06-19", "09-25", "10-01", "10-02", "10-05", "10-06", "10-07",
        ];
        let make_up = ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"];
        let of = |days: &[&str], special| {
            days.iter().map(|text| (day(&format!("2026-{text}")), special)).collect::<Vec<_>>()
        };
        let special = [of(&holidays, Special::Holiday), of(&make_up, Special::MakeUp)].concat();
        Calendar::new(chrono_tz::Asia::Shanghai, [2026], special)
    }

    #[test]
    fn holidays_rest_and_make_up_days_work() {
        for (text, works) in [
            ("2026-11-23", true),
            ("2026-11-22", false),
            ("2026-10-01", false),
            ("2026-10-10", true),
            ("2026-02-14", true),
            ("2026-02-15", false),
            ("2026-01-04", true),
            ("2026-10-08", true),
            // Nobody settled 2027: its first of January counts, its Saturdays do not.
            ("2027-01-01", true),
            ("2027-01-02", false),
        ] {
            assert_eq!(china().is_working_day(day(text)), works, "{text}");
        }
    }

    #[test]
    fn limits_end_on_their_day() {
        for (from, limit, last) in [
            // SCN-10 (DL-13): the National Day holidays and the make-up Saturday lie within.
            ("2026-10-01", Limit::WorkingDays(14), "2026-10-26"),
            ("2026-10-09", Limit::WorkingDays(1), "2026-10-10"),
            ("2026-10-10", Limit::WorkingDays(1), "2026-10-12"),
            ("2026-11-20", Limit::WorkingDays(1), "2026-11-23"),
            ("2026-11-23", Limit::WorkingDays(0), "2026-11-23"),
            ("2026-02-13", Limit::WorkingDays(2), "2026-02-24"),
            // Into a year without a calendar: only weekends are skipped.
            ("2026-12-31", Limit::WorkingDays(2), "2027-01-04"),
            // SCN-17 (DL-20).
            ("2026-06-30", Limit::Days(90), "2026-09-28"),
            ("2026-06-30", Limit::Days(180), "2026-12-27"),
            ("2026-11-23", Limit::Months(12), "2027-11-23"),
            ("2028-02-29", Limit::Months(12), "2029-02-28"),
            ("2026-01-31", Limit::Months(1), "2026-02-28"),
            ("2026-02-01", Limit::EndOfMonth, "2026-02-28"),
            ("2026-12-31", Limit::EndOfMonth, "2026-12-31"),
            ("2026-01-01", Limit::EndOfNextQuarter, "2026-06-30"),
            ("2026-09-30", Limit::EndOfNextQuarter, "2026-12-31"),
            ("2026-11-30", Limit::EndOfNextQuarter, "2027-03-31"),
            ("2026-11-23", Limit::Until(day("2026-12-05")), "2026-12-05"),
        ] {
            assert_eq!(china().due_from(day(from), limit).last_day, day(last), "{from} {limit:?}");
        }
    }

    #[test]
    fn scn_15_ten_working_days_ahead() {
        let submitted = day("2026-11-02");
        for (start, days, ahead) in [
            ("2026-11-13", 9, false),
            ("2026-11-14", 9, false),
            ("2026-11-16", 10, true),
            ("2026-11-02", 0, false),
            ("2026-10-30", 0, false),
        ] {
            assert_eq!(china().between(submitted, day(start)), days, "{start}");
            assert_eq!(china().is_ahead(submitted, day(start), 10), ahead, "{start}");
        }
        assert_eq!(china().before(day("2026-11-16"), 10), submitted);
        assert_eq!(china().before(day("2026-10-12"), 1), day("2026-10-10"));
        assert_eq!(china().before(day("2026-10-08"), 1), day("2026-09-30"));
    }

    #[test]
    fn days_end_at_midnight_of_the_site() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let calendar = china();
        // 23:59:59 of 26 October in China is 15:59:59 UTC.
        let due = calendar.due(at("2026-10-01T01:00:00Z"), Limit::WorkingDays(14));
        assert_eq!((due.at, due.acts_at), (at("2026-10-26T16:00:00Z"), at("2026-10-26T16:10:00Z")));
        assert!(due.is_open(at("2026-10-26T15:59:59Z")) && !due.is_open(at("2026-10-26T16:00:00Z")));
        let due = calendar.due(at("2026-11-23T14:00:00Z"), Limit::Hours(3));
        assert_eq!((due.last_day, due.at), (day("2026-11-24"), at("2026-11-23T17:00:00Z")));
        // An event at 16:00 UTC is of the next day there.
        assert_eq!(calendar.day(at("2026-11-22T15:59:59Z")), day("2026-11-22"));
        assert_eq!(calendar.day(at("2026-11-22T16:00:00Z")), day("2026-11-23"));
        // Where the clocks change the day is 23 or 25 hours long; in Santiago midnight itself is skipped.
        let berlin = Calendar::new(chrono_tz::Europe::Berlin, [], []);
        assert_eq!(berlin.end_of(day("2026-03-28")), at("2026-03-28T23:00:00Z"));
        assert_eq!(berlin.end_of(day("2026-03-29")), at("2026-03-29T22:00:00Z"));
        let santiago = Calendar::new(chrono_tz::America::Santiago, [], []);
        assert_eq!(santiago.end_of(day("2026-09-05")), at("2026-09-06T04:00:00Z"));
    }

    #[test]
    fn a_changed_calendar_never_shortens() {
        let before = china().due_from(day("2026-11-23"), Limit::WorkingDays(5));
        let moved = [(day("2026-11-26"), Special::Holiday)];
        let after =
            Calendar::new(chrono_tz::Asia::Shanghai, [2026], moved).due_from(day("2026-11-23"), Limit::WorkingDays(5));
        assert_eq!((before.last_day, after.last_day), (day("2026-11-30"), day("2026-12-01")));
        assert_eq!(before.or_later(after), after);
        assert_eq!(after.or_later(before), after);
    }

    #[test]
    fn unsettled_years_are_named() {
        for (from, to, want) in [
            ("2026-01-01", "2026-12-31", vec![]),
            ("2026-12-31", "2027-01-01", vec![2027]),
            ("2025-12-31", "2027-01-01", vec![2025, 2027]),
        ] {
            assert_eq!(china().guesses(day(from), day(to)), want, "{from} {to}");
        }
    }
}
