//! A connection to one vendor site (API-5): addresses, keys, account. Built only when it can be used safely.
//!
//! Knows nothing of where connections are stored.

use std::fmt;

use secrecy::SecretString;
use url::Url;

use super::site::Site;

/// What a client needs to call the vendor in the name of one partner.
#[derive(Clone)]
pub struct Connection {
    /// The site profile.
    pub site: Site,
    /// Origin of the BSS API.
    pub base_url: Url,
    /// Origin of IAM, for the domain id.
    pub iam_url: Url,
    /// AK.
    pub access_key: String,
    /// SK.
    pub secret_key: SecretString,
    /// Token of temporary keys, sent and signed (API-11).
    pub security_token: Option<SecretString>,
    /// The caller's account id, once known (API-12, API-13).
    pub domain_id: Option<String>,
}

/// Why an address cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadConnection {
    /// Not an absolute URL without path, query and user.
    #[error("not the address of a server, such as https://bss.example.com: {0:?}")]
    NotAnOrigin(String),
    /// Plain HTTP beyond loopback would show signed requests to everybody on the way (API-4).
    #[error("plain HTTP is allowed to this machine only: {0:?}")]
    NotEncrypted(String),
    /// A key with blanks or control characters can be neither sent nor signed.
    #[error("the access key, the token or the account id has characters that cannot be sent")]
    NotSendable,
    /// No pacing at all is for a sandbox on this machine (API-40).
    #[error("calls may be unpaced to this machine only: {0:?}")]
    NotPaced(String),
    /// The HTTP client could not be built: the machine has no root certificates (package `ca-certificates`).
    #[error("the HTTP client could not be built; are root certificates installed?")]
    NoClient,
}

impl Connection {
    /// A connection with the keys `access_key` and `secret_key`; token and domain id are set afterwards when known.
    ///
    /// # Errors
    /// When an address is no origin or would go unencrypted beyond loopback, or the key cannot be sent.
    pub fn new(
        site: Site,
        base_url: &str,
        iam_url: &str,
        access_key: &str,
        secret_key: SecretString,
    ) -> Result<Self, BadConnection> {
        let connection = Self {
            site,
            base_url: origin(base_url)?,
            iam_url: origin(iam_url)?,
            access_key: access_key.to_owned(),
            secret_key,
            security_token: None,
            domain_id: None,
        };
        if sendable(access_key) { Ok(connection) } else { Err(BadConnection::NotSendable) }
    }

    /// Whether the BSS endpoint is this machine: a sandbox.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.base_url)
    }
}

/// Shows where, never with what.
impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Connection");
        shown.field("site", &self.site).field("base_url", &self.base_url.as_str()).finish_non_exhaustive()
    }
}

/// Whether a header can carry the text as it is.
pub(super) fn sendable(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b',')
}

fn origin(text: &str) -> Result<Url, BadConnection> {
    let bad = || BadConnection::NotAnOrigin(text.to_owned());
    let url = Url::parse(text.trim()).map_err(|_| bad())?;
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    if !bare || !url.has_host() || !url.username().is_empty() || url.password().is_some() {
        return Err(bad());
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        "http" => Err(BadConnection::NotEncrypted(text.to_owned())),
        _ => Err(bad()),
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connect(base_url: &str, access_key: &str) -> Result<Connection, BadConnection> {
        Connection::new(Site::China, base_url, "https://iam.example.com", access_key, "secret-key".into())
    }

    #[test]
    fn plain_http_stays_on_this_machine() {
        for url in ["https://bss.example.com", "http://127.0.0.1:8090", "http://localhost:1", "http://[::1]:8090/"] {
            assert!(connect(url, "AK").is_ok(), "{url}");
        }
        for url in ["http://bss.example.com", "http://10.0.0.1", "http://localhost.example.com"] {
            assert_eq!(connect(url, "AK").unwrap_err(), BadConnection::NotEncrypted(url.to_owned()));
        }
        for url in ["", "bss.example.com", "ftp://x", "https://x/path", "https://u:p@x", "https://x?q=1"] {
            assert_eq!(connect(url, "AK").unwrap_err(), BadConnection::NotAnOrigin(url.to_owned()));
        }
        assert_eq!(connect("https://x", "A K").unwrap_err(), BadConnection::NotSendable);
    }

    #[test]
    fn no_key_is_printed() {
        let shown = format!("{:?}", connect("https://bss.example.com", "AKTEST").unwrap());
        assert!(!shown.contains("secret-key") && !shown.contains("AKTEST"), "{shown}");
    }
}
