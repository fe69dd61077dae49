//! Who may issue how much, when a second person agrees, and what makes a rule looser (CMD-3, PERM-6, TRAP-3). Pure.

use rust_decimal::Decimal;

use crate::access::{
    Code, Kind, Permissions,
    permission::{
        BalanceWithdraw, CouponApprove, CouponIssue, CouponReclaim, CustomerBudgetSet, MoneyApprove, OrderPay,
        QuotaApprove, QuotaIssue, QuotaReclaim, TransferCustomer, TransferReseller,
    },
};

/// What moves vouchers or money: kinds of command that have an amount (CMD-3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// 发放代金券额度.
    QuotaIssue,
    /// 回收额度: counts as the balance shown.
    QuotaReclaim,
    /// 发放券.
    CouponIssue,
    /// 回收券.
    CouponReclaim,
    /// 客户拨款.
    CustomerTransfer,
    /// 客户拨款回收.
    CustomerTakeback,
    /// 云经销商拨款.
    ResellerTransfer,
    /// 云经销商拨款回收.
    ResellerTakeback,
    /// 设置客户预算.
    BudgetSet,
    /// 提现.
    Withdrawal,
    /// 代客户支付.
    Payment,
}

impl Action {
    /// Every action, in the order of pages.
    pub const ALL: [Self; 11] = [
        Self::QuotaIssue,
        Self::QuotaReclaim,
        Self::CouponIssue,
        Self::CouponReclaim,
        Self::CustomerTransfer,
        Self::CustomerTakeback,
        Self::ResellerTransfer,
        Self::ResellerTakeback,
        Self::BudgetSet,
        Self::Withdrawal,
        Self::Payment,
    ];

    /// The word of the database and of addresses: the kind of command.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::QuotaIssue => "quota_issue",
            Self::QuotaReclaim => "quota_reclaim",
            Self::CouponIssue => "coupon_issue",
            Self::CouponReclaim => "coupon_reclaim",
            Self::CustomerTransfer => "customer_transfer",
            Self::CustomerTakeback => "customer_takeback",
            Self::ResellerTransfer => "reseller_transfer",
            Self::ResellerTakeback => "reseller_takeback",
            Self::BudgetSet => "budget_set",
            Self::Withdrawal => "withdrawal",
            Self::Payment => "payment",
        }
    }

    /// Reads [`Action::as_str`].
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.as_str() == word)
    }

    /// The permission that does it.
    #[must_use]
    pub const fn code(self) -> Code {
        match self {
            Self::QuotaIssue => QuotaIssue::CODE,
            Self::QuotaReclaim => QuotaReclaim::CODE,
            Self::CouponIssue => CouponIssue::CODE,
            Self::CouponReclaim => CouponReclaim::CODE,
            Self::CustomerTransfer | Self::CustomerTakeback => TransferCustomer::CODE,
            Self::ResellerTransfer | Self::ResellerTakeback => TransferReseller::CODE,
            Self::BudgetSet => CustomerBudgetSet::CODE,
            Self::Withdrawal => BalanceWithdraw::CODE,
            Self::Payment => OrderPay::CODE,
        }
    }

    /// The permission that approves it (CMD-3).
    #[must_use]
    pub const fn approval(self) -> Code {
        match self {
            Self::QuotaIssue | Self::QuotaReclaim => QuotaApprove::CODE,
            Self::CouponIssue | Self::CouponReclaim => CouponApprove::CODE,
            _ => MoneyApprove::CODE,
        }
    }

    /// Whether it is done to a customer, so that the data scope decides (AM-13).
    #[must_use]
    pub const fn concerns_customer(self) -> bool {
        matches!(
            self,
            Self::CouponIssue
                | Self::CouponReclaim
                | Self::CustomerTransfer
                | Self::CustomerTakeback
                | Self::BudgetSet
                | Self::Payment
        )
    }

    /// Whether such an organisation has it at all.
    #[must_use]
    pub fn exists_in(self, kind: Kind) -> bool {
        self.code().exists_in(kind)
    }
}

/// From when on a second person agrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Threshold {
    /// Up to and including this amount nobody else is asked; whole currency units, exact. 0: everything needs a second person.
    pub above: Decimal,
    /// No second person while only one member can approve (TRAP-3).
    pub is_off: bool,
}

/// Who wants to do what.
#[derive(Debug, Clone, Copy)]
pub struct Attempt {
    /// Kind of the organisation.
    pub kind: Kind,
    /// What.
    pub action: Action,
    /// How much, in whole units of the threshold's currency.
    pub amount: Decimal,
    /// What the member may do.
    pub permissions: Permissions,
    /// Whether the customer lies in his data scope; true where no customer is concerned.
    pub sees: bool,
    /// The organisation's rule for this action and currency.
    pub threshold: Threshold,
    /// Members who hold the approving permission, himself included.
    pub approvers: usize,
}

/// What somebody may do, and what it takes. Only [`may_issue`] makes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Issue {
    action: Action,
    second: Option<Code>,
}

