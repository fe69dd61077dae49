//! Who may give which roles to whom (ROLE-1 to ROLE-3, PERM-8, MEM-13). Pure: a simulation and a request ask the same.

use super::{
    custom::{Pair, pairs_in},
    permission::{Code, Held, Kind, Permissions, permissions_of},
    roles::Role,
    scope::{Reach, Standing},
};

/// ROLE-1: most roles of a member.
pub const MOST: usize = 3;

/// A custom role with what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Custom {
    /// Key.
    pub id: i64,
    /// Its permissions.
    pub permissions: Permissions,
}

/// Roles that a member has or is to have, in force now or later.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roles {
    /// Presets.
    pub presets: Vec<Role>,
    /// Custom roles.
    pub custom: Vec<Custom>,
}

impl Roles {
    /// What the custom roles permit together.
    #[must_use]
    pub fn custom_permissions(&self) -> Permissions {
        self.custom.iter().fold(Permissions::NONE, |all, role| all.or(role.permissions))
    }

    /// What a member with these roles may do ([`permissions_of`]).
    #[must_use]
    pub fn permissions(&self, kind: Kind) -> Permissions {
        permissions_of(kind, false, &self.presets, self.custom_permissions())
    }

    /// How far a member with these roles sees (AM-2, AM-3).
    #[must_use]
    pub fn reach(&self, pin: Option<Reach>) -> Reach {
        Standing { is_master: false, presets: &self.presets, has_custom: !self.custom.is_empty(), pin }.reach()
    }

    /// Whether 系统管理员 or 厂商管理员 is among them.
    #[must_use]
    pub fn has_admin(&self) -> bool {
        self.presets.iter().any(|role| role.is_admin())
    }
}

/// Why roles cannot be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// ROLE-1: at least one.
    NoRole,
    /// ROLE-1: at most [`MOST`].
    TooMany,
    /// The same role twice.
    Twice,
    /// ROLE-2: 系统管理员 stands alone.
    AdminAlone,
    /// ROLE-3: 客户经理 and 客户经理主管 exclude each other.
    ManagerOrDirector,
    /// ROLE-9, ROLE-10: this kind of organisation has no such role.
    NotInKind(Role),
    /// PERM-8: together with a custom role these would meet in one person.
    Apart(Pair),
}

/// Roles that the rules allow: what a store writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignable {
    roles: Roles,
    warnings: Vec<Pair>,
}

impl Assignable {
    /// The roles.
    #[must_use]
    pub const fn roles(&self) -> &Roles {
        &self.roles
    }

    /// Pairs of PERM-8 that presets bring together: shown as a warning.
    #[must_use]
    pub fn warnings(&self) -> &[Pair] {
        &self.warnings
    }
}

/// Whether a member of such an organisation may hold these roles together.
///
/// # Errors
/// The first rule that is broken.
pub fn may_assign(kind: Kind, roles: Roles) -> Result<Assignable, Refusal> {
    let count = roles.presets.len() + roles.custom.len();
    if count == 0 {
        return Err(Refusal::NoRole);
    }
    if count > MOST {
        return Err(Refusal::TooMany);
    }
    let twice = |place: usize, role: &Role| roles.presets[..place].contains(role);
    let custom_twice = |place: usize, id: i64| roles.custom[..place].iter().any(|other| other.id == id);
    if roles.presets.iter().enumerate().any(|(place, role)| twice(place, role))
        || roles.custom.iter().enumerate().any(|(place, role)| custom_twice(place, role.id))
    {
        return Err(Refusal::Twice);
    }
    if let Some(role) = roles.presets.iter().find(|role| !role.exists_in(kind.bit())) {
        return Err(Refusal::NotInKind(*role));
    }
    if roles.has_admin() && count > 1 {
        return Err(Refusal::AdminAlone);
    }
    if roles.presets.contains(&Role::AccountManager) && roles.presets.contains(&Role::AccountDirector) {
        return Err(Refusal::ManagerOrDirector);
    }
    let presets_alone = pairs_in(permissions_of(kind, false, &roles.presets, Permissions::NONE));
    let all = pairs_in(roles.permissions(kind));
    match all.iter().find(|pair| !presets_alone.contains(pair)) {
        Some(pair) => Err(Refusal::Apart(*pair)),
        None => Ok(Assignable { roles, warnings: all }),
    }
}

