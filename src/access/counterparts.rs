//! Who may be maker and checker of the same thing (MEM-13): not two members of whom one could sign in as the other. Pure.

use chrono::{DateTime, TimeDelta, Utc};

/// MEM-13: who made or reset a login is not its counterpart as maker or checker for so long.
pub const APART: TimeDelta = TimeDelta::hours(24);

/// Who last issued credentials for a login, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Issued {
    /// Who; none: nobody but the member himself.
    pub by: Option<i64>,
    /// When.
    pub at: Option<DateTime<Utc>>,
}

/// Whether two members may be maker and checker of the same thing: not while one of them has lately made or reset the other's
/// login, whichever it was, since he could sign in as him (MEM-13).
#[must_use]
pub fn may_face(one: (i64, Issued), other: (i64, Issued), now: DateTime<Utc>) -> bool {
    let made = |issued: Issued, by: i64| issued.by == Some(by) && issued.at.is_some_and(|at| at > now - APART);
    !made(one.1, other.0) && !made(other.1, one.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_made_a_login_is_not_its_counterpart_for_a_day() {
        let now: DateTime<Utc> = "2026-11-22T04:00:00Z".parse().unwrap();
        let by = |by, at: &str| Issued { by: Some(by), at: at.parse().ok() };
        let (lately, long_ago) = ("2026-11-21T04:00:01Z", "2026-11-21T04:00:00Z");
        for (one, other, want) in [
            (Issued::default(), Issued::default(), true),
            (by(2, lately), Issued::default(), false),
            (Issued::default(), by(1, lately), false),
            (by(2, long_ago), by(1, long_ago), true),
            (by(3, lately), by(3, lately), true),
        ] {
            assert_eq!(may_face((1, one), (2, other), now), want, "{one:?} {other:?}");
        }
    }
}
