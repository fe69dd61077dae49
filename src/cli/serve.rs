//! `portal serve`: pages and background jobs until told to stop. Also the failures of every command, as sentences.

use std::{io, net::SocketAddr, path::PathBuf};

use super::{
    node::{self, Node},
    stop,
};
use crate::{
    cloud_accounts::AccountError,
    config::{Config, ListenConfig},
    db::{self, SourceError},
    sync::SyncError,
};

/// Why a command ended, as one sentence with what to do.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// There is no usable database.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// A connection to the vendor cannot be used.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// The address is taken or refused.
    #[error("{address} cannot be listened on: {source}. Choose another address with --listen or PORTAL_LISTEN.")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the operating system said.
        source: io::Error,
    },
    /// The operating system gives no threads or signals.
    #[error("The operating system refuses threads or signals: {0}. Check the limits of this account (ulimit -a).")]
    Threads(#[source] io::Error),
    /// The log filter cannot be read.
    #[error("PORTAL_LOG cannot be read. Write a level (info) or levels by module (info,partner_portal::sync=debug).")]
    LogFilter,
    /// Standard output is closed.
    #[error("Nothing can be printed: {0}.")]
    Output(#[source] io::Error),
    /// The key file is gone while secrets stand that no other key opens.
    #[error(
        "The key file {path} is missing, and {sealed} stored secrets open with no other. Put its copy back, or correct \
         PORTAL_KEY_FILE. If there is no copy: write a new key (openssl rand -hex 32) into it with mode 0600, enter every SK \
         again with `portal account add`, and let members set up their authenticator apps again."
    )]
    KeyLost {
        /// Where it should be.
        path: PathBuf,
        /// How many secrets are sealed with it.
        sealed: i64,
    },
    /// The database failed in the middle of the work.
    #[error("{}", database(.0))]
    Database(#[from] db::Error),
    /// A synchronisation could not run at all.
    #[error("{}", synchronisation(.0))]
    Sync(#[from] SyncError),
    /// Mail cannot be sent with these settings.
    #[error("Mail cannot be sent: {0}.")]
    Mail(#[from] crate::mail::BadMail),
    /// What was typed cannot be done.
    #[error("{0}")]
    Typed(String),
}

/// A full disk has a next step of its own.
fn database(error: &db::Error) -> String {
    if db::is_disk_full(error) {
        "The disk of the database is full. Make room on it, then try again; what was stored before is kept.".to_owned()
    } else {
        format!("The database failed: {error}. Run `portal doctor`.")
    }
}

fn synchronisation(error: &SyncError) -> String {
    match error {
        SyncError::Database(error) => database(error),
        error => format!("Synchronisation could not run: {error}. Run `portal doctor`."),
    }
}

/// Serves until SIGTERM or SIGINT.
pub(super) async fn run(config: &Config, options: &ListenConfig) -> Result<(), Failure> {
    let stop = stop::on_signal()?;
    let listener = node::listen(options.listen).await?;
    let address = listener.local_addr().map_err(Failure::Output)?;
    let node = Node::open(config).await?;
    let pages = node.serve_pages(listener, node::page_options(options), stop.clone()).await;
    let served = match pages {
        Ok(pages) => {
            let jobs = (!options.no_jobs).then(|| node.run_jobs(stop.clone()));
            let announced = node::announce(address);
            stop.cancelled().await;
            node::wait_for(jobs.into_iter().chain([pages])).await;
            announced
        }
        Err(failure) => Err(failure),
    };
    node.close().await?;
    served
}
