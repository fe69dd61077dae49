//! The scan hook: a command of the operator that looks at each file before anything is kept of it, such as `clamdscan`. Knows
//! nothing of who sent the file.

use std::{path::Path, process::Stdio, str::FromStr, time::Duration};

use tokio::{process::Command, time::timeout};

/// How long a scan may take before the file counts as not scanned.
const LIMIT: Duration = Duration::from_secs(60);
/// Exit code of a scanner that found something, as clamdscan and most others have it.
const FOUND: i32 = 1;

/// The command: the program and its arguments, to which the file's path is added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scanner {
    program: String,
    arguments: Vec<String>,
    limit: Duration,
}

impl FromStr for Scanner {
    type Err = &'static str;

    /// Words apart by blanks; there are no quotes, so that no shell is needed.
    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        let mut words = typed.split_whitespace().map(str::to_owned);
        let program = words.next().ok_or("a program, and its arguments apart by blanks")?;
        Ok(Self { program, arguments: words.collect(), limit: LIMIT })
    }
}

/// What a scan came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing was found (exit code 0).
    Clean,
    /// Something was found (exit code 1).
    Found,
    /// Nobody can say: it did not start, failed, or took too long. Such a file is not taken.
    Unknown(String),
}

impl Scanner {
    /// Gives a scan another time to end.
    #[must_use]
    pub const fn within(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// Scans a file in a process of its own, which is killed when it takes too long.
    pub async fn scan(&self, file: &Path) -> Verdict {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).arg(file).kill_on_drop(true);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        match timeout(self.limit, command.status()).await {
            Err(_) => Verdict::Unknown(format!("took more than {} s", self.limit.as_secs())),
            Ok(Err(error)) => Verdict::Unknown(format!("did not start: {error}")),
            Ok(Ok(status)) if status.success() => Verdict::Clean,
            Ok(Ok(status)) if status.code() == Some(FOUND) => Verdict::Found,
            Ok(Ok(status)) => Verdict::Unknown(format!("ended with {status}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_exit_code_decides_and_time_runs_out() {
        let file = std::env::temp_dir().join(format!("portal-scan-{}", uuid::Uuid::new_v4().simple()));
        std::fs::write(&file, "plain").unwrap();
        let scan = async |command: &str| command.parse::<Scanner>().unwrap().scan(&file).await;
        assert_eq!(scan("test -s").await, Verdict::Clean);
        assert_eq!(scan("test -d").await, Verdict::Found);
        for (command, said) in [("ls --no-such-option", "ended with"), ("no-such-scanner --fast", "did not start")] {
            assert!(matches!(scan(command).await, Verdict::Unknown(why) if why.contains(said)), "{command}");
        }
        let endless: Scanner = "tail -f".parse().unwrap();
        assert!(matches!(endless.within(Duration::from_millis(50)).scan(&file).await, Verdict::Unknown(_)));
        assert!("  ".parse::<Scanner>().is_err());
        std::fs::remove_file(file).unwrap();
    }
}
