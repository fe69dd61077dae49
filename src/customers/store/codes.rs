//! SQL of codes that go to new customers (CUST-7): who was sent one within the last minute.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

use crate::db::Error;

/// How long before the same receiver is sent another one.
const PAUSE: TimeDelta = TimeDelta::seconds(60);
/// How long a claim is kept.
const LIFE: TimeDelta = TimeDelta::days(1);

/// Claims a receiver before the vendor is asked to send; `receiver` is a keyed digest. Of several who ask at once one succeeds.
///
/// # Errors
/// When the database refuses.
pub async fn claim(
    connection: &mut PgConnection,
    organization_id: i64,
    receiver: &str,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let claimed = sqlx::query!(
        "with old as (delete from customer_codes where organization_id = $1 and claimed_at <= $5 and receiver <> $2)
         insert into customer_codes (organization_id, receiver, claimed_at) values ($1, $2, $3)
         on conflict (organization_id, receiver) do update set claimed_at = excluded.claimed_at
         where customer_codes.claimed_at <= $4",
        organization_id,
        receiver,
        now,
        now - PAUSE,
        now - LIFE,
    )
    .execute(connection)
    .await?;
    Ok(claimed.rows_affected() == 1)
}

/// Gives a claim back: the vendor refused, so nothing was sent.
///
/// # Errors
/// When the database refuses.
pub async fn release(
    connection: &mut PgConnection,
    organization_id: i64,
    receiver: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "delete from customer_codes where organization_id = $1 and receiver = $2 and claimed_at = $3",
        organization_id,
        receiver,
        now,
    )
    .execute(connection)
    .await
    .map(drop)
}
