//! Codes of six digits that are mailed (MEM-6, MEM-12): five minutes, five tries, one use, a new one after 60 seconds and
//! six an hour. The table keeps a keyed digest. Sends nothing.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

use super::pending::Pending;
use crate::{access::Code, cloud::seal::Key, db::Error};

/// How long a code works.
const LIFE: TimeDelta = TimeDelta::minutes(5);
/// How long before another one is sent.
const PAUSE: TimeDelta = TimeDelta::seconds(60);
/// How often one may be guessed.
const TRIES: i32 = 5;
/// How many are sent in an hour.
const AN_HOUR: i32 = 6;

/// What a code opens. A code for one opens nothing else (ASVS 5.0 V6.6.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A new password.
    Password,
    /// One sensitive operation in the session that asked for it.
    StepUp {
        /// The session.
        session_id: i64,
        /// The operation.
        operation: Code,
    },
}

impl Purpose {
    const fn code(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::StepUp { .. } => "step_up",
        }
    }
}

fn digest(key: &Key, whose: Pending, purpose: Purpose, code: &str) -> String {
    let bound = match purpose {
        Purpose::Password => String::new(),
        Purpose::StepUp { session_id, operation } => format!("/{session_id}/{}", operation.as_str()),
    };
    key.digest(&format!("mail_codes/{}/{}{bound}", purpose.code(), whose.member_id), code)
}

/// A new code in place of an older one; none while another one was sent just before, or six within the hour.
///
/// # Errors
/// When the database refuses.
pub async fn issue(
    connection: &mut PgConnection,
    key: &Key,
    whose: Pending,
    purpose: Purpose,
    now: DateTime<Utc>,
) -> Result<Option<String>, Error> {
    let code = format!("{:06}", rand::random_range(0..1_000_000_u32));
    let made = sqlx::query!(
        "insert into mail_codes (member_id, purpose, organization_id, digest, sent_at, expires_at, hour_at)
         values ($1, $2, $3, $4, $5, $6, $5)
         on conflict (member_id, purpose) do update set digest = $4, sent_at = $5, expires_at = $6, tries = 0,
           hour_at = case when mail_codes.hour_at <= $8 then $5 else mail_codes.hour_at end,
           sent_in_hour = case when mail_codes.hour_at <= $8 then 1 else mail_codes.sent_in_hour + 1 end
         where mail_codes.sent_at <= $7 and (mail_codes.hour_at <= $8 or mail_codes.sent_in_hour < $9)",
        whose.member_id,
        purpose.code(),
        whose.organization_id,
        digest(key, whose, purpose, &code),
        now,
        now + LIFE,
        now - PAUSE,
        now - TimeDelta::hours(1),
        AN_HOUR,
    )
    .execute(connection)
    .await?;
    Ok((made.rows_affected() == 1).then_some(code))
}

/// Counts a guess and answers whether it is right; the code is not used up yet.
///
/// # Errors
/// When the database refuses.
pub async fn guess(
    connection: &mut PgConnection,
    key: &Key,
    whose: Pending,
    (purpose, typed): (Purpose, &str),
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let kept = sqlx::query_scalar!(
        "update mail_codes set tries = tries + 1
         where organization_id = $1 and member_id = $2 and purpose = $3 and expires_at > $4 and tries < $5 returning digest",
        whose.organization_id,
        whose.member_id,
        purpose.code(),
        now,
        TRIES,
    )
    .fetch_optional(connection)
    .await?;
    Ok(kept.is_some_and(|kept| kept == digest(key, whose, purpose, &digits(typed))))
}

/// Uses the code up; of two requests with the same one succeeds.
///
/// # Errors
/// When the database refuses.
pub async fn use_up(
    connection: &mut PgConnection,
    key: &Key,
    whose: Pending,
    (purpose, typed): (Purpose, &str),
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let used = sqlx::query!(
        "update mail_codes set expires_at = $4
         where organization_id = $1 and member_id = $2 and purpose = $3 and expires_at > $4 and digest = $5",
        whose.organization_id,
        whose.member_id,
        purpose.code(),
        now,
        digest(key, whose, purpose, &digits(typed)),
    )
    .execute(connection)
    .await?;
    Ok(used.rows_affected() == 1)
}

/// People type codes with blanks.
fn digits(typed: &str) -> String {
    typed.chars().filter(|c| !c.is_whitespace()).take(20).collect()
}
