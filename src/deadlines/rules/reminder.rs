//! When somebody is reminded of a deadline. Pure.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

use crate::values::workdays::Calendar;

/// How many working days before the last day somebody is reminded (COM-10), the latest last.
pub const REMINDERS: [u16; 2] = [5, 1];

/// The reminder that is due today and was not overtaken by a later one; one that would fall on day 0 or before is none.
pub fn reminder(calendar: &Calendar, (began_on, due_on): (NaiveDate, NaiveDate), today: NaiveDate) -> Option<u16> {
    let reached = |days: &u16| {
        let from = calendar.before(due_on, *days);
        from > began_on && today >= from
    };
    REMINDERS.into_iter().rev().filter(|_| today <= due_on).find(reached)
}

/// Whether an organisation works now: a working day of the site, within its hours.
pub fn works(calendar: &Calendar, now: DateTime<Utc>, (zone, hours): (Tz, (NaiveTime, NaiveTime))) -> bool {
    let local = now.with_timezone(&zone);
    calendar.is_working_day(local.date_naive()) && hours.0 <= local.time() && local.time() < hours.1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::workdays::Special;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// 2026-10-10 is a Saturday that is worked.
    fn calendar() -> Calendar {
        let holidays = ["2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"];
        let special = holidays.map(|text| (day(text), Special::Holiday));
        let all = special.into_iter().chain([(day("2026-10-10"), Special::MakeUp)]);
        Calendar::new(chrono_tz::Asia::Shanghai, [2026], all)
    }

    #[test]
    fn reminders_come_five_and_one_working_days_before() {
        for (began, due, today, want) in [
            ("2026-09-01", "2026-10-12", "2026-09-28", None),
            // 12 October less five: 10, 9, 8 October, 30 and 29 September.
            ("2026-09-01", "2026-10-12", "2026-09-29", Some(5)),
            ("2026-09-01", "2026-10-12", "2026-10-09", Some(5)),
            ("2026-09-01", "2026-10-12", "2026-10-10", Some(1)),
            ("2026-09-01", "2026-10-12", "2026-10-12", Some(1)),
            ("2026-09-01", "2026-10-12", "2026-10-13", None),
            // Five working days in all: the first reminder would be day 0.
            ("2026-09-29", "2026-10-12", "2026-09-29", None),
            ("2026-09-28", "2026-10-12", "2026-09-29", Some(5)),
            ("2026-10-12", "2026-10-12", "2026-10-12", None),
            // Due on a Sunday: one working day before it is the worked Saturday.
            ("2026-09-01", "2026-10-11", "2026-10-09", Some(5)),
            ("2026-09-01", "2026-10-11", "2026-10-10", Some(1)),
        ] {
            assert_eq!(reminder(&calendar(), (day(began), day(due)), day(today)), want, "{began} {due} {today}");
        }
    }

    #[test]
    fn messages_wait_for_working_hours() {
        let hours = (NaiveTime::from_hms_opt(9, 0, 0).unwrap(), NaiveTime::from_hms_opt(18, 0, 0).unwrap());
        for (now, want) in [
            ("2026-10-08T00:59:59Z", false),
            ("2026-10-08T01:00:00Z", true),
            ("2026-10-08T10:00:00Z", false),
            ("2026-10-07T02:00:00Z", false),
            ("2026-10-10T02:00:00Z", true),
            ("2026-10-11T02:00:00Z", false),
        ] {
            let zone = chrono_tz::Asia::Shanghai;
            assert_eq!(works(&calendar(), now.parse().unwrap(), (zone, hours)), want, "{now}");
        }
    }
}
