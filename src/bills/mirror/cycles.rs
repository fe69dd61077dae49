//! Where each data set of a bill cycle stands, and every version it had (BILL-40, BILL-43).

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;

use crate::{
    bills::rules::{DataSet, Finality, Standing},
    sync::Stamp,
    values::Month,
};

/// Rows and sums of a cycle.
#[derive(Debug)]
pub struct Figures {
    /// Rows.
    pub lines: i64,
    /// Sums per currency and money basis, as decimal texts.
    pub sums: Value,
}

/// What a complete reading found a cycle to be.
#[derive(Debug)]
pub struct Settled {
    pub month: Month,
    pub data_set: DataSet,
    pub standing: Standing,
    /// Start of the reading.
    pub pulled_at: DateTime<Utc>,
    pub figures: Figures,
}

/// Where a cycle of an organisation stands; `None` before its first complete reading.
pub async fn standing(
    connection: &mut PgConnection,
    organization_id: i64,
    month: Month,
    data_set: DataSet,
) -> Result<Option<Standing>, sqlx::Error> {
    let row = sqlx::query!(
        "select finality, version from bill_cycles where organization_id = $1 and bill_month = $2 and data_set = $3",
        organization_id,
        month.first_day(),
        data_set.as_str(),
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.and_then(|row| Finality::parse(&row.finality).map(|finality| Standing { finality, version: row.version })))
}

/// Writes where a cycle stands after a complete reading, and keeps its figures when that makes a new version.
pub async fn settle(connection: &mut PgConnection, stamp: Stamp, settled: &Settled) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with kept as (
           insert into bill_versions (organization_id, bill_month, data_set, version, lines, sums, pulled_at, run_id)
           select $1, $2, $3, $6, $8, $9, $7, $10 where $6 > 0
           on conflict (organization_id, bill_month, data_set, version) do nothing
         )
         insert into bill_cycles (organization_id, bill_month, data_set, account_id, finality, version, pulled_at, lines, sums, run_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict (organization_id, bill_month, data_set) do update set account_id = excluded.account_id,
           finality = excluded.finality, version = excluded.version, pulled_at = excluded.pulled_at,
           lines = excluded.lines, sums = excluded.sums, run_id = excluded.run_id",
        stamp.organization_id,
        settled.month.first_day(),
        settled.data_set.as_str(),
        stamp.account_id,
        settled.standing.finality.as_str(),
        settled.standing.version,
        settled.pulled_at,
        settled.figures.lines,
        settled.figures.sums,
        stamp.run_id,
    )
    .execute(connection)
    .await
    .map(drop)
}
