//! SQL of rates (FH-01). Everybody reads them; row-level security lets only the desk write.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use sqlx::PgConnection;

use crate::{audit::Change, db::Error, fh::rules::rate::Rate, web::pager::LIMIT};

/// A rate with its key.
#[derive(Debug)]
pub struct Listed {
    pub id: i64,
    pub scheme: String,
    pub level: String,
    pub region: String,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
    pub amount: Decimal,
    pub currency: String,
    pub cap_people: Option<i32>,
    pub changed_by: String,
}

/// Rates, newest first, and one row more; or the one of a key.
pub async fn list(
    connection: &mut PgConnection,
    (scheme, only): (Option<&str>, Option<i64>),
    after: Option<i64>,
) -> Result<Vec<Listed>, Error> {
    sqlx::query_as!(
        Listed,
        "select id, scheme, level, region, valid_from, valid_to, amount, currency, cap_people, changed_by from fh_rates
         where id < $1 and ($2::text is null or scheme = $2) and ($3::bigint is null or id = $3)
         order by id desc limit $4",
        after.unwrap_or(i64::MAX),
        scheme,
        only,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// Adds a rate. Answers its key; none: another one of the same scheme, level and region holds in that time.
pub async fn add<P>(change: &mut Change<P>, rate: &Rate, by: &str) -> Result<Option<i64>, Error> {
    let at = change.now();
    sqlx::query_scalar!(
        "insert into fh_rates (scheme, level, region, valid_from, valid_to, amount, currency, cap_people, changed_by, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing returning id",
        rate.scheme,
        rate.level,
        rate.region,
        rate.valid_from,
        rate.valid_to,
        rate.amount,
        rate.currency,
        rate.cap_people,
        by,
        at,
    )
    .fetch_optional(&mut **change)
    .await
}

/// Sets the last day of a rate that still ends as the desk saw it; false when somebody was quicker.
pub async fn end<P>(change: &mut Change<P>, seen: &Listed, last: NaiveDate, by: &str) -> Result<bool, Error> {
    let at = change.now();
    let done = sqlx::query!(
        "update fh_rates set valid_to = $2, changed_by = $4, changed_at = $5
         where id = $1 and valid_to is not distinct from $3",
        seen.id,
        last,
        seen.valid_to,
        by,
        at,
    )
    .execute(&mut **change)
    .await?;
    Ok(done.rows_affected() == 1)
}
