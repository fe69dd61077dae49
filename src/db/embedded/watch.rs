//! Watches over the private server while the portal runs, and starts it again where it listened before when its process is
//! gone. Whoever holds the pools notices nothing but a pause. Knows no connection.

use std::time::Duration;

use tokio::{task::JoinHandle, time::timeout};
use tokio_util::sync::CancellationToken;

use super::{
    Settings,
    binaries::Binaries,
    cluster::{Address, Cluster},
    error::EmbeddedError,
    process,
};

/// How often the process is looked for.
const EVERY: Duration = Duration::from_secs(1);
/// How long to wait before a start that failed is tried again.
const AFTER_FAILURE: Duration = Duration::from_secs(5);
/// How long a start in progress may go on once the watch is to end.
const LAST_START: Duration = Duration::from_secs(1);

/// What has to be known to start the server again.
#[derive(Debug, Clone)]
pub(super) struct Watched {
    pub(super) cluster: Cluster,
    pub(super) binaries: Binaries,
    pub(super) settings: Settings,
    pub(super) address: Address,
}

/// A watch in progress; dropping it ends it at once.
#[derive(Debug)]
pub(super) struct Watch {
    quit: CancellationToken,
    task: JoinHandle<()>,
}

impl Watch {
    pub(super) fn begin(watched: Watched) -> Self {
        let quit = CancellationToken::new();
        let task = tokio::spawn(watched.go_on(quit.clone()));
        Self { quit, task }
    }

    /// Ends the watch, and lets a start that is in progress come to its end, so that the stop finds the server.
    pub(super) async fn end(mut self) {
        self.quit.cancel();
        // One that takes longer is cut off by the drop.
        let _ = timeout(LAST_START, &mut self.task).await;
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Watched {
    async fn go_on(self, quit: CancellationToken) {
        let mut pause = EVERY;
        while timeout(pause, quit.cancelled()).await.is_err() {
            pause = EVERY;
            if process::is_up(&self.cluster).await {
                continue;
            }
            match self.start_again(&quit).await {
                Ok(true) => tracing::warn!("the private Postgres had ended and was started again"),
                Ok(false) => {}
                Err(error) => {
                    tracing::error!(%error, "the private Postgres has ended and does not start; trying again");
                    pause = AFTER_FAILURE;
                }
            }
        }
    }

    /// Whether it had to be started: another process may have come first.
    async fn start_again(&self, quit: &CancellationToken) -> Result<bool, EmbeddedError> {
        let turn = tokio::select! {
            turn = self.cluster.lock_start() => turn?,
            () = quit.cancelled() => return Ok(false),
        };
        let started = process::running(&self.cluster).await?.is_none();
        if started {
            process::launch(&self.cluster, &self.binaries, &self.settings, Some(&self.address)).await?;
        }
        drop(turn);
        Ok(started)
    }
}
