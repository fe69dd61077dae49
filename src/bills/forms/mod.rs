//! Filters of bills, one file a page.

pub mod consumption;
pub mod monthly;

use chrono::{DateTime, Utc};

use crate::values::Month;

/// Cycles to choose from, the running one first: as far as the vendor keeps them (BILL-11).
pub fn cycles(now: DateTime<Utc>) -> Vec<Month> {
    const KEPT: usize = 18;
    std::iter::successors(Some(Month::of(now)), |month| Some(month.previous())).take(KEPT + 1).collect()
}

/// The cycle of an address: the running one when none is named, or one that cannot be read.
pub fn cycle_of(text: &str, now: DateTime<Utc>) -> Month {
    text.parse().ok().filter(|month| cycles(now).contains(month)).unwrap_or_else(|| Month::of(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cycles_go_back_as_far_as_the_vendor_keeps_them() {
        let now: DateTime<Utc> = "2026-11-30T16:30:00Z".parse().unwrap();
        let cycles = cycles(now);
        assert_eq!(
            (cycles[0].to_string(), cycles[18].to_string(), cycles.len()),
            ("2026-12".into(), "2025-06".into(), 19)
        );
        for (text, want) in [("2026-10", "2026-10"), ("", "2026-12"), ("2027-01", "2026-12"), ("x", "2026-12")] {
            assert_eq!(cycle_of(text, now).to_string(), want, "{text}");
        }
    }
}
