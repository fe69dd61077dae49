//! Being told to stop: SIGTERM and SIGINT. Knows nothing of what is stopped.

use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::Failure;

/// A token that is cancelled by the first SIGTERM or SIGINT. A second one ends the process at once, without tidying up:
/// whatever is left is taken over by the next start.
///
/// # Errors
/// When the operating system takes no handler.
pub fn on_signal() -> Result<CancellationToken, Failure> {
    let mut terminate = signal(SignalKind::terminate()).map_err(Failure::Threads)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(Failure::Threads)?;
    let stop = CancellationToken::new();
    let told = stop.clone();
    tokio::spawn(async move {
        loop {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            if told.is_cancelled() {
                std::process::exit(130);
            }
            // First of all: a log that cannot be written must not keep anything running.
            told.cancel();
            tracing::info!("stopping");
        }
    });
    Ok(stop)
}
