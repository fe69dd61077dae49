//! Operations in quota and coupon records (QUOTA-13, COUPON-4).

/// Which of the two lists of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Quotas between distributor and reseller (QUOTA-13).
    Quota,
    /// Coupons of customers (COUPON-11).
    Coupon,
}

impl Kind {
    /// The word in addresses.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Quota => "quota",
            Self::Coupon => "coupon",
        }
    }

    /// Reads [`Kind::word`].
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Quota, Self::Coupon].into_iter().find(|kind| kind.word() == word)
    }
}

/// What was done. The numbers of the two lists do not overlap, so that one filter covers both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// Quota 10 发放.
    IssueQuota,
    /// Quota 11 回收.
    ReclaimQuota,
    /// Coupon 1 发放.
    Issue,
    /// 2 手动回收.
    Reclaim,
    /// 3 解绑自动回收.
    Unbind,
    /// 4 过期回收.
    Expire,
    /// 5 退订回收.
    Unsubscribe,
    /// 6 退款充值撤销.
    RefundWithdrawn,
    /// 7 建立关联回收.
    Associate,
    /// 8 切换关联模式自动回收.
    SwitchAssociation,
    /// 9 云经销商转移.
    TransferReseller,
}

impl Operation {
    /// Every documented operation, in the order of filters.
    pub const ALL: [Self; 11] = [
        Self::IssueQuota,
        Self::ReclaimQuota,
        Self::Issue,
        Self::Reclaim,
        Self::Unbind,
        Self::Expire,
        Self::Unsubscribe,
        Self::RefundWithdrawn,
        Self::Associate,
        Self::SwitchAssociation,
        Self::TransferReseller,
    ];

    /// The vendor's number, a text.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::IssueQuota => "10",
            Self::ReclaimQuota => "11",
            Self::Issue => "1",
            Self::Reclaim => "2",
            Self::Unbind => "3",
            Self::Expire => "4",
            Self::Unsubscribe => "5",
            Self::RefundWithdrawn => "6",
            Self::Associate => "7",
            Self::SwitchAssociation => "8",
            Self::TransferReseller => "9",
        }
    }

    /// Reads the number as the list `kind` uses it.
    #[must_use]
    pub fn of(kind: Kind, code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operation| operation.code() == code && operation.kind() == kind)
    }

    /// The list it stands in.
    #[must_use]
    pub const fn kind(self) -> Kind {
        match self {
            Self::IssueQuota | Self::ReclaimQuota => Kind::Quota,
            _ => Kind::Coupon,
        }
    }
}

/// Whether an attempt did what it was to do: "0" did, everything else failed (QUOTA-13, COUPON-4).
#[must_use]
pub fn succeeded(result: Option<&str>) -> bool {
    result == Some("0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_their_own_list_only() {
        for operation in Operation::ALL {
            assert_eq!(Operation::of(operation.kind(), operation.code()), Some(operation));
        }
        for (kind, code) in [(Kind::Quota, "1"), (Kind::Coupon, "10"), (Kind::Coupon, "12"), (Kind::Quota, "")] {
            assert_eq!(Operation::of(kind, code), None, "{kind:?} {code}");
        }
        assert_eq!(Kind::parse("coupon"), Some(Kind::Coupon));
        assert_eq!(Kind::parse("money"), None);
    }

    #[test]
    fn only_zero_is_success() {
        for (result, want) in
            [(Some("0"), true), (Some("-1"), false), (Some(""), false), (Some("1"), false), (None, false)]
        {
            assert_eq!(succeeded(result), want, "{result:?}");
        }
    }
}
