//! The state of a set (CMD-15): derived from its rows, its approval and its commands, never stored. Pure.

/// Where a set stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Something stands in the way.
    Draft,
    /// May be confirmed.
    Validated,
    /// Somebody must agree.
    AwaitingApproval,
    /// Commands are under way.
    Running,
    /// Every command had its effect.
    Done,
    /// Some had none.
    PartlyFailed,
    /// Returned, cancelled or expired: nothing was sent.
    Returned,
}

/// What the state follows from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts<'a> {
    /// Whether something stands against it.
    pub is_faulty: bool,
    /// State of its approval; none: a draft.
    pub approval: Option<&'a str>,
    /// Commands that are not final.
    pub under_way: i64,
    /// Commands without an effect.
    pub failed: i64,
}

impl State {
    /// Every state, in the order of filters.
    pub const ALL: [Self; 7] = [
        Self::Draft,
        Self::Validated,
        Self::AwaitingApproval,
        Self::Running,
        Self::Done,
        Self::PartlyFailed,
        Self::Returned,
    ];

    /// The word of programs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Validated => "validated",
            Self::AwaitingApproval => "awaiting_approval",
            Self::Running => "running",
            Self::Done => "done",
            Self::PartlyFailed => "partly_failed",
            Self::Returned => "returned",
        }
    }

    /// Reads the facts.
    #[must_use]
    pub fn of(facts: Facts<'_>) -> Self {
        match facts.approval {
            None if facts.is_faulty => Self::Draft,
            None => Self::Validated,
            Some("pending") => Self::AwaitingApproval,
            Some("returned" | "cancelled" | "expired") => Self::Returned,
            Some(_) if facts.under_way > 0 => Self::Running,
            Some(_) if facts.failed > 0 => Self::PartlyFailed,
            Some(_) => Self::Done,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_state_follows_from_approval_and_commands() {
        for (is_faulty, approval, under_way, failed, want) in [
            (true, None, 0, 0, State::Draft),
            (false, None, 0, 0, State::Validated),
            (false, Some("pending"), 3, 0, State::AwaitingApproval),
            (false, Some("returned"), 0, 3, State::Returned),
            (false, Some("expired"), 0, 3, State::Returned),
            (false, Some("approved"), 1, 2, State::Running),
            (false, Some("approved"), 0, 2, State::PartlyFailed),
            (false, Some("approved"), 0, 0, State::Done),
        ] {
            assert_eq!(State::of(Facts { is_faulty, approval, under_way, failed }), want, "{approval:?}");
        }
    }
}
