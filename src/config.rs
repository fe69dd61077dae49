//! Settings of a process: command-line options, each with an environment variable. Reads no file and opens nothing.

use std::{fmt, net::SocketAddr, path::PathBuf, str::FromStr};

use clap::{ArgAction, Args};

use crate::{
    db::embedded,
    mail::{BadMail, Mailer},
    scan::Scanner,
    values::place::listening,
};

/// Where the data lies and how to reach the database; every command has these.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Settings of every command")]
pub struct Config {
    /// Folder for the private database and the key file
    /// [default: $XDG_DATA_HOME/partner-portal; as root /var/lib/partner-portal].
    #[arg(long, env = "PORTAL_DATA_DIR", value_name = "FOLDER", global = true)]
    data_dir: Option<PathBuf>,
    /// Postgres to use (postgres://owner:password@host/database); without it a private one runs in the data directory.
    #[arg(long, env = "PORTAL_DATABASE_URL", value_name = "URL", hide_env_values = true, global = true)]
    pub database_url: Option<DatabaseUrl>,
    /// The same database by a login that pages and jobs use, which can only take on the role portal_app
    /// (postgres://login:password@host/database) [default: they connect as the owner and take it on].
    #[arg(long, env = "PORTAL_DATABASE_APP_URL", value_name = "URL", hide_env_values = true, global = true)]
    #[arg(requires = "database_url")]
    pub database_app_url: Option<DatabaseUrl>,
    /// Folder of `postgres`, `initdb` and `pg_ctl` for the private database [default: the newest installed].
    #[arg(long, env = "PORTAL_POSTGRES_BIN", value_name = "FOLDER", global = true)]
    pub postgres_bin: Option<PathBuf>,
    /// File with the key that seals secrets in the database; made if missing [default: `key` in the data directory].
    #[arg(long, env = "PORTAL_KEY_FILE", value_name = "FILE", global = true)]
    key_file: Option<PathBuf>,
    /// Calls per second and API to an account on loopback [default: the vendor's limits].
    #[arg(long, env = "PORTAL_CALL_RATE", value_name = "N", global = true)]
    pub call_rate: Option<u32>,
    /// Rows of consumption details a call asks for, 1 to 1000.
    #[arg(long, env = "PORTAL_DETAIL_PAGE", value_name = "N", default_value_t = 100, global = true)]
    #[arg(value_parser = clap::value_parser!(i64).range(1..=1000))]
    pub detail_page: i64,
    /// Seconds after which a person decides about a command that no record proves; only while every connection is on loopback.
    #[arg(long, env = "PORTAL_SETTLE_SECONDS", value_name = "SECONDS", global = true)]
    #[arg(value_parser = clap::value_parser!(u64).range(1..=1800))]
    pub settle_seconds: Option<u64>,
    /// Mail server (smtps://user:password@host, or smtp://user:password@host:587?tls=required); without it nothing is mailed.
    #[arg(long, env = "PORTAL_SMTP_URL", value_name = "URL", hide_env_values = true, global = true)]
    pub smtp_url: Option<SmtpUrl>,
    /// Sender of mail: Portal <portal@example.com>.
    #[arg(long, env = "PORTAL_MAIL_FROM", value_name = "ADDRESS", global = true)]
    pub mail_from: Option<String>,
    /// Command that scans each file members send, such as `clamdscan --fdpass --no-summary`: the file's path is added, exit code 0
    /// takes it, 1 refuses it, and with any other it is refused as not scanned; or a ClamAV daemon, clamd:/run/clamav/clamd.ctl or
    /// clamd:host:3310; without it files are not scanned.
    #[arg(long, env = "PORTAL_SCAN_COMMAND", value_name = "COMMAND", global = true)]
    pub scan_command: Option<Scanner>,
    /// Refuse every file that members send while there is no PORTAL_SCAN_COMMAND, instead of keeping it as not scanned.
    #[arg(long, env = "PORTAL_SCAN_REQUIRED", global = true)]
    pub scan_required: bool,
    /// What is logged to standard error: levels by module [default: info; while `portal sync` runs, error].
    #[arg(long, env = "PORTAL_LOG", value_name = "FILTER", global = true)]
    pub log: Option<String>,
    /// Whether a private database survives a loss of power; the demo's need not.
    #[arg(skip = true)]
    pub durable: bool,
}

