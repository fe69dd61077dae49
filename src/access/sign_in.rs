//! Signing in: the attempt is counted, the password compared, the state looked at, in this order (MEM-4, MEM-5).

use chrono::{DateTime, Utc};
use secrecy::SecretString;
use sqlx::PgConnection;

use super::{
    passwords::{self, Unchecked, Verdict},
    sessions::{self, Token, Visit},
};
use crate::{
    app::App,
    audit::{Author, Change, Deed, Event},
    db::Error,
    web::Visitor,
};

/// What was typed, and where it came from.
pub struct Attempt<'a> {
    /// Organisation code.
    pub organization: &'a str,
    /// User name.
    pub username: &'a str,
    /// Password.
    pub password: SecretString,
    /// The request: network address, browser, number.
    pub visitor: &'a Visitor,
}

/// How a sign-in ended.
#[derive(Debug)]
pub enum Outcome {
    /// A session has begun.
    SignedIn(Token),
    /// No such login, or another password: never told apart.
    Wrong,
    /// Five failures in 15 minutes: locked until then.
    Locked(DateTime<Utc>),
    /// Too many tries from this address in a minute.
    Crowded,
    /// The password was right, but the login is not one that may enter.
    Shut(Shut),
    /// Too many sign-ins at once.
    Busy,
}

/// Why a right password does not open the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shut {
    /// 停用 (MEM-9).
    Disabled,
    /// The organisation is not admitted yet (ORG-6).
    Pending,
    /// The organisation has left (ORG-6).
    Exited,
}

/// Tries to sign in.
///
/// # Errors
/// When the database refuses, or the stored hash cannot be read.
pub async fn sign_in(app: &App, attempt: Attempt<'_>) -> Result<Outcome, Failed> {
    let now = app.clock.now();
    let mut connection = app.db.open_none().await?;
    let counted = count(&mut connection, app, &attempt).await?;
    let begun = match counted {
        Counted { crowded: true, .. } => return Ok(Outcome::Crowded),
        Counted { locked_until: Some(until), .. } => return Ok(Outcome::Locked(until)),
        Counted { attempt_id, .. } => attempt_id,
    };
    let subject = subject(&mut connection, &attempt, now).await?;
    let stored = subject.as_ref().and_then(|subject| subject.password_hash.clone());
    drop(connection); // the hash takes its time; others may use the connection meanwhile
    let verdict = passwords::verify(attempt.password.clone(), stored).await;
    let (Some(subject), renewed) = (match verdict {
        Err(Unchecked::Busy) => return Ok(Outcome::Busy),
        Err(Unchecked::Broken) => return Err(Failed::Hash),
        Ok(Verdict::Wrong) => return Ok(Outcome::Wrong),
        Ok(Verdict::Right(renewed)) => (subject, renewed),
    }) else {
        return Ok(Outcome::Wrong);
    };
    let author = Author::member(subject.member_id, attempt.visitor);
    let mut connection = app.db.open_none().await?;
    sqlx::query!("select succeed_sign_in($1)", begun).execute(&mut *connection).await?;
    drop(connection);
    if let Some(shut) = shut(&subject) {
        return Ok(Outcome::Shut(shut));
    }
    let mut change = Change::of(app, subject.organization_id, author).await?;
    note(&mut change, &subject, renewed, now).await?;
    let visit = Visit {
        organization_id: subject.organization_id,
        member_id: subject.member_id,
        address: attempt.visitor.address(),
        user_agent: attempt.visitor.user_agent(),
    };
    let token = sessions::start(&mut change, visit, now).await?;
    change.commit(Event::new(Deed::SignedIn, subject.member_id)).await?;
    Ok(Outcome::SignedIn(token))
}

/// Why a sign-in could not be tried.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// The database refused.
    #[error("database: {0}")]
    Database(#[from] Error),
    /// The stored hash cannot be read.
    #[error("the stored password hash cannot be read")]
    Hash,
}

struct Counted {
    attempt_id: Option<i64>,
    locked_until: Option<DateTime<Utc>>,
    crowded: bool,
}

struct Subject {
    member_id: i64,
    organization_id: i64,
    password_hash: Option<String>,
    member_state: String,
    organization_state: String,
    is_master: bool,
}

async fn count(connection: &mut PgConnection, app: &App, attempt: &Attempt<'_>) -> Result<Counted, Error> {
    let key = format!("{}/{}", attempt.organization, attempt.username).to_lowercase();
    sqlx::query_as!(
        Counted,
        r#"select attempt_id, locked_until, crowded as "crowded!" from begin_sign_in($1, $2, $3, $4)"#,
        key,
        attempt.visitor.address(),
        app.clock.now(),
        app.options.sign_in_tries,
    )
    .fetch_one(connection)
    .await
}

async fn subject(
    connection: &mut PgConnection,
    attempt: &Attempt<'_>,
    now: DateTime<Utc>,
) -> Result<Option<Subject>, Error> {
    sqlx::query_as!(
        Subject,
        r#"select member_id as "member_id!", organization_id as "organization_id!", password_hash,
            member_state as "member_state!", organization_state as "organization_state!", is_master as "is_master!"
         from sign_in_subject($1, $2, $3)"#,
        attempt.organization,
        attempt.username,
        now,
    )
    .fetch_optional(connection)
    .await
}

fn shut(subject: &Subject) -> Option<Shut> {
    match (subject.member_state.as_str(), subject.organization_state.as_str()) {
        ("active" | "invited", "active" | "frozen") => None,
        ("active", "exited") if subject.is_master => None,
        ("active" | "invited", "pending") => Some(Shut::Pending),
        ("active" | "invited", _) => Some(Shut::Exited),
        _ => Some(Shut::Disabled),
    }
}

/// Notes the sign-in; the first one activates an invited login (MEM-9).
async fn note(
    connection: &mut PgConnection,
    subject: &Subject,
    renewed: Option<String>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "update members set last_login_at = $3, state = 'active', password_hash = coalesce($4, password_hash)
         where organization_id = $1 and id = $2",
        subject.organization_id,
        subject.member_id,
        now,
        renewed,
    )
    .execute(connection)
    .await?;
    Ok(())
}
