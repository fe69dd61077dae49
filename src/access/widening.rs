//! A change of roles may let a member see more customers: never without a choice (AM-3, TRAP-1). Pure.

use super::{grants::Roles, roles::Role, scope::Reach};

/// What an administrator chose in the dialog of AM-3.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// Keep what the member sees today: stored as a pin.
    Keep,
    /// Let him see more.
    Widen,
}

/// A change that would widen a member's scope, as long as nobody has chosen (`scope_choice_required`, AM-3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChoiceRequired {
    /// What he sees today; for a new member what his account role alone would show.
    pub before: Reach,
    /// What he would see.
    pub after: Reach,
    /// Whether keeping is possible: only while he holds 客户经理 or 客户经理主管.
    pub can_keep: bool,
}

/// The pin to store after a change of roles (AM-3, TRAP-1): nobody sees more without a choice.
///
/// # Errors
/// [`ChoiceRequired`] when the change widens and nobody has chosen, or chose to keep what cannot be kept.
pub fn pin_after(
    before: &Roles,
    pin: Option<Reach>,
    after: &Roles,
    choice: Option<Choice>,
) -> Result<Option<Reach>, ChoiceRequired> {
    let seen = seen(before, pin, after);
    let (kept, open) = (after.reach(pin), after.reach(None));
    let can_keep = after.reach(Some(seen)) <= seen;
    match choice {
        Some(Choice::Widen) => Ok(None),
        Some(Choice::Keep) if can_keep => Ok(Some(seen).filter(|seen| *seen < open)),
        None if kept <= seen => Ok(pin),
        _ => Err(ChoiceRequired { before: seen, after: open, can_keep }),
    }
}

/// The same for roles with periods (PERM-8): `phases` are those in force together, one after another. A pin narrows only while he
/// is an account manager or director, so that the end of that role would show what nobody has chosen to show.
///
/// # Errors
/// As [`pin_after`].
pub fn pin_through(
    before: &Roles,
    pin: Option<Reach>,
    (after, phases): (&Roles, &[Roles]),
    choice: Option<Choice>,
) -> Result<Option<Reach>, ChoiceRequired> {
    let kept = pin_after(before, pin, after, choice)?;
    if choice == Some(Choice::Widen) {
        return Ok(kept);
    }
    let seen = seen(before, pin, after);
    match phases.iter().map(|phase| phase.reach(kept)).max() {
        Some(widest) if widest > seen => Err(ChoiceRequired { before: seen, after: widest, can_keep: false }),
        _ => Ok(kept),
    }
}

/// What he sees today; what the account role alone would show a new member.
fn seen(before: &Roles, pin: Option<Reach>, after: &Roles) -> Reach {
    let is_new = before.presets.is_empty() && before.custom.is_empty();
    if is_new { lone_reach(after) } else { before.reach(pin) }
}

/// What the account role among these would show if it stood alone.
fn lone_reach(roles: &Roles) -> Reach {
    let of = |role: &Role| match role {
        Role::AccountManager => Reach::Own,
        Role::AccountDirector => Reach::Team,
        _ => Reach::All,
    };
    roles.presets.iter().map(of).min().unwrap_or(Reach::All)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::grants::Custom;

    fn roles(presets: &[Role], custom: &[&str]) -> Roles {
        let role = |(id, code): (i64, &&str)| Custom { id, permissions: code.split(' ').collect() };
        Roles { presets: presets.to_vec(), custom: (1..).zip(custom).map(role).collect() }
    }

    #[test]
    fn nobody_sees_more_without_a_choice() {
        use Choice::{Keep, Widen};
        use Reach::{All, Own, Team};
        use Role::{AccountDirector, AccountManager, Finance, Sales};
        let required = |before, after, can_keep| Err(ChoiceRequired { before, after, can_keep });
        type Case<'a> = (&'a [Role], Option<Reach>, &'a [Role], Option<Choice>, Result<Option<Reach>, ChoiceRequired>);
        let cases: &[Case<'_>] = &[
            (&[AccountManager], None, &[AccountManager, Sales], None, required(Own, All, true)),
            (&[AccountManager], None, &[AccountManager, Sales], Some(Keep), Ok(Some(Own))),
            (&[AccountManager], None, &[AccountManager, Sales], Some(Widen), Ok(None)),
            (&[AccountManager, Sales], Some(Own), &[AccountManager, Finance], None, Ok(Some(Own))),
            (&[AccountManager, Sales], Some(Own), &[AccountManager, Finance], Some(Widen), Ok(None)),
            (&[AccountManager], None, &[AccountDirector], None, required(Own, Team, true)),
            (&[AccountManager], None, &[AccountDirector], Some(Keep), Ok(Some(Own))),
            (&[AccountDirector], None, &[AccountDirector, Sales], Some(Keep), Ok(Some(Team))),
            (&[AccountDirector], None, &[AccountManager], None, Ok(None)),
            (&[AccountManager], None, &[Finance], None, required(Own, All, false)),
            (&[AccountManager], None, &[Finance], Some(Keep), required(Own, All, false)),
            (&[AccountManager], None, &[Finance], Some(Widen), Ok(None)),
            (&[AccountManager, Sales], Some(Own), &[Sales], None, required(Own, All, false)),
            (&[Finance], None, &[AccountManager, Finance], None, Ok(None)),
            (&[Sales], None, &[AccountManager], None, Ok(None)),
            (&[], None, &[AccountManager], None, Ok(None)),
            (&[], None, &[Finance, Sales], None, Ok(None)),
            (&[], None, &[AccountManager, Sales], None, required(Own, All, true)),
            (&[], None, &[AccountManager, Sales], Some(Keep), Ok(Some(Own))),
        ];
        for (before, pin, after, choice, want) in cases {
            let got = pin_after(&roles(before, &[]), *pin, &roles(after, &[]), *choice);
            assert_eq!(got, *want, "{before:?} {pin:?} → {after:?} {choice:?}");
        }
        // PERM-8: the account role ends first, the other one stays.
        let phases = [roles(&[AccountManager, Sales], &[]), roles(&[Sales], &[])];
        let (today, both) = (roles(&[AccountManager], &[]), roles(&[AccountManager, Sales], &[]));
        for (choice, phases, want) in [
            (Some(Keep), &phases[..], required(Own, All, false)),
            (Some(Keep), &phases[..1], Ok(Some(Own))),
            (Some(Widen), &phases[..], Ok(None)),
            (None, &phases[..1], required(Own, All, true)),
        ] {
            assert_eq!(pin_through(&today, None, (&both, phases), choice), want, "{choice:?} {phases:?}");
        }
        let sales = roles(&[Sales], &[]);
        assert_eq!(pin_through(&sales, None, (&both, &phases), None), Ok(None), "he sees all today");
        let with_custom = roles(&[AccountManager], &["bill.view"]);
        let got = pin_after(&roles(&[AccountManager], &[]), None, &with_custom, None);
        assert_eq!(got, required(Own, All, true), "a custom role widens like any other");
    }
}
