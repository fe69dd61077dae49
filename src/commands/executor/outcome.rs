//! What an answer makes of a call (CMD-2, CMD-12). Pure.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    cloud::{Class, Failure, wire::lines::Line},
    commands::Kind,
};

/// CMD-2: flow control may refuse one call so often.
const MOST_REFUSALS: i32 = 5;
/// CMD-2: pause while an earlier allocation of the quota runs, and for how long in all.
const BUSY_PAUSE: Duration = Duration::from_secs(30);
const BUSY_LIMIT: TimeDelta = TimeDelta::minutes(10);
/// CMD-2: the longest pause while the vendor cannot be reached.
const LONGEST_PAUSE: u64 = 60;

/// What became of one command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// The vendor said yes; with the exact id it named.
    Confirmed(Option<String>),
    /// Nothing happened: why, and the vendor's code.
    Failed(&'static str, Option<String>),
    /// It may or may not have happened.
    Unknown(Option<String>),
}

/// What became of a call that failed as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// The same for each of its commands.
    Over(Fate),
    /// Nothing was done: later again, for this reason.
    Again {
        /// The word that pages show.
        waits: &'static str,
        /// After so long.
        pause: Duration,
        /// Whether flow control refused it, which is counted.
        is_counted: bool,
    },
}

/// What went before this attempt.
#[derive(Debug, Clone, Copy)]
pub struct History<'a> {
    /// Kind of the call.
    pub kind: Kind,
    /// How often a node took it, this time included.
    pub tries: i32,
    /// How often flow control refused it before.
    pub refusals: i32,
    /// Why it waited last, and since when.
    pub waits: Option<(&'a str, DateTime<Utc>)>,
}

/// Judges one line of an answer.
pub fn fate(line: Line) -> Fate {
    match line {
        Line::Done(made) => Fate::Confirmed(made),
        Line::Refused(code) => Fate::Failed("refused", code),
        Line::Unknown => Fate::Unknown(None),
    }
}

/// A pause that doubles with every try, up to a minute.
pub fn backoff(tries: i32) -> Duration {
    let doubled = 1_u64.checked_shl(u32::try_from(tries.clamp(0, 10)).unwrap_or(10)).unwrap_or(LONGEST_PAUSE);
    Duration::from_secs(doubled.min(LONGEST_PAUSE))
}

/// Judges a call that failed as a whole (CMD-2).
pub fn ending(history: History<'_>, failure: &Failure, now: DateTime<Utc>) -> Ending {
    let code = failure.code().map(str::to_owned);
    let later = |waits, pause, is_counted| Ending::Again { waits, pause, is_counted };
    match failure.class {
        Class::NotOffered => Ending::Over(Fate::Failed("not_offered", None)),
        Class::Invalid => Ending::Over(Fate::Failed("unbuilt", None)),
        Class::Budget | Class::NotSent => later("unreachable", backoff(history.tries), false),
        Class::Throttled if failure.status.is_none() => {
            later("throttled", failure.retry_after.unwrap_or(Duration::from_secs(1)), false)
        }
        Class::Throttled if history.refusals + 1 >= MOST_REFUSALS => Ending::Over(Fate::Failed("throttled", code)),
        Class::Throttled => later("throttled", failure.retry_after.unwrap_or(Duration::from_secs(1)), true),
        Class::Refused => refused(history, code, now),
        Class::Unknown | Class::Unavailable | Class::Unreadable => Ending::Over(Fate::Unknown(code)),
    }
}

