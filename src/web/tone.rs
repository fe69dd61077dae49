//! The colours of a state (ui.md). A state is always also a word: colour alone says nothing.

/// Done, waiting, refused or idle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Finished, normal, in effect.
    Done,
    /// Somebody or something is waited for.
    Waiting,
    /// Refused, failed, frozen.
    Refused,
    /// Nothing is going on.
    Idle,
}

impl Tone {
    /// The word in class names and cookies.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Waiting => "waiting",
            Self::Refused => "refused",
            Self::Idle => "idle",
        }
    }

    /// Reads [`Tone::code`].
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Done, Self::Waiting, Self::Refused, Self::Idle].into_iter().find(|tone| tone.code() == code)
    }
}
