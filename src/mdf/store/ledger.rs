//! SQL of the ledger: one function moves it, under the lock of the quota (MDF-24).

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{db::Error, mdf::rules::ledger::Holding};

/// What came of a wish to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// It is held.
    Done,
    /// More than is available: nothing was done.
    Short,
    /// There is no quota of that year.
    Nothing,
}

/// Sets what an application holds of the quota of a year, by which step of whom.
pub async fn hold(
    connection: &mut PgConnection,
    (request_id, year): (i64, i32),
    wanted: &Holding,
    (step, by): (&str, &str),
    at: DateTime<Utc>,
) -> Result<Held, Error> {
    let parts = [wanted.soft, wanted.reserved, wanted.claimed, wanted.paid];
    let word = sqlx::query_scalar!(
        r#"select hold_mdf_quota($1, $2, $3, $4, $5, $6) as "word!""#,
        request_id,
        year,
        &parts,
        step,
        by,
        at,
    )
    .fetch_one(connection)
    .await?;
    Ok(match word.as_str() {
        "held" => Held::Done,
        "short" => Held::Short,
        _ => Held::Nothing,
    })
}
