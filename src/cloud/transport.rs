//! Bytes to the vendor and back, once per call of [`Transport::send`] (API-45, API-48).
//!
//! The only file that speaks HTTP. Writes get a connection of their own each time: a pooled connection that died
//! silently would otherwise make a library decide whether to send again. Judges nothing; `error` does.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering::Relaxed},
    },
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use chrono::{DateTime, TimeDelta, Utc};
use reqwest::{Method, Response, header::HeaderMap, redirect, retry};
use url::Url;

use super::{
    error::{Reply, Seen},
    wire::Access,
};

/// So many attempts in a row without a connection, whichever calls they belonged to, are enough: nothing is repeated.
const ENOUGH_MISSES: u32 = 6;

/// How long to wait for the vendor (API-45), and how much of an answer to read.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Until a connection stands.
    pub connect: Duration,
    /// A whole read.
    pub read: Duration,
    /// A whole write; short ones only make unknown outcomes.
    pub write: Duration,
    /// The largest answer, decompressed, in bytes.
    pub body: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            read: Duration::from_secs(60),
            write: Duration::from_secs(120),
            body: 64 * 1024 * 1024,
        }
    }
}

/// One HTTP request, signed.
pub(super) struct Outgoing<'a> {
    pub(super) method: &'a str,
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
    pub(super) access: Access,
}

/// Two HTTP clients that never retry and never follow.
#[derive(Clone)]
pub(super) struct Transport {
    reads: reqwest::Client,
    writes: reqwest::Client,
    largest_body: usize,
    /// Attempts in a row for which no connection could be made.
    pub(super) missed: Arc<AtomicU32>,
}

impl Transport {
    /// Without encryption, to a sandbox on this machine, no certificates are loaded: a bare machine has none.
    pub(super) fn new(limits: Limits, encrypted: bool) -> Result<Self, reqwest::Error> {
        super::install_crypto();
        let builder = || {
            let builder = reqwest::Client::builder();
            let builder = if encrypted { builder } else { builder.tls_certs_only([]) };
            builder
                .redirect(redirect::Policy::none())
                .retry(retry::never())
                .no_proxy()
                .connect_timeout(limits.connect)
                .user_agent(concat!("partner-portal/", env!("CARGO_PKG_VERSION")))
                .tls_version_min(reqwest::tls::Version::TLS_1_2)
        };
        Ok(Self {
            reads: builder().timeout(limits.read).build()?,
            writes: builder().timeout(limits.write).pool_max_idle_per_host(0).http1_only().build()?,
            largest_body: limits.body,
            missed: Arc::default(),
        })
    }

    /// Sends once and reads the whole answer. `now` is when, for a `Retry-After` that names a date.
    pub(super) async fn send(&self, outgoing: Outgoing<'_>, now: DateTime<Utc>) -> Seen {
        let client = match outgoing.access {
            Access::Read => &self.reads,
            Access::Write => &self.writes,
        };
        let Ok(method) = Method::from_bytes(outgoing.method.as_bytes()) else { return Seen::NotSent };
        let request = client.request(method, outgoing.url).headers(outgoing.headers).body(outgoing.body);
        match request.send().await {
            Ok(response) => {
                self.missed.store(0, Relaxed);
                answered(response, self.largest_body, now).await
            }
            Err(error) if error.is_connect() || error.is_builder() => {
                // Once for each time nobody is there; the cause may be a certificate, which nobody else would tell.
                if self.missed.fetch_add(1, Relaxed) == 0 {
                    let error = error.without_url();
                    tracing::warn!(error = &error as &dyn std::error::Error, "the vendor cannot be reached");
                }
                Seen::NotSent
            }
            Err(_) => Seen::Cut,
        }
    }

    /// Whether the vendor has been out of reach for some time. Any answer ends that.
    pub(super) fn finds_nobody(&self) -> bool {
        self.missed.load(Relaxed) >= ENOUGH_MISSES
    }
}

async fn answered(mut response: Response, largest: usize, now: DateTime<Utc>) -> Seen {
    let status = response.status().as_u16();
    let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let date = header("date").and_then(|text| instant(&text));
    let retry_after = header("retry-after").and_then(|text| pause(&text, now));
    let request_id = header("x-request-id").filter(|id| id.len() <= 200);
    match body(&mut response, largest).await {
        Ok(Some(body)) => Seen::Answered(Reply { status, request_id, retry_after, date, body }),
        Ok(None) => Seen::TooLarge,
        Err(_) => Seen::Cut,
    }
}

/// The whole body, decompressed; nothing when it is larger.
async fn body(response: &mut Response, largest: usize) -> Result<Option<Bytes>, reqwest::Error> {
    let Some(first) = response.chunk().await? else { return Ok(Some(Bytes::new())) };
    let Some(second) = response.chunk().await? else { return Ok(Some(first)) };
    let mut whole = BytesMut::from(first);
    whole.extend_from_slice(&second);
    while let Some(chunk) = response.chunk().await? {
        if whole.len() + chunk.len() > largest {
            return Ok(None);
        }
        whole.extend_from_slice(&chunk);
    }
    Ok(Some(whole.freeze()))
}

fn instant(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc2822(text).ok().map(|at| at.to_utc())
}

/// `Retry-After` in seconds or as a date.
fn pause(text: &str, now: DateTime<Utc>) -> Option<Duration> {
    let seconds = text.trim().parse().ok().map(Duration::from_secs);
    seconds.or_else(|| instant(text).map(|at| (at - now).max(TimeDelta::zero()).to_std().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_read_in_both_forms() {
        let now: DateTime<Utc> = "2026-11-22T10:00:00Z".parse().unwrap();
        for (text, want) in [
            ("7", Some(7)),
            ("Sun, 22 Nov 2026 10:00:09 GMT", Some(9)),
            ("Sun, 22 Nov 2026 09:00:00 GMT", Some(0)),
            ("soon", None),
            ("-1", None),
        ] {
            assert_eq!(pause(text, now), want.map(Duration::from_secs), "{text}");
        }
    }
}
