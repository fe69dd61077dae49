//! `portal doctor`: one line a check, ok, warn or fail, with what to do, printed as soon as it is known: what lies on this
//! machine first, then who is asked over the network. Exit code 1 when something fails.

use std::{path::Path, process::ExitCode};

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    Failure,
    node::{self, Node},
    patience::{LIMIT, Patience},
    report::{Check, Report},
    rights,
    words::say,
};
use crate::{
    cloud::{seal, skew::Skew},
    cloud_accounts::Listed,
    config::Config,
    db::{Source, embedded::EmbeddedError},
    mail::{self, smtp::is_open},
    scan::Verdict,
};

/// Below this the data directory is as good as full.
const LITTLE_SPACE: u64 = 1024 * 1024 * 1024;
/// Bytes written to see whether the disk takes any.
const PROBE: usize = 64 * 1024;
/// The vendor refuses signatures beyond this (API-15).
const LARGEST_SKEW: TimeDelta = TimeDelta::minutes(15);
/// Worth a warning: the clock drifts.
const LARGE_SKEW: TimeDelta = TimeDelta::minutes(2);

pub(super) async fn run(config: &Config) -> Result<ExitCode, Failure> {
    let mut report = Report::new(say);
    examine(config, &mut report).await?;
    Ok(if report.has_failed() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

async fn examine(config: &Config, report: &mut Report) -> Result<(), Failure> {
    report.tell(&configuration(config))?;
    report.tell_all(&files(config))?;
    report.tell(&scanner(config).await)?;
    let source = match node::open_source(config).await {
        Ok(source) => source,
        Err(failure) => {
            report.tell(&Check::failed("database", failure.to_string()))?;
            return report.tell(&mail(config).await);
        }
    };
    report.tell_all(&database(&source).await)?;
    let is_there = config.key_file().exists();
    if !is_there && !report.has_failed() {
        report.tell(&missing_key(&config.key_file(), node::sealed(&source).await?))?;
    }
    source.close().await?;
    report.tell(&mail(config).await)?;
    // Opening the connections would make a key that opens none of them.
    if is_there && !report.has_failed() {
        let node = Node::open(config).await?;
        let examined = connections(&node, report).await;
        node.close().await?;
        examined?;
    }
    Ok(())
}

fn configuration(config: &Config) -> Check {
    let database = if config.database_url.is_some() { "the server of PORTAL_DATABASE_URL" } else { "a private server" };
    let text = format!("data in {}, database on {database}", config.data_dir().display());
    Check::ok("configuration", text)
}

async fn mail(config: &Config) -> Check {
    let mailer = match config.mailer() {
        Ok(Some(mailer)) => mailer,
        Ok(None) => return Check::ok("mail", "no server set up; forgotten passwords are reset by an admin"),
        Err(error) => return Check::failed("mail", error.to_string()),
    };
    if !tokio::time::timeout(LIMIT, mailer.is_reachable()).await.unwrap_or(false) {
        return Check::failed("mail", "the server does not answer or refuses the password; check PORTAL_SMTP_URL");
    }
    if config.smtp_url.as_ref().is_some_and(|url| is_open(url.expose())) {
        return Check::warned("mail", "the server answers, but mail travels without TLS; add ?tls=required");
    }
    Check::ok("mail", "the server answers")
}

/// Whether files that members send are scanned, tried on a file that nothing is wrong with.
async fn scanner(config: &Config) -> Check {
    let Some(scanner) = &config.scan_command else {
        if config.scan_required {
            return Check::failed(
                "file scan",
                "no file is taken: PORTAL_SCAN_REQUIRED is set, but no PORTAL_SCAN_COMMAND",
            );
        }
        return Check::ok("file scan", "files that members send are not scanned; PORTAL_SCAN_COMMAND names a scanner");
    };
    let probe = config.data_dir().join(".doctor-scan");
    if let Err(error) = std::fs::write(&probe, "%PDF-1.4\n%%EOF\n") {
        return Check::failed("file scan", EmbeddedError::files(&config.data_dir(), error).to_string());
    }
    let verdict = scanner.scan(&probe).await;
    let removed = std::fs::remove_file(&probe);
    match (verdict, removed) {
        (Verdict::Clean, Ok(())) => Check::ok("file scan", "the scanner works"),
        (Verdict::Found, _) => {
            Check::failed("file scan", "the scanner refuses a harmless file; check PORTAL_SCAN_COMMAND")
        }
        (Verdict::Unknown(why), _) => {
            Check::failed("file scan", format!("the scanner {why}, so no file is taken; check PORTAL_SCAN_COMMAND"))
        }
        (Verdict::Clean, Err(error)) => {
            Check::failed("file scan", EmbeddedError::files(&config.data_dir(), error).to_string())
        }
    }
}

/// Mail that no node sends waits for ever: page servers queue it, nodes with background jobs send it.
async fn waiting_mail(node: &Node) -> Result<Option<Check>, Failure> {
    let overdue = mail::overdue(&node.jobs, node.clock.now()).await?;
    let told = |(letters, since): (i64, DateTime<Utc>)| {
        let hint = if node.mailer.is_some() {
            "run one `portal serve` without --no-jobs, with the mail server set up"
        } else {
            "set PORTAL_SMTP_URL at a node that runs `portal serve` without --no-jobs"
        };
        let since = since.format("%Y-%m-%d %H:%M UTC");
        Check::warned("waiting mail", format!("{letters} letters wait since {since} and nobody sends them; {hint}"))
    };
    Ok(overdue.map(told))
}

/// Data directory, its space and the key file.
fn files(config: &Config) -> Vec<Check> {
    let data_dir = config.data_dir();
    let mut checks = vec![match std::fs::create_dir_all(&data_dir).and_then(|()| can_write(&data_dir)) {
        Ok(()) => Check::ok("data directory", "can be written"),
        Err(error) => Check::failed("data directory", EmbeddedError::files(&data_dir, error).to_string()),
    }];
    if let Ok(disk) = nix::sys::statvfs::statvfs(&data_dir) {
        let free = u64::try_from(u128::from(disk.blocks_available()) * u128::from(disk.fragment_size()));
        checks.push(space(free.unwrap_or(u64::MAX)));
    }
    let key_file = config.key_file();
    if key_file.exists() {
        checks.push(match seal::Key::load(&key_file) {
            Ok(_) => Check::ok("key file", format!("{}; keep a copy apart from the database", key_file.display())),
            Err(error) => Check::failed("key file", format!("{}: {error}; check PORTAL_KEY_FILE", key_file.display())),
        });
    }
    checks
}

/// A key file that is not there is no fault before anything was sealed with it.
fn missing_key(key_file: &Path, sealed: i64) -> Check {
    match sealed {
        0 => {
            let text = format!("{} is not there yet; it is made with the first connection", key_file.display());
            Check::ok("key file", text)
        }
        sealed => Check::failed("key file", Failure::KeyLost { path: key_file.to_owned(), sealed }.to_string()),
    }
}

fn can_write(folder: &Path) -> std::io::Result<()> {
    let probe = folder.join(".doctor");
    // Some bytes: an empty file still fits on a full disk.
    let written = std::fs::write(&probe, [0; PROBE]);
    std::fs::remove_file(probe).and(written)
}

fn space(free: u64) -> Check {
    let text = format!("{} MB free", free / 1024 / 1024);
    if free < LITTLE_SPACE { Check::warned("disk", format!("only {text}; make room")) } else { Check::ok("disk", text) }
}

async fn database(source: &Source) -> Vec<Check> {
    let facts = match source.facts().await {
        Ok(facts) => facts,
        Err(error) => return vec![Check::failed("database", error.to_string())],
    };
    let kind = if source.is_private() { "private server" } else { "named server" };
    let server = Check::ok("database", format!("{kind}, Postgres {}, UTF-8, ICU", facts.version));
    let schema = match facts.missing {
        0 => Check::ok("schema", "up to date"),
        count => match source.migrate().await {
            Ok(()) => Check::ok("schema", format!("up to date; {count} migrations were applied just now")),
            Err(error) => Check::failed("schema", error.to_string()),
        },
    };
    let mut checks = vec![server, schema];
    if !facts.is_confined {
        let login = "pages and jobs connect as the owner of the database; make a login that is only in role portal_app and name \
                     it in PORTAL_DATABASE_APP_URL";
        checks.push(Check::warned("database login", login));
    }
    if !facts.is_sealed {
        let tls = "the way to the server is not encrypted to a certificate that is checked; add ?sslmode=verify-full to the \
                   address, with sslrootcert where the server's authority is your own";
        checks.push(Check::warned("database connection", tls));
    }
    if let Err(error) = source.can_write().await {
        checks.push(Check::failed("database writes", error.to_string()));
    }
    checks
}

async fn connections(node: &Node, report: &mut Report) -> Result<(), Failure> {
    report.tell_all(waiting_mail(node).await?.as_slice())?;
    let examined = node.accounts.examine().await?;
    if examined.is_empty() {
        report.tell(&Check::warned("connections", "none yet; add one with `portal account add`"))?;
    }
    let patience = Patience::of(LIMIT);
    for (listed, opened) in examined {
        let whose = format!("{} {}", listed.organization, listed.site);
        report.tell(&clock(node, &listed, &patience).await?.of(&whose))?;
        match opened {
            Ok(account) => {
                let asked = rights::Asked { account: &account, address: &listed.base_url, patience: &patience };
                rights::check((&node.engine, &node.accounts), &asked, &mut |check| report.tell(&check.of(&whose)))
                    .await?;
            }
            Err(error) => report.tell(&Check::failed(&whose, error.to_string()))?,
        }
    }
    Ok(())
}

async fn clock(node: &Node, listed: &Listed, patience: &Patience) -> Result<Check, Failure> {
    match patience.ask(&listed.base_url, node.accounts.skew(listed)).await {
        Ok(skew) => Ok(skew_check("clock", skew?)),
        Err(silence) => Ok(Check::failed("clock", silence.to_string())),
    }
}

fn skew_check(name: &str, skew: Skew) -> Check {
    match skew {
        Skew::Known(skew) if skew.abs() >= LARGEST_SKEW => {
            let text = "the vendor refuses every signature; set this machine's clock (timedatectl set-ntp true)";
            Check::failed(name, format!("off by {} s: {text}", skew.num_seconds()))
        }
        Skew::Known(skew) if skew.abs() >= LARGE_SKEW => Check::warned(
            name,
            format!("off by {} s; set this machine's clock before it is 15 minutes", skew.num_seconds()),
        ),
        Skew::Known(skew) => Check::ok(name, format!("off by {} s", skew.num_seconds())),
        Skew::NoDate => Check::warned(name, "the vendor answers without a date; the clock cannot be compared"),
        Skew::Unreachable => Check::failed(name, "nobody answers at the address; check address, network and proxy"),
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
    }

    #[test]
    fn a_clock_beyond_fifteen_minutes_fails() {
        let told = |seconds| skew_check("clock", Skew::Known(TimeDelta::seconds(seconds))).to_string();
        assert!(told(3).starts_with("ok"));
        assert!(told(-180).starts_with("warn"));
        assert!(told(16 * 60).starts_with("fail") && told(-16 * 60).starts_with("fail"));
        assert!(skew_check("clock", Skew::Unreachable).is_failed());
    }

    #[test]
    fn a_lost_key_is_told_and_not_replaced() {
        let folder = std::env::temp_dir().join(format!("portal-doctor-{}", uuid::Uuid::new_v4()));
        let arguments = ["doctor".into(), "--data-dir".into(), folder.clone().into_os_string()];
        let Whole { config } = Whole::parse_from::<_, std::ffi::OsString>(arguments);
        files(&config);
        assert!(!config.key_file().exists(), "examining makes no key");
        std::fs::remove_dir_all(folder).unwrap();
        assert!(!missing_key(Path::new("/d/key"), 0).is_failed());
        let lost = missing_key(Path::new("/d/key"), 2);
        assert!(lost.is_failed() && lost.to_string().contains("/d/key is missing"), "{lost}");
    }

    #[test]
    fn little_space_is_a_warning() {
        assert!(space(10 * LITTLE_SPACE).to_string().starts_with("ok"));
        assert!(space(LITTLE_SPACE / 2).to_string().starts_with("warn"));
    }
}
