//! Who may issue how much, and how many others must agree (CMD-3, PERM-6, TRAP-3). Pure.

use rust_decimal::Decimal;

use super::kind::Kind;
use crate::access::{Code, Kind as OrganizationKind, Permissions};

/// From when on other people agree: the ladder of one kind and currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Threshold {
    /// Up to and including this amount nobody else is asked; whole currency units, exact. 0: everything needs a second person.
    pub above: Decimal,
    /// Above this amount two people agree; none: one always suffices.
    pub two_above: Option<Decimal>,
    /// No second person while only one member can approve (TRAP-3).
    pub is_off: bool,
}

/// Who wants to do what.
#[derive(Debug, Clone, Copy)]
pub struct Attempt {
    /// Kind of the organisation.
    pub organization: OrganizationKind,
    /// What.
    pub kind: Kind,
    /// How much, in whole units of the threshold's currency; without meaning where the kind has no amount.
    pub amount: Decimal,
    /// What the member may do.
    pub permissions: Permissions,
    /// Whether the customer lies in his data scope; true where no customer is concerned.
    pub sees: bool,
    /// The organisation's rule for this kind and currency.
    pub threshold: Threshold,
    /// Members who hold the approving permission, himself included.
    pub approvers: usize,
}

/// What somebody may do, and what it takes. Only [`may_issue`] makes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Issue {
    kind: Kind,
    second: Option<Code>,
    steps: i16,
}

impl Issue {
    /// What.
    #[must_use]
    pub const fn kind(self) -> Kind {
        self.kind
    }

    /// Whether a fresh proof of identity is asked for (MEM-12).
    #[must_use]
    pub fn needs_step_up(self) -> bool {
        self.kind.code().needs_step_up()
    }

    /// What another member must hold to agree (PERM-6); none: nobody is asked.
    #[must_use]
    pub const fn second(self) -> Option<Code> {
        self.second
    }

    /// How many others must agree: 0, 1 or 2.
    #[must_use]
    pub const fn steps(self) -> i16 {
        self.steps
    }
}

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// He lacks the permission, or this kind of organisation has no such command.
    Permission(Code),
    /// The customer lies outside his data scope (AM-13).
    OutOfScope,
    /// Nothing, or less than nothing.
    Amount,
}

/// Whether a member may do it, and how many others must agree.
///
/// # Errors
/// The first thing in the way.
pub fn may_issue(attempt: Attempt) -> Result<Issue, Refusal> {
    let Attempt { organization, kind, amount, permissions, sees, threshold, approvers } = attempt;
    if !kind.exists_in(organization) || !permissions.holds(kind.code()) {
        return Err(Refusal::Permission(kind.code()));
    }
    if kind.concerns_customer() && !sees {
        return Err(Refusal::OutOfScope);
    }
    if kind.has_amount() && amount <= Decimal::ZERO {
        return Err(Refusal::Amount);
    }
    let off = threshold.is_off && approvers <= 1;
    let asked = !off && (!kind.has_amount() || amount > threshold.above);
    let second = kind.approval().filter(|_| asked);
    let steps = match second {
        None => 0,
        Some(_) if kind.has_amount() && threshold.two_above.is_some_and(|two| amount > two) => 2,
        Some(_) => 1,
    };
    Ok(Issue { kind, second, steps })
}

