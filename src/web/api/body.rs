//! A JSON body, with its bytes for the Idempotency-Key.

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::header,
};
use serde::de::DeserializeOwned;

use super::text::Text;
use crate::{
    app::App,
    web::{Error, Visitor},
};

/// What a program sent.
#[derive(Debug)]
pub struct Body<T> {
    /// What it means.
    pub value: T,
    /// As it came.
    pub bytes: Bytes,
}

impl<T: DeserializeOwned> FromRequest<App> for Body<T> {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        let visitor = request.extensions().get::<Visitor>().cloned();
        let lang = visitor.map(|visitor| visitor.lang()).unwrap_or_default();
        let text = Text::of(lang);
        let wrong = |sentence: &str| Error::Unprocessable(sentence.to_owned());
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.starts_with("application/json") {
            return Err(wrong(text.kind));
        }
        let bytes = Bytes::from_request(request, app).await.map_err(|refused| Error::of_status(refused.status()))?;
        let read = serde_json::from_slice(&bytes);
        let value = read.map_err(|_| wrong(text.body))?;
        Ok(Self { value, bytes })
    }
}
