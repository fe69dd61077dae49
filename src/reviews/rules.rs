//! When an access review runs and reminds, who answers in it, and what became of an answer (PERM-8). Pure.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

/// PERM-8: days a review runs, the day it begins included.
const RUNS: u64 = 14;
/// PERM-8: days before the end on which those who have not answered are reminded, latest first.
const REMINDERS: [i64; 2] = [1, 7];

/// Midnight at which a day begins in a zone.
fn midnight(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    midnight.and_local_timezone(zone).earliest().map_or_else(|| midnight.and_utc(), |at| at.to_utc())
}

/// The first instant at which a review that begins now is over: midnight of the organisation's zone after its 14th day.
#[must_use]
pub fn end_of(starts_at: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
    let first = starts_at.with_timezone(&zone).date_naive();
    midnight(first.checked_add_days(Days::new(RUNS)).unwrap_or(first), zone)
}

/// Its last day in the organisation's zone.
#[must_use]
pub fn last_day(ends_at: DateTime<Utc>, zone: Tz) -> NaiveDate {
    let after = ends_at.with_timezone(&zone).date_naive();
    after.pred_opt().unwrap_or(after)
}

/// Days that are left, the present one included; 0 when it is over.
#[must_use]
pub fn days_left(ends_at: DateTime<Utc>, now: DateTime<Utc>, zone: Tz) -> i64 {
    let day = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive();
    if now >= ends_at { 0 } else { (day(ends_at) - day(now)).num_days() }
}

/// The reminder that is due: 7 or 1; none before and after.
#[must_use]
pub fn reminder(ends_at: DateTime<Utc>, now: DateTime<Utc>, (zone, opens): (Tz, NaiveTime)) -> Option<i64> {
    let left = days_left(ends_at, now, zone);
    if now.with_timezone(&zone).time() < opens {
        return None;
    }
    REMINDERS.into_iter().find(|days| left > 0 && left <= *days)
}

/// Whether a review takes answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It does.
    Running,
    /// It is over: what was not answered is listed, and stays as it is.
    Ended,
}

/// The state of a review.
#[must_use]
pub fn state_of(ends_at: DateTime<Utc>, now: DateTime<Utc>) -> State {
    if now < ends_at { State::Running } else { State::Ended }
}

/// The quarter of a day, `2026-Q4`, and the day it began.
#[must_use]
pub fn quarter_of(day: NaiveDate) -> (String, NaiveDate) {
    let quarter = day.month0() / 3;
    let first = NaiveDate::from_ymd_opt(day.year(), quarter * 3 + 1, 1).unwrap_or(day);
    (format!("{}-Q{}", day.year(), quarter + 1), first)
}

/// The quarter for which a review is due: once a quarter, from its first day on, unless the organisation is younger.
#[must_use]
pub fn due_quarter(created_at: DateTime<Utc>, now: DateTime<Utc>, zone: Tz) -> Option<String> {
    let (quarter, first) = quarter_of(now.with_timezone(&zone).date_naive());
    (created_at < midnight(first, zone)).then_some(quarter)
}

/// Whose role it is, and who is to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Concern {
    /// Whose role.
    pub member_id: i64,
    /// His director; none: the Admins and the master.
    pub reviewer_id: Option<i64>,
    /// Whether the director can still sign in: otherwise the Admins and the master answer.
    pub reviewer_works: bool,
}

/// Who wants to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reader {
    /// Key.
    pub member_id: i64,
    /// An Admin or the master.
    pub agrees: bool,
}

/// Whether the reader is asked about a role: nobody about his own.
#[must_use]
pub fn is_asked(reader: Reader, concern: Concern) -> bool {
    let director = concern.reviewer_id == Some(reader.member_id);
    let nobody_else = concern.reviewer_id.is_none() || !concern.reviewer_works;
    reader.member_id != concern.member_id && (director || reader.agrees && nobody_else)
}

/// What became of a role in a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nobody has answered yet.
    Open,
    /// Nobody answered until the end; nothing was changed.
    Unanswered,
    /// Kept.
    Kept,
    /// To be removed; a second person has not agreed yet.
    Waits,
    /// Removed.
    Removed,
    /// A second person refused, or the request was withdrawn: the role stays.
    Refused,
    /// To be removed, but it is the member's last role: his login is to be disabled.
    LastRole,
}

/// What became of a role: the answer, the state of the request it led to (`role_requests.state`), and the review.
#[must_use]
pub fn outcome_of(answer: Option<&str>, request: Option<&str>, state: State) -> Outcome {
    match (answer, request, state) {
        (None, _, State::Running) => Outcome::Open,
        (None, _, State::Ended) => Outcome::Unanswered,
        (Some("remove"), None, _) => Outcome::LastRole,
        (Some("remove"), Some("pending"), _) => Outcome::Waits,
        (Some("remove"), Some("approved"), _) => Outcome::Removed,
        (Some("remove"), Some(_), _) => Outcome::Refused,
        (Some(_), ..) => Outcome::Kept,
    }
}

