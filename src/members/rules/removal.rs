//! What is left of a member's roles when one is taken away, and why it cannot be (ROLE-1, ROLE-4, AM-3). Pure.
//!
//! Nothing left means that the login ends: nobody signs in without a role (ROLE-1).

use chrono::{DateTime, Utc};

use super::wanted::{CustomRole, Wanted, lasting, roles_of};
use crate::access::{
    Reach,
    locks::{Lock, broken},
    widening::pin_after,
};

/// Why a role cannot be taken away so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unremovable {
    /// He does not have it any more.
    Gone,
    /// ROLE-4: a submission about him is under review.
    Locked,
    /// AM-3: without it he would see more customers; somebody must choose on the page of his roles.
    Widens,
    /// Another request about his roles waits: that one first.
    Waits,
}

/// A member as far as this rule looks.
#[derive(Debug, Clone, Copy)]
pub struct Footing<'a> {
    /// Roles in force now or later.
    pub today: &'a [Wanted],
    /// The request that waits: whether the same review made it, and its roles.
    pub request: Option<(bool, &'a Vec<Wanted>)>,
    /// The data scope chosen earlier (AM-3).
    pub pin: Option<Reach>,
    /// Roles that must stay.
    pub locks: &'a [Lock],
    /// The present.
    pub now: DateTime<Utc>,
}

/// The roles that are left, none when it was the last one, and the pin to store with them.
///
/// # Errors
/// Why the role cannot be taken away.
pub fn without(
    footing: &Footing<'_>,
    removed: &Wanted,
    custom: &[CustomRole],
) -> Result<(Vec<Wanted>, Option<Reach>), Unremovable> {
    let same = |one: &Wanted| (&one.role, one.role_id) == (&removed.role, removed.role_id);
    if !footing.today.iter().any(same) {
        return Err(Unremovable::Gone);
    }
    let base = match footing.request {
        Some((false, _)) => return Err(Unremovable::Waits),
        Some((true, wanted)) => wanted.as_slice(),
        None => footing.today,
    };
    let left: Vec<Wanted> = base.iter().filter(|one| !same(one)).cloned().collect();
    if broken(footing.locks, &lasting(&left, footing.now)).is_some() {
        return Err(Unremovable::Locked);
    }
    if left.is_empty() {
        return Ok((left, footing.pin));
    }
    let (before, after) = (roles_of(footing.today, custom), roles_of(&left, custom));
    let (Some(before), Some(after)) = (before, after) else { return Err(Unremovable::Gone) };
    let pin = pin_after(&before, footing.pin, &after, None).map_err(|_| Unremovable::Widens)?;
    Ok((left, pin))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Role::{self, AccountManager, Developer, Finance, Sales};

    fn wanted(roles: &[Role]) -> Vec<Wanted> {
        roles.iter().map(|role| Wanted::preset(*role)).collect()
    }

    #[test]
    fn one_role_goes_and_the_others_stay() {
        let now = "2026-11-22T04:00:00Z".parse().unwrap();
        let lock = Lock {
            role: AccountManager.code().to_owned(),
            submission: "FH".into(),
            link: "/x".into(),
            by: None,
            at: now,
        };
        type Case<'a> = (&'a [Role], Option<(bool, &'a [Role])>, Option<Reach>, bool, Result<&'a [Role], Unremovable>);
        let cases: &[Case<'_>] = &[
            (&[Finance, Sales], None, None, false, Ok(&[Finance])),
            (&[Sales], None, None, false, Ok(&[])),
            (&[Finance], None, None, false, Err(Unremovable::Gone)),
            (&[Finance, Sales, Developer], Some((true, &[Sales, Developer])), None, false, Ok(&[Developer])),
            (&[Finance, Sales], Some((true, &[Sales])), None, false, Ok(&[])),
            (&[Finance, Sales], Some((false, &[Finance])), None, false, Err(Unremovable::Waits)),
            (&[AccountManager, Sales], None, Some(Reach::Own), false, Ok(&[AccountManager])),
            (&[AccountManager, Sales], None, None, true, Ok(&[AccountManager])),
        ];
        for (today, request, pin, locked, want) in cases {
            let today = wanted(today);
            let asked = request.map(|(own, roles)| (own, wanted(roles)));
            let locks = if *locked { vec![lock.clone()] } else { vec![] };
            let request = asked.as_ref().map(|(own, roles)| (*own, roles));
            let footing = Footing { today: &today, request, pin: *pin, locks: &locks, now };
            let got = without(&footing, &Wanted::preset(Sales), &[]).map(|left| left.0);
            assert_eq!(got, want.map(wanted), "{today:?} {pin:?}");
        }
        let (today, request) = (wanted(&[AccountManager, Sales]), None);
        let footing = Footing { today: &today, request, pin: Some(Reach::Own), locks: &[lock], now };
        let manager = Wanted::preset(AccountManager);
        assert_eq!(without(&footing, &manager, &[]), Err(Unremovable::Locked));
        let footing = Footing { locks: &[], ..footing };
        assert_eq!(without(&footing, &manager, &[]), Err(Unremovable::Widens), "alone, sales sees every customer");
    }
}
