//! `demo`: the portal with a vendor of its own, ready in one command. Puts sandbox and portal together and adds the cast;
//! everything else is the portal itself. Never listens beyond this machine: its passwords are in the manual.

mod cast;
mod http;
mod reading;
mod store;
mod vendor;

use std::{
    ffi::OsString,
    fmt::Write,
    fs::{File, TryLockError},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{CommandFactory, FromArgMatches, Parser};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use url::Url;

use self::vendor::Vendor;
use crate::{
    cli::{
        Failure, misused,
        node::{self, Node},
        stop,
    },
    config::{Config, ListenConfig},
    sandbox::{Site, WorldArgs},
    sync::Account,
    values::place::listening,
};

/// The portal with invented data: private Postgres, the vendor's API played by a sandbox, and members to sign in as
#[derive(Debug, Parser)]
#[command(name = "demo", version, max_term_width = 120)]
struct Demo {
    /// Address of the web pages, on this machine only
    #[arg(long, env = "PORTAL_LISTEN", value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080", value_parser = listening)]
    listen: SocketAddr,
    /// Address of the sandbox, on this machine only
    #[arg(long, env = "SANDBOX_LISTEN", value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8090", value_parser = listening)]
    sandbox_listen: SocketAddr,
    /// Use a sandbox that already runs, with its world
    #[arg(long, env = "SANDBOX_URL", value_name = "URL")]
    sandbox_url: Option<Url>,
    #[command(flatten)]
    world: WorldArgs,
    #[command(flatten)]
    config: Config,
}

/// Reads the command line and runs the demo until SIGTERM or SIGINT.
#[must_use]
pub fn main() -> ExitCode {
    let mut demo = match Demo::read(std::env::args_os()) {
        Ok(demo) => demo,
        Err(told) => return misused(&told),
    };
    demo.settle();
    let config = demo.config.clone();
    crate::cli::run(&config, "info", async |config| demo.run(config).await.map(|()| ExitCode::SUCCESS))
}

impl Demo {
    /// Reads the command line. The sandbox lets ten times as many calls pass as the vendor, so that the demo is soon ready.
    fn read(arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> Result<Self, clap::Error> {
        let command = Self::command().mut_arg("rate", |rate| rate.default_value("100"));
        let command = command.mut_arg("log", |log| log.default_value("warn"));
        Self::from_arg_matches(&command.try_get_matches_from(arguments)?)
    }

    /// A folder of its own beside a real portal's data, a server that is quick rather than proof against power failures, and
    /// a call rate a fifth below the sandbox's, as towards the vendor (API-40).
    fn settle(&mut self) {
        let folder = match self.world.site {
            Site::China => "demo",
            Site::International => "demo-international",
        };
        self.config.default_folder(folder);
        self.config.durable = false;
        if self.sandbox_url.is_none() && self.config.call_rate.is_none() {
            self.config.call_rate = Some(if self.world.rate == 0 { 0 } else { (self.world.rate * 4 / 5).max(1) });
        }
    }

    async fn run(&self, config: &Config) -> Result<(), Failure> {
        self.refuse_strangers()?;
        let stop = stop::on_signal()?;
        let pages = node::listen(self.listen).await?;
        let vendor_listener = match &self.sandbox_url {
            Some(_) => None,
            None => Some(node::listen(self.sandbox_listen).await.map_err(name_the_sandbox)?),
        };
        self.world.clone().options(None).check_size().map_err(too_large)?;
        make_folder(config.data_dir())?;
        let _alone = lock(&config.data_dir())?;
        let vendor = unless_stopped(&stop, Vendor::begin(self, config, vendor_listener));
        let (vendor, node) = tokio::join!(vendor, Node::open(config));
        let node = node?;
        let vendor = match vendor.transpose() {
            Ok(Some(vendor)) => vendor,
            stopped => {
                node.close().await?;
                return stopped.map(drop);
            }
        };
        let played = self.play(&node, &vendor, pages, &stop).await;
        stop.cancel();
        vendor.stop().await;
        node.close().await?;
        played
    }

    /// Everything between the start of the servers and their end.
    async fn play(
        &self,
        node: &Node,
        vendor: &Vendor,
        listener: TcpListener,
        stop: &CancellationToken,
    ) -> Result<(), Failure> {
        let address = listener.local_addr().map_err(Failure::Output)?;
        let mut options = node::page_options(&ListenConfig::at(self.listen));
        // An OpenID provider to try it with runs on this machine too.
        options.private_hosts = vec!["127.0.0.1".to_owned(), "localhost".to_owned()];
        options.sign_in_tries = 10_000;
        options.second_factors = false;
        options.token_rate = 500;
        let pages = node.serve_pages(listener, options, stop.clone()).await?;
        let ready = tokio::select! {
            ready = self.make_ready(node, vendor, address) => Some(ready?),
            () = stop.cancelled() => None,
        };
        let (mut tasks, mut told) = (vec![pages], Ok(()));
        if let Some(account) = ready {
            // Nobody may be left to read it, as behind `| head`: the demo goes on all the same, and tells at its end.
            told = self.tell(vendor, address).and_then(|()| node::announce(address));
            tasks.push(node.run_jobs(stop.clone()));
            let older = reading::older_months(node, &account, self.world.months);
            tokio::select! {
                () = async { older.await; stop.cancelled().await } => {}
                () = stop.cancelled() => {}
            }
        }
        node::wait_for(tasks).await;
        told
    }

    /// Cast, connection and the first reading.
    async fn make_ready(&self, node: &Node, vendor: &Vendor, address: SocketAddr) -> Result<Account, Failure> {
        let mut owner = node.source.owner().await?;
        let hashes = cast::hashes();
        let partner = cast::enter_partner(&mut owner, self.world.profile).await?;
        let account = vendor.connect(node, partner).await?;
        reading::first(node, &account).await?;
        store::analyze(&mut owner).await?;
        cast::enter_members(&mut owner, partner, hashes.await?, node.clock.now()).await?;
        http::wait_until_ready(address).await;
        Ok(account)
    }

    fn refuse_strangers(&self) -> Result<(), Failure> {
        for (option, address) in [("--listen", self.listen), ("--sandbox-listen", self.sandbox_listen)] {
            if !address.ip().is_loopback() {
                return Err(Failure::Typed(format!(
                    "The demo's passwords are known to everybody, so it listens on this machine only: give {option} 127.0.0.1:PORT."
                )));
            }
        }
        Ok(())
    }

    fn tell(&self, vendor: &Vendor, address: SocketAddr) -> Result<(), Failure> {
        let mut told = format!(
            "\nportal    http://{address}\nsandbox   {}\ndata      {}\npassword  {} (every login)\n\n",
            vendor.url(),
            self.config.data_dir().display(),
            cast::PASSWORD
        );
        for (organization, logins) in cast::logins() {
            // Writing to a String cannot fail.
            let _ = writeln!(told, "{organization:9} {}", logins.join(" "));
        }
        crate::cli::say(&told)
    }
}

/// What comes of `work`, or nothing if the demo is told to stop before.
async fn unless_stopped<T>(stop: &CancellationToken, work: impl Future<Output = T>) -> Option<T> {
    tokio::select! {
        done = work => Some(done),
        () = stop.cancelled() => None,
    }
}

fn too_large(told: String) -> Failure {
    Failure::Typed(format!("The sandbox cannot start: {told}."))
}

fn make_folder(path: PathBuf) -> Result<(), Failure> {
    use std::os::unix::fs::DirBuilderExt;
    let mode = if nix::unistd::geteuid().is_root() { 0o711 } else { 0o700 };
    let made = std::fs::DirBuilder::new().recursive(true).mode(mode).create(&path);
    made.map_err(|source| Failure::Source(crate::db::embedded::EmbeddedError::files(&path, source).into()))
}

/// One demo a folder: a second one would point the connection to its own sandbox. The lock ends with the process.
fn lock(folder: &Path) -> Result<File, Failure> {
    let failed = |source| Failure::Source(crate::db::embedded::EmbeddedError::files(folder, source).into());
    let file = File::create(folder.join("demo.lock")).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Failure::Typed(format!(
            "A demo is already running on {}. Stop it first, or give another folder with --data-dir.",
            folder.display()
        ))),
        Err(TryLockError::Error(source)) => Err(failed(source)),
    }
}

