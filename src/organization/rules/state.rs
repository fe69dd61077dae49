//! The life of an organisation (ORG-6). Pure.

/// State of an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// 待激活: rows, but no logins.
    Pending,
    /// 正常.
    Active,
    /// 已冻结: read only.
    Frozen,
    /// 已退出: final.
    Exited,
}

/// What moves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// HCPN admitted it, which the desk records with a reason (ONB-5).
    Admit,
    /// The desk freezes it, with a reason.
    Freeze,
    /// The desk unfreezes it, with a reason.
    Unfreeze,
    /// The desk records that it has left, with a reason and its name typed (TRAP-14).
    Exit,
}

impl State {
    /// Every state, in the order of ORG-6.
    pub const ALL: [Self; 4] = [Self::Pending, Self::Active, Self::Frozen, Self::Exited];

    /// The word of the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Active => "active",
            Self::Frozen => "frozen",
            Self::Exited => "exited",
        }
    }

    /// Reads [`State::word`].
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// The state after a step, if the step is possible.
#[must_use]
pub const fn after(state: State, step: Step) -> Option<State> {
    match (state, step) {
        (State::Pending, Step::Admit) | (State::Frozen, Step::Unfreeze) => Some(State::Active),
        (State::Active, Step::Freeze) => Some(State::Frozen),
        (State::Active | State::Frozen, Step::Exit) => Some(State::Exited),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_org_6() {
        use State::{Active, Exited, Frozen, Pending};
        let table = [
            (Pending, [Some(Active), None, None, None]),
            (Active, [None, Some(Frozen), None, Some(Exited)]),
            (Frozen, [None, None, Some(Active), Some(Exited)]),
            (Exited, [None, None, None, None]),
        ];
        for (state, row) in table {
            for (step, want) in [Step::Admit, Step::Freeze, Step::Unfreeze, Step::Exit].into_iter().zip(row) {
                assert_eq!(after(state, step), want, "{state:?} {step:?}");
            }
            assert_eq!(State::parse(state.word()), Some(state));
        }
        assert_eq!(State::parse("gone"), None);
    }
}
