//! Kinds of change-set and their columns (CMD-15). Pure.

use crate::{
    access::{
        Code,
        permission::{AdjustView, CouponView, QuotaView},
    },
    commands,
};

/// What a set does; the words of commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Quota to resellers (QUOTA-10).
    QuotaIssue,
    /// Children back, whole or in part (QUOTA-12).
    QuotaReclaim,
    /// Coupons to customers (COUPON-8).
    CouponIssue,
    /// Coupons back, always whole (COUPON-10).
    CouponReclaim,
    /// Money to customers (ACCT-6).
    CustomerTransfer,
    /// Money back from customers (ACCT-7).
    CustomerTakeback,
}

/// A column of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// Number of the quota: the parent, the child to take back, the quota coupons are drawn from.
    Quota,
    /// Reseller or customer, by the vendor's id or account name; a coupon's number.
    Recipient,
    /// Amount, face value; at a reclaim of quota what is wanted back.
    Amount,
    /// Valid from, in UTC+8.
    ValidFrom,
    /// Valid until, in UTC+8.
    ValidUntil,
    /// For people here; the vendor does not get it.
    Remark,
}

impl Kind {
    /// Every kind, in the order of pages.
    pub const ALL: [Self; 6] = [
        Self::QuotaIssue,
        Self::QuotaReclaim,
        Self::CouponIssue,
        Self::CouponReclaim,
        Self::CustomerTransfer,
        Self::CustomerTakeback,
    ];

    /// The word of the database and of addresses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.command().as_str()
    }

    /// Reads [`Kind::as_str`].
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// The kind of its commands.
    #[must_use]
    pub const fn command(self) -> commands::Kind {
        match self {
            Self::QuotaIssue => commands::Kind::QuotaIssue,
            Self::QuotaReclaim => commands::Kind::QuotaReclaim,
            Self::CouponIssue => commands::Kind::CouponIssue,
            Self::CouponReclaim => commands::Kind::CouponReclaim,
            Self::CustomerTransfer => commands::Kind::CustomerTransfer,
            Self::CustomerTakeback => commands::Kind::CustomerTakeback,
        }
    }

    /// The permission that shows it.
    #[must_use]
    pub const fn view(self) -> Code {
        match self {
            Self::QuotaIssue | Self::QuotaReclaim => QuotaView::CODE,
            Self::CouponIssue | Self::CouponReclaim => CouponView::CODE,
            Self::CustomerTransfer | Self::CustomerTakeback => AdjustView::CODE,
        }
    }

    /// Its columns, in the order of the template.
    #[must_use]
    pub const fn columns(self) -> &'static [Column] {
        match self {
            Self::QuotaIssue => &[Column::Quota, Column::Recipient, Column::Amount, Column::Remark],
            Self::QuotaReclaim => &[Column::Quota, Column::Amount, Column::Remark],
            Self::CouponIssue => &[
                Column::Quota,
                Column::Recipient,
                Column::Amount,
                Column::ValidFrom,
                Column::ValidUntil,
                Column::Remark,
            ],
            Self::CouponReclaim => &[Column::Recipient, Column::Remark],
            Self::CustomerTransfer | Self::CustomerTakeback => &[Column::Recipient, Column::Amount, Column::Remark],
        }
    }

    /// Whether a sheet without the column is none.
    #[must_use]
    pub fn needs(self, column: Column) -> bool {
        match column {
            Column::Quota | Column::Recipient => true,
            Column::Amount => self != Self::QuotaReclaim,
            Column::ValidFrom | Column::ValidUntil | Column::Remark => false,
        }
    }

    /// Where a column stands among the cells of a row.
    #[must_use]
    pub fn place(self, column: Column) -> Option<usize> {
        self.columns().iter().position(|known| *known == column)
    }
}

impl Column {
    /// Every column.
    pub const ALL: [Self; 6] =
        [Self::Quota, Self::Recipient, Self::Amount, Self::ValidFrom, Self::ValidUntil, Self::Remark];

    /// The word of addresses and stored faults.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Quota => "quota",
            Self::Recipient => "recipient",
            Self::Amount => "amount",
            Self::ValidFrom => "valid_from",
            Self::ValidUntil => "valid_until",
            Self::Remark => "remark",
        }
    }

    /// Reads a heading in either language: the words of the templates, and what people write in their place.
    #[must_use]
    pub fn named(heading: &str) -> Option<Self> {
        let plain = heading.trim().trim_matches('*').to_lowercase();
        super::super::text::HEADINGS
            .iter()
            .find_map(|(column, words)| words.contains(&plain.as_str()).then_some(*column))
    }
}
