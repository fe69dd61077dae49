//! What one reseller holds of a quota: the sums over its children (QUOTA-9, QUOTA-12). Pure.

use rust_decimal::Decimal;

use super::reclaim::{Child, may_reclaim_quota};

/// Sums over the children one reseller has of one quota, in its currency.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Holding {
    /// Original amounts.
    pub given: Decimal,
    /// Left to issue, as the vendor says.
    pub left: Decimal,
    /// The part of it that can be taken back now.
    pub reclaimable: Decimal,
}

impl Holding {
    /// Sums children, each with its original amount; `None` when the vendor left an amount out: a part is no sum.
    #[must_use]
    pub fn of(children: &[(Option<Decimal>, Child)]) -> Option<Self> {
        children.iter().try_fold(Self::default(), |sum, (value, child)| {
            let balance = child.balance?;
            let reclaimable = if may_reclaim_quota(*child).is_ok() { balance } else { Decimal::ZERO };
            Some(Self {
                given: sum.given + (*value)?,
                left: sum.left + balance,
                reclaimable: sum.reclaimable + reclaimable,
            })
        })
    }

    /// What is gone: issued as coupons or taken back. A reclaimed child keeps its original amount and has nothing left.
    #[must_use]
    pub fn gone(&self) -> Decimal {
        self.given - self.left
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_over_children_count_as_reclaimable_only_what_can_be_taken_back() {
        let normal = Child { status: Some(0), balance: Some(30.into()), listed: true, rooted: true };
        let frozen = Child { status: Some(5), balance: Some(20.into()), ..normal };
        let reclaimed = Child { status: Some(6), balance: Some(Decimal::ZERO), ..normal };
        let gone_from_list = Child { listed: false, balance: Some(7.into()), ..normal };
        let value = Some(Decimal::ONE_HUNDRED);
        for (children, want) in [
            (vec![], Some((0, 0, 0, 0))),
            (vec![(value, normal)], Some((100, 70, 30, 30))),
            (vec![(value, normal), (value, frozen), (value, reclaimed)], Some((300, 250, 50, 30))),
            (vec![(value, gone_from_list)], Some((100, 93, 7, 0))),
            (vec![(value, normal), (None, normal)], None),
            (vec![(value, Child { balance: None, ..normal })], None),
        ] {
            let got = Holding::of(&children).map(|sum| (sum.given, sum.gone(), sum.left, sum.reclaimable));
            let want = want.map(|(given, gone, left, back): (i64, i64, i64, i64)| {
                (Decimal::from(given), Decimal::from(gone), Decimal::from(left), Decimal::from(back))
            });
            assert_eq!(got, want);
        }
    }
}
