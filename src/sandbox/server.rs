//! Starts and stops a sandbox on a listener that somebody else has bound.

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use axum::Router;
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

use super::{
    connection::{Cuttable, Peer},
    control::{self, Control},
    gateway,
    house::House,
    journal::StateError,
    options::{Keys, Options},
};

/// How long a stop waits for calls in progress.
const PATIENCE: Duration = Duration::from_secs(3);

/// Why a sandbox did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Its state file cannot be used.
    #[error(transparent)]
    State(#[from] StateError),
    /// The world would be too large.
    #[error("{0}")]
    TooLarge(String),
    /// The listener has no address.
    #[error("the listener cannot be used: {0}")]
    Listener(#[from] io::Error),
}

/// A sandbox that serves until it is stopped.
pub struct Running {
    address: SocketAddr,
    control: Control,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

/// Starts a sandbox. The world is ready when this returns.
///
/// # Errors
/// [`StartError`] when the world would be too large, the state file holds another world or cannot be used, or the listener cannot.
pub fn start(options: &Options, listener: TcpListener) -> Result<Running, StartError> {
    options.check_size().map_err(StartError::TooLarge)?;
    let address = listener.local_addr()?;
    let house = Arc::new(House::open(options)?);
    let control = Control::new(Arc::clone(&house));
    let app = Router::new()
        .fallback(gateway::answer)
        .with_state(Arc::clone(&house))
        .nest("/_sandbox", control::router(house))
        .into_make_service_with_connect_info::<Peer>();
    let (stop, stopped) = oneshot::channel::<()>();
    let task = tokio::spawn(async move {
        let serving = axum::serve(Cuttable(listener), app).with_graceful_shutdown(async {
            // An error means that the handle was dropped: then it stops too.
            let _ = stopped.await;
        });
        if let Err(error) = serving.await {
            tracing::error!(%error, "the sandbox stopped serving");
        }
    });
    Ok(Running { address, control, stop: Some(stop), task })
}

impl Running {
    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://address`, without a slash at the end; also the IAM address (API-13).
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Key pair and account id of the only caller.
    #[must_use]
    pub fn keys(&self) -> Keys {
        self.control.keys()
    }

    /// The view from behind: faults, clock, ledger, counts.
    #[must_use]
    pub fn control(&self) -> Control {
        self.control.clone()
    }

    /// Stops accepting, lets calls in progress end for a moment, then returns.
    pub async fn stop(mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if tokio::time::timeout(PATIENCE, &mut self.task).await.is_err() {
            self.task.abort();
        }
    }
}
