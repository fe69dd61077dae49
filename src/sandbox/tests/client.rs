//! A signing HTTP client of a few lines: one request, one connection, written as an SDK would.

use std::net::SocketAddr;

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::{Digest, Sha256};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::sandbox::Keys;

/// A request before it is signed.
pub(super) struct Signed<'a> {
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    pub(super) query: &'a [(&'a str, &'a str)],
    pub(super) body: &'a str,
    pub(super) at: DateTime<Utc>,
}

/// What came back.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Value,
}

impl Answer {
    /// The body of a success.
    #[track_caller]
    pub(super) fn ok(self) -> Value {
        assert_eq!(self.status, 200, "{:?}", self.body);
        assert!(self.body.get("error_code").is_none_or(Value::is_null), "{:?}", self.body);
        self.body
    }

    /// Status and error code.
    pub(super) fn refusal(&self) -> (u16, &str) {
        (self.status, self.body["error_code"].as_str().unwrap_or_default())
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl Signed<'_> {
    /// Signs and sends; `None` = the connection ended without an answer.
    pub(super) async fn send(&self, server: SocketAddr, keys: &Keys) -> Option<Answer> {
        let date = self.at.format("%Y%m%dT%H%M%SZ").to_string();
        let host = server.to_string();
        let mut pairs = self.query.to_vec();
        pairs.sort_unstable();
        let query: Vec<String> =
            pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        let query = query.join("&");
        let canonical = format!(
            "{}\n{}/\n{query}\ncontent-type:application/json\nhost:{host}\nx-sdk-date:{date}\n\n{SIGNED}\n{}",
            self.method,
            self.path,
            hex::encode(Sha256::digest(self.body))
        );
        let text = format!("SDK-HMAC-SHA256\n{date}\n{}", hex::encode(Sha256::digest(canonical)));
        let mut mac = Hmac::<Sha256>::new_from_slice(keys.sk.as_bytes()).unwrap();
        mac.update(text.as_bytes());
        let signature = hex::encode(mac.finalize().into_bytes());
        let authorization =
            format!("SDK-HMAC-SHA256 Access={}, SignedHeaders={SIGNED}, Signature={signature}", keys.ak);
        let headers = [("x-sdk-date", date.as_str()), ("authorization", &authorization)];
        let target = if query.is_empty() { self.path.to_owned() } else { format!("{}?{query}", self.path) };
        send(server, self.method, &target, &headers, self.body).await
    }
}

const SIGNED: &str = "content-type;host;x-sdk-date";

/// Sends one request as it stands.
pub(super) async fn send(
    server: SocketAddr,
    method: &str,
    target: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Option<Answer> {
    let mut request = format!("{method} {target} HTTP/1.1\r\nhost: {server}\r\ncontent-type: application/json\r\n");
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str(&format!("content-length: {}\r\nconnection: close\r\n\r\n{body}", body.len()));
    let mut stream = TcpStream::connect(server).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut received = Vec::new();
    // A cut connection may end in a reset: then there is no answer.
    stream.read_to_end(&mut received).await.ok()?;
    let received = String::from_utf8(received).unwrap();
    let (head, body) = received.split_once("\r\n\r\n")?;
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().unwrap();
    let headers = lines.filter_map(|line| line.split_once(": ")).map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
    let body = if body.is_empty() { Value::Null } else { serde_json::from_str(body).unwrap() };
    Some(Answer { status, headers, body })
}

fn encode(text: &str) -> String {
    const KEPT: &percent_encoding::AsciiSet =
        &percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');
    percent_encoding::utf8_percent_encode(text, KEPT).to_string()
}
