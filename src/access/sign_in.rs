//! Signing in: the attempt is counted, the password compared, the state looked at, in this order (MEM-4, MEM-5).

use chrono::{DateTime, Utc};
use secrecy::SecretString;
use sqlx::PgConnection;

use super::{
    factors::{
        self,
        passkeys::{Relying, store::Purpose},
        pending::{self, First, Pending},
        proof::{self, Proof},
    },
    passwords::{self, Unchecked, Verdict},
    refusals::{self, Against, Refusal},
    sessions::{self, Token, Visit},
    tries::{self, Try, Turn},
};
use crate::{
    app::App,
    audit::{Author, Change, Deed, Event, Fields},
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
    /// The password was right; the second factor is awaited (MEM-12).
    SecondFactor(Token),
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
    /// The organisation lets its members in with their company accounts only.
    CompanyAccountOnly,
}

/// Tries to sign in; a failure is noted against the login, known or not.
///
/// # Errors
/// When the database refuses, or the stored hash cannot be read.
pub async fn sign_in(app: &App, attempt: Attempt<'_>) -> Result<Outcome, Failed> {
    let (visitor, login) = (attempt.visitor, Against::Login(attempt.organization, attempt.username));
    let outcome = with_password(app, attempt).await?;
    match outcome {
        Outcome::Wrong | Outcome::Shut(_) => refusals::note(app, visitor, Refusal::SignIn, login).await,
        Outcome::Locked(_) => refusals::note(app, visitor, Refusal::LockedOut, login).await,
        Outcome::Crowded => refusals::note(app, visitor, Refusal::Rate, Against::Nobody).await,
        Outcome::SignedIn(_) | Outcome::SecondFactor(_) | Outcome::Busy => {}
    }
    Ok(outcome)
}

