//! The outermost layer: gives the request a number and a visitor, turns errors into pages or problem documents, sets the
//! security headers, and logs each request once (method, path, status; never a query, a name or a secret).

use std::{sync::Arc, time::Instant};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use url::form_urlencoded;
use uuid::Uuid;

use super::{cookies, error::Error, menu::Menu, refusal, visitor::Visitor};
use crate::{
    access::{Code, ENROLMENT, NEW_PASSWORD, STEP_UP},
    app::App,
};

/// No inline script or style, nothing from other hosts, no framing.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What the layer needs.
#[derive(Clone)]
pub struct Wardrobe {
    /// The application.
    pub app: App,
    /// The menu of the routes.
    pub menu: Arc<Menu>,
}

/// See the module.
pub async fn dress(State(wardrobe): State<Wardrobe>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let number = Uuid::now_v7().simple().to_string();
    let visitor = Visitor::read(&request, &wardrobe.app, wardrobe.menu, number.clone());
    let method = request.method().clone();
    request.extensions_mut().insert(visitor.clone());
    let mut response = answered(next.run(request).await, &visitor);
    let status = response.status().as_u16();
    let micros = started.elapsed().as_micros();
    tracing::info!(%number, %method, path = visitor.path(), status, %micros, "request");
    if visitor.flash().is_some() && is_page(&response) {
        response
            .headers_mut()
            .extend(cookies::write(cookies::FLASH, "", Some(0)).map(|value| (header::SET_COOKIE, value)));
    }
    if wardrobe.app.options.secure_cookies {
        cookies::secure_all(response.headers_mut());
    }
    secure(response.headers_mut(), &number);
    response
}

/// Error pages for errors of handlers and for bare statuses of layers and extractors.
fn answered(mut response: Response, visitor: &Visitor) -> Response {
    let bare = response.status().is_client_error() || response.status().is_server_error();
    let error = match response.extensions_mut().remove::<Error>() {
        Some(error) => error,
        None if bare && !is_page(&response) && !is_json(&response) && !is_probe(visitor) => {
            Error::of_status(response.status())
        }
        None => return response,
    };
    if let Some(cause) = error.cause() {
        tracing::error!(number = visitor.number(), path = visitor.path(), cause, "request failed");
    }
    if matches!(error, Error::SignedOut) && !visitor.is_api() {
        return sign_in_first(visitor);
    }
    match error {
        Error::EnrolFirst if !visitor.is_api() => elsewhere(StatusCode::SEE_OTHER, ENROLMENT.to_owned()),
        Error::ChangePassword if !visitor.is_api() => elsewhere(StatusCode::SEE_OTHER, NEW_PASSWORD.to_owned()),
        Error::StepUp(operation) if !visitor.is_api() => confirm_first(operation, visitor),
        error => refusal::answer(&error, visitor),
    }
}

/// Sends a form on to the page that asks who it is, with everything that was typed: 307 keeps method and body. From there it
/// comes back in the same way.
fn confirm_first(operation: Code, visitor: &Visitor) -> Response {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("operation", operation.as_str())
        .append_pair("next", visitor.here())
        .finish();
    elsewhere(StatusCode::TEMPORARY_REDIRECT, format!("{STEP_UP}?{query}"))
}

fn elsewhere(status: StatusCode, location: String) -> Response {
    (status, [(header::LOCATION, location)]).into_response()
}

/// A reading visitor comes back to his page after signing in; a form is not repeated for him.
fn sign_in_first(visitor: &Visitor) -> Response {
    let location = if visitor.is_reading() && visitor.here() != "/" {
        let next: String = form_urlencoded::byte_serialize(visitor.here().as_bytes()).collect();
        format!("/login?next={next}")
    } else {
        "/login".to_owned()
    };
    elsewhere(StatusCode::SEE_OTHER, location)
}

fn is_probe(visitor: &Visitor) -> bool {
    matches!(visitor.path(), "/healthz" | "/readyz")
}

fn is_page(response: &Response) -> bool {
    content_type(response).starts_with("text/html")
}

fn is_json(response: &Response) -> bool {
    content_type(response).contains("json")
}

fn content_type(response: &Response) -> &str {
    response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn secure(headers: &mut HeaderMap, number: &str) {
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if let Ok(number) = HeaderValue::from_str(number) {
        headers.insert(HeaderName::from_static("x-request-id"), number);
    }
}