impl Config {
    /// The data directory; made by whoever first writes there.
    #[must_use]
    pub fn data_dir(&self) -> PathBuf {
        self.data_dir
            .clone()
            .unwrap_or_else(|| default_data_dir(nix::unistd::geteuid().is_root(), |n| std::env::var_os(n)))
    }

    /// Chooses `name` below the default data directory, unless the operator has chosen another.
    pub fn default_folder(&mut self, name: &str) {
        self.data_dir = Some(self.data_dir.take().unwrap_or_else(|| self.data_dir().join(name)));
    }

    /// The file with the deployment key.
    #[must_use]
    pub fn key_file(&self) -> PathBuf {
        self.key_file.clone().unwrap_or_else(|| self.data_dir().join("key"))
    }

    /// The folder of the files that members send.
    #[must_use]
    pub fn attachments(&self) -> PathBuf {
        self.data_dir().join("attachments")
    }

    /// The way to the mail server; none without one.
    ///
    /// # Errors
    /// When server or sender cannot be read.
    pub fn mailer(&self) -> Result<Option<Mailer>, BadMail> {
        let from = self.mail_from.as_deref().unwrap_or_default();
        self.smtp_url.as_ref().map(|url| Mailer::new(url.expose(), from)).transpose()
    }

    /// Settings of the private database.
    #[must_use]
    pub fn embedded(&self) -> embedded::Settings {
        let (durable, binaries) = (self.durable, self.postgres_bin.clone());
        embedded::Settings { durable, binaries, ..embedded::Settings::at(self.data_dir()) }
    }
}

fn default_data_dir(root: bool, variable: impl Fn(&str) -> Option<std::ffi::OsString>) -> PathBuf {
    let folder = |name| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    if root {
        return PathBuf::from("/var/lib/partner-portal");
    }
    match (folder("XDG_DATA_HOME"), folder("HOME")) {
        (Some(data), _) => data.join("partner-portal"),
        (None, Some(home)) => home.join(".local/share/partner-portal"),
        (None, None) => PathBuf::from("/var/lib/partner-portal"),
    }
}

/// How the page server listens.
#[derive(Debug, Clone, Args)]
pub struct ListenConfig {
    /// Address of the web pages and the JSON API.
    #[arg(long, env = "PORTAL_LISTEN", value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    #[arg(value_parser = listening)]
    pub listen: SocketAddr,
    /// Send cookies over HTTPS only [default: yes, unless listening on loopback].
    #[arg(long, env = "PORTAL_SECURE_COOKIES", value_name = "true|false", action = ArgAction::Set)]
    secure_cookies: Option<bool>,
    /// Take the visitor's address from the last `X-Forwarded-For` entry: only behind a proxy that sets it.
    #[arg(long, env = "PORTAL_TRUST_FORWARDED")]
    pub trust_forwarded: bool,
    /// Requests a member may make per second, on all nodes together; twice as many at once; 0 does not count.
    #[arg(long, env = "PORTAL_MEMBER_RATE", value_name = "N", default_value_t = 50)]
    #[arg(value_parser = clap::value_parser!(i32).range(0..=100_000))]
    pub member_rate: i32,
    /// Requests an address without a session may make per second on this node; 0 does not count.
    #[arg(long, env = "PORTAL_ADDRESS_RATE", value_name = "N", default_value_t = 50)]
    pub address_rate: u32,
    /// Where browsers reach the portal, for links in mail and the way back from OpenID providers [default: where the
    /// visitor is].
    #[arg(long, env = "PORTAL_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<url::Url>,
    /// Hosts of OpenID providers that may be called although their addresses are private, such as sso.corp.example.
    #[arg(long, env = "PORTAL_PRIVATE_HOSTS", value_name = "HOST,…", value_delimiter = ',')]
    pub private_hosts: Vec<String>,
    /// Serve pages only; another node runs synchronisation and the other background jobs.
    #[arg(long, env = "PORTAL_NO_JOBS")]
    pub no_jobs: bool,
}

