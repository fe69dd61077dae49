//! SQL of gates: which stand before a step. They are the vendor's terms and belong to no organisation.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::rules::{Gate, Term};
use crate::{
    db::Error,
    values::{Currency, Money},
};

/// Which step, by whom, where, on which day.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// `mdf_claim`, `fh_quarter`, `payout_bank`, …
    pub step: &'a str,
    /// Site: china, international, europe.
    pub site: &'a str,
    /// Kind of organisation: distributor, solution_provider, …
    pub kind: &'a str,
    /// The day in the site's zone.
    pub day: NaiveDate,
}

/// The gates that stand before a step. A step that the table does not know has none: callers name theirs as it does.
///
/// # Errors
/// When the database refuses.
pub async fn applying(connection: &mut PgConnection, asked: Asked<'_>) -> Result<Vec<Term>, Error> {
    let rows = sqlx::query!(
        "select gate, minimum, currency, days_after from gate_terms
         where step = $1 and (site is null or site = $2) and (kinds = '{}' or $3 = any(kinds))
           and valid_from <= $4 and (valid_to is null or valid_to >= $4)
         order by gate, id",
        asked.step,
        asked.site,
        asked.kind,
        asked.day,
    )
    .fetch_all(connection)
    .await?;
    let terms = rows.into_iter();
    Ok(terms.filter_map(|row| term(&row.gate, row.minimum, row.currency.as_deref(), row.days_after)).collect())
}

/// A row of `gate_terms`; none for a gate that nobody knows.
#[must_use]
pub fn term(gate: &str, minimum: Option<Decimal>, currency: Option<&str>, days_after: i32) -> Option<Term> {
    let minimum =
        minimum.zip(currency.and_then(Currency::parse)).map(|(amount, currency)| Money::new(amount, currency));
    Some(Term { gate: Gate::parse(gate)?, minimum, days_after: u16::try_from(days_after).unwrap_or(0) })
}
