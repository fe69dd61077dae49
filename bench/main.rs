//! `make bench`: speed and memory of the portal as tables of ratios, measured in one run on one machine. Nothing is asserted
//! here; a figure is the median of interleaved rounds. Knows the programs from outside, and of the library only what a
//! program cannot show: the private database and the merge of consumption lines.

mod access;
mod board;
mod browser;
mod dry_run;
mod evidence;
mod floor;
mod ingest;
mod lab;
mod measure;
mod pages;
mod program;
mod start;
mod table;
mod throttled;
mod wire;

use std::{io::Write, process::ExitCode};

/// Whatever went wrong, as a sentence: the bench ends there.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Parts that can be asked for by name, in the order in which they run.
const PARTS: [&str; 9] = ["evidence", "ingest", "pages", "wire", "access", "board", "throttle", "start", "dry_run"];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let outcome = runtime.map_err(Into::into).and_then(|runtime| {
        runtime.block_on(async {
            match arguments.as_slice() {
                [mode, rest @ ..] if mode == "floor" => floor::serve(rest).await,
                wanted => tokio::select! {
                    done = bench(wanted) => done,
                    stopped = interrupted() => stopped,
                },
            }
        })
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "bench: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Ends on Ctrl-C and SIGTERM, so that no server and no folder stays behind.
async fn interrupted() -> Outcome<()> {
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::select! {
        interrupt = tokio::signal::ctrl_c() => interrupt?,
        _ = terminate.recv() => {}
    }
    Err("stopped".into())
}

async fn bench(wanted: &[String]) -> Outcome<()> {
    if let Some(unknown) = wanted.iter().find(|name| !PARTS.contains(&name.as_str())) {
        return Err(format!("no part {unknown:?}; known are: {}", PARTS.join(", ")).into());
    }
    let wants = |part: &str| wanted.is_empty() || wanted.iter().any(|name| name == part);
    partner_portal::cloud::install_crypto();
    let mut lab = lab::Lab::open().await?;
    table::machine(&lab)?;
    if wants("evidence") {
        evidence::table(&mut lab).await?;
    }
    if wanted == ["evidence"] {
        return lab.close().await;
    }
    if wants("ingest") {
        ingest::tables(&mut lab).await?;
    }
    lab.fill().await?;
    if wants("pages") {
        pages::tables(&mut lab).await?;
    }
    if wants("wire") {
        wire::table(&lab)?;
    }
    if wants("access") {
        access::tables(&mut lab).await?;
    }
    if wants("board") {
        board::table(&mut lab).await?;
    }
    if wants("throttle") {
        throttled::tables(&mut lab).await?;
    }
    if wants("start") {
        start::table(&lab)?;
    }
    if wants("dry_run") {
        dry_run::table()?;
    }
    lab.close().await
}
