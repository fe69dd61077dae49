//! `/healthz` says that the process answers, `/readyz` that it can serve pages: database there, migrations applied.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};

use crate::{app::App, db::Db};

/// `GET /healthz`.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: 200, or 503 with one word on what is missing.
pub async fn ready(State(app): State<App>) -> Response {
    let answer = match app.db.schema_version().await {
        Ok(version) if version >= Db::known_version() => return "ready\n".into_response(),
        Ok(_) => "migrations\n",
        Err(error) => {
            tracing::warn!(%error, "not ready");
            "database\n"
        }
    };
    (StatusCode::SERVICE_UNAVAILABLE, answer).into_response()
}
