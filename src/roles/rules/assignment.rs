//! What giving a member these roles would do, and whether it may be done at all (ROLE-1 to ROLE-3, PERM-8, MEM-13, AM-3, TRAP-2).
//! Pure: the preview and the write ask the same.

use chrono::{DateTime, Utc};

use super::key::Key;
use crate::access::{
    Kind, Permissions, Reach, Role,
    custom::Pair,
    grants::{self, Custom, Party, Refusal, Roles, Touch, Untouchable},
    locks::{Lock, broken},
    widening::{Choice, ChoiceRequired, pin_through},
};

/// A role for a period `[starts_at, ends_at)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// The role.
    pub key: Key,
    /// First instant in force; none: at once.
    pub starts_at: Option<DateTime<Utc>>,
    /// First instant no longer in force; none: without end.
    pub ends_at: Option<DateTime<Utc>>,
}

/// Who assigns, to whom, among whom.
#[derive(Debug, Clone)]
pub struct Footing {
    /// Kind of the organisation.
    pub kind: Kind,
    /// Who assigns.
    pub actor: Party,
    /// To whom.
    pub subject: Party,
    /// What he has now or later.
    pub before: Roles,
    /// The pin chosen earlier (AM-3).
    pub pin: Option<Reach>,
    /// Active Admins of the organisation whom nothing ends by itself, and the member (MEM-13).
    pub active_admins: usize,
    /// Whether his login has a last day.
    pub expires: bool,
    /// Account managers under him (TRAP-2).
    pub managed: i64,
    /// Roles of his that must stay (ROLE-4).
    pub locks: Vec<Lock>,
    /// Customers and resellers he looks after (MEM-10).
    pub held: i64,
    /// The instant of the change.
    pub now: DateTime<Utc>,
}

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    /// Roles with periods.
    pub wanted: &'a [Wanted],
    /// The same without.
    pub roles: Roles,
    /// AM-3.
    pub choice: Option<Choice>,
    /// TRAP-2: whether a successor or none was named.
    pub successor_named: bool,
    /// MEM-10: whether somebody, or nobody, was named for what he looks after.
    pub taker_named: bool,
}

/// Why it may not be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Objection {
    /// The roles do not go together.
    Roles(Refusal),
    /// MEM-13.
    Untouchable(Untouchable),
    /// ROLE-4: the role stays while a submission is under review.
    Locked(Lock),
    /// AM-3: somebody must choose first.
    Choice(ChoiceRequired),
    /// TRAP-2: his managers need a director, or an explicit none.
    Successor(i64),
    /// MEM-10: what he looks after needs another manager, or an explicit none.
    Taker(i64),
}

impl Objection {
    /// Whether it asks somebody to choose: nothing that was typed is wrong.
    #[must_use]
    pub const fn is_question(&self) -> bool {
        matches!(self, Self::Choice(_) | Self::Successor(_) | Self::Taker(_))
    }
}

/// What would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Permissions he gets.
    pub gained: Permissions,
    /// Permissions he loses.
    pub lost: Permissions,
    /// Privileged ones among those he gets: not empty, a second person must agree (PERM-8).
    pub second: Permissions,
    /// Pairs of PERM-8 that presets bring together.
    pub warnings: Vec<Pair>,
    /// The pin to store.
    pub pin: Option<Reach>,
    /// How far he sees today.
    pub before: Reach,
    /// How far he will see.
    pub after: Reach,
}

/// Judges an assignment.
///
/// # Errors
/// Every objection, those that somebody can mend by choosing last.
pub fn judge(footing: &Footing, asked: &Asked<'_>) -> Result<Outcome, Vec<Objection>> {
    let mut objections = Vec::new();
    let assignable = grants::may_assign(footing.kind, asked.roles.clone());
    objections.extend(assignable.as_ref().err().cloned().map(Objection::Roles));
    let (actor, subject) = (&footing.actor, &footing.subject);
    let stays = stays_admin(asked.wanted, footing.now) && !footing.expires;
    let touch = grants::may_touch(actor, subject, Touch::Roles, footing.active_admins, stays);
    objections.extend(touch.err().map(Objection::Untouchable));
    objections.extend(broken(&footing.locks, &lasting(asked.wanted, footing.now)).cloned().map(Objection::Locked));
    let phases = phases(asked, footing.now);
    let pin = pin_through(&footing.before, footing.pin, (&asked.roles, &phases), asked.choice);
    objections.extend(pin.err().map(Objection::Choice));
    let directs = |roles: &Roles| roles.presets.contains(&Role::AccountDirector);
    if footing.managed > 0 && directs(&footing.before) && !directs(&asked.roles) && !asked.successor_named {
        objections.push(Objection::Successor(footing.managed));
    }
    let manages = |roles: &Roles| roles.presets.contains(&crate::access::Role::AccountManager);
    if footing.held > 0 && manages(&footing.before) && !manages(&asked.roles) && !asked.taker_named {
        objections.push(Objection::Taker(footing.held));
    }
    match (assignable, pin) {
        (Ok(assignable), Ok(pin)) if objections.is_empty() => {
            Ok(outcome(footing, &asked.roles, pin, assignable.warnings().to_vec()))
        }
        _ => Err(objections),
    }
}

