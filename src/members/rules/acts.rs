//! What may be done to a member, and why not (MEM-9, MEM-13). The page that offers and the handler that does ask the same.

use crate::access::{
    Actor, Code, Permission,
    grants::{Party, Touch, Untouchable, may_touch},
    permission::{MemberManage, MemberPassword, RoleAssign},
};

/// Something that can be done to a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Data, director, last day.
    Edit,
    /// Roles: done on another page, offered here.
    Roles,
    /// Disable.
    Disable,
    /// Enable.
    Enable,
    /// A new link or a temporary password.
    Credentials,
    /// Forget the failures that have locked the login (MEM-5).
    Unlock,
    /// Take the second factors away.
    Factors,
    /// End one session, or every one.
    Sessions,
    /// Hand over and delete.
    HandOver,
    /// Show one personal value.
    Reveal,
}

/// Why something cannot be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hindrance {
    /// The reader lacks the permission.
    Permission(Code),
    /// A rule about who touches whom.
    Untouchable(Untouchable),
    /// The member is deleted.
    Gone,
    /// Another state is needed.
    State,
}

/// The member as far as these rules look.
#[derive(Debug, Clone, Copy)]
pub struct Look<'a> {
    /// Who wants to.
    pub actor: &'a Party,
    /// To whom.
    pub subject: &'a Party,
    /// The member's state (MEM-9).
    pub state: &'a str,
    /// Active Admins, the member included.
    pub admins: usize,
}

impl Act {
    /// The permission it needs.
    #[must_use]
    pub const fn code(self) -> Code {
        match self {
            Self::Credentials | Self::Unlock | Self::Factors => MemberPassword::CODE,
            Self::Roles => RoleAssign::CODE,
            _ => MemberManage::CODE,
        }
    }

    const fn touch(self) -> Touch {
        match self {
            Self::Edit | Self::Reveal => Touch::Data,
            Self::Roles => Touch::Roles,
            Self::Disable | Self::HandOver => Touch::Disable,
            Self::Enable => Touch::Enable,
            Self::Credentials | Self::Unlock | Self::Sessions => Touch::Credentials,
            Self::Factors => Touch::Factors,
        }
    }

    const fn is_possible_in(self, state: &str) -> bool {
        let state = state.as_bytes();
        match self {
            Self::Enable => matches!(state, b"disabled"),
            Self::Disable | Self::Credentials => matches!(state, b"active" | b"invited"),
            _ => true,
        }
    }
}

/// Why the act cannot be done to the member; `None` when it can.
#[must_use]
pub fn hindrance(act: Act, look: Look<'_>) -> Option<Hindrance> {
    if !look.actor.permissions.holds(act.code()) {
        return Some(Hindrance::Permission(act.code()));
    }
    if look.state == "deleted" {
        return Some(Hindrance::Gone);
    }
    if !act.is_possible_in(look.state) {
        return Some(Hindrance::State);
    }
    // A change of roles that keeps the last Admin an Admin is possible; the page of roles looks at the outcome.
    let touched = may_touch(look.actor, look.subject, act.touch(), look.admins, act == Act::Roles);
    touched.err().map(Hindrance::Untouchable)
}

/// The reader as MEM-13 sees him.
#[must_use]
pub fn party<P: Permission>(actor: &Actor<P>) -> Party {
    let seat = actor.seat();
    Party {
        member_id: seat.member_id,
        is_master: seat.is_master,
        is_active_admin: seat.roles.iter().any(|role| role.is_admin()),
        permissions: seat.permissions,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Kind, Permissions, Role, permissions_of};

    fn of(member_id: i64, roles: &[Role]) -> Party {
        let permissions = permissions_of(Kind::Distributor, false, roles, Permissions::NONE);
        Party { member_id, is_master: false, is_active_admin: roles.contains(&Role::Admin), permissions }
    }

    #[test]
    fn the_first_hindrance_is_named() {
        let (admin, other, sales) = (of(1, &[Role::Admin]), of(2, &[Role::Admin]), of(3, &[Role::Sales]));
        let cases = [
            (Act::Edit, &admin, &sales, "active", 1, None),
            (Act::Edit, &sales, &admin, "active", 1, Some(Hindrance::Permission(MemberManage::CODE))),
            (Act::Edit, &admin, &sales, "deleted", 1, Some(Hindrance::Gone)),
            (Act::Enable, &admin, &sales, "active", 1, Some(Hindrance::State)),
            (Act::Enable, &admin, &sales, "disabled", 1, None),
            (Act::Disable, &admin, &sales, "disabled", 1, Some(Hindrance::State)),
            (Act::Disable, &admin, &other, "active", 2, None),
            (Act::Disable, &admin, &other, "active", 1, Some(Hindrance::Untouchable(Untouchable::LastAdmin))),
            (Act::HandOver, &admin, &other, "active", 1, Some(Hindrance::Untouchable(Untouchable::LastAdmin))),
            (Act::Disable, &admin, &admin, "active", 2, Some(Hindrance::Untouchable(Untouchable::Oneself))),
            (Act::Credentials, &admin, &sales, "disabled", 1, Some(Hindrance::State)),
            (Act::Factors, &admin, &sales, "disabled", 1, None),
            (Act::Unlock, &admin, &sales, "active", 1, None),
            (Act::Unlock, &sales, &admin, "active", 2, Some(Hindrance::Permission(MemberPassword::CODE))),
            (Act::Factors, &admin, &admin, "active", 2, Some(Hindrance::Untouchable(Untouchable::Oneself))),
            (Act::Factors, &sales, &admin, "active", 2, Some(Hindrance::Permission(MemberPassword::CODE))),
            (Act::Roles, &admin, &sales, "invited", 1, None),
        ];
        for (act, actor, subject, state, admins, want) in cases {
            let got = hindrance(act, Look { actor, subject, state, admins });
            assert_eq!(got, want, "{act:?} {} {state}", subject.member_id);
        }
    }
}
