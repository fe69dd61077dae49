//! SQL of what the vendor desk does beside decisions: the test transfer and its tries. Row-level security shows it only what
//! was submitted; its writes go through functions of the database.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{audit::Change, business_information::rules::amount, cloud::seal::Key, db::Error};

/// Whose version it is, as the desk knows it.
#[derive(Debug)]
pub struct Partner {
    pub name: String,
    pub code: String,
    pub contact_name: String,
    pub contact_phone: String,
    pub contact_email: String,
    pub return_address: String,
}

/// The partner behind a submitted version.
pub async fn partner(connection: &mut PgConnection, organization_id: i64) -> Result<Option<Partner>, Error> {
    sqlx::query_as!(
        Partner,
        r#"select o.name as "name!", o.code as "code!", coalesce(b.contact_name, '') as "contact_name!",
             coalesce(b.contact_phone, '') as "contact_phone!", coalesce(b.contact_email, '') as "contact_email!",
             coalesce(b.return_address, '') as "return_address!"
           from desk_organizations() o left join business_information b on b.organization_id = o.id where o.id = $1"#,
        organization_id,
    )
    .fetch_optional(connection)
    .await
}

/// Digest of an amount as [`amount::read`] writes it.
pub fn digest(key: &Key, request_id: i64, amount: &str) -> String {
    key.digest(&amount::purpose(request_id), amount)
}

/// Enters a test transfer, or without an amount unlocks the one that was: tries begin at 0 again.
pub async fn enter_transfer<P>(
    change: &mut Change<P>,
    request_id: i64,
    amount: Option<&str>,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    let digest = amount.map(|amount| digest(change.key(), request_id, amount));
    sqlx::query_scalar!("select enter_test_transfer($1, $2, $3)", request_id, digest, at)
        .fetch_one(&mut **change)
        .await
        .map(drop)
}

/// Keeps the number of wrong amounts.
pub async fn count(connection: &mut PgConnection, request_id: i64, tries: i16) -> Result<(), Error> {
    sqlx::query!("update business_information_versions set tries = $2 where request_id = $1", request_id, tries)
        .execute(connection)
        .await
        .map(drop)
}
