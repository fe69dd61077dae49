//! When a policy about second factors may change (MEM-12): stricter at once or after a while, looser only by the master or an
//! Admin. Pure.

use chrono::{DateTime, TimeDelta, Utc};

use crate::access::{Permissions, factors::policy::MfaPolicy};

/// Days a stricter policy may leave to set up a second factor.
pub const GRACE: [i64; 4] = [0, 3, 7, 14];

/// What the organisation has set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// In force until the next one begins.
    pub policy: MfaPolicy,
    /// A stricter one, and when it begins.
    pub next: Option<(MfaPolicy, DateTime<Utc>)>,
}

impl Setting {
    /// As it counts at an instant: one that has begun is the policy, and none is to come.
    #[must_use]
    pub fn at(self, now: DateTime<Utc>) -> Self {
        match self.next {
            Some((policy, at)) if at <= now => Self { policy, next: None },
            _ => self,
        }
    }

    /// What a form remembers of the setting that it was made from.
    #[must_use]
    pub fn mark(self) -> String {
        let next = self.next.map(|(policy, at)| format!(" {} {}", policy.code(), at.timestamp()));
        format!("{}{}", self.policy.code(), next.unwrap_or_default())
    }
}

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Whose sign-in is to need a second factor.
    pub policy: MfaPolicy,
    /// Days until a stricter policy begins.
    pub days: i64,
}

/// A setting that may be stored; only [`may_change`] makes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowed {
    /// What is stored.
    pub setting: Setting,
    _private: (),
}

/// Why the policy does not change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is so already.
    Unchanged,
    /// Not one of the offered times.
    Days,
    /// Looser than now, or later than planned, which only the master or an Admin decides.
    Loosens,
}

const fn strictness(policy: MfaPolicy) -> u8 {
    match policy {
        MfaPolicy::Off => 0,
        MfaPolicy::Privileged => 1,
        MfaPolicy::All => 2,
    }
}

/// Decides. A looser policy counts at once; a stricter one when its days are over.
///
/// # Errors
/// The first thing that is wrong.
pub fn may_change(now: Setting, wanted: Wanted, is_admin: bool, at: DateTime<Utc>) -> Result<Allowed, Refusal> {
    if !GRACE.contains(&wanted.days) {
        return Err(Refusal::Days);
    }
    let later = strictness(wanted.policy) > strictness(now.policy) && wanted.days > 0;
    let setting = if later {
        Setting { policy: now.policy, next: Some((wanted.policy, at + TimeDelta::days(wanted.days))) }
    } else {
        Setting { policy: wanted.policy, next: None }
    };
    if setting == now {
        return Err(Refusal::Unchanged);
    }
    if loosens(now, setting) && !is_admin { Err(Refusal::Loosens) } else { Ok(Allowed { setting, _private: () }) }
}

/// Whether at any instant to come somebody needs no second factor who would have needed one.
fn loosens(before: Setting, after: Setting) -> bool {
    let end = |setting: Setting| strictness(setting.next.map_or(setting.policy, |(policy, _)| policy));
    if strictness(after.policy) < strictness(before.policy) || end(after) < end(before) {
        return true;
    }
    match (before.next, after.next) {
        (Some((planned, then)), Some((_, now))) => now > then && strictness(planned) > strictness(after.policy),
        _ => false,
    }
}

/// A member as far as the policy looks.
#[derive(Debug, Clone)]
pub struct Person {
    /// Key.
    pub id: i64,
    /// User name.
    pub username: String,
    /// The master login.
    pub is_master: bool,
    /// What he may do now.
    pub permissions: Permissions,
    /// Whether he has an app or a passkey.
    pub has_factor: bool,
}

