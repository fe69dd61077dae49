//! Registered invoices.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use crate::{
    audit::Change,
    db::Error,
    payouts::rules::invoice::{Invoice, Kind},
};

/// An invoice of a payout; amounts in the payout's currency.
#[derive(Debug)]
pub struct Registered {
    pub kind: String,
    pub number: String,
    pub code: Option<String>,
    pub issued_on: NaiveDate,
    pub net: Decimal,
    pub tax: Decimal,
    pub gross: Decimal,
    pub courier: Option<String>,
    pub tracking: Option<String>,
    pub is_void: bool,
    pub registered_by: String,
    pub registered_at: DateTime<Utc>,
}

/// The invoices of a payout, the valid ones first.
pub async fn of(connection: &mut PgConnection, request_id: i64) -> Result<Vec<Registered>, Error> {
    sqlx::query_as!(
        Registered,
        "select kind, number, code, issued_on, net, tax, gross, courier, tracking, is_void, registered_by, registered_at
         from payout_invoices where request_id = $1 order by is_void, id limit 100",
        request_id,
    )
    .fetch_all(connection)
    .await
}

/// Those of the numbers that serve a payout of the organisation already (PAYOUT-18).
pub async fn taken(
    connection: &mut PgConnection,
    organization_id: i64,
    invoices: &[Invoice],
) -> Result<Vec<String>, Error> {
    let numbers: Vec<String> = invoices.iter().map(|invoice| invoice.number.clone()).collect();
    let codes: Vec<String> = invoices.iter().map(|invoice| invoice.code.clone()).collect();
    sqlx::query_scalar!(
        "select i.number from payout_invoices i
         join unnest($2::text[], $3::text[]) t (number, code) on t.number = i.number and t.code = coalesce(i.code, '')
         where i.organization_id = $1 and not i.is_void",
        organization_id,
        &numbers,
        &codes,
    )
    .fetch_all(connection)
    .await
}

/// Keeps the invoices of a payout.
pub async fn register<P>(
    change: &mut Change<P>,
    request_id: i64,
    (kind, invoices): (Kind, &[Invoice]),
    (courier, tracking): (&str, &str),
    by: &str,
) -> Result<(), Error> {
    let (org, at) = (change.org(), change.now());
    for invoice in invoices {
        sqlx::query!(
            "insert into payout_invoices (organization_id, request_id, kind, number, code, issued_on, net, tax, gross, courier, tracking,
               registered_by, registered_at)
             values ($1, $2, $3, $4, nullif($5, ''), $6, $7, $8, $9, nullif($10, ''), nullif($11, ''), $12, $13)",
            org,
            request_id,
            kind.word(),
            invoice.number,
            invoice.code,
            invoice.issued_on,
            invoice.net,
            invoice.tax,
            invoice.gross,
            courier,
            tracking,
            by,
            at,
        )
        .execute(&mut **change)
        .await?;
    }
    Ok(())
}
