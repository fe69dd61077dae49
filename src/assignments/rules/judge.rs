//! Whether a batch may be assigned or withdrawn (AM-5 to AM-8, TRAP-11, TRAP-15): all of it or nothing.

use crate::access::periods::state::{Act, Refusal, State, after};

/// AM-7: most customers at once.
pub const MOST: usize = 100;

/// One that was picked, as it is now and as the form showed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Picked {
    /// Key.
    pub id: i64,
    /// Present state.
    pub state: State,
    /// Key of its open period; 0 without one.
    pub period: i64,
    /// Key of the period the form showed; 0 when it showed none.
    pub seen: i64,
    /// Whether the association has ended.
    pub left: bool,
}

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// How many keys were sent.
    pub sent: usize,
    /// Those among them that the member sees (AM-13).
    pub picked: &'a [Picked],
    /// The manager, if he is one that this member may assign to (AM-7, AM-12).
    pub manager: Option<i64>,
    /// Whether those that have a manager are to be reassigned (TRAP-11).
    pub reassign: bool,
}

/// Why nothing is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Objection {
    /// Nothing was picked.
    Nothing,
    /// More than [`MOST`].
    TooMany,
    /// Some are not there, or not in the member's scope.
    Unknown,
    /// Somebody else assigned or withdrew meanwhile (409).
    Meanwhile,
    /// Not an active account manager, or not one of this director's.
    NotAManager,
    /// The association of some has ended.
    Left,
    /// Some have a manager, and nobody has said that they are to be reassigned.
    Taken,
    /// They all have this manager, or none has one.
    Unchanged,
}

/// What the rules allow: what the store writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    to: Option<i64>,
    turns: Vec<Picked>,
}

impl Allowed {
    /// The manager from now on; nobody when withdrawn.
    pub const fn to(&self) -> Option<i64> {
        self.to
    }

    /// Those that change, as they are before.
    pub fn turns(&self) -> &[Picked] {
        &self.turns
    }

    /// Their keys.
    pub fn ids(&self) -> Vec<i64> {
        self.turns.iter().map(|picked| picked.id).collect()
    }
}

fn common(asked: &Asked<'_>) -> Result<(), Objection> {
    match asked.sent {
        0 => Err(Objection::Nothing),
        sent if sent > MOST => Err(Objection::TooMany),
        sent if sent > asked.picked.len() => Err(Objection::Unknown),
        _ if asked.picked.iter().any(|picked| picked.period != picked.seen) => Err(Objection::Meanwhile),
        _ => Ok(()),
    }
}

/// Whether the batch may be assigned. Those that already have the manager stay as they are.
///
/// # Errors
/// [`Objection`].
pub fn may_assign(asked: &Asked<'_>) -> Result<Allowed, Objection> {
    common(asked)?;
    let to = asked.manager.ok_or(Objection::NotAManager)?;
    if asked.picked.iter().any(|picked| picked.left) {
        return Err(Objection::Left);
    }
    let mut turns = Vec::new();
    for picked in asked.picked {
        let act = match picked.state {
            State::Assigned(_) if asked.reassign => Act::Reassign(to),
            _ => Act::Assign(to),
        };
        match after(picked.state, act) {
            Ok(_) => turns.push(*picked),
            Err(Refusal::Taken(_)) => return Err(Objection::Taken),
            Err(Refusal::Same | Refusal::Nobody) => {}
        }
    }
    if turns.is_empty() { Err(Objection::Unchanged) } else { Ok(Allowed { to: Some(to), turns }) }
}

/// Whether the managers of the batch may be withdrawn. Those without one stay as they are.
///
/// # Errors
/// [`Objection`].
pub fn may_withdraw(asked: &Asked<'_>) -> Result<Allowed, Objection> {
    common(asked)?;
    let held = |picked: &&Picked| after(picked.state, Act::Unassign).is_ok();
    let turns: Vec<Picked> = asked.picked.iter().filter(held).copied().collect();
    if turns.is_empty() { Err(Objection::Unchanged) } else { Ok(Allowed { to: None, turns }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn free(id: i64) -> Picked {
        Picked { id, state: State::Unassigned, period: 0, seen: 0, left: false }
    }

    fn held(id: i64, by: i64) -> Picked {
        Picked { state: State::Assigned(by), period: 10 + id, seen: 10 + id, ..free(id) }
    }

    #[test]
    fn a_batch_is_assigned_whole_or_not_at_all() {
        let many: Vec<Picked> = (1..=101).map(free).collect();
        let meanwhile = Picked { seen: 0, ..held(2, 7) };
        let withdrawn = Picked { seen: 12, ..free(2) };
        let left = Picked { left: true, ..free(2) };
        type Case<'a> = (&'a [Picked], usize, Option<i64>, bool, Result<Vec<i64>, Objection>);
        let cases: &[Case<'_>] = &[
            (&[], 0, Some(8), false, Err(Objection::Nothing)),
            (&many, 101, Some(8), false, Err(Objection::TooMany)),
            (&many[..100], 100, Some(8), false, Ok((1..=100).collect())),
            (&[free(1)], 2, Some(8), false, Err(Objection::Unknown)),
            (&[free(1)], 1, None, false, Err(Objection::NotAManager)),
            (&[free(1), left], 2, Some(8), false, Err(Objection::Left)),
            (&[free(1), meanwhile], 2, Some(8), true, Err(Objection::Meanwhile)),
            (&[free(1), withdrawn], 2, Some(8), true, Err(Objection::Meanwhile)),
            (&[free(1), held(2, 7)], 2, Some(8), false, Err(Objection::Taken)),
            (&[free(1), held(2, 7)], 2, Some(8), true, Ok(vec![1, 2])),
            (&[free(1), held(2, 8)], 2, Some(8), false, Ok(vec![1])),
            (&[held(2, 8)], 1, Some(8), true, Err(Objection::Unchanged)),
        ];
        for (picked, sent, manager, reassign, want) in cases {
            let asked = Asked { sent: *sent, picked, manager: *manager, reassign: *reassign };
            assert_eq!(may_assign(&asked).map(|allowed| allowed.ids()), *want, "{picked:?} {manager:?} {reassign}");
        }
    }

    #[test]
    fn what_has_a_manager_can_be_withdrawn() {
        let meanwhile = Picked { seen: 3, ..held(2, 7) };
        for (picked, want) in [
            (vec![held(1, 7), held(2, 8)], Ok(vec![1, 2])),
            (vec![held(1, 7), free(2)], Ok(vec![1])),
            (vec![Picked { left: true, ..held(1, 7) }], Ok(vec![1])),
            (vec![free(2)], Err(Objection::Unchanged)),
            (vec![meanwhile], Err(Objection::Meanwhile)),
            (vec![], Err(Objection::Nothing)),
        ] {
            let asked = Asked { sent: picked.len(), picked: &picked, manager: None, reassign: false };
            assert_eq!(may_withdraw(&asked).map(|allowed| allowed.ids()), want, "{picked:?}");
        }
    }
}
