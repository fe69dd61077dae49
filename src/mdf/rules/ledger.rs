//! What of a quota an application holds, and what is left of the quota (MDF-24). Pure: the store moves the sums by the difference
//! of two holdings under the lock of the quota.

use rust_decimal::Decimal;

use crate::requests::{APPROVED, REVIEWING};

/// Parts of a quota.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Holding {
    /// Under review.
    pub soft: Decimal,
    /// Approved, not claimed.
    pub reserved: Decimal,
    /// Claim approved, not paid.
    pub claimed: Decimal,
    /// Paid.
    pub paid: Decimal,
}

impl Holding {
    /// All parts together.
    #[must_use]
    pub fn sum(&self) -> Decimal {
        self.soft + self.reserved + self.claimed + self.paid
    }
}

/// Where an application stands.
#[derive(Debug, Clone, Copy, Default)]
pub struct Standing<'a> {
    /// Its state.
    pub state: &'a str,
    /// What it asks for.
    pub asked: Decimal,
    /// What its approved claim comes to.
    pub claimed: Option<Decimal>,
    /// Whether that was paid.
    pub is_paid: bool,
}

/// What an application holds: softly under review, firmly once approved, the amount of its claim once that is approved. What was
/// rejected, withdrawn or has expired holds nothing.
#[must_use]
pub fn holding(standing: Standing<'_>) -> Holding {
    let none = Holding::default();
    match (standing.state, standing.claimed, standing.is_paid) {
        (REVIEWING, ..) => Holding { soft: standing.asked, ..none },
        (APPROVED, None, _) => Holding { reserved: standing.asked, ..none },
        (APPROVED, Some(claimed), false) => Holding { claimed, ..none },
        (APPROVED, Some(paid), true) => Holding { paid, ..none },
        _ => none,
    }
}

/// What is left of a quota; less than nothing where the vendor has lowered it.
#[must_use]
pub fn available(total: Decimal, held: &Holding) -> Decimal {
    total - held.sum()
}

/// Whether a holding may become another one: a larger one only within what is available. The database asks the same under its
/// lock; this is the rule that it is tested against.
#[cfg(test)]
fn fits(available: Decimal, before: &Holding, after: &Holding) -> bool {
    after.sum() - before.sum() <= available.max(Decimal::ZERO)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::requests::{DRAFT, EXPIRED, INTERNAL_REVIEW, REJECTED, WITHDRAWN};

    const STATES: [&str; 7] = [DRAFT, INTERNAL_REVIEW, REVIEWING, REJECTED, APPROVED, WITHDRAWN, EXPIRED];

    #[test]
    fn a_state_holds_one_part() {
        let of = |state, claimed: Option<i64>, is_paid| {
            let held = holding(Standing { state, asked: 5000.into(), claimed: claimed.map(Decimal::from), is_paid });
            [held.soft, held.reserved, held.claimed, held.paid].map(|part| part.to_string()).join(" ")
        };
        for (state, claimed, is_paid, want) in [
            (DRAFT, None, false, "0 0 0 0"),
            (INTERNAL_REVIEW, None, false, "0 0 0 0"),
            (REVIEWING, None, false, "5000 0 0 0"),
            (REJECTED, None, false, "0 0 0 0"),
            (APPROVED, None, false, "0 5000 0 0"),
            (APPROVED, Some(4000), false, "0 0 4000 0"),
            (APPROVED, Some(4000), true, "0 0 0 4000"),
            (WITHDRAWN, None, false, "0 0 0 0"),
            (EXPIRED, None, false, "0 0 0 0"),
        ] {
            assert_eq!(of(state, claimed, is_paid), want, "{state} {claimed:?} {is_paid}");
        }
    }

    #[test]
    fn scn_16_the_second_of_two_does_not_fit() {
        let soft = |amount: i64| Holding { soft: amount.into(), ..Holding::default() };
        assert!(fits(10_000.into(), &soft(0), &soft(8000)));
        assert!(!fits(2000.into(), &soft(0), &soft(8000)));
        assert!(fits((-1).into(), &soft(8000), &soft(0)), "a release always fits");
        assert!(fits((-1).into(), &soft(8000), &Holding { reserved: 8000.into(), ..Holding::default() }));
    }

    proptest! {
        /// Whatever is done in whatever order: the sums are those of the holdings, and what is available is never negative.
        #[test]
        fn sums_stay_right(steps in prop::collection::vec((0_usize..5, 0_usize..7, 0_i64..12_000, any::<bool>(), any::<bool>()), 1..60)) {
            let total = Decimal::from(10_000);
            let mut held = [Holding::default(); 5];
            let mut sums = Holding::default();
            for (which, state, cents, has_claim, is_paid) in steps {
                let asked = Decimal::new(cents * 100, 2);
                // A claim is never larger than what was approved.
                let claimed = has_claim.then(|| asked / Decimal::from(2));
                let after = holding(Standing { state: STATES[state], asked, claimed, is_paid });
                let before = held[which];
                if fits(available(total, &sums), &before, &after) {
                    sums.soft += after.soft - before.soft;
                    sums.reserved += after.reserved - before.reserved;
                    sums.claimed += after.claimed - before.claimed;
                    sums.paid += after.paid - before.paid;
                    held[which] = after;
                }
                prop_assert_eq!(sums.sum(), held.iter().map(Holding::sum).sum::<Decimal>());
                prop_assert!(available(total, &sums) >= Decimal::ZERO);
                for part in [sums.soft, sums.reserved, sums.claimed, sums.paid] {
                    prop_assert!(part >= Decimal::ZERO);
                }
            }
        }
    }
}
