//! Who sees a customer, and why: asks the functions that every request asks (AM-2, AM-13, PERM-7). Pure.

use crate::access::{Kind, Permissions, Reach, Role, Scope, Standing, permission::CustomerView, permissions_of};

/// A member as far as this looks.
#[derive(Debug, Clone)]
pub struct Member {
    /// Key.
    pub id: i64,
    /// The master login.
    pub is_master: bool,
    /// Presets in force.
    pub presets: Vec<Role>,
    /// Custom roles in force: what they hold together, if there is one.
    pub custom: Option<Permissions>,
    /// AM-3.
    pub pin: Option<Reach>,
    /// Managers under him (AM-12).
    pub team: Vec<i64>,
}

/// Why a member sees a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It is assigned to him (AM-1).
    Assigned,
    /// It is assigned to a manager under him (AM-2).
    Director,
    /// He is the master.
    Master,
    /// His roles show every customer (AM-2).
    Roles,
}

/// Why the member sees a customer of his organisation that `manager` looks after; `None` when he does not.
pub fn sight(kind: Kind, member: &Member, manager: Option<i64>) -> Option<Why> {
    let custom = member.custom.unwrap_or(Permissions::NONE);
    if !permissions_of(kind, member.is_master, &member.presets, custom).holds(CustomerView::CODE) {
        return None;
    }
    let has_custom = member.custom.is_some();
    let standing = Standing { is_master: member.is_master, presets: &member.presets, has_custom, pin: member.pin };
    let scope = Scope::of(member.id, &standing, &member.team);
    if !scope.admits(manager) {
        return None;
    }
    Some(match manager {
        _ if member.is_master => Why::Master,
        Some(manager) if manager == member.id => Why::Assigned,
        Some(manager) if member.team.contains(&manager) => Why::Director,
        _ => Why::Roles,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use Role::{AccountDirector, AccountManager, Admin, Finance, IncentiveManager, Operations};

    #[test]
    fn each_member_with_his_reason() {
        let member = |presets: &[Role]| Member {
            id: 7,
            is_master: false,
            presets: presets.to_vec(),
            custom: None,
            pin: None,
            team: vec![],
        };
        let director = Member { team: vec![8, 9], ..member(&[AccountDirector]) };
        let second = Member { presets: vec![AccountManager, Operations], ..member(&[]) };
        let pinned = Member { pin: Some(Reach::Own), ..second.clone() };
        let by_custom = Member { custom: Some("customer.view".split(' ').collect()), ..member(&[IncentiveManager]) };
        for (who, member, manager, want) in [
            ("manager", member(&[AccountManager]), Some(7), Some(Why::Assigned)),
            ("another manager", member(&[AccountManager]), Some(8), None),
            ("a manager, unassigned", member(&[AccountManager]), None, None),
            ("his director", director.clone(), Some(9), Some(Why::Director)),
            ("a director, other team", director.clone(), Some(5), None),
            ("a director, unassigned", director, None, None),
            ("a manager with a second role", second, Some(8), Some(Why::Roles)),
            ("the same, pinned", pinned, Some(8), None),
            ("finance", member(&[Finance]), None, Some(Why::Roles)),
            ("admin", member(&[Admin]), Some(8), Some(Why::Roles)),
            ("incentive", member(&[IncentiveManager]), Some(8), None),
            ("incentive with a custom role", by_custom, Some(8), Some(Why::Roles)),
            ("master", Member { is_master: true, ..member(&[]) }, None, Some(Why::Master)),
        ] {
            assert_eq!(sight(Kind::Distributor, &member, manager), want, "{who}");
        }
    }
}
