//! SQL of versions. What a version says is sealed for its own request, so that a sealed value copied elsewhere does not open.

use chrono::{DateTime, Utc};
use secrecy::ExposeSecret;
use sqlx::PgConnection;

use crate::{audit::Change, business_information::rules::details::Details, cloud::seal::Key, db::Error, requests};

/// A version with the state of its request.
pub struct Version {
    pub request_id: i64,
    pub organization_id: i64,
    pub number: i32,
    pub state: String,
    pub revision: i32,
    pub reason: String,
    pub submitted_at: Option<DateTime<Utc>>,
    pub company_name: String,
    pub letter_id: Option<i64>,
    pub letter: Option<String>,
    pub tries: i16,
    pub transfer_at: Option<DateTime<Utc>>,
    sealed: Vec<u8>,
}

impl Version {
    /// What it says.
    ///
    /// # Errors
    /// When it does not open: another key, or altered bytes.
    pub fn details(&self, key: &Key) -> Result<Details, Error> {
        let opened =
            key.open(&purpose(self.request_id), &self.sealed).map_err(|error| Error::Protocol(error.to_string()))?;
        serde_json::from_str(opened.expose_secret()).map_err(|error| Error::Protocol(error.to_string()))
    }
}

fn purpose(request_id: i64) -> String {
    format!("business_information_versions/{request_id}")
}

fn seal(key: &Key, request_id: i64, details: &Details) -> Result<Vec<u8>, Error> {
    let text = serde_json::to_string(details).map_err(|error| Error::Protocol(error.to_string()))?;
    key.seal(&purpose(request_id), &text.into()).map_err(|error| Error::Protocol(error.to_string()))
}

/// Versions of a partner that were not given up, newest first.
pub async fn versions(connection: &mut PgConnection, organization_id: i64) -> Result<Vec<Version>, Error> {
    sqlx::query_as!(
        Version,
        r#"select v.request_id, v.organization_id, v.number, r.state, r.revision, r.reason, r.submitted_at,
             v.company_name, v.letter_id, a.name as "letter?", v.tries, v.transfer_at, v.sealed
           from business_information_versions v
           join requests r on r.id = v.request_id
           left join attachments a on a.id = v.letter_id
           where v.organization_id = $1 and r.state <> 'discarded'
           order by v.number desc limit 50"#,
        organization_id,
    )
    .fetch_all(connection)
    .await
}

/// One version: of the partner itself, or one that was submitted to the desk.
pub async fn find(connection: &mut PgConnection, request_id: i64) -> Result<Option<Version>, Error> {
    sqlx::query_as!(
        Version,
        r#"select v.request_id, v.organization_id, v.number, r.state, r.revision, r.reason, r.submitted_at,
             v.company_name, v.letter_id, a.name as "letter?", v.tries, v.transfer_at, v.sealed
           from business_information_versions v
           join requests r on r.id = v.request_id
           left join attachments a on a.id = v.letter_id
           where v.request_id = $1 and r.state <> 'discarded'"#,
        request_id,
    )
    .fetch_optional(connection)
    .await
}

/// Begins a version as a draft. Answers its request.
pub async fn begin<P>(change: &mut Change<P>, company_name: &str, details: &Details) -> Result<i64, Error> {
    let id = requests::begin(change, "business_information", company_name, None).await?;
    let (org, sealed) = (change.org(), seal(change.key(), id, details)?);
    sqlx::query!(
        "insert into business_information_versions (request_id, organization_id, number, company_name, sealed)
         select $1, $2, coalesce(max(number), 0) + 1, $3, $4 from business_information_versions where organization_id = $2",
        id,
        org,
        company_name,
        sealed,
    )
    .execute(&mut **change)
    .await?;
    save(change, id, company_name, details).await?;
    Ok(id)
}

/// Writes what a draft says.
pub async fn save<P>(change: &mut Change<P>, request_id: i64, company_name: &str, of: &Details) -> Result<(), Error> {
    let sealed = seal(change.key(), request_id, of)?;
    let org = change.org();
    let digest = change.key().digest(&format!("business_information.account/{org}"), of.payee());
    sqlx::query!(
        "update business_information_versions set company_name = $3, signing_entity = $4, taxpayer_type = $5,
           tax_rate_bp = $6, currency = $7, account_digest = $8, account_tail = $9, sealed = $10
         where organization_id = $1 and request_id = $2",
        org,
        request_id,
        company_name,
        of.signing_entity,
        if ["general", "small_scale"].contains(&of.taxpayer_type.as_str()) { of.taxpayer_type.as_str() } else { "" },
        of.rate_bp(),
        of.currency,
        if of.payee().is_empty() { "" } else { digest.as_str() },
        of.tail(),
        sealed,
    )
    .execute(&mut **change)
    .await
    .map(drop)
}

/// Puts the bank confirmation letter to a draft.
pub async fn attach<P>(change: &mut Change<P>, request_id: i64, letter_id: i64) -> Result<(), Error> {
    let org = change.org();
    sqlx::query!(
        "update business_information_versions set letter_id = $3 where organization_id = $1 and request_id = $2",
        org,
        request_id,
        letter_id,
    )
    .execute(&mut **change)
    .await
    .map(drop)
}

/// Digest of the amount that was transferred and the wrong ones so far; the caller holds the request, so that two at once
/// count twice.
pub async fn attempt(connection: &mut PgConnection, request_id: i64) -> Result<Option<(String, i16)>, Error> {
    let row = sqlx::query!(
        r#"select amount_digest as "amount_digest!", tries from business_information_versions
           where request_id = $1 and amount_digest is not null for update"#,
        request_id,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (row.amount_digest, row.tries)))
}
