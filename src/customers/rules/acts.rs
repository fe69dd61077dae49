//! What may be done with a customer from its page, and what is in the way (ACCT-1, ACCT-16, CUST-2, API-6). Pure.

use crate::access::{
    Code,
    permission::{CustomerBudgetSet, CustomerFreeze, TransferCustomer},
};

/// What moves a customer's money or holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// 拨款.
    Transfer,
    /// 回收.
    Takeback,
    /// 设置预算.
    Budget,
    /// 冻结.
    Freeze,
    /// 解冻.
    Unfreeze,
}

impl Act {
    /// Those of the China site.
    pub const CHINA: [Self; 2] = [Self::Transfer, Self::Takeback];
    /// Those of the international site.
    pub const ABROAD: [Self; 3] = [Self::Budget, Self::Freeze, Self::Unfreeze];

    /// The permission that does it.
    #[must_use]
    pub const fn code(self) -> Code {
        match self {
            Self::Transfer | Self::Takeback => TransferCustomer::CODE,
            Self::Budget => CustomerBudgetSet::CODE,
            Self::Freeze | Self::Unfreeze => CustomerFreeze::CODE,
        }
    }

    /// The form that does it.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Transfer => "/accounts/transfers/new",
            Self::Takeback => "/accounts/takebacks/new",
            Self::Budget => "/accounts/budgets/new",
            Self::Freeze => "/accounts/freezes/new",
            Self::Unfreeze => "/accounts/unfreezes/new",
        }
    }
}

/// Why it cannot be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hindrance {
    /// The money, and the customer, are a reseller's: it does it itself.
    Resellers,
    /// No longer associated.
    Left,
    /// 顾问销售: it pays the vendor itself.
    Advisor,
    /// The member lacks the permission.
    Permission(Code),
    /// Frozen already.
    Frozen,
    /// Not frozen.
    NotFrozen,
}

/// What is known of a customer and its reader.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// Of the reader's own organisation.
    pub is_own: bool,
    /// Of a reseller for which the reader's organisation acts: its distributor (API-8).
    pub is_acted_for: bool,
    /// No longer associated.
    pub is_left: bool,
    /// `association_type`.
    pub association: Option<&'a str>,
    /// Frozen in any way.
    pub is_frozen: bool,
    /// Whether the reader holds the act's permission.
    pub may: bool,
}

/// The first thing in the way of an act.
#[must_use]
pub fn hindrance(act: Act, facts: Facts<'_>) -> Option<Hindrance> {
    let resale = if Act::CHINA.contains(&act) { "2" } else { "3" };
    let acts_for = facts.is_acted_for && Act::CHINA.contains(&act);
    match act {
        _ if !facts.is_own && !acts_for => Some(Hindrance::Resellers),
        _ if facts.is_left => Some(Hindrance::Left),
        _ if facts.association != Some(resale) => Some(Hindrance::Advisor),
        _ if !facts.may => Some(Hindrance::Permission(act.code())),
        Act::Freeze if facts.is_frozen => Some(Hindrance::Frozen),
        Act::Unfreeze if !facts.is_frozen => Some(Hindrance::NotFrozen),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_done_has_a_reason() {
        let facts = |association: &'static str| Facts {
            is_own: true,
            is_acted_for: false,
            is_left: false,
            association: Some(association),
            is_frozen: false,
            may: true,
        };
        for (act, facts, want) in [
            (Act::Transfer, facts("2"), None),
            (Act::Takeback, facts("1"), Some(Hindrance::Advisor)),
            (Act::Transfer, facts("3"), Some(Hindrance::Advisor)),
            (Act::Budget, facts("3"), None),
            (Act::Budget, Facts { is_own: false, ..facts("3") }, Some(Hindrance::Resellers)),
            (Act::Transfer, Facts { is_own: false, ..facts("2") }, Some(Hindrance::Resellers)),
            (Act::Transfer, Facts { is_own: false, is_acted_for: true, ..facts("2") }, None),
            (Act::Takeback, Facts { is_own: false, is_acted_for: true, ..facts("1") }, Some(Hindrance::Advisor)),
            (Act::Budget, Facts { is_own: false, is_acted_for: true, ..facts("3") }, Some(Hindrance::Resellers)),
            (Act::Budget, Facts { is_left: true, ..facts("3") }, Some(Hindrance::Left)),
            (Act::Freeze, Facts { may: false, ..facts("3") }, Some(Hindrance::Permission(CustomerFreeze::CODE))),
            (Act::Freeze, Facts { is_frozen: true, ..facts("3") }, Some(Hindrance::Frozen)),
            (Act::Unfreeze, facts("3"), Some(Hindrance::NotFrozen)),
            (Act::Unfreeze, Facts { is_frozen: true, ..facts("3") }, None),
        ] {
            assert_eq!(hindrance(act, facts), want, "{act:?}");
        }
    }
}
