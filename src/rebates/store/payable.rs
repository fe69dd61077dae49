//! Confirmed statements, as payouts ask for them.

use rust_decimal::Decimal;
use sqlx::{PgConnection, types::Json};

use crate::db::Error;

/// A confirmed statement that is not paid: what is not frozen of it, by output tax rate (REB-21).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payable {
    /// Key.
    pub id: i64,
    /// The vendor's number.
    pub number: String,
    /// Its period.
    pub period: String,
    /// Its incentive plan.
    pub plan: String,
    /// Association type; none: special.
    pub association: Option<String>,
    /// ISO 4217.
    pub currency: String,
    /// Output tax rate in basis points, and the amount with that tax.
    pub lines: Vec<(i32, Decimal)>,
}

impl Payable {
    /// What is payable, with output tax.
    #[must_use]
    pub fn total(&self) -> Decimal {
        self.lines.iter().map(|(_, amount)| *amount).sum()
    }
}

/// Confirmed statements of a partner that are not issued yet and have something payable, the earliest period first.
///
/// # Errors
/// When the database refuses.
pub async fn payable(connection: &mut PgConnection, organization_id: i64) -> Result<Vec<Payable>, Error> {
    let rows = sqlx::query!(
        r#"select s.id, s.number, s.period, s.plan, s.association, s.currency,
             (select jsonb_agg(jsonb_build_array(l.output_bp, l.amount::text)) from
               (select output_bp, sum(amount) as amount from rebate_lines
                where statement_id = s.id and frozen_because is null group by output_bp order by output_bp) l)
               as "lines: Json<Vec<(i32, Decimal)>>"
           from rebate_statements s
           where s.organization_id = $1 and s.state = 'issuing'
             and (select sum(amount) from rebate_lines l where l.statement_id = s.id and l.frozen_because is null) > 0
           order by s.period, s.id limit 1000"#,
        organization_id,
    )
    .fetch_all(connection)
    .await?;
    let read = rows.into_iter().map(|row| Payable {
        id: row.id,
        number: row.number,
        period: row.period,
        plan: row.plan,
        association: row.association,
        currency: row.currency,
        lines: row.lines.map(|lines| lines.0).unwrap_or_default(),
    });
    Ok(read.collect())
}
