//! The demo's vendor: a sandbox in this process, or one that already runs.

use std::path::PathBuf;

use serde::Deserialize;
use tokio::net::TcpListener;

use super::{Demo, cast, http};
use crate::{
    cli::{Failure, node::Node},
    cloud,
    cloud_accounts::NewAccount,
    config::Config,
    sandbox::{self, Site, StartError, StateError},
    sync::Account,
};

/// Where the vendor is and with which keys it is called.
pub(super) struct Vendor {
    url: String,
    site: cloud::Site,
    keys: Keys,
    running: Option<sandbox::Running>,
}

/// What `/_sandbox/keys` answers.
#[derive(Deserialize)]
struct Keys {
    ak: String,
    sk: String,
}

impl Vendor {
    /// Starts a sandbox that keeps its world in the data directory, or asks the one that runs for its keys.
    pub(super) async fn begin(demo: &Demo, config: &Config, listener: Option<TcpListener>) -> Result<Self, Failure> {
        let site = match demo.world.site {
            Site::China => cloud::Site::China,
            Site::International => cloud::Site::International,
        };
        let (url, keys, running) = match (listener, &demo.sandbox_url) {
            (Some(listener), _) => {
                let running = start(demo, config.data_dir().join("sandbox.state"), listener).await?;
                let keys = running.keys();
                (running.base_url(), Keys { ak: keys.ak, sk: keys.sk }, Some(running))
            }
            (None, Some(url)) => {
                let unusable = || {
                    let text = format!(
                        "No sandbox answers at {url}. Start one with `sandbox serve`, or leave --sandbox-url out."
                    );
                    Failure::Typed(text)
                };
                let body = http::get(url, "/_sandbox/keys").await.ok_or_else(unusable)?;
                let keys = serde_json::from_str(&body).map_err(|_| unusable())?;
                (url.as_str().trim_end_matches('/').to_owned(), keys, None)
            }
            (None, None) => {
                return Err(Failure::Typed(
                    "The demo has no vendor: give --sandbox-listen or --sandbox-url.".to_owned(),
                ));
            }
        };
        Ok(Self { url, site, keys, running })
    }

    /// Saves the connection anew, since the address may have changed, and opens it.
    pub(super) async fn connect(&self, node: &Node, partner: i64) -> Result<Account, Failure> {
        let new = NewAccount {
            organization: cast::PARTNER.to_owned(),
            site: self.site,
            base_url: self.url.clone(),
            iam_url: self.url.clone(),
            access_key: self.keys.ak.clone(),
            secret_key: self.keys.sk.clone().into(),
            unreachable: true,
        };
        node.accounts.save(&new).await?;
        let accounts = node.accounts.load().await?;
        let own = accounts.into_iter().find(|account| account.organization_id == partner && account.site == self.site);
        own.ok_or_else(|| {
            Failure::Typed("The demo's connection cannot be opened. Remove its data directory.".to_owned())
        })
    }

    /// Where it answers.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// Stops a sandbox of this process.
    pub(super) async fn stop(self) {
        if let Some(running) = self.running {
            running.stop().await;
        }
    }
}

/// Building the world takes a moment of computing, beside which the database starts.
async fn start(demo: &Demo, state: PathBuf, listener: TcpListener) -> Result<sandbox::Running, Failure> {
    let options = demo.world.clone().options(Some(state));
    let started = tokio::task::spawn_blocking(move || sandbox::start(&options, listener)).await;
    match started {
        Ok(Ok(running)) => Ok(running),
        Ok(Err(error)) => Err(refused(&error)),
        Err(_) => Err(Failure::Typed("The sandbox stopped while it made its world.".to_owned())),
    }
}

/// The demo names no state file: another world lies in another folder.
fn refused(error: &StartError) -> Failure {
    Failure::Typed(match error {
        StartError::State(StateError::Different { path, difference }) => format!(
            "The sandbox cannot start: {} holds another world ({difference}). Give the same options, or another folder with \
             --data-dir.",
            path.display()
        ),
        error => format!("The sandbox cannot start: {error}."),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_world_is_refused_with_the_option_that_the_demo_has() {
        let path = PathBuf::from("/data/sandbox.state");
        let different = StateError::Different { path, difference: "customers 60, not 0".to_owned() };
        let told = refused(&StartError::State(different)).to_string();
        assert!(told.contains("(customers 60, not 0)") && told.contains("--data-dir"), "{told}");
        assert!(!told.contains("another file"), "{told}");
    }
}
