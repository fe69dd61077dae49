//! Where a partner stands with its business information: the state of the whole out of its versions (BIZ-11, BIZ-12). Pure.

use super::machine::{AUTHENTICATED, CHANGE_PENDING, INVALIDATED, NOT_STARTED, is_under_way};

/// What of a version decides.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// Its request.
    pub request_id: i64,
    /// State of its request.
    pub state: &'a str,
    /// The name that it was made for.
    pub company_name: &'a str,
}

/// Why no money step is possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// Nothing was authenticated (GATE-01).
    NotAuthenticated,
    /// A change is under way, or name or entity are others now (GATE-07).
    Changing,
}

/// Where a partner stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// State of the whole.
    pub state: String,
    /// The version in force, also while it may not be used.
    pub in_force: Option<i64>,
    /// The newest version that is none of those in force: a draft, one under way, one that failed.
    pub open: Option<i64>,
}

impl Standing {
    /// The version that a payout freezes (DAT-02), or why there is none to freeze.
    ///
    /// # Errors
    /// Which gate is closed.
    pub fn settles(&self) -> Result<i64, Closed> {
        match (self.state.as_str(), self.in_force) {
            (AUTHENTICATED, Some(version)) => Ok(version),
            (CHANGE_PENDING | INVALIDATED, _) | (_, Some(_)) => Err(Closed::Changing),
            _ => Err(Closed::NotAuthenticated),
        }
    }
}

/// Where a partner with these versions, newest first, stands under its present name.
#[must_use]
pub fn standing(versions: &[Seen<'_>], name: &str) -> Standing {
    let force = versions.iter().find(|version| version.state == AUTHENTICATED);
    let newer = |version: &&Seen<'_>| force.is_none_or(|force| version.request_id > force.request_id);
    let open = versions.iter().find(newer).filter(|version| version.state != AUTHENTICATED);
    let is_valid = force.is_some_and(|force| force.company_name == name);
    let state = match open {
        Some(open) if is_under_way(open.state) && is_valid => CHANGE_PENDING,
        Some(open) if is_under_way(open.state) => open.state,
        _ if is_valid => AUTHENTICATED,
        _ if force.is_some() => INVALIDATED,
        Some(open) => open.state,
        None => NOT_STARTED,
    };
    let in_force = force.map(|version| version.request_id);
    Standing { state: state.to_owned(), in_force, open: open.map(|version| version.request_id) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_state_of_the_whole() {
        for (versions, name, want, settles) in [
            (&[][..], "A", "not_started", Err(Closed::NotAuthenticated)),
            (&["draft"], "A", "draft", Err(Closed::NotAuthenticated)),
            (&["manual_review"], "A", "manual_review", Err(Closed::NotAuthenticated)),
            (&["rejected"], "A", "rejected", Err(Closed::NotAuthenticated)),
            (&["authenticated"], "A", "authenticated", Ok(1)),
            (&["authenticated"], "B", "invalidated", Err(Closed::Changing)),
            // SCN-03: a change under way holds all money, its failure leaves the good data (BIZ-12).
            (&["in_progress", "authenticated"], "A", "change_pending", Err(Closed::Changing)),
            (&["internal_review", "authenticated"], "A", "change_pending", Err(Closed::Changing)),
            (&["locked", "authenticated"], "A", "change_pending", Err(Closed::Changing)),
            (&["rejected", "authenticated"], "A", "authenticated", Ok(1)),
            (&["withdrawn", "authenticated"], "A", "authenticated", Ok(1)),
            (&["draft", "authenticated"], "A", "authenticated", Ok(1)),
            (&["authenticated", "authenticated"], "A", "authenticated", Ok(2)),
            // BIZ-02: the new name needs a new authentication, which then runs its own way.
            (&["in_progress", "authenticated"], "B", "in_progress", Err(Closed::Changing)),
            (&["rejected", "authenticated"], "B", "invalidated", Err(Closed::Changing)),
        ] {
            let count = i64::try_from(versions.len()).unwrap();
            let seen: Vec<Seen<'_>> = (1..=count)
                .rev()
                .zip(versions)
                .map(|(request_id, state)| Seen { request_id, state, company_name: "A" })
                .collect();
            let found = standing(&seen, name);
            assert_eq!((found.state.as_str(), found.settles()), (want, settles), "{versions:?} {name}");
        }
    }
}
