//! SQL of preferences (ORG-12).

use chrono::NaiveTime;
use sqlx::PgConnection;

use crate::db::Error;

/// Preferences of an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preferences {
    pub language: Option<String>,
    pub time_zone: String,
    pub working_from: NaiveTime,
    pub working_to: NaiveTime,
    pub settlement_currency: Option<String>,
    pub revision: i32,
}

/// The preferences.
pub async fn get(connection: &mut PgConnection, organization_id: i64) -> Result<Preferences, Error> {
    sqlx::query_as!(
        Preferences,
        "select language, time_zone, working_from, working_to, settlement_currency, settings_revision as revision
         from organizations where id = $1",
        organization_id,
    )
    .fetch_one(connection)
    .await
}

/// The preferences, held until the change ends.
pub async fn lock(connection: &mut PgConnection, organization_id: i64) -> Result<Preferences, Error> {
    super::lock(connection, organization_id).await?;
    get(connection, organization_id).await
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
           settlement_currency = $6, settings_revision = settings_revision + 1
         where id = $1",
        organization_id,
        preferences.language,
        preferences.time_zone,
        preferences.working_from,
        preferences.working_to,
        preferences.settlement_currency,
    )
    .execute(connection)
    .await
    .map(drop)
}
