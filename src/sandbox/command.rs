//! `sandbox serve`: the command line around a server.

use std::{io::Write, net::SocketAddr, path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};

use super::{options::WorldArgs, server};
use crate::values::place::listening;

/// The vendor's partner API, played: signed, paged, throttled, with faults on order
#[derive(Parser)]
#[command(name = "sandbox", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves one world until it is told to stop
    Serve(Serve),
}

#[derive(Args)]
struct Serve {
    /// Address to listen on
    #[arg(long, env = "SANDBOX_LISTEN", value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8090")]
    #[arg(value_parser = listening)]
    listen: SocketAddr,
    /// File that keeps the world across restarts (default: memory only)
    #[arg(long, env = "SANDBOX_STATE", value_name = "FILE")]
    state: Option<PathBuf>,
    #[command(flatten)]
    world: WorldArgs,
}

/// Reads the command line and serves until SIGTERM or SIGINT.
#[must_use]
pub fn run() -> ExitCode {
    let Command::Serve(serve) = match Cli::try_parse() {
        Ok(cli) => cli.command,
        Err(told) => return misused(&told),
    };
    let served = tokio::runtime::Runtime::new().map_err(Into::into).and_then(|runtime| {
        let served = runtime.block_on(serve_until_stopped(serve));
        // A world in the making cannot be called off; the process does not wait for it.
        runtime.shutdown_background();
        served
    });
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "sandbox: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The exit code of a command line that cannot be read (`EX_USAGE`), the same in every program of this package.
const MISUSED: u8 = 64;

/// Tells what is wrong with a command line, or prints the help or version that it asked for.
fn misused(told: &clap::Error) -> ExitCode {
    // Nobody is left to be told that the terminal is closed.
    let _ = told.print();
    if told.use_stderr() { ExitCode::from(MISUSED) } else { ExitCode::SUCCESS }
}

async fn serve_until_stopped(serve: Serve) -> Result<(), Box<dyn std::error::Error>> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let listener = TcpListener::bind(serve.listen)
        .await
        .map_err(|error| format!("cannot listen on {}: {error}; choose another with --listen", serve.listen))?;
    let options = serve.world.options(serve.state);
    // Off the threads that listen for signals: a large world takes a while.
    let made = tokio::task::spawn_blocking(move || server::start(&options, listener));
    let running = tokio::select! {
        running = made => running??,
        _ = terminate.recv() => return Ok(()),
        _ = interrupt.recv() => return Ok(()),
    };
    // Scripts wait for this line, also through a pipe.
    writeln!(std::io::stdout(), "ready {}", running.base_url())?;
    std::io::stdout().flush()?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    running.stop().await;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_line_that_cannot_be_read_has_the_code_of_the_other_programs() {
        for (arguments, code) in [
            (&["sandbox", "serve", "--listen", "nowhere"][..], 64),
            (&["sandbox", "serve", "--faults", "nonsense"], 64),
            (&["sandbox", "--help"], 0),
        ] {
            let told = Cli::try_parse_from(arguments).err().unwrap();
            assert_eq!(misused(&told), ExitCode::from(code), "{arguments:?}");
        }
    }
}