/// The roles in force together now, and from every instant on at which one of them begins or ends; never none.
fn phases(asked: &Asked<'_>, now: DateTime<Utc>) -> Vec<Roles> {
    let turns = asked.wanted.iter().flat_map(|one| [one.starts_at, one.ends_at]).flatten().filter(|at| *at > now);
    let at = |at: DateTime<Utc>| {
        let holds = |key: Key| {
            let lasts =
                |one: &Wanted| one.starts_at.is_none_or(|from| from <= at) && one.ends_at.is_none_or(|to| at < to);
            asked.wanted.iter().any(|one| one.key == key && lasts(one))
        };
        let presets = asked.roles.presets.iter().copied().filter(|role| holds(Key::Preset(*role)));
        let custom = asked.roles.custom.iter().copied().filter(|role| holds(Key::Custom(role.id)));
        Roles { presets: presets.collect(), custom: custom.collect() }
    };
    let is_some = |roles: &Roles| !roles.presets.is_empty() || !roles.custom.is_empty();
    std::iter::once(now).chain(turns).map(at).filter(is_some).collect()
}

fn outcome(footing: &Footing, roles: &Roles, pin: Option<Reach>, warnings: Vec<Pair>) -> Outcome {
    let (had, has) = (footing.before.permissions(footing.kind), roles.permissions(footing.kind));
    Outcome {
        gained: has.without(had),
        lost: had.without(has),
        second: grants::needs_second(footing.kind, &footing.before, roles),
        warnings,
        pin,
        before: footing.before.reach(footing.pin),
        after: roles.reach(pin),
    }
}

/// Whether somebody with these roles is an Admin now and without end: one who will be none is no last Admin.
fn stays_admin(wanted: &[Wanted], now: DateTime<Utc>) -> bool {
    lasting(wanted, now).iter().any(|role| role.is_admin())
}

/// The presets among these that are in force now and without an end.
fn lasting(wanted: &[Wanted], now: DateTime<Utc>) -> Vec<Role> {
    let lasts = |one: &&Wanted| one.ends_at.is_none() && one.starts_at.is_none_or(|start| start <= now);
    let preset = |one: &Wanted| match one.key {
        Key::Preset(role) => Some(role),
        Key::Custom(_) => None,
    };
    wanted.iter().filter(lasts).filter_map(preset).collect()
}

