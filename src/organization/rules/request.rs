//! A company change request 公司信息变更 as a state machine (ORG-10). Pure.

/// State of a company's basic information.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// 无变更: no request is open.
    None,
    /// 审核中.
    UnderReview,
    /// 审核不通过: may be submitted again.
    Rejected,
}

/// What somebody does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The master submits a change, or a rejected one again.
    Submit,
    /// The master takes it back before it is decided.
    Withdraw,
    /// The master gives a rejected one up.
    Discard,
    /// The desk approves: the change takes effect.
    Approve,
    /// The desk rejects, with a reason.
    Reject,
}

/// Whose step it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The partner's master account.
    Partner,
    /// The vendor desk.
    Desk,
}

impl State {
    /// Reads the state of the open request; none is [`State::None`], and so is one that has ended.
    #[must_use]
    pub fn of(word: Option<&str>) -> Self {
        match word {
            Some("under_review") => Self::UnderReview,
            Some("rejected") => Self::Rejected,
            _ => Self::None,
        }
    }
}

impl Step {
    /// Whose step it is.
    #[must_use]
    pub const fn side(self) -> Side {
        match self {
            Self::Submit | Self::Withdraw | Self::Discard => Side::Partner,
            Self::Approve | Self::Reject => Side::Desk,
        }
    }

    /// Reads the step of a form.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Some(match word {
            "submit" => Self::Submit,
            "withdraw" => Self::Withdraw,
            "discard" => Self::Discard,
            "approve" => Self::Approve,
            "reject" => Self::Reject,
            _ => return None,
        })
    }

    /// What the request's row says afterwards.
    #[must_use]
    pub const fn outcome(self) -> &'static str {
        match self {
            Self::Submit => "under_review",
            Self::Withdraw => "withdrawn",
            Self::Discard => "discarded",
            Self::Approve => "approved",
            Self::Reject => "rejected",
        }
    }
}

/// The state after a step, if the step is possible.
#[must_use]
pub const fn after(state: State, step: Step) -> Option<State> {
    match (state, step) {
        (State::None | State::Rejected, Step::Submit) => Some(State::UnderReview),
        (State::UnderReview, Step::Withdraw | Step::Approve) | (State::Rejected, Step::Discard) => Some(State::None),
        (State::UnderReview, Step::Reject) => Some(State::Rejected),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_org_10() {
        use State::{None as Free, Rejected, UnderReview};
        use Step::{Approve, Discard, Reject, Submit, Withdraw};
        let table = [
            (Free, [Some(UnderReview), None, None, None, None]),
            (UnderReview, [None, Some(Free), None, Some(Free), Some(Rejected)]),
            (Rejected, [Some(UnderReview), None, Some(Free), None, None]),
        ];
        for (state, row) in table {
            for (step, want) in [Submit, Withdraw, Discard, Approve, Reject].into_iter().zip(row) {
                assert_eq!(after(state, step), want, "{state:?} {step:?}");
            }
        }
    }

    #[test]
    fn the_partner_never_decides_and_the_desk_never_submits() {
        for (word, side) in [
            ("submit", Side::Partner),
            ("withdraw", Side::Partner),
            ("discard", Side::Partner),
            ("approve", Side::Desk),
            ("reject", Side::Desk),
        ] {
            assert_eq!(Step::read(word).map(Step::side), Some(side), "{word}");
        }
        assert_eq!(Step::read("approved"), None);
        for step in [Step::Submit, Step::Withdraw, Step::Discard, Step::Approve, Step::Reject] {
            let open = State::of(Some(step.outcome()));
            let before = [State::None, State::UnderReview, State::Rejected].into_iter().find_map(|s| after(s, step));
            assert_eq!(Some(open), before, "the row's word means the state of the table: {step:?}");
        }
    }
}
