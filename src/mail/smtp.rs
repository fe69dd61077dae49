//! The mail server: one letter, one delivery, in plain text and simple HTML.

use askama::Template;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    address::Address,
    message::{Mailbox, MultiPart, header::HeaderName, header::HeaderValue},
};
use std::time::Duration;

use super::text::Written;
use crate::lang::Lang;

/// Longest a mail server may take for one step.
const PATIENCE: Duration = Duration::from_secs(20);

/// Why mail cannot be sent with these settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadMail {
    /// The address of the server cannot be read.
    #[error("write PORTAL_SMTP_URL as smtps://user:password@host or smtp://user:password@host:587?tls=required")]
    Url,
    /// The sender is no mail address.
    #[error("write PORTAL_MAIL_FROM as Portal <portal@example.com>")]
    From,
}

/// A mail server did not take a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused {
    /// Whether it will never take it.
    pub permanent: bool,
}

/// The way to one mail server. Cheap to clone.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// Nothing of the server's password is printed.
impl std::fmt::Debug for Mailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Mailer")
    }
}

#[derive(Template)]
#[template(path = "mail/mail.html")]
struct Html<'a> {
    lang: Lang,
    written: &'a Written,
}

impl Mailer {
    /// Opens the way; nobody is called yet.
    ///
    /// # Errors
    /// [`BadMail`].
    pub fn new(url: &str, from: &str) -> Result<Self, BadMail> {
        crate::cloud::install_crypto();
        let from: Mailbox = from.parse().map_err(|_| BadMail::From)?;
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|_| BadMail::Url)?;
        Ok(Self { transport: transport.timeout(Some(PATIENCE)).build(), from })
    }

    /// Whether the server answers and takes the password.
    pub async fn is_reachable(&self) -> bool {
        self.transport.test_connection().await.unwrap_or(false)
    }

    pub(super) async fn send(&self, to: &str, written: &Written, lang: Lang) -> Result<(), Refused> {
        let never = Refused { permanent: true };
        let address: Address = to.parse().map_err(|_| never)?;
        let html = Html { lang, written }.render().map_err(|_| never)?;
        let automatic = HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned());
        let message = Message::builder().from(self.from.clone()).to(Mailbox::new(None, address));
        let message = message.subject(written.subject).raw_header(automatic);
        let message = message.multipart(MultiPart::alternative_plain_html(written.plain(), html)).map_err(|_| never)?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(error) => {
                // An answer of the server may repeat the recipient; a connection that fails names nobody.
                if !error.is_permanent() && !error.is_transient() {
                    tracing::warn!(error = &error as &dyn std::error::Error, "the mail server cannot be reached");
                }
                Err(Refused { permanent: error.is_permanent() })
            }
        }
    }
}

/// Whether letters to the server at this address travel without TLS.
#[must_use]
pub fn is_open(url: &str) -> bool {
    url::Url::parse(url).is_ok_and(|url| {
        let asked = url.query_pairs().any(|(name, value)| name == "tls" && value == "required");
        url.scheme() == "smtp" && !asked
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn settings_are_read_or_refused_with_what_to_write() {
        let from = "Portal <portal@example.com>";
        for url in
            ["smtp://localhost:25", "smtps://u:p@mail.example.com", "smtp://u:p@mail.example.com:587?tls=required"]
        {
            assert!(Mailer::new(url, from).is_ok(), "{url}");
        }
        assert_eq!(Mailer::new("https://mail.example.com", from).unwrap_err(), BadMail::Url);
        assert_eq!(Mailer::new("smtp://localhost", "nobody").unwrap_err(), BadMail::From);
    }

    #[test]
    fn a_server_without_tls_is_told_apart() {
        for (url, want) in [
            ("smtp://localhost:25", true),
            ("smtp://mail.example:587?tls=opportunistic", true),
            ("smtp://mail.example:587?tls=required", false),
            ("smtps://mail.example", false),
        ] {
            assert_eq!(is_open(url), want, "{url}");
        }
    }
}