impl ListenConfig {
    /// Plain listening on `listen`, as the demo does.
    #[must_use]
    pub const fn at(listen: SocketAddr) -> Self {
        Self {
            listen,
            secure_cookies: None,
            trust_forwarded: false,
            member_rate: 0,
            address_rate: 0,
            public_url: None,
            private_hosts: Vec::new(),
            no_jobs: false,
        }
    }

    /// Whether cookies are for HTTPS only. Without a choice: everywhere but on loopback, where no TLS ends.
    #[must_use]
    pub fn secure_cookies(&self) -> bool {
        self.secure_cookies.unwrap_or_else(|| !self.listen.ip().is_loopback())
    }
}

/// Address of a database with its password, which no log shows.
#[derive(Clone)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    /// The whole address.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl FromStr for DatabaseUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = ["postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme));
        if known && url::Url::parse(text).is_ok() {
            Ok(Self(text.to_owned()))
        } else {
            Err("write it as postgres://user:password@host:5432/database")
        }
    }
}

/// Address of a mail server with its password, which no log shows.
#[derive(Clone)]
pub struct SmtpUrl(String);

impl SmtpUrl {
    /// The whole address.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl FromStr for SmtpUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = ["smtp://", "smtps://"].iter().any(|scheme| text.starts_with(scheme));
        if known && url::Url::parse(text).is_ok_and(|url| url.has_host()) {
            Ok(Self(text.to_owned()))
        } else {
            Err("write it as smtps://user:password@host or smtp://user:password@host:587?tls=required")
        }
    }
}

impl fmt::Debug for SmtpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SmtpUrl(…)")
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DatabaseUrl(…)")
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Whole {
        #[command(flatten)]
        config: Config,
        #[command(flatten)]
        listen: ListenConfig,
    }

    #[test]
    fn the_data_directory_is_never_under_the_home_of_root() {
        let with = |pairs: &'static [(&str, &str)]| {
            move |name: &str| pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).into())
        };
        for (root, variables, expected) in [
            (false, &[("HOME", "/home/li")][..], "/home/li/.local/share/partner-portal"),
            (false, &[("HOME", "/home/li"), ("XDG_DATA_HOME", "/data")], "/data/partner-portal"),
            (false, &[("HOME", "/home/li"), ("XDG_DATA_HOME", "relative")], "/home/li/.local/share/partner-portal"),
            (true, &[("HOME", "/root")], "/var/lib/partner-portal"),
            (true, &[("HOME", "/root"), ("XDG_DATA_HOME", "/root/data")], "/var/lib/partner-portal"),
            (false, &[], "/var/lib/partner-portal"),
        ] {
            assert_eq!(default_data_dir(root, with(variables)), PathBuf::from(expected));
        }
    }

    #[test]
    fn cookies_are_secure_unless_nobody_else_can_listen() {
        let secure =
            |arguments: &[&str]| Whole::parse_from(std::iter::once(&"portal").chain(arguments)).listen.secure_cookies();
        assert!(!secure(&["--listen", "127.0.0.1:0"]));
        assert!(!secure(&["--listen", "[::1]:0"]));
        assert!(!secure(&["--listen", "localhost:0"]));
        assert!(secure(&["--listen", "0.0.0.0:80"]));
        assert!(secure(&["--listen", "127.0.0.1:0", "--secure-cookies", "true"]));
        assert!(!secure(&["--listen", "0.0.0.0:80", "--secure-cookies", "false"]));
    }

    #[test]
    fn a_database_url_is_checked_and_never_shown() {
        let whole = Whole::parse_from(["portal", "--database-url", "postgres://me:secret@db/portal"]);
        assert!(!format!("{:?}", whole.config).contains("secret"));
        assert!("mysql://me@db/portal".parse::<DatabaseUrl>().is_err());
    }
}
