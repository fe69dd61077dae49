//! The package's programs as processes: started on a free port, stopped when dropped.

use std::{
    ffi::OsStr,
    fs::File,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};

use crate::Outcome;

/// The portal's program.
pub const PORTAL: &str = env!("CARGO_BIN_EXE_portal");
/// The vendor's stand-in.
pub const SANDBOX: &str = env!("CARGO_BIN_EXE_sandbox");
/// Both together.
pub const DEMO: &str = env!("CARGO_BIN_EXE_demo");

/// A server that runs until this is dropped.
pub struct Program {
    child: Child,
    /// `127.0.0.1:port`.
    pub address: String,
    /// From the start of the process to its line `ready`.
    pub ready_after: Duration,
    /// Stays open: a server whose output is closed would end.
    _output: BufReader<ChildStdout>,
}

impl Program {
    /// Starts a server that says `ready http://…` on standard output; its log goes to the file.
    pub fn start(command: &mut Command, log: &Path) -> Outcome<Self> {
        let began = Instant::now();
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(File::create(log)?).spawn()?;
        let mut output = BufReader::new(child.stdout.take().ok_or("no standard output")?);
        let mut line = String::new();
        loop {
            line.clear();
            if output.read_line(&mut line)? == 0 {
                let _ = child.wait();
                let name = command.get_program().to_string_lossy().into_owned();
                return Err(format!("{name} ended before it was ready; its log:\n{}", tail(log)).into());
            }
            if let Some(address) = line.trim().strip_prefix("ready http://") {
                let address = address.trim_end_matches('/').to_owned();
                return Ok(Self { child, address, ready_after: began.elapsed(), _output: output });
            }
        }
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        stop(&mut self.child);
    }
}

/// A process that ends with the part of the bench that started it, whatever happens to that.
pub struct Running(pub Child);

impl Drop for Running {
    fn drop(&mut self) {
        stop(&mut self.0);
    }
}

/// Asks a process to end and waits for it; after fifteen seconds it is killed.
fn stop(child: &mut Child) {
    if let Ok(pid) = i32::try_from(child.id()) {
        let _ = kill(Pid::from_raw(pid), Signal::SIGTERM);
    }
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(15) {
        if !matches!(child.try_wait(), Ok(None)) {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let _ = child.kill();
    let _ = child.wait();
}

/// Runs a program to its end and answers its standard output.
pub fn output(command: &mut Command) -> Outcome<String> {
    let done = command.stdin(Stdio::null()).output()?;
    let name = Path::new(command.get_program()).file_name().unwrap_or(OsStr::new("?")).to_string_lossy().into_owned();
    if done.status.success() {
        return Ok(String::from_utf8_lossy(&done.stdout).into_owned());
    }
    let arguments: Vec<_> = command.get_args().map(OsStr::to_string_lossy).collect();
    Err(format!("{name} {} ended with {}: {}", arguments.join(" "), done.status, String::from_utf8_lossy(&done.stderr))
        .into())
}

/// The last lines of a log.
pub fn tail(log: &Path) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(10)..].join("\n")
}
