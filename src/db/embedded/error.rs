//! What can go wrong with the private Postgres, each as one sentence and what to do about it. Knows no remedy that needs code.

use std::{
    io,
    path::{Path, PathBuf},
};

use super::binaries::{OLDEST, Version};

/// Why the private Postgres cannot serve. The text is for the operator at a terminal, never for a page.
#[derive(Debug, thiserror::Error)]
pub enum EmbeddedError {
    /// No server is installed.
    #[error(
        "No Postgres server was found (looked in {looked_in}). Install one with `make setup` (Debian: `apt-get install \
         postgresql`, macOS: `brew install postgresql@17`), name its folder in PORTAL_POSTGRES_BIN, or give the address of \
         a running server in PORTAL_DATABASE_URL."
    )]
    NotFound {
        /// The folders that were searched.
        looked_in: String,
    },
    /// Only servers older than [`OLDEST`] are installed.
    #[error(
        "The newest Postgres found is {found} in {directory}, but the portal needs {OLDEST} or later. Install a newer one, \
         or give the address of a newer server in PORTAL_DATABASE_URL."
    )]
    TooOld {
        /// Version of the newest server found.
        found: Version,
        /// Where it is.
        directory: PathBuf,
    },
    /// The data directory was made by a major version that is not installed.
    #[error(
        "The database in {cluster} was made by Postgres {data}, but only {found} is installed. Install Postgres {data} \
         beside it, or move the data over with pg_upgrade, or choose another data directory with PORTAL_DATA_DIR."
    )]
    OtherMajor {
        /// The cluster.
        cluster: PathBuf,
        /// Major version that made it.
        data: u32,
        /// Newest version installed.
        found: Version,
    },
    /// Running as root, and there is no account to run the server under.
    #[error(
        "Postgres refuses to run as root, and this machine has neither an account `postgres` nor `nobody` to run it under. \
         Create one with `useradd --system postgres`, or start the portal as an ordinary user."
    )]
    NoAccount,
    /// The server's account cannot reach the data directory.
    #[error(
        "The account `{account}`, under which the database runs, may not enter {obstacle}. Choose a data directory that \
         everybody may pass through (PORTAL_DATA_DIR, for instance /var/lib/partner-portal), or `chmod o+x {obstacle}`."
    )]
    Unreachable {
        /// The account of the server.
        account: String,
        /// The first folder on the way that it may not enter.
        obstacle: PathBuf,
    },
    /// The operating system refuses.
    #[error(
        "The portal is not permitted to use {path}. Give its account the right to read and write there, or choose another \
         data directory with PORTAL_DATA_DIR."
    )]
    NotPermitted {
        /// The file or folder.
        path: PathBuf,
    },
    /// No space is left.
    #[error(
        "The disk that holds {path} is full. Make room (at least 200 MB), then start again; nothing stored is lost."
    )]
    DiskFull {
        /// A place on that disk.
        path: PathBuf,
    },
    /// The loopback port was taken by somebody else.
    #[error(
        "Port {port} of 127.0.0.1, chosen for the database, is used by another program. Start again: another is chosen."
    )]
    PortBusy {
        /// The port.
        port: u16,
    },
    /// The password file is gone or does not fit.
    #[error(
        "The database password in {path} is missing or wrong. Restore the file from a backup, or choose an empty data \
         directory with PORTAL_DATA_DIR."
    )]
    Password {
        /// The password file.
        path: PathBuf,
    },
    /// The server cannot sort Chinese.
    #[error(
        "The Postgres in {directory} was built without ICU and cannot sort Chinese. Use the packages of your distribution, \
         or the address of another server in PORTAL_DATABASE_URL."
    )]
    NoIcu {
        /// Where the server is.
        directory: PathBuf,
    },
    /// There is a cluster, but it does not say of which version: it was damaged, or it is none.
    #[error(
        "The folder {cluster} is not a whole Postgres database: its file PG_VERSION is missing, empty or damaged. Restore \
         the folder from a backup; or move it away and start again, then an empty database is made."
    )]
    Damaged {
        /// The cluster.
        cluster: PathBuf,
    },
    /// Another process starts or stops the same server and does not finish.
    #[error(
        "Another process has been starting or stopping the database in {path} for a long time. Wait for it or end it, then \
         start again."
    )]
    Busy {
        /// The cluster's folder.
        path: PathBuf,
    },
    /// The server did not come up for another reason.
    #[error("Postgres did not start: {reason} The whole story is in {log}.")]
    Start {
        /// Last words of the server.
        reason: String,
        /// Its log.
        log: PathBuf,
    },
    /// The server answers, but not as it should.
    #[error(
        "The database in {path} does not answer as expected. Start again; if it stays so, look into its server.log."
    )]
    Answer {
        /// The cluster's folder.
        path: PathBuf,
        /// What the driver said.
        source: sqlx::Error,
    },
    /// Any other failure of the file system.
    #[error(
        "The portal cannot use {path}: {source}. Check the disk, or choose another data directory with PORTAL_DATA_DIR."
    )]
    Files {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
}

