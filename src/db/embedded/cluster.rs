//! The folder of the private server: who may enter, what lies where, how it is made and configured. Knows no process.
//!
//! ```text
//! <data directory>/postgres/   0700, owned by the server's account
//!     cluster/                 the database; `cluster.new` until it is complete
//!     password                 0600, generated
//!     extra.conf               optional settings of the operator, read last
//!     server.log  start.lock  use.lock  .s.PGSQL.5432
//! ```

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Read, Seek, SeekFrom, Write},
    net::TcpListener,
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
    time::Duration,
};

use super::{Settings, account::Account, binaries::Binaries, error::EmbeddedError};

/// Name of the login that pages and jobs have: a member of `portal_app` and of nothing else.
pub(super) const LOGIN: &str = "portal_login";
/// Name of the superuser and of the database.
pub(super) const NAME: &str = "portal";
/// Port in the name of the Unix socket.
const SOCKET_PORT: u16 = 5432;
/// Longest path of a Unix socket in bytes.
const LONGEST_SOCKET_PATH: usize = 107;
/// A new cluster with its journal takes about 60 MB; below this it is not begun.
const ROOM_FOR_NEW_CLUSTER: u128 = 200 * 1024 * 1024;

/// The folder of the private server.
#[derive(Debug, Clone)]
pub(super) struct Cluster {
    pub(super) home: PathBuf,
    pub(super) account: Account,
}

/// Where the server listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Address {
    /// In this folder.
    Socket { folder: PathBuf, port: u16 },
    /// On 127.0.0.1.
    Loopback { port: u16 },
}

impl Cluster {
    /// Makes the folders where they are missing, and checks that the server's account can work in them.
    pub(super) fn prepare(data_dir: &Path) -> Result<Self, EmbeddedError> {
        let account = Account::choose()?;
        let mode = if account.is_other() { 0o711 } else { 0o700 };
        make_folder(data_dir, mode)?;
        let data_dir = fs::canonicalize(data_dir).map_err(|source| EmbeddedError::files(data_dir, source))?;
        account.may_reach(&data_dir)?;
        let home = data_dir.join("postgres");
        let failed = |source| EmbeddedError::files(&home, source);
        if !home.exists() {
            make_folder(&home, 0o700)?;
            account.give(&home).map_err(failed)?;
        }
        let found = fs::metadata(&home).map_err(failed)?;
        if found.uid() != account.uid() || !found.is_dir() {
            return Err(EmbeddedError::NotPermitted { path: home });
        }
        Ok(Self { home, account })
    }

    /// The database itself (`PGDATA`).
    pub(super) fn data(&self) -> PathBuf {
        self.home.join("cluster")
    }

    pub(super) fn log(&self) -> PathBuf {
        self.home.join("server.log")
    }

    pub(super) fn pid_file(&self) -> PathBuf {
        self.data().join("postmaster.pid")
    }

    /// The lock beside the Unix socket.
    pub(super) fn socket_lock(&self) -> PathBuf {
        self.home.join(format!(".s.PGSQL.{SOCKET_PORT}.lock"))
    }

    fn password_file(&self) -> PathBuf {
        self.home.join("password")
    }

