//! SQL of preferences (ORG-12).

use chrono::{NaiveDate, NaiveTime};
use sqlx::PgConnection;

use crate::db::Error;

/// Preferences of an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preferences {
    pub language: Option<String>,
    pub time_zone: String,
    pub working_from: NaiveTime,
    pub working_to: NaiveTime,
    /// In force in the open billing period.
    pub settlement_currency: Option<String>,
    /// From a later billing period on, with its first day.
    pub next_settlement_currency: Option<String>,
    pub next_settlement_currency_from: Option<NaiveDate>,
    /// 客户消息接管.
    pub takes_customer_messages: bool,
    /// 客户账单权限.
    pub shows_customer_bills: bool,
    pub revision: i32,
}

/// The preferences in the billing period that begins on `cycle`.
pub async fn get(connection: &mut PgConnection, organization_id: i64, cycle: NaiveDate) -> Result<Preferences, Error> {
    sqlx::query_as!(
        Preferences,
        "select o.language, o.time_zone, o.working_from, o.working_to,
           settlement_currency_in(o, $2) as settlement_currency,
           case when o.next_settlement_currency_from > $2 then o.next_settlement_currency end as next_settlement_currency,
           case when o.next_settlement_currency_from > $2 then o.next_settlement_currency_from end as next_settlement_currency_from,
           o.takes_customer_messages, o.shows_customer_bills, o.settings_revision as revision
         from organizations o where o.id = $1",
        organization_id,
        cycle,
    )
    .fetch_one(connection)
    .await
}

/// The preferences, held until the change ends.
pub async fn lock(connection: &mut PgConnection, organization_id: i64, cycle: NaiveDate) -> Result<Preferences, Error> {
    super::lock(connection, organization_id).await?;
    get(connection, organization_id, cycle).await
}

/// Whether the database knows a time zone: it computes days with it.
pub async fn knows_zone(connection: &mut PgConnection, name: &str) -> Result<bool, Error> {
    sqlx::query_scalar!(r#"select exists (select from pg_timezone_names where name = $1) as "known!""#, name)
        .fetch_one(connection)
        .await
}

/// Writes the preferences.
pub async fn update(
    connection: &mut PgConnection,
    organization_id: i64,
    preferences: &Preferences,
) -> Result<(), Error> {
    sqlx::query!(
        "update organizations set language = $2, time_zone = $3, working_from = $4, working_to = $5,
           settlement_currency = $6, next_settlement_currency = $7, next_settlement_currency_from = $8,
           takes_customer_messages = $9, shows_customer_bills = $10, settings_revision = settings_revision + 1
         where id = $1",
        organization_id,
        preferences.language,
        preferences.time_zone,
        preferences.working_from,
        preferences.working_to,
        preferences.settlement_currency,
        preferences.next_settlement_currency,
        preferences.next_settlement_currency_from,
        preferences.takes_customer_messages,
        preferences.shows_customer_bills,
    )
    .execute(connection)
    .await
    .map(drop)
}
