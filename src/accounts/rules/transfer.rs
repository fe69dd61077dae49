//! Whether money may be sent to a customer or reseller, or taken back (ACCT-1, ACCT-3, ACCT-6 to ACCT-9). Pure.
//!
//! The figures are the vendor's snapshots less the portal's own open commands; the executor reads again before anything is sent.
//! What all kinds of command check alike (amounts, duplicates, the sum) is the dry run's.

use rust_decimal::Decimal;

/// 代售, the association whose customers get money (CUST-2).
pub const RESALE: &str = "2";

/// Which way the money goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// 拨款.
    Out,
    /// 回收.
    Back,
}

/// Who stands on the other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// A customer of the organisation.
    Customer,
    /// A cloud reseller of the distributor.
    Reseller,
}

/// What is known of a recipient. Amounts in whole units of the payer's currency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// No longer associated.
    pub is_left: bool,
    /// `association_type`; a reseller has none.
    pub association: Option<String>,
    /// What it has, at the vendor's last answer; none: not read yet.
    pub balance: Option<Decimal>,
    /// What open take-backs will take of it.
    pub open_back: Decimal,
}

impl Known {
    /// What may be taken back: the balance less open take-backs.
    #[must_use]
    pub fn there(&self) -> Option<Decimal> {
        self.balance.map(|balance| (balance - self.open_back).max(Decimal::ZERO))
    }
}

/// Why nothing can be done for a recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// No longer associated.
    Left,
    /// 顾问销售: it pays the vendor itself (CUST-2).
    Advisor,
    /// Its balance was not read yet.
    NoBalance,
    /// More is wanted back than it has, less open take-backs (ACCT-9).
    MoreThanThere,
}

/// The first thing in the way of a recipient.
#[must_use]
pub fn problem_of(known: &Known, amount: Option<Decimal>, way: Way, side: Side) -> Option<Problem> {
    if known.is_left {
        return Some(Problem::Left);
    }
    if side == Side::Customer && known.association.as_deref() != Some(RESALE) {
        return Some(Problem::Advisor);
    }
    match (way, known.there(), amount) {
        (Way::Out, ..) => None,
        (Way::Back, None, _) => Some(Problem::NoBalance),
        (Way::Back, Some(there), Some(amount)) if amount > there => Some(Problem::MoreThanThere),
        (Way::Back, ..) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn each_recipient_has_its_own_problem() {
        let known = |change: fn(&mut Known)| {
            let mut known = Known {
                association: Some(RESALE.into()),
                balance: Some(amount("100")),
                open_back: amount("30"),
                ..Known::default()
            };
            change(&mut known);
            known
        };
        let sound = || known(|_| {});
        let cases: Vec<(Known, &str, Way, Side, Option<Problem>)> = vec![
            (sound(), "10", Way::Out, Side::Customer, None),
            (sound(), "1000", Way::Out, Side::Customer, None),
            (sound(), "70", Way::Back, Side::Customer, None),
            (sound(), "70.01", Way::Back, Side::Customer, Some(Problem::MoreThanThere)),
            (sound(), "", Way::Back, Side::Customer, None),
            (known(|known| known.is_left = true), "1", Way::Back, Side::Customer, Some(Problem::Left)),
            (
                known(|known| known.association = Some("1".into())),
                "1",
                Way::Out,
                Side::Customer,
                Some(Problem::Advisor),
            ),
            (known(|known| known.association = None), "1", Way::Out, Side::Customer, Some(Problem::Advisor)),
            (known(|known| known.association = None), "1", Way::Out, Side::Reseller, None),
            (known(|known| known.balance = None), "1", Way::Out, Side::Customer, None),
            (known(|known| known.balance = None), "1", Way::Back, Side::Customer, Some(Problem::NoBalance)),
            (
                known(|known| known.balance = Some(Decimal::TEN)),
                "1",
                Way::Back,
                Side::Reseller,
                Some(Problem::MoreThanThere),
            ),
        ];
        for (known, sum, way, side, want) in cases {
            let sum = (!sum.is_empty()).then(|| amount(sum));
            assert_eq!(problem_of(&known, sum, way, side), want, "{known:?} {sum:?} {way:?} {side:?}");
        }
    }
}