    /// Major version that made the database, when there is one. A folder in which every file is empty is none.
    pub(super) fn major(&self) -> Result<Option<u32>, EmbeddedError> {
        let path = self.data().join("PG_VERSION");
        let text = match fs::read(&path) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(EmbeddedError::files(&path, error)),
        };
        let major = text.trim().split('.').next().and_then(|major| major.parse().ok());
        if major.is_none() && !holds_nothing(&self.data())? {
            return Err(EmbeddedError::Damaged { cluster: self.data() });
        }
        Ok(major)
    }

    /// The generated password.
    pub(super) fn password(&self) -> Result<String, EmbeddedError> {
        let path = self.password_file();
        match fs::read_to_string(&path) {
            Ok(text) if !text.trim().is_empty() => Ok(text.trim().to_owned()),
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Err(EmbeddedError::NotPermitted { path }),
            _ => Err(EmbeddedError::Password { path }),
        }
    }

    /// Makes the database. Interrupted, it leaves nothing that the next start would take for one.
    pub(super) async fn initialise(&self, binaries: &Binaries, durable: bool) -> Result<(), EmbeddedError> {
        self.check_room(ROOM_FOR_NEW_CLUSTER)?;
        self.write_password()?;
        let unfinished = self.home.join("cluster.new");
        let mut said = String::new();
        for locale in ["C.UTF-8", "en_US.UTF-8"] {
            remove_folder(&unfinished)?;
            let mut command = self.account.command(&binaries.program("initdb"), &self.home);
            command.args(["--username", NAME, "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", locale]);
            command.arg("--no-instructions").arg("--pwfile").arg(self.password_file()).arg("-D").arg(&unfinished);
            if !durable {
                command.arg("--no-sync");
            }
            let output = command.output().await.map_err(|source| EmbeddedError::files(&self.home, source))?;
            if output.status.success() {
                // What is there holds nothing, or it would not be made anew.
                remove_folder(&self.data())?;
                return fs::rename(&unfinished, self.data())
                    .map_err(|source| EmbeddedError::files(&self.data(), source));
            }
            said = String::from_utf8_lossy(&output.stderr).into_owned();
            if !said.contains("invalid locale") {
                break;
            }
        }
        let kept = fs::write(self.log(), &said).and_then(|()| self.account.give(&self.log()));
        kept.map_err(|source| EmbeddedError::files(&self.log(), source))?;
        remove_folder(&unfinished)?;
        Err(EmbeddedError::last_words(&said, &self.home, &self.log(), None))
    }

    fn check_room(&self, needed: u128) -> Result<(), EmbeddedError> {
        let Ok(disk) = nix::sys::statvfs::statvfs(&self.home) else { return Ok(()) };
        let free = u128::from(disk.blocks_available()) * u128::from(disk.fragment_size());
        if free < needed { Err(EmbeddedError::DiskFull { path: self.home.clone() }) } else { Ok(()) }
    }

    fn write_password(&self) -> Result<(), EmbeddedError> {
        let path = self.password_file();
        let failed = |source| EmbeddedError::files(&path, source);
        let password = hex::encode(rand::random::<[u8; 24]>());
        let mut file =
            OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&path).map_err(failed)?;
        file.write_all(password.as_bytes()).map_err(failed)?;
        file.set_permissions(fs::Permissions::from_mode(0o600)).map_err(failed)?;
        self.account.give(&path).map_err(failed)
    }

    /// The Unix socket in the server's own folder, or a free loopback port where that path would be too long.
    pub(super) fn choose_address(&self) -> Result<Address, EmbeddedError> {
        let socket = self.home.join(format!(".s.PGSQL.{SOCKET_PORT}"));
        if socket.as_os_str().len() <= LONGEST_SOCKET_PATH {
            return Ok(Address::Socket { folder: self.home.clone(), port: SOCKET_PORT });
        }
        let probe = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
        let port = probe.map_err(|source| EmbeddedError::files(&self.home, source))?.port();
        Ok(Address::Loopback { port })
    }

    /// Writes the server's whole configuration anew, so that an older one never lingers.
    pub(super) fn configure(&self, settings: &Settings, address: &Address) -> Result<(), EmbeddedError> {
        let path = self.data().join("postgresql.conf");
        let failed = |source| EmbeddedError::files(&path, source);
        let kept = shared_memory_of(&fs::read_to_string(&path).unwrap_or_default()).to_owned();
        let text = configuration(settings, address, &self.home.join("extra.conf")) + &kept;
        fs::write(&path, text).map_err(failed)?;
        self.account.give(&path).map_err(failed)
    }

    /// The last 8 KB of the server's log from byte `from` on.
    pub(super) fn log_since(&self, from: u64) -> String {
        let read = || -> io::Result<String> {
            let mut file = File::open(self.log())?;
            let length = file.metadata()?.len();
            file.seek(SeekFrom::Start(from.max(length.saturating_sub(8192)).min(length)))?;
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            Ok(String::from_utf8_lossy(&bytes).into_owned())
        };
        read().unwrap_or_default()
    }

    /// Waits for its turn to start or stop the server; others wait until the file is dropped.
    pub(super) async fn lock_start(&self) -> Result<File, EmbeddedError> {
        let file = self.lock_file("start.lock")?;
        for _ in 0..2400 {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(fs::TryLockError::WouldBlock) => tokio::time::sleep(Duration::from_millis(50)).await,
                Err(fs::TryLockError::Error(source)) => return Err(EmbeddedError::files(&self.home, source)),
            }
        }
        Err(EmbeddedError::Busy { path: self.home.clone() })
    }

    /// Marks the server as used by this process. The kernel lets go of the mark even after `kill -9`.
    pub(super) fn lock_use(&self) -> Result<File, EmbeddedError> {
        let file = self.lock_file("use.lock")?;
        file.lock_shared().map_err(|source| EmbeddedError::files(&self.home, source))?;
        Ok(file)
    }

    pub(super) fn lock_file(&self, name: &str) -> Result<File, EmbeddedError> {
        let path = self.home.join(name);
        let open = OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(&path);
        open.map_err(|source| EmbeddedError::files(&path, source))
    }
}

fn make_folder(path: &Path, mode: u32) -> Result<(), EmbeddedError> {
    DirBuilder::new().recursive(true).mode(mode).create(path).map_err(|source| EmbeddedError::files(path, source))
}

/// Whether the folder is missing, or no file below it holds a byte.
fn holds_nothing(folder: &Path) -> Result<bool, EmbeddedError> {
    let failed = |source| EmbeddedError::files(folder, source);
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
        entries => entries.map_err(failed)?,
    };
    for entry in entries {
        let entry = entry.map_err(failed)?;
        let found = entry.metadata().map_err(failed)?;
        let empty = if found.is_dir() { holds_nothing(&entry.path())? } else { found.is_file() && found.len() == 0 };
        if !empty {
            return Ok(false);
        }
    }
    Ok(true)
}

