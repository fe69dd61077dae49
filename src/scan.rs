//! The scan hook: a command of the operator that looks at each file before anything is kept of it, such as `clamdscan`, or a
//! ClamAV daemon that the file is sent to (INSTREAM, COM-11). Knows nothing of who sent the file.

use std::{io, path::Path, process::Stdio, str::FromStr, time::Duration};

use tokio::{
    fs::File,
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpStream, UnixStream},
    process::Command,
    time::timeout,
};

/// How long a scan may take before the file counts as not scanned.
const LIMIT: Duration = Duration::from_secs(60);
/// Exit code of a scanner that found something, as clamdscan and most others have it.
const FOUND: i32 = 1;

/// Bytes sent to a daemon at once.
const CHUNK: usize = 64 * 1024;
/// Most bytes of a daemon's answer that are read.
const ANSWER: u64 = 4096;
/// How the address of a daemon begins.
const DAEMON: &str = "clamd:";

/// What looks at files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scanner {
    way: Way,
    limit: Duration,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Way {
    /// The program and its arguments, to which the file's path is added.
    Command(String, Vec<String>),
    /// A ClamAV daemon: the path of its socket, or host and port.
    Daemon(String),
}

impl FromStr for Scanner {
    type Err = &'static str;

    /// `clamd:` with the path of a socket or host and port; else a command, words apart by blanks: there are no quotes, so that no
    /// shell is needed.
    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        if let Some(place) = typed.trim().strip_prefix(DAEMON) {
            let is_place = place.starts_with('/') || place.rsplit_once(':').is_some_and(|(host, _)| !host.is_empty());
            let daemon = Self { way: Way::Daemon(place.to_owned()), limit: LIMIT };
            return if is_place { Ok(daemon) } else { Err("clamd:/path/of/socket or clamd:host:port") };
        }
        let mut words = typed.split_whitespace().map(str::to_owned);
        let program = words.next().ok_or("a program, and its arguments apart by blanks")?;
        Ok(Self { way: Way::Command(program, words.collect()), limit: LIMIT })
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

    /// Scans a file; what takes too long counts as not scanned.
    pub async fn scan(&self, file: &Path) -> Verdict {
        let scan = async {
            match &self.way {
                Way::Command(program, arguments) => run(program, arguments, file).await,
                Way::Daemon(place) => match ask(place, file).await {
                    Ok(verdict) => verdict,
                    Err(error) => Verdict::Unknown(format!("did not answer: {error}")),
                },
            }
        };
        let late = |_| Verdict::Unknown(format!("took more than {} s", self.limit.as_secs()));
        timeout(self.limit, scan).await.unwrap_or_else(late)
    }
}

/// In a process of its own, which is killed when nobody waits for it any more.
async fn run(program: &str, arguments: &[String], file: &Path) -> Verdict {
    let mut command = Command::new(program);
    command.args(arguments).arg(file).kill_on_drop(true);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    match command.status().await {
        Err(error) => Verdict::Unknown(format!("did not start: {error}")),
        Ok(status) if status.success() => Verdict::Clean,
        Ok(status) if status.code() == Some(FOUND) => Verdict::Found,
        Ok(status) => Verdict::Unknown(format!("ended with {status}")),
    }
}

/// Sends the file to a daemon and reads what it says.
async fn ask(place: &str, file: &Path) -> io::Result<Verdict> {
    let file = File::open(file).await?;
    if place.starts_with('/') {
        return stream(UnixStream::connect(place).await?, file).await;
    }
    stream(TcpStream::connect(place).await?, file).await
}

/// INSTREAM: pieces with their lengths before them, an empty one at the end, then one line of answer.
async fn stream(mut daemon: impl AsyncRead + AsyncWrite + Unpin, mut file: File) -> io::Result<Verdict> {
    daemon.write_all(b"zINSTREAM\0").await?;
    let mut chunk = vec![0; CHUNK];
    loop {
        let read = file.read(&mut chunk).await?;
        daemon.write_all(&u32::try_from(read).unwrap_or_default().to_be_bytes()).await?;
        if read == 0 {
            break;
        }
        daemon.write_all(&chunk[..read]).await?;
    }
    daemon.flush().await?;
    let mut answer = Vec::new();
    daemon.take(ANSWER).read_to_end(&mut answer).await?;
    let answer = String::from_utf8_lossy(&answer);
    Ok(match answer.trim_matches(['\0', '\n', ' ']) {
        said if said.ends_with("FOUND") => Verdict::Found,
        said if said.ends_with(": OK") => Verdict::Clean,
        said => Verdict::Unknown(format!("said {said:?}")),
    })
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

    /// A daemon that reads one file as ClamAV's does and answers by what is in it.
    async fn daemon() -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((mut client, _)) = listener.accept().await {
                let mut greeting = [0; 10];
                client.read_exact(&mut greeting).await.unwrap();
                assert_eq!(&greeting, b"zINSTREAM\0");
                let mut whole = Vec::new();
                loop {
                    let length = client.read_u32().await.unwrap() as usize;
                    if length == 0 {
                        break;
                    }
                    let start = whole.len();
                    whole.resize(start + length, 0);
                    client.read_exact(&mut whole[start..]).await.unwrap();
                }
                let answer: &[u8] = match whole.last() {
                    Some(b'!') => b"stream: Eicar-Test-Signature FOUND\0",
                    Some(b'?') => b"INSTREAM size limit exceeded. ERROR\0",
                    _ => b"stream: OK\0",
                };
                client.write_all(answer).await.unwrap();
            }
        });
        format!("{DAEMON}{address}")
    }

    #[tokio::test]
    async fn com_11_a_daemon_gets_the_whole_file_and_decides() {
        let file = std::env::temp_dir().join(format!("portal-scan-{}", uuid::Uuid::new_v4().simple()));
        let scanner: Scanner = daemon().await.parse().unwrap();
        for (last, want) in [(b'.', Verdict::Clean), (b'!', Verdict::Found)] {
            let mut bytes = vec![b'x'; 2 * CHUNK + 7];
            bytes.push(last);
            std::fs::write(&file, bytes).unwrap();
            assert_eq!(scanner.scan(&file).await, want);
        }
        std::fs::write(&file, "too large?").unwrap();
        assert!(matches!(scanner.scan(&file).await, Verdict::Unknown(why) if why.contains("size limit")));
        let nobody: Scanner = "clamd:/no/such/socket".parse().unwrap();
        assert!(matches!(nobody.scan(&file).await, Verdict::Unknown(why) if why.contains("did not answer")));
        std::fs::remove_file(file).unwrap();
        for wrong in ["clamd:", "clamd:localhost", "clamd::3310"] {
            assert!(wrong.parse::<Scanner>().is_err(), "{wrong}");
        }
    }
}