/// The roles of an assignment; `None` when one is a custom role that `custom` has not.
pub fn roles_of(wanted: &[Wanted], custom: impl Fn(i64) -> Option<Permissions>) -> Option<Roles> {
    let mut roles = Roles::default();
    for one in wanted {
        match one.key {
            Key::Preset(role) => roles.presets.push(role),
            Key::Custom(id) => roles.custom.push(Custom { id, permissions: custom(id)? }),
        }
    }
    Some(roles)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{
        Role::{AccountDirector, AccountManager, Admin, Finance, Sales, VoucherManager},
        permission as p,
    };

    fn wanted(roles: &[Role]) -> Vec<Wanted> {
        roles.iter().map(|role| Wanted { key: Key::Preset(*role), starts_at: None, ends_at: None }).collect()
    }

    fn roles(presets: &[Role]) -> Roles {
        Roles { presets: presets.to_vec(), custom: vec![] }
    }

    fn footing(before: &[Role]) -> Footing {
        let party = |member_id, presets: &[Role]| Party {
            member_id,
            is_master: false,
            is_active_admin: presets.contains(&Admin),
            permissions: roles(presets).permissions(Kind::Distributor),
        };
        Footing {
            kind: Kind::Distributor,
            actor: party(1, &[Admin]),
            subject: party(2, before),
            before: roles(before),
            pin: None,
            active_admins: 1,
            expires: false,
            managed: 0,
            locks: vec![],
            held: 0,
            now: "2026-11-22T04:00:00Z".parse().unwrap(),
        }
    }

    fn judged(footing: &Footing, after: &[Role], choice: Option<Choice>) -> Result<Outcome, Vec<Objection>> {
        let wanted = wanted(after);
        judge(
            footing,
            &Asked { wanted: &wanted, roles: roles(after), choice, successor_named: false, taker_named: false },
        )
    }

    #[test]
    fn every_objection_is_told() {
        let choice = ChoiceRequired { before: Reach::Own, after: Reach::All, can_keep: true };
        for (before, after, want) in [
            (&[Sales][..], &[][..], vec![Objection::Roles(Refusal::NoRole)]),
            (&[Sales], &[Admin, Sales], vec![Objection::Roles(Refusal::AdminAlone)]),
            (&[Admin], &[Sales], vec![Objection::Untouchable(Untouchable::LastAdmin)]),
            (&[AccountManager], &[AccountManager, Sales], vec![Objection::Choice(choice)]),
        ] {
            assert_eq!(judged(&footing(before), after, None), Err(want), "{before:?} → {after:?}");
        }
        let mut oneself = footing(&[Sales]);
        oneself.actor.member_id = 2;
        assert_eq!(judged(&oneself, &[Finance], None), Err(vec![Objection::Untouchable(Untouchable::Oneself)]));
        let lock = Lock {
            role: AccountManager.code().to_owned(),
            submission: "FH 2026-11".into(),
            link: "/incentives/fh/3".into(),
            by: None,
            at: "2026-11-20T04:00:00Z".parse().unwrap(),
        };
        let locked = Footing { locks: vec![lock.clone()], ..footing(&[AccountManager]) };
        assert_eq!(judged(&locked, &[Sales], Some(Choice::Widen)), Err(vec![Objection::Locked(lock)]), "ROLE-4");
        assert!(judged(&locked, &[AccountManager, Sales], Some(Choice::Keep)).is_ok(), "another role may join it");
        let ending = Footing { expires: true, ..footing(&[Admin]) };
        assert_eq!(judged(&ending, &[Admin], None), Err(vec![Objection::Untouchable(Untouchable::LastAdmin)]));
        let director = Footing { managed: 2, ..footing(&[AccountDirector]) };
        assert_eq!(judged(&director, &[AccountManager], None), Err(vec![Objection::Successor(2)]));
        let manager = Footing { held: 3, ..footing(&[AccountManager]) };
        let widen = Some(Choice::Widen);
        assert_eq!(judged(&manager, &[Sales], widen), Err(vec![Objection::Taker(3)]));
        assert!(judged(&manager, &[AccountManager, Sales], widen).is_ok(), "who stays a manager keeps his customers");
    }

    /// AM-3, PERM-8: what the end of a role would show is asked about when it is given.
    #[test]
    fn an_account_role_that_ends_before_the_others_asks_first() {
        let judged = |ends: [Option<&str>; 2], choice| {
            let mut both = wanted(&[AccountManager, Sales]);
            for (one, ends) in both.iter_mut().zip(ends) {
                one.ends_at = ends.and_then(|ends| ends.parse().ok());
            }
            let roles = roles(&[AccountManager, Sales]);
            let asked = Asked { wanted: &both, roles, choice, successor_named: false, taker_named: false };
            judge(&footing(&[AccountManager]), &asked).map(|outcome| outcome.pin)
        };
        let (soon, later) = (Some("2026-12-01T00:00:00Z"), Some("2026-12-31T00:00:00Z"));
        let asks = Objection::Choice(ChoiceRequired { before: Reach::Own, after: Reach::All, can_keep: false });
        for (ends, choice, want) in [
            ([soon, None], Some(Choice::Keep), Err(vec![asks.clone()])),
            ([soon, later], Some(Choice::Keep), Err(vec![asks])),
            ([soon, None], Some(Choice::Widen), Ok(None)),
            ([later, soon], Some(Choice::Keep), Ok(Some(Reach::Own))),
            ([soon, soon], Some(Choice::Keep), Ok(Some(Reach::Own))),
            ([None, soon], Some(Choice::Keep), Ok(Some(Reach::Own))),
        ] {
            assert_eq!(judged(ends, choice), want, "{ends:?} {choice:?}");
        }
    }

    #[test]
    fn what_changes_is_told() {
        let outcome =
            judged(&footing(&[AccountManager]), &[AccountManager, VoucherManager], Some(Choice::Keep)).unwrap();
        assert_eq!((outcome.before, outcome.after, outcome.pin), (Reach::Own, Reach::Own, Some(Reach::Own)));
        assert!(outcome.gained.holds(p::CouponIssue::CODE) && outcome.second.holds(p::CouponIssue::CODE));
        assert!(outcome.lost.is_empty() && outcome.warnings.is_empty());
        let finance = judged(&footing(&[Sales]), &[Finance], None).unwrap();
        assert!(finance.warnings.contains(&(p::BizinfoEdit::CODE, p::IncentivePay::CODE)), "PERM-8 warns for finance");
        assert!(finance.lost.holds(p::CustomerUnmask::CODE));
    }

    #[test]
    fn an_admin_for_a_time_is_not_the_last_one() {
        let now = "2026-11-22T04:00:00Z".parse().unwrap();
        let mut one = wanted(&[Admin]);
        assert!(stays_admin(&one, now));
        one[0].ends_at = "2026-12-01T00:00:00Z".parse().ok();
        assert!(!stays_admin(&one, now));
        one[0] = Wanted { starts_at: "2026-11-23T00:00:00Z".parse().ok(), ..wanted(&[Admin])[0] };
        assert!(!stays_admin(&one, now));
    }
}