fn remove_folder(path: &Path) -> Result<(), EmbeddedError> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(EmbeddedError::files(path, error)),
        _ => Ok(()),
    }
}

/// The line in which `initdb` noted which kind of shared memory works on this machine.
fn shared_memory_of(configuration: &str) -> &str {
    configuration.split_inclusive('\n').find(|line| line.starts_with("dynamic_shared_memory_type")).unwrap_or_default()
}

fn configuration(settings: &Settings, address: &Address, extra: &Path) -> String {
    let quoted = |path: &Path| format!("'{}'", path.display().to_string().replace('\'', "''"));
    let (listen, folder, port) = match address {
        Address::Socket { folder, port } => ("''", quoted(folder), port),
        Address::Loopback { port } => ("'127.0.0.1'", "''".to_owned(), port),
    };
    let connections = settings.max_connections;
    let durability = if settings.durable {
        // A month's first reading fills an empty partition: pages must not be planned for the empty one for a minute.
        "fsync = on\nwal_compression = on\nmax_wal_size = 2GB\nautovacuum_naptime = 15s\n"
    } else {
        "fsync = off\nfull_page_writes = off\nwal_level = minimal\nmax_wal_senders = 0\n\
         autovacuum_naptime = 10min\nmax_wal_size = 512MB\ncheckpoint_timeout = 1h\n"
    };
    format!(
        "# Written anew at every start of the portal; own settings go to extra.conf beside the cluster.\n\
         listen_addresses = {listen}\nunix_socket_directories = {folder}\nunix_socket_permissions = 0700\nport = {port}\n\
         max_connections = {connections}\npassword_encryption = 'scram-sha-256'\n\
         shared_buffers = 256MB\nwork_mem = 16MB\nmaintenance_work_mem = 128MB\neffective_cache_size = 1GB\n\
         random_page_cost = 1.1\njit = off\n{durability}\
         timezone = 'UTC'\nlog_timezone = 'UTC'\nlc_messages = 'C'\ndatestyle = 'iso, ymd'\n\
         log_min_messages = warning\nlog_min_error_statement = panic\nlog_line_prefix = '%m [%p] '\n\
         include_if_exists = {}\n",
        quoted(extra)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_initdb_found_out_about_the_machine_is_kept() {
        let line = "dynamic_shared_memory_type = sysv\t# the default is usually the first option\n";
        assert_eq!(shared_memory_of(&format!("#port = 5432\n{line}#work_mem = 4MB\n")), line);
        assert_eq!(shared_memory_of("port = 5432\n"), "");
    }

    #[test]
    fn a_cluster_without_a_version_is_made_anew_only_when_nothing_is_in_it() {
        let home = std::env::temp_dir().join(format!("portal-cluster-{}", uuid::Uuid::new_v4()));
        let cluster = Cluster { home: home.clone(), account: Account::choose().unwrap() };
        let data = cluster.data();
        assert_eq!(cluster.major().unwrap(), None, "there is none yet");
        fs::create_dir_all(data.join("base/1")).unwrap();
        fs::write(data.join("PG_VERSION"), "").unwrap();
        assert_eq!(cluster.major().unwrap(), None, "it was cut off before anything was written");
        fs::write(data.join("base/1/1259"), "rows").unwrap();
        for version in [Some(""), Some("?"), None] {
            match version {
                Some(text) => fs::write(data.join("PG_VERSION"), text).unwrap(),
                None => fs::remove_file(data.join("PG_VERSION")).unwrap(),
            }
            let told = cluster.major().unwrap_err().to_string();
            assert!(told.contains("PG_VERSION") && told.contains("backup") && !told.contains("os error"), "{told}");
        }
        for (text, major) in [("15\n", 15), ("9.6\n", 9)] {
            fs::write(data.join("PG_VERSION"), text).unwrap();
            assert_eq!(cluster.major().unwrap(), Some(major));
        }
        fs::remove_dir_all(home).unwrap();
    }

    #[test]
    fn configuration_quotes_paths_and_keeps_the_network_out() {
        let settings = Settings::at("/data");
        let socket = Address::Socket { folder: "/it's here".into(), port: 5432 };
        let text = configuration(&settings, &socket, Path::new("/x/extra.conf"));
        assert!(text.contains("unix_socket_directories = '/it''s here'\n") && text.contains("listen_addresses = ''\n"));
        assert!(text.contains("fsync = on\n"));
        let text = configuration(&settings, &Address::Loopback { port: 4321 }, Path::new("/x/extra.conf"));
        assert!(text.contains("listen_addresses = '127.0.0.1'\n") && text.contains("port = 4321\n"));
    }
}
