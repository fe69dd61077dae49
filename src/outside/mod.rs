//! Calls to servers that an organisation names: OpenID providers. Only over HTTPS, only to public addresses unless the
//! operator allows a host, never along a redirect, never longer or larger than it says here. Knows no table and no page.
//!
//! The vendor's API is `cloud`'s; what a member may type is never called without this room's [`Outside::address`].

pub mod id_token;
pub mod jws;
pub mod provider;
mod reach;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use reqwest::{
    dns::{Addrs, Name, Resolve, Resolving},
    redirect, retry,
};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use self::reach::{Hosts, is_public};

/// Longest a call may take: somebody sits before it.
const PATIENCE: Duration = Duration::from_secs(8);
/// Longest until a connection stands.
const CONNECT: Duration = Duration::from_secs(4);
/// The largest answer that is read, in bytes.
const LARGEST: usize = 256 * 1024;

/// Why a server gave nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The address is none that may be called: not HTTPS, or not public.
    #[error("the address may not be called")]
    Address,
    /// Nobody answers there, or with a certificate that is not trusted.
    #[error("nobody answers")]
    Unreachable,
    /// The answer did not come in time.
    #[error("the answer took too long")]
    Slow,
    /// The answer is larger than any such answer.
    #[error("the answer is too large")]
    TooLarge,
    /// Another status than 200.
    #[error("status {0}")]
    Status(u16),
}

/// What a server answered.
#[derive(Debug)]
pub struct Answer {
    /// HTTP status; never a redirect.
    pub status: u16,
    /// Its clock, if it says.
    pub date: Option<DateTime<Utc>>,
    /// The body, whole.
    pub body: Vec<u8>,
}

/// The way out. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Outside {
    hosts: Arc<Hosts>,
    patience: Duration,
}

/// To public hosts only.
impl Default for Outside {
    fn default() -> Self {
        Self::new(&[])
    }
}

impl Outside {
    /// A way out that also reaches these hosts although their addresses are private; those on loopback also without TLS.
    #[must_use]
    pub fn new(private_hosts: &[String]) -> Self {
        Self { hosts: Arc::new(Hosts::new(private_hosts)), patience: PATIENCE }
    }

    /// The same for somebody who waits no longer than this.
    #[must_use]
    pub fn within(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// An address that may be called: HTTPS without user, password and fragment. Names are looked up when it is called.
    ///
    /// # Errors
    /// [`Failure::Address`] for any other.
    pub fn address(&self, text: &str) -> Result<Url, Failure> {
        let url = Url::parse(text).map_err(|_| Failure::Address)?;
        if self.hosts.may(&url) { Ok(url) } else { Err(Failure::Address) }
    }

    /// Reads a document, with a token if there is one.
    ///
    /// # Errors
    /// [`Failure`], also for every status but 200.
    pub async fn get(&self, url: &Url, bearer: Option<&SecretString>) -> Result<Answer, Failure> {
        let request = self.client(url)?.get(url.clone()).header("accept", "application/json");
        let request = match bearer {
            Some(token) => request.bearer_auth(token.expose_secret()),
            None => request,
        };
        let answer = in_time(request).await?;
        if answer.status == 200 { Ok(answer) } else { Err(Failure::Status(answer.status)) }
    }

    /// Sends a form, with user name and password in the header if there are some. Answers every status but redirects.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn post(
        &self,
        url: &Url,
        login: Option<(&str, &SecretString)>,
        fields: &[(&str, &str)],
    ) -> Result<Answer, Failure> {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self.client(url)?.post(url.clone()).header("accept", "application/json");
        let request = request.header("content-type", "application/x-www-form-urlencoded").body(body);
        let request = match login {
            Some((name, secret)) => request.basic_auth(encoded(name), Some(encoded(secret.expose_secret()))),
            None => request,
        };
        in_time(request).await
    }

    /// A client of its own for each call: sign-ins are few, and no connection outlives a change of the settings.
    fn client(&self, url: &Url) -> Result<reqwest::Client, Failure> {
        if !self.hosts.may(url) {
            return Err(Failure::Address);
        }
        crate::cloud::install_crypto();
        let builder = reqwest::Client::builder();
        // Without TLS no certificates are loaded: a bare machine has none.
        let builder = if url.scheme() == "https" { builder } else { builder.tls_certs_only([]) };
        builder
            .dns_resolver(Resolver(Arc::clone(&self.hosts)))
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .no_proxy()
            .connect_timeout(CONNECT)
            .timeout(self.patience)
            .user_agent(concat!("partner-portal/", env!("CARGO_PKG_VERSION")))
            .tls_version_min(reqwest::tls::Version::TLS_1_2)
            .build()
            .map_err(|_| Failure::Unreachable)
    }
}

/// RFC 6749, section 2.3.1: user name and password are form-encoded before they go into the header.
fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

async fn in_time(request: reqwest::RequestBuilder) -> Result<Answer, Failure> {
    let mut response = request.send().await.map_err(|error| failure(&error))?;
    let status = response.status().as_u16();
    if response.status().is_redirection() {
        return Err(Failure::Status(status));
    }
    let date = response.headers().get("date").and_then(|value| value.to_str().ok());
    let date = date.and_then(|text| DateTime::parse_from_rfc2822(text).ok()).map(|at| at.to_utc());
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| failure(&error))? {
        if body.len() + chunk.len() > LARGEST {
            return Err(Failure::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Answer { status, date, body })
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn std::error::Error + 'static)> {
    std::iter::successors(std::error::Error::source(error), |cause| cause.source())
}

fn causes_of(error: &reqwest::Error) -> String {
    causes(error).map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

fn failure(error: &reqwest::Error) -> Failure {
    if causes(error).any(|cause| cause.is::<NotPublic>()) {
        return Failure::Address;
    }
    if error.is_timeout() {
        return Failure::Slow;
    }
    // The cause, which may be a certificate; the address stays out, since it may carry what was asked.
    tracing::warn!(causes = %causes_of(error), "a server of an organisation cannot be reached");
    Failure::Unreachable
}

/// Looks names up and keeps only addresses that may be called: what was looked up is what is called, so that a name cannot
/// answer differently the second time.
struct Resolver(Arc<Hosts>);

/// The name leads to no address that may be called.
#[derive(Debug, thiserror::Error)]
#[error("the name leads to no public address")]
struct NotPublic;

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let hosts = Arc::clone(&self.0);
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let allowed = hosts.knows(name.as_str());
            let found: Vec<SocketAddr> = found.filter(|address| allowed || is_public(address.ip())).collect();
            if found.is_empty() {
                return Err(NotPublic.into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_name_of_this_machine_is_not_called_unless_it_is_allowed() {
        let closed = Outside::default();
        assert_eq!(closed.address("https://localhost:1/").unwrap_err(), Failure::Address);
        let open = Outside::new(&["localhost".to_owned()]);
        let name = open.address("https://localhost:1/").unwrap();
        assert_eq!(closed.get(&name, None).await.unwrap_err(), Failure::Address);
        assert_eq!(open.get(&name, None).await.unwrap_err(), Failure::Unreachable);
        assert_eq!(closed.address("https://127.0.0.1:1/").unwrap_err(), Failure::Address);
    }
}
