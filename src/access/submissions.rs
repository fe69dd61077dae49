//! A form of a page takes effect once: its token ([`crate::web::submission`]) is claimed in the transaction of the effect, and
//! a second sending is led to where the first one was. Nobody needs to think of it: [`crate::audit::Change`] claims.

use std::time::Duration;

use axum::{
    http::{StatusCode, header},
    response::Response,
};
use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

use crate::{
    app::App,
    cloud::seal::Key,
    db::Error,
    web::{self, Typed, Visitor, local},
};

/// How long a form that took effect is remembered: longer than any session that could send it again.
const LIFE: TimeDelta = TimeDelta::days(90);
/// How often, and how often at most, a second sending asks for the answer of a first one that is still at work.
const STEP: Duration = Duration::from_millis(50);
const STEPS: usize = 60;
/// Longest place that is kept, in bytes.
const LONGEST: usize = 2000;

/// One form of one member.
#[derive(Debug, Clone, Copy)]
pub struct Submission<'a> {
    /// Organisation of the member.
    pub organization_id: i64,
    /// Who sent it.
    pub member_id: i64,
    /// Its token.
    pub token: &'a str,
    /// Keyed digest of what it says ([`said`], [`read`]); empty while a form with files was not read.
    pub content: &'a str,
}

/// Fields that prove who sends a form, or lead back from there: with or without them it says the same.
const PROOFS: [&str; 6] = ["password", "repeated", "current", "code", "operation", "next"];

/// A keyed digest of what the form of a request says beside its token: address and fields. Empty for a form with files.
#[must_use]
pub fn said(key: &Key, visitor: &Visitor) -> String {
    let typed = Typed::parse(visitor.typed()).unwrap_or_default();
    if typed.pairs().is_empty() {
        return String::new();
    }
    let mut content = vec![visitor.path()];
    for (name, value) in typed.pairs().iter().filter(|(name, _)| !PROOFS.contains(&name.as_str())) {
        content.extend([name.as_str(), value.as_str()]);
    }
    key.digest("submissions", &serde_json::json!(content).to_string())
}

/// Of a form with files that was read to its end: keeps the digest of what it says, and asks whether it took effect before.
///
/// # Errors
/// [`web::Error::Sent`] or [`web::Error::SentOther`] when it did.
pub async fn read(app: &App, visitor: &Visitor, files: &str) -> Result<(), web::Error> {
    visitor.says(app.key.digest("submissions", &serde_json::json!([visitor.path(), files]).to_string()));
    let (Some(seat), Some(token)) = (visitor.seat(), visitor.submission()) else { return Ok(()) };
    if visitor.is_api() {
        return Ok(());
    }
    let (organization_id, member_id) = (seat.organization.id, seat.member_id);
    let form = Submission { organization_id, member_id, token: &token, content: visitor.said() };
    let found = first(&mut *app.db.open(&[organization_id]).await?, form).await?;
    if found.is_some() { Err(sent(app, form).await) } else { Ok(()) }
}

/// A form that took effect.
#[derive(Debug)]
pub struct First {
    /// Where that led; `None` until it is answered, empty when it led nowhere.
    pub answer: Option<String>,
    /// It said something else then.
    pub is_other: bool,
}

/// Claims the form for the request `number`. A second sending that comes while the first is at work waits for it here. Answers
/// whether the form is this request's own: one request may make several changes.
///
/// # Errors
/// When the database refuses.
pub async fn claim(
    connection: &mut PgConnection,
    form: Submission<'_>,
    number: &str,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    sqlx::query!("delete from submissions where member_id = $1 and created_at <= $2", form.member_id, now - LIFE)
        .execute(&mut *connection)
        .await?;
    let claimed = sqlx::query!(
        "insert into submissions (organization_id, member_id, token, request_id, created_at, content)
         values ($1, $2, $3, $4, $5, nullif($6, ''))
         on conflict (member_id, token) do update set request_id = excluded.request_id
         where submissions.request_id = excluded.request_id",
        form.organization_id,
        form.member_id,
        form.token,
        number,
        now,
        form.content,
    )
    .execute(connection)
    .await?;
    Ok(claimed.rows_affected() == 1)
}

/// Whether the form took effect before, and where that led.
///
/// # Errors
/// When the database refuses.
pub async fn first(connection: &mut PgConnection, form: Submission<'_>) -> Result<Option<First>, Error> {
    sqlx::query_as!(
        First,
        r#"select answer, coalesce(content <> nullif($4, ''), false) as "is_other!"
         from submissions where organization_id = $1 and member_id = $2 and token = $3"#,
        form.organization_id,
        form.member_id,
        form.token,
        form.content,
    )
    .fetch_optional(connection)
    .await
}

/// What a second sending is answered: the place of the first one's answer, for which it waits a little; that it was not done, when
/// it says something else.
pub async fn sent(app: &App, form: Submission<'_>) -> web::Error {
    for _ in 0..STEPS {
        let found = match app.db.open(&[form.organization_id]).await {
            Ok(mut connection) => first(&mut connection, form).await,
            Err(error) => Err(error),
        };
        match found {
            Ok(Some(First { is_other: true, .. })) => return web::Error::SentOther,
            Ok(Some(First { answer: None, .. })) => tokio::time::sleep(STEP).await,
            Ok(Some(First { answer: place, .. })) => return web::Error::Sent(place.filter(|place| !place.is_empty())),
            Ok(None) => break,
            Err(error) => return error.into(),
        }
    }
    web::Error::Sent(None)
}

/// Where an answer leads; empty when it is a page of its own, which may show a secret once.
#[must_use]
pub fn place_of(response: &Response) -> String {
    let place = response.headers().get(header::LOCATION).and_then(|place| place.to_str().ok());
    let place = place.filter(|place| response.status() == StatusCode::SEE_OTHER && local(place) == *place);
    place.filter(|place| place.len() <= LONGEST).unwrap_or_default().to_owned()
}

/// Keeps where a form that took effect was led to.
pub async fn keep(app: &App, visitor: &Visitor, place: &str) {
    let (Some(seat), Some(token)) = (visitor.seat(), visitor.submission()) else { return };
    let kept = async {
        sqlx::query!(
            "update submissions set answer = $4
             where organization_id = $1 and member_id = $2 and token = $3 and request_id = $5",
            seat.organization.id,
            seat.member_id,
            token,
            place,
            visitor.number(),
        )
        .execute(&mut *app.db.open(&[seat.organization.id]).await?)
        .await
    };
    if let Err(error) = kept.await {
        tracing::error!(number = visitor.number(), %error, "where a form was led to could not be kept");
    }
}
