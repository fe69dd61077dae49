//! `Idempotency-Key`: a write that a program sends twice takes effect once and is answered alike (24 hours, by token, method
//! and path). The answer is kept in the transaction of the effect, so that one never stands without the other.
//!
//! In a handler: `let once = Once::of(&actor, &body.bytes)?;`, begin the `Change`,
//! `if let Some(answer) = once.before(&mut change).await? { return Ok(answer) }`, do the work,
//! `let answer = once.keep(&mut change, StatusCode::CREATED, &told).await?;`, commit, answer.

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::TimeDelta;
use serde::Serialize;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;

use super::{Actor, Permission};
use crate::{app::App, web::Error};

/// Longest key, in bytes.
const LONGEST: usize = 200;
/// How long an answer is kept.
const LIFE: TimeDelta = TimeDelta::hours(24);

/// One write of a program.
pub struct Once {
    key: Option<Key>,
    app: App,
}

#[derive(Debug)]
struct Key {
    organization_id: i64,
    token_id: i64,
    method: String,
    path: String,
    key: String,
    body_hash: Vec<u8>,
}

impl Once {
    /// The write as its headers say: without a key every request is one of its own.
    ///
    /// # Errors
    /// [`Error::Unprocessable`] for a key that is empty, too long or no visible ASCII.
    pub fn of<P: Permission>(actor: &Actor<P>, body: &[u8]) -> Result<Self, Error> {
        let app = actor.app().clone();
        let visitor = actor.visitor();
        let (Some(key), Some(token)) = (visitor.idempotency_key(), actor.seat().token.as_ref()) else {
            return Ok(Self { key: None, app });
        };
        if key.is_empty() || key.len() > LONGEST || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            let sentence = actor
                .lang()
                .pick("Idempotency-Key has 1 to 200 visible characters.", "Idempotency-Key 须为 1 至 200 个可见字符。");
            return Err(Error::Unprocessable(sentence.to_owned()));
        }
        let key = Key {
            organization_id: actor.org(),
            token_id: token.id,
            method: visitor.method().to_owned(),
            path: visitor.path().to_owned(),
            key: key.to_owned(),
            body_hash: Sha256::digest(body).to_vec(),
        };
        Ok(Self { key: Some(key), app })
    }

    /// The first answer, when this is a repetition. A second request that comes while the first is at work waits for it here.
    ///
    /// # Errors
    /// [`Error::KeyReused`] when the body is another one; or the database refuses.
    pub async fn before(&self, connection: &mut PgConnection) -> Result<Option<Response>, Error> {
        let Some(key) = &self.key else { return Ok(None) };
        let now = self.app.clock.now();
        sqlx::query!(
            "delete from idempotency_keys where organization_id = $1 and token_id = $2 and method = $3 and path = $4
               and key = $5 and created_at <= $6",
            key.organization_id,
            key.token_id,
            key.method,
            key.path,
            key.key,
            now - LIFE,
        )
        .execute(&mut *connection)
        .await?;
        let begun = sqlx::query!(
            "insert into idempotency_keys (organization_id, token_id, method, path, key, body_hash, status, answer, created_at)
             values ($1, $2, $3, $4, $5, $6, 0, '', $7) on conflict do nothing",
            key.organization_id,
            key.token_id,
            key.method,
            key.path,
            key.key,
            key.body_hash,
            now,
        )
        .execute(&mut *connection)
        .await?;
        if begun.rows_affected() == 1 {
            return Ok(None);
        }
        let first = sqlx::query!(
            "select body_hash, status, answer from idempotency_keys
             where organization_id = $1 and token_id = $2 and method = $3 and path = $4 and key = $5",
            key.organization_id,
            key.token_id,
            key.method,
            key.path,
            key.key,
        )
        .fetch_one(connection)
        .await?;
        if first.body_hash != key.body_hash {
            return Err(Error::KeyReused);
        }
        let status = u16::try_from(first.status).ok().and_then(|status| StatusCode::from_u16(status).ok());
        Ok(Some(json(status.unwrap_or(StatusCode::OK), first.answer)))
    }

    /// Keeps the answer for repetitions and gives it.
    ///
    /// # Errors
    /// When the database refuses or the answer cannot be written as JSON.
    pub async fn keep(
        &self,
        connection: &mut PgConnection,
        status: StatusCode,
        told: &impl Serialize,
    ) -> Result<Response, Error> {
        let answer = serde_json::to_string(told).map_err(|error| Error::Internal(error.to_string().into()))?;
        if let Some(key) = &self.key {
            sqlx::query!(
                "update idempotency_keys set status = $6, answer = $7
                 where organization_id = $1 and token_id = $2 and method = $3 and path = $4 and key = $5",
                key.organization_id,
                key.token_id,
                key.method,
                key.path,
                key.key,
                i16::try_from(status.as_u16()).unwrap_or_default(),
                answer,
            )
            .execute(connection)
            .await?;
        }
        Ok(json(status, answer))
    }
}

fn json(status: StatusCode, text: String) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], text).into_response()
}
