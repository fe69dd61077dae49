//! What the readings of a customer's verification mean together (RN-8), and when to ask again (RN-9).

pub mod application;

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    access::permission::{Permission, ResellerCustomerView},
    web::{Error, Tone, Typed},
};

/// Between two askings on the first day of a review, then afterwards (RN-9).
const SOON: TimeDelta = TimeDelta::minutes(15);
const LATER: TimeDelta = TimeDelta::hours(1);
const FIRST_DAY: TimeDelta = TimeDelta::days(1);

/// Where a customer's verification stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nothing was ever submitted.
    None,
    /// The vendor reviews an application.
    InReview,
    /// The last application was refused; the customer may apply again.
    Refused,
    /// Verified.
    Verified,
    /// The check failed (international site); the customer may apply again.
    Failed,
    /// The vendor sent a value without a meaning here; shown raw (API-3).
    Unknown,
}

impl State {
    /// All states, as a filter lists them.
    pub const ALL: [Self; 6] = [Self::None, Self::InReview, Self::Refused, Self::Verified, Self::Failed, Self::Unknown];

    /// The word in the database and in addresses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::InReview => "in_review",
            Self::Refused => "refused",
            Self::Verified => "verified",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }

    /// Reads [`State::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// Meaning of `verified_status` in the customer list (CUST-10, RN-8).
    #[must_use]
    pub fn of_list(verified_status: Option<&str>) -> Self {
        match verified_status {
            None | Some("" | "-1") => Self::None,
            Some("0") => Self::InReview,
            Some("1") => Self::Refused,
            Some("2") => Self::Verified,
            Some("3") => Self::Failed,
            Some(_) => Self::Unknown,
        }
    }

    /// Meaning of `review_result` (RN-5, RN-8); absent when nothing was ever submitted.
    #[must_use]
    pub const fn of_result(review_result: Option<i64>) -> Self {
        match review_result {
            None => Self::None,
            Some(0) => Self::InReview,
            Some(1) => Self::Refused,
            Some(2) => Self::Verified,
            Some(_) => Self::Unknown,
        }
    }
}

/// Which call said it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The customer list (CUST-10).
    List,
    /// The result of the application (RN-5).
    Result,
}

impl Source {
    /// The word in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Result => "result",
        }
    }

    /// Reads [`Source::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::List, Self::Result].into_iter().find(|source| source.as_str() == text)
    }
}

/// What one source said, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// What it means.
    pub state: State,
    /// When it was read.
    pub at: DateTime<Utc>,
}

/// Where the verification stood before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The portal's state.
    pub state: State,
    /// The reading that brought this state.
    pub state_at: DateTime<Utc>,
    /// The source of the newest reading.
    pub source: Source,
    /// Since when it is in review.
    pub review_since: Option<DateTime<Utc>>,
    /// When the result is asked for (again); `None` when it is not in review.
    pub next_ask_at: Option<DateTime<Utc>>,
}

/// The newest reading wins (RN-8); of two at the same instant the answer about this one customer does.
#[must_use]
pub fn stand(before: Option<Standing>, list: Reading, result: Option<Reading>, now: DateTime<Utc>) -> Standing {
    let (newest, source) = match result {
        Some(result) if result.at >= list.at => (result, Source::Result),
        _ => (list, Source::List),
    };
    let unchanged = before.filter(|before| before.state == newest.state);
    let in_review = newest.state == State::InReview;
    let review_since = in_review.then(|| unchanged.and_then(|before| before.review_since).unwrap_or(newest.at));
    Standing {
        state: newest.state,
        state_at: unchanged.map_or(newest.at, |before| before.state_at),
        source,
        review_since,
        next_ask_at: review_since.map(|since| next_ask(since, result.map(|result| result.at), now)),
    }
}

/// When to ask for a result: at once, then every 15 minutes, hourly after the first day (RN-9).
#[must_use]
pub fn next_ask(review_since: DateTime<Utc>, asked_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> DateTime<Utc> {
    match asked_at.filter(|asked| *asked >= review_since) {
        None => now,
        Some(asked) if asked - review_since < FIRST_DAY => asked + SOON,
        Some(asked) => asked + LATER,
    }
}

/// When to ask again after the vendor would not answer about this customer.
#[must_use]
pub fn after_refusal(now: DateTime<Utc>) -> DateTime<Utc> {
    now + LATER
}

/// Whose customers a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// The partner's own.
    Own,
    /// Those of its resellers.
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
            ("resellers", false) => Err(Error::Forbidden(ResellerCustomerView::CODES)),
            _ => Ok(Self::Own),
        }
    }
}