/// Whether a member may do what needs no amount and concerns no customer he would have to see: creating a customer, applying
/// for real-name verification.
///
/// # Errors
/// The first thing in the way.
pub fn may_ask(organization: OrganizationKind, kind: Kind, permissions: Permissions) -> Result<Issue, Refusal> {
    let (amount, threshold) = (Decimal::ZERO, Threshold::default());
    may_issue(Attempt { organization, kind, amount, permissions, sees: true, threshold, approvers: 0 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{
        Role,
        permission::{CouponApprove, CouponIssue, MoneyApprove, QuotaIssue},
        permissions_of,
    };

    fn amount(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn amounts_decide_how_many_others_agree() {
        type Case<'a> = (Role, Kind, &'a str, &'a str, bool, usize, Result<(Option<Code>, i16), Refusal>);
        let (coupon, money) = (Some(CouponApprove::CODE), Some(MoneyApprove::CODE));
        let cases: &[Case<'_>] = &[
            (Role::VoucherManager, Kind::CouponIssue, "0.01", "0", false, 3, Ok((coupon, 1))),
            (Role::VoucherManager, Kind::CouponIssue, "1000", "1000", false, 3, Ok((None, 0))),
            (Role::VoucherManager, Kind::CouponIssue, "1000.01", "1000", false, 3, Ok((coupon, 1))),
            (Role::VoucherManager, Kind::CouponIssue, "5000", "1000", false, 3, Ok((coupon, 1))),
            (Role::VoucherManager, Kind::CouponIssue, "5000.01", "1000", false, 3, Ok((coupon, 2))),
            (Role::VoucherManager, Kind::CouponIssue, "5", "0", true, 1, Ok((None, 0))),
            (Role::VoucherManager, Kind::CouponIssue, "5", "0", true, 2, Ok((coupon, 1))),
            (Role::VoucherManager, Kind::CouponIssue, "0", "0", false, 3, Err(Refusal::Amount)),
            (Role::VoucherManager, Kind::CouponIssue, "-5", "0", false, 3, Err(Refusal::Amount)),
            (Role::Finance, Kind::CustomerTransfer, "5", "0", false, 3, Ok((money, 1))),
            (Role::Finance, Kind::CouponIssue, "5", "0", false, 3, Err(Refusal::Permission(CouponIssue::CODE))),
            (Role::Finance, Kind::Withdrawal, "5", "10", false, 3, Ok((None, 0))),
            (Role::Operations, Kind::Freeze, "0", "10", false, 3, Ok((money, 1))),
            (Role::Operations, Kind::Unfreeze, "0", "10", true, 1, Ok((None, 0))),
            (Role::Sales, Kind::CustomerCreate, "0", "0", false, 3, Ok((None, 0))),
        ];
        for (role, kind, sum, above, is_off, approvers, want) in cases {
            let permissions = permissions_of(OrganizationKind::Distributor, false, &[*role], Permissions::NONE);
            let threshold = Threshold { above: amount(above), two_above: Some(amount("5000")), is_off: *is_off };
            let attempt = Attempt {
                organization: OrganizationKind::Distributor,
                kind: *kind,
                amount: amount(sum),
                permissions,
                sees: true,
                threshold,
                approvers: *approvers,
            };
            let got = may_issue(attempt);
            assert_eq!(got.map(|got| (got.second(), got.steps())), *want, "{role:?} {kind:?} {sum} above {above}");
        }
    }

    #[test]
    fn what_moves_money_needs_a_fresh_proof() {
        let all: Permissions = Code::all().collect();
        for kind in Kind::ALL.into_iter().filter(|kind| kind.approval().is_some()) {
            let attempt = Attempt {
                organization: OrganizationKind::Distributor,
                kind,
                amount: amount("1"),
                permissions: all,
                sees: true,
                threshold: Threshold::default(),
                approvers: 2,
            };
            assert!(may_issue(attempt).unwrap().needs_step_up(), "{kind:?}");
        }
    }

    #[test]
    fn scope_counts_where_a_customer_is_concerned_and_kind_always() {
        let all: Permissions = Code::all().collect();
        let attempt = |organization, kind, sees| {
            let threshold = Threshold::default();
            let amount = amount("1");
            may_issue(Attempt { organization, kind, amount, permissions: all, sees, threshold, approvers: 2 }).map(drop)
        };
        assert_eq!(attempt(OrganizationKind::Distributor, Kind::CouponIssue, false), Err(Refusal::OutOfScope));
        assert_eq!(attempt(OrganizationKind::Distributor, Kind::QuotaIssue, false), Ok(()));
        assert_eq!(
            attempt(OrganizationKind::Reseller, Kind::QuotaIssue, true),
            Err(Refusal::Permission(QuotaIssue::CODE)),
            "a reseller has no such command"
        );
    }
}
