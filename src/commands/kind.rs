//! What can be asked of the vendor: the kinds of command, who may do them and who agrees (CMD-3). Pure.

use crate::{
    access::{Code, Kind as OrganizationKind, permission as p},
    cloud::site::Sites,
};

/// A kind of command; its words are those of the database, of addresses and of the JSON API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// 发放代金券额度 (QUOTA-10).
    QuotaIssue,
    /// 回收额度 (QUOTA-12): counts as the balance shown.
    QuotaReclaim,
    /// 发放券 (COUPON-8).
    CouponIssue,
    /// 回收券 (COUPON-10).
    CouponReclaim,
    /// 客户拨款 (ACCT-6).
    CustomerTransfer,
    /// 客户拨款回收 (ACCT-7).
    CustomerTakeback,
    /// 云经销商拨款 (ACCT-8).
    ResellerTransfer,
    /// 云经销商拨款回收 (ACCT-9).
    ResellerTakeback,
    /// 设置客户预算 (ACCT-20).
    BudgetSet,
    /// 冻结客户 (ACCT-22).
    Freeze,
    /// 解冻客户 (ACCT-22).
    Unfreeze,
    /// 创建客户 (CUST-8).
    CustomerCreate,
    /// 提交实名认证 (RN-3, RN-4).
    RealnameSubmit,
    /// 提现: the vendor offers no call.
    Withdrawal,
    /// 代客户支付: the vendor offers no call.
    Payment,
}

impl Kind {
    /// Every kind, in the order of pages.
    pub const ALL: [Self; 15] = [
        Self::QuotaIssue,
        Self::QuotaReclaim,
        Self::CouponIssue,
        Self::CouponReclaim,
        Self::CustomerTransfer,
        Self::CustomerTakeback,
        Self::ResellerTransfer,
        Self::ResellerTakeback,
        Self::BudgetSet,
        Self::Freeze,
        Self::Unfreeze,
        Self::CustomerCreate,
        Self::RealnameSubmit,
        Self::Withdrawal,
        Self::Payment,
    ];

    /// The word of the database, of addresses and of the JSON API.
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
            Self::Freeze => "freeze",
            Self::Unfreeze => "unfreeze",
            Self::CustomerCreate => "customer_create",
            Self::RealnameSubmit => "realname_submit",
            Self::Withdrawal => "withdrawal",
            Self::Payment => "payment",
        }
    }

    /// Reads [`Kind::as_str`].
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// The permission that does it.
    #[must_use]
    pub const fn code(self) -> Code {
        match self {
            Self::QuotaIssue => p::QuotaIssue::CODE,
            Self::QuotaReclaim => p::QuotaReclaim::CODE,
            Self::CouponIssue => p::CouponIssue::CODE,
            Self::CouponReclaim => p::CouponReclaim::CODE,
            Self::CustomerTransfer | Self::CustomerTakeback => p::TransferCustomer::CODE,
            Self::ResellerTransfer | Self::ResellerTakeback => p::TransferReseller::CODE,
            Self::BudgetSet => p::CustomerBudgetSet::CODE,
            Self::Freeze | Self::Unfreeze => p::CustomerFreeze::CODE,
            Self::CustomerCreate => p::CustomerCreate::CODE,
            Self::RealnameSubmit => p::RealnameSubmit::CODE,
            Self::Withdrawal => p::BalanceWithdraw::CODE,
            Self::Payment => p::OrderPay::CODE,
        }
    }

    /// The permission that approves it (CMD-3); none: nobody is ever asked.
    #[must_use]
    pub const fn approval(self) -> Option<Code> {
        match self {
            Self::QuotaIssue | Self::QuotaReclaim => Some(p::QuotaApprove::CODE),
            Self::CouponIssue | Self::CouponReclaim => Some(p::CouponApprove::CODE),
            Self::CustomerCreate | Self::RealnameSubmit => None,
            _ => Some(p::MoneyApprove::CODE),
        }
    }

    /// Whether it moves an amount, which decides who must agree; the others always need a second person or nobody.
    #[must_use]
    pub const fn has_amount(self) -> bool {
        !matches!(self, Self::Freeze | Self::Unfreeze | Self::CustomerCreate | Self::RealnameSubmit)
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
                | Self::Freeze
                | Self::Unfreeze
                | Self::RealnameSubmit
                | Self::Payment
        )
    }

    /// Whether it takes back whatever is there, so that only the record says how much that was (CMD-14).
    #[must_use]
    pub const fn takes_what_is_there(self) -> bool {
        matches!(self, Self::QuotaReclaim | Self::CouponReclaim)
    }

    /// What of the mirror it changes, by the names under which it is read, without the lists of everybody that are read at night.
    #[must_use]
    pub const fn changes(self) -> &'static [&'static str] {
        match self {
            Self::QuotaIssue | Self::QuotaReclaim => &["quota_records", "voucher_quotas", "issued_quotas"],
            Self::CouponIssue | Self::CouponReclaim => &["coupon_records", "touched_coupons", "voucher_quotas"],
            Self::CustomerTransfer | Self::CustomerTakeback => {
                &["adjust_records", "partner_balances", "customer_balances"]
            }
            Self::ResellerTransfer | Self::ResellerTakeback => &["adjust_records", "partner_balances"],
            Self::BudgetSet => &["budget_records", "customer_budgets"],
            Self::RealnameSubmit => &["real_name"],
            Self::Freeze | Self::Unfreeze | Self::CustomerCreate | Self::Withdrawal | Self::Payment => &[],
        }
    }

    /// The reading that tells the balance it moves; empty: none does.
    #[must_use]
    pub const fn balance(self) -> &'static str {
        match self {
            Self::QuotaIssue | Self::QuotaReclaim | Self::CouponIssue | Self::CouponReclaim => "voucher_quotas",
            Self::CustomerTransfer | Self::CustomerTakeback | Self::ResellerTransfer | Self::ResellerTakeback => {
                "partner_balances"
            }
            _ => "",
        }
    }

    /// Whether such an organisation has it at all.
    #[must_use]
    pub fn exists_in(self, kind: OrganizationKind) -> bool {
        self.code().exists_in(kind)
    }

    /// Sites whose contract has the call (API-5).
    #[must_use]
    pub const fn sites(self) -> Sites {
        match self {
            Self::BudgetSet | Self::Freeze | Self::Unfreeze => Sites::International,
            Self::CustomerCreate | Self::RealnameSubmit => Sites::Both,
            _ => Sites::China,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.as_str()), Some(kind));
        }
        assert_eq!(Kind::parse("quota"), None);
    }

    #[test]
    fn nobody_is_asked_where_nothing_moves_and_nothing_stops() {
        let unasked: Vec<_> = Kind::ALL.into_iter().filter(|kind| kind.approval().is_none()).collect();
        assert_eq!(unasked, [Kind::CustomerCreate, Kind::RealnameSubmit]);
    }
}
