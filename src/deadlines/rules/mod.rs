//! When somebody is reminded, how urgent something is, and what a calendar program reads. Pure.

pub mod calendar;
pub mod reminder;

use chrono::NaiveDate;

/// How urgent an open deadline is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// Its last day is over.
    Over,
    /// At most a week is left.
    Near,
    /// There is time.
    Far,
}

/// How urgent a last day is today, and the days that are left: none on the last one, fewer after it.
pub fn urgency(due_on: NaiveDate, today: NaiveDate) -> (Urgency, i64) {
    let left = (due_on - today).num_days();
    let urgency = match left {
        ..0 => Urgency::Over,
        0..=7 => Urgency::Near,
        _ => Urgency::Far,
    };
    (urgency, left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_is_near_within_a_week() {
        for (due, want) in [
            ("2026-11-21", (Urgency::Over, -1)),
            ("2026-11-22", (Urgency::Near, 0)),
            ("2026-11-29", (Urgency::Near, 7)),
            ("2026-11-30", (Urgency::Far, 8)),
        ] {
            assert_eq!(urgency(due.parse().unwrap(), "2026-11-22".parse().unwrap()), want, "{due}");
        }
    }
}
