//! What an answer means: the outcome of a call, for reads and for writes (API-38 to API-44).
//!
//! Pure: judges what was seen on the wire. Sends nothing and waits for nothing.

use std::{fmt, time::Duration};

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value};

use super::{cause::Cause, wire::Access};

/// Codes of flow control: refused before execution, whatever the HTTP status (API-38, API-39, API-51).
const THROTTLED: [&str; 3] = ["CBC.0250", "APIG.0308", "APIGW.0308"];
/// "Other error": a read may be repeated, a write is unknown (API-50).
const OTHER_ERROR: &str = "CBC.0999";
/// Success, spelt out (API-41).
const SUCCESS: &str = "CBC.0000";

/// How a call failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// The site's contract has no such operation; nothing was sent (API-5).
    NotOffered,
    /// The request could not be built, such as an amount with three decimals; nothing was sent.
    Invalid,
    /// The shared call budget could not be asked; nothing was sent.
    Budget,
    /// No byte of the request left: a write may be sent again.
    NotSent,
    /// Flow control refused it before execution: a write may be sent again after `retry_after`.
    Throttled,
    /// The vendor refused it and nothing happened.
    Refused,
    /// A write that may or may not have taken effect: never sent again by itself (CMD-4).
    Unknown,
    /// A read that failed for reasons that pass, also after its retries.
    Unavailable,
    /// A read whose answer does not have the documented form.
    Unreadable,
}

/// In words, for logs and the operator's terminal.
impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotOffered => "the site does not offer this call",
            Self::Invalid => "the request could not be built",
            Self::Budget => "the portal's database could not be asked for a place in the call budget",
            Self::NotSent => "no connection could be made",
            Self::Throttled => "the vendor lets no more calls through for now",
            Self::Refused => "the vendor refused the call",
            Self::Unknown => "it is not known whether the call took effect",
            Self::Unavailable => "the vendor did not answer as it should",
            Self::Unreadable => "the answer could not be read",
        })
    }
}

/// A failed call. Prints what a log may hold: no secret, no text of the vendor's, no personal data (API-46).
#[derive(Clone, PartialEq, Eq)]
pub struct Failure {
    /// `operationId` of the call.
    pub operation: &'static str,
    /// How it failed.
    pub class: Class,
    /// The vendor's code; the HTTP status when the answer held none (API-43).
    pub code: Option<Box<str>>,
    /// HTTP status, when there was an answer.
    pub status: Option<u16>,
    /// The vendor's `X-Request-Id`, for support cases.
    pub request_id: Option<Box<str>>,
    /// The vendor's own words, only for a details view (API-25); at most 2,048 characters, never logged.
    pub message: Option<Box<str>>,
    /// How long to wait before the call may be made again, when throttled.
    pub retry_after: Option<Duration>,
    /// The vendor's clock minus ours, when the answer told: beyond 15 minutes no signature is accepted (API-15).
    pub clock_skew: Option<TimeDelta>,
}

impl Failure {
    /// A failure that never met the vendor.
    #[must_use]
    pub const fn local(operation: &'static str, class: Class) -> Self {
        Self {
            operation,
            class,
            code: None,
            status: None,
            request_id: None,
            message: None,
            retry_after: None,
            clock_skew: None,
        }
    }

    /// Whether something left for the vendor, as far as is known.
    #[must_use]
    pub const fn reached_vendor(&self) -> bool {
        self.status.is_some() || matches!(self.class, Class::Unknown | Class::Unavailable | Class::Unreadable)
    }

    /// Why, with a next step of its own.
    #[must_use]
    pub fn cause(&self) -> Cause {
        Cause::of(self)
    }