impl EmbeddedError {
    /// Reads an error of the file system at `path`.
    #[must_use]
    pub fn files(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::NotPermitted { path },
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull { path },
            _ => Self::Files { path, source },
        }
    }

    /// Reads what `initdb` or the server wrote before it gave up. `port` is the loopback port it was told to use.
    pub(super) fn last_words(text: &str, cluster: &Path, log: &Path, port: Option<u16>) -> Self {
        let says = |word| text.contains(word);
        if says("No space left on device") || says("Disk quota exceeded") {
            return Self::DiskFull { path: cluster.to_owned() };
        }
        if let (true, Some(port)) = (says("Address already in use"), port) {
            return Self::PortBusy { port };
        }
        let telling = |line: &&str| line.contains("FATAL:") || line.contains("PANIC:") || line.contains("error:");
        let reason = text.lines().rev().find(telling).or_else(|| text.lines().next_back()).unwrap_or("it said nothing");
        let refused = ["Permission denied", "has wrong ownership", "invalid permissions"]
            .iter()
            .any(|word| reason.contains(word));
        if refused && reason.contains(&cluster.display().to_string()) {
            return Self::NotPermitted { path: cluster.to_owned() };
        }
        let reason = reason.split_once("FATAL:").map_or(reason, |(_, rest)| rest).trim().trim_end_matches('.');
        Self::Start { reason: format!("{reason}."), log: log.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_words_become_a_cause_and_a_remedy() {
        let read = |text| EmbeddedError::last_words(text, Path::new("/d"), Path::new("/d/log"), Some(4321));
        let full = read("x\n2026 FATAL:  could not write lock file: No space left on device\n");
        assert!(matches!(full, EmbeddedError::DiskFull { .. }), "{full}");
        let busy = read("LOG:  could not bind IPv4 address \"127.0.0.1\": Address already in use\nFATAL:  no sockets");
        assert!(matches!(busy, EmbeddedError::PortBusy { port: 4321 }), "{busy}");
        let ownership = read("FATAL:  data directory \"/d\" has wrong ownership");
        assert!(matches!(ownership, EmbeddedError::NotPermitted { .. }), "{ownership}");
        let elsewhere = read("FATAL:  could not open shared memory segment \"/PostgreSQL.1\": Permission denied");
        assert!(matches!(elsewhere, EmbeddedError::Start { .. }), "{elsewhere}");
        let other = read("LOG: a\n2026-11-22 FATAL:  could not map memory.\nLOG:  database system is shut down");
        assert_eq!(other.to_string(), "Postgres did not start: could not map memory. The whole story is in /d/log.");
    }

    #[test]
    fn errors_of_the_file_system_are_told_apart() {
        let read = |kind: io::ErrorKind| EmbeddedError::files(Path::new("/d"), kind.into());
        assert!(matches!(read(io::ErrorKind::StorageFull), EmbeddedError::DiskFull { .. }));
        assert!(matches!(read(io::ErrorKind::PermissionDenied), EmbeddedError::NotPermitted { .. }));
        assert!(matches!(read(io::ErrorKind::NotADirectory), EmbeddedError::Files { .. }));
    }
}