/// How many a policy covers, and who of them has no second factor.
#[must_use]
pub fn affected(policy: MfaPolicy, people: &[Person]) -> (usize, Vec<&Person>) {
    let covered: Vec<&Person> =
        people.iter().filter(|person| policy.covers(person.is_master, person.permissions)).collect();
    (covered.len(), covered.into_iter().filter(|person| !person.has_factor).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use MfaPolicy::{All, Off, Privileged};

    fn instant(day: u32) -> DateTime<Utc> {
        format!("2026-11-{day:02}T04:00:00Z").parse().unwrap()
    }

    fn set(policy: MfaPolicy, next: Option<(MfaPolicy, u32)>) -> Setting {
        Setting { policy, next: next.map(|(policy, day)| (policy, instant(day))) }
    }

    #[test]
    fn stricter_may_wait_and_looser_needs_an_admin() {
        type Case = (Setting, (MfaPolicy, i64), bool, Result<Setting, Refusal>);
        let cases: &[Case] = &[
            (set(Off, None), (Privileged, 0), false, Ok(set(Privileged, None))),
            (set(Off, None), (All, 7), false, Ok(set(Off, Some((All, 8))))),
            (set(Privileged, None), (All, 3), false, Ok(set(Privileged, Some((All, 4))))),
            (set(Privileged, None), (Off, 0), false, Err(Refusal::Loosens)),
            (set(Privileged, None), (Off, 14), true, Ok(set(Off, None))),
            (set(All, None), (Privileged, 0), false, Err(Refusal::Loosens)),
            (set(All, None), (All, 0), true, Err(Refusal::Unchanged)),
            (set(All, None), (All, 7), true, Err(Refusal::Unchanged)),
            (set(Off, None), (All, 5), true, Err(Refusal::Days)),
            (set(Off, None), (All, -7), true, Err(Refusal::Days)),
            // what is planned counts as much as what is in force
            (set(Off, Some((All, 4))), (Off, 0), false, Err(Refusal::Loosens)),
            (set(Off, Some((All, 4))), (Off, 0), true, Ok(set(Off, None))),
            (set(Off, Some((All, 4))), (All, 7), false, Err(Refusal::Loosens)),
            (set(Off, Some((All, 10))), (All, 3), false, Ok(set(Off, Some((All, 4))))),
            (set(Off, Some((All, 4))), (Privileged, 0), false, Err(Refusal::Loosens)),
            (set(Off, Some((Privileged, 4))), (All, 3), false, Ok(set(Off, Some((All, 4))))),
            (set(Off, Some((Privileged, 4))), (All, 7), false, Err(Refusal::Loosens)),
            (set(Off, Some((All, 4))), (All, 3), true, Err(Refusal::Unchanged)),
        ];
        for (now, (policy, days), is_admin, want) in cases {
            let got = may_change(*now, Wanted { policy: *policy, days: *days }, *is_admin, instant(1));
            assert_eq!(got.map(|allowed| allowed.setting), *want, "{now:?} → {policy:?} in {days} days, {is_admin}");
        }
    }

    #[test]
    fn what_has_begun_is_in_force() {
        let planned = set(Off, Some((All, 8)));
        assert_eq!(planned.at(instant(7)), planned);
        assert_eq!(planned.at(instant(8)), set(All, None));
        assert_ne!(planned.mark(), set(Off, Some((All, 9))).mark());
        assert_ne!(planned.mark(), set(All, None).mark());
    }

    #[test]
    fn covered_and_without_are_counted_for_each_policy() {
        let nothing = Permissions::NONE;
        let person = |id, is_master, has_factor| Person {
            id,
            username: String::new(),
            is_master,
            permissions: nothing,
            has_factor,
        };
        let people = [person(1, true, false), person(2, false, false), person(3, false, true)];
        let count = |policy| {
            let (covered, without) = affected(policy, &people);
            (covered, without.iter().map(|person| person.id).collect::<Vec<_>>())
        };
        assert_eq!(count(Off), (0, vec![]));
        assert_eq!(count(Privileged), (1, vec![1]));
        assert_eq!(count(All), (3, vec![1, 2]));
    }
}