    /// The vendor's code, or the HTTP status that stands for it.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The vendor's request id.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// A failure after something was seen of the vendor.
    pub(super) fn seen(operation: &'static str, class: Class, seen: &Seen, now: DateTime<Utc>) -> Self {
        let mut failure = Self::local(operation, class);
        if let Seen::Answered(reply) = seen {
            let said = reply.said();
            failure.status = Some(reply.status);
            failure.request_id = reply.request_id.clone().map(Into::into);
            failure.code =
                Some(said.as_ref().map_or_else(|| reply.status.to_string(), |said| said.code.clone()).into());
            failure.message = said.and_then(|said| said.message).map(Into::into);
            failure.clock_skew = reply.date.map(|date| date - now);
        }
        failure
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.operation, self.class)?;
        if let Some(status) = self.status {
            write!(f, ", status {status}")?;
        }
        if let Some(code) = &self.code {
            write!(f, ", code {code}")?;
        }
        if let Some(id) = &self.request_id {
            write!(f, ", request {id}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Failure {}

/// What was seen of one attempt.
#[derive(Debug)]
pub enum Seen {
    /// It failed before a byte of the request left: name, connect, TLS.
    NotSent,
    /// Something left, and no whole answer came: timeout, cut connection.
    Cut,
    /// More came than an answer can be; another attempt would bring as much.
    TooLarge,
    /// An answer with a whole body.
    Answered(Reply),
}

/// An answer of the vendor, as received.
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// `X-Request-Id`.
    pub request_id: Option<String>,
    /// `Retry-After`, seconds or date.
    pub retry_after: Option<Duration>,
    /// `Date`.
    pub date: Option<DateTime<Utc>>,
    /// The body, decompressed.
    pub body: Bytes,
}

/// The body may hold personal data, so it is not printed.
impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reply({}, {} bytes)", self.status, self.body.len())
    }
}

/// What the vendor says of a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) code: String,
    pub(super) message: Option<String>,
}

/// What to do about one attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The body is the answer. A code comes with it when the vendor failed and answered all the same (API-42).
    Good(Option<String>),
    /// Wait, then repeat if it is a read.
    Throttled(Option<Duration>),
    /// A read may be repeated; given up, it is of this class.
    Again(Class),
    /// Over.
    Failed(Class),
}

/// API-44, row by row.
pub(super) fn verdict(access: Access, data_despite: &[&str], seen: &Seen) -> Verdict {
    let unsure = match access {
        Access::Read => Verdict::Again(Class::Unavailable),
        Access::Write => Verdict::Failed(Class::Unknown),
    };
    let reply = match seen {
        Seen::Answered(reply) => reply,
        Seen::Cut => return unsure,
        Seen::TooLarge if access == Access::Read => return Verdict::Failed(Class::Unreadable),
        Seen::TooLarge => return unsure,
        Seen::NotSent if access == Access::Read => return Verdict::Again(Class::NotSent),
        Seen::NotSent => return Verdict::Failed(Class::NotSent),
    };
    let code = reply.said().map(|said| said.code);
    let code = code.as_deref();
    if let Some(code) = code.filter(|code| data_despite.contains(code)) {
        return Verdict::Good(Some(code.to_owned()));
    }
    match reply.status {
        429 => Verdict::Throttled(reply.retry_after),
        200..=299 if code.is_none() => Verdict::Good(None),
        408 | 0..=199 | 300..=399 | 500.. => unsure,
        _ if code == Some(OTHER_ERROR) => unsure,
        _ if code.is_some_and(|code| THROTTLED.contains(&code)) => Verdict::Throttled(reply.retry_after),
        _ => Verdict::Failed(Class::Refused),
    }
}

impl Reply {
    /// The code and words of a failure in the body, in any form the vendor uses; nothing on success (API-41, API-43).
    pub(super) fn said(&self) -> Option<Said> {
        let succeeded = (200..=299).contains(&self.status);
        let text = std::str::from_utf8(&self.body).ok()?;
        if succeeded && !text.contains("rror") && !text.contains("\"message\"") {
            return None; // pages of rows are not parsed twice
        }
        let Value::Object(body) = serde_json::from_str(text).ok()? else { return None };
        let deeper = body.values().filter_map(Value::as_object);
        std::iter::once(&body).chain(deeper).find_map(|object| said_in(object, succeeded))
    }
}

/// In a success `code` and `message` count only together: each alone may be data.
fn said_in(object: &Map<String, Value>, succeeded: bool) -> Option<Said> {
    let text = |name: &str| match object.get(name) {
        Some(Value::String(text)) if !text.is_empty() => Some(text.clone()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let forms = [("error_code", "error_msg"), ("errorCode", "errorMsg"), ("code", "message")];
    let (code, message) = forms.into_iter().find_map(|(code, message)| {
        let found = (text(code)?, text(message).or_else(|| text("encoded_authorization_message")));
        let counts = code != "code" || !succeeded || found.1.is_some();
        counts.then_some(found)
    })?;
    let plain = code.len() <= 40 && code.bytes().all(|byte| byte.is_ascii_graphic());
    let failed = plain && code != SUCCESS;
    failed.then(|| Said { code, message: message.map(|text| text.chars().take(2048).collect()) })
}

#[cfg(test)]
#[path = "error_tests.rs"]
mod tests;
