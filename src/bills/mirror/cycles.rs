//! Bill cycles and roll-ups: rebuilt once for every cycle that a reading touched.

use sqlx::PgConnection;

use crate::{
    bills::rules::{Finality, Standing},
    sync::Stamp,
    values::Month,
};

/// Where a cycle of an organisation stands; `None` before its first complete reading.
pub async fn standing(
    connection: &mut PgConnection,
    organization_id: i64,
    month: Month,
) -> Result<Option<Standing>, sqlx::Error> {
    let row = sqlx::query!(
        "select finality, version from bill_cycles where organization_id = $1 and bill_month = $2",
        organization_id,
        month.first_day(),
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.and_then(|row| Finality::parse(&row.finality).map(|finality| Standing { finality, version: row.version })))
}

/// Whether a reading found differences in a cycle that was closed before.
pub async fn has_changes(
    connection: &mut PgConnection,
    organization_id: i64,
    month: Month,
    version: i32,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select 1 from consumption_changes
             where organization_id = $1 and bill_month = $2 and version = $3) as "found!""#,
        organization_id,
        month.first_day(),
        version,
    )
    .fetch_one(connection)
    .await
}

/// Writes where a cycle stands after a complete reading.
pub async fn settle(
    connection: &mut PgConnection,
    stamp: Stamp,
    month: Month,
    standing: Standing,
    pulled_at: chrono::DateTime<chrono::Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into bill_cycles (organization_id, bill_month, account_id, finality, version, pulled_at, lines, run_id)
         select $1, $2, $3, $4, $5, $6,
           (select coalesce(sum(lines), 0)::bigint from consumption_by_customer where organization_id = $1 and bill_month = $2), $7
         on conflict (organization_id, bill_month) do update set account_id = excluded.account_id,
           finality = excluded.finality, version = excluded.version, pulled_at = excluded.pulled_at,
           lines = excluded.lines, run_id = excluded.run_id",
        stamp.organization_id,
        month.first_day(),
        stamp.account_id,
        standing.finality.as_str(),
        standing.version,
        pulled_at,
        stamp.run_id,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// Rebuilds the roll-ups of a cycle from its lines.
pub async fn roll_up(connection: &mut PgConnection, organization_id: i64, month: Month) -> Result<(), sqlx::Error> {
    let first = month.first_day();
    sqlx::query!(
        "delete from consumption_by_customer where organization_id = $1 and bill_month = $2",
        organization_id,
        first
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "delete from consumption_by_service where organization_id = $1 and bill_month = $2",
        organization_id,
        first
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "insert into consumption_by_customer (organization_id, bill_month, customer_id, currency, lines, zero_lines,
           official_amount, payment_amount, refund_amount, coupon_amount, debt_amount)
         select organization_id, bill_month, customer_id, currency, count(*),
           count(*) filter (where coalesce(payment_amount, 0) = 0),
           coalesce(sum(official_amount), 0), coalesce(sum(payment_amount), 0),
           coalesce(sum(payment_amount) filter (where bill_detail_type in (4, 20, 24)), 0),
           coalesce(sum(coupon_amount), 0), coalesce(sum(debt_amount), 0)
         from consumption_lines where organization_id = $1 and bill_month = $2
         group by organization_id, bill_month, customer_id, currency",
        organization_id,
        first,
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "insert into consumption_by_service (organization_id, bill_month, service_type_code, region_code, currency, lines, payment_amount)
         select organization_id, bill_month, coalesce(service_type_code, ''), coalesce(region_code, ''), currency, count(*),
           coalesce(sum(payment_amount), 0)
         from consumption_lines where organization_id = $1 and bill_month = $2
         group by organization_id, bill_month, coalesce(service_type_code, ''), coalesce(region_code, ''), currency",
        organization_id,
        first,
    )
    .execute(connection)
    .await
    .map(drop)
}
