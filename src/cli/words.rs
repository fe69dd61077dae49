//! Printing: to standard output, where a closed pipe is a failure and not a panic; to standard error, where it is nothing.

use std::io::Write;

use super::Failure;

/// Prints a line.
///
/// # Errors
/// When standard output is closed.
pub fn say(line: &str) -> Result<(), Failure> {
    writeln!(std::io::stdout(), "{line}").map_err(Failure::Output)
}

/// Tells a person what is going on, on standard error. Nobody is left to be told that it is closed.
pub(super) fn tell(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
