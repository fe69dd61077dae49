//! Permissions grouped like the menu, so that a reader finds them where he uses them.

use crate::access::Code;

/// A group of permissions, in the order of the menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Home, support, own data: what every role brings.
    Own,
    /// Customers and resellers.
    Customers,
    /// Quotas and coupons.
    Vouchers,
    /// Balances, transfers, bills, orders, invoices.
    Accounting,
    /// Incentives and business information.
    Incentives,
    /// Opportunities and plans.
    Opportunities,
    /// Company, members, roles, audit.
    Organization,
    /// Synchronisation, keys, settings.
    System,
    /// The vendor desk.
    Desk,
}

impl Group {
    /// Every group.
    pub const ALL: [Self; 9] = [
        Self::Own,
        Self::Customers,
        Self::Vouchers,
        Self::Accounting,
        Self::Incentives,
        Self::Opportunities,
        Self::Organization,
        Self::System,
        Self::Desk,
    ];

    /// The group of a permission, by the first word of its code.
    pub fn of(code: Code) -> Self {
        match code.as_str().split('.').next().unwrap_or_default() {
            "customer" | "realname" if code.as_str() != "realname.own.view" => Self::Customers,
            "reseller" | "am" | "contact" => Self::Customers,
            "quota" | "coupon" => Self::Vouchers,
            "balance" | "order" | "transfer" | "adjust" | "consumption" | "bill" | "invoice" | "money" | "data" => {
                Self::Accounting
            }
            "policy" | "incentive" | "fh" | "mdf" | "bizinfo" => Self::Incentives,
            "opportunity" | "plan" | "path" => Self::Opportunities,
            "company" | "org" | "member" | "role" | "approval" | "specialist" | "audit" => Self::Organization,
            "sync" | "upstream" | "api" | "settings" => Self::System,
            "desk" => Self::Desk,
            _ => Self::Own,
        }
    }

    /// The group's permissions among `codes`, in the order of the catalogue.
    pub fn among(self, codes: impl Iterator<Item = Code>) -> Vec<Code> {
        codes.filter(|code| Self::of(*code) == self).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_everybodys_is_in_the_first_group() {
        let own: Vec<&str> = Group::Own.among(Code::all()).into_iter().map(Code::as_str).collect();
        let want = [
            "home.view",
            "support.ticket",
            "news.view",
            "profile.view",
            "profile.edit",
            "realname.own.view",
            "catalog.view",
        ];
        assert_eq!(own, want, "a new permission needs a group");
        assert_eq!(Group::ALL.iter().map(|group| group.among(Code::all()).len()).sum::<usize>(), Code::all().count());
    }
}
