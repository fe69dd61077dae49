//! Printing to standard output, where a closed pipe is a failure and not a panic.

use std::io::Write;

use super::Failure;

/// Prints a line.
///
/// # Errors
/// When standard output is closed.
pub fn say(line: &str) -> Result<(), Failure> {
    writeln!(std::io::stdout(), "{line}").map_err(Failure::Output)
}