impl Outcome {
    /// Whether an answer can still be given or changed: a removal is decided by the second person.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHANGHAI: Tz = chrono_tz::Asia::Shanghai;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_review_runs_fourteen_days_of_the_zone() {
        for (start, zone, end, last) in [
            ("2026-11-22T04:00:00Z", SHANGHAI, "2026-12-05T16:00:00Z", "2026-12-05"),
            ("2026-11-22T15:59:59Z", SHANGHAI, "2026-12-05T16:00:00Z", "2026-12-05"),
            ("2026-11-22T16:00:00Z", SHANGHAI, "2026-12-06T16:00:00Z", "2026-12-06"),
            ("2026-11-22T16:00:00Z", chrono_tz::UTC, "2026-12-06T00:00:00Z", "2026-12-05"),
            // The clocks of Berlin go forward on 29 March: the day has 23 hours.
            ("2026-03-20T11:00:00Z", chrono_tz::Europe::Berlin, "2026-04-02T22:00:00Z", "2026-04-02"),
        ] {
            let ends = end_of(at(start), zone);
            assert_eq!((ends, last_day(ends, zone).to_string()), (at(end), last.to_owned()), "{start} {zone}");
        }
    }

    #[test]
    fn reminders_are_due_seven_days_and_one_day_before_the_end() {
        let ends = at("2026-12-05T16:00:00Z"); // midnight in Shanghai
        for (now, zone, want) in [
            ("2026-11-28T15:59:59Z", SHANGHAI, None),
            // Midnight has passed, the working day has not begun (ORG-12).
            ("2026-11-28T16:00:00Z", SHANGHAI, None),
            ("2026-11-29T00:59:59Z", SHANGHAI, None),
            ("2026-11-29T01:00:00Z", SHANGHAI, Some(7)),
            ("2026-12-04T15:59:59Z", SHANGHAI, Some(7)),
            ("2026-12-04T16:00:00Z", SHANGHAI, None),
            ("2026-12-05T01:00:00Z", SHANGHAI, Some(1)),
            ("2026-12-05T15:59:59Z", SHANGHAI, Some(1)),
            ("2026-12-05T16:00:00Z", SHANGHAI, None),
        ] {
            assert_eq!(reminder(ends, at(now), (zone, NaiveTime::from_hms_opt(9, 0, 0).unwrap())), want, "{now}");
        }
        assert_eq!(state_of(ends, at("2026-12-05T15:59:59Z")), State::Running);
        assert_eq!(state_of(ends, ends), State::Ended);
    }

    #[test]
    fn a_quarter_begins_at_midnight_of_the_zone() {
        let old = at("2026-01-01T00:00:00Z");
        for (now, zone, want) in [
            ("2026-09-30T15:59:59Z", SHANGHAI, "2026-Q3"),
            ("2026-09-30T16:00:00Z", SHANGHAI, "2026-Q4"),
            ("2026-09-30T16:00:00Z", chrono_tz::UTC, "2026-Q3"),
            ("2026-12-31T16:00:00Z", SHANGHAI, "2027-Q1"),
        ] {
            assert_eq!(due_quarter(old, at(now), zone).as_deref(), Some(want), "{now} {zone}");
        }
        let young = at("2026-09-30T16:00:00Z");
        assert_eq!(due_quarter(young, at("2026-11-22T04:00:00Z"), SHANGHAI), None, "made in this quarter");
    }

    #[test]
    fn nobody_answers_for_himself() {
        let concern = |member_id, reviewer_id, reviewer_works| Concern { member_id, reviewer_id, reviewer_works };
        let reader = |member_id, agrees| Reader { member_id, agrees };
        for (reader, concern, want) in [
            (reader(9, false), concern(2, Some(9), true), true),
            (reader(8, false), concern(2, Some(9), true), false),
            (reader(1, true), concern(2, Some(9), true), false),
            (reader(1, true), concern(2, Some(9), false), true),
            (reader(1, true), concern(2, None, true), true),
            (reader(1, true), concern(1, None, true), false),
            (reader(8, false), concern(2, None, true), false),
        ] {
            assert_eq!(is_asked(reader, concern), want, "{reader:?} {concern:?}");
        }
    }

    #[test]
    fn what_became_of_a_role() {
        use Outcome::{Kept, LastRole, Open, Refused, Removed, Unanswered, Waits};
        for (answer, request, state, want) in [
            (None, None, State::Running, Open),
            (None, None, State::Ended, Unanswered),
            (Some("keep"), None, State::Running, Kept),
            (Some("keep"), None, State::Ended, Kept),
            (Some("remove"), None, State::Running, LastRole),
            (Some("remove"), Some("pending"), State::Ended, Waits),
            (Some("remove"), Some("approved"), State::Running, Removed),
            (Some("remove"), Some("refused"), State::Running, Refused),
            (Some("remove"), Some("withdrawn"), State::Ended, Refused),
        ] {
            assert_eq!(outcome_of(answer, request, state), want, "{answer:?} {request:?} {state:?}");
        }
    }
}
