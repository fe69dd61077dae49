//! The table of AM-8: a customer (or a reseller, AM-10) is unassigned or assigned, and what changes that. Pure.

/// 未分配 or 已分配.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nobody looks after it.
    Unassigned,
    /// This member does.
    Assigned(i64),
}

/// What may happen to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// A person assigns this manager.
    Assign(i64),
    /// It associated through this manager's link, or he had it created (AM-4).
    Link(i64),
    /// A person puts this manager in place of the present one: the old period is closed.
    Reassign(i64),
    /// A person withdraws the manager.
    Unassign,
    /// The association ended.
    AssociationEnds,
}

/// Why it cannot happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// This member looks after it: that is to be a reassignment, said by name (TRAP-11).
    Taken(i64),
    /// Nobody looks after it.
    Nobody,
    /// This member already does.
    Same,
}

/// The state after an act.
///
/// # Errors
/// [`Refusal`].
pub const fn after(state: State, act: Act) -> Result<State, Refusal> {
    match (state, act) {
        (State::Unassigned, Act::Assign(to) | Act::Link(to)) => Ok(State::Assigned(to)),
        (State::Unassigned, Act::Reassign(_) | Act::Unassign) => Err(Refusal::Nobody),
        (_, Act::AssociationEnds) | (State::Assigned(_), Act::Unassign) => Ok(State::Unassigned),
        (State::Assigned(by), Act::Assign(to) | Act::Reassign(to) | Act::Link(to)) if by == to => Err(Refusal::Same),
        (State::Assigned(_), Act::Reassign(to)) => Ok(State::Assigned(to)),
        (State::Assigned(by), Act::Assign(_) | Act::Link(_)) => Err(Refusal::Taken(by)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_in_every_state() {
        use Act::{Assign, AssociationEnds, Link, Reassign, Unassign};
        use State::{Assigned, Unassigned};
        for (state, act, want) in [
            (Unassigned, Assign(1), Ok(Assigned(1))),
            (Unassigned, Link(1), Ok(Assigned(1))),
            (Unassigned, Reassign(1), Err(Refusal::Nobody)),
            (Unassigned, Unassign, Err(Refusal::Nobody)),
            (Unassigned, AssociationEnds, Ok(Unassigned)),
            (Assigned(1), Assign(2), Err(Refusal::Taken(1))),
            (Assigned(1), Assign(1), Err(Refusal::Same)),
            (Assigned(1), Link(2), Err(Refusal::Taken(1))),
            (Assigned(1), Link(1), Err(Refusal::Same)),
            (Assigned(1), Reassign(2), Ok(Assigned(2))),
            (Assigned(1), Reassign(1), Err(Refusal::Same)),
            (Assigned(1), Unassign, Ok(Unassigned)),
            (Assigned(1), AssociationEnds, Ok(Unassigned)),
        ] {
            assert_eq!(after(state, act), want, "{state:?} {act:?}");
        }
    }
}