/// Colour of a state.
#[must_use]
pub const fn tone(state: State) -> Tone {
    match state {
        State::Verified => Tone::Done,
        State::InReview => Tone::Waiting,
        State::Refused | State::Failed => Tone::Refused,
        State::None | State::Unknown => Tone::Idle,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_000_000 + minute * 60, 0).unwrap()
    }

    #[test]
    fn three_enumerations_mean_one_state() {
        for (list, result, want) in [
            (None, None, State::None),
            (Some("-1"), None, State::None),
            (Some("0"), Some(0), State::InReview),
            (Some("1"), Some(1), State::Refused),
            (Some("2"), Some(2), State::Verified),
        ] {
            assert_eq!(State::of_list(list), want, "{list:?}");
            assert_eq!(State::of_result(result), want, "{result:?}");
        }
        assert_eq!(State::of_list(Some("3")), State::Failed);
        assert_eq!(State::of_list(Some("9")), State::Unknown);
        assert_eq!(State::of_result(Some(3)), State::Unknown, "only the list knows failed");
        for state in State::ALL {
            assert_eq!(State::parse(state.as_str()), Some(state));
        }
    }

    #[test]
    fn the_newest_reading_wins() {
        use State::{InReview, None as Nothing, Refused, Verified};
        type Case = (State, i64, Option<(State, i64)>, State, Source);
        let cases: &[Case] = &[
            (InReview, 0, None, InReview, Source::List),
            (InReview, 0, Some((Verified, 5)), Verified, Source::Result),
            (InReview, 9, Some((Verified, 5)), InReview, Source::List),
            (Verified, 9, Some((InReview, 5)), Verified, Source::List),
            (Refused, 5, Some((InReview, 5)), InReview, Source::Result),
            (InReview, 0, Some((Nothing, 1)), Nothing, Source::Result),
        ];
        for (list, list_at, result, want, source) in cases {
            let list = Reading { state: *list, at: at(*list_at) };
            let result = result.map(|(state, minute)| Reading { state, at: at(minute) });
            let stands = stand(None, list, result, at(20));
            assert_eq!((stands.state, stands.source), (*want, *source), "{list:?} {result:?}");
            assert_eq!(stands.next_ask_at.is_some(), stands.state == InReview, "{list:?} {result:?}");
        }
    }

    #[test]
    fn a_state_keeps_its_beginning_while_it_lasts() {
        let list = |minute| Reading { state: State::InReview, at: at(minute) };
        let first = stand(None, list(0), None, at(1));
        assert_eq!((first.state_at, first.review_since, first.next_ask_at), (at(0), Some(at(0)), Some(at(1))));
        let asked = stand(Some(first), list(0), Some(Reading { state: State::InReview, at: at(1) }), at(1));
        assert_eq!((asked.state_at, asked.review_since, asked.next_ask_at), (at(0), Some(at(0)), Some(at(16))));
        let done = stand(Some(asked), list(0), Some(Reading { state: State::Verified, at: at(16) }), at(16));
        assert_eq!((done.state_at, done.review_since, done.next_ask_at), (at(16), None, None));
        let again = stand(Some(done), list(1440), Some(Reading { state: State::Verified, at: at(16) }), at(1441));
        assert_eq!(again.next_ask_at, Some(at(1441)), "a new application is asked about at once");
    }

    #[test]
    fn asking_slows_down_after_a_day() {
        let day = 24 * 60;
        for (asked, want) in [(None, 7), (Some(0), 15), (Some(day - 1), day + 14), (Some(day), day + 60)] {
            assert_eq!(next_ask(at(0), asked.map(at), at(7)), at(want), "{asked:?}");
        }
        assert_eq!(next_ask(at(10), Some(at(5)), at(12)), at(12), "an asking before this review does not count");
    }
}
