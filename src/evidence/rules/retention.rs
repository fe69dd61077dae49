//! How long evidence is kept (BET-15, COMP-FH-8, COMP-MDF-8), as a table. Pure.

use chrono::{DateTime, Months, Utc};

use crate::requests::{DISCARDED, WITHDRAWN};

/// Months that originals of what the vendor got are kept, after the last transition.
pub const ORIGINALS: u32 = 24;
/// Months that the files of a draft stay which its maker gave up before anybody saw them (decided).
pub const DRAFTS: u32 = 1;

/// A line of the table: state, whether the vendor ever got it, months after the last transition.
type Line = (&'static str, bool, u32);

/// What ends. Nothing else is deleted by itself: what was approved or paid has to be shown for at least [`ORIGINALS`] months, and
/// what is under way is needed.
pub const LINES: [Line; 3] = [(DISCARDED, false, DRAFTS), (DISCARDED, true, ORIGINALS), (WITHDRAWN, true, ORIGINALS)];

/// Before which instant the last transition of a request of such a line lies, whose files go now.
#[must_use]
pub fn before(months: u32, now: DateTime<Utc>) -> DateTime<Utc> {
    now.checked_sub_months(Months::new(months)).unwrap_or(DateTime::<Utc>::MIN_UTC)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::requests::{APPROVED, DRAFT, EXPIRED, REJECTED, REVIEWING};

    #[test]
    fn bet_15_originals_are_kept_for_24_months_and_what_was_approved_is_not_deleted() {
        let now = "2026-11-22T00:00:00Z".parse().unwrap();
        for (months, want) in [(ORIGINALS, "2024-11-22T00:00:00Z"), (DRAFTS, "2026-10-22T00:00:00Z")] {
            assert_eq!(before(months, now), want.parse::<DateTime<Utc>>().unwrap());
        }
        let march = "2026-03-31T12:00:00Z".parse().unwrap();
        assert_eq!(before(1, march), "2026-02-28T12:00:00Z".parse::<DateTime<Utc>>().unwrap(), "the month's last day");
        for state in [DRAFT, REVIEWING, REJECTED, APPROVED, EXPIRED, "paid", "in_payment"] {
            assert!(LINES.iter().all(|(ends, ..)| *ends != state), "{state}");
        }
        assert!(LINES.iter().all(|(_, sent, months)| !sent || *months >= 24), "COMP-FH-8");
    }
}
