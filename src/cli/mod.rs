//! The command line of `portal`: one file a command. Prints sentences to standard error; standard output carries what a
//! script reads. Knows no page.

mod account;
mod audit;
mod doctor;
mod log;
mod member;
mod migrate;
pub mod node;
mod patience;
mod probes;
pub mod progress;
mod report;
mod rights;
mod serve;
pub mod stop;
mod store;
mod sync;
mod words;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use self::{
    serve::Failure,
    store::PartnerKind,
    words::{misused, say},
};
use crate::config::{Config, ListenConfig};

/// A self-hosted partner portal for Huawei Cloud partners
#[derive(Debug, Parser)]
#[command(name = "portal", version, max_term_width = 120)]
struct Portal {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    config: Config,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the web pages, and synchronise in the background
    Serve(ListenConfig),
    /// Synchronise once, with progress bars; exit code 0 done, 2 partly done, 1 failed
    Sync(sync::Arguments),
    /// Bring the database to the schema of this version
    Migrate,
    /// Check configuration, database, clock, credentials, API rights and disk
    Doctor,
    /// Connections to the vendor's sites
    #[command(subcommand)]
    Account(account::Command),
    /// The record of who did what
    #[command(subcommand)]
    Audit(audit::Command),
    /// Members of an organisation
    #[command(subcommand)]
    Member(member::Command),
}

/// Reads the command line, does what it says and answers the exit code.
#[must_use]
pub fn main() -> ExitCode {
    let Portal { command, config } = match Portal::try_parse() {
        Ok(portal) => portal,
        Err(told) => return misused(&told),
    };
    // The command tells its failures as sentences itself; their causes are for those who ask for them.
    let quiet = matches!(command, Command::Sync(_));
    run(&config, if quiet { "error" } else { "info" }, async |config| match command {
        Command::Serve(listen) => serve::run(config, &listen).await.map(|()| ExitCode::SUCCESS),
        Command::Sync(arguments) => sync::run(config, &arguments).await,
        Command::Migrate => migrate::run(config).await.map(|()| ExitCode::SUCCESS),
        Command::Doctor => doctor::run(config).await,
        Command::Account(command) => account::run(config, command).await,
        Command::Audit(command) => audit::run(config, &command).await,
        Command::Member(command) => member::run(config, &command).await.map(|()| ExitCode::SUCCESS),
    })
}

/// Runs `work` on the threads and with the log that every program of this package has, and tells its failure. `log` is the
/// filter where nobody chose one.
pub fn run(config: &Config, log: &str, work: impl AsyncFnOnce(&Config) -> Result<ExitCode, Failure>) -> ExitCode {
    crate::cloud::install_crypto();
    let outcome = log::start(config.log.as_deref().unwrap_or(log)).and_then(|()| {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::Threads)?;
        let outcome = runtime.block_on(work(config));
        runtime.shutdown_timeout(std::time::Duration::from_millis(500));
        outcome
    });
    outcome.unwrap_or_else(|failure| {
        words::tell(&failure.to_string());
        ExitCode::FAILURE
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_holds_together() {
        Portal::command().debug_assert();
    }

    #[test]
    fn a_command_line_that_cannot_be_read_is_not_taken_for_partly_done() {
        for (arguments, code) in [
            (&["sync", "--month", "2026-13"][..], 64),
            (&["sync", "--nonsense"], 64),
            (&["nonsense"], 64),
            (&[], 64),
            (&["--help"], 0),
            (&["sync", "--help"], 0),
            (&["--version"], 0),
        ] {
            let told = Portal::try_parse_from(std::iter::once(&"portal").chain(arguments)).unwrap_err();
            assert_eq!(misused(&told), ExitCode::from(code), "{arguments:?}");
        }
    }

    #[test]
    fn secrets_are_never_arguments() {
        let mut arguments = vec!["portal", "account", "add", "--organization", "yunhe", "--ak", "AK"];
        assert!(Portal::try_parse_from(&arguments).is_ok());
        arguments.extend(["--sk", "secret"]);
        assert!(Portal::try_parse_from(&arguments).is_err());
    }
}
