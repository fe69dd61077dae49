//! `/healthz` says that the process answers, `/readyz` that it can serve pages: database there, migrations applied, room for
//! what is written.

use std::time::Duration;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};

use crate::{
    app::App,
    db::{Db, Error},
};

/// How long the database may take to answer. Whoever asks wants to know now, and commonly asks again after seconds.
const PATIENCE: Duration = Duration::from_secs(4);

/// `GET /healthz`.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: 200, or 503 with one word on what is missing.
pub async fn ready(State(app): State<App>) -> Response {
    let lacking = match lacking(app.db.schema_version(), PATIENCE).await {
        None => full(app.room.is_lacking(&app.db), PATIENCE).await,
        lacking => lacking,
    };
    match lacking {
        None => "ready\n".into_response(),
        Some(lacking) => (StatusCode::SERVICE_UNAVAILABLE, lacking).into_response(),
    }
}

/// What is missing, if anything. A database that does not answer at all is as good as none.
async fn lacking(version: impl Future<Output = Result<i64, Error>>, patience: Duration) -> Option<&'static str> {
    match tokio::time::timeout(patience, version).await {
        Ok(Ok(version)) if version >= Db::known_version() => None,
        Ok(Ok(_)) => Some("migrations\n"),
        Ok(Err(error)) => {
            tracing::warn!(%error, "not ready");
            Some("database\n")
        }
        Err(_) => {
            tracing::warn!("not ready: the database does not answer");
            Some("database\n")
        }
    }
}

/// Whether room is what is missing, once a write failed of it. A try that does not end is as good as failed.
async fn full(is_lacking: impl Future<Output = bool>, patience: Duration) -> Option<&'static str> {
    let is_full = tokio::time::timeout(patience, is_lacking).await.unwrap_or(true);
    is_full.then(|| {
        tracing::warn!("not ready: the disk of the database is full");
        "disk\n"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_database_that_does_not_answer_is_told_in_time() {
        assert!(PATIENCE < Duration::from_secs(5));
        assert_eq!(lacking(std::future::pending(), Duration::from_millis(1)).await, Some("database\n"));
        for (version, want) in [
            (Ok(Db::known_version()), None),
            (Ok(1), Some("migrations\n")),
            (Err(Error::PoolTimedOut), Some("database\n")),
        ] {
            assert_eq!(lacking(std::future::ready(version), PATIENCE).await, want);
        }
    }
}