impl Issue {
    /// What.
    #[must_use]
    pub const fn action(self) -> Action {
        self.action
    }

    /// Whether a fresh proof of identity is asked for (MEM-12).
    #[must_use]
    pub fn needs_step_up(self) -> bool {
        self.action.code().needs_step_up()
    }

    /// What another member must hold to agree (PERM-6); none: nobody is asked.
    #[must_use]
    pub const fn second(self) -> Option<Code> {
        self.second
    }
}

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// He lacks the permission, or this kind of organisation has no such action.
    Permission(Code),
    /// The customer lies outside his data scope (AM-13).
    OutOfScope,
    /// Nothing, or less than nothing.
    Amount,
}

/// Whether a member may do it, and whether a second person must agree.
///
/// # Errors
/// The first thing in the way.
pub fn may_issue(attempt: Attempt) -> Result<Issue, Refusal> {
    let Attempt { kind, action, amount, permissions, sees, threshold, approvers } = attempt;
    if !action.exists_in(kind) || !permissions.holds(action.code()) {
        return Err(Refusal::Permission(action.code()));
    }
    if action.concerns_customer() && !sees {
        return Err(Refusal::OutOfScope);
    }
    if amount <= Decimal::ZERO {
        return Err(Refusal::Amount);
    }
    let off = threshold.is_off && approvers <= 1;
    let second = (amount > threshold.above && !off).then(|| action.approval());
    Ok(Issue { action, second })
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
    use crate::access::{Role, permissions_of};

    fn amount(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn amounts_decide_whether_a_second_person_agrees() {
        type Case<'a> = (Role, Action, &'a str, &'a str, bool, usize, Result<Option<Code>, Refusal>);
        let (coupon, money) = (Some(CouponApprove::CODE), Some(MoneyApprove::CODE));
        let cases: &[Case<'_>] = &[
            (Role::VoucherManager, Action::CouponIssue, "0.01", "0", false, 3, Ok(coupon)),
            (Role::VoucherManager, Action::CouponIssue, "1000", "1000", false, 3, Ok(None)),
            (Role::VoucherManager, Action::CouponIssue, "1000.01", "1000", false, 3, Ok(coupon)),
            (Role::VoucherManager, Action::CouponIssue, "5", "0", true, 1, Ok(None)),
            (Role::VoucherManager, Action::CouponIssue, "5", "0", true, 2, Ok(coupon)),
            (Role::VoucherManager, Action::CouponIssue, "0", "0", false, 3, Err(Refusal::Amount)),
            (Role::VoucherManager, Action::CouponIssue, "-5", "0", false, 3, Err(Refusal::Amount)),
            (Role::Finance, Action::CustomerTransfer, "5", "0", false, 3, Ok(money)),
            (Role::Finance, Action::CouponIssue, "5", "0", false, 3, Err(Refusal::Permission(CouponIssue::CODE))),
            (Role::Finance, Action::Withdrawal, "5", "10", false, 3, Ok(None)),
        ];
        for (role, action, sum, above, is_off, approvers, want) in cases {
            let permissions = permissions_of(Kind::Distributor, false, &[*role], Permissions::NONE);
            let threshold = Threshold { above: amount(above), is_off: *is_off };
            let attempt = Attempt {
                kind: Kind::Distributor,
                action: *action,
                amount: amount(sum),
                permissions,
                sees: true,
                threshold,
                approvers: *approvers,
            };
            let got = may_issue(attempt);
            assert_eq!(got.map(Issue::second), *want, "{role:?} {action:?} {sum} above {above}");
            assert!(got.is_err() || got.is_ok_and(Issue::needs_step_up), "every action needs a fresh proof");
        }
    }

    #[test]
    fn scope_counts_where_a_customer_is_concerned_and_kind_always() {
        let all: Permissions = Code::all().collect();
        let attempt = |kind, action, sees| {
            let threshold = Threshold::default();
            may_issue(Attempt { kind, action, amount: amount("1"), permissions: all, sees, threshold, approvers: 2 })
                .map(drop)
        };
        assert_eq!(attempt(Kind::Distributor, Action::CouponIssue, false), Err(Refusal::OutOfScope));
        assert_eq!(attempt(Kind::Distributor, Action::QuotaIssue, false), Ok(()));
        assert_eq!(
            attempt(Kind::Reseller, Action::QuotaIssue, true),
            Err(Refusal::Permission(QuotaIssue::CODE)),
            "a reseller has no such action"
        );
    }

    #[test]
    fn words_are_read_back_and_loosening_is_told_apart() {
        for action in Action::ALL {
            assert_eq!(Action::parse(action.as_str()), Some(action));
        }
        for (before, after, want) in [("0", "0", Turn::Same), ("0", "1", Turn::Looser), ("5", "4.99", Turn::Stricter)] {
            assert_eq!(turn(amount(before), amount(after)), want, "{before} → {after}");
        }
    }
}
