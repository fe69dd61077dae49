//! The log, on standard error. It never stops the program: a full disk or a closed pipe loses lines, and nothing else.

use std::io::{self, IsTerminal, Write};

use super::Failure;

/// Logs to standard error, the libraries only from warnings on.
pub(super) fn start(filter: &str) -> Result<(), Failure> {
    let quiet = format!("{filter},sqlx=warn,hyper=warn,reqwest=warn,tower=warn,rustls=warn");
    let filter = if filter.contains(['=', ',']) { filter } else { &quiet };
    let filter = tracing_subscriber::EnvFilter::try_new(filter).map_err(|_| Failure::LogFilter)?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_target(false);
    let log = log.with_ansi(io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none());
    // In one process there is one log; a second start keeps the first.
    let _ = log.with_writer(|| Lossy(io::stderr())).try_init();
    Ok(())
}

/// Takes everything, and forgets what cannot be written. The subscriber would tell of a failed write with `eprintln!`,
/// which panics for the same reason.
struct Lossy<W>(W);

impl<W: Write> Write for Lossy<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let _ = self.0.write_all(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let _ = self.0.flush();
        Ok(())
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::{fs::File, process::Command};

    use super::*;

    /// Begins this test anew in a process whose standard error is full.
    #[test]
    fn a_log_that_cannot_be_written_ends_nothing() {
        if std::env::var_os("PORTAL_TEST_FULL_LOG").is_some() {
            start("info").unwrap();
            tracing::error!("nobody reads this");
            super::super::words::tell("nor this");
            return;
        }
        let mut again = Command::new(std::env::current_exe().unwrap());
        again.args(["--exact", "cli::log::tests::a_log_that_cannot_be_written_ends_nothing", "--nocapture"]);
        let full = File::options().write(true).open("/dev/full").unwrap();
        let output = again.env("PORTAL_TEST_FULL_LOG", "1").stderr(full).output().unwrap();
        let told = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && told.contains("1 passed"), "{told}");
    }
}
