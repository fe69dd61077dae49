//! The life of a command as a machine (CMD-1): which state may follow which. Pure.

/// Where a command stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Stored; nothing was sent.
    Intent,
    /// A byte of it may have left.
    Sending,
    /// The vendor said yes.
    Confirmed,
    /// Nothing happened; final.
    Failed,
    /// It may or may not have happened.
    Unknown,
    /// Proved by a record or decided by a person; final unless a second equal record reopens it (CMD-8).
    Reconciled,
}

impl State {
    /// Every state, in the order of a life.
    pub const ALL: [Self; 6] =
        [Self::Intent, Self::Sending, Self::Confirmed, Self::Failed, Self::Unknown, Self::Reconciled];

    /// The word of the database and of the JSON API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Intent => "intent",
            Self::Sending => "sending",
            Self::Confirmed => "confirmed",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::Reconciled => "reconciled",
        }
    }

    /// Reads [`State::as_str`].
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// Whether `next` may follow. Nothing leads back to `sending` save from `intent`: what may have happened is never sent
    /// again by itself (CMD-4).
    #[must_use]
    pub const fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Intent, Self::Sending | Self::Failed)
                | (Self::Sending, Self::Confirmed | Self::Failed | Self::Unknown | Self::Intent)
                | (Self::Confirmed | Self::Unknown, Self::Reconciled)
                | (Self::Reconciled, Self::Unknown)
        )
    }

    /// Whether it is over, as far as can be known.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Failed | Self::Reconciled)
    }
}

/// What became of it, once reconciled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It happened.
    Applied,
    /// It did not.
    NotApplied,
}

impl Outcome {
    /// The word of the database and of the JSON API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::NotApplied => "not_applied",
        }
    }

    /// Reads [`Outcome::as_str`].
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Applied, Self::NotApplied].into_iter().find(|outcome| outcome.as_str() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::{State::*, *};

    #[test]
    fn a_life_has_no_other_turns() {
        let want = [
            (Intent, Sending),
            (Intent, Failed),
            (Sending, Intent),
            (Sending, Confirmed),
            (Sending, Failed),
            (Sending, Unknown),
            (Confirmed, Reconciled),
            (Unknown, Reconciled),
            (Reconciled, Unknown),
        ];
        for from in State::ALL {
            assert_eq!(State::parse(from.as_str()), Some(from));
            for to in State::ALL {
                assert_eq!(from.may_become(to), want.contains(&(from, to)), "{from:?} → {to:?}");
            }
        }
    }

    #[test]
    fn what_may_have_left_is_not_sent_again_by_itself() {
        // From `unknown` and `confirmed` no way leads to `sending`.
        for from in [Unknown, Confirmed, Failed] {
            let mut reached = vec![from];
            while let Some(next) = State::ALL
                .into_iter()
                .find(|next| !reached.contains(next) && reached.iter().any(|state| state.may_become(*next)))
            {
                reached.push(next);
            }
            assert!(!reached.contains(&Sending) && !reached.contains(&Intent), "{from:?} reaches {reached:?}");
        }
    }
}
