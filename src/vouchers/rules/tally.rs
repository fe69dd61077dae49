//! What a quota's records say left its balance, against what the vendor's balance says (QUOTA-5, SYNC-3).
//! A difference is shown as unexplained and never corrected.

use rust_decimal::Decimal;

/// Sums of the mirrored records and children of one quota, in its currency. Failed attempts count nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Original amounts of its children.
    pub children: Decimal,
    /// Taken back from its children into it.
    pub taken_back: Decimal,
    /// Face values of coupons issued from it.
    pub coupons_issued: Decimal,
    /// Returned by coupons into it (types 2 to 9).
    pub coupons_returned: Decimal,
    /// Taken from it by its distributor, when it is a child itself.
    pub reclaimed: Decimal,
}

impl Tally {
    /// What should have left the balance: value of live children (a reclaimed one counts with what was not taken back),
    /// coupons issued, less what came back.
    #[must_use]
    pub fn left(&self) -> Decimal {
        self.children - self.taken_back + self.coupons_issued - self.coupons_returned + self.reclaimed
    }

    /// `quota_value − balance` less [`Tally::left`]: zero when everything is explained; `None` when the vendor gave no amounts.
    #[must_use]
    pub fn unexplained(&self, value: Option<Decimal>, balance: Option<Decimal>) -> Option<Decimal> {
        Some(value? - balance? - self.left())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn what_left_is_children_and_coupons_less_what_came_back() {
        // 1000 granted; a child of 300 lives, one of 200 was reclaimed with 150 left; a coupon of 100 gave 40 back.
        let parent = Tally {
            children: amount("500"),
            taken_back: amount("150"),
            coupons_issued: amount("100"),
            coupons_returned: amount("40"),
            ..Tally::default()
        };
        assert_eq!(parent.left(), amount("410"));
        assert_eq!(parent.unexplained(Some(amount("1000")), Some(amount("590.00"))), Some(amount("0")));
        assert_eq!(parent.unexplained(Some(amount("1000")), Some(amount("600"))), Some(amount("-10")));
        assert_eq!(parent.unexplained(None, Some(amount("600"))), None);
        // The reclaimed child itself: coupons of 50, then 150 taken.
        let child = Tally { coupons_issued: amount("50"), reclaimed: amount("150"), ..Tally::default() };
        assert_eq!(child.unexplained(Some(amount("200")), Some(Decimal::ZERO)), Some(amount("0")));
    }
}
