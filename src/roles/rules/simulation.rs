//! What somebody with certain roles could open: the recorded routes, judged by the permissions that requests are judged by
//! (PERM-7). A test asks every route and compares.

use crate::{
    access::{Code, Permissions},
    web::{Route, Wall},
};

/// Permissions that move vouchers or money to somebody: what a reader asks about first.
pub static ISSUING: &[&str] = &[
    "quota.issue",
    "coupon.issue",
    "transfer.customer",
    "transfer.reseller",
    "order.pay",
    "balance.withdraw",
    "incentive.pay",
    "desk.quota.grant",
    "desk.incentive.pay",
];

/// Whether a route opens for who holds `permissions`.
pub fn opens(route: &Route, permissions: Permissions) -> bool {
    match route.wall {
        Wall::Public => true,
        Wall::Any(codes) => permissions.holds_any(codes),
    }
}

/// The permissions any one of which opens the route; none for a route that is open to everybody.
pub fn asked_by(route: &Route) -> &'static [Code] {
    match route.wall {
        Wall::Public => &[],
        Wall::Any(codes) => codes,
    }
}

/// The permissions among these with which somebody moves vouchers or money.
pub fn issuing(permissions: Permissions) -> Vec<Code> {
    permissions.iter().filter(|code| ISSUING.contains(&code.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Kind, Role, permissions_of};

    #[test]
    fn what_roles_permit_together_is_what_each_permits() {
        let codes: Permissions = "bill.view coupon.issue desk.po.review role.assign".split(' ').collect();
        for kind in [Kind::SolutionProvider, Kind::Distributor, Kind::Reseller, Kind::VendorDesk] {
            for one in Role::ALL {
                for other in Role::ALL {
                    let alone = |role| permissions_of(kind, false, &[role], Permissions::NONE);
                    let custom = permissions_of(kind, false, &[], codes);
                    let together = permissions_of(kind, false, &[one, other], codes);
                    assert_eq!(together, alone(one).or(alone(other)).or(custom), "{kind:?} {one:?} {other:?}");
                }
            }
        }
    }

    #[test]
    fn every_issuing_code_exists_and_needs_fresh_proof() {
        for code in ISSUING {
            assert!(Code::parse(code).is_some_and(Code::needs_step_up), "{code}");
        }
    }
}
