//! Printing: to standard output, where a closed pipe is a failure and not a panic; to standard error, where it is nothing.

use std::{io::Write, process::ExitCode};

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

/// The exit code of a command line that cannot be read (`EX_USAGE`): 2, which others give it, says of `portal sync` that it
/// was partly done.
const MISUSED: u8 = 64;

/// Tells what is wrong with a command line, or prints the help or version that it asked for.
#[must_use]
pub fn misused(told: &clap::Error) -> ExitCode {
    // Nobody is left to be told that the terminal is closed.
    let _ = told.print();
    if told.use_stderr() { ExitCode::from(MISUSED) } else { ExitCode::SUCCESS }
}
