//! Outgoing mail: a letter is queued in the transaction of the change that causes it, and sent by a background job; nobody
//! waits for a mail server. Address and content lie sealed in the queue and are erased once the letter has left.
//!
//! Knows members' addresses and languages, and no page.

pub mod smtp;
mod store;
mod text;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

pub use self::smtp::{BadMail, Mailer};
use crate::{
    clock::Clock,
    cloud::seal::{Key, SealError},
    db::{self, Db},
    lang::Lang,
};

/// Letters handed to the mail server in one go.
const AT_ONCE: i64 = 20;
/// How long to wait after each attempt; after the last one the letter is given up.
const PAUSES: [TimeDelta; 4] =
    [TimeDelta::seconds(30), TimeDelta::minutes(2), TimeDelta::minutes(10), TimeDelta::hours(1)];

/// What a letter says. Names and codes only; the words are `text`'s.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Letter {
    /// The code with which a forgotten password is replaced (MEM-6).
    PasswordCode {
        /// Six digits.
        code: String,
    },
    /// Why there is no such code: the login is disabled.
    LoginDisabled,
    /// Why there is no such code: the organisation signs in with company accounts.
    CompanyAccountOnly,
    /// The code for a sensitive operation (MEM-12).
    StepUpCode {
        /// Six digits.
        code: String,
    },
    /// A password was replaced with a mailed code: to the member and to the admins.
    PasswordRecovered {
        /// Whose.
        username: String,
    },
    /// The link that sets the first password (MEM-2).
    Activation {
        /// User name.
        username: String,
        /// Organisation code.
        organization: String,
        /// The link.
        link: String,
    },
    /// A link or temporary password was issued by an administrator: to the member and to another admin (MEM-13).
    CredentialsIssued {
        /// Whose.
        username: String,
        /// Who issued it.
        by: String,
    },
    /// A request must have left its state soon (COM-10).
    DeadlineNear {
        /// The sentence of the inbox in English.
        en: String,
        /// The same in Chinese: the letter is written in the member's language.
        zh: String,
    },
}

impl Letter {
    /// The word in the queue.
    #[must_use]
    pub const fn template(&self) -> &'static str {
        match self {
            Self::PasswordCode { .. } => "password_code",
            Self::LoginDisabled => "login_disabled",
            Self::CompanyAccountOnly => "company_account_only",
            Self::StepUpCode { .. } => "step_up_code",
            Self::PasswordRecovered { .. } => "password_recovered",
            Self::Activation { .. } => "activation",
            Self::CredentialsIssued { .. } => "credentials_issued",
            Self::DeadlineNear { .. } => "deadline_near",
        }
    }

    /// How long it is of use.
    const fn life(&self) -> TimeDelta {
        match self {
            Self::PasswordCode { .. } | Self::StepUpCode { .. } => TimeDelta::minutes(5),
            Self::Activation { .. } => TimeDelta::days(7),
            _ => TimeDelta::days(1),
        }
    }
}

/// Why a letter could not be queued or looked at.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// The database refused.
    #[error("database: {0}")]
    Database(#[from] db::Error),
    /// It could not be sealed or opened: another key.
    #[error("a letter: {0}")]
    Seal(#[from] SealError),
    /// What was opened is no letter.
    #[error("a letter cannot be read")]
    Unreadable,
}

/// A letter in the queue with its address.
#[derive(Debug, Serialize, Deserialize)]
struct Envelope {
    to: String,
    letter: Letter,
}

/// Queues a letter to a member in his language, else in `lang`; nothing is queued for one without a mail address. Answers
/// whether it was.
///
/// # Errors
/// When the database refuses, or the letter cannot be sealed.
pub async fn queue(
    connection: &mut store::Connection,
    key: &Key,
    (organization_id, member_id): (i64, i64),
    (letter, lang): (Letter, Lang),
    now: DateTime<Utc>,
) -> Result<bool, Failed> {
    let Some((to, own)) = store::address(connection, organization_id, member_id).await? else { return Ok(false) };
    let lang = own.as_deref().and_then(Lang::parse).unwrap_or(lang);
    let (template, ends) = (letter.template(), now + letter.life());
    let envelope = serde_json::to_string(&Envelope { to, letter }).map_err(|_| Failed::Unreadable)?;
    let sealed = key.seal(&purpose(organization_id, member_id), &envelope.into())?;
    let queued = store::Queued { member_id, template, language: lang.code(), sealed: &sealed, now, ends };
    store::add(connection, organization_id, &queued).await?;
    Ok(true)
}

/// What a letter is sealed for: it opens for nobody else.
fn purpose(organization_id: i64, member_id: i64) -> String {
    format!("mails/{organization_id}/{member_id}")
}

/// A letter that is due for so long is sent by nobody: a node that runs background jobs takes it within seconds, and after a
/// failure it is due later.
pub const OVERDUE: TimeDelta = TimeDelta::minutes(10);

/// How many letters nobody sends, and since when the first one waits; over all organisations.
///
/// # Errors
/// When the database refuses.
pub async fn overdue(db: &Db, now: DateTime<Utc>) -> Result<Option<(i64, DateTime<Utc>)>, db::Error> {
    store::overdue(&mut *db.open_every().await?, now - OVERDUE).await
}

/// Sends what is due; answers how many letters left. Several nodes may do it: a letter is taken by one.
///
/// # Errors
/// When the database refuses.
pub async fn deliver(db: &Db, key: &Key, clock: &Clock, mailer: &Mailer) -> Result<usize, db::Error> {
    let due = store::take(&mut *db.open_every().await?, clock.now(), AT_ONCE).await?;
    let mut sent = 0;
    for letter in due {
        let outcome =
            if letter.expires_at <= clock.now() { Outcome::Expired } else { send(key, mailer, &letter).await };
        sent += usize::from(outcome == Outcome::Sent);
        let mut connection = db.open(&[letter.organization_id]).await?;
        let pause = usize::try_from(letter.attempts - 1).ok().and_then(|index| PAUSES.get(index));
        match (outcome, pause) {
            (Outcome::Later, Some(pause)) => store::put_off(&mut connection, &letter, clock.now() + *pause).await?,
            (Outcome::Sent, _) => store::settle(&mut connection, &letter, "sent", clock.now()).await?,
            (Outcome::Expired, _) => store::settle(&mut connection, &letter, "expired", clock.now()).await?,
            (Outcome::Later | Outcome::Never, _) => {
                tracing::warn!(mail = letter.id, "a mail was given up");
                store::settle(&mut connection, &letter, "failed", clock.now()).await?;
            }
        }
    }
    Ok(sent)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Sent,
    Later,
    Never,
    Expired,
}

async fn send(key: &Key, mailer: &Mailer, due: &store::Due) -> Outcome {
    use secrecy::ExposeSecret;
    let opened = key.open(&purpose(due.organization_id, due.member_id), &due.sealed);
    let envelope = opened.ok().and_then(|text| serde_json::from_str::<Envelope>(text.expose_secret()).ok());
    let Some(envelope) = envelope else {
        tracing::error!(mail = due.id, "a mail does not open with this key");
        return Outcome::Never;
    };
    let lang = Lang::parse(&due.language).unwrap_or(Lang::ZhCn);
    match mailer.send(&envelope.to, &text::write(&envelope.letter, lang), lang).await {
        Ok(()) => Outcome::Sent,
        Err(refused) => {
            tracing::warn!(
                mail = due.id,
                attempt = due.attempts,
                permanent = refused.permanent,
                "a mail was not taken"
            );
            if refused.permanent { Outcome::Never } else { Outcome::Later }
        }
    }
}
