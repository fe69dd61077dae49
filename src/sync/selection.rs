//! What is to be read, and for whom.

use crate::values::Month;

/// Who asked for a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asker {
    /// The schedule.
    Schedule,
    /// A person, on `/sync`.
    Person,
    /// `portal sync`.
    CommandLine,
    /// The demo's first reading.
    Demo,
}

impl Asker {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Schedule => "schedule",
            Self::Person => "person",
            Self::CommandLine => "command_line",
            Self::Demo => "demo",
        }
    }
}

/// What is to be read.
#[derive(Debug, Clone)]
pub struct Selection {
    /// Names of resources; empty = all that apply.
    pub only: Vec<String>,
    /// Bill cycles; empty = the open month and those that are not final yet.
    pub months: Vec<Month>,
    /// Read everything again, whatever was read before.
    pub full: bool,
    /// Who asks.
    pub asker: Asker,
}
