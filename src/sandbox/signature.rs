//! Judges the SDK-HMAC-SHA256 signature of a request (API-16 to API-22), written from those rules alone: the client's
//! signer is another program's work and shares no line with this one. Knows no operation and no world.

use axum::http::{HeaderMap, Method, Uri};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// How far a request's own time may be from the gateway's (API-17).
const WINDOW: TimeDelta = TimeDelta::minutes(15);

/// What a request is judged by: as received, nothing normalised.
pub(super) struct Received<'a> {
    pub(super) method: &'a Method,
    pub(super) uri: &'a Uri,
    pub(super) headers: &'a HeaderMap,
    pub(super) body: &'a [u8],
}

/// Why a request is refused with 401 APIG.0301.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Denial {
    #[error("Incorrect IAM authentication information: Authorization header missing or malformed")]
    Malformed,
    #[error("Incorrect IAM authentication information: verify ak failed")]
    UnknownKey,
    #[error("Incorrect IAM authentication information: host and x-sdk-date must be signed")]
    NotSigned,
    #[error("Incorrect IAM authentication information: x-sdk-date expired")]
    Expired,
    #[error("Incorrect IAM authentication information: verify aksk signature fail")]
    Mismatch,
}

/// Judges a request against the only key pair this server knows, at the gateway's time `now`.
pub(super) fn verify(received: &Received<'_>, ak: &str, sk: &str, now: DateTime<Utc>) -> Result<(), Denial> {
    let header = received.headers.get("authorization").and_then(|value| value.to_str().ok());
    let claim = header.and_then(Claim::read).ok_or(Denial::Malformed)?;
    if claim.access != ak {
        return Err(Denial::UnknownKey);
    }
    if !["host", "x-sdk-date"].iter().all(|needed| claim.signed.iter().any(|name| name == needed)) {
        return Err(Denial::NotSigned);
    }
    let date = header_text(received, "x-sdk-date").ok_or(Denial::NotSigned)?;
    let at = NaiveDateTime::parse_from_str(&date, "%Y%m%dT%H%M%SZ").map_err(|_| Denial::Expired)?.and_utc();
    if (now - at).abs() > WINDOW {
        return Err(Denial::Expired);
    }
    let canonical = canonical_request(received, &claim.signed).ok_or(Denial::Mismatch)?;
    let text = format!("SDK-HMAC-SHA256\n{date}\n{}", hex::encode(Sha256::digest(canonical)));
    let mut mac = Hmac::<Sha256>::new_from_slice(sk.as_bytes()).map_err(|_| Denial::Mismatch)?;
    mac.update(text.as_bytes());
    // Constant time (API-22): `verify_slice` does not stop at the first difference.
    mac.verify_slice(&claim.signature).map_err(|_| Denial::Mismatch)
}

/// The three parts of the Authorization header.
struct Claim {
    access: String,
    signed: Vec<String>,
    signature: Vec<u8>,
}

impl Claim {
    fn read(header: &str) -> Option<Self> {
        let (mut access, mut signed, mut signature) = (None, None, None);
        for part in header.strip_prefix("SDK-HMAC-SHA256 ")?.split(',') {
            match part.trim().split_once('=')? {
                ("Access", value) => access = Some(value.to_owned()),
                ("SignedHeaders", value) => signed = Some(value.split(';').map(str::to_owned).collect::<Vec<_>>()),
                ("Signature", value) => signature = hex::decode(value).ok(),
                _ => return None,
            }
        }
        let mut signed = signed?;
        signed.sort();
        Some(Self { access: access?, signed, signature: signature? })
    }
}

/// Six parts (API-18) as bytes: a header value need not be text.
fn canonical_request(received: &Received<'_>, signed: &[String]) -> Option<Vec<u8>> {
    let mut text = format!(
        "{}\n{}\n{}\n",
        received.method.as_str().to_uppercase(),
        canonical_path(received.uri.path()),
        canonical_query(received.uri.query().unwrap_or_default())
    )
    .into_bytes();
    for name in signed {
        text.extend_from_slice(name.as_bytes());
        text.push(b':');
        text.extend_from_slice(header_text(received, name)?.as_bytes());
        text.push(b'\n');
    }
    text.push(b'\n');
    text.extend_from_slice(signed.join(";").as_bytes());
    text.push(b'\n');
    text.extend_from_slice(hex::encode(Sha256::digest(received.body)).as_bytes());
    Some(text)
}

/// The trimmed value of a signed header; over HTTP/2 the host is the authority of the address.
fn header_text(received: &Received<'_>, name: &str) -> Option<String> {
    let values: Vec<String> = received
        .headers
        .get_all(name)
        .iter()
        .map(|value| String::from_utf8_lossy(value.as_bytes()).trim().to_owned())
        .collect();
    if values.is_empty() && name == "host" {
        return received.uri.authority().map(|authority| authority.as_str().to_owned());
    }
    (!values.is_empty()).then(|| values.join(","))
}

fn canonical_path(path: &str) -> String {
    let decoded = decode(path);
    let mut encoded = decoded.split(|byte| *byte == b'/').map(encode).collect::<Vec<_>>().join("/");
    if !encoded.ends_with('/') {
        encoded.push('/');
    }
    encoded
}

fn canonical_query(query: &str) -> String {
    let mut pairs = pairs(query);
    pairs.sort();
    pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect::<Vec<_>>().join("&")
}

/// Decoded pairs of a query as received. Byte order of UTF-8 is code-point order, which the signature sorts by.
fn pairs(query: &str) -> Vec<(Vec<u8>, Vec<u8>)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

/// Decoded pairs as text, for whoever reads the parameters: exactly what was signed.
pub(super) fn query_pairs(query: &str) -> Vec<(String, String)> {
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    pairs(query).into_iter().map(|(name, value)| (text(name), text(value))).collect()
}

fn decode(text: &str) -> Vec<u8> {
    percent_encoding::percent_decode_str(text).collect()
}

fn encode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    for byte in bytes {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(byte) {
            out.push(char::from(*byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
