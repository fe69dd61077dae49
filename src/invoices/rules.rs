//! What the vendor's invoice states mean here, and the windows invoices are read in. Pure.

use chrono::{DateTime, TimeDelta, Utc};

/// Longest window of one reading (INV-55).
const WINDOW: TimeDelta = TimeDelta::days(31);
/// A reading goes back at least this far, since states change after the application (INV-55).
const AT_LEAST: TimeDelta = TimeDelta::days(90);
/// How far the first reading goes back.
const FIRST: TimeDelta = TimeDelta::days(3 * 365);
/// The bounds of a window are strict (API-27): neighbours overlap.
const OVERLAP: TimeDelta = TimeDelta::minutes(15);

/// State of an invoice request in the portal's words (INV-20).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Not submitted yet.
    Draft,
    /// With Huawei for review.
    PendingReview,
    /// Refused, with a reason.
    Rejected,
    /// Being issued.
    Issuing,
    /// A cancellation is being decided.
    Cancelling,
    /// Posted, to be signed for.
    AwaitingReceipt,
    /// Issued.
    Issued,
    /// A return is in progress.
    Returning,
    /// A return was refused.
    ReturnRefused,
    /// Returned; final.
    Returned,
}

/// The portal's state for `invoiceState`; nothing for a number the vendor does not document, which is shown raw (INV-53).
#[must_use]
pub const fn state_of(invoice_state: i64, has_cancel_reason: bool) -> Option<State> {
    match invoice_state {
        0 if has_cancel_reason => Some(State::Rejected),
        0 => Some(State::Draft),
        1 => Some(State::PendingReview),
        4..=6 => Some(State::Issuing),
        7 => Some(State::AwaitingReceipt),
        8 => Some(State::Issued),
        9 => Some(State::Returned),
        11 => Some(State::Cancelling),
        13 | 14 => Some(State::Returning),
        15 => Some(State::ReturnRefused),
        _ => None,
    }
}

/// Windows of application time to read, oldest first: back to `oldest_open`, at least 90 days, or three years at the first
/// reading (INV-55).
#[must_use]
pub fn windows(
    now: DateTime<Utc>,
    is_first: bool,
    oldest_open: Option<DateTime<Utc>>,
) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
    let back = if is_first { FIRST } else { AT_LEAST };
    let from = oldest_open.map_or(now - back, |oldest| (oldest - OVERLAP).min(now - back)).max(now - FIRST);
    let mut windows = Vec::new();
    let mut begin = from;
    while begin < now {
        let end = begin + WINDOW;
        windows.push((begin, end.min(now + OVERLAP)));
        begin = end - OVERLAP;
    }
    windows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documented_states_have_a_word_and_others_stay_raw() {
        for (state, reason, want) in [
            (0, false, Some(State::Draft)),
            (0, true, Some(State::Rejected)),
            (1, false, Some(State::PendingReview)),
            (5, false, Some(State::Issuing)),
            (7, false, Some(State::AwaitingReceipt)),
            (8, true, Some(State::Issued)),
            (9, false, Some(State::Returned)),
            (11, false, Some(State::Cancelling)),
            (14, false, Some(State::Returning)),
            (15, false, Some(State::ReturnRefused)),
            (2, false, None),
            (99, false, None),
        ] {
            assert_eq!(state_of(state, reason), want, "{state}");
        }
    }

    #[test]
    fn windows_reach_back_to_the_oldest_open_request() {
        let now: DateTime<Utc> = "2026-11-22T00:00:00Z".parse().unwrap();
        for (is_first, oldest, days) in [
            (false, None, 90),
            (true, None, 1095),
            (false, Some(10), 90),
            (false, Some(200), 200),
            (false, Some(4000), 1095),
        ] {
            let windows = windows(now, is_first, oldest.map(|days| now - TimeDelta::days(days)));
            let reached = now - windows[0].0;
            assert!(reached >= TimeDelta::days(days) && reached < TimeDelta::days(days + 1), "{is_first} {oldest:?}");
            assert!(windows.iter().all(|(begin, end)| *end - *begin <= WINDOW && begin < end));
            assert!(windows.windows(2).all(|pair| pair[1].0 < pair[0].1), "neighbours overlap");
            assert!(windows.last().unwrap().1 > now, "what is applied for now is inside");
        }
    }
}
