//! The outermost layer: gives the request a number and a visitor, turns errors into pages or problem documents, sets the
//! security headers, and logs each request once (method, path, status; never a query, a name or a secret).

use std::{sync::Arc, time::Instant};

use axum::{
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use url::form_urlencoded;
use uuid::Uuid;

use super::{
    cookies,
    error::{Error, Lack},
    flash::{Flash, Redirect},
    headers,
    menu::Menu,
    refusal,
    submission::{Stamp, stamped},
    text::Text,
    visitor::Visitor,
};
use crate::{
    access::{
        Code, ENROLMENT, NEW_PASSWORD, STEP_UP, recognize,
        refusals::{self, Against, Refusal},
    },
    app::App,
};

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
    let mut response = match crowded(&wardrobe.app, &visitor) {
        Some(error) => error.into_response(),
        None if holds_nul(&visitor) => {
            recognize(&wardrobe.app, &visitor).await;
            Error::NotFound.into_response()
        }
        None => next.run(request).await,
    };
    let error = error_of(&mut response, &visitor);
    if matches!(error, Some(Error::Lacking(Lack::Room, _))) {
        wardrobe.app.room.lost();
    }
    if let Some(refusal) = error.as_ref().and_then(|error| refused(error, &visitor)) {
        note(&wardrobe.app, &visitor, refusal).await;
    }
    let response = error.map_or(response, |error| answered(error, &visitor));
    let stamp = Stamp::of(&wardrobe.app.key, &visitor);
    let mut response = match stamped(response, &stamp).await {
        Ok(response) => response,
        Err(error) => answered(error, &visitor),
    };
    if response.status() == StatusCode::TOO_MANY_REQUESTS {
        // Buckets fill within a second; a page that locks longer says so itself.
        response.headers_mut().entry(header::RETRY_AFTER).or_insert(HeaderValue::from_static("1"));
    }
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
    headers::secure(response.headers_mut(), &number, wardrobe.app.options.secure_cookies);
    response
}

/// Errors of handlers, and what bare statuses of layers and extractors mean.
fn error_of(response: &mut Response, visitor: &Visitor) -> Option<Error> {
    let bare = response.status().is_client_error() || response.status().is_server_error();
    match response.extensions_mut().remove::<Error>() {
        Some(error) => Some(error),
        None if bare && !is_page(response) && !is_json(response) && !is_probe(visitor) => {
            Some(Error::of_status(response.status()))
        }
        None => None,
    }
}

/// An address without a session that asks too often is turned away before anything is looked up.
fn crowded(app: &App, visitor: &Visitor) -> Option<Error> {
    let counts = visitor.session().is_none() && visitor.bearer().is_none() && !is_probe(visitor);
    let counts = counts && !visitor.path().starts_with("/static/");
    let taken = || app.rates.take(visitor.address(), app.options.address_rate, app.clock.now());
    if counts { taken().err().map(|at| Error::TooMany(Some(at))) } else { None }
}

/// Whether a part of the path holds NUL: no database text may, so nothing is called so, and no handler needs to ask.
fn holds_nul(visitor: &Visitor) -> bool {
    visitor.path().contains("%00")
}

/// What of an answer belongs into the record: doors that stayed shut, not mistakes of ordinary use.
fn refused(error: &Error, visitor: &Visitor) -> Option<Refusal> {
    let names_a_row =
        || visitor.path().rsplit('/').any(|part| part.bytes().next().is_some_and(|byte| byte.is_ascii_digit()));
    match error {
        Error::Forbidden(_) => Some(Refusal::Permission),
        Error::NotFound if visitor.seat().is_some() && names_a_row() => Some(Refusal::Row),
        Error::CrossSite => Some(Refusal::CrossSite),
        Error::KeyReused => Some(Refusal::Replay),
        Error::Sent(_) | Error::SentOther => Some(Refusal::Form),
        Error::TooMany(_) => Some(Refusal::Rate),
        Error::SignedOut if visitor.is_api() && visitor.bearer().is_some() => Some(Refusal::Token),
        _ => None,
    }
}

/// Notes a refusal against the owner of the session or token; to the end, although the visitor may go away meanwhile.
async fn note(app: &App, visitor: &Visitor, refusal: Refusal) {
    let (app, visitor) = (app.clone(), visitor.clone());
    let noting = async move {
        let secret = if visitor.is_api() { visitor.bearer() } else { visitor.session() };
        let against = secret.as_ref().map_or(Against::Nobody, Against::Bearer);
        refusals::note(&app, &visitor, refusal, against).await;
    };
    if let Err(ended) = tokio::spawn(noting).await {
        tracing::error!(%ended, "a refusal could not be noted");
    }
}

/// The page or problem document of an error.
fn answered(error: Error, visitor: &Visitor) -> Response {
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
        Error::Sent(Some(place)) => sent_before(&place, visitor),
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

/// Leads who sends a form again to where the first sending led.
fn sent_before(place: &str, visitor: &Visitor) -> Response {
    Redirect::to(place).saying(Flash::done(Text::of(visitor.lang()).sent_twice)).into_response()
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