async fn with_password(app: &App, attempt: Attempt<'_>) -> Result<Outcome, Failed> {
    let now = app.clock.now();
    let mut connection = app.db.open_none().await?;
    let key = format!("{}/{}", attempt.organization, attempt.username);
    let tried = Try { key: &key, address: attempt.visitor.address(), per_minute: app.options.sign_in_tries };
    let begun = match tries::begin(&mut connection, tried, now).await? {
        Turn::Crowded => return Ok(Outcome::Crowded),
        Turn::Locked(until) => return Ok(Outcome::Locked(until)),
        Turn::Begun(begun) => begun,
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
    let mut connection = app.db.open(&[subject.organization_id]).await?;
    tries::succeed(&mut connection, begun).await?;
    if let Some(shut) = shut(&subject.member_state, &subject.organization_state, subject.is_master) {
        return Ok(Outcome::Shut(shut));
    }
    let whose = Pending { organization_id: subject.organization_id, member_id: subject.member_id };
    if is_closed(&mut connection, whose.member_id, now).await? {
        return Ok(Outcome::Shut(Shut::CompanyAccountOnly));
    }
    if let Some(hash) = renewed {
        renew(&mut connection, whose, &hash).await?;
    }
    drop(connection);
    Ok(go_on(app, whose, attempt.visitor, First::Password).await?)
}

/// Asks for the second factor if the login has one, else lets it in.
async fn go_on(app: &App, whose: Pending, visitor: &Visitor, first: First) -> Result<Outcome, Error> {
    let now = app.clock.now();
    let mut connection = app.db.open(&[whose.organization_id]).await?;
    if app.options.second_factors && has_factor(&mut connection, whose.member_id).await? {
        return Ok(Outcome::SecondFactor(pending::begin(&mut connection, whose, first, now).await?));
    }
    drop(connection);
    let change = Change::of(app, whose.organization_id, Author::member(whose.member_id, visitor)).await?;
    Ok(Outcome::SignedIn(enter(change, whose, visitor, first.as_str()).await?))
}

/// A login that its organisation's OpenID provider vouches for.
#[derive(Debug, Clone)]
pub struct Vouched {
    /// Whose login it is.
    pub whose: Pending,
    /// State of the member (MEM-9).
    pub member_state: String,
    /// State of the organisation (ORG-6).
    pub organization_state: String,
    /// Whether it is the master login.
    pub is_master: bool,
    /// Whether the provider has asked for a second factor, and the organisation lets that count (MEM-12).
    pub second_factor: bool,
}

/// Signs in with a company account: like a password that was right, with the portal's second factor unless the provider's
/// counts.
///
/// # Errors
/// When the database refuses.
pub async fn with_company_account(app: &App, vouched: &Vouched, visitor: &Visitor) -> Result<Outcome, Error> {
    let Vouched { whose, member_state, organization_state, is_master, second_factor } = vouched;
    if let Some(shut) = shut(member_state, organization_state, *is_master) {
        refusals::note(app, visitor, Refusal::SignIn, Against::Member(*whose)).await;
        return Ok(Outcome::Shut(shut));
    }
    if !second_factor {
        return go_on(app, *whose, visitor, First::CompanyAccount).await;
    }
    let change = Change::of(app, whose.organization_id, Author::member(whose.member_id, visitor)).await?;
    Ok(Outcome::SignedIn(enter(change, *whose, visitor, "company account and its second factor").await?))
}

/// Whether only the company account opens the login.
///
/// # Errors
/// When the database refuses.
pub async fn is_closed(connection: &mut PgConnection, member_id: i64, now: DateTime<Utc>) -> Result<bool, Error> {
    sqlx::query_scalar!(r#"select password_closed($1, $2) as "closed!""#, member_id, now).fetch_one(connection).await
}

/// How the second factor ended a sign-in.
#[derive(Debug)]
pub enum Second {
    /// A session has begun; with a recovery code, which is used up now.
    SignedIn(Token, bool),
    /// Another code.
    Wrong,
    /// Five failures in 15 minutes: locked until then.
    Locked(DateTime<Utc>),
    /// The cookie waits for no second factor, or no longer.
    Gone,
}

/// Ends a sign-in whose password was right with the code of the app, or a recovery code.
///
/// # Errors
/// When the database refuses or the seed does not open.
pub async fn second(
    app: &App,
    token: &Token,
    typed: &str,
    visitor: &Visitor,
) -> Result<Second, factors::store::Failed> {
    let now = app.clock.now();
    let whose = pending::find(&mut *app.db.open_none().await?, token, now).await?;
    let Some(whose) = whose else { return Ok(Second::Gone) };
    let recovery = match proof::code(app, whose, typed).await? {
        Proof::Wrong => {
            refusals::note(app, visitor, Refusal::SignIn, Against::Member(whose)).await;
            return Ok(Second::Wrong);
        }
        Proof::Locked(until) => {
            refusals::note(app, visitor, Refusal::LockedOut, Against::Member(whose)).await;
            return Ok(Second::Locked(until));
        }
        Proof::Right { recovery } => recovery,
    };
    let author = Author::member(whose.member_id, visitor);
    let mut change = Change::of(app, whose.organization_id, author).await?;
    let first = pending::first(&mut change, token).await?.as_str();
    pending::end(&mut change, token).await?;
    let by = format!("{first} and {}", if recovery { "recovery code" } else { "app" });
    Ok(Second::SignedIn(enter(change, whose, visitor, &by).await?, recovery))
}

/// Signs in with a passkey: something had, and a finger, face or PIN; no password and no code besides.
///
/// # Errors
/// When the database refuses.
pub async fn with_passkey(
    app: &App,
    typed: &str,
    visitor: &Visitor,
    relying: &Relying,
) -> Result<Outcome, factors::store::Failed> {
    let Some(subject) = proof::passkey(app, typed, Purpose::SignIn, relying).await? else {
        refusals::note(app, visitor, Refusal::SignIn, Against::Nobody).await;
        return Ok(Outcome::Wrong);
    };
    let whose = Pending { organization_id: subject.organization_id, member_id: subject.member_id };
    if let Some(shut) = shut(&subject.member_state, &subject.organization_state, subject.is_master) {
        refusals::note(app, visitor, Refusal::SignIn, Against::Member(whose)).await;
        return Ok(Outcome::Shut(shut));
    }
    if is_closed(&mut *app.db.open_none().await?, whose.member_id, app.clock.now()).await? {
        refusals::note(app, visitor, Refusal::SignIn, Against::Member(whose)).await;
        return Ok(Outcome::Shut(Shut::CompanyAccountOnly));
    }
    let change = Change::of(app, whose.organization_id, Author::member(whose.member_id, visitor)).await?;
    Ok(Outcome::SignedIn(enter(change, whose, visitor, "passkey").await?))
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

struct Subject {
    member_id: i64,
    organization_id: i64,
    password_hash: Option<String>,
    member_state: String,
    organization_state: String,
    is_master: bool,
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

fn shut(member_state: &str, organization_state: &str, is_master: bool) -> Option<Shut> {
    match (member_state, organization_state) {
        ("active" | "invited", "active" | "frozen") => None,
        ("active", "exited") if is_master => None,
        ("active" | "invited", "pending") => Some(Shut::Pending),
        ("active" | "invited", _) => Some(Shut::Exited),
        _ => Some(Shut::Disabled),
    }
}

async fn has_factor(connection: &mut PgConnection, member_id: i64) -> Result<bool, Error> {
    sqlx::query_scalar!(r#"select sign_in_factors($1) as "has!""#, member_id).fetch_one(connection).await
}

/// Stores a hash of today's cost.
async fn renew(connection: &mut PgConnection, whose: Pending, hash: &str) -> Result<(), Error> {
    sqlx::query!(
        "update members set password_hash = $3 where organization_id = $1 and id = $2",
        whose.organization_id,
        whose.member_id,
        hash,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// Notes the sign-in and begins the session; the first one activates an invited login (MEM-9). `by` is what was proved.
async fn enter(mut change: Change, whose: Pending, visitor: &Visitor, by: &str) -> Result<Token, Error> {
    let (now, Pending { organization_id, member_id }) = (change.now(), whose);
    sqlx::query!(
        "update members set last_login_at = $3, state = case when state = 'invited' then 'active' else state end
         where organization_id = $1 and id = $2",
        organization_id,
        member_id,
        now,
    )
    .execute(&mut *change)
    .await?;
    let visit = Visit { organization_id, member_id, address: visitor.address(), user_agent: visitor.user_agent() };
    let token = sessions::start(&mut change, visit, now).await?;
    if by.starts_with(First::CompanyAccount.as_str()) {
        sessions::note_company_account(&mut change, &token).await?;
    }
    change.commit(Event::new(Deed::SignedIn, member_id).after(Fields::new().set("by", by))).await?;
    Ok(token)
}