/// The privileged part of a set: `!` and approve codes that somebody granted (PERM-8); defaults are nobody's privilege.
#[must_use]
pub fn privileged(held: Permissions) -> Permissions {
    let counts = |code: &Code| {
        code.facts().held != Held::Default && (code.needs_step_up() || code.as_str().ends_with(".approve"))
    };
    held.iter().filter(counts).collect()
}

/// What a change of roles gives that needs a second person, another Admin or the master, to agree (PERM-8): the privileged
/// codes that were not held before. Empty: the change takes effect at once.
#[must_use]
pub fn needs_second(kind: Kind, before: &Roles, after: &Roles) -> Permissions {
    privileged(after.permissions(kind)).without(before.permissions(kind))
}

/// A member as the rules of MEM-13 see him.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Party {
    /// Key.
    pub member_id: i64,
    /// The master login.
    pub is_master: bool,
    /// Whether he holds 系统管理员 or 厂商管理员 and is active.
    pub is_active_admin: bool,
    /// What he may do.
    pub permissions: Permissions,
}

/// What is to be done to a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    /// Name, contact, department, remark.
    Data,
    /// Roles and their periods.
    Roles,
    /// Data scope.
    Scope,
    /// Director.
    Director,
    /// Enable.
    Enable,
    /// Disable, delete or let expire: ends an Admin.
    Disable,
    /// A password or a link.
    Credentials,
    /// Second factors taken away: nobody's own, which the profile changes with a proof.
    Factors,
}

/// Why a member cannot be touched so (MEM-13).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Untouchable {
    /// Nobody changes his own roles, scope, director or state.
    Oneself,
    /// Nobody touches the master.
    Master,
    /// He may do more than who wants to touch him; the codes he has beyond.
    Exceeds(Permissions),
    /// The last active Admin stays one.
    LastAdmin,
}

/// Whether `actor` may do this to `subject` (MEM-13). `active_admins` counts those of the organisation, the subject included;
/// `stays_admin` tells whether the subject is still an Admin afterwards, for a change of roles.
///
/// # Errors
/// The first rule that is broken.
pub fn may_touch(
    actor: &Party,
    subject: &Party,
    touch: Touch,
    active_admins: usize,
    stays_admin: bool,
) -> Result<(), Untouchable> {
    let oneself = actor.member_id == subject.member_id;
    if oneself && !matches!(touch, Touch::Data | Touch::Credentials) {
        return Err(Untouchable::Oneself);
    }
    if subject.is_master && !oneself {
        return Err(Untouchable::Master);
    }
    let beyond = subject.permissions.without(actor.permissions);
    if !beyond.is_empty() {
        return Err(Untouchable::Exceeds(beyond));
    }
    let ends_admin = touch == Touch::Disable || touch == Touch::Roles && !stays_admin;
    if subject.is_active_admin && ends_admin && active_admins <= 1 {
        return Err(Untouchable::LastAdmin);
    }
    Ok(())
}

