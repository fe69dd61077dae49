//! What makes a rule looser (CMD-3). Pure. Who may issue how much is `commands::may_issue`.

use std::cmp::Ordering;

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

/// The amounts of a rule: above the first one person agrees, above the second two.
pub type Ladder = (Decimal, Option<Decimal>);

/// Compares the ladder of a rule with another: raising either amount, or dropping the second, is looser, whatever the other does.
#[must_use]
pub fn turn(before: Ladder, after: Ladder) -> Turn {
    let two = match (before.1, after.1) {
        (Some(before), Some(after)) => after.cmp(&before),
        (Some(_), None) => Ordering::Greater,
        (None, Some(_)) => Ordering::Less,
        (None, None) => Ordering::Equal,
    };
    match [after.0.cmp(&before.0), two] {
        [Ordering::Equal, Ordering::Equal] => Turn::Same,
        steps if steps.contains(&Ordering::Greater) => Turn::Looser,
        _ => Turn::Stricter,
    }
}

/// Whether a ladder can be climbed: two people are asked from no lower an amount than one.
#[must_use]
pub fn is_sound(ladder: Ladder) -> bool {
    ladder.1.is_none_or(|two| two >= ladder.0)
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
        let ladder = |(above, two): (&str, &str)| (amount(above), Some(two).filter(|two| !two.is_empty()).map(amount));
        for (before, after, want) in [
            (("0", ""), ("0", ""), Turn::Same),
            (("0", ""), ("1", ""), Turn::Looser),
            (("5", ""), ("4.99", ""), Turn::Stricter),
            (("5", ""), ("5", "100"), Turn::Stricter),
            (("5", "100"), ("5", "100.00"), Turn::Same),
            (("5", "100"), ("5", "100.01"), Turn::Looser),
            (("5", "100"), ("5", ""), Turn::Looser),
            (("5", "100"), ("4", "101"), Turn::Looser),
            (("5", "100"), ("6", "99"), Turn::Looser),
            (("5", "100"), ("4", "99"), Turn::Stricter),
        ] {
            assert_eq!(turn(ladder(before), ladder(after)), want, "{before:?} → {after:?}");
        }
        assert!(is_sound(ladder(("5", "5"))) && is_sound(ladder(("5", ""))) && !is_sound(ladder(("5", "4"))));
    }
}