/// A busy port of the sandbox is chosen by another option than that of the pages.
fn name_the_sandbox(failure: Failure) -> Failure {
    match failure {
        Failure::Listen { address, source } => Failure::Typed(format!(
            "The sandbox cannot listen on {address}: {source}. Choose another address with --sandbox-listen or SANDBOX_LISTEN."
        )),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn demo(arguments: &[&str]) -> Demo {
        let mut demo = Demo::read(std::iter::once(&"demo").chain(arguments)).unwrap();
        demo.settle();
        demo
    }

    #[test]
    fn the_command_line_holds_together() {
        Demo::command().debug_assert();
    }

    #[test]
    fn nobody_else_can_reach_the_demo() {
        assert!(demo(&[]).refuse_strangers().is_ok());
        assert!(demo(&["--listen", "localhost:8080", "--sandbox-listen", "localhost:8090"]).refuse_strangers().is_ok());
        assert!(demo(&["--listen", "0.0.0.0:8080"]).refuse_strangers().is_err());
        assert!(demo(&["--sandbox-listen", "192.0.2.1:8090"]).refuse_strangers().is_err());
    }

    #[tokio::test]
    async fn a_stop_is_heard_while_the_world_is_made() {
        let stop = CancellationToken::new();
        assert_eq!(unless_stopped(&stop, async { 7 }).await, Some(7));
        stop.cancel();
        assert_eq!(unless_stopped(&stop, std::future::pending::<u8>()).await, None);
    }

    #[test]
    fn it_calls_a_fifth_slower_than_the_sandbox_allows() {
        assert_eq!(demo(&[]).config.call_rate, Some(80));
        assert_eq!(demo(&["--rate", "10"]).config.call_rate, Some(8));
        assert_eq!(demo(&["--rate", "0"]).config.call_rate, Some(0));
        assert_eq!(demo(&["--rate", "1"]).config.call_rate, Some(1));
        assert_eq!(demo(&["--rate", "100", "--call-rate", "5"]).config.call_rate, Some(5));
    }

    #[test]
    fn it_keeps_away_from_a_real_portal_and_from_the_other_site() {
        let folder = |arguments: &[&str]| demo(arguments).config.data_dir();
        assert!(folder(&[]).ends_with("partner-portal/demo"));
        assert!(folder(&["--site", "international"]).ends_with("partner-portal/demo-international"));
        assert_eq!(folder(&["--data-dir", "/x"]), PathBuf::from("/x"));
    }

    #[test]
    fn two_demos_do_not_share_a_folder() {
        let folder = std::env::temp_dir().join(format!("portal-demo-lock-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let first = lock(&folder).unwrap();
        let refused = lock(&folder).unwrap_err().to_string();
        assert!(refused.contains("already running") && refused.contains("--data-dir"), "{refused}");
        drop(first);
        lock(&folder).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
