//! A JSON body, with its bytes for the Idempotency-Key.

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::header,
};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::text::Text;
use crate::{
    app::App,
    values::plain::is_plain,
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
        // Read once more as plain JSON: what is hidden may stand in any text, however deep.
        if serde_json::from_slice(&bytes).is_ok_and(|whole: Value| holds_hidden(&whole)) {
            return Err(wrong(text.hidden));
        }
        Ok(Self { value, bytes })
    }
}

/// Whether a text of it holds a character that nobody sees.
fn holds_hidden(value: &Value) -> bool {
    match value {
        Value::String(text) => !is_plain(text),
        Value::Array(values) => values.iter().any(holds_hidden),
        Value::Object(fields) => fields.values().any(holds_hidden),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_found_however_deep() {
        for (body, want) in [
            (r#"{"reason": "wrong\nreseller", "count": 1, "none": null}"#, false),
            (r#"{"reason": "wrong\u202ereseller"}"#, true),
            (r#"{"reason": "\u0000"}"#, true),
            (r#"{"lines": [{"name": "李"}, {"name": "李\u200b"}]}"#, true),
        ] {
            assert_eq!(holds_hidden(&serde_json::from_str(body).unwrap()), want, "{body}");
        }
    }
}
