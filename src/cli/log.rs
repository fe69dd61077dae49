//! The log, on standard error. It never stops the program: a full disk or a closed pipe loses lines, and nothing else.

use std::{
    borrow::Cow,
    io::{self, IsTerminal, Write},
};

use super::Failure;

/// Logs to standard error, the libraries only from warnings on.
pub(super) fn start(filter: &str) -> Result<(), Failure> {
    let quiet = format!("{filter},sqlx=warn,hyper=warn,reqwest=warn,tower=warn,rustls=warn");
    let filter = if filter.contains(['=', ',']) { filter } else { &quiet };
    let filter = tracing_subscriber::EnvFilter::try_new(filter).map_err(|_| Failure::LogFilter)?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_target(false);
    let colours = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let log = log.with_ansi(colours);
    // In one process there is one log; a second start keeps the first.
    let _ = log.with_writer(move || Lossy { to: io::stderr(), colours }).try_init();
    Ok(())
}

/// Takes everything, and forgets what cannot be written. The subscriber would tell of a failed write with `eprintln!`,
/// which panics for the same reason.
struct Lossy<W> {
    to: W,
    /// Whether the subscriber colours its lines, so that escapes are its own.
    colours: bool,
}

impl<W: Write> Write for Lossy<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let _ = self.to.write_all(&one_line(bytes, self.colours));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let _ = self.to.flush();
        Ok(())
    }
}

/// An event as one line, whatever its values are: a line break or another control in the middle is written as `\x0a`, so that
/// nobody who chooses a value writes lines of his own (ASVS 5.0 V16.4.1). Escapes stay where the lines are coloured.
fn one_line(event: &[u8], colours: bool) -> Cow<'_, [u8]> {
    let body = event.strip_suffix(b"\n").unwrap_or(event);
    let breaks = |byte: &u8| byte.is_ascii_control() && *byte != b'\t' && !(colours && *byte == 0x1b);
    if !body.iter().any(breaks) {
        return Cow::Borrowed(event);
    }
    let mut line = Vec::with_capacity(event.len() + 16);
    for byte in body {
        if breaks(byte) {
            line.extend_from_slice(format!("\\x{byte:02x}").as_bytes());
        } else {
            line.push(*byte);
        }
    }
    line.extend_from_slice(&event[body.len()..]);
    Cow::Owned(line)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::{
        fs::File,
        process::Command,
        sync::{Arc, Mutex},
    };

    use super::*;

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().map_err(|_| io::ErrorKind::Other)?.write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn nobody_writes_lines_of_his_own_into_the_log() {
        let kept = Kept::default();
        let writer = kept.clone();
        let log = tracing_subscriber::fmt()
            .with_ansi(false)
            .with_writer(move || Lossy { to: writer.clone(), colours: false });
        let forged = "x\r\n2026-11-22T04:00:00Z  INFO signed in member=\"admin\"\u{1b}[31m";
        tracing::subscriber::with_default(log.finish(), || {
            tracing::warn!(shown = %forged, quoted = forged, debug = ?forged, "refused: {forged}");
        });
        let written = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
        assert_eq!(written.matches('\n').count(), 1, "{written:?}");
        assert!(written.ends_with('\n') && !written.contains(['\r', '\u{1b}']), "{written:?}");
        assert_eq!(written.matches("signed in member=").count(), 4, "nothing is lost: {written:?}");
    }

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
