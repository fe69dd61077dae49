//! Everything that can go wrong on the way to a page: one enum. `dress` turns it into a page or a problem document.
//! Users read a sentence; the cause stays in the log (here: in the variant, logged once by `dress`).

use std::sync::Arc;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};

use crate::{
    access::{Code, factors, passwords::Unchecked, sign_in},
    cloud::seal::SealError,
    db, mail,
};

/// Why a request got no page.
#[derive(Debug, Clone)]
pub enum Error {
    /// No session, or one that has ended: a GET is sent to sign-in.
    SignedOut,
    /// None of these permissions is held (PERM-2).
    Forbidden(&'static [Code]),
    /// The organisation wants a second factor that the member does not have yet: he is sent to set one up (MEM-12).
    EnrolFirst,
    /// The member has a temporary password: he is sent to choose another (MEM-2).
    ChangePassword,
    /// The operation needs a fresh proof of identity: the member is asked for it (MEM-12).
    StepUp(Code),
    /// The organisation is frozen or has left: nothing can be written (ORG-6).
    ReadOnly,
    /// No such page, or a row the member may not know of.
    NotFound,
    /// The address exists, but not for this method.
    Method,
    /// The request cannot be read: a form or an address that no page of ours makes.
    Unreadable,
    /// The request can be read, but what it says cannot be done: a sentence in the caller's language (JSON API).
    Unprocessable(String),
    /// A text of the form holds a character that nobody sees: it is given back with the place marked.
    Hidden,
    /// The address names a filter that the page does not have.
    NoSuchFilter,
    /// An `Idempotency-Key` came again with another body.
    KeyReused,
    /// The form took effect before: its sender is led to where the first sending led; without a place he is told.
    Sent(Option<String>),
    /// The form took effect before and said something else then: this was not done.
    SentOther,
    /// The form carries no token, or one that was not made for its sender: nothing was done, and it is given back with a fresh one.
    FormExpired,
    /// The row was changed by somebody else meanwhile (TRAP-15).
    Conflict,
    /// Sent by another site (`Origin`, `Sec-Fetch-Site`).
    CrossSite,
    /// More bytes than the page takes.
    TooLarge,
    /// Too many requests; may be tried again then.
    TooMany(Option<DateTime<Utc>>),
    /// The work took longer than a page may.
    Timeout,
    /// The database lacks something that whoever runs it has to give it.
    Lacking(Lack, Cause),
    /// The database or a queue is busy or away.
    Unavailable(Cause),
    /// A mistake of ours.
    Internal(Cause),
}

/// What the database lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// Room on its disk.
    Room,
    /// Memory or connections.
    Means,
    /// It is being stopped or started.
    Server,
}

impl Lack {
    /// What a SQLSTATE says: 53100 is a full disk, the rest of class 53 memory and connections, 57P01 to 57P03 a server that
    /// stops or starts.
    fn of(code: &str) -> Option<Self> {
        match code {
            "53100" => Some(Self::Room),
            "57P01" | "57P02" | "57P03" => Some(Self::Server),
            code => code.starts_with("53").then_some(Self::Means),
        }
    }
}

/// What the log says about an error; never shown.
#[derive(Debug, Clone)]
pub struct Cause(Arc<str>);

impl From<&str> for Cause {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Cause {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl Error {
    /// The status of the answer.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::SignedOut => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_)
            | Self::EnrolFirst
            | Self::ChangePassword
            | Self::StepUp(_)
            | Self::ReadOnly
            | Self::CrossSite => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Unreadable | Self::FormExpired => StatusCode::BAD_REQUEST,
            Self::Unprocessable(_) | Self::Hidden | Self::NoSuchFilter | Self::KeyReused => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Self::Conflict | Self::Sent(_) | Self::SentOther => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Timeout | Self::Lacking(..) | Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What a bare status from a layer or an extractor means.
    #[must_use]
    pub fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::UNAUTHORIZED => Self::SignedOut,
            StatusCode::FORBIDDEN => Self::CrossSite,
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::Method,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT => Self::Timeout,
            StatusCode::TOO_MANY_REQUESTS => Self::TooMany(None),
            StatusCode::SERVICE_UNAVAILABLE => Self::Unavailable("a layer answered 503".into()),
            status if status.is_client_error() => Self::Unreadable,
            status => Self::Internal(format!("a layer answered {status}").into()),
        }
    }

    /// The cause for the log, if there is one beyond the variant itself.
    #[must_use]
    pub fn cause(&self) -> Option<&str> {
        match self {
            Self::Lacking(_, cause) | Self::Unavailable(cause) | Self::Internal(cause) => Some(&cause.0),
            _ => None,
        }
    }
}

impl From<db::Error> for Error {
    fn from(error: db::Error) -> Self {
        let code = error.as_database_error().and_then(|refused| refused.code());
        if let Some(lack) = code.and_then(|code| Lack::of(&code)) {
            return Self::Lacking(lack, error.to_string().into());
        }
        match error {
            db::Error::RowNotFound => Self::NotFound,
            db::Error::PoolTimedOut | db::Error::PoolClosed | db::Error::Io(_) => {
                Self::Unavailable(error.to_string().into())
            }
            // 08: connection lost; 57: cancelled statement; 58: input or output
            db::Error::Database(ref refused)
                if refused
                    .code()
                    .is_some_and(|code| ["08", "57", "58"].iter().any(|class| code.starts_with(class))) =>
            {
                Self::Unavailable(error.to_string().into())
            }
            _ => Self::Internal(error.to_string().into()),
        }
    }
}

impl From<Unchecked> for Error {
    fn from(error: Unchecked) -> Self {
        match error {
            Unchecked::Busy => Self::Unavailable(error.to_string().into()),
            Unchecked::Broken => Self::Internal(error.to_string().into()),
        }
    }
}

impl From<sign_in::Failed> for Error {
    fn from(error: sign_in::Failed) -> Self {
        match error {
            sign_in::Failed::Database(error) => error.into(),
            sign_in::Failed::Hash => Self::Internal(error.to_string().into()),
        }
    }
}

impl From<factors::store::Failed> for Error {
    fn from(error: factors::store::Failed) -> Self {
        match error {
            factors::store::Failed::Database(error) => error.into(),
            factors::store::Failed::Seal(error) => error.into(),
            factors::store::Failed::Unchecked(error) => error.into(),
        }
    }
}

impl From<SealError> for Error {
    fn from(error: SealError) -> Self {
        Self::Internal(error.to_string().into())
    }
}

impl From<mail::Failed> for Error {
    fn from(error: mail::Failed) -> Self {
        match error {
            mail::Failed::Database(error) => error.into(),
            other => Self::Internal(other.to_string().into()),
        }
    }
}

impl From<askama::Error> for Error {
    fn from(error: askama::Error) -> Self {
        Self::Internal(error.to_string().into())
    }
}

/// A bare status that carries the error to `dress`, which knows the reader's language.
impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}
