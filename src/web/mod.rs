//! The plumbing of pages: routes, frame, lists, details, filters, paging, errors, assets. Knows no slice and no SQL.
//!
//! # How to add a list page
//!
//! 1. `mod.rs`: `pub fn router() -> Routes { Routes::new().get("/things", routes::list).get("/things/{id}", routes::show) }`,
//!    one line in `router.rs`. The menu entry appears by itself when `menu.rs` has the path.
//! 2. `routes.rs`: `async fn list(actor: Actor<ThingView>, Query(typed): Query) -> Result<ListPage, Error>`. The first argument
//!    is the check; `Routes` does not take a handler without it. Detail: `show(actor: Actor<ThingView>, Id(id): Id)`.
//! 3. `forms.rs`: make a [`FilterBar`] and read each filter off it: `bar.text(…)`, `bar.choice(…)`, `bar.days(…)`,
//!    `bar.month(…)`; that also draws the field, keeps what was typed, and writes the sentence when it is wrong.
//! 4. In the handler: `let paging = bar.paging();` then, only if `bar.is_sound()`, `actor.open().await?` and
//!    `store::list(&mut connection, actor.org(), …)`. Customer-bearing queries also take `actor.scope().managers()` (AM-13).
//! 5. `store.rs`: one `query_as!`; keyset by row comparison `(sort, id) < ($a, $b)` with a start key that lies beyond every row
//!    (never `$a is null or …`, which cannot use the index), `limit` [`pager::LIMIT`]; text filters by `strpos(lower(a), lower(b)) > 0`.
//! 6. `let pager = bar.pager(&paging, &mut rows, |row| (row.sort, row.id));` takes the extra row off.
//! 7. `pages.rs`: fill a [`Table`] with [`Cell`]s (amount, badge, when, masked, id, link) and return `ListPage::new(…)` with
//!    the badge of `sync::freshness::badge(&mut connection, actor.org(), &THINGS, &actor.face())`; a wrong filter answers 422 by itself.
//! 8. `text.rs`: `Text` with `EN` and `ZH_CN`; nothing said anywhere else. Stories in `src/tests/<slice>.rs` (see `customers`).
//! 9. A member who may not: 403 with the code. Another organisation's row: `Error::NotFound`. `?` works on `db::Error`.

pub mod api;
mod assets;
mod cell;
mod chart;
pub mod cookies;
mod dress;
mod error;
mod face;
mod files;
mod filter;
mod flash;
mod foreign;
pub mod form;
mod frame;
mod freshness;
pub mod headers;
mod health;
mod menu;
mod page;
pub mod pager;
pub mod passkey;
pub mod preferences;
mod refusal;
mod routes;
mod sent;
pub mod submission;
mod text;
mod tone;
mod typed;
mod visitor;

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{DefaultBodyLimit, Request, State},
    http::{StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use tower::ServiceBuilder;
use tower_http::{
    CompressionLevel, catch_panic::CatchPanicLayer, compression::CompressionLayer, csrf::CsrfLayer,
    timeout::TimeoutLayer,
};

pub use self::{
    cell::{Cell, Column, Table},
    chart::{Bar, Chart},
    error::{Error, Lack},
    face::{Face, When},
    files::{Files, Part},
    filter::FilterBar,
    flash::{Flash, Redirect, local},
    foreign::is_foreign,
    frame::{Crumb, Frame},
    freshness::{Freshness, FreshnessBadge},
    page::{DetailPage, Empty, Happening, Link, ListPage, Pick, Section, Selection, Tile, html},
    pager::Pager,
    routes::{Route, Routes, Wall},
    text::Text,
    tone::Tone,
    typed::{Form, Id, Marked, NoFilters, Query, Typed},
    visitor::{Theme, Visitor},
};
use crate::{
    access::{recognize, submissions},
    app::App,
};

/// Longest a page may take before its reader is told to try again.
const PATIENCE: Duration = Duration::from_secs(30);
/// Largest form, in bytes; upload pages set their own.
const LARGEST_FORM: usize = 256 * 1024;

/// Routes of the plumbing itself.
#[must_use]
pub fn router() -> Routes {
    Routes::new()
        .public_get("/healthz", health::alive)
        .public_get("/readyz", health::ready)
        .public_get("/static/{hash}/{name}", assets::show)
        .public_post("/theme", preferences::choose_theme)
}

/// The whole service: routes inside the layers every request passes.
pub fn serve(app: App, routes: Routes) -> Router {
    let menu = Arc::new(menu::Menu::of(routes.listed()));
    let wardrobe = dress::Wardrobe { app: app.clone(), menu };
    let inner = ServiceBuilder::new()
        .layer(CompressionLayer::new().no_br().no_deflate().quality(CompressionLevel::Precise(1)))
        .layer(middleware::from_fn_with_state(wardrobe, dress::dress))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, PATIENCE))
        .layer(CsrfLayer::new())
        .layer(middleware::from_fn(foreign::refuse_downloads))
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
        .layer(middleware::from_fn(keep_typed))
        .layer(middleware::from_fn(to_the_end))
        .layer(middleware::from_fn_with_state(app.clone(), keep_answer));
    routes.into_router().fallback(missing).method_not_allowed_fallback(other_method).layer(inner).with_state(app)
}

/// Lets a handler come to its end although its reader went away or waits no longer: one that is dropped while it talks to
/// Postgres would hand back a connection in the middle of a sentence.
async fn to_the_end(request: Request, next: Next) -> Response {
    match tokio::spawn(next.run(request)).await {
        Ok(response) => response,
        Err(ended) => match ended.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(cancelled) => Error::Internal(cancelled.to_string().into()).into_response(),
        },
    }
}

/// Keeps where a form that took effect leads, for who sends it again. Inside of [`to_the_end`]: a browser that sends a form twice
/// drops the first request.
async fn keep_answer(State(app): State<App>, request: Request, next: Next) -> Response {
    let visitor = request.extensions().get::<Visitor>().cloned();
    let response = next.run(request).await;
    if let Some(visitor) = visitor.filter(Visitor::took_effect) {
        let place = submissions::place_of(&response);
        submissions::keep(&app, &visitor, &place).await;
    }
    response
}

/// Keeps what was typed into a form, so that a page that cannot take it gives it back.
async fn keep_typed(request: Request, next: Next) -> Response {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let is_form = kind.starts_with("application/x-www-form-urlencoded");
    let Some(visitor) = request.extensions().get::<Visitor>().filter(|_| is_form).cloned() else {
        return next.run(request).await;
    };
    let (parts, body) = request.into_parts();
    let Ok(typed) = to_bytes(body, LARGEST_FORM).await else { return Error::TooLarge.into_response() };
    visitor.types(typed.clone());
    next.run(Request::from_parts(parts, Body::from(typed))).await
}

/// The frame of a refusal shows a member his menu, also where no page is.
async fn missing(State(app): State<App>, visitor: Visitor) -> Error {
    recognize(&app, &visitor).await;
    Error::NotFound
}

async fn other_method(State(app): State<App>, visitor: Visitor) -> Error {
    recognize(&app, &visitor).await;
    Error::Method
}

/// A panic is a mistake of ours; its text goes to the log only.
#[expect(clippy::needless_pass_by_value, reason = "the layer hands the panic over")]
fn panicked(panic: Box<dyn std::any::Any + Send>) -> Response {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    Error::Internal(format!("panic: {}", text.unwrap_or("without a text")).into()).into_response()
}