/// Who may agree to a privileged assignment (PERM-8): another active Admin or the master, neither who asked nor who gets it.
#[must_use]
pub const fn may_agree(checker: &Party, asked_by: i64, subject_id: i64) -> bool {
    (checker.is_active_admin || checker.is_master) && checker.member_id != asked_by && checker.member_id != subject_id
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::permission as p;

    fn roles(presets: &[Role], custom: &[&str]) -> Roles {
        let role = |(id, code): (i64, &&str)| Custom { id, permissions: code.split(' ').collect() };
        Roles { presets: presets.to_vec(), custom: (1..).zip(custom).map(role).collect() }
    }

    #[test]
    fn one_to_three_roles_that_go_together() {
        use Role::{AccountDirector, AccountManager, Admin, Auditor, DeskAdmin, DeskPdm, Finance, Operations, Sales};
        type Case<'a> = (Kind, &'a [Role], &'a [&'a str], Result<usize, Refusal>);
        let cases: &[Case<'_>] = &[
            (Kind::Distributor, &[], &[], Err(Refusal::NoRole)),
            (Kind::Distributor, &[Sales], &[], Ok(0)),
            (Kind::Distributor, &[Sales, Operations, Auditor], &[], Ok(0)),
            (Kind::Distributor, &[Sales, Operations, Auditor], &["bill.view"], Err(Refusal::TooMany)),
            (Kind::Distributor, &[Sales, Sales], &[], Err(Refusal::Twice)),
            (Kind::Distributor, &[Admin], &[], Ok(super::super::custom::APART.len())),
            (Kind::Distributor, &[Admin, Sales], &[], Err(Refusal::AdminAlone)),
            (Kind::Distributor, &[Admin], &["bill.view"], Err(Refusal::AdminAlone)),
            (Kind::VendorDesk, &[DeskAdmin, DeskPdm], &[], Err(Refusal::AdminAlone)),
            (Kind::Distributor, &[AccountManager, AccountDirector], &[], Err(Refusal::ManagerOrDirector)),
            (Kind::Distributor, &[AccountManager, Sales], &[], Ok(0)),
            (Kind::Distributor, &[DeskPdm], &[], Err(Refusal::NotInKind(DeskPdm))),
            (Kind::VendorDesk, &[Finance], &[], Err(Refusal::NotInKind(Finance))),
            (Kind::VendorDesk, &[Auditor], &[], Ok(0)),
            (Kind::Distributor, &[Finance], &[], Ok(1)),
            (
                Kind::Distributor,
                &[Finance],
                &["quota.issue"],
                Err(Refusal::Apart((p::QuotaIssue::CODE, p::QuotaApprove::CODE))),
            ),
            (
                Kind::Distributor,
                &[],
                &["quota.issue", "quota.approve"],
                Err(Refusal::Apart((p::QuotaIssue::CODE, p::QuotaApprove::CODE))),
            ),
            (Kind::Reseller, &[], &["quota.issue", "quota.approve"], Ok(0)),
        ];
        for (kind, presets, custom, want) in cases {
            let got = may_assign(*kind, roles(presets, custom)).map(|fit| fit.warnings().len());
            let want = match want {
                Ok(0) => got.as_ref().is_ok_and(|warnings| *warnings == 0),
                Ok(_) => got.as_ref().is_ok_and(|warnings| *warnings > 0),
                Err(refusal) => got.as_ref() == Err(refusal),
            };
            assert!(want, "{kind:?} {presets:?} {custom:?}: {got:?}");
        }
        let mut twice = roles(&[], &["bill.view", "bill.view"]);
        twice.custom[1].id = twice.custom[0].id;
        assert_eq!(may_assign(Kind::Distributor, twice), Err(Refusal::Twice));
    }

    #[test]
    fn privileged_roles_need_a_second_person() {
        type Case<'a> = (&'a [Role], &'a [&'a str], &'a [Role], &'a [&'a str], bool);
        let cases: &[Case<'_>] = &[
            (&[], &[], &[Role::Admin], &[], true),
            (&[], &[], &[Role::Finance], &[], true),
            (&[], &[], &[Role::VoucherManager], &[], true),
            (&[], &[], &[Role::AccountManager], &[], false),
            (&[], &[], &[Role::Auditor], &[], false),
            (&[], &[], &[], &["coupon.issue"], true),
            (&[], &[], &[], &["coupon.view"], false),
            (&[Role::Finance], &[], &[Role::Finance, Role::Sales], &[], false),
            (&[Role::Admin], &[], &[Role::Finance], &[], false),
            (&[Role::Finance], &[], &[Role::Admin], &[], true),
            (&[], &["coupon.issue"], &[Role::VoucherManager], &[], true),
        ];
        for (had, had_custom, gets, gets_custom, want) in cases {
            let needed = needs_second(Kind::Distributor, &roles(had, had_custom), &roles(gets, gets_custom));
            assert_eq!(!needed.is_empty(), *want, "{had:?} {had_custom:?} → {gets:?} {gets_custom:?}: {needed:?}");
        }
    }

    fn party(member_id: i64, presets: &[Role]) -> Party {
        let roles = roles(presets, &[]);
        let permissions = roles.permissions(Kind::Distributor);
        Party { member_id, is_master: false, is_active_admin: roles.has_admin(), permissions }
    }

    fn master() -> Party {
        let permissions = permissions_of(Kind::Distributor, true, &[], Permissions::NONE);
        Party { member_id: 1, is_master: true, is_active_admin: false, permissions }
    }

    #[test]
    fn nobody_touches_himself_the_master_or_who_may_do_more() {
        let (admin, other) = (party(2, &[Role::Admin]), party(3, &[Role::Admin]));
        let (finance, sales) = (party(4, &[Role::Finance]), party(5, &[Role::Sales]));
        let beyond = finance.permissions.without(sales.permissions);
        let cases = [
            (&admin, &finance, Touch::Roles, Ok(())),
            (&admin, &admin, Touch::Roles, Err(Untouchable::Oneself)),
            (&admin, &admin, Touch::Scope, Err(Untouchable::Oneself)),
            (&admin, &admin, Touch::Director, Err(Untouchable::Oneself)),
            (&admin, &admin, Touch::Disable, Err(Untouchable::Oneself)),
            (&admin, &admin, Touch::Data, Ok(())),
            (&admin, &master(), Touch::Data, Err(Untouchable::Master)),
            (&admin, &master(), Touch::Credentials, Err(Untouchable::Master)),
            (&admin, &other, Touch::Credentials, Ok(())),
            (&sales, &finance, Touch::Credentials, Err(Untouchable::Exceeds(beyond))),
            (&sales, &finance, Touch::Data, Err(Untouchable::Exceeds(beyond))),
            (&master(), &admin, Touch::Roles, Ok(())),
            (&master(), &master(), Touch::Disable, Err(Untouchable::Oneself)),
            (&admin, &other, Touch::Factors, Ok(())),
            (&admin, &admin, Touch::Factors, Err(Untouchable::Oneself)),
            (&admin, &master(), Touch::Factors, Err(Untouchable::Master)),
            (&sales, &finance, Touch::Factors, Err(Untouchable::Exceeds(beyond))),
        ];
        for (actor, subject, touch, want) in cases {
            let got = may_touch(actor, subject, touch, 2, false);
            assert_eq!(got, want, "{} {touch:?} {}", actor.member_id, subject.member_id);
        }
    }

    #[test]
    fn the_last_active_admin_stays() {
        let (master, admin) = (master(), party(2, &[Role::Admin]));
        let cases = [
            (Touch::Disable, 1, false, Err(Untouchable::LastAdmin)),
            (Touch::Disable, 2, false, Ok(())),
            (Touch::Roles, 1, false, Err(Untouchable::LastAdmin)),
            (Touch::Roles, 1, true, Ok(())),
            (Touch::Data, 1, false, Ok(())),
        ];
        for (touch, active, stays, want) in cases {
            assert_eq!(may_touch(&master, &admin, touch, active, stays), want, "{touch:?} {active} {stays}");
        }
        let off = Party { is_active_admin: false, ..admin };
        assert_eq!(may_touch(&master, &off, Touch::Disable, 1, false), Ok(()), "he is no active Admin");
    }

    #[test]
    fn a_third_person_agrees() {
        let (admin, finance) = (party(2, &[Role::Admin]), party(4, &[Role::Finance]));
        for (checker, asked_by, subject, want) in [
            (&admin, 3, 4, true),
            (&admin, 2, 4, false),
            (&admin, 3, 2, false),
            (&finance, 3, 5, false),
            (&master(), 2, 4, true),
            (&master(), 1, 4, false),
        ] {
            assert_eq!(may_agree(checker, asked_by, subject), want, "{} {asked_by} {subject}", checker.member_id);
        }
    }
}
