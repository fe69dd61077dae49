//! Budgets, freezes and unfreezes of resale customers on the international site (ACCT-17 to ACCT-22). Pure.

use rust_decimal::Decimal;

/// 转售, the association whose customers have a budget (CUST-2).
pub const RESALE: &str = "3";
/// Most a budget may be, in whole currency units (ACCT-20).
const MOST_BUDGET: i64 = 2_147_483_647;
/// Most characters of a reason (ACCT-22).
pub const REASON: usize = 256;

/// How a budget counts (ACCT-17).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BudgetType {
    /// Anew on the 1st of every month.
    Monthly,
    /// Once.
    Package,
}

impl BudgetType {
    /// The vendor's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Monthly => "MONTHLY",
            Self::Package => "PACKAGE",
        }
    }

    /// Reads the vendor's word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Monthly, Self::Package].into_iter().find(|one| one.as_str() == word)
    }
}

/// What is frozen: 1 the account, 2 also its resources (ACCT-19, CUST-10).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FreezeType {
    /// 仅冻结账号: pay-per-use goes on to be charged.
    Account,
    /// 冻结账号和资源: data are deleted after about fifteen days.
    AccountAndResource,
}

impl FreezeType {
    /// The vendor's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Account => "ACCOUNT",
            Self::AccountAndResource => "ACCOUNT_AND_RESOURCE",
        }
    }

    /// Reads the vendor's word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Account, Self::AccountAndResource].into_iter().find(|one| one.as_str() == word)
    }
}

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// 设置预算.
    Budget,
    /// 冻结, of this type.
    Freeze(FreezeType),
    /// 解冻, of this type: the type of the freeze (ACCT-19).
    Unfreeze(FreezeType),
}

/// What is known of a customer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// No longer associated.
    pub is_left: bool,
    /// `association_type`.
    pub association: Option<String>,
    /// `is_frozen`: 0 no, 1 frozen, 2 also its resources.
    pub frozen: Option<i32>,
    /// Whether a budget is known.
    pub has_budget: bool,
}

/// Why it cannot be done to a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// No longer associated.
    Left,
    /// 顾问销售: it pays the vendor itself (CUST-2).
    Referral,
    /// It is frozen already.
    Frozen,
    /// It is not frozen.
    NotFrozen,
    /// It was frozen as the other type (ACCT-19).
    OtherType(FreezeType),
}

/// What one should know before it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Warning {
    /// It has no budget: once unfrozen nothing holds it (ACCT-17).
    NoBudget,
    /// The vendor does not say how it was frozen; another type is refused (ACCT-19).
    TypeUnknown,
    /// As much is used already: it freezes at once ([`freezes_at_once`]).
    UsedUp,
}

/// The first thing in the way of `act` for a customer.
#[must_use]
pub fn problem_of(known: &Known, act: Act) -> Option<Problem> {
    let frozen = known.frozen.unwrap_or_default();
    match act {
        _ if known.is_left => Some(Problem::Left),
        _ if known.association.as_deref() != Some(RESALE) => Some(Problem::Referral),
        Act::Budget => None,
        Act::Freeze(_) if frozen != 0 => Some(Problem::Frozen),
        Act::Freeze(_) => None,
        Act::Unfreeze(_) if frozen == 0 => Some(Problem::NotFrozen),
        Act::Unfreeze(wanted) => frozen_as(known).filter(|held| *held != wanted).map(Problem::OtherType),
    }
}

/// How a frozen customer was frozen, where the vendor says it: the international site only says that it is (CUST-10).
#[must_use]
pub fn frozen_as(known: &Known) -> Option<FreezeType> {
    match known.frozen {
        Some(2) => Some(FreezeType::AccountAndResource),
        _ => None,
    }
}

/// What one should know before `act`.
#[must_use]
pub fn warnings_of(known: &Known, act: Act) -> Vec<Warning> {
    let mut warnings = Vec::new();
    if let Act::Unfreeze(_) = act {
        if !known.has_budget {
            warnings.push(Warning::NoBudget);
        }
        if frozen_as(known).is_none() {
            warnings.push(Warning::TypeUnknown);
        }
    }
    warnings
}

/// Whether a budget freezes its customer at once: it freezes by itself, and as much is used already (ACCT-17, ACCT-20). Both
/// amounts in the currency of budgets.
#[must_use]
pub fn freezes_at_once(used: Option<Decimal>, budget: Decimal, is_automatic: bool) -> bool {
    is_automatic && used.is_some_and(|used| used >= budget)
}

/// Whether the vendor takes no budget so large (ACCT-20).
#[must_use]
pub fn is_too_large(budget: Decimal) -> bool {
    budget > Decimal::from(MOST_BUDGET)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(frozen: i32) -> Known {
        Known { association: Some(RESALE.into()), frozen: Some(frozen), has_budget: true, ..Known::default() }
    }

    #[test]
    fn types_must_match_and_only_resale_customers_are_held() {
        use FreezeType::{Account, AccountAndResource};
        let left = Known { is_left: true, ..known(0) };
        let referral = Known { association: Some("1".into()), ..known(0) };
        for (customer, act, want) in [
            (known(0), Act::Budget, None),
            (known(1), Act::Budget, None),
            (left, Act::Budget, Some(Problem::Left)),
            (referral, Act::Budget, Some(Problem::Referral)),
            (known(0), Act::Freeze(Account), None),
            (known(1), Act::Freeze(Account), Some(Problem::Frozen)),
            (known(2), Act::Freeze(AccountAndResource), Some(Problem::Frozen)),
            (known(0), Act::Unfreeze(Account), Some(Problem::NotFrozen)),
            (known(1), Act::Unfreeze(Account), None),
            (known(1), Act::Unfreeze(AccountAndResource), None),
            (known(2), Act::Unfreeze(Account), Some(Problem::OtherType(AccountAndResource))),
            (known(2), Act::Unfreeze(AccountAndResource), None),
        ] {
            assert_eq!(problem_of(&customer, act), want, "{customer:?} {act:?}");
        }
    }

    #[test]
    fn unfreezing_without_a_budget_or_a_known_type_is_warned_of() {
        let act = Act::Unfreeze(FreezeType::Account);
        assert_eq!(warnings_of(&known(1), act), [Warning::TypeUnknown]);
        assert_eq!(warnings_of(&Known { has_budget: false, ..known(2) }, act), [Warning::NoBudget]);
        assert_eq!(warnings_of(&Known { has_budget: false, ..known(0) }, Act::Budget), []);
    }

    #[test]
    fn a_budget_below_what_is_used_freezes_at_once() {
        for (used, budget, is_automatic, want) in [
            (Some(20), 21, true, false),
            (Some(20), 20, true, true),
            (Some(20), 19, true, true),
            (Some(20), 19, false, false),
            (None, 1, true, false),
        ] {
            let freezes = freezes_at_once(used.map(Decimal::from), budget.into(), is_automatic);
            assert_eq!(freezes, want, "{used:?} {budget} {is_automatic}");
        }
    }

    #[test]
    fn a_budget_has_a_ceiling() {
        let is_too_large = |text: &str| super::is_too_large(text.parse().unwrap());
        assert!(!is_too_large("2147483647") && is_too_large("2147483647.01"));
    }
}
