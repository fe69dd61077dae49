//! Proofs of identity: the code of an app, a recovery code, the password. Each try is counted before it is looked at (MEM-5).

use chrono::{DateTime, TimeDelta, Utc};
use secrecy::SecretString;

use super::{
    mail_code::{self, Purpose},
    passkeys::{
        self, Assertion, Relying,
        store::{Purpose as Challenge, Subject},
    },
    pending::Pending,
    recovery,
    store::{self, Failed},
};
use crate::{
    access::{
        Seat,
        passwords::{self, Verdict},
        sessions::Token,
        tries::{self, Try, Turn},
    },
    app::App,
    db::Connection,
};

/// Tries of one member's second factor a minute, from wherever they come.
const PER_MINUTE: i32 = 20;

/// What a try gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// It is right; a code is now used up.
    Right {
        /// Whether a recovery code was used.
        recovery: bool,
    },
    /// It is wrong.
    Wrong,
    /// Five failures in 15 minutes: locked until then.
    Locked(DateTime<Utc>),
}

/// Compares a code with the member's app and recovery codes and uses it up. Tries are counted per member, wherever they come
/// from, since whoever tries knows the password already.
///
/// # Errors
/// When the database refuses or the seed does not open.
pub async fn code(app: &App, whose: Pending, typed: &str) -> Result<Proof, Failed> {
    let now = app.clock.now();
    let Pending { organization_id, member_id } = whose;
    let mut connection = app.db.open(&[organization_id]).await?;
    let key = format!("second factor of {member_id}");
    let tried = Try { key: &key, address: &key, per_minute: PER_MINUTE };
    let begun = match tries::begin(&mut connection, tried, now).await? {
        Turn::Begun(begun) => begun,
        Turn::Locked(until) => return Ok(Proof::Locked(until)),
        Turn::Crowded => return Ok(Proof::Locked(now + TimeDelta::minutes(1))),
    };
    let used = match recovery::hash(typed) {
        Some(hash) => store::use_code(&mut connection, organization_id, member_id, &hash, now).await?,
        None => is_code(app, &mut connection, whose, typed).await?,
    };
    if !used {
        return Ok(Proof::Wrong);
    }
    tries::succeed(&mut connection, begun).await?;
    Ok(Proof::Right { recovery: recovery::hash(typed).is_some() })
}

async fn is_code(app: &App, connection: &mut Connection, whose: Pending, typed: &str) -> Result<bool, Failed> {
    let Pending { organization_id, member_id } = whose;
    let Some((seed, last)) = store::find_seed(connection, &app.key, organization_id, member_id).await? else {
        return Ok(false);
    };
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let Some(step) = seed.accepts(&digits, app.clock.now(), last) else { return Ok(false) };
    Ok(store::use_step(connection, organization_id, member_id, step).await?)
}

/// Compares a mailed code and uses it up; its five tries are the code's own (MEM-12).
///
/// # Errors
/// When the database refuses.
pub async fn mailed(app: &App, whose: Pending, (purpose, typed): (Purpose, &str)) -> Result<Proof, Failed> {
    let (now, typed) = (app.clock.now(), (purpose, typed));
    let mut connection = app.db.open(&[whose.organization_id]).await?;
    let right = mail_code::guess(&mut connection, &app.key, whose, typed, now).await?
        && mail_code::use_up(&mut connection, &app.key, whose, typed, now).await?;
    Ok(if right { Proof::Right { recovery: false } } else { Proof::Wrong })
}

/// Compares a member's own password, counted like a sign-in from his address.
///
/// # Errors
/// When the database refuses or the stored hash cannot be read.
pub async fn password(app: &App, seat: &Seat, typed: SecretString, address: &str) -> Result<Proof, Failed> {
    let now = app.clock.now();
    let mut connection = app.db.open(&[seat.organization.id]).await?;
    let key = format!("{}/{}", seat.organization.code, seat.username);
    let tried = Try { key: &key, address, per_minute: app.options.sign_in_tries };
    let begun = match tries::begin(&mut connection, tried, now).await? {
        Turn::Begun(begun) => begun,
        Turn::Locked(until) => return Ok(Proof::Locked(until)),
        Turn::Crowded => return Ok(Proof::Locked(now + TimeDelta::minutes(1))),
    };
    let stored = store::password_hash(&mut connection, seat.organization.id, seat.member_id).await?;
    drop(connection); // comparing takes its time; others may use the connection meanwhile
    if passwords::verify(typed, stored).await? == Verdict::Wrong {
        return Ok(Proof::Wrong);
    }
    tries::succeed(&mut *app.db.open_none().await?, begun).await?;
    Ok(Proof::Right { recovery: false })
}

/// Checks a passkey's answer to a challenge of ours and uses the challenge up; answers whose passkey it is. Passkeys are not
/// locked out: there is nothing to guess (MEM-5).
///
/// # Errors
/// When the database refuses.
pub async fn passkey(app: &App, typed: &str, purpose: Challenge, relying: &Relying) -> Result<Option<Subject>, Failed> {
    let now = app.clock.now();
    let Ok(answer) = serde_json::from_str::<Assertion>(typed) else { return Ok(None) };
    let (Some(challenge), Some(credential)) = (answer.challenge(), answer.credential_id()) else { return Ok(None) };
    let Some(token) = Token::parse(&challenge) else { return Ok(None) };
    let mut connection = app.db.open_none().await?;
    if !passkeys::store::answer(&mut connection, &token, purpose, now).await? {
        return Ok(None);
    }
    let subject = passkeys::store::subject(&mut connection, &credential, now).await?;
    drop(connection);
    let Some(subject) = subject else { return Ok(None) };
    let Ok(asserted) = answer.check(&challenge, relying, (&subject.key, subject.sign_count)) else { return Ok(None) };
    let mut connection = app.db.open(&[subject.organization_id]).await?;
    let noted = passkeys::store::note_use(&mut connection, subject.organization_id, &credential, asserted, now).await?;
    Ok(noted.then_some(subject))
}