fn refused(history: History<'_>, code: Option<String>, now: DateTime<Utc>) -> Ending {
    match (history.kind, code.as_deref()) {
        (_, Some("CBC.50000045")) => {
            let since = history.waits.filter(|(why, _)| *why == "busy_quota").map_or(now, |(_, since)| since);
            if now - since >= BUSY_LIMIT {
                return Ending::Over(Fate::Failed("busy_quota", code));
            }
            Ending::Again { waits: "busy_quota", pause: BUSY_PAUSE, is_counted: false }
        }
        // Already gone, or already there: only reading tells by whom (CMD-12, CUST-8).
        (Kind::CouponReclaim, Some("CBC.99000048")) | (Kind::CustomerCreate, Some("CBC.99000039" | "CBC.99000050")) => {
            Ending::Over(Fate::Unknown(code))
        }
        _ => Ending::Over(Fate::Failed("refused", code)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn every_class_has_one_ending() {
        let now = at("2026-11-22T10:00:00Z");
        let failed = |why, code: Option<&str>| Ending::Over(Fate::Failed(why, code.map(str::to_owned)));
        let unknown = |code: Option<&str>| Ending::Over(Fate::Unknown(code.map(str::to_owned)));
        let again =
            |waits, seconds, is_counted| Ending::Again { waits, pause: Duration::from_secs(seconds), is_counted };
        type Case<'a> = (Kind, Class, Option<&'a str>, Option<u16>, i32, Ending);
        let cases: Vec<Case<'_>> = vec![
            (Kind::QuotaIssue, Class::NotOffered, None, None, 0, failed("not_offered", None)),
            (Kind::QuotaIssue, Class::Invalid, None, None, 0, failed("unbuilt", None)),
            (Kind::QuotaIssue, Class::NotSent, None, None, 0, again("unreachable", 8, false)),
            (Kind::QuotaIssue, Class::Budget, None, None, 0, again("unreachable", 8, false)),
            (Kind::QuotaIssue, Class::Throttled, None, None, 9, again("throttled", 1, false)),
            (Kind::QuotaIssue, Class::Throttled, None, Some(429), 3, again("throttled", 1, true)),
            (Kind::QuotaIssue, Class::Throttled, None, Some(429), 4, failed("throttled", None)),
            (
                Kind::QuotaIssue,
                Class::Refused,
                Some("CBC.99000013"),
                Some(400),
                0,
                failed("refused", Some("CBC.99000013")),
            ),
            (Kind::QuotaIssue, Class::Refused, Some("CBC.50000045"), Some(400), 0, again("busy_quota", 30, false)),
            (Kind::CouponReclaim, Class::Refused, Some("CBC.99000048"), Some(200), 0, unknown(Some("CBC.99000048"))),
            (
                Kind::CouponIssue,
                Class::Refused,
                Some("CBC.99000048"),
                Some(200),
                0,
                failed("refused", Some("CBC.99000048")),
            ),
            (Kind::CustomerCreate, Class::Refused, Some("CBC.99000039"), Some(400), 0, unknown(Some("CBC.99000039"))),
            (Kind::CustomerTransfer, Class::Unknown, Some("CBC.0999"), Some(500), 0, unknown(Some("CBC.0999"))),
            (Kind::CustomerTransfer, Class::Unknown, None, None, 0, unknown(None)),
        ];
        for (kind, class, code, status, refusals, want) in cases {
            let failure = Failure { code: code.map(Into::into), status, ..Failure::local("X", class) };
            let history = History { kind, tries: 3, refusals, waits: None };
            assert_eq!(ending(history, &failure, now), want, "{kind:?} {class:?} {code:?}");
        }
    }

    #[test]
    fn a_busy_quota_is_waited_for_ten_minutes() {
        let failure =
            Failure { code: Some("CBC.50000045".into()), status: Some(400), ..Failure::local("X", Class::Refused) };
        for (since, is_over) in [("2026-11-22T09:50:01Z", false), ("2026-11-22T09:50:00Z", true)] {
            let waits = Some(("busy_quota", at(since)));
            let history = History { kind: Kind::QuotaIssue, tries: 9, refusals: 0, waits };
            let ending = ending(history, &failure, at("2026-11-22T10:00:00Z"));
            assert_eq!(matches!(ending, Ending::Over(Fate::Failed("busy_quota", _))), is_over, "{since}");
        }
    }

    #[test]
    fn pauses_double_up_to_a_minute() {
        assert_eq!([0, 1, 3, 6, 400].map(|tries| backoff(tries).as_secs()), [1, 2, 8, 60, 60]);
    }
}
