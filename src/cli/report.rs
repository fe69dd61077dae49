//! What the checks of `portal doctor` found: one line each, told as soon as it is known.

use std::fmt;

use super::Failure;

/// One line of `portal doctor`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Check {
    grade: Grade,
    name: String,
    text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Grade {
    Ok,
    Warn,
    Fail,
}

impl Check {
    /// All is well.
    pub(super) fn ok(name: &str, text: impl Into<String>) -> Self {
        Self { grade: Grade::Ok, name: name.to_owned(), text: text.into() }
    }

    /// It works, but somebody should look.
    pub(super) fn warned(name: &str, text: impl Into<String>) -> Self {
        Self { grade: Grade::Warn, name: name.to_owned(), text: text.into() }
    }

    /// It does not work; the text says what to do.
    pub(super) fn failed(name: &str, text: impl Into<String>) -> Self {
        Self { grade: Grade::Fail, name: name.to_owned(), text: text.into() }
    }

    /// The same, told of a connection.
    pub(super) fn of(self, whose: &str) -> Self {
        Self { name: format!("{whose}, {}", self.name), ..self }
    }

    pub(super) fn is_failed(&self) -> bool {
        self.grade == Grade::Fail
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let grade = match self.grade {
            Grade::Ok => "ok  ",
            Grade::Warn => "warn",
            Grade::Fail => "fail",
        };
        write!(f, "{grade}  {}: {}", self.name, self.text)
    }
}

/// Prints the checks and remembers whether one failed.
pub(super) struct Report {
    say: fn(&str) -> Result<(), Failure>,
    failed: bool,
}

impl Report {
    /// A report that says its lines with `say`.
    pub(super) const fn new(say: fn(&str) -> Result<(), Failure>) -> Self {
        Self { say, failed: false }
    }

    /// Prints a check at once: the next one may take its time.
    pub(super) fn tell(&mut self, check: &Check) -> Result<(), Failure> {
        self.failed |= check.is_failed();
        (self.say)(&check.to_string())
    }

    /// The same for some that are known together.
    pub(super) fn tell_all(&mut self, checks: &[Check]) -> Result<(), Failure> {
        checks.iter().try_for_each(|check| self.tell(check))
    }

    /// Whether a check failed so far.
    pub(super) const fn has_failed(&self) -> bool {
        self.failed
    }
}
