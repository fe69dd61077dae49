//! What makes a rule looser (CMD-3). Pure. Who may issue how much is `commands::may_issue`.

use rust_decimal::Decimal;

use crate::commands::Kind;

/// Kinds that have a rule, in the order of pages: those that somebody agrees to.
pub const RULED: [Kind; 13] = [
    Kind::QuotaIssue,
    Kind::QuotaReclaim,
    Kind::CouponIssue,
    Kind::CouponReclaim,
    Kind::CustomerTransfer,
    Kind::CustomerTakeback,
    Kind::ResellerTransfer,
    Kind::ResellerTakeback,
    Kind::BudgetSet,
    Kind::Freeze,
    Kind::Unfreeze,
    Kind::Withdrawal,
    Kind::Payment,
];

/// The kind of this word that has a rule.
#[must_use]
pub fn ruled(word: &str) -> Option<Kind> {
    RULED.into_iter().find(|kind| kind.as_str() == word)
}

/// What a change of a rule does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Nothing.
    Same,
    /// More is approved than before: counts at once.
    Stricter,
    /// Less is approved than before: a second person must agree (CMD-3).
    Looser,
}

/// Compares the amount of a rule with another.
#[must_use]
pub fn turn(before: Decimal, after: Decimal) -> Turn {
    match after.cmp(&before) {
        std::cmp::Ordering::Less => Turn::Stricter,
        std::cmp::Ordering::Equal => Turn::Same,
        std::cmp::Ordering::Greater => Turn::Looser,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_somebody_agrees_to_has_a_rule() {
        for kind in Kind::ALL {
            assert_eq!(ruled(kind.as_str()).is_some(), kind.approval().is_some(), "{kind:?}");
        }
    }

    #[test]
    fn loosening_is_told_apart() {
        let amount = |text: &str| text.parse::<Decimal>().unwrap();
        for (before, after, want) in [("0", "0", Turn::Same), ("0", "1", Turn::Looser), ("5", "4.99", Turn::Stricter)] {
            assert_eq!(turn(amount(before), amount(after)), want, "{before} → {after}");
        }
    }
}
